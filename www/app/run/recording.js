/** The frames of a run, kept as they were computed, so that the ruler can go back to any of them and formulas can be read off them. */

import { sizeOf, tileOf } from "../pictures/pixels.js";

/** Bytes that a recording may hold; beyond it, frames are left out evenly. A phone keeps this much without trouble. */
const BUDGET = 64e6;

/**
 * @typedef {object} Moment
 * @property {Float32Array} xt [N, C, H, W]
 * @property {Float32Array} x0 x̂₀, [N, C, H, W]
 * @property {number} index 0-based step; `of` for the finished images
 * @property {number | null} t null once finished
 * @property {number} alphaBar
 */

/** Bytes of a value. */
const BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Which frames to ask the lab for.
 *
 * @param {number} steps
 * @param {number} count
 * @param {import("../pictures/pixels.js").Shape} shape
 * @returns {"all" | number}
 */
export function framesWithin(steps, count, shape) {
  const every = Math.ceil((steps * count * sizeOf(shape) * 2 * BYTES) / BUDGET);
  return every <= 1 ? "all" : every;
}

export class Recording {
  /** @type {Moment[]} */ moments = [];
  /** Steps taken so far, and the milliseconds they took. */
  steps = 0;
  ms = 0;
  done = false;
  #stills = { of: "", all: /** @type {import("./filmstrip.js").Still[]} */ ([]) };

  /**
   * @param {number} of steps in the run
   * @param {number} [callsPerStep] network calls that one step makes
   * @param {"all" | number} [every] which frames are kept
   */
  constructor(of, callsPerStep = 1, every = "all") {
    this.of = of;
    this.callsPerStep = callsPerStep;
    this.every = every === "all" ? 1 : every;
    /** @type {number[]} */
    this.timesteps = [];
    /** Milliseconds at the end of each step. @type {number[]} */
    this.times = [];
  }

  /** @param {import("../../lab/types.js").StepProgress} step */
  count(step) {
    this.of = step.of; // a list may drop duplicates
    this.steps = step.index + 1;
    this.ms += step.ms;
    this.timesteps.push(step.t);
    this.times.push(this.ms);
  }

  /** @param {import("../../lab/types.js").Frame} frame */
  add({ index, t, alphaBar, xt, x0 }) {
    this.moments.push({ index, t, alphaBar, xt, x0 });
  }

  /** @param {Float32Array} images */
  finish(images) {
    this.moments.push({ index: this.of, t: null, alphaBar: 1, xt: images, x0: images });
    this.done = true;
  }

  /**
   * The run on a ruler: one image of each moment.
   *
   * @param {number} k which image
   * @param {import("../pictures/pixels.js").Shape} shape
   * @param {"xt" | "x0"} [what]
   */
  film(k, shape, what = "xt") {
    if (this.#stills.of !== `${k} ${what}`) this.#stills = { of: `${k} ${what}`, all: [] };
    const { all } = this.#stills;
    for (const moment of this.moments.slice(all.length)) all.push({ t: moment.t, bytes: tileOf(moment[what], k, shape) });
    return all;
  }

  /** Moments that there will be: every n-th frame and the last one, then the finished images. */
  get expected() {
    if (this.done) return this.moments.length;
    const regular = Math.ceil(this.of / this.every);
    return regular + ((this.of - 1) % this.every === 0 ? 0 : 1) + 1;
  }

  /** The newest moment that there was when the run had taken so long. @param {number} ms @returns {number} its place */
  at(ms) {
    // The state that a step sees is there when the step before it ends.
    const since = (/** @type {Moment} */ { index }) => (index === 0 ? 0 : this.times[index - 1]);
    const later = this.moments.findIndex((moment) => since(moment) > ms);
    return later < 0 ? this.moments.length - 1 : Math.max(later - 1, 0);
  }

  get calls() {
    return this.steps * this.callsPerStep;
  }

  /** Milliseconds until the end, by the mean so far. */
  get left() {
    return this.steps === 0 ? NaN : (this.ms / this.steps) * (this.of - this.steps);
  }
}
