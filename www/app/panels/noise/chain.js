/** The forward process as it is defined, a Markov chain with fresh noise at each step, and what its steps compose to. */

import { normals } from "../../math/normal.js";

/** Every so many states one is kept; those between are walked to from the one before. */
const KEPT = 25;
/** Values that are drawn in one go, a few milliseconds of work: a longer way is gone in several. */
const AT_ONCE = 100_000;

export class Chain {
  /** States by timestep, −1 for the picture itself. @type {Map<number, Float32Array>} */ #states = new Map();
  #stops;
  /** The state of the last call. @type {{ t: number, x: Float32Array }} */ #last;

  /** @param {Float32Array} image x₀ @param {Float64Array} beta of each step @param {number} seed of all the noise @param {number[]} [stops] states that are kept too */
  constructor(image, beta, seed, stops = []) {
    this.image = image;
    this.beta = beta;
    this.seed = seed;
    this.#stops = new Set(stops);
    this.#states.set(-1, image);
    this.#last = { t: -1, x: image };
  }

  /** xₜ = √(1 − βₜ) xₜ₋₁ + √βₜ zₜ, from x₀ on (DDPM, eq. 2). @param {number} t @returns {Float32Array | null} null while it is further than one call goes: the next goes on */
  at(t) {
    let from = t;
    while (!this.#states.has(from) && from !== this.#last.t) from -= 1;
    let x = /** @type {Float32Array} */ (this.#states.get(from) ?? this.#last.x);
    const to = Math.min(t, from + Math.max(1, Math.ceil(AT_ONCE / x.length)));
    for (let now = from + 1; now <= to; now++) {
      x = this.#step(x, now);
      if (now % KEPT === 0 || this.#stops.has(now)) this.#states.set(now, x);
    }
    this.#last = { t: to, x };
    return to === t ? x : null;
  }

  /** A state that the chain has passed. @param {number} t one of the stops */
  passed(t) {
    return this.#states.get(t) ?? null;
  }

  /** @param {Float32Array} x @param {number} t */
  #step(x, t) {
    const [keep, add] = [Math.sqrt(1 - this.beta[t]), Math.sqrt(this.beta[t])];
    const next = normals(this.seed * 4099 + t, x.length);
    for (let i = 0; i < x.length; i++) next[i] = keep * x[i] + add * next[i];
    return next;
  }
}

/**
 * The factor of x₀ and the variance of the noise after each step, each from those of the step before.
 *
 * @param {Float64Array} beta
 */
export function composed(beta) {
  const [signal, variance] = [new Float64Array(beta.length), new Float64Array(beta.length)];
  let [s, v] = [1, 0];
  beta.forEach((b, t) => {
    signal[t] = s *= Math.sqrt(1 - b);
    variance[t] = v = (1 - b) * v + b;
  });
  return { signal, variance };
}
