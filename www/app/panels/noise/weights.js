/** One error of the network, and all its weights: the call's in four measures, what losses make of it at each t, and the test set's. */

import { boundWeight, jSigmaWeight, meanWeight, vWeight, x0Weight } from "../../math/kernels.js";
import { inNotation } from "../../math/prose.js";
import { Plot, timeX } from "../../plots/plot.js";
import { slider } from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { power, scientific } from "../../ui/format.js";
import { averagesOf, nearest } from "./averages.js";
import { errorsOf } from "./errors.js";
import { FormulaTable } from "./formula-table.js";

/** Points of a curve. */
const POINTS = 140;
/** The weights' plot ends where none of them says more. */
const [LEAST, MOST] = [-4, 5];
/** Errors below this are the network's rounding. */
const SMALLEST = 1e-8;

/**
 * What ‖ε̂ − ε‖² counts in each loss, and its line. The bound has no such term at t = 0, where L₀ is of another kind.
 * @type {Record<string, { of: (noisy: number, clean: number, eta: number) => number, colour: string, dash: string }>}
 */
const LOSSES = {
  simple: { of: () => 1, colour: "var(--ink)", dash: "none" },
  loss: { of: vWeight, colour: "var(--ddim)", dash: "none" },
  bound: { of: boundWeight, colour: "var(--vae)", dash: "none" },
  j: { of: (noisy, clean, eta) => jSigmaWeight(eta, noisy, clean), colour: "var(--ddpm)", dash: "5 3" },
};

/** Five digits, as the page writes small numbers. @param {number} value */
const fine = (value) => (value >= 0.001 && value < 1e6 ? String(Number(value.toPrecision(5))) : scientific(value));

