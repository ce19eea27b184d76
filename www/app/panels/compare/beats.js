/** Named states of Compare. */

/** @param {"a" | "b"} side @param {Record<string, string | number | null>} how @returns {import("../../panel/beats.js").Beat} a column with nothing else about it */
const column = (side, how) => {
  const plain = { sampler: "ddim", steps: 20, eta: 0, label: null, guidance: 1, spacing: "trailing", variance: "small", clip: "rederive", noise: "each" };
  return Object.fromEntries(Object.entries({ ...plain, ...how }).map(([name, value]) => [`${side}-${name}`, value]));
};
/** @param {Record<string, string | number | null>} a @param {Record<string, string | number | null>} b @param {import("../../panel/beats.js").Beat} [more] */
const pair = (a, b, more = {}) => ({ columns: 2, mode: "lockstep", view: "xt", seed: 7, label: null, ...column("a", a), ...column("b", b), ...more });

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  // DDIM, eq. 16: with η = 1 its σ is that of DDPM, and z is that of seed, image and t alone.
  "same-rule": pair({ eta: 1 }, { sampler: "ddpm" }),
  "ten-against-hundred": pair({ steps: 10 }, { steps: 100 }),
  "fresh-noise": pair({ sampler: "ddpm", steps: 20 }, { sampler: "ddpm", steps: 100 }),
  guided: pair({}, { guidance: 4 }, { label: 3 }),
  // Four x_T, one z: what is left of x_T in the pictures.
  "one-z": pair({ sampler: "ddpm" }, { sampler: "ddpm", noise: "shared" }, { count: 4 }),
  "two-variances": pair({ sampler: "ddpm" }, { sampler: "ddpm", variance: "large" }),
  "other-label": pair({ label: 3 }, { label: 8 }),
};
