/** One error of the network, and all that it counts: at the ruler's t in numbers, over t as weights, and over the test set. */

import { boundWeight, jSigmaWeight, meanWeight, vWeight, x0Weight } from "../../math/kernels.js";
import { formula } from "../../math/formulas.js";
import { inNotation } from "../../math/prose.js";
import { Plot, timeX } from "../../plots/plot.js";
import { slider } from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { power, scientific } from "../../ui/format.js";
import { sums } from "../../ui/sums.js";
import { averagesOf } from "./averages.js";

/** Points of a curve. */
const POINTS = 140;
/** The weights' plot ends where none of them says more. */
const [LEAST, MOST] = [-4, 5];
/** Errors below this are the network's rounding. */
const SMALLEST = 1e-8;

export class Weights {
  #panel;
  #errors = sums(["noise.weights.eps", "noise.weights.x0", "noise.weights.v", "noise.weights.mu"]);
  #at = h("p", { class: "at num" });
  #plot = new Plot({ right: 64 });
  #tested = new Plot({ right: 46 });
  #key = "";
  /** @type {import("./panel.js").Outcome | null} */ #of = null;
  /** @type {string | null} whose averages are asked for */ #asked = null;
  /** @type {import("./averages.js").Averages | null} */ #averages = null;

  /** @param {import("./panel.js").NoisePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.eta = slider(panel, "eta", "noise.weights.eta", { step: 0.05, format: (v) => v.toFixed(2) });
    this.element = h(
      "div",
      {},
      this.#at,
      this.#errors.element,
      h("div", { class: "equation" }, formula("errors")),
      this.eta,
      this.#plot.element,
      text("p", "noise.weights.text", { class: "soft" }),
      text("p", "noise.weights.source", { class: "source" }),
      this.#tested.element,
      text("p", "noise.weights.tested", { class: "soft" }),
    );
  }

  /** @param {import("./panel.js").Outcome} outcome @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis */
  draw(outcome, alphaBar, axis) {
    const panel = this.#panel;
    const model = panel.state?.get("page", "model");
    if (model !== this.#asked) this.#ask(model);
    const eta = panel.get("eta");
    const key = [eta, axis.id, this.#averages?.images, panel.language, panel.notation].join(" ");
    if (key === this.#key && outcome === this.#of) return;
    [this.#key, this.#of] = [key, outcome];
    const t = Math.max(outcome.t, 1);
    const [noisy, clean] = [alphaBar[t], alphaBar[t - 1]];
    const error = outcome.epsilon.reduce((sum, value, i) => sum + (value - outcome.noise[i]) ** 2, 0) / outcome.noise.length;
    setText(this.#at, panel.say("noise.weights.at", { t }));
    this.#errors.draw([error, error * x0Weight(noisy), error * vWeight(noisy), error * meanWeight(noisy, clean)].map(scientific));
    this.#drawWeights(t, eta, alphaBar, axis);
    this.#drawTested(outcome.t, error, axis);
  }
  /** @param {number} t @param {number} eta @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis */
  #drawWeights(t, eta, alphaBar, axis) {
    const panel = this.#panel;
    const ts = [...new Set(Array.from({ length: POINTS }, (_, k) => axis.t(k / (POINTS - 1))))].filter((t) => t > 0);
    const pairs = (/** @type {(noisy: number, clean: number) => number} */ of) => ts.map((t) => within(Math.log10(of(alphaBar[t], alphaBar[t - 1]))));
    const plot = this.#plot;
    plot.label = panel.say("noise.weights.label");
    plot.axes(timeX(axis, inNotation("t", panel.notation)), { min: LEAST, max: MOST, ticks: [-4, -2, 0, 2, 4], name: panel.say("noise.weights.axis"), format: power, read: (v) => scientific(10 ** v) });
    plot.clear();
    const draw = (/** @type {string} */ key, /** @type {string} */ colour, /** @type {string} */ dash, /** @type {(noisy: number, clean: number) => number} */ of) => {
      plot.line(ts, pairs(of), colour, dash, { end: panel.say(`noise.weights.${key}.short`), name: panel.say(`noise.weights.${key}.short`) });
      plot.dot(t, within(Math.log10(of(alphaBar[t], alphaBar[t - 1]))), colour, true);
    };
    draw("simple", "var(--ink)", "none", () => 1);
    draw("loss", "var(--ddim)", "none", (noisy) => vWeight(noisy));
    draw("bound", "var(--vae)", "none", boundWeight);
    if (eta < 1) draw("j", "var(--ddpm)", "5 3", (noisy, clean) => jSigmaWeight(eta, noisy, clean));
  }

  /** @param {number} t @param {number} error @param {import("../../plots/axis.js").TimeAxis} axis */
  #drawTested(t, error, axis) {
    const panel = this.#panel;
    const averages = this.#averages;
    const shown = averages !== null && averages.t[averages.t.length - 1] < axis.steps;
    for (const part of [this.#tested.element, this.element.lastElementChild]) /** @type {HTMLElement} */ (part).hidden = !shown;
    if (!shown) return;
    const log = (/** @type {number} */ value) => Math.log10(Math.max(value, SMALLEST));
    const plot = this.#tested;
    plot.label = panel.say("noise.weights.tested.label", { images: averages.images });
    plot.axes(timeX(axis, inNotation("t", panel.notation)), { min: -8, max: 0.3, ticks: [-8, -6, -4, -2, 0], name: panel.say("noise.weights.tested.axis"), format: power, read: (v) => scientific(10 ** v) });
    plot.clear();
    plot.line(averages.t, averages.error.map(log), "var(--soft)", "none", { name: panel.say("noise.weights.tested.name") });
    plot.dot(t, log(error), "var(--ddim)", true);
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
