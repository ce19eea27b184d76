/** Named states of Interpolate. */

/** @type {Record<string, import("../../panel/beats.js").Beat>} */
export const BEATS = {
  // Label fixed, so that only the handwriting changes on the way.
  "one-digit": { view: "strip", "from-source": "seed", "to-source": "seed", from: 1, to: 2, label: 8, method: "slerp", frames: 9 },
  "any-digit": { view: "strip", "from-source": "seed", "to-source": "seed", from: 1, to: 2, label: null, method: "slerp", frames: 9 },
  "four-corners": { view: "grid", "from-source": "seed", "to-source": "seed", label: null },
  straight: { view: "strip", method: "lerp", label: 8 },
};
