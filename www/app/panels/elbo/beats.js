/** Named states of Bound: how far the bits of one test digit have come. */

/** @type {import("../../panel/beats.js").Beat} */
const TWO = { source: "digit", digit: 2, seed: 0, timesteps: 50 };

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  "first-bits": { ...TWO, t: 420 },
  lossless: { ...TWO, t: 0 },
  "simple-digit": { ...TWO, digit: 1, t: 0 },
};
