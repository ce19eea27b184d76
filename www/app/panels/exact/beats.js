/** Named states of Exact. Tests hold what they say. */

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  "where-from": { data: "two", t: 500, x: 0.1, measure: "conditioning", shift: 0, factor: 1 },
  "small-steps": { data: "two", t: 300, x: 0, stride: 200, measure: "gaussian" },
  spiral: { data: "spiral", t: 120, measure: "field", reading: "x0" },
  /** Not on the bench: for posts and the story. */
  paths: { data: "two", t: 300, steps: 20, eta: 0, measure: "paths" },
  seeking: { data: "two", mean: 0.4994, deviation: 0.2011, measure: "fits" },
};
