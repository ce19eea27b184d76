/** Named states of VAE. Tests hold what they say. */

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  between: { source: "digit", digit: 1, latents: "2", from: "hand", z1: 0.2, z2: 0.4, measure: "blur" },
  bent: { source: "digit", digit: 7, latents: "2", shift: 0, factor: 2, from: "q", measure: "terms" },
  sixteen: { source: "digit", digit: 7, latents: "16", shift: 0, factor: 1, from: "q", measure: "terms" },
};
