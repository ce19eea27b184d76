/** Named states of Interpolate. */

/** What the beats have in common, so that each shows what it is about and nothing else. */
const PLAIN = { view: "strip", "from-source": "seed", "to-source": "seed", eta: 1, noise: "each" };

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  // Label fixed, so that only the handwriting changes on the way.
  "one-digit": { ...PLAIN, from: 1, to: 2, label: 8, method: "slerp", frames: 9 },
  "any-digit": { ...PLAIN, from: 1, to: 2, label: null, method: "slerp", frames: 9 },
  "one-z": { ...PLAIN, from: 1, to: 2, label: 8, method: "slerp", frames: 9, noise: "shared" },
  // So little noise that x_T still has a say.
  "a-little-z": { ...PLAIN, from: 1, to: 2, label: 8, method: "slerp", frames: 9, noise: "shared", eta: 0.3 },
  "four-corners": { ...PLAIN, view: "grid", label: null },
  straight: { ...PLAIN, method: "lerp", label: 8 },
};
