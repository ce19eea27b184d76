/** The two plots of the bound: its terms over t, and what its bits buy. */

import { Plot, timeX } from "../../plots/plot.js";
import { power, scientific } from "../../ui/format.js";

/** @typedef {import("./bound.js").Account} Account @typedef {import("./bound.js").Point} Point */

const ACCENT = "var(--accent)";
/** What is the picture itself is green, as data is everywhere. */
const PICTURE = "var(--data)";

/** About five round ticks from 0 on, the last not below what is to be shown. @param {number} most @returns {number[]} */
function ticksTo(most) {
  const size = 10 ** Math.floor(Math.log10(most / 5));
  const step = [1, 2, 5, 10].map((digit) => digit * size).find((step) => most / step <= 5) ?? 10 * size;
  // Through a string: 3 × 0.2 is not 0.6.
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, k) => Number((k * step).toPrecision(6)));
}

/** The terms over t, logarithmic, on the ruler's axis. */
export class TermPlot {
  #plot = new Plot();

  get element() {
    return this.#plot.element;
  }

  /** @param {Point[]} points @param {number | null} here t that is marked @param {import("../../plots/axis.js").TimeAxis | null} axis @param {{ label: string, y: string }} words */
  draw(points, here, axis, words) {
    const plot = this.#plot;
    plot.label = words.label;
    if (!axis) return;
    // A term of nothing has no logarithm.
    const shown = points.filter(({ bits }) => bits > 0);
    const logs = shown.map(({ bits }) => Math.log10(bits));
    const [low, high] = [Math.min(-5, Math.floor(Math.min(...logs))), Math.max(0, Math.ceil(Math.max(...logs)))];
    plot.axes(
      timeX(axis),
      { min: low, max: high, ticks: Array.from({ length: Math.floor((high - low) / 2) + 1 }, (_, k) => high - 2 * k), name: words.y, format: power, read: (log) => scientific(10 ** log) },
    );
    plot.clear();
    shown.forEach(({ t }, k) => plot.dot(t, logs[k], t === 0 ? PICTURE : ACCENT, t === here));
    const most = logs.indexOf(Math.max(...logs));
    if (most >= 0) plot.note(shown[most].t, logs[most], scientific(shown[most].bits));
  }
}

/** Distortion against rate (DDPM fig. 5). */
export class RatePlot {
  #plot = new Plot();

  get element() {
    return this.#plot.element;
  }

  /** @param {Point[]} points @param {Account} account @param {number} at which of the points is marked, −1 for none @param {{ label: string, x: string, y: string }} words */
  draw(points, { rates, total }, at, words) {
    const plot = this.#plot;
    plot.label = words.label;
    const values = points.map((point) => point.distortion);
    const [x, y] = [ticksTo(Math.max(1, ...rates, total || 0)), ticksTo(Math.max(60, ...values))];
    plot.axes({ min: 0, max: x[x.length - 1], ticks: x, name: words.x }, { min: 0, max: y[y.length - 1], ticks: y, name: words.y });
    plot.clear();
    if (points.length === 0) return;
    plot.line(rates, values, ACCENT);
    rates.forEach((rate, k) => plot.dot(rate, values[k], ACCENT));
    if (at >= 0) plot.dot(rates[at], values[at], ACCENT, true);
    if (Number.isNaN(total)) return;
    // With L₀ the picture itself is there.
    plot.line([rates[rates.length - 1], total], [values[values.length - 1], 0], PICTURE, "3 3");
    plot.dot(total, 0, PICTURE, true);
    plot.note(total, 0, total.toFixed(2));
  }
}
