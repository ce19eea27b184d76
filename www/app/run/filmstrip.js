/** Pictures of a way on its ruler: as many as fit, each from the stop that is nearest to its place. */

import { h } from "../ui/dom.js";
import { paintGrid } from "../pictures/pixels.js";

/**
 * A picture of the way. One object for one picture: it is painted anew when another object stands in its place.
 * @typedef {{ t: number | null, bytes: import("../pictures/pixels.js").Pixels }} Still
 */

/** Pixels between two pictures. */
const GAP = 4;

export class Filmstrip {
  /** @type {{ canvas: HTMLCanvasElement, still: Still | null }[]} */ #cells = [];
  element = h("div", { class: "film", "aria-hidden": "true" });

  /**
   * @param {Still[]} stills in any order
   * @param {import("../plots/axis.js").Axis} axis
   * @param {import("../pictures/pixels.js").Shape} shape
   * @param {number} width of the axis, in pixels
   * @param {number} size of a picture
   */
  draw(stills, axis, shape, width, size) {
    const count = Math.max(2, Math.floor(width / (size + GAP)) + 1);
    this.#size(count);
    const half = 0.5 / (count - 1);
    const places = stills.map(({ t }) => axis.at(t));
    this.#cells.forEach((cell, k) => {
      const place = k / (count - 1);
      let best = -1;
      places.forEach((at, j) => {
        if (Math.abs(at - place) <= half + 1e-9 && (best < 0 || Math.abs(at - place) < Math.abs(places[best] - place))) best = j;
      });
      const still = stills[best] ?? null;
      cell.canvas.hidden = still === null;
      if (still === cell.still) return;
      cell.still = still;
      if (still) paintGrid(cell.canvas, still.bytes, shape);
    });
  }

  /** @param {number} count */
  #size(count) {
    if (this.#cells.length === count) return;
    this.#cells = Array.from({ length: count }, (_, k) => {
      const canvas = h("canvas", { width: 1, height: 1, hidden: true });
      canvas.style.insetInlineStart = `${(100 * k) / (count - 1)}%`;
      return { canvas, still: null };
    });
    this.element.replaceChildren(...this.#cells.map(({ canvas }) => canvas));
  }
}
