/** A button over each image of a grid, so that it can be taken out by pointer and by keys. */

import { h } from "../ui/dom.js";
import { gridOf } from "./pixels.js";
import { rove, stopAt } from "../ui/roving.js";

export class Tiles {
  /** @type {HTMLButtonElement[]} */ #buttons = [];
  #columns = 1;
  #drawn = "";
  #onPick;

  /** @param {HTMLCanvasElement} canvas that the grid is painted on @param {(k: number) => void} onPick */
  constructor(canvas, onPick) {
    this.#onPick = onPick;
    this.element = h("div", { class: "tiles", role: "group", "data-s-label": "tiles.label", onkeydown: (/** @type {KeyboardEvent} */ event) => rove(event, this.#buttons, this.#columns) });
    canvas.after(this.element);
  }

  /**
   * @param {number} count
   * @param {import("./pixels.js").Shape} shape
   * @param {(k: number) => string} name of a button
   */
  draw(count, { width, height }, name) {
    const now = `${count} ${width} ${height} ${name(0)}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    const { columns, rows } = gridOf(count);
    this.#columns = columns;
    const ratio = (columns * width) / (rows * height);
    const { style } = this.element;
    style.aspectRatio = String(ratio);
    [style.width, style.height] = ratio >= 1 ? ["100%", "auto"] : ["auto", "100%"];
    style.gridTemplate = `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))`;
    this.#buttons = Array.from({ length: count }, (_, k) =>
      h("button", { type: "button", tabindex: k === 0 ? 0 : -1, "aria-label": name(k), "aria-haspopup": "dialog", onclick: () => this.#pick(k) }),
    );
    this.element.replaceChildren(...this.#buttons);
  }

  /** Marks one. @param {number} k */
  mark(k) {
    this.#buttons.forEach((button, at) => button.toggleAttribute("data-here", at === k));
  }

  /** @param {number} k */
  #pick(k) {
    stopAt(this.#buttons, k);
    this.#onPick(k);
  }
}
