/** The mean error of ε̂ over the test set, timestep by timestep, as `trainer evaluate` measured it; null where a model has none. */

import { figuresOf } from "../../panel/figures.js";

/** @typedef {{ images: number, t: number[], error: number[], standard_error: number[] }} Averages */

/** Which of their timesteps is nearest to t, as the axis has it. @param {Averages} averages @param {number} t @param {import("../../plots/axis.js").TimeAxis} axis */
export function nearest({ t: all }, t, axis) {
  const off = (/** @type {number} */ k) => Math.abs(axis.at(all[k]) - axis.at(t));
  return all.reduce((best, _, k) => (off(k) < off(best) ? k : best), 0);
}

/** @param {string} model a name @returns {Promise<Averages | null>} */
export async function averagesOf(model) {
  try {
    const found = (await figuresOf(model))?.l_simple;
    const lists = [found?.t, found?.error, found?.standard_error];
    const whole = lists.every((list) => Array.isArray(list) && list.length === found.t.length && list.length > 1 && list.every(Number.isFinite));
    return whole ? found : null;
  } catch (error) {
    console.info("Unnoise:", error);
    return null;
  }
}
