/** The places of a face. */
export default {
  "layout.beats": "Try",
  "layout.measures": "Measures",
  "layout.derivation": "Where it comes from: the formulas",
};
