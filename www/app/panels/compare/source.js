/** From x_T to each column: what is shared is drawn once, and leads to what differs. */

import { h, setText } from "../../ui/dom.js";
import { symbolElement } from "../../math/formulas.js";
import { paintGrid } from "../../pictures/pixels.js";

export class Source {
  #panel;
  #canvas = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": "compare.xT.label" });
  #words = h("small");
  #path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  /** @type {unknown} */ #painted = undefined;
  element = h("figure", { class: "xT", "data-part": "xT" }, h("h2", {}, h("span", { class: "math" }, symbolElement("xT")), this.#words), h("div", { class: "picture" }, this.#canvas));
  lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");

  /** @param {import("../../panel/panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
    this.lines.setAttribute("class", "lines");
    this.lines.setAttribute("aria-hidden", "true");
    this.lines.append(this.#path);
  }

  /** @param {Float32Array | null} latent @param {import("../../pictures/pixels.js").Shape} shape */
  draw(latent, shape) {
    setText(this.#words, this.#panel.say("compare.xT", { seed: this.#panel.get("seed") }));
    if (latent === this.#painted) return;
    paintGrid(this.#canvas, (this.#painted = latent), shape);
  }

  /** Lines to the pictures of the columns, as they lie. @param {HTMLElement[]} columns */
  lead(columns) {
    const holder = /** @type {HTMLElement | null} */ (this.lines.parentElement);
    if (!holder || !this.element.checkVisibility()) return this.#path.setAttribute("d", "");
    const at = holder.getBoundingClientRect();
    const from = this.element.getBoundingClientRect();
    const picture = this.#canvas.getBoundingClientRect();
    const middle = picture.left + picture.width / 2 - at.left;
    const parts = columns.filter((column) => column.checkVisibility()).map((column) => {
      const to = column.getBoundingClientRect();
      const [x, y] = [to.left + to.width / 2 - at.left, to.top - at.top - 3];
      // Along the top; on a phone the columns lie under it.
      const way = to.top >= from.bottom ? `M${middle} ${from.bottom - at.top}C${middle} ${y} ${x} ${from.bottom - at.top - 8} ${x} ${y}` : `M${middle} ${from.top - at.top}V6H${x}V${y}`;
      return `${way}m-4 -6l4 6l4 -6`;
    });
    const d = parts.join("");
    if (this.#path.getAttribute("d") !== d) this.#path.setAttribute("d", d);
  }
}
