/** Named states of Generate. */

/** What the beats have in common, so that each shows what it is about and nothing else. */
const PLAIN = { seed: 7, label: null, guidance: 1, spacing: "trailing", variance: "small", clip: "rederive" };

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  "few-steps": { ...PLAIN, sampler: "ddim", steps: 5, eta: 0 },
  ddpm: { ...PLAIN, sampler: "ddpm", steps: 100, count: 4 },
  guided: { ...PLAIN, sampler: "ddim", steps: 20, eta: 0, label: 3, guidance: 3 },
  // All that one call can give is the mean of everything that the noise could become.
  "one-step": { ...PLAIN, sampler: "ddim", steps: 1, eta: 0 },
  "one-picture": { ...PLAIN, sampler: "ddim", steps: 20, eta: 0, count: 1 },
  "too-much-noise": { ...PLAIN, sampler: "ddpm", variance: "large", steps: 20, count: 4 },
};
