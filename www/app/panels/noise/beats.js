/** Named states of Noise: one test digit, one noise, and how much of it. Tests hold what they say. */

/** @type {import("../../panel/beats.js").Beat} The first picture of MNIST's test set. */
const SEVEN = { source: "digit", digit: 7, seed: 0, steps: 20, as: null };

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  little: { ...SEVEN, t: 100 },
  "no-return": { ...SEVEN, t: 700 },
  another: { ...SEVEN, t: 700, as: 4 },
  /** Where SNR is 0 dB. */
  half: { ...SEVEN, t: 258 },
};
