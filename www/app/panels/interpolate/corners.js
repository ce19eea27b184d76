/** Pictures among four corners: the grid, each corner named, and the picture that the reader chose from it, large. */

import { bytesFromTensor, paintGrid, sizeOf, tileOf } from "../../pictures/pixels.js";
import { Tiles } from "../../pictures/tiles.js";
import { h, setText, text } from "../../ui/dom.js";

export class Corners {
  #panel;
  #canvas = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": "interpolate.grid.label", hidden: true });
  #large = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": "interpolate.grid.here", hidden: true });
  #place = h("p", { class: "num soft" });
  /** @type {Uint8ClampedArray | null} */ #images = null;
  #side = 0;
  #chosen = 0;
  #drawn = "";
  #version = 0;

  /** @param {import("../../panel/panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
    const corner = (/** @type {string} */ key) => text("small", `interpolate.corner.${key}`, { class: `corner ${key}` });
    const picture = h("div", { class: "picture" }, this.#canvas);
    this.tiles = new Tiles(this.#canvas, (k) => this.#choose(k));
    this.element = h(
      "div",
      { class: "corners" },
      h("div", { class: "square" }, corner("from"), corner("to"), picture, corner("third"), corner("fourth")),
      h("div", { class: "chosen-one" }, h("div", { class: "picture" }, this.#large), this.#place),
    );
  }

  /** @param {Float32Array} images side × side of them, black where none is yet @param {number} side */
  set(images, side) {
    this.#images = bytesFromTensor(images);
    if (side !== this.#side) this.#chosen = Math.floor((side * side) / 2);
    this.#side = side;
    this.#version++;
  }

  #choose(/** @type {number} */ k) {
    this.#chosen = k;
    this.#panel.invalidate();
  }

  /** @param {import("../../pictures/pixels.js").Shape} shape */
  draw(shape) {
    const id = `${this.#panel.language} ${this.#version} ${this.#chosen}`;
    if (!this.#images || id === this.#drawn) return;
    this.#drawn = id;
    const [side, chosen] = [this.#side, this.#chosen];
    this.#canvas.hidden = this.#large.hidden = false;
    paintGrid(this.#canvas, this.#images, shape);
    this.tiles.draw(this.#images.length / sizeOf(shape), shape, (k) => this.#panel.say("interpolate.tile", placeOf(k, side)));
    this.tiles.mark(chosen);
    paintGrid(this.#large, tileOf(this.#images, chosen, shape), shape);
    setText(this.#place, this.#panel.say("interpolate.tile", placeOf(chosen, side)));
  }
}

/** Where a picture is, in parts of the way right and down. @param {number} k @param {number} side */
const placeOf = (k, side) => ({ right: ((k % side) / (side - 1)).toFixed(2), down: (Math.floor(k / side) / (side - 1)).toFixed(2) });
