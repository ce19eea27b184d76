/** <unnoise-noise>: a picture on its way to noise, and the way back from there. */

import { formula } from "../../math/formulas.js";
import { Panel } from "../../panel/panel.js";
import { bytesFromTensor, paintGrid } from "../../pictures/pixels.js";
import { Histogram, moments } from "../../plots/histogram.js";
import { Timeline } from "../../run/timeline.js";
import { ImageSource } from "../../source/image-source.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, text } from "../../ui/dom.js";
import { alphaBar, decibels, scientific, signed } from "../../ui/format.js";
import en from "./en.js";
import ko from "./ko.js";
import { SchedulePlots } from "./schedule-plots.js";
import { scope } from "./settings.js";

addStrings(en, ko);

/**
 * x₀ noised to t, and what the network makes of that in one call.
 * @typedef {object} Outcome
 * @property {number} t
 * @property {Float32Array} image x₀
 * @property {Float32Array} xt
 * @property {Float32Array} noise ε
 * @property {Float32Array} guess x̂₀
 * @property {Float32Array} epsilon ε̂
 */

export class NoisePanel extends Panel {
  static scope = scope;

  /** @type {import("../../../lab/lab.js").Lab | null} */ lab = null;
  /** @type {Outcome | null} */ outcome = null;
  /** The way down from an outcome. @type {{ from: Outcome, image: Float32Array, steps: number } | null} */ denoised = null;
  /** Whether settings have changed since the run in progress read them. */ #again = false;
  /** Ends the way down when settings change. @type {AbortController | null} */ #down = null;
  /** @type {unknown} */ #painted = undefined;
  /** @type {unknown} */ #paintedDenoised = undefined;

  build() {
    this.source = new ImageSource(this);
    this.timeline = new Timeline({ label: "noise.t", onMove: () => this.set("t", this.timeline?.position), say: (key, values) => this.say(key, values) });
    this.x0 = controls.picture(this, "x<sub>0</sub>", "noise.x0", "noise.x0.label");
    this.xt = controls.picture(this, "x<sub>t</sub>", "noise.xt", "noise.xt.label");
    this.guess = controls.picture(this, "x̂<sub>0</sub>", "noise.guess", "noise.guess.label");
    this.down = controls.picture(this, "x̃<sub>0</sub>", "noise.down", "noise.down.label");
    this.noise = controls.picture(this, "ε", "noise.epsilon", "noise.epsilon.label");
    this.epsilon = controls.picture(this, "ε̂", "noise.epsilon-guess", "noise.epsilon-guess.label");
    this.source.attach(this.x0.canvas);
    this.facts = controls.facts({ t: "t", alphaBar: "ᾱ", snr: "SNR", signal: "fact.signal", noise: "fact.noise" });
    this.errors = controls.facts({ epsilon: "fact.error-epsilon", guess: "fact.error", down: "fact.error-down" });
    this.spread = controls.facts({ mean: "noise.mean", deviation: "noise.deviation" });
    this.histogram = new Histogram();
    this.schedules = new SchedulePlots();
    const settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      this.source.element,
      controls.seed(this, "seed", "noise.seed"),
      controls.steps(this, "steps", "noise.steps"),
      h("div", { class: "actions" }, text("button", "noise.run", { class: "run", type: "submit" }), this.cancelButton ?? null),
      this.statusBox ?? null,
    );
    this.quartet = h("div", { class: "quartet" }, this.x0.element, this.xt.element, this.guess.element, this.down.element);
    const stage = h("div", { class: "stage card" }, this.quartet, this.timeline.element, this.facts.element, this.errorBox ?? null);
    return h("div", { class: "grid plain" }, settings, stage, this.#below());
  }

