/**
 * The story as data: chapters in their order, each a question, a face of a bench, and the beats that set it. What is said is in
 * strings/<chapter>.{en,ko}.js, under `story.<chapter>.<beat>.…`; what is measured for an answer is in measures.js. A chapter
 * without beats keeps its place for a bench that is still to come, and is not shown.
 */

/** @typedef {Record<string, string | number | null>} Settings by `scope.name` */
/**
 * A question to which the reader commits before it is measured.
 * @typedef {object} Ask
 * @property {"predict" | "check"} kind
 * @property {string[]} options by name
 * @property {string} measure of measures.js, which says which option is right
 */
/**
 * @typedef {object} Beat
 * @property {string} id
 * @property {Settings} set
 * @property {string} [face] another than the chapter's
 * @property {string} [show] parts of the stage; where none of them is named, the figure is of a measure alone
 * @property {string} [controls] settings under it
 * @property {{ key: string, set: Settings }[]} [try]
 * @property {Ask} [ask]
 */
/**
 * @typedef {object} Chapter
 * @property {string} id
 * @property {string} face
 * @property {"ddim" | "ddpm" | "vae" | "data"} [colour] of its idea
 * @property {Beat[]} beats
 */

/** A real 7 that the network was never trained on, noise of seed 0; the network is told nothing. @type {Settings} */
const SEVEN = { "subject.source": "digit", "subject.digit": 7, "subject.seed": 0, "noise.as": null, "noise.steps": 20 };

/** @type {Settings} */
const ONE_WALK = { "generate.sampler": "ddpm", "generate.steps": 100, "generate.count": 1, "generate.seed": 11, "generate.label": null, "generate.variance": "small" };

/** @type {Settings} */
const FOUR = { "generate.sampler": "ddim", "generate.steps": 20, "generate.count": 4, "generate.seed": 7, "generate.eta": 0, "generate.label": null };

/** @type {Settings} */
const EIGHTS = { "interpolate.view": "strip", "interpolate.from-source": "seed", "interpolate.to-source": "seed", "interpolate.from": 1, "interpolate.to": 2, "interpolate.label": 8, "interpolate.method": "slerp", "interpolate.frames": 9, "interpolate.eta": 1, "interpolate.noise": "each" };

/** Two modes, as the bench begins with. @type {Settings} */
const MODES = { "exact.data": "two", "exact.component": 0, "exact.eta": 0, "exact.steps": 20, "exact.seed": 0 };

/** A 7 and the cloud of its latents, two of them; q as it is best, z drawn from it. @type {Settings} */
const CLOUD = { "vae.source": "digit", "subject.digit": 7, "vae.latents": "2", "vae.from": "q", "vae.seed": 0, "vae.shift": 0, "vae.factor": 1 };

