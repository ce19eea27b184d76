/**
 * What the caller gave, read once and whole before anything is done: objects may have getters that throw, arrays may change after
 * the call, and memory may be shared, detached, or of another frame. From here on there are only plain values and copies of our own.
 */

/** Characters of a sentence at most: some of what is in it is the caller's, and has no limit. */
const MOST = 200;
/** Characters of a caller's own name or text that a sentence repeats. */
const MOST_SHOWN = 40;

/** @param {string} text */
export const sentence = (text) => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text);

/** @param {string} text of the caller's */
export const shown = (text) => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);

/** @param {unknown} value @returns {string} a value as it reads in an error message */
export function found(value) {
  try {
    if (value === null || value === undefined) return String(value);
    if (typeof value === "string") return `the string ${JSON.stringify(shown(value))}`;
    if (typeof value === "number" || typeof value === "boolean") return `${value}`;
    if (typeof value === "bigint") return `${shown(String(value))}n, a BigInt`;
    if (typeof value === "function") return "a function";
    if (typeof value === "symbol") return "a symbol";
    const name = shown(String(value.constructor?.name || "object"));
    const { length } = /** @type {any} */ (value);
    if (isDetached(value)) return `a detached ${name}`;
    return typeof length === "number" ? `${name} of length ${length}` : `a value of type ${name}`;
  } catch {
    return "an object that cannot be read";
  }
}

/** @param {unknown} value */
const isDetached = (value) => ArrayBuffer.isView(value) && value.byteLength === 0 && value.buffer.byteLength === 0 && /** @type {any} */ (value.buffer).detached !== false;

/**
 * Something of the caller's.
 *
 * @template T @param {string} name of the option @param {() => T} get @returns {T}
 */
export function read(name, get) {
  try {
    return get();
  } catch (error) {
    throw new TypeError(sentence(`option "${shown(name)}": expected a value, found one that cannot be read (${shown(String(/** @type {any} */ (error)?.message ?? "an error"))})`), { cause: error });
  }
}

/**
 * The caller's object with `undefined` entries dropped, so that they mean "the default". A name that it inherits counts as its
 * own; an own name that is unknown is refused, since a misspelt option would otherwise be silently ignored.
 *
 * @param {string} call
 * @param {unknown} input
 * @param {readonly string[]} names
 * @returns {Record<string, any>}
 */
export function known(call, input, names) {
  if (input === undefined) return {};
  if (typeof input !== "object" || input === null) throw new TypeError(sentence(`${call}: expected an object of options, found ${found(input)}`));
  for (const name of read(call, () => Object.keys(input))) {
    if (names.includes(name)) continue;
    throw new TypeError(sentence(`option "${shown(name)}": expected an option of ${call}, found an unknown name; it takes ${names.join(", ")}`));
  }
  /** @type {Record<string, any>} */
  const options = {};
  for (const name of names) {
    const value = read(name, () => /** @type {any} */ (input)[name]);
    if (value !== undefined) options[name] = value;
  }
  return options;
}

/** The elements of an array or typed array, of whatever frame, as an array of our own; null for anything else. @param {string} name @param {unknown} value @returns {unknown[] | null} */
export function listOf(name, value) {
  return read(name, () => {
    if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && "length" in value)) return null;
    return isDetached(value) ? null : Array.from(/** @type {ArrayLike<unknown>} */ (value));
  });
}

const tagOf = /** @type {(this: unknown) => string | undefined} */ (Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get);

/** A Float32Array of whatever frame and memory; null for anything else, and for one whose memory is gone. @param {unknown} value @returns {Float32Array | null} */
export function floatsOf(value) {
  if (!ArrayBuffer.isView(value) || isDetached(value)) return null;
  return tagOf.call(value) === "Float32Array" ? /** @type {Float32Array} */ (value) : null;
}
