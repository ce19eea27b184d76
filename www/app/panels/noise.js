/** <unnoise-noise>: a picture on its way to noise, and what the network makes of it in one call. */

import * as controls from "../controls.js";
import { h, setText, text } from "../dom.js";
import { alphaBar, decibels } from "../format.js";
import { formula } from "../formulas.js";
import { Panel } from "../panel.js";
import { bytesFromTensor, paintGrid } from "../pixels.js";
import { SchedulePlot } from "../plot.js";
import { Drawing } from "./drawing.js";

/** Settings that ask for another picture; the others only for another noising of it. */
const OF_THE_PICTURE = new Set(["source", "label", "image-seed"]);

export class NoisePanel extends Panel {
  static scope = "noise";

  /** @type {Float32Array | null} x₀ from the model */ image = null;
  /** @type {Float64Array | null} */ tables = null;
  /** @type {{ xt: Float32Array, x0: Float32Array, t: number, error: number } | null} */ outcome = null;
  /** @type {unknown} */ #painted = undefined;

  build() {
    this.drawing = new Drawing(() => this.run());
    this.x0 = controls.picture(this, "x<sub>0</sub>", "noise.x0", "noise.x0.label");
    this.xt = controls.picture(this, "x<sub>t</sub>", "noise.xt", "noise.xt.label");
    this.guess = controls.picture(this, "x̂<sub>0</sub>", "noise.guess", "noise.guess.label");
    this.hint = text("span", "noise.draw.hint", { class: "hint", "aria-hidden": "true" });
    this.x0.canvas.after(this.drawing.canvas, this.hint);
    this.facts = controls.facts({ t: "t", alphaBar: "ᾱ", snr: "SNR", signal: "fact.signal", noise: "fact.noise", error: "fact.error" });
    this.plot = new SchedulePlot();
    this.plotNote = h("small");
    this.clearButton = text("button", "noise.clear", { type: "button", class: "quiet", onclick: () => this.#clear() });
    const ofModel = h("div", { class: "stack", style: "gap: 16px" }, controls.seed(this, "image-seed", "noise.image-seed"), controls.labels(this, "label"));
    this.updaters.push(() => {
      const drawn = this.get("source") === "drawing";
      ofModel.hidden = drawn;
      if (this.clearButton) this.clearButton.hidden = !drawn;
    });
    const settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      controls.slider(this, "t", "noise.t"),
      controls.segmented(this, "source", "noise.source", [
        { value: "model", key: "noise.model" },
        { value: "drawing", key: "noise.drawing" },
      ]),
      ofModel,
      this.clearButton,
      controls.seed(this, "seed", "noise.seed"),
      this.statusBox ?? null,
    );
    const stage = h("div", { class: "stage card" }, (this.trio = h("div", { class: "trio" }, this.x0.element, this.xt.element, this.guess.element)), this.facts.element, this.errorBox ?? null);
    const below = h(
      "div",
      { class: "below" },
      h("section", { class: "card" }, h("h2", {}, text("span", "noise.where"), this.plotNote), this.plot.element),
      h("section", { class: "card" }, ...this.#explained("forward"), ...this.#explained("back")),
    );
    return h("div", { class: "grid plain" }, settings, stage, below);
  }

  /** A formula with its name, source and words. @param {"forward" | "back"} what */
  #explained(what) {
    const equation = h("div", { class: "equation" }, formula(what === "forward" ? "forward" : "guess"));
    const title = h("h2", {}, text("span", `noise.${what}`), text("small", `noise.${what}.source`));
    return [title, equation, text("p", `noise.${what}.text`, { class: "soft", style: "margin-bottom: 12px" })];
  }

  /** @param {import("../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.state?.limit("noise", "t", info.trainSteps - 1);
    if (info.labels.length > 0) this.state?.limit("noise", "label", info.labels.length - 1);
    this.drawing?.resize(info);
  }

  /** Everything here answers at once, so it follows the settings without a button. @param {string} name */
  settingChanged(name) {
    if (OF_THE_PICTURE.has(name)) this.image = null;
    if (this.info || this.running) this.run();
  }

  rolled() {} // the change of the seed has already started it

  #clear() {
    this.drawing?.clear();
    this.run();
  }

  async run() {
    // A run that is already on its way picks up the newest settings when it comes to them.
    if (this.running && !this.running.signal.aborted) {
      this.#again = true;
      return;
    }
    await this.work(async (lab, signal) => {
      this.tables = lab.schedule().alphaBar;
      do {
        this.#again = false;
        await this.#once(lab, signal);
      } while (this.#again);
    });
  }

  #again = false;

  /** @param {import("../../lab/lab.js").Lab} lab @param {AbortSignal} signal */
  async #once(lab, signal) {
    const image = await this.#picture(lab, signal);
    const [t, seed, label] = [this.get("t"), this.get("seed"), this.get("source") === "model" ? this.get("label") : null];
    const { xt } = await lab.forwardNoise({ image, t, seed, signal });
    const { x0 } = await lab.predict({ image: xt, t, label, signal });
    let sum = 0;
    for (let i = 0; i < image.length; i++) sum += ((Math.max(-1, Math.min(1, x0[i])) - image[i]) / 2) ** 2;
    this.outcome = { xt, x0, t, error: sum / image.length };
    this.tell("result", { image, xt, x0, t });
    this.invalidate();
  }

  /** @param {import("../../lab/lab.js").Lab} lab @param {AbortSignal} signal @returns {Promise<Float32Array>} x₀ */
  async #picture(lab, signal) {
    if (this.get("source") === "drawing" && this.drawing) return this.drawing.image(lab.info);
    while (this.image === null) {
      const [seed, label] = [this.get("image-seed"), this.get("label")];
      const { images } = await lab.sample({ count: 1, steps: 20, seed, label, frames: "none", signal }).result;
      // Another picture may have been asked for meanwhile.
      if (seed === this.get("image-seed") && label === this.get("label")) this.image = images;
    }
    return this.image;
  }

  draw() {
    const { info, outcome, x0, xt, guess, drawing, facts, plot, tables } = this;
    if (!x0 || !xt || !guess || !drawing || !facts || !plot) return;
    const drawn = this.get("source") === "drawing";
    x0.canvas.hidden = drawn;
    drawing.canvas.hidden = !drawn;
    this.trio?.toggleAttribute("data-drawing", drawn);
    if (this.hint) this.hint.hidden = !drawn || !drawing.empty;
    const t = this.get("t");
    const alpha = tables?.[t];
    if (alpha !== undefined) {
      facts.draw({
        t: String(t),
        alphaBar: alphaBar(alpha),
        snr: decibels(alpha),
        signal: Math.sqrt(alpha).toFixed(3),
        noise: Math.sqrt(1 - alpha).toFixed(3),
        error: outcome ? outcome.error.toFixed(4) : "—",
      });
    }
    const kind = this.say(`schedule.${info?.schedule.kind ?? "linear"}`);
    if (this.plotNote) setText(this.plotNote, this.say("plot.alpha-bar", { kind }));
    plot.draw({ alphaBar: tables, timesteps: [], current: tables ? t : null, label: this.say("plot.alpha-bar.label", { kind }) });
    if (!info || !outcome || this.#painted === outcome) return;
    this.#painted = outcome;
    if (this.image) paintGrid(x0.canvas, bytesFromTensor(this.image), info);
    paintGrid(xt.canvas, bytesFromTensor(outcome.xt), info);
    paintGrid(guess.canvas, bytesFromTensor(outcome.x0), info);
  }
}