/** @type {Chapter[]} */
const ALL = [
  {
    id: "data",
    face: "exact",
    beats: [
      {
        id: "draw",
        set: { ...MODES, "exact.t": 100, "exact.measure": "" },
        try: [
          { key: "two", set: { "exact.data": "two" } },
          { key: "three", set: { "exact.data": "three" } },
          { key: "one", set: { "exact.data": "one" } },
        ],
      },
      { id: "cover", set: { ...MODES, "exact.measure": "fits", "exact.answers": "hidden", "exact.mean": 0, "exact.deviation": 0.3 }, show: "fits", controls: "mean deviation", ask: { kind: "predict", options: ["both", "one", "between"], measure: "fits" } },
      { id: "which", set: { "exact.measure": "fits", "exact.answers": "hidden" }, show: "fits", ask: { kind: "check", options: ["forward", "reverse"], measure: "which-kl" } },
    ],
  },
  {
    id: "latent",
    face: "vae",
    colour: "vae",
    beats: [
      {
        id: "roll",
        set: { ...CLOUD, "vae.measure": "" },
        controls: "seed",
        try: [
          { key: "one", set: { "vae.from": "q", "vae.seed": 1 } },
          { key: "two", set: { "vae.from": "q", "vae.seed": 2 } },
          { key: "zero", set: { "vae.from": "q", "subject.digit": 0 } },
        ],
      },
      { id: "bend", set: { ...CLOUD, "vae.measure": "terms", "vae.answers": "hidden" }, show: "map", controls: "factor", ask: { kind: "predict", options: ["falls", "rises", "still"], measure: "evidence" } },
      { id: "between", set: { ...CLOUD, "vae.measure": "", "vae.from": "hand", "vae.z1": 0.75, "vae.z2": -0.5 }, show: "map decoded", ask: { kind: "check", options: ["sharp", "average", "other"], measure: "between" } },
    ],
  },
  { id: "levels", face: "hvae", beats: [] },
  {
    id: "to-noise",
    face: "noise",
    beats: [
      {
        id: "rule",
        set: { ...SEVEN, "subject.t": 150 },
        show: "x0 xt guess",
        try: [
          { key: "little", set: { "subject.t": 100 } },
          { key: "half", set: { "subject.t": 258 } },
          { key: "all", set: { "subject.t": 999 } },
        ],
      },
      { id: "fixed", set: { ...SEVEN, "subject.t": 999 }, show: "x0 xt" },
      { id: "no-return", set: { ...SEVEN, "subject.t": 300 }, show: "x0 xt down", ask: { kind: "predict", options: ["early", "middle", "late", "never"], measure: "no-return" } },
      {
        id: "again",
        set: { ...SEVEN, "subject.t": 700 },
        show: "x0 xt down",
        try: [
          { key: "one", set: { "subject.source": "digit", "subject.seed": 1 } },
          { key: "two", set: { "subject.source": "digit", "subject.seed": 2 } },
          { key: "own", set: { "subject.source": "drawing" } },
        ],
      },
      { id: "left", set: { ...SEVEN, "subject.t": 700 }, show: "x0 xt down", ask: { kind: "check", options: ["half", "tenth", "hundredth"], measure: "left" } },
    ],
  },
  {
    id: "way-back",
    face: "noise",
    beats: [
      {
        id: "steps",
        face: "exact",
        set: { ...MODES, "exact.measure": "gaussian", "exact.answers": "hidden", "exact.t": 300, "exact.x": 0, "exact.stride": 200 },
        show: "ruler",
        controls: "stride",
        ask: { kind: "predict", options: ["half", "quarter", "much"], measure: "gaps" },
        try: [
          { key: "long", set: { "exact.stride": 200 } },
          { key: "short", set: { "exact.stride": 50 } },
        ],
      },
      { id: "told", face: "exact", set: { ...MODES, "exact.measure": "conditioning", "exact.answers": "hidden", "exact.t": 300, "exact.x": 0, "exact.x0": 0.5, "exact.stride": 200, "exact.shift": 0, "exact.factor": 1 }, show: "none", controls: "x x0 factor", ask: { kind: "predict", options: ["more", "same", "less"], measure: "told" } },
      {
        id: "detective",
        set: { ...SEVEN, "subject.t": 300 },
        show: "xt eps eps-hat",
        ask: { kind: "predict", options: ["little", "same", "much"], measure: "detective" },
        try: [
          { key: "little", set: { "subject.t": 50 } },
          { key: "half", set: { "subject.t": 258 } },
          { key: "much", set: { "subject.t": 700 } },
        ],
      },
      {
        id: "average",
        set: { ...SEVEN, "subject.t": 500 },
        show: "x0 xt guess",
        try: [
          { key: "small", set: { "subject.t": 200 } },
          { key: "large", set: { "subject.t": 700 } },
          { key: "noise", set: { "subject.t": 999 } },
        ],
      },
      { id: "many", set: { ...SEVEN, "subject.t": 700 }, show: "x0 xt guess down", ask: { kind: "predict", options: ["one", "many"], measure: "one-or-many" } },
      { id: "blur", set: { ...SEVEN, "subject.t": 999 }, show: "x0 xt guess", ask: { kind: "check", options: ["blur", "digits"], measure: "blurs" } },
    ],
  },
  {
    id: "ddpm",
    face: "generate",
    colour: "ddpm",
    beats: [
      {
        id: "step",
        set: ONE_WALK,
        controls: "steps",
        try: [
          { key: "twenty", set: { "generate.steps": 20 } },
          { key: "hundred", set: { "generate.steps": 100 } },
          { key: "seed", set: { "generate.seed": 8 } },
        ],
      },
      { id: "walks", set: ONE_WALK, ask: { kind: "predict", options: ["same", "hand", "digits"], measure: "walks" } },
      { id: "bits", face: "elbo", set: { "subject.source": "digit", "subject.digit": 7, "subject.seed": 0, "subject.t": 300, "elbo.timesteps": 50 }, ask: { kind: "predict", options: ["noise", "even", "data"], measure: "bits" } },
      { id: "bytes", face: "elbo", set: { "subject.source": "digit", "subject.digit": 7, "subject.seed": 0, "subject.t": 50, "elbo.timesteps": 50 }, ask: { kind: "check", options: ["all", "half", "third"], measure: "bytes" } },
    ],
  },
  {
    id: "ddim",
    face: "generate",
    colour: "ddim",
    beats: [
      {
        id: "fewer",
        set: FOUR,
        controls: "steps",
        try: [
          { key: "five", set: { "generate.steps": 5 } },
          { key: "ten", set: { "generate.steps": 10 } },
          { key: "fifty", set: { "generate.steps": 50 } },
        ],
      },
      { id: "same", face: "compare", set: { "compare.columns": 2, "compare.a-sampler": "ddim", "compare.a-steps": 10, "compare.a-eta": 0, "compare.b-sampler": "ddim", "compare.b-steps": 100, "compare.b-eta": 0, "compare.count": 4, "compare.seed": 7, "compare.label": null }, ask: { kind: "predict", options: ["all", "some", "none"], measure: "fewer-steps" } },
      {
        id: "eta",
        set: FOUR,
        controls: "eta",
        try: [
          { key: "zero", set: { "generate.eta": 0 } },
          { key: "half", set: { "generate.eta": 0.5 } },
          { key: "one", set: { "generate.eta": 1 } },
        ],
      },
      { id: "blind", set: FOUR, ask: { kind: "check", options: ["left", "right"], measure: "blind" } },
    ],
  },
  {
    id: "map",
    face: "interpolate",
    colour: "ddim",
    beats: [
      {
        id: "between",
        set: EIGHTS,
        try: [
          { key: "eights", set: { "interpolate.label": 8 } },
          { key: "any", set: { "interpolate.label": null } },
          { key: "seeds", set: { "interpolate.from": 3, "interpolate.to": 4 } },
        ],
      },
      { id: "straight", set: EIGHTS, ask: { kind: "predict", options: ["longer", "same", "shorter"], measure: "straight" } },
      { id: "back", face: "reconstruct", set: { "subject.source": "digit", "subject.digit": 7, "reconstruct.steps": 5 }, controls: "steps", ask: { kind: "predict", options: ["few", "some", "many"], measure: "came-back" } },
      { id: "random", face: "reconstruct", set: { "subject.source": "digit", "subject.digit": 7, "reconstruct.steps": 50 }, ask: { kind: "check", options: ["yes", "no"], measure: "random-back" } },
    ],
  },
  { id: "colour", face: "generate", beats: [] },
];

/** Those that are told, in their order. */
export const CHAPTERS = ALL.filter(({ beats }) => beats.length > 0);

/** A beat's name in the address. @param {Chapter} chapter @param {Beat} beat */
export const nameOf = (chapter, beat) => `${chapter.id}-${beat.id}`;

/** @param {string} name in the address @returns {{ chapter: Chapter, at: number } | null} */
export function placeOf(name) {
  for (const chapter of CHAPTERS) {
    const at = chapter.beats.findIndex((beat) => nameOf(chapter, beat) === name);
    if (at >= 0) return { chapter, at };
  }
  return null;
}
