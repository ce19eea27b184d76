/** Step by step or at once: two pictures by two ways, one law. */

import { formula } from "../../math/formulas.js";
import { Part } from "../../pictures/part.js";
import { moments } from "../../plots/histogram.js";
import { h, setText, text } from "../../ui/dom.js";
import { sums } from "../../ui/sums.js";
import { Chain } from "./chain.js";

export class StepByStep {
  #panel;
  #chained = new Part("chained", "xₜ", "noise.steps.chained");
  #once = new Part("once", "xₜ", "noise.steps.once");
  #at = h("p", { class: "at num" });
  #sums = sums(["noise.steps.signal", "noise.steps.spread", "noise.steps.measured"]);
  /** @type {Chain | null} */ #chain = null;
  #seed = 0;
  #key = "";
  /** @type {Float32Array | null} */ #xt = null;

  /** @param {import("./panel.js").NoisePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const roll = text("button", "noise.steps.roll", { type: "button", class: "quiet", onclick: () => this.#roll() });
    this.element = h(
      "div",
      {},
      h("div", { class: "parts two-ways" }, this.#chained.element, this.#once.element),
      h("div", { class: "wrap" }, roll),
      this.#at,
      this.#sums.element,
      h("div", { class: "equation" }, formula("forward-step")),
      text("p", "noise.steps.text", { class: "soft" }),
      text("p", "noise.steps.source", { class: "source" }),
    );
  }

  #roll() {
    this.#seed += 1;
    this.#chain = null;
    this.#panel.invalidate();
  }

  /** @param {{ image: Float32Array, noise: Float32Array }} pair @param {Float32Array} xt at once @param {number} t @param {Float64Array} alphaBar @param {import("../../pictures/pixels.js").Shape} shape */
  draw({ image }, xt, t, alphaBar, shape) {
    if (this.#chain?.image !== image || this.#chain.alphaBar !== alphaBar) this.#chain = new Chain(image, alphaBar, this.#seed);
    const key = [t, this.#seed, this.#panel.language].join(" ");
    if (key === this.#key && xt === this.#xt) return;
    [this.#key, this.#xt] = [key, xt];
    const chained = this.#chain.at(t);
    const { signal, variance } = this.#chain.composed(t);
    this.#chained.paint(chained, shape);
    this.#once.paint(xt, shape);
    const root = Math.sqrt(alphaBar[t]);
    const noiseOf = (/** @type {Float32Array} */ x) => moments(x.map((value, i) => value - root * image[i])).deviation;
    const panel = this.#panel;
    setText(this.#at, panel.say("noise.steps.at", { count: t + 1 }));
    const both = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ places) => panel.say("noise.steps.both", { chained: a.toFixed(places), once: b.toFixed(places) });
    this.#sums.draw([both(signal, root, 6), both(Math.sqrt(variance), Math.sqrt(1 - alphaBar[t]), 6), both(noiseOf(chained), noiseOf(xt), 3)]);
  }
}
