/** The belief in each class as timesteps are added, on the ruler's axis: noisiest first, so it is read from the right. */

import { Plot, timeX } from "../../plots/plot.js";

export class OverTime {
  #plot = new Plot({ right: 46 });

  get element() {
    return this.#plot.element;
  }

  /**
   * @param {string[]} labels @param {{ t: number, posterior: Float64Array }[]} beliefs @param {number} here place in them
   * @param {import("../../plots/axis.js").TimeAxis | null} axis @param {{ y: string, label: string }} words
   */
  draw(labels, beliefs, here, axis, { y, label }) {
    if (!axis) return;
    const plot = this.#plot;
    plot.label = label;
    plot.axes(timeX(axis), { min: 0, max: 1, ticks: [0, 0.5, 1], name: y, format: (v) => `${100 * v} %`, read: (v) => `${(100 * v).toFixed(1)} %` });
    plot.clear();
    if (beliefs.length === 0) return;
    const last = beliefs[beliefs.length - 1].posterior;
    const ts = beliefs.map(({ t }) => t);
    // Those that were ever likely are named; the others would only be ten lines at the bottom.
    labels.forEach((name, k) => {
      const values = beliefs.map(({ posterior }) => posterior[k]);
      const seen = Math.max(...values) > 0.15;
      const most = last[k] === Math.max(...last);
      plot.line(ts, values, most ? "var(--vae)" : "var(--edge)", "none", seen ? { end: name, name } : { read: false });
    });
    if (beliefs[here]) beliefs[here].posterior.forEach((value) => value > 0.15 && plot.dot(beliefs[here].t, value, "var(--ink)"));
  }
}
