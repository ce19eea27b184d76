/** The places of a face. */
export default {
  "layout.more": "More settings",
  "layout.beats": "Try",
  "layout.start": "Run it here",
  "layout.measures": "Measures",
  "layout.derivation": "Where it comes from: the formulas",
};
