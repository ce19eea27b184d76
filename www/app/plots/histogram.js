/** How the values of a tensor are spread, beside the density of N(0, 1). */

import { Plot } from "./plot.js";

const [FROM, TO, WIDTH] = [-4, 4, 0.25];
/** The peak of N(0, 1) is 0.4; black pixels pile up far higher, and are cut off so that the curve stays readable. */
const TOP = 0.8;

const normal = (/** @type {number} */ x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const CURVE = Array.from({ length: 81 }, (_, k) => FROM + ((TO - FROM) * k) / 80);
const DENSITY = CURVE.map(normal);

/** @param {Float32Array} values @returns {{ mean: number, deviation: number }} */
export function moments(values) {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** @param {Float32Array} values @returns {number[]} density in each bin; what lies beyond counts to the outermost */
function densities(values) {
  const bins = new Array((TO - FROM) / WIDTH).fill(0);
  for (const value of values) bins[Math.min(bins.length - 1, Math.max(0, Math.floor((value - FROM) / WIDTH)))] += 1;
  return bins.map((count) => count / (values.length * WIDTH));
}

export class Histogram {
  #plot = new Plot();
  /** @type {unknown} */ #drawn = undefined;
  #label = "";

  get element() {
    return this.#plot.element;
  }

  /** @param {Float32Array | null} values @param {string} name of the values @param {string} label what the plot shows */
  draw(values, name, label) {
    if (values === this.#drawn && label === this.#label) return;
    [this.#drawn, this.#label] = [values, label];
    const plot = this.#plot;
    plot.label = label;
    const minus = (/** @type {number} */ v) => String(v).replace("-", "−");
    plot.axes({ min: FROM, max: TO, ticks: [-4, -2, 0, 2, 4], name, format: minus, read: (v) => minus(Number(v.toFixed(3))) }, { min: 0, max: TOP, ticks: [0, 0.2, 0.4, 0.6, 0.8], name: "", read: (v) => v.toFixed(2) });
    plot.clear();
    if (values) plot.bars(densities(values), WIDTH, "var(--soft)");
    plot.line(CURVE, DENSITY, "var(--ink)", "none", { read: false });
  }
}
