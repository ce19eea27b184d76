/** What the symbols of the schedule are worth at a time, for a panel's `symbolValues`. */

import { alphaBar as shown, decibels, scientific } from "../ui/format.js";

/**
 * @param {Float64Array | null | undefined} alphaBar ᾱ of each timestep; null before a model is known
 * @param {number | null | undefined} t null for the finished picture
 * @returns {Record<string, string>} by ids of notation.js
 */
export function valuesAt(alphaBar, t) {
  if (!alphaBar) return {};
  const T = String(alphaBar.length);
  if (t === null || t === undefined) return { T };
  const now = alphaBar[t];
  const kept = t > 0 ? now / alphaBar[t - 1] : now;
  return {
    T,
    t: String(t),
    abar: shown(now),
    "root-abar": Math.sqrt(now).toFixed(3),
    "root-noise": Math.sqrt(1 - now).toFixed(3),
    SNR: decibels(now),
    alpha: kept.toFixed(4),
    "root-alpha": Math.sqrt(kept).toFixed(4),
    beta: scientific(1 - kept),
  };
}
