/** ᾱ and the signal-to-noise ratio on the way from data to noise, with the timesteps of a run and the current one. */

import { alphaBar, decibels } from "../ui/format.js";
import { timeAxis } from "./axis.js";
import { Plot, timeX } from "./plot.js";

const minus = (/** @type {number} */ v) => String(v).replace("-", "−");

/** The scale of the ratio has 0 dB in the middle, where ᾱ is ½, so that both curves cross there; on this axis it is a straight line. */
export class SchedulePlot {
  #plot = new Plot();
  #drawn = "";

  get element() {
    return this.#plot.element;
  }

  /**
   * @param {object} what
   * @param {Float64Array | null} what.alphaBar null before a model is known
   * @param {number[]} what.timesteps
   * @param {number | null} what.current
   * @param {string} what.label
   */
  draw({ alphaBar: table, timesteps, current, label }) {
    const id = `${table?.length} ${table?.[0]} ${timesteps.length} ${timesteps[0]} ${current} ${label}`;
    if (id === this.#drawn) return;
    this.#drawn = id;
    const plot = this.#plot;
    plot.label = label;
    plot.clear();
    if (!table) return plot.axes({ min: 0, max: 1, ticks: [], name: "t" }, { min: 0, max: 1, ticks: [0, 0.5, 1], name: "ᾱ", format: (v) => v.toFixed(1) });
    const axis = timeAxis(table);
    const last = table.length - 1;
    const ratio = (/** @type {number} */ t) => 10 * Math.log10(table[t] / (1 - table[t]));
    const bound = 10 * Math.ceil(Math.max(Math.abs(ratio(0)), Math.abs(ratio(last))) / 10);
    plot.axes(
      timeX(axis),
      { min: 0, max: 1, ticks: [0, 0.5, 1], name: "ᾱ", format: (v) => v.toFixed(1), read: alphaBar },
      { min: -bound, max: bound, ticks: [-bound, 0, bound], name: "SNR, dB", format: minus },
    );
    const height = (/** @type {number} */ t) => (ratio(t) / bound + 1) / 2;
    const curve = [...new Set(Array.from({ length: 121 }, (_, k) => axis.t(k / 120)))];
    plot.line(curve, curve.map(height), "var(--edge)", "4 3", { read: false });
    plot.line(curve, curve.map((t) => table[t]));
    const thin = Math.max(1, Math.ceil(timesteps.length / 60));
    const accent = "var(--accent, var(--ddim))";
    timesteps.forEach((t, k) => k % thin === 0 && plot.dot(t, table[t], accent));
    const half = table.reduce((best, alpha, t) => (Math.abs(alpha - 0.5) < Math.abs(table[best] - 0.5) ? t : best), 0);
    if (table[table.length - 1] < 0.5) plot.note(half, table[half], `ᾱ = ½ · t ${half}`);
    if (current === null) return;
    plot.line([current, current], [0, Math.max(table[current], height(current))], accent, "1 3");
    plot.dot(current, height(current), "var(--edge)", true);
    plot.dot(current, table[current], accent, true);
    plot.say(`t = ${current} · ᾱ = ${alphaBar(table[current])} · ${decibels(table[current])}`);
  }
}
