/**
 * Checks of single values. Each takes a value and its name and returns it in the form that the engine
 * wants, or throws: `TypeError` for the wrong kind of thing, `RangeError` for the right kind with a
 * value out of range. The sentence always names the option, what was expected, and what was found.
 */

/** @param {unknown} value @returns {string} a value as it reads in an error message */
export function found(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return `the string ${JSON.stringify(value.slice(0, 60))}`;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  if (typeof value === "function") return "a function";
  const name = value?.constructor?.name ?? "object";
  const length = /** @type {any} */ (value).length;
  return typeof length === "number" ? `${name} of length ${length}` : `a value of type ${name}`;
}

/** @param {string} name @param {string} expected @param {unknown} value @returns {never} */
export function wrongType(name, expected, value) {
  throw new TypeError(`option "${name}": expected ${expected}, found ${found(value)}`);
}

/** @param {string} name @param {string} expected @param {unknown} value @returns {never} */
export function outOfRange(name, expected, value) {
  throw new RangeError(`option "${name}": expected ${expected}, found ${found(value)}`);
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
 * @returns {Float32Array} the caller's own array: it is copied on its way to the worker
 */
export function tensor(name, value, info, { images, bounded = true } = {}) {
  const [c, h, w] = [info.channels, info.height, info.width];
  const size = c * h * w;
  const shape = images === 1 ? `[${c}, ${h}, ${w}], ${size} values` : `[N, ${c}, ${h}, ${w}], a multiple of ${size} values`;
  const expected = `a Float32Array of shape ${shape}`;
  if (!(value instanceof Float32Array)) return wrongType(name, expected, value);
  const wrong = value.length === 0 || value.length % size !== 0 || (images !== undefined && value.length !== images * size);
  if (wrong) return outOfRange(name, expected, value);
  // Rounding may carry a clipped picture past 1 by a hair; pixel values 0 … 255 are the mistake to catch.
  const limit = bounded ? 1.001 : Infinity;
  for (let i = 0; i < value.length; i++) {
    if (Number.isFinite(value[i]) && Math.abs(value[i]) <= limit) continue;
    const range = bounded ? "values from -1 to 1" : "finite values";
    throw new RangeError(`option "${name}": expected ${range}, found ${value[i]} at position ${i}`);
  }
  return value;
}

/** @param {string} name @param {unknown} value @returns {number[] | null} the integers of an array or typed array, else null */
export function integers(name, value, /** @type {number} */ min, /** @type {number} */ max) {
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && "length" in value)) return null;
  return Array.from(/** @type {ArrayLike<unknown>} */ (value), (v, i) => integer(`${name}[${i}]`, v, min, max));
}

/** @param {unknown} value @returns {AbortSignal | undefined} */
export function abortSignal(value) {
  if (value === undefined) return undefined;
  const signal = /** @type {AbortSignal} */ (value);
  if (typeof signal?.aborted === "boolean" && typeof signal.addEventListener === "function") return signal;
  return wrongType("signal", "an AbortSignal", value);
}

/** @param {unknown} value @returns {((progress: any) => void) | undefined} */
export function callback(value) {
  if (value === undefined || typeof value === "function") return /** @type {any} */ (value);
  return wrongType("onProgress", "a function", value);
}
