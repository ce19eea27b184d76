/** What went wrong, as a sentence in the reader's language. */

import { failureFromError } from "../../lab/protocol.js";
import { has, say } from "../strings/index.js";

/** An error of the lab; `code` and `details` are there where it has a sentence of its own. */
/** @typedef {Error & { code?: string, details?: Record<string, unknown> }} Fault */

/** @param {Fault} error @param {string} language */
export function sentenceOf(error, language) {
  // What is thrown on the page itself is named as what is thrown in the worker.
  const { code, details, message } = failureFromError(error);
  const key = `error.${code}`;
  return has(key) ? say(language, key, shortened(details)) : message;
}

/** Nothing that the reader does here gives the browser what it lacks. @param {Fault} error */
export const retryHelps = ({ code }) => code !== "no-simd" && code !== "outdated";

/** The CPU is a way on where the engine failed, not where a file of the model is missing. @param {Fault} error */
export const cpuHelps = ({ code = "" }) => !/^(no-simd|index|model|weights|worker-(?!stopped)|outdated|out-of-memory)/.test(code);

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
