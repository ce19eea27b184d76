/** <unnoise-reconstruct>: an image to its latent and back, and how the error falls with the steps. */

import { formula } from "../../math/formulas.js";
import { outline, stepOf } from "../../math/numbers.js";
import { PictureEquation } from "../../math/picture-equation.js";
import { PanelBody } from "../../panel/panel.js";
import { alphaBarOf } from "../../panel/shared-lab.js";
import { bytesFromTensor, paintGrid, tileOf } from "../../pictures/pixels.js";
import { timeAxis } from "../../plots/axis.js";
import { Histogram, moments } from "../../plots/histogram.js";
import { Recording } from "../../run/recording.js";
import { Ruler, factsOf } from "../../run/ruler.js";
import { ImageSource } from "../../source/image-source.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { scientific, signed } from "../../ui/format.js";
import { BEATS } from "./beats.js";
import en from "./en.js";
import { ErrorCurve } from "./error-curve.js";
import ko from "./ko.js";
import { scope } from "./settings.js";
import { sheet } from "./sheet.js";

addStrings(en, ko);

/** S of the error curve, as far as it takes seconds; beside it stands Table 2 of the DDIM paper. */
const CURVE = [10, 20, 50, 100];
/** The sampler that can be turned round. */
const DDIM = /** @type {const} */ ({ sampler: "ddim", eta: 0 });
/** Below this squared error, a root of 7 % of the range, the page says that the picture came back. */
const SEEN = 0.005;

/**
 * What one way up and down gave.
 * @typedef {object} Outcome
 * @property {Float32Array} original
 * @property {Float32Array} latent
 * @property {Float32Array} image
 * @property {number} mse
 * @property {number} steps
 * @property {number} ms
 */

