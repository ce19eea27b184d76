/** Named states of Reconstruct. */

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  fine: { steps: 100 },
  coarse: { steps: 5 },
  "one-step": { steps: 1 },
};
