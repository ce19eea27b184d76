/** The equations of pictures: words under each picture, and what cannot be shown. */
export default {
  "term.x0": "picture",
  "term.x": "noisy picture",
  "term.eps": "noise",
  "term.x0-hat": "predicted picture",
  "term.eps-hat": "predicted noise",
  "term.x-prev": "one step on",
  "term.z": "fresh noise",
  "term.xT-between": "between",
  "term.xT-from": "start",
  "term.xT-to": "end",
  "equation.left-out": "This run is so long that frames were left out. What was between two of them cannot be shown.",
  "equation.kept": "x̂₀ was clipped and ε̂ was not: the frames do not tell ε̂ and z apart.",
};
