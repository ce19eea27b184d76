/**
 * Validation and defaults of every call, in one place. Each function takes what the caller wrote and
 * returns the complete options that travel to the worker, or throws before anything is started.
 * `signal` and `onProgress` stay on this side: they are the `hooks`.
 */

import { abortSignal, boolean, callback, choice, integer, integers, number, outOfRange, tensor, wrongType } from "./checks.js";
import { MOST_CORES, sensibleCores } from "./cores.js";
import { floatsOf, known, listOf, sentence } from "./given.js";

/** @typedef {import("./types.js").LabInfo} LabInfo */

export const SAMPLERS = /** @type {const} */ (["ddim", "ddpm"]);
export const SPACINGS = /** @type {const} */ (["leading", "trailing", "linspace", "quadratic"]);
export const VARIANCES = /** @type {const} */ (["small", "large"]);
export const CLIPS = /** @type {const} */ (["rederive", "keep", "off"]);
export const NOISES = /** @type {const} */ (["each", "shared"]);
export const METHODS = /** @type {const} */ (["slerp", "lerp"]);
export const BACKENDS = /** @type {const} */ (["auto", "webgpu", "cpu"]);
export const SCHEDULES = /** @type {const} */ (["linear", "scaled_linear", "squaredcos_cap_v2", "cosine"]);

/** What of the options stays on the page's side. @typedef {{ signal?: AbortSignal, onProgress?: (progress: any) => void }} Hooks */

/** @param {Record<string, any>} o as `known` gives it @returns {Hooks} */
export const hooksOf = (o) => ({ signal: abortSignal(o.signal), onProgress: callback(o.onProgress) });

/** The engine counts in 32 bits. */
const MOST_FRAMES = 2 ** 32 - 1;

/** @param {unknown} value @param {LabInfo} info @param {number} [count] images, where one label each is allowed */
function label(value, info, count) {
  if (value === null || value === undefined) return null;
  const classes = info.labels.length;
  if (classes === 0) return outOfRange("label", `null, since the model ${info.model} has no labels`, value);
  const many = integers("label", value, 0, classes - 1);
  if (many === null) {
    const expected = `null, an integer from 0 to ${classes - 1}${count === undefined ? "" : ", or one such integer per image"}`;
    return typeof value === "number" ? integer("label", value, 0, classes - 1) : wrongType("label", expected, value);
  }
  if (count === undefined) return wrongType("label", `null or an integer from 0 to ${classes - 1}`, value);
  if (many.length !== count) return outOfRange("label", `one integer per image, ${count} in all`, value);
  return many;
}

/** @param {unknown} value @param {LabInfo} info @param {number} images */
function timestep(value, info, images, /** @type {boolean} */ spread) {
  const last = info.trainSteps - 1;
  const many = integers("t", value, 0, last);
  if (many === null) {
    if (typeof value !== "number") return wrongType("t", `an integer from 0 to ${last}, or an array of them`, value);
    return integer("t", value, 0, last);
  }
  const fits = many.length > 0 && (many.length === images || (spread && images === 1));
  if (!fits) return outOfRange("t", `one timestep per image, ${images} in all`, value);
  return many;
}

/** @param {Record<string, any>} o @param {LabInfo} info */
const walk = (o, info) => ({
  steps: integer("steps", o.steps ?? Math.min(50, info.trainSteps), 1, info.trainSteps),
  spacing: choice("spacing", o.spacing ?? "trailing", SPACINGS),
});

export const seed = (/** @type {string} */ name, /** @type {unknown} */ value) => integer(name, value ?? 0, 0, Number.MAX_SAFE_INTEGER);
const guidance = (/** @type {unknown} */ value) => number("guidance", value ?? 1, 0, 100);
const paused = (/** @type {unknown} */ value) => boolean("paused", value ?? false);
export const noise = (/** @type {unknown} */ value) => choice("noise", value ?? "each", NOISES);
const clip = (/** @type {unknown} */ value) => choice("clip", value ?? "rederive", CLIPS);
/** How to go from x_T to an image. @param {Record<string, any>} o @param {LabInfo} info */
const way = (o, info) => ({
  sampler: choice("sampler", o.sampler ?? "ddim", SAMPLERS),
  ...walk(o, info),
  eta: number("eta", o.eta ?? 0, 0, 1),
  variance: choice("variance", o.variance ?? "small", VARIANCES),
  clip: clip(o.clip),
  seed: seed("seed", o.seed),
  noise: noise(o.noise),
});
/** @param {Float32Array} image @param {LabInfo} info */
const imagesIn = (image, info) => image.length / (info.channels * info.height * info.width);

