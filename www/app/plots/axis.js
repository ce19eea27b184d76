/**
 * The one time axis: data at the left, noise at the right, everywhere. Timesteps stand at their log-SNR, so that each part of
 * the way has as much room as happens in it: on an axis of t itself, half of the places look like pure noise.
 */

/**
 * @typedef {object} Axis
 * @property {string} id equal where the axis is
 * @property {number} data value of a slider at its left end
 * @property {number} noise and at its right end
 * @property {(stop: number | null) => number} at place of a stop, from 0, data, to 1, noise; null is the finished picture
 * @property {(width: number, kept?: number) => { at: number, text: string }[]} ticks that fit, off the ends by `kept` pixels
 */

/** @typedef {Axis & { steps: number, alphaBar: Float64Array, t: (at: number) => number }} TimeAxis `t`: the timestep nearest to a place */

/**
 * Room that a plot leaves for its scales, in pixels of the screen. The ruler leaves the same, so that a place on the one is
 * over the same place of the other.
 */
export const INSET = { left: 46, right: 46 };

/** Part of the axis between the finished picture and t = 0, which still carries a step of noise: the log-SNR of data is infinite. */
const BEFORE = 0.04;
/** Least distance of two ticks, in pixels. */
const APART = 42;
/** Ticks in the order in which they are wanted. */
const WANTED = [500, 100, 10, 900, 300, 700, 200, 50, 20, 5, 2, 1, 400, 600, 800];

/** @param {number} alpha ᾱ @returns {number} finite also where ᾱ has left f64 */
const logSnr = (alpha) => Math.log(Math.max(alpha, 1e-30)) - Math.log(Math.max(1 - alpha, 1e-30));

/** @type {Map<string, TimeAxis>} */
const made = new Map();

/** @param {Float64Array} alphaBar ᾱ of each timestep @returns {TimeAxis} the same object for the same schedule */
export function timeAxis(alphaBar) {
  const last = alphaBar.length - 1;
  const id = [last, alphaBar[0], alphaBar[last >> 1], alphaBar[last]].join(" ");
  const known = made.get(id);
  if (known) return known;
  const ratios = Float64Array.from(alphaBar, logSnr);
  const span = ratios[0] - ratios[last] || 1;
  const place = (/** @type {number} */ t) => BEFORE + (1 - BEFORE) * ((ratios[0] - ratios[t]) / span);
  const at = (/** @type {number | null} */ t) => (t === null || t < 0 ? 0 : place(Math.min(Math.round(t), last)));
  const axis = { id, steps: last + 1, alphaBar, data: -1, noise: last, at, t: (/** @type {number} */ where) => nearest(where, last, at), ticks: ticksOf(last, at) };
  made.set(id, axis);
  return axis;
}

/** @param {number} where @param {number} last @param {(t: number) => number} at which rises with t */
function nearest(where, last, at) {
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(middle) < where) low = middle;
    else high = middle;
  }
  return where - at(low) < at(high) - where ? low : high;
}

/** @param {number} last @param {(t: number) => number} at */
function ticksOf(last, at) {
  return (/** @type {number} */ width, kept = 0) => {
    /** @type {{ at: number, text: string }[]} */
    const ticks = [];
    const ends = kept > 0 ? [0, 1] : [];
    const wanted = [...(kept > 0 ? [] : [last, 0]), ...WANTED.filter((t) => t < last)];
    for (const t of wanted) {
      const clear = ticks.every((tick) => Math.abs(tick.at - at(t)) * width >= APART) && ends.every((end) => Math.abs(end - at(t)) * width >= kept);
      if (clear) ticks.push({ at: at(t), text: String(t) });
    }
    return ticks.sort((a, b) => a.at - b.at);
  };
}

/**
 * For runs that are shown by the clock: a run begins in noise, at the right, and ends in data.
 *
 * @param {number} ms of the longest of them
 * @param {(ms: number) => string} words
 * @returns {Axis}
 */
export function clockAxis(ms, words) {
  const at = (/** @type {number | null} */ stop) => 1 - Math.min(Math.max((stop ?? ms) / (ms || 1), 0), 1);
  return { id: `clock ${ms}`, data: ms, noise: 0, at, ticks: (width) => (width < 240 ? [0.5] : [0.25, 0.5, 0.75]).map((place) => ({ at: place, text: words((1 - place) * ms) })) };
}
