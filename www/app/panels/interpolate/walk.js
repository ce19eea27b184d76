/** One path under three samplings, row below row: the picture at one place of it, and all of it. */

import { bytesFromTensor, paintGrid } from "../../pictures/pixels.js";
import { Strip, tileOf } from "../../pictures/strips.js";
import { h, setText } from "../../ui/dom.js";

/** Which latents, and which sampler takes them to images. */
export const WAYS = /** @type {const} */ (["slerp", "lerp", "ddpm"]);
/** @typedef {typeof WAYS[number]} Way */

export class Walk {
  #rows = WAYS.map((way) => {
    const canvas = h("canvas", { width: 1, height: 1, hidden: true, role: "img", "data-s-label": `walk.${way}.label` });
    const strip = new Strip(`walk.${way}.strip`);
    const [name, what, span] = [h("span"), h("small"), h("small", { class: "num" })];
    const element = h("div", { class: "walk", "data-sampler": way === "ddpm" ? "ddpm" : "ddim", "data-way": way, "data-part": way }, h("h3", {}, name, what, span), h("div", { class: "picture" }, canvas), strip.element);
    return { way, canvas, strip, name, what, span, element };
  });
  /** @type {Map<Way, Uint8ClampedArray>} */ #images = new Map();
  /** @type {Map<Way, string>} what each row shows */ #painted = new Map();
  #version = 0;
  element = h("div", { class: "walks" }, ...this.#rows.map(({ element }) => element));

  /** The pictures of before stay, dimmed, until there are others. */
  behind() {
    for (const { element } of this.#rows) element.toggleAttribute("data-behind", true);
  }

  /** @param {Way} way @param {Float32Array} images [N, C, H, W] */
  set(way, images) {
    this.#images.set(way, bytesFromTensor(images));
    this.#rows.find((row) => row.way === way)?.element.removeAttribute("data-behind");
    this.#version++;
  }

  /** What a row is, and how far its pictures are apart. @param {Way} way @param {{ name: string, what: string, span: string, sampler: "ddim" | "ddpm" }} words */
  explain(way, { name, what, span, sampler }) {
    const row = this.#rows.find((row) => row.way === way);
    if (!row) return;
    row.element.dataset.sampler = sampler;
    setText(row.name, name);
    setText(row.what, what);
    setText(row.span, span);
  }

  /**
   * @param {number} at 0 … 1 along the path; the nearest finished image is shown
   * @param {number} tiles kept free while there are no images
   * @param {import("../../pictures/pixels.js").Shape} shape
   */
  draw(at, tiles, shape) {
    for (const { way, canvas, strip } of this.#rows) {
      const images = this.#images.get(way) ?? null;
      const count = images ? images.length / (shape.channels * shape.height * shape.width) : tiles;
      const here = Math.round(at * (count - 1));
      const id = `${this.#version} ${count} ${here}`;
      if (this.#painted.get(way) === id) continue;
      this.#painted.set(way, id);
      strip.size(count);
      strip.paint(images, shape);
      strip.mark(images ? here : null);
      const tile = images && tileOf(images, here, shape);
      canvas.hidden = !tile;
      if (tile) paintGrid(canvas, tile, shape);
    }
  }
}