/** A name as it is, since a name has no slash; an address from the root on. @param {string} model @returns {string} */
export function addressed(model) {
  try {
    return model.includes("/") ? new URL(model, globalThis.document?.baseURI).href : model;
  } catch {
    return outOfRange("model", "the name of a model, or the URL of a model folder", model);
  }
}

/** @param {unknown} input */
export function labOptions(input) {
  const o = known("createLab", input, ["model", "backend", "cores", "signal", "onProgress"]);
  const model = o.model ?? "digits";
  const expected = "the name of a model, or the URL of a model folder";
  if (typeof model !== "string") return wrongType("model", expected, model);
  if (model === "") return outOfRange("model", expected, model);
  const cores = o.cores === undefined ? sensibleCores() : integer("cores", o.cores, 1, MOST_CORES);
  return { model: addressed(model), backend: choice("backend", o.backend ?? "auto", BACKENDS), cores, hooks: hooksOf(o) };
}

/** @param {unknown} input @param {LabInfo} info */
export function sampleOptions(input, info) {
  const names = ["count", "sampler", "steps", "eta", "spacing", "seed", "noise", "label", "guidance", "variance", "clip", "frames", "paused"];
  const o = known("sample", input, [...names, "signal", "onProgress"]);
  const count = integer("count", o.count ?? 16, 1, 1024);
  const frames = o.frames ?? "all";
  if (typeof frames !== "string") integer("frames", frames, 1, MOST_FRAMES);
  else choice("frames", frames, ["all", "none"]);
  return {
    count,
    ...way(o, info),
    label: label(o.label, info, count),
    guidance: guidance(o.guidance),
    frames,
    paused: paused(o.paused),
    hooks: hooksOf(o),
  };
}

/** @param {string} name @param {any} value @param {LabInfo} info */
function endpoint(name, value, info) {
  const expected = "an object with exactly one of seed, latent, image";
  if (typeof value !== "object" || value === null) return wrongType(name, expected, value);
  if (floatsOf(value)) return wrongType(name, expected, value);
  const given = known(`option "${name}"`, value, ["seed", "latent", "image"]);
  const keys = Object.keys(given);
  if (keys.length !== 1) throw new TypeError(sentence(`option "${name}": expected ${expected}, found ${keys.length ? keys.join(", ") : "none of them"}`));
  if (keys[0] === "seed") return { seed: seed(`${name}.seed`, given.seed) };
  if (keys[0] === "latent") return { latent: tensor(`${name}.latent`, given.latent, info, { images: 1, bounded: false }) };
  return { image: tensor(`${name}.image`, given.image, info, { images: 1 }) };
}

/** @param {unknown} input @param {LabInfo} info */
export function interpolateOptions(input, info) {
  const names = ["from", "to", "frames", "sampler", "steps", "eta", "method", "spacing", "seed", "noise", "label", "guidance", "variance", "clip", "paused"];
  const o = known("interpolate", input, [...names, "signal", "onProgress"]);
  return {
    from: endpoint("from", o.from, info),
    to: endpoint("to", o.to, info),
    frames: integer("frames", o.frames ?? 9, 2, 256),
    ...way(o, info),
    method: choice("method", o.method ?? "slerp", METHODS),
    label: label(o.label, info),
    guidance: guidance(o.guidance),
    paused: paused(o.paused),
    hooks: hooksOf(o),
  };
}

/** @param {unknown} input @param {LabInfo} info */
export function forwardNoiseOptions(input, info) {
  const o = known("forwardNoise", input, ["image", "t", "seed", "signal"]);
  const image = tensor("image", o.image, info);
  return { image, t: timestep(o.t, info, imagesIn(image, info), true), seed: seed("seed", o.seed), hooks: hooksOf(o) };
}

