/** Step by step or at once: xₜ by the chain and by the closed form, two pictures of one law. */

import { formula } from "../../math/formulas.js";
import { inNotation } from "../../math/prose.js";
import { Part } from "../../pictures/part.js";
import { bytesFromTensor, paintGrid } from "../../pictures/pixels.js";
import { Histogram, moments } from "../../plots/histogram.js";
import * as controls from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { scientific, signed } from "../../ui/format.js";
import { Chain, composed } from "./chain.js";
import { FormulaTable } from "./formula-table.js";

/** States of the chain that are shown in a row, evenly on the ruler. */
const STOPS = 9;

/** @typedef {import("../../pictures/pixels.js").Shape} Shape */
/** What of a schedule does not change with t. @typedef {{ alphaBar: Float64Array, beta: Float64Array, signal: Float64Array, variance: Float64Array, stops: number[] }} Tables */

export class StepByStep {
  #panel;
  #parts = { chained: new Part("chained", "xₜ", "noise.steps.chained"), once: new Part("once", "xₜ", "noise.steps.once") };
  #histograms = { chained: new Histogram(), once: new Histogram() };
  #table = new FormulaTable("noise.steps.table", ["noise.steps.what", "noise.steps.chain", "noise.steps.closed", "noise.steps.apart"], {
    signal: { words: "noise.steps.signal" },
    variance: { words: "noise.steps.variance" },
    mean: { words: "noise.steps.mean" },
    deviation: { words: "noise.steps.deviation" },
  });
  #at = h("p", { class: "at num" });
  #chance = h("p", { class: "soft" });
  #cells = Array.from({ length: STOPS }, () => ({ canvas: h("canvas", { width: 1, height: 1, hidden: true }), words: h("small", { class: "num" }), painted: /** @type {Float32Array | null} */ (null) }));
  #walk = h("div", { class: "walked", role: "img", "data-s-label": "noise.steps.walk" }, ...this.#cells.map(({ canvas, words }) => h("div", {}, h("div", { class: "picture" }, canvas), words)));
  /** @type {Tables | null} */ #tables = null;
  /** @type {Chain | null} */ #chain = null;
  #key = "";
  /** @type {(Float32Array | null)[]} */ #of = [];

  /** @param {import("./panel.js").NoisePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    for (const { canvas } of Object.values(this.#parts)) canvas.hidden = true; // until it is shown
    const way = (/** @type {"chained" | "once"} */ name, /** @type {string} */ which) => h("div", { class: "way-of" }, h("div", { class: "equation" }, formula(which)), h("div", { class: "measured" }, this.#parts[name].element, this.#histograms[name].element));
    this.element = h(
      "div",
      { class: "step-by-step" },
      h("div", { class: "beside" }, way("chained", "forward-step"), way("once", "forward")),
      this.#at,
      this.#walk,
      h("div", { class: "beside" }, h("div", {}, this.#table.element, controls.seed(panel, "chain-seed", "noise.steps.seed")), h("div", {}, text("p", "noise.steps.text", { class: "soft" }), this.#chance)),
      text("p", "noise.steps.source", { class: "source" }),
    );
  }

  /** @param {import("../../../lab/lab.js").Lab} lab @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis @returns {Tables} */
  #tablesOf(lab, alphaBar, axis) {
    if (this.#tables?.alphaBar === alphaBar) return this.#tables;
    const { beta } = lab.schedule();
    const stops = Array.from({ length: STOPS }, (_, k) => (k === 0 ? -1 : axis.t(k / (STOPS - 1))));
    return (this.#tables = { alphaBar, beta, ...composed(beta), stops });
  }

  /** @param {import("../../../lab/lab.js").Lab} lab @param {{ image: Float32Array }} pair @param {Float32Array} xt at once @param {number} t @param {import("../../plots/axis.js").TimeAxis} axis @param {Shape} shape */
  draw(lab, { image }, xt, t, axis, shape) {
    const panel = this.#panel;
    const tables = this.#tablesOf(lab, axis.alphaBar, axis);
    const seed = panel.get("chain-seed");
    if (this.#chain?.image !== image || this.#chain.beta !== tables.beta || this.#chain.seed !== seed) this.#chain = new Chain(image, tables.beta, seed, tables.stops);
    const chained = this.#chain.at(t);
    this.#parts.chained.behind = chained === null;
    if (chained === null) return panel.invalidate(); // the chain goes on at the next frame
    const key = [t, panel.language, panel.notation].join(" ");
    if (key === this.#key && xt === this.#of[0] && chained === this.#of[1]) return;
    [this.#key, this.#of] = [key, [xt, chained]];
    this.#drawWays({ chained, once: xt }, image, t, tables, shape);
    this.#drawWalk(this.#chain, t, tables.stops, shape);
  }

  /** @param {{ chained: Float32Array, once: Float32Array }} ways @param {Float32Array} image @param {number} t @param {Tables} tables @param {Shape} shape */
  #drawWays(ways, image, t, { alphaBar, signal, variance }, shape) {
    const panel = this.#panel;
    const [kept, left] = [Math.sqrt(alphaBar[t]), Math.sqrt(1 - alphaBar[t])];
    const axis = inNotation(panel.say("noise.steps.axis"), panel.notation);
    const found = Object.entries(ways).map(([name, x]) => {
      const way = /** @type {keyof typeof ways} */ (name);
      const noise = x.map((value, i) => (value - kept * image[i]) / left);
      this.#parts[way].canvas.hidden = false;
      this.#parts[way].paint(x, shape);
      this.#histograms[way].draw(noise, axis, panel.say(`noise.steps.histogram.${name}`));
      return moments(noise);
    });
    const row = (/** @type {number[]} */ values, /** @type {(value: number) => string} */ words) => [...values.map(words), scientific(Math.abs(values[0] - values[1]))];
    this.#table.draw({
      signal: row([signal[t], kept], (v) => v.toFixed(7)),
      variance: row([variance[t], 1 - alphaBar[t]], (v) => v.toFixed(7)),
      mean: row(found.map(({ mean }) => mean), signed),
      deviation: row(found.map(({ deviation }) => deviation), (v) => v.toFixed(3)),
    });
    const count = image.length;
    setText(this.#chance, panel.say("noise.steps.chance", { count, mean: (1 / Math.sqrt(count)).toFixed(3), deviation: (1 / Math.sqrt(2 * count)).toFixed(3) }));
    setText(this.#at, panel.say("noise.steps.at", { t, count: t + 1 }));
  }

  /** What of the row the chain has passed. @param {Chain} chain @param {number} t @param {number[]} stops @param {Shape} shape */
  #drawWalk(chain, t, stops, shape) {
    this.#cells.forEach((cell, k) => {
      const state = stops[k] <= t ? chain.passed(stops[k]) : null;
      setText(cell.words, stops[k] < 0 ? "x₀" : `t ${stops[k]}`);
      cell.canvas.hidden = state === null;
      if (!state || state === cell.painted) return;
      cell.painted = state;
      paintGrid(cell.canvas, bytesFromTensor(state), shape);
    });
  }
}

/** Its look. */
export const STEP_BY_STEP = `
  .step-by-step .measured { display: grid; grid-template-columns: minmax(0, 150px) minmax(0, 1fr); gap: var(--s3) } .step-by-step .measured figcaption { text-align: start; font-size: 14px; line-height: 1.3; margin-top: 4px } .step-by-step .measured small { font-size: inherit } .step-by-step .equation { justify-content: start; min-height: 56px }
  .step-by-step .beside { gap: var(--s2) var(--s6); margin: 0 } .step-by-step p.soft { margin: 0 0 var(--s3) } .walked { display: grid; grid-template-columns: repeat(9, minmax(0, 1fr)); gap: 4px; margin: var(--s1) 0 var(--s3); text-align: center; font-size: 13px; color: var(--soft) } .walked small { font-size: 13px; white-space: nowrap } .walked .picture { border-radius: 4px }
  @container panel (max-width: 560px) { .walked { gap: 2px } .step-by-step .measured { grid-template-columns: minmax(0, 110px) minmax(0, 1fr) } }
`;
