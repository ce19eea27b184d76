/** The bits that have come so far, under the pictures of the ruler: from noise, at the right, to data. */

import { INSET } from "../../plots/axis.js";
import { h, setText, text } from "../../ui/dom.js";

/** Numbers of the row; on a phone every other is left out (sheet.js). */
const PLACES = 9;

export class BitsRow {
  #cells = Array.from({ length: PLACES }, () => h("span"));
  element = h("div", { class: "bits num along", "aria-hidden": "true" }, text("span", "elbo.bits-so-far", { class: "head" }), ...this.#cells);

  constructor() {
    this.element.style.setProperty("--left", `${INSET.left}px`);
    this.element.style.setProperty("--right", `${INSET.right}px`);
  }

  /**
   * @param {(number | null)[]} stops timesteps, and null for the picture without loss @param {number[]} rates at each of them
   * @param {import("../../plots/axis.js").Axis | null} axis @param {(rate: number) => string} format
   */
  draw(stops, rates, axis, format) {
    const ats = axis ? stops.map((stop) => axis.at(stop)) : [];
    this.#cells.forEach((cell, k) => {
      const place = k / (PLACES - 1);
      const off = (/** @type {number} */ j) => Math.abs(ats[j] - place);
      const best = ats.reduce((best, _, j) => (best < 0 || off(j) < off(best) ? j : best), -1);
      const near = best >= 0 && off(best) <= 0.5 / (PLACES - 1);
      setText(cell, near ? format(rates[best]) : "");
      if (near) cell.style.insetInlineStart = `${100 * ats[best]}%`;
    });
  }
}
