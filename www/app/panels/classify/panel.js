/** <unnoise-classify>: which digit is it? Bayes' rule, with the diffusion model itself for the likelihood. */

import { formula } from "../../math/formulas.js";
import { PanelBody } from "../../panel/panel.js";
import { Part } from "../../pictures/part.js";
import { timeAxis } from "../../plots/axis.js";
import { Ruler } from "../../run/ruler.js";
import { ImageSource } from "../../source/image-source.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { BEATS } from "./beats.js";
import { BeliefBars, percent } from "./belief.js";
import en from "./en.js";
import ko from "./ko.js";
import { OverTime } from "./over-time.js";
import { PRIORS, scope } from "./settings.js";
import { sheet } from "./sheet.js";
import { Numbers } from "./numbers.js";

addStrings(en, ko);

/** The belief after one timestep more. @typedef {import("../../../lab/types.js").Belief & { t: number }} Moment */
/** @typedef {{ image: Float32Array, known: number | null, moments: Moment[], expected: number }} Outcome */

export class ClassifyPanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;

  /** @type {Outcome | null} */ outcome = null;
  #drawn = "";

  build() {
    this.source = new ImageSource(this);
    this.x0 = new Part("x0", "x₀", "classify.x0");
    this.source.attach(this.x0.canvas);
    this.bars = new BeliefBars();
    this.verdict = h("p", { class: "verdict", "aria-live": "polite" });
    this.ruler = new Ruler({ label: "classify.t", direction: "data", onMove: () => this.invalidate(), say: this.say });
    this.overTime = new OverTime();
    this.numbers = new Numbers();
    this.row = h("div", { class: "parts" }, this.x0.element, h("div", { "data-part": "belief" }, this.bars.element, this.verdict));
    const even = text("button", "classify.even", { type: "button", class: "quiet", onclick: () => PRIORS.forEach((name) => this.set(name, 10)) });
    const priors = h("fieldset", { class: "priors" }, text("legend", "classify.prior"), ...PRIORS.map((name, k) => prior(this, name, k)), even);
    return {
      stage: h("div", {}, this.row),
      ruler: this.ruler.element,
      equation: h("div", { class: "equation" }, formula("bayes")),
      controls: { source: this.source.element, timesteps: controls.slider(this, "timesteps", "classify.timesteps"), seed: controls.seed(this, "seed", "classify.seed") },
      more: [priors],
      actions: [h("div", { class: "actions" }, text("button", "classify.run", { class: "run", type: "submit" }), this.cancelButton)],
      measures: {
        over: h("div", {}, this.overTime.element, text("p", "classify.over.text", { class: "soft" }), text("p", "classify.over.source", { class: "source" })),
        numbers: h("div", {}, this.numbers.element, text("p", "classify.numbers.text", { class: "soft" }), text("p", "classify.numbers.source", { class: "source" })),
      },
      figure: ["x0", "belief"],
    };
  }

  /** An x₀ from another panel. @param {Float32Array} image [C, H, W] in [-1, 1] */
  set image(image) {
    this.source?.reader.take(image);
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.source?.fitTo(info);
    this.limit("timesteps", info.trainSteps - 1);
  }

  /** Follows the settings; the button is for after a cancel. @param {string} name */
  settingChanged(name) {
    if (["seed", "timesteps", ...PRIORS].includes(name) || this.source?.concerns(name)) this.runSoon();
  }
  rolled() {} // the change of the seed has already started it
  asked() {} // so have those of the beat

  /** Weights of the classes; null where the model has others than ten. */
  get #prior() {
    const weights = PRIORS.map((name) => this.get(name));
    return this.info?.labels.length === weights.length && weights.some((weight) => weight > 0) ? weights : null;
  }

  async run() {
    await this.work(async (lab, signal) => {
      const source = /** @type {ImageSource} */ (this.source);
      const image = await source.image(lab, signal);
      const timesteps = Math.min(this.get("timesteps"), lab.info.trainSteps - 1);
      const outcome = /** @type {Outcome} */ ({ image, known: source.label, moments: [], expected: timesteps });
      this.ruler?.reset();
      const onProgress = (/** @type {any} */ { index, of, t, logLikelihood, prior, posterior, evidence }) => {
        outcome.moments = [...outcome.moments, { t, logLikelihood, prior, posterior, evidence }];
        this.outcome = outcome;
        this.status("classify.reading", { index: index + 1, of, part: (index + 1) / of });
        this.tell("frame", { t, posterior });
      };
      const { ms, ...belief } = await lab.classify({ image, timesteps, seed: this.get("seed"), prior: this.#prior, signal, onProgress });
      this.tell("result", belief);
      return ms;
    });
  }

  draw() {
    const { info, outcome, source, ruler, bars, x0 } = this;
    if (!info || !source || !ruler || !bars || !x0) return;
    this.row?.toggleAttribute("data-drawing", source.own);
    x0.paint(source.current, info);
    x0.say(source.says);
    const axis = this.alphaBar && timeAxis(this.alphaBar);
    const moments = outcome?.moments ?? [];
    const at = ruler.following ? moments.length - 1 : ruler.nearest(moments.map(({ t }) => t));
    const moment = moments[at];
    const words = moment ? this.say("classify.at", { t: moment.t, index: at + 1, of: outcome?.expected }) : "—";
    ruler.draw({ axis, stops: moments.map(({ t }) => t), here: moment?.t, words });
    const now = [this.language, at, moments.length, outcome?.known, outcome?.expected, moment?.posterior.join()].join(" ");
    if (now === this.#drawn) return;
    this.#drawn = now;
    bars.draw(info.labels, moment ?? null, outcome?.known ?? null);
    this.overTime?.draw(info.labels, moments, at, axis, { y: this.say("classify.over.y"), label: this.say("classify.over.label") });
    this.numbers?.draw(info.labels, moment ?? null, this.say);
    const most = moment ? moment.posterior.indexOf(Math.max(...moment.posterior)) : -1;
    const done = moments.length === outcome?.expected && at === moments.length - 1;
    if (this.verdict) setText(this.verdict, moment && done ? this.say("classify.verdict", { label: info.labels[most], percent: percent(moment.posterior[most]) }) : "");
  }
}

/** A slider of one class's prior. @param {ClassifyPanel} panel @param {string} name @param {number} k */
function prior(panel, name, k) {
  const input = h("input", { type: "range", min: 0, max: 100, step: 1, oninput: () => panel.set(name, Number(input.value)) });
  const [label, output] = [h("b", { class: "num" }, String(k)), h("output", { class: "num" })];
  panel.updaters.push(() => {
    const total = PRIORS.reduce((sum, each) => sum + panel.get(each), 0);
    input.value = String(panel.get(name));
    setText(output, total > 0 ? `${((100 * panel.get(name)) / total).toFixed(0)} %` : "—");
    input.setAttribute("aria-label", panel.say("classify.prior.of", { label: panel.info?.labels[k] ?? k }));
    setText(label, panel.info?.labels[k] ?? String(k));
  });
  return h("div", { class: "prior" }, label, input, output);
}