export class ReconstructPanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;

  /** @type {Float32Array | null} x₀ */ original = null;
  /** @type {Outcome | null} */ outcome = null;
  /** The way down of the outcome, step by step. @type {Recording | null} */ way = null;
  /** Errors measured for this image, by S. @type {Map<number, number>} */ errors = new Map();
  /** @type {unknown} */ #shown = undefined;
  /** @type {unknown} */ #painted = undefined;
  /** The moment of the way whose step is written out. @type {unknown} */ #stepped = undefined;
  #step = outline(DDIM);
  /** What the table has, so that it is not made anew at each frame. */ #tabled = "";

  build() {
    this.source = new ImageSource(this);
    this.x0 = controls.picture(this, "x₀", "reconstruct.x0", "reconstruct.x0.label");
    this.latent = controls.picture(this, "x_T", "reconstruct.latent", "reconstruct.latent.label");
    this.back = controls.picture(this, "x̃₀", "reconstruct.back", "reconstruct.back.label");
    this.difference = controls.picture(this, "x̃₀ − x₀", "reconstruct.difference", "reconstruct.difference.label");
    this.source.attach(this.x0.canvas);
    this.facts = controls.facts({ mse: "fact.mse", steps: "S", calls: "fact.calls", gain: "reconstruct.gain" });
    this.ruler = new Ruler({ label: "reconstruct.ruler", onMove: () => this.invalidate(), say: this.say });
    this.equation = new PictureEquation(this);
    this.histogram = new Histogram();
    this.gaussian = controls.facts({ mean: "reconstruct.mean", deviation: "reconstruct.deviation" });
    this.curve = new ErrorCurve();
    this.rows = h("tbody");
    this.verdict = h("p", { class: "verdict", "aria-live": "polite" });
    for (const [name, picture] of Object.entries({ x0: this.x0, xT: this.latent, back: this.back, difference: this.difference })) picture.element.dataset.part = name;
    this.quartet = h("div", { class: "quartet", "data-sampler": "ddim" }, this.x0.element, this.latent.element, this.back.element, this.difference.element);
    const run = text("button", "reconstruct.run", { class: "run", type: "submit" });
    return {
      stage: h("div", {}, this.quartet, this.verdict),
      ruler: this.ruler.element,
      equation: this.equation.element,
      controls: { steps: controls.steps(this, "steps"), source: this.source.element },
      actions: [h("div", { class: "actions" }, run, this.cancelButton)],
      measures: { curve: this.#errorMeasure(), gaussian: this.#gaussianMeasure() },
      derivation: [
        h("section", {}, h("h3", {}, text("span", "reconstruct.way"), text("small", "reconstruct.way.source", { class: "source" })), h("div", { class: "equation" }, formula("inversion")), text("p", "reconstruct.way.text", { class: "soft" })),
      ],
    };
  }

  #errorMeasure() {
    const heads = ["reconstruct.steps", "reconstruct.this", "reconstruct.paper"].map((key) => text("th", key, { scope: "col" }));
    return h(
      "div",
      { class: "beside" },
      h("div", {}, this.curve?.element ?? null, text("p", "reconstruct.curve.text", { class: "soft" })),
      h("div", {}, h("table", { class: "costs num" }, h("thead", {}, h("tr", {}, ...heads)), this.rows ?? null), this.facts?.element ?? null, text("p", "reconstruct.curve.source", { class: "source soft" })),
    );
  }

  #gaussianMeasure() {
    return h(
      "div",
      { class: "beside" },
      h("div", {}, this.histogram?.element ?? null, text("p", "reconstruct.gaussian.source", { class: "source soft" })),
      h("div", {}, this.gaussian?.element ?? null, text("p", "reconstruct.gaussian.text", { class: "soft" })),
    );
  }

  /** An x₀ from another panel. @param {Float32Array} image [C, H, W] in [-1, 1] */
  set image(image) {
    this.source?.reader.take(image);
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.limit("steps", info.trainSteps);
    this.source?.fitTo(info);
  }

  /** Follows the settings without the button, which is there for after a cancel. @param {string} name */
  settingChanged(name) {
    if (name === "steps" || this.source?.concerns(name)) this.runSoon();
  }

  rolled() {} // the change of the seed has already started it
  asked() {} // so has the change of the steps

  async run() {
    await this.work(async (lab, signal) => {
      const source = /** @type {ImageSource} */ (this.source);
      const image = await source.image(lab, signal);
      const { label } = source;
      if (image !== this.original) this.errors = new Map();
      this.original = image;
      this.invalidate();
      const steps = this.get("steps");
      const made = await this.#measure(lab, signal, label, steps);
      this.outcome = { original: image, latent: made.latent, image: made.image, mse: made.mse, steps, ms: made.ms };
      this.announce("reconstruct.live", { steps, mse: scientific(made.mse) });
      this.tell("result", { ...this.outcome, count: 1, msPerStep: made.ms / (2 * steps), batch: 1 });
      await this.#record(lab, signal, label);
      for (const other of CURVE.filter((s) => s <= lab.info.trainSteps && !this.errors.has(s))) await this.#measure(lab, signal, label, other);
      this.tell("frame", { errors: Object.fromEntries(this.errors), complete: true });
    });
  }

  /** Walks down again from the latent, to have every step of it: a strip between a latent and itself. @param {import("../../../lab/lab.js").Lab} lab @param {AbortSignal} signal @param {number | null} label */
  async #record(lab, signal, label) {
    const { latent, steps } = /** @type {Outcome} */ (this.outcome);
    const way = new Recording(steps);
    const run = lab.interpolate({ from: { latent }, to: { latent }, frames: 2, steps, label, signal, onProgress: (step) => way.count(step) });
    for await (const frame of run) way.add(frame);
    way.finish((await run.result).images);
    this.ruler?.reset();
    this.way = way;
    this.invalidate();
  }

  /** @param {import("../../../lab/lab.js").Lab} lab @param {AbortSignal} signal @param {number | null} label @param {number} steps S */
  async #measure(lab, signal, label, steps) {
    const image = /** @type {Float32Array} */ (this.original);
    const onProgress = (/** @type {import("../../../lab/types.js").StepProgress} */ { index, of }) => {
      this.status(2 * index < of ? "reconstruct.encoding" : "reconstruct.decoding", { steps, part: (index + 1) / of });
    };
    const made = await lab.reconstruct({ image, steps, label, signal, onProgress });
    this.errors.set(steps, made.mse);
    this.tell("frame", { errors: Object.fromEntries(this.errors), complete: false });
    this.invalidate();
    return made;
  }

  draw() {
    const { info, outcome, original, source, quartet } = this;
    if (!quartet || !source || !info) return;
    quartet.toggleAttribute("data-drawing", source.own);
    // What belongs to an image that is no longer there does not look as if it belonged to the new one.
    const behind = outcome !== null && outcome.original !== source.current;
    for (const picture of [this.latent, this.back, this.difference]) picture?.element.toggleAttribute("data-behind", behind);
    if (original && original !== this.#shown && this.x0) {
      this.#shown = original;
      paintGrid(this.x0.canvas, bytesFromTensor(original), info);
    }
    this.#drawOutcome(info);
    this.#drawWay(info);
    this.#drawErrors();
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  #drawOutcome(info) {
    const { outcome, latent, back, difference, facts, gaussian, histogram } = this;
    if (!latent || !back || !difference || !facts || !gaussian) return;
    histogram?.draw(outcome?.latent ?? null, this.say("reconstruct.histogram.axis"), this.say("reconstruct.histogram.label"));
    if (this.verdict) setText(this.verdict, outcome ? this.#verdictOf(outcome) : "");
    if (!outcome) return;
    const gain = gainOf(outcome);
    const { mean, deviation } = moments(outcome.latent);
    facts.draw({
      mse: scientific(outcome.mse),
      steps: String(outcome.steps),
      calls: String(2 * outcome.steps),
      gain: `× ${gain}`,
    });
    gaussian.draw({ mean: signed(mean), deviation: deviation.toFixed(3) });
    if (outcome === this.#painted) return;
    this.#painted = outcome;
    paintGrid(latent.canvas, bytesFromTensor(outcome.latent), info);
    paintGrid(back.canvas, bytesFromTensor(outcome.image), info);
    paintGrid(difference.canvas, bytesFromTensor(outcome.image.map((value, i) => gain * (value - outcome.original[i]))), info);
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  #drawWay(info) {
    const { ruler, way, openLab, equation } = this;
    if (!ruler || !openLab || !equation) return;
    const alphaBar = alphaBarOf(openLab);
    const stops = way?.moments.map(({ t }) => t) ?? [];
    const place = ruler.following ? stops.length - 1 : ruler.nearest(stops);
    const moment = way?.moments[place];
    const words = moment ? factsOf(this.say, moment) : "";
    ruler.draw({ axis: timeAxis(alphaBar), stops, here: moment?.t, film: way?.film(0, info) ?? [], shape: info, words });
    if (moment !== this.#stepped || moment === undefined) {
      this.#stepped = moment;
      this.#step = (way && stepOf(way, place, (pixels) => tileOf(pixels, 0, info), DDIM, alphaBar)) ?? outline(DDIM);
    }
    // With η = 0 there is no fresh noise to show.
    equation.draw({ ...this.#step, terms: this.#step.terms.filter(({ symbol }) => symbol !== "z") }, info);
  }

  /** A black square that came back proves nothing. @param {Outcome} outcome */
  #verdictOf({ mse, steps }) {
    const key = this.source?.empty ? "source.empty" : mse < SEEN ? "reconstruct.came-back" : "reconstruct.did-not";
    return this.say(key, { rmse: Math.sqrt(mse).toFixed(3), steps });
  }

  #drawErrors() {
    const { errors, curve, rows } = this;
    curve?.draw(errors, this.get("steps"), { y: this.say("reconstruct.mse-axis"), label: this.say("reconstruct.curve.label"), ours: this.say("reconstruct.this"), paper: this.say("reconstruct.paper") });
    const now = JSON.stringify([...errors]);
    if (now === this.#tabled) return;
    this.#tabled = now;
    const all = [...new Set([...CURVE, ...errors.keys()])].sort((a, b) => a - b);
    const cell = (/** @type {number | undefined} */ value) => h("td", {}, value === undefined ? "—" : scientific(value));
    rows?.replaceChildren(
      ...all.map((steps) => {
        const paper = ErrorCurve.paper.find(([s]) => s === steps)?.[1];
        return h("tr", {}, h("td", {}, String(steps)), cell(errors.get(steps)), h("td", {}, paper === undefined ? "—" : String(paper)));
      }),
    );
  }
}

/** The power of two that brings the largest difference near 1. @param {Outcome} outcome */
function gainOf({ image, original }) {
  let most = 0;
  for (let i = 0; i < image.length; i++) most = Math.max(most, Math.abs(image[i] - original[i]));
  return 2 ** Math.min(8, Math.max(0, Math.floor(-Math.log2(most))));
}
