/** The length of the latent along a path, ‖x_T‖/√D: of draws from N(0, I) it is 1, give or take 1/√(2D). */

import { Plot } from "../../plots/plot.js";

/** @param {Float32Array} latents @param {number} size D @returns {number[]} ‖z‖/√D of each */
export function lengths(latents, size) {
  return Array.from({ length: latents.length / size }, (_, k) => {
    let sum = 0;
    for (let i = k * size; i < (k + 1) * size; i++) sum += latents[i] ** 2;
    return Math.sqrt(sum / size);
  });
}

/** How far the plot reaches unless a latent leaves it, as that of an encoded picture may. */
const USUAL = [0.6, 1.2];

export class NormPlot {
  #plot = new Plot();
  #drawn = "";

  get element() {
    return this.#plot.element;
  }

  /**
   * @param {object} what
   * @param {Record<"slerp" | "lerp", number[]>} what.norms empty where not known
   * @param {number} what.at place on the path, marked
   * @param {"slerp" | "lerp"} what.method the one that is marked
   * @param {number} what.size D
   * @param {string} what.label
   */
  draw({ norms, at, method, size, label }) {
    const id = JSON.stringify([norms, at, method, label]);
    if (id === this.#drawn) return;
    this.#drawn = id;
    const plot = this.#plot;
    plot.label = label;
    const all = [...norms.slerp, ...norms.lerp, ...USUAL];
    const [low, high] = [Math.floor(5 * Math.min(...all)) / 5, Math.ceil(5 * Math.max(...all)) / 5];
    const ticks = Array.from({ length: Math.round((high - low) * 5) + 1 }, (_, k) => low + k / 5);
    plot.axes({ min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1], name: "a" }, { min: low, max: high, ticks, name: "‖x‖/√D", format: (v) => v.toFixed(1), read: (v) => v.toFixed(3) });
    plot.clear();
    plot.line([0, 1], [1, 1], "var(--edge)");
    const spread = 2 / Math.sqrt(2 * size);
    for (const edge of [1 - spread, 1 + spread]) plot.line([0, 1], [edge, edge], "var(--edge)", "2 4");
    for (const [name, dash] of /** @type {const} */ ([["lerp", "7 3"], ["slerp", "none"]])) {
      const values = norms[name];
      if (values.length === 0) continue;
      const along = values.map((_, k) => k / (values.length - 1));
      plot.line(along, values, "var(--ddim)", dash, { name });
      along.forEach((a, k) => plot.dot(a, values[k], "var(--ddim)"));
      plot.note(along[values.length >> 1], values[values.length >> 1], name);
      if (name === method) plot.dot(along[Math.round(at * (values.length - 1))], values[Math.round(at * (values.length - 1))], "var(--ddim)", true);
    }
  }
}
