/** The frames of a run, kept as bytes, so that the timeline can go back to any of them. */

import { bytesFromTensor, sizeOf } from "../pictures/pixels.js";

/** What a recording may hold; beyond it, frames are left out evenly. A phone keeps this much without trouble. */
const BUDGET = 64e6;

/**
 * @typedef {object} Moment
 * @property {Uint8ClampedArray} xt
 * @property {Uint8ClampedArray} x0
 * @property {number} index 0-based step; `of` for the finished images
 * @property {number | null} t null once finished
 * @property {number} alphaBar
 */

/**
 * Which frames to ask the lab for.
 *
 * @param {number} steps
 * @param {number} count
 * @param {import("../pictures/pixels.js").Shape} shape
 * @returns {"all" | number}
 */
export function framesWithin(steps, count, shape) {
  const every = Math.ceil((steps * count * sizeOf(shape) * 2) / BUDGET);
  return every <= 1 ? "all" : every;
}

export class Recording {
  /** @type {Moment[]} */ moments = [];
  /** Steps taken so far, and the milliseconds they took. */
  steps = 0;
  ms = 0;
  done = false;
  /** What the run made, once it is done. @type {Float32Array | null} */ images = null;

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
    this.moments.push({ index, t, alphaBar, xt: bytesFromTensor(xt), x0: bytesFromTensor(x0) });
  }

  /** @param {Float32Array} images */
  finish(images) {
    const bytes = bytesFromTensor(images);
    this.moments.push({ index: this.of, t: null, alphaBar: 1, xt: bytes, x0: bytes });
    this.images = images;
    this.done = true;
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
