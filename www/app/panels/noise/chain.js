/** The forward process as it is defined, a Markov chain with fresh noise at each step, and the one draw that has the same law. */

import { normals } from "../../math/normal.js";

/** States that are kept on the way; those between are walked to from the one before. */
const KEPT = 25;

export class Chain {
  /** States by timestep, −1 for the picture itself. @type {Map<number, Float32Array>} */ #states = new Map();

  /** @param {Float32Array} image x₀ @param {Float64Array} alphaBar @param {number} seed of all the noise */
  constructor(image, alphaBar, seed) {
    this.image = image;
    this.alphaBar = alphaBar;
    this.seed = seed;
    this.#states.set(-1, image);
  }

  /** xₜ = √αₜ xₜ₋₁ + √βₜ zₜ, from x₀ on (DDPM, eq. 2). @param {number} t */
  at(t) {
    let from = t;
    while (!this.#states.has(from)) from -= 1;
    let x = /** @type {Float32Array} */ (this.#states.get(from));
    for (let now = from + 1; now <= t; now++) {
      const kept = this.alphaBar[now] / (now > 0 ? this.alphaBar[now - 1] : 1);
      const [keep, add] = [Math.sqrt(kept), Math.sqrt(1 - kept)];
      const z = normals(this.seed * 4099 + now, x.length);
      x = x.map((value, i) => keep * value + add * z[i]);
      if (now % KEPT === 0 || now === t) this.#states.set(now, x);
    }
    return x;
  }

  /** What the steps compose to: the factor of x₀, and the variance of the noise. @param {number} t */
  composed(t) {
    let [signal, variance] = [1, 0];
    for (let now = 0; now <= t; now++) {
      const kept = this.alphaBar[now] / (now > 0 ? this.alphaBar[now - 1] : 1);
      signal *= Math.sqrt(kept);
      variance = kept * variance + (1 - kept);
    }
    return { signal, variance };
  }
}