/** Of `encode` and of `reconstruct`, which take the same. @param {string} call @param {unknown} input @param {LabInfo} info */
export function encodeOptions(call, input, info) {
  const o = known(call, input, ["image", "steps", "spacing", "label", "signal", "onProgress"]);
  const image = tensor("image", o.image, info);
  return { image, ...walk(o, info), label: label(o.label, info, imagesIn(image, info)), hooks: hooksOf(o) };
}

/** @param {unknown} input @param {LabInfo} info */
export function predictOptions(input, info) {
  const o = known("predict", input, ["image", "t", "label", "guidance", "signal"]);
  const image = tensor("image", o.image, info, { bounded: false }); // x_t leaves [-1, 1]
  const images = imagesIn(image, info);
  return { image, t: timestep(o.t, info, images, false), label: label(o.label, info, images), guidance: guidance(o.guidance), hooks: hooksOf(o) };
}

/** @param {unknown} input @param {LabInfo} info */
export function boundOptions(input, info) {
  const o = known("bound", input, ["image", "t", "seed", "label", "signal"]);
  const image = tensor("image", o.image, info, { images: 1 });
  const t = timestep(o.t, info, 1, true);
  return { image, t, seed: seed("seed", o.seed), label: label(o.label, info, typeof t === "number" ? 1 : t.length), hooks: hooksOf(o) };
}

/** @param {unknown} input @param {LabInfo} info */
export function classifyOptions(input, info) {
  const o = known("classify", input, ["image", "timesteps", "seed", "prior", "signal", "onProgress"]);
  const classes = info.labels.length;
  if (classes === 0) throw new RangeError(`classify: expected a model with labels, found ${info.model}, which has none; open another model`);
  const image = tensor("image", o.image, info, { images: 1 });
  return { image, timesteps: integer("timesteps", o.timesteps ?? 20, 1, info.trainSteps - 1), seed: seed("seed", o.seed), prior: prior(o.prior, classes), hooks: hooksOf(o) };
}

/** Weights of the classes, of any sum. @param {unknown} value @param {number} classes @returns {number[]} that sum to 1 */
function prior(value, classes) {
  if (value === undefined || value === null) return new Array(classes).fill(1 / classes);
  const expected = `null, or ${classes} numbers, 0 or more`;
  const list = listOf("prior", value);
  if (!list) return wrongType("prior", expected, value);
  const weights = list.map((weight, k) => number(`prior[${k}]`, weight, 0, Number.MAX_VALUE));
  if (weights.length !== classes) return outOfRange("prior", expected, value);
  // By the largest first, so that the sum cannot overflow.
  const most = Math.max(...weights);
  if (most === 0) return outOfRange("prior", `${expected}, not all of them 0`, value);
  const sum = weights.reduce((a, b) => a + b / most, 0);
  return weights.map((weight) => weight / most / sum);
}

/** @param {unknown} input @param {LabInfo} info */
export function denoiseOptions(input, info) {
  const o = known("denoise", input, ["image", "t", "steps", "eta", "seed", "noise", "label", "guidance", "signal", "onProgress"]);
  const image = tensor("image", o.image, info, { bounded: false });
  const t = integer("t", o.t, 0, info.trainSteps - 1);
  return {
    image,
    t,
    steps: integer("steps", o.steps ?? Math.min(50, t + 1), 1, t + 1),
    eta: number("eta", o.eta ?? 0, 0, 1),
    seed: seed("seed", o.seed),
    noise: noise(o.noise),
    label: label(o.label, info, imagesIn(image, info)),
    guidance: guidance(o.guidance),
    hooks: hooksOf(o),
  };
}

/** @param {unknown} input @param {LabInfo} info */
export function scheduleOptions(input, info) {
  const o = known("schedule", input, ["kind", "steps"]);
  return {
    kind: choice("kind", o.kind ?? info.schedule.kind, SCHEDULES),
    steps: integer("steps", o.steps ?? info.trainSteps, 1, 100_000),
  };
}