  #below() {
    const { noise, epsilon, errors, histogram, spread } = this;
    const detective = h(
      "section",
      { class: "card" },
      h("h2", {}, text("span", "noise.detective"), text("small", "noise.detective.source")),
      h("div", { class: "pair small" }, noise?.element ?? null, epsilon?.element ?? null),
      errors?.element ?? null,
      text("p", "noise.detective.text", { class: "soft", style: "margin-top: 12px" }),
    );
    const values = h(
      "section",
      { class: "card" },
      h("h2", {}, text("span", "noise.histogram"), text("small", "noise.histogram.source")),
      histogram?.element ?? null,
      spread?.element ?? null,
      ...explained("forward", "forward"),
    );
    const back = h("section", { class: "card" }, ...explained("back", "guess"), ...explained("denoise", "ddim0"));
    return h("div", { class: "below" }, values, detective, back, ...(this.schedules?.elements ?? []));
  }

  /** An x₀ from another panel. @param {Float32Array} image [C, H, W] in [-1, 1] */
  set image(image) {
    this.source?.reader.take(image);
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.limit("t", info.trainSteps - 1);
    this.limit("steps", info.trainSteps);
    this.source?.fitTo(info);
  }

  /** Everything here answers at once, so it follows the settings; the button is for after a cancel. @param {string} name */
  settingChanged(name) {
    const concerned = ["t", "seed", "steps"].includes(name) || this.source?.concerns(name);
    if (concerned && (this.info || this.running)) this.run();
  }

  rolled() {} // the change of the seed has already started it

  async run() {
    // A run that is already on its way picks up the newest settings when it comes to them.
    if (this.running && !this.running.signal.aborted) {
      this.#again = true;
      this.#down?.abort();
      return;
    }
    await this.work(async (lab, signal) => {
      this.lab = lab;
      do {
        this.#again = false;
        await this.#once(lab, signal);
      } while (this.#again);
    });
  }

  /** @param {import("../../../lab/lab.js").Lab} lab @param {AbortSignal} signal */
  async #once(lab, signal) {
    const source = /** @type {ImageSource} */ (this.source);
    const image = await source.image(lab, signal);
    const [t, label] = [this.get("t"), source.label];
    const { xt, noise } = await lab.forwardNoise({ image, t, seed: this.get("seed"), signal });
    const { x0: guess, noise: epsilon } = await lab.predict({ image: xt, t, label, signal });
    const outcome = (this.outcome = { t, image, xt, noise, guess, epsilon });
    this.tell("frame", outcome);
    this.invalidate();
    if (!this.#again) await this.#goDown(lab, outcome, label, signal);
  }

  /** @param {import("../../../lab/lab.js").Lab} lab @param {Outcome} from @param {number | null} label @param {AbortSignal} signal */
  async #goDown(lab, from, label, signal) {
    const down = (this.#down = new AbortController());
    signal.addEventListener("abort", () => down.abort(), { once: true });
    const steps = Math.min(this.get("steps"), from.t + 1);
    const onProgress = (/** @type {import("../../../lab/types.js").StepProgress} */ { index }) => this.status("noise.denoising", { index: index + 1, of: steps, part: (index + 1) / steps });
    try {
      const { image } = await lab.denoise({ image: from.xt, t: from.t, steps, label, signal: down.signal, onProgress });
      this.denoised = { from, image, steps };
      this.tell("result", { ...from, x0: from.guess, denoised: image, steps });
    } catch (error) {
      if (!this.#again || signal.aborted) throw error; // otherwise it ended for the newer settings
    }
  }

  draw() {
    const { quartet, timeline, info } = this;
    if (!quartet || !timeline) return;
    quartet.toggleAttribute("data-drawing", this.source?.own);
    const last = this.max("t");
    timeline.move(this.get("t"));
    timeline.draw(last + 1, last + 1, this.say("noise.at", { t: this.get("t"), last }));
    this.schedules?.draw(this.lab, this.get("t"), (key, values) => this.say(key, values));
    this.histogram?.draw(this.outcome?.xt ?? null, this.say("noise.histogram.axis"), this.say("noise.histogram.label"));
    // The way down takes longer than the slider: until it is there, that of before looks like one.
    this.down?.element.toggleAttribute("data-behind", this.denoised !== null && this.denoised.from !== this.outcome);
    if (!info || !this.outcome) return;
    this.#drawFacts(this.outcome);
    this.#paint(this.outcome, info);
  }

  /** @param {Outcome} outcome */
  #drawFacts({ t, image, xt, noise, guess, epsilon }) {
    const alpha = this.lab?.alive ? this.lab.schedule().alphaBar[t] : NaN;
    const { mean, deviation } = moments(xt);
    this.facts?.draw({ t: String(t), alphaBar: alphaBar(alpha), snr: decibels(alpha), signal: Math.sqrt(alpha).toFixed(3), noise: Math.sqrt(1 - alpha).toFixed(3) });
    this.spread?.draw({ mean: signed(mean), deviation: deviation.toFixed(3) });
    const { denoised } = this;
    this.errors?.draw({
      epsilon: scientific(squaredError(noise, epsilon)),
      guess: scientific(pixelError(image, guess)),
      down: denoised?.from === this.outcome ? scientific(pixelError(image, denoised.image)) : "—",
    });
  }

  /** @param {Outcome} outcome @param {import("../../pictures/pixels.js").Shape} shape */
  #paint(outcome, shape) {
    const { x0, xt, guess, down, noise, epsilon, denoised } = this;
    const paint = (/** @type {{ canvas: HTMLCanvasElement } | undefined} */ picture, /** @type {Float32Array} */ tensor) =>
      picture && paintGrid(picture.canvas, bytesFromTensor(tensor), shape);
    if (this.#painted !== outcome) {
      this.#painted = outcome;
      paint(x0, outcome.image);
      paint(xt, outcome.xt);
      paint(guess, outcome.guess);
      paint(noise, outcome.noise);
      paint(epsilon, outcome.epsilon);
    }
    if (denoised && this.#paintedDenoised !== denoised) {
      this.#paintedDenoised = denoised;
      paint(down, denoised.image);
    }
  }
}

/** A formula with its name, source and words. @param {"forward" | "back" | "denoise"} what @param {string} which formula */
function explained(what, which) {
  const title = h("h2", {}, text("span", `noise.${what}`), text("small", `noise.${what}.source`));
  return [title, h("div", { class: "equation" }, formula(which)), text("p", `noise.${what}.text`, { class: "soft" })];
}

/** @param {Float32Array} a @param {Float32Array} b */
const squaredError = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length;

/** With pixels in [0, 1], as they are shown. @param {Float32Array} image @param {Float32Array} found */
const pixelError = (image, found) => squaredError(image, found.map((value) => Math.max(-1, Math.min(1, value)))) / 4;