export class Weights {
  #panel;
  #errors = new FormulaTable("noise.weights.errors", ["noise.weights.measure", "noise.weights.factor", "noise.weights.measured"], {
    eps: { formula: "error-eps" },
    x0: { formula: "error-x0" },
    v: { formula: "error-v" },
    mu: { formula: "error-mu" },
  });
  #losses = new FormulaTable("noise.weights.losses", ["noise.weights.which", "noise.weights.axis"], {
    simple: { words: "noise.weights.simple", stroke: true },
    loss: { words: "noise.weights.loss", formula: "weight-v", stroke: true },
    bound: { words: "noise.weights.bound", formula: "weight-bound", stroke: true },
    j: { words: "noise.weights.j", formula: "weight-j", stroke: true },
  });
  #at = h("p", { class: "at num" });
  #here = h("p", { class: "at num" });
  #plot = new Plot({ right: 64 });
  #tested = new Plot({ right: 46 });
  #mean = h("p", { class: "at num" });
  #first = h("p", { class: "soft" });
  #averaged = h("div", { class: "averaged", hidden: true }, this.#mean, this.#tested.element, this.#first);
  #drawn = { errors: "", weights: "", tested: "" };
  /** Logarithms of the weights by η and axis. @type {{ key: string, ts: number[], logs: Record<string, number[]> }} */ #curves = { key: "", ts: [], logs: {} };
  /** @type {import("./panel.js").Outcome | null} */ #of = null;
  /** @type {import("./errors.js").Errors | null} */ #found = null;
  /** @type {string | null} whose averages are asked for */ #asked = null;
  /** @type {import("./averages.js").Averages | null} */ #averages = null;

  /** @param {import("./panel.js").NoisePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.eta = slider(panel, "eta", "noise.weights.eta", { step: 0.05, format: (v) => v.toFixed(2) });
    const say = (/** @type {string} */ key) => text("p", `noise.weights.${key}`, { class: "soft" });
    this.element = h(
      "div",
      { class: "weights" },
      h("div", { class: "beside" }, h("div", {}, this.#at, this.#errors.element, say("same")), h("div", {}, this.#here, this.#losses.element, this.eta)),
      this.#plot.element,
      h("div", { class: "beside" }, say("text"), say("misprint")),
      text("p", "noise.weights.source", { class: "source" }),
      this.#averaged,
    );
  }

  /**
   * The weights are those of the ruler's t; the error is that of the newest call, which says at which t it was.
   *
   * @param {import("./panel.js").Outcome | null} outcome @param {number} t @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis
   */
  draw(outcome, t, alphaBar, axis) {
    const panel = this.#panel;
    const model = panel.state?.get("page", "model");
    if (model !== this.#asked) this.#ask(model);
    const look = [axis.id, panel.language, panel.notation].join(" ");
    this.#drawWeights(t, alphaBar, axis, look);
    this.#errors.element.toggleAttribute("data-old", outcome?.t !== t);
    if (outcome) this.#drawErrors(outcome, alphaBar, axis, look);
  }

  /** @param {import("./panel.js").Outcome} outcome @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis @param {string} look */
  #drawErrors(outcome, alphaBar, axis, look) {
    const { t } = outcome;
    const [noisy, clean] = [alphaBar[t], t > 0 ? alphaBar[t - 1] : 1];
    if (outcome !== this.#of) this.#found = errorsOf(outcome, noisy, clean);
    const found = /** @type {import("./errors.js").Errors} */ (this.#found);
    if (outcome !== this.#of || look !== this.#drawn.errors) {
      [this.#of, this.#drawn.errors, this.#drawn.tested] = [outcome, look, ""];
      const factors = { eps: 1, x0: x0Weight(noisy), v: vWeight(noisy), mu: meanWeight(noisy, clean) };
      setText(this.#at, this.#panel.say("noise.weights.at", { t }));
      this.#errors.draw(Object.fromEntries(Object.entries(factors).map(([name, factor]) => [name, [fine(factor), fine(found[/** @type {keyof typeof found} */ (name)])]])));
    }
    this.#drawTested(t, found.eps, axis, look);
  }

  /** @param {number} t @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis @param {string} look */
  #drawWeights(t, alphaBar, axis, look) {
    const panel = this.#panel;
    const eta = panel.get("eta");
    const now = `${t} ${eta} ${look}`;
    if (now === this.#drawn.weights) return;
    this.#drawn.weights = now;
    const { ts, logs } = this.#curvesOf(eta, alphaBar, axis);
    const plot = this.#plot;
    plot.label = panel.say("noise.weights.label");
    plot.axes(timeX(axis, inNotation("t", panel.notation)), { min: LEAST, max: MOST, ticks: [-4, -2, 0, 2, 4], name: panel.say("noise.weights.axis"), format: power, read: (v) => fine(10 ** v) });
    plot.clear();
    const values = Object.entries(LOSSES).map(([name, { of, colour, dash }]) => {
      const short = panel.say(`noise.weights.${name}.short`);
      plot.line(ts, logs[name], colour, dash, { end: short, name: short });
      if (t === 0 && name !== "simple" && name !== "loss") return [name, ["—"]];
      const weight = of(alphaBar[t], alphaBar[t - 1], eta);
      plot.dot(t, within(Math.log10(weight)), colour, true);
      return [name, [fine(weight)]];
    });
    this.#losses.draw(Object.fromEntries(values));
    setText(this.#here, panel.say("noise.weights.here", { t }));
  }

  /** @param {number} eta @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis */
  #curvesOf(eta, alphaBar, axis) {
    const key = `${eta} ${axis.id}`;
    if (key === this.#curves.key) return this.#curves;
    const ts = [...new Set(Array.from({ length: POINTS }, (_, k) => axis.t(k / (POINTS - 1))))].filter((t) => t > 0);
    const logs = Object.fromEntries(Object.entries(LOSSES).map(([name, { of }]) => [name, ts.map((t) => within(Math.log10(of(alphaBar[t], alphaBar[t - 1], eta))))]));
    return (this.#curves = { key, ts, logs });
  }

  /** @param {number} t @param {number} error @param {import("../../plots/axis.js").TimeAxis} axis @param {string} look */
  #drawTested(t, error, axis, look) {
    const panel = this.#panel;
    const averages = this.#averages;
    const shown = averages !== null && averages.t[averages.t.length - 1] < axis.steps;
    this.#averaged.hidden = !shown;
    const now = `${look} ${averages?.images}`;
    if (!shown || now === this.#drawn.tested) return;
    this.#drawn.tested = now;
    const log = (/** @type {number} */ value) => Math.log10(Math.max(value, SMALLEST));
    const around = (/** @type {1 | -1} */ sign) => averages.error.map((mean, k) => log(mean + sign * averages.standard_error[k]));
    const plot = this.#tested;
    plot.label = panel.say("noise.weights.tested.label", { images: averages.images });
    plot.axes(timeX(axis, inNotation("t", panel.notation)), { min: -8, max: 0.3, ticks: [-8, -6, -4, -2, 0], name: panel.say("noise.weights.tested.axis"), format: power, read: (v) => fine(10 ** v) });
    plot.clear();
    plot.band(averages.t, around(-1), around(1), "var(--soft)");
    plot.line(averages.t, averages.error.map(log), "var(--soft)", "none", { name: panel.say("noise.weights.tested.name") });
    plot.dot(t, log(error), "var(--ddim)", true);
    const k = nearest(averages, t, axis);
    setText(this.#mean, panel.say("noise.weights.mean", { own: fine(error), images: averages.images, at: averages.t[k], mean: fine(averages.error[k]), off: scientific(averages.standard_error[k]) }));
    setText(this.#first, panel.say("noise.weights.tested", { at: averages.t[0], first: averages.error[0].toFixed(2), last: scientific(averages.error[averages.error.length - 1]), end: averages.t[averages.t.length - 1] }));
  }

  #ask(/** @type {string} */ model) {
    this.#asked = model;
    this.#averages = null;
    averagesOf(model).then((averages) => {
      if (this.#asked !== model) return;
      this.#averages = averages;
      this.#panel.invalidate();
    });
  }
}

/** @param {number} log */
const within = (log) => Math.min(Math.max(log, LEAST), MOST);
