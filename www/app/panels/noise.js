/** <unnoise-noise>: a picture on its way to noise, and what the network makes of it in one call. */

import * as controls from "../controls.js";
import { h, setText, text } from "../dom.js";
import { alphaBar, decibels } from "../format.js";
import { formula } from "../formulas.js";
import { Panel } from "../panel.js";
import { bytesFromTensor, paintGrid } from "../pixels.js";
import { ImageSource } from "../image-source.js";
import { SchedulePlot } from "../plot.js";

export class NoisePanel extends Panel {
  static scope = "noise";

  /** @type {Float64Array | null} */ tables = null;
  /** @type {{ image: Float32Array, xt: Float32Array, x0: Float32Array, t: number, error: number } | null} */ outcome = null;
  /** @type {unknown} */ #painted = undefined;

  build() {
    this.source = new ImageSource(this);
    this.x0 = controls.picture(this, "x<sub>0</sub>", "noise.x0", "noise.x0.label");
    this.xt = controls.picture(this, "x<sub>t</sub>", "noise.xt", "noise.xt.label");
    this.guess = controls.picture(this, "x̂<sub>0</sub>", "noise.guess", "noise.guess.label");
    this.source.attach(this.x0.canvas);
    this.facts = controls.facts({ t: "t", alphaBar: "ᾱ", snr: "SNR", signal: "fact.signal", noise: "fact.noise", error: "fact.error" });
    this.plot = new SchedulePlot();
    this.plotNote = h("small");
    const settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      controls.slider(this, "t", "noise.t"),
      this.source.element,
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
    this.limit("t", info.trainSteps - 1);
    this.source?.fitTo(info);
  }

  /** Everything here answers at once, so it follows the settings without a button. @param {string} name */
  settingChanged(name) {
    const concerned = name === "t" || name === "seed" || this.source?.concerns(name);
    if (concerned && (this.info || this.running)) this.run();
  }

  rolled() {} // the change of the seed has already started it

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
    const source = /** @type {ImageSource} */ (this.source);
    const image = await source.image(lab, signal);
    const [t, seed, label] = [this.get("t"), this.get("seed"), source.label];
    const { xt } = await lab.forwardNoise({ image, t, seed, signal });
    const { x0 } = await lab.predict({ image: xt, t, label, signal });
    let sum = 0;
    for (let i = 0; i < image.length; i++) sum += ((Math.max(-1, Math.min(1, x0[i])) - image[i]) / 2) ** 2;
    this.outcome = { image, xt, x0, t, error: sum / image.length };
    this.tell("result", { image, xt, x0, t });
    this.invalidate();
  }

  draw() {
    const { info, outcome, x0, xt, guess, facts, plot, tables } = this;
    if (!x0 || !xt || !guess || !facts || !plot) return;
    this.trio?.toggleAttribute("data-drawing", this.source?.own);
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
    paintGrid(x0.canvas, bytesFromTensor(outcome.image), info);
    paintGrid(xt.canvas, bytesFromTensor(outcome.xt), info);
    paintGrid(guess.canvas, bytesFromTensor(outcome.x0), info);
  }
}
