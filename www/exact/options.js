/** The options of the exact part: kinds are checked here, ranges by the crate. */

import { choice, integer, number, outOfRange, wrongType } from "../lab/checks.js";
import { found, known, listOf, read, sentence } from "../lab/given.js";
import { SAMPLERS, SCHEDULES, SPACINGS, VARIANCES, addressed, hooksOf, seed } from "../lab/options.js";

export const TARGETS = /** @type {const} */ (["epsilon", "x0", "v"]);
const MOST_COMPONENTS = 1000;
const MOST_POINTS = 1_000_000;

/** Any number: its range is the crate's to check. @param {string} name @param {unknown} value */
export const finite = (name, value) => {
  if (typeof value !== "number") return wrongType(name, "a finite number", value);
  return Number.isFinite(value) ? value : outOfRange(name, "a finite number", value);
};

/**
 * Finite numbers, as a copy.
 *
 * @param {string} name @param {unknown} value @param {string} expected
 */
export function doubles(name, value, expected) {
  if (typeof value === "number") return Float64Array.of(finite(name, value));
  if (read(name, () => /** @type {any} */ (value)?.length > MOST_POINTS)) return outOfRange(name, `at most ${MOST_POINTS} numbers`, value);
  const list = listOf(name, value);
  if (!list) return wrongType(name, expected, value);
  return Float64Array.from(list, (x, i) => finite(`${name}[${i}]`, x));
}

/** @param {unknown} input */
export function mixtureOptions(input) {
  const o = known("createMixture", input, ["components", "schedule", "signal", "onProgress"]);
  const components = listOf("components", o.components);
  if (!components) return wrongType("components", "an array of { weight, mean, deviation }", o.components);
  if (components.length < 1 || components.length > MOST_COMPONENTS) return outOfRange("components", `from 1 to ${MOST_COMPONENTS} components`, components);
  const checked = components.map((component, i) => {
    const name = `components[${i}]`;
    if (typeof component !== "object" || component === null) return wrongType(name, "{ weight, mean, deviation }", component);
    const { weight, mean, deviation } = read(name, () => ({ .../** @type {any} */ (component) }));
    if (typeof weight !== "number") return wrongType(`${name}.weight`, "a number above 0", weight);
    if (typeof deviation !== "number") return wrongType(`${name}.deviation`, "a number above 0", deviation);
    if (typeof mean === "number") return wrongType(`${name}.mean`, "an array of 1 or 2 numbers", mean);
    return { weight, mean: Array.from(doubles(`${name}.mean`, mean, "an array of 1 or 2 numbers")), deviation };
  });
  const schedule = known("createMixture's schedule", o.schedule, ["kind", "steps"]);
  const kind = choice("schedule.kind", schedule.kind ?? "linear", SCHEDULES);
  return { components: checked, schedule: { kind: kind === "cosine" ? "squaredcos_cap_v2" : kind, steps: integer("schedule.steps", schedule.steps ?? 1000, 2, 100_000) }, hooks: hooksOf(o) };
}

/** @typedef {{ dimension: number, steps: number }} Shape of a mixture: d and T */

/** @param {unknown} t @param {Shape} shape @param {number} [first] */
export const timestep = (t, { steps }, first = -1) => integer("t", t, first, steps - 1);

/** @param {string} name @param {unknown} value @param {Shape} shape */
export function points(name, value, { dimension }) {
  const list = doubles(name, value, dimension === 1 ? "a number or an array of numbers" : "an array of numbers, two a point");
  return list.length % dimension === 0 ? list : outOfRange(name, `a multiple of ${dimension} numbers, ${dimension} a point`, value);
}

/** @param {string} name @param {unknown} value @param {Shape} shape */
export function point(name, value, shape) {
  const list = points(name, value, shape);
  return list.length === shape.dimension ? list : outOfRange(name, `one point, ${shape.dimension === 1 ? "a number" : "two numbers"}`, value);
}

/** @param {string} call @param {unknown} input @param {Shape} shape */
export function pointsAt(call, input, shape) {
  const o = known(call, input, ["x", "t"]);
  return { x: points("x", o.x, shape), t: timestep(o.t, shape) };
}

/**
 * A timestep and an earlier one.
 *
 * @param {Record<string, any>} o @param {Shape} shape @param {"to" | "from"} name of the earlier @param {number} least it may be
 */
export function pair(o, shape, name = "to", least = -1) {
  const t = timestep(o.t, shape, least + 1);
  return { t, to: integer(name, o[name] ?? t - 1, least, t - 1) };
}

/** @param {unknown} value */
export const eta = (value, /** @type {number} */ byDefault = 1) => number("eta", value ?? byDefault, 0, 1);

/** @param {string} call @param {unknown} input @param {Shape} shape @param {string[]} more names */
export function walk(call, input, { steps }, more = []) {
  const o = known(call, input, ["sampler", "steps", "eta", "variance", "spacing", ...more]);
  const sampler = choice("sampler", o.sampler ?? "ddim", SAMPLERS);
  return {
    given: o,
    walk: {
      sampler,
      steps: integer("steps", o.steps ?? Math.min(50, steps), 1, steps),
      spacing: choice("spacing", o.spacing ?? "trailing", SPACINGS),
      eta: eta(o.eta, 0),
      variance: choice("variance", o.variance ?? "small", VARIANCES),
    },
  };
}

/** @param {unknown} input @param {Shape} shape */
export function sampleOptions(input, shape) {
  const { given, walk: path } = walk("sample", input, shape, ["count", "seed"]);
  return { walk: path, count: integer("count", given.count ?? 16, 1, MOST_POINTS), seed: seed("seed", given.seed) };
}

/** @param {unknown} input */
export function trainOptions(input) {
  const o = known("train", input, ["width", "steps", "rate", "target", "seed", "signal", "onProgress"]);
  return {
    width: integer("width", o.width ?? 64, 1, 256),
    steps: integer("steps", o.steps ?? 2000, 1, 1_000_000),
    rate: number("rate", o.rate ?? 5e-3, Number.MIN_VALUE, 1),
    target: choice("target", o.target ?? "epsilon", TARGETS),
    seed: seed("seed", o.seed),
    hooks: hooksOf(o),
  };
}

/** @param {unknown} input */
export function vaeOptions(input) {
  const o = known("createVae", input, ["model", "signal", "onProgress"]);
  const expected = "the name of a model, or the URL of a model folder";
  if (typeof o.model !== "string") return wrongType("model", expected, o.model);
  return { name: o.model === "" ? outOfRange("model", expected, o.model) : addressed(o.model), hooks: hooksOf(o) };
}

/**
 * What the crate says of a value out of range, as the page's own errors are.
 *
 * @template T @param {string} call @param {() => T} compute
 */
export function checked(call, compute) {
  try {
    return compute();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw new RangeError(sentence(`${call}: ${error instanceof Error ? error.message : found(error)}`));
  }
}
