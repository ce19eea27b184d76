/** What a setting can be, and how a value from a link, an attribute or a control is made fit for it. */

import { mixtureFromCode } from "./mixture-code.js";
import { lengthOfCode } from "./picture-code.js";

/**
 * @typedef {null | number | string} Value
 * @typedef {object} Setting
 * @property {"integer" | "number" | "choice" | "label" | "name" | "picture" | "mixture" | "shared"} kind
 * @property {Value} initial
 * @property {number} [min]
 * @property {number} [max] of a picture, the number of its values
 * @property {readonly string[]} [choices]
 * @property {string} [of] of a shared setting, the scope that has it under the same name
 */

/** @param {number} initial @param {number} min @param {number} max @returns {Setting} */
export const integer = (initial, min, max) => ({ kind: "integer", initial, min, max });
/** @param {number} initial @param {number} min @param {number} max @returns {Setting} */
export const number = (initial, min, max) => ({ kind: "number", initial, min, max });
/** @param {string} initial @param {readonly string[]} choices @returns {Setting} */
export const choice = (initial, choices) => ({ kind: "choice", initial, choices });
/** A name: letters, digits, - and _; or what it is initially. @param {string} initial @returns {Setting} */
export const name = (initial) => ({ kind: "name", initial });
/** A class of the model, or null for any. @returns {Setting} */
export const label = () => ({ kind: "label", initial: null, min: 0, max: 9999 });
/** A picture of the reader's own, as picture-code.js writes it; empty while there is none. @returns {Setting} */
export const picture = () => ({ kind: "picture", initial: "" });
/** A Gaussian mixture of the reader's own, as mixture-code.js writes it; empty while there is none. @returns {Setting} */
export const mixture = () => ({ kind: "mixture", initial: "" });
/** The setting of the same name in another scope, under a second name: that of before it was shared. @param {string} of @returns {Setting} */
export const shared = (of) => ({ kind: "shared", initial: null, of });
export const seed = (/** @type {number} */ initial) => integer(initial, 0, 999_999_999);
export const steps = (/** @type {number} */ initial) => integer(initial, 1, 1000);
export const eta = (/** @type {number} */ initial) => number(initial, 0, 1);
export const guidance = () => number(1, 0, 6);

/**
 * A value made fit for a setting.
 *
 * @param {Setting} setting
 * @param {unknown} given text from the URL or an attribute, or a value
 * @param {number} [max] tighter than the setting's own, where the model asks for it
 * @returns {{ value: Value, fits: boolean }} `fits` is false where the value had to be changed
 */
export function fit(setting, given, max = setting.max) {
  const text = String(given ?? "").trim();
  if (setting.kind === "choice") {
    const fits = !!setting.choices?.includes(text);
    return { value: fits ? text : setting.initial, fits };
  }
  if (setting.kind === "name") {
    const fits = text === setting.initial || /^[a-z0-9][a-z0-9_-]{0,63}$/i.test(text);
    return { value: fits ? text : setting.initial, fits };
  }
  if (setting.kind === "picture") {
    const length = lengthOfCode(text);
    const fits = text === "" || (length !== null && length === (max ?? length));
    return { value: fits ? text : setting.initial, fits };
  }
  if (setting.kind === "mixture") {
    const fits = text === "" || mixtureFromCode(text) !== null;
    return { value: fits ? text : setting.initial, fits };
  }
  if (setting.kind === "label" && (given === null || text === "any" || text === "")) return { value: null, fits: true };
  const parsed = text === "" ? NaN : Number(text);
  if (!Number.isFinite(parsed)) return { value: setting.initial, fits: false };
  const rounded = setting.kind === "number" ? parsed : Math.round(parsed);
  const value = Math.min(Math.max(rounded, setting.min ?? -Infinity), max ?? Infinity);
  return { value, fits: value === parsed };
}
