/** Rows of tiles: a batch of images in one line, wrapped on a narrow screen. */

import { h } from "../ui/dom.js";
import { paintGrid, sizeOf } from "./pixels.js";

/** More tiles than this in one line are too small. */
const MOST = 13;

export class Strip {
  /** @type {HTMLCanvasElement[]} */ #canvases = [];

  /** @param {string} label key of its accessible name */
  constructor(label) {
    this.element = h("div", { class: "strip", role: "img", "data-s-label": label });
  }

  /** As many tiles as there will be, so that their room is there before the pictures are. @param {number} count */
  size(count) {
    if (this.#canvases.length === count) return;
    const lines = Math.ceil(count / MOST);
    this.element.style.setProperty("--wide", String(Math.ceil(count / lines)));
    this.element.style.setProperty("--narrow", String(Math.min(count, Math.max(5, Math.ceil(count / 5)))));
    while (this.#canvases.length < count) {
      const canvas = h("canvas", { width: 1, height: 1, hidden: true });
      this.#canvases.push(canvas);
      this.element.append(h("div", { class: "picture" }, canvas));
    }
    while (this.#canvases.length > count) this.#canvases.pop()?.parentElement?.remove();
  }

  /** @param {import("./pixels.js").Pixels | null} bytes [N, C, H, W]; tiles without an image are empty @param {import("./pixels.js").Shape} shape */
  paint(bytes, shape) {
    this.#canvases.forEach((canvas, k) => {
      const tile = bytes && tileOf(bytes, k, shape);
      canvas.hidden = !tile;
      if (tile) paintGrid(canvas, tile, shape);
    });
  }

  /** Marks one tile. @param {number | null} at */
  mark(at) {
    this.#canvases.forEach((canvas, k) => canvas.parentElement?.toggleAttribute("data-here", k === at));
  }
}

/** @param {import("./pixels.js").Pixels} bytes @param {number} k @param {import("./pixels.js").Shape} shape @returns {import("./pixels.js").Pixels | null} */
export function tileOf(bytes, k, shape) {
  const size = sizeOf(shape);
  return bytes.length >= (k + 1) * size ? bytes.subarray(k * size, (k + 1) * size) : null;
}
