/** What went wrong, as a sentence in the reader's language. */

import { has, say } from "./strings/index.js";

/** An error of the lab; `code` and `details` are there where it has a sentence of its own. */
/** @typedef {Error & { code?: string, details?: Record<string, unknown> }} Fault */

/** @param {Fault} error @param {string} language */
export function sentenceOf(error, language) {
  const key = `error.${error.code}`;
  return has(key) ? say(language, key, shortened(error.details)) : error.message;
}

/** The CPU is a way on where the engine failed, not where a file of the model is missing. @param {Fault} error */
export const cpuHelps = ({ code = "" }) => !/^(no-simd|index|model|weights)/.test(code);

/**
 * Addresses without their host and sums by their beginnings: the console has them whole.
 *
 * @param {Record<string, unknown>} [details]
 */
function shortened(details = {}) {
  const short = (/** @type {unknown} */ value) => {
    if (typeof value !== "string") return value;
    if (/^https?:/.test(value)) return new URL(value).pathname;
    return /^[0-9a-f]{64}$/i.test(value) ? `${value.slice(0, 12)}…` : value;
  };
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, short(value)]));
}
