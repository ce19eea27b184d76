/** <unnoise-noise>: a picture on its way to noise, and the way back from there. */

import { formula } from "../../math/formulas.js";
import { forward, guess as guessed } from "../../math/numbers.js";
import { PictureEquation } from "../../math/picture-equation.js";
import { PanelBody } from "../../panel/panel.js";
import { alphaBarOf } from "../../panel/shared-lab.js";
import { Part } from "../../pictures/part.js";
import { timeAxis } from "../../plots/axis.js";
import { Histogram, moments } from "../../plots/histogram.js";
import { Ruler } from "../../run/ruler.js";
import { ImageSource } from "../../source/image-source.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, text } from "../../ui/dom.js";
import { alphaBar, decibels, scientific, signed } from "../../ui/format.js";
import { BEATS } from "./beats.js";
import en from "./en.js";
import { filmOf, noised } from "./forward.js";
import ko from "./ko.js";
import { SchedulePlot } from "./schedule-plot.js";
import { scope } from "./settings.js";
import { sheet } from "./sheet.js";
import { StepByStep } from "./step-by-step.js";
import { Verdict } from "./verdict.js";
import { Weights } from "./weights.js";

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

/** A picture and its noise, from which xₜ of every t follows. @typedef {{ lab: unknown, seed: number, image: Float32Array, noise: Float32Array, film: import("../../run/filmstrip.js").Still[] }} Pair */

