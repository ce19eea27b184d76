/** Reconstruction error against steps, both on logarithmic axes: what was measured here, and what the DDIM paper measured. */

import { power, scientific } from "../../ui/format.js";
import { Plot } from "../../plots/plot.js";

/** DDIM, Table 2: CIFAR-10 test images, squared error of a value in [0, 1]. */
const PAPER = /** @type {const} */ ([
  [10, 0.014],
  [20, 0.0065],
  [50, 0.0023],
  [100, 0.0009],
  [200, 0.0004],
  [500, 0.0001],
  [1000, 0.0001],
]);

const whole = (/** @type {number} */ log) => String(Math.round(10 ** log));

export class ErrorCurve {
  static paper = PAPER;
  #plot = new Plot();
  #drawn = "";

  get element() {
    return this.#plot.element;
  }

  /**
   * @param {Map<number, number>} errors by S
   * @param {number} chosen S of the setting, marked
   * @param {{ y: string, label: string, ours: string, paper: string }} words
   */
  draw(errors, chosen, words) {
    const points = [...errors].filter(([, error]) => error > 0).sort(([a], [b]) => a - b);
    const id = JSON.stringify([points, chosen, words]);
    if (id === this.#drawn) return;
    this.#drawn = id;
    const plot = this.#plot;
    plot.label = words.label;
    const all = [...points, ...PAPER].map(([, error]) => Math.log10(error));
    const [low, high] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))];
    const from = points.length > 0 && points[0][0] < 10 ? 0 : 1;
    const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map(Math.log10).filter((tick) => tick >= from);
    plot.axes(
      { min: from, max: 3, ticks, name: "S", format: whole, read: whole },
      { min: low, max: high, ticks: Array.from({ length: high - low + 1 }, (_, k) => low + k), name: words.y, format: power, read: (v) => scientific(10 ** v) },
    );
    plot.clear();
    this.#series(PAPER, "var(--edge)", words.paper, "4 4");
    this.#series(points, "var(--ddim)", words.ours);
    for (const [steps, error] of new Set([...points.slice(0, 1), ...points.slice(-1)])) plot.note(Math.log10(steps), Math.log10(error), scientific(error));
    const mine = errors.get(chosen);
    if (mine) plot.dot(Math.log10(chosen), Math.log10(mine), "var(--ddim)", true);
  }

  /** @param {readonly (readonly [number, number])[]} points @param {string} colour @param {string} name @param {string} [dash] */
  #series(points, colour, name, dash) {
    if (points.length === 0) return;
    const [xs, ys] = [points.map(([steps]) => Math.log10(steps)), points.map(([, error]) => Math.log10(error))];
    this.#plot.line(xs, ys, colour, dash, { name, read: true });
    xs.forEach((x, k) => this.#plot.dot(x, ys[k], colour));
  }
}
