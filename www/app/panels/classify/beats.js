/** Named states of Which digit. Tests hold what they say. */

import { PRIORS } from "./settings.js";

/** @type {import("../../panel/beats.js").Beat} */
const EVEN = Object.fromEntries(PRIORS.map((name) => [name, 10]));

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  seven: { source: "digit", digit: 7, seed: 0, timesteps: 20, ...EVEN },
  few: { source: "digit", digit: 5, seed: 0, timesteps: 2, ...EVEN },
  stubborn: { source: "digit", digit: 7, seed: 0, timesteps: 20, ...EVEN, p7: 0 },
};