export class NoisePanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;

  /** @type {import("../../../lab/lab.js").Lab | null} */ lab = null;
  /** @type {Outcome | null} */ outcome = null;
  /** The way down from an outcome. @type {{ from: Outcome, image: Float32Array, steps: number } | null} */ denoised = null;
  /** @type {Pair | null} */ #pair = null;
  /** xₜ where the ruler is, before the network has seen it. @type {{ of: Pair, t: number, xt: Float32Array } | null} */ #here = null;
  /** Every timestep there is. @type {number[]} */ #stops = [];
  /** Whether settings have changed since the run in progress read them. */ #again = false;
  /** Ends the way down when settings change. @type {AbortController | null} */ #down = null;

  build() {
    this.source = new ImageSource(this);
    this.ruler = new Ruler({ label: "noise.t", direction: "noise", onMove: (t) => this.set("t", t ?? 0), say: this.say });
    this.parts = {
      x0: new Part("x0", "x₀", "noise.x0"),
      xt: new Part("xt", "xₜ", "noise.xt"),
      guess: new Part("guess", "x̂₀", "noise.guess"),
      down: new Part("down", "x̃₀", "noise.down"),
      noise: new Part("eps", "ε", "noise.epsilon"),
      epsilon: new Part("eps-hat", "ε̂", "noise.epsilon-guess"),
    };
    this.source.attach(this.parts.x0.canvas);
    this.verdict = new Verdict(this);
    this.histogram = new Histogram();
    this.schedule = new SchedulePlot(this);
    this.stepByStep = new StepByStep(this);
    this.weights = new Weights(this);
    this.spread = controls.facts({ mean: "noise.mean", deviation: "noise.deviation" });
    this.row = h("div", { class: "parts" }, ...Object.values(this.parts).map(({ element }) => element));
    this.equations = { forward: new PictureEquation(this), guess: new PictureEquation(this) };
    const run = text("button", "noise.run", { class: "run", type: "submit" });
    return {
      stage: h("div", {}, this.row, this.verdict.element),
      ruler: this.ruler.element,
      equation: h("div", { class: "equations" }, this.equations.forward.element, this.equations.guess.element),
      controls: {
        source: this.source.element,
        as: controls.labels(this, "as", "noise.as"),
        seed: controls.seed(this, "seed", "noise.seed"),
        steps: controls.steps(this, "steps", "noise.steps"),
      },
      actions: [h("div", { class: "actions" }, run, this.cancelButton)],
      measures: { spread: this.#spreadMeasure(), schedule: this.schedule.element, steps: this.stepByStep.element, weights: this.weights.element },
      derivation: [explained("forward", "forward"), explained("detective"), explained("back", "guess"), explained("denoise", "ddim0"), explained("reading")],
      figure: ["xt", "x0", "guess", "down"],
    };
  }

  #spreadMeasure() {
    return h("div", { class: "beside" }, h("div", {}, this.histogram?.element ?? null), h("div", {}, this.spread?.element ?? null, text("p", "noise.histogram.text", { class: "soft" })));
  }

  /** An x₀ from another panel. @param {Float32Array} image [C, H, W] in [-1, 1] */
  set image(image) {
    this.source?.reader.take(image);
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.limit("t", info.trainSteps - 1);
    this.limit("steps", info.trainSteps);
    if (info.labels.length > 0) this.limit("as", info.labels.length - 1);
    this.#stops = Array.from({ length: info.trainSteps }, (_, t) => t);
    this.source?.fitTo(info);
  }

  /** What the network is told. @returns {number | null} */
  get #told() {
    return this.info?.labels.length === 0 ? null : this.get("as");
  }

  /** Everything here answers at once, so it follows the settings; the button is for after a cancel. @param {string} name */
  settingChanged(name) {
    const concerned = ["t", "seed", "steps", "as"].includes(name) || this.source?.concerns(name);
    if (concerned && (this.info || this.running)) this.run();
  }

  rolled() {} // the change of the seed has already started it
  asked() {} // so have those of the beat

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
    const { noise } = await this.#pairOf(lab, image, signal);
    const [t, label] = [this.get("t"), this.#told];
    const xt = noised(image, noise, alphaBarOf(lab)[t]);
    const { x0: guess, noise: epsilon } = await lab.predict({ image: xt, t, label, signal });
    const outcome = (this.outcome = { t, image, xt, noise, guess, epsilon });
    this.tell("frame", outcome);
    this.invalidate();
    if (!this.#again) await this.#goDown(lab, outcome, label, signal);
  }

  /** @param {import("../../../lab/lab.js").Lab} lab @param {Float32Array} image @param {AbortSignal} signal */
  async #pairOf(lab, image, signal) {
    const [seed, known] = [this.get("seed"), this.#pair];
    if (known && known.lab === lab && known.seed === seed && known.image === image) return known;
    const { noise } = await lab.forwardNoise({ image, t: 0, seed, signal });
    const pair = { lab, seed, image, noise, film: filmOf(image, noise, timeAxis(alphaBarOf(lab))) };
    this.#pair = pair;
    this.invalidate();
    return pair;
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
      this.tell("result", { ...from, x0: from.guess, denoised: image, steps, told: label });
      await this.verdict?.read(lab, this.denoised, label, down.signal);
    } catch (error) {
      if (!this.#again || signal.aborted) throw error; // otherwise it ended for the newer settings
    }
  }

  draw() {
    const { info, parts, source } = this;
    if (!parts || !source) return;
    this.row?.toggleAttribute("data-drawing", source.own);
    // The noise itself is for figures, and for those who ask for it: here it stands in the equation.
    const asked = this.host.getAttribute("show") ?? "";
    for (const part of [parts.noise, parts.epsilon]) part.element.hidden = !asked.includes("eps");
    this.#drawRuler();
    const here = this.#xt();
    const fresh = here !== null && this.outcome !== null && this.outcome.xt === here;
    for (const part of [parts.guess, parts.epsilon]) part.behind = this.outcome !== null && !fresh;
    // The way down takes longer than the slider: until it is there, that of before looks like one.
    parts.down.behind = this.denoised !== null && (this.denoised.from !== this.outcome || !fresh);
    this.verdict?.draw(fresh && this.denoised?.from === this.outcome ? this.denoised : null);
    this.histogram?.draw(here, this.say("noise.histogram.axis"), this.say("noise.histogram.label"));
    this.schedule?.draw(this.lab, this.get("t"));
    this.#drawEquations(here, fresh);
    this.#drawMeasure(here);
    if (!info || !this.outcome) return;
    this.#paint(info, here ?? this.outcome.xt);
    this.#drawNumbers(this.outcome, here ?? this.outcome.xt);
  }

  /** Those that take their time, only while they are shown. @param {Float32Array | null} xt where the ruler is */
  #drawMeasure(xt) {
    const { alphaBar, info, lab, outcome } = this;
    if (!alphaBar || !info) return;
    const measure = this.layout?.measures.name;
    const [t, axis] = [this.get("t"), timeAxis(alphaBar)];
    if (measure === "steps" && lab && xt && this.#pair) this.stepByStep?.draw(lab, this.#pair, xt, t, axis, info);
    if (measure === "weights") this.weights?.draw(outcome, t, alphaBar, axis);
  }

  /** @param {Float32Array | null} xt where the ruler is @param {boolean} fresh whether the network has seen it */
  #drawEquations(xt, fresh) {
    const { equations, info, outcome } = this;
    const alphaBar = this.alphaBar?.[this.get("t")] ?? NaN;
    const [image, noise] = xt && this.#pair ? [this.#pair.image, this.#pair.noise] : [null, null];
    equations?.forward.draw(forward({ xt, image, noise, alphaBar }), info);
    const [guess, epsilon] = fresh && outcome ? [outcome.guess, outcome.epsilon] : [null, null];
    equations?.guess.draw(guessed({ xt, guess, epsilon, alphaBar }), info);
  }

  #drawRuler() {
    const { info, ruler } = this;
    const t = this.get("t");
    const table = this.alphaBar;
    const words = table ? this.say("ruler.facts", { t, alphaBar: alphaBar(table[t]), snr: decibels(table[t]) }) : `t ${t}`;
    ruler?.draw({ axis: table && timeAxis(table), stops: this.#stops, here: t, film: this.#pair?.film, shape: info, words });
  }

  /** xₜ where the ruler is; that of the outcome, if it is the same. */
  #xt() {
    const { lab, outcome } = this;
    const [t, pair] = [this.get("t"), this.#pair];
    if (!pair || !lab?.alive || pair.lab !== lab || pair.image !== this.source?.current || pair.seed !== this.get("seed")) return null;
    if (outcome && outcome.t === t && outcome.noise === pair.noise && outcome.image === pair.image) return outcome.xt;
    const here = this.#here;
    if (here && here.of === pair && here.t === t) return here.xt;
    const xt = noised(pair.image, pair.noise, alphaBarOf(lab)[t]);
    this.#here = { of: pair, t, xt };
    return xt;
  }

  /** @param {Outcome} outcome @param {Float32Array} xt where the ruler is */
  #drawNumbers({ image, noise, guess, epsilon }, xt) {
    const { parts, denoised, source } = this;
    const { mean, deviation } = moments(xt);
    this.spread?.draw({ mean: signed(mean), deviation: deviation.toFixed(3) });
    if (!parts || !source) return;
    parts.x0.say(source.says);
        parts.guess.say(this.say("noise.mse", { value: scientific(pixelError(image, guess)) }));
    parts.down.say(denoised && denoised.from === this.outcome ? this.say("noise.mse", { value: scientific(pixelError(image, denoised.image)) }) : "…");
    parts.epsilon.say(this.say("noise.mse", { value: scientific(squaredError(noise, epsilon)) }));
  }

  /** @param {import("../../pictures/pixels.js").Shape} shape @param {Float32Array} xt */
  #paint(shape, xt) {
    const { parts, outcome } = this;
    if (!parts || !outcome) return;
    parts.x0.paint(this.source?.current ?? outcome.image, shape);
    parts.xt.paint(xt, shape);
    parts.guess.paint(outcome.guess, shape);
    parts.noise.paint(outcome.noise, shape);
    parts.epsilon.paint(outcome.epsilon, shape);
    parts.down.paint(this.denoised?.image ?? null, shape);
  }
}

/** A formula with its name, source and words. @param {string} what @param {string} [which] formula */
function explained(what, which) {
  const title = h("h3", {}, text("span", `noise.${what}`), " ", text("small", `noise.${what}.source`, { class: "source" }));
  return h("section", {}, title, which ? h("div", { class: "equation" }, formula(which)) : null, text("p", `noise.${what}.text`, { class: "soft" }));
}

/** @param {Float32Array} a @param {Float32Array} b */
const squaredError = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length;

/** With pixels in [0, 1], as they are shown. @param {Float32Array} image @param {Float32Array} found */
const pixelError = (image, found) => squaredError(image, found.map((value) => Math.max(-1, Math.min(1, value)))) / 4;
