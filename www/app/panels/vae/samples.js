/** What the prior's latents are decoded to, and z in numbers. */

import { paintGrid } from "../../pictures/pixels.js";
import { h, setText, text } from "../../ui/dom.js";
import { minus } from "../../ui/sums.js";

const SHAPE = { channels: 1, height: 28, width: 28 };
const SIZE = 28 * 28;

export class Samples {
  #panel;
  #canvases = Array.from({ length: 10 }, () => h("canvas", { width: 1, height: 1 }));
  #at = h("p", { class: "at num" });
  /** @type {Float32Array | null} */ #painted = null;

  /** @param {import("./panel.js").VaePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const strip = h("div", { class: "drawn-latents", role: "img", "data-s-label": "vae.samples.label" }, ...this.#canvases.map((canvas) => h("div", { class: "picture" }, canvas)));
    this.element = h("div", {}, this.#at, text("p", "vae.samples", { class: "at" }), strip, text("p", "vae.map.text", { class: "soft said" }), text("p", "vae.map.source", { class: "source said" }));
  }

  /** @param {import("./panel.js").Outcome} outcome */
  draw({ z, q, samples }) {
    const two = (/** @type {ArrayLike<number>} */ list) => Array.from(list).slice(0, 2).map((value) => minus(value, 2)).join(", ");
    setText(this.#at, this.#panel.say("vae.at", { z: two(z), mean: two(q.mean), deviation: two(q.deviation) }));
    if (samples === this.#painted) return;
    this.#painted = samples;
    this.#canvases.forEach((canvas, k) => paintGrid(canvas, samples.slice(k * SIZE, (k + 1) * SIZE), SHAPE));
  }
}
