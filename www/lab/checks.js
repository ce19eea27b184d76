/**
 * Checks of single values. Each takes a value and its name and returns it in the form that the engine
 * wants, or throws: `TypeError` for the wrong kind of thing, `RangeError` for the right kind with a
 * value out of range. The sentence always names the option, what was expected, and what was found.
 */

import { floatsOf, found, listOf, read, sentence } from "./given.js";

/** @param {string} name @param {string} expected @param {unknown} value @returns {never} */
export function wrongType(name, expected, value) {
  throw new TypeError(sentence(`option "${name}": expected ${expected}, found ${found(value)}`));
}

/** @param {string} name @param {string} expected @param {unknown} value @returns {never} */
export function outOfRange(name, expected, value) {
  throw new RangeError(sentence(`option "${name}": expected ${expected}, found ${found(value)}`));
}

/** @param {string} name @param {unknown} value @param {number} min @param {number} max */
export function integer(name, value, min, max) {
  const expected = `an integer from ${min} to ${max}`;
  if (typeof value !== "number") return wrongType(name, expected, value);
  if (!Number.isInteger(value) || value < min || value > max) return outOfRange(name, expected, value);
  return value;
}

/** @param {string} name @param {unknown} value @param {number} min @param {number} max */
export function number(name, value, min, max) {
  const expected = `a number from ${min} to ${max}`;
  if (typeof value !== "number") return wrongType(name, expected, value);
  if (!(value >= min && value <= max)) return outOfRange(name, expected, value); // NaN lands here too
  return value;
}

/** @param {string} name @param {unknown} value @returns {boolean} */
export function boolean(name, value) {
  return typeof value === "boolean" ? value : wrongType(name, "true or false", value);
}

/** @template {string} T @param {string} name @param {unknown} value @param {readonly T[]} choices @returns {T} */
export function choice(name, value, choices) {
  const expected = `one of ${choices.map((c) => JSON.stringify(c)).join(", ")}`;
  if (typeof value !== "string") return wrongType(name, expected, value);
  if (!choices.includes(/** @type {T} */ (value))) return outOfRange(name, expected, value);
  return /** @type {T} */ (value);
}

/**
 * A tensor of whole images.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {{ channels: number, height: number, width: number }} info gives the size of one image
 * @param {{ images?: number, bounded?: boolean }} [demand] exactly so many images; values within [-1, 1]
 * @returns {Float32Array} a copy: what the caller does with his own after the call changes nothing
 */
export function tensor(name, value, info, { images, bounded = true } = {}) {
  const [c, h, w] = [info.channels, info.height, info.width];
  const size = c * h * w;
  const shape = images === 1 ? `[${c}, ${h}, ${w}], ${size} values` : `[N, ${c}, ${h}, ${w}], a multiple of ${size} values`;
  const expected = `a Float32Array of shape ${shape}`;
  const given = floatsOf(value);
  if (!given) return wrongType(name, expected, value);
  const wrong = given.length === 0 || given.length % size !== 0 || (images !== undefined && given.length !== images * size);
  if (wrong) return outOfRange(name, expected, value);
  const copy = new Float32Array(given.length);
  copy.set(given);
  // Rounding may carry a clipped picture past 1 by a hair; pixel values 0 … 255 are the mistake to catch.
  const limit = bounded ? 1.001 : Infinity;
  for (let i = 0; i < copy.length; i++) {
    if (Number.isFinite(copy[i]) && Math.abs(copy[i]) <= limit) continue;
    const range = bounded ? "values from -1 to 1" : "finite values";
    throw new RangeError(`option "${name}": expected ${range}, found ${copy[i]} at position ${i}`);
  }
  return copy;
}

/** @param {string} name @param {unknown} value @returns {number[] | null} the integers of an array or typed array, else null */
export function integers(name, value, /** @type {number} */ min, /** @type {number} */ max) {
  return listOf(name, value)?.map((v, i) => integer(`${name}[${i}]`, v, min, max)) ?? null;
}

/** @param {unknown} value @returns {AbortSignal | undefined} */
export function abortSignal(value) {
  if (value === undefined) return undefined;
  // Of another frame it is no instance of this one's class.
  const isOne = read("signal", () => value instanceof AbortSignal || Object.prototype.toString.call(value) === "[object AbortSignal]");
  return isOne ? /** @type {AbortSignal} */ (value) : wrongType("signal", "an AbortSignal", value);
}

/** @param {unknown} value @returns {((progress: any) => void) | undefined} */
export function callback(value) {
  if (value === undefined || typeof value === "function") return /** @type {any} */ (value);
  return wrongType("onProgress", "a function", value);
}
