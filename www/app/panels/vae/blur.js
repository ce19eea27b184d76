/** Why VAEs blur: the best that any decoder can do at z is an average of pictures, and here are the pictures and their weights. */

import { formula } from "../../math/formulas.js";
import { Part } from "../../pictures/part.js";
import { paintGrid } from "../../pictures/pixels.js";
import { h, setText, text } from "../../ui/dom.js";
import { sums } from "../../ui/sums.js";

const SHAPE = { channels: 1, height: 28, width: 28 };
const SIZE = 28 * 28;
/** Pictures of the average that are shown, the heaviest first. */
const SHOWN = 10;

export class Blur {
  #panel;
  #average = new Part("average", "μ*", "vae.average");
  #linear = new Part("linear", "", "vae.linear");
  #cells = Array.from({ length: SHOWN }, () => {
    const canvas = h("canvas", { width: 1, height: 1 });
    const words = h("figcaption", { class: "num" });
    return { canvas, words, element: h("figure", {}, h("div", { class: "picture" }, canvas), words) };
  });
  #sums = sums(["vae.blur.counted", "vae.blur.apart"]);
  #key = "";

  /** @param {import("./panel.js").VaePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const pair = h("div", { class: "parts averages" }, this.#average.element, this.#linear.element);
    const strip = h("div", { class: "drawn-latents", role: "group", "data-s-label": "vae.blur.label" }, ...this.#cells.map(({ element }) => element));
    this.element = h("div", {}, pair, this.#sums.element, text("p", "vae.blur.heaviest", { class: "at" }), strip, h("div", { class: "equation said" }, formula("vae-average")), text("p", "vae.blur.text", { class: "soft said" }), text("p", "vae.blur.source", { class: "source said" }));
  }

  /** @param {import("./panel.js").Outcome} outcome */
  draw({ z, decoded, examples, latents }) {
    this.#linear.paint(decoded, SHAPE);
    const key = [latents, ...z, examples !== null].join(" ");
    if (key === this.#key || !examples) return;
    this.#key = key;
    const weights = weightsOf(z, examples, latents);
    const average = averageOf(examples.images, weights);
    this.#average.paint(average, SHAPE);
    const counted = countOf(weights);
    const apart = average.reduce((sum, value, i) => sum + (value - decoded[i]) ** 2, 0) / SIZE / 4;
    this.#sums.draw([this.#panel.say("vae.blur.of", { count: counted.toFixed(1), all: weights.length }), apart.toFixed(4)]);
    const heaviest = [...weights.keys()].sort((a, b) => weights[b] - weights[a]).slice(0, SHOWN);
    heaviest.forEach((example, k) => {
      paintGrid(this.#cells[k].canvas, examples.images.slice(example * SIZE, (example + 1) * SIZE), SHAPE);
      setText(this.#cells[k].words, `${(100 * weights[example]).toFixed(1)} %`);
    });
  }
}

/** The mean of pictures with weights. @param {Float32Array} images @param {number[]} weights */
export function averageOf(images, weights) {
  const average = new Float32Array(SIZE);
  weights.forEach((weight, k) => {
    if (weight > 1e-9) for (let i = 0; i < SIZE; i++) average[i] += weight * images[k * SIZE + i];
  });
  return average;
}

/** As many pictures as would have this effect if all were equally heavy. @param {number[]} weights */
export const countOf = (weights) => 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);

/** q(z | x_i) over their sum. All posteriors of a linear VAE are equally wide. @param {ArrayLike<number>} z @param {{ means: Float64Array, deviation: Float64Array }} examples @param {number} latents */
export function weightsOf(z, { means, deviation }, latents) {
  const logs = Array.from({ length: means.length / latents }, (_, k) => {
    let squared = 0;
    for (let j = 0; j < latents; j++) squared += ((z[j] - means[k * latents + j]) / deviation[j]) ** 2;
    return -0.5 * squared;
  });
  const largest = Math.max(...logs);
  const heavy = logs.map((log) => Math.exp(log - largest));
  const sum = heavy.reduce((a, b) => a + b);
  return heavy.map((weight) => weight / sum);
}
