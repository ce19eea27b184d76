/**
 * The latents' plane: under it what the decoder makes of each place, over it the prior, where the examples lie, q(z|x), and z, which
 * is taken hold of.
 */

import { paintGrid } from "../../pictures/pixels.js";
import { svg } from "../../plots/svg.js";
import { h } from "../../ui/dom.js";
import { handle } from "../exact/handle.js";

/** The map is from −REACH to REACH, */
export const REACH = 3;
/** and has so many pictures along each side. */
const TILES = 11;
const SHAPE = { channels: 1, height: 28, width: 28 };

export class LatentMap {
  #panel;
  #canvas = h("canvas", { class: "tiles-of-map", width: 1, height: 1 });
  #under = svg("g", {});
  #svg = svg("svg", { class: "over" });
  #handle;
  #drawn = "";
  #size = 0;

  /** @param {import("./panel.js").VaePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#handle = handle("z", (dx, dy) => panel.moveLatent(dx / this.#unit, -dy / this.#unit));
    this.#svg.append(this.#under, this.#handle.element);
    const picture = h("div", { class: "latent-map", role: "group", "data-s-label": "vae.map.label" }, this.#canvas);
    picture.append(this.#svg);
    picture.addEventListener("pointerdown", (event) => {
      if (event.button > 0 || this.#handle.element.contains(/** @type {Node} */ (event.target))) return;
      const { left, top } = picture.getBoundingClientRect();
      panel.putLatent((event.clientX - left) / this.#unit - REACH, REACH - (event.clientY - top) / this.#unit);
    });
    new ResizeObserver(() => {
      this.#size = picture.clientWidth;
      panel.invalidate();
    }).observe(picture);
    this.element = h("figure", { "data-part": "map" }, picture, h("figcaption", {}, h("span", { "data-s": "vae.map" }), h("span", { class: "of" })));
  }

  get #unit() {
    return this.#size / (2 * REACH);
  }
  #x = (/** @type {number} */ z) => (z + REACH) * this.#unit;
  #y = (/** @type {number} */ z) => (REACH - z) * this.#unit;

  /** The first two latents on a grid, the others 0, from the upper left. @param {number} latents */
  static places(latents) {
    const at = (/** @type {number} */ k) => REACH * ((2 * (k + 0.5)) / TILES - 1);
    const places = new Float64Array(TILES * TILES * latents);
    for (let row = 0; row < TILES; row++) for (let column = 0; column < TILES; column++) places.set([at(column), -at(row)], (row * TILES + column) * latents);
    return places;
  }

  /**
   * @param {{ key: string, tiles: Float32Array, posterior: import("../../../exact/types.js").LatentGaussian, q: { mean: ArrayLike<number>, deviation: ArrayLike<number> }, z: ArrayLike<number>, examples: Float64Array | null, latents: number }} found
   */
  draw({ key, tiles, q, z, examples, latents }) {
    if (this.#size === 0) return;
    if (key !== this.#drawn) {
      this.#drawn = key;
      paintGrid(this.#canvas, tiles, SHAPE);
    }
    const panel = this.#panel;
    const unit = this.#unit;
    const circle = (/** @type {number} */ deviations) => svg("circle", { cx: this.#x(0), cy: this.#y(0), r: deviations * unit, class: "prior" });
    const ellipse = (/** @type {number} */ deviations) => svg("ellipse", { cx: this.#x(q.mean[0]), cy: this.#y(q.mean[1]), rx: deviations * q.deviation[0] * unit, ry: deviations * q.deviation[1] * unit, class: "q" });
    const dots = examples ? classes(examples, latents).map((points, digit) => svg("path", { d: points.map(([a, b]) => `M${this.#x(a).toFixed(1)} ${this.#y(b).toFixed(1)}h.01`).join(""), class: `example of-${digit}` })) : [];
    this.#under.replaceChildren(...dots, circle(1), circle(2), ellipse(2), ellipse(1));
    this.#handle.place({ x: this.#x(z[0]), y: this.#y(z[1]), label: panel.say("vae.z"), words: `${z[0].toFixed(2)}, ${z[1].toFixed(2)}`, value: z[0], min: -REACH, max: REACH });
  }
}

/** The first two latents of the examples, by class: they are sorted. @param {Float64Array} means @param {number} latents @returns {[number, number][][]} */
function classes(means, latents) {
  const count = means.length / latents;
  return Array.from({ length: 10 }, (_, digit) => Array.from({ length: count / 10 }, (_, k) => {
    const at = (digit * (count / 10) + k) * latents;
    return /** @type {[number, number]} */ ([means[at], means[at + 1]]);
  }));
}
