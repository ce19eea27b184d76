/**
 * What the worker was asked, checked once more by the same schema: the page's scripts can send it anything, and what the engine is
 * given beyond its own options would stop it, or call what is no call.
 */

import { integer } from "../lab/checks.js";
import { found, known } from "../lab/given.js";
import * as check from "../lab/options.js";
import { LabError } from "../lab/protocol.js";

/** @typedef {import("../lab/types.js").LabInfo} LabInfo */

/** Values that the noise of a step may have: a gigabyte. */
const MOST_VALUES = 2 ** 28;

/** @type {Map<string, (options: unknown, info: LabInfo) => Record<string, any>>} */
const CALLS = new Map(
  Object.entries({
    sample: check.sampleOptions,
    interpolate: check.interpolateOptions,
    forwardNoise: check.forwardNoiseOptions,
    stepNoise: stepNoiseOptions,
    encode: (options, info) => check.encodeOptions("encode", options, info),
    reconstruct: (options, info) => check.encodeOptions("reconstruct", options, info),
    predict: check.predictOptions,
    bound: check.boundOptions,
  }),
);

/** Of `denoise`, which asks for it itself (lab/denoise.js). @param {unknown} input @param {LabInfo} info */
function stepNoiseOptions(input, info) {
  const o = known("stepNoise", input, ["count", "t", "seed", "noise"]);
  return {
    count: integer("count", o.count, 1, Math.floor(MOST_VALUES / (info.channels * info.height * info.width))),
    t: integer("t", o.t, 0, info.trainSteps - 1),
    seed: check.seed("seed", o.seed),
    noise: check.noise(o.noise),
  };
}

/** @param {{ verb: string, options: unknown }} request @param {LabInfo} info @returns {Record<string, any>} complete options */
export function checkedCall({ verb, options }, info) {
  const checked = CALLS.get(verb);
  if (!checked) throw new LabError(`expected one of the calls ${[...CALLS.keys()].join(", ")}, found ${found(verb)}`, "unknown-call");
  const { hooks, paused, ...complete } = checked(options, info);
  return complete;
}

/** @param {Record<string, any>} request */
export function checkedOpen({ model, backend, cores }) {
  const { hooks, ...want } = check.labOptions({ model, backend, cores });
  return want;
}
