/** One path under three samplings, row below row: the picture at one place of it, and all of it. */

import { bytesFromTensor, paintGrid } from "../../pictures/pixels.js";
import { Strip, tileOf } from "../../pictures/strips.js";
import { h, text } from "../../ui/dom.js";

/** Which latents, and which sampler takes them to images. */
export const WAYS = /** @type {const} */ (["slerp", "lerp", "ddpm"]);
/** @typedef {typeof WAYS[number]} Way */

export class Walk {
  #rows = WAYS.map((way) => {
    const canvas = h("canvas", { width: 1, height: 1, hidden: true, role: "img", "data-s-label": `walk.${way}.label` });
    const strip = new Strip(`walk.${way}.strip`);
    const title = h("h3", {}, text("span", `walk.${way}`), text("small", `walk.${way}.what`));
    const element = h("div", { class: "walk", "data-sampler": way === "ddpm" ? "ddpm" : "ddim", "data-way": way, "data-part": way }, title, h("div", { class: "picture" }, canvas), strip.element);
    return { way, canvas, strip, title, element };
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

  /** What a row is called after its name. @param {Way} way @param {string} key */
  explain(way, key) {
    const small = this.#rows.find((row) => row.way === way)?.title.lastElementChild;
    if (small instanceof HTMLElement) small.dataset.s = key;
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
