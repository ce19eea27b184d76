/** Strings by language. English is complete by definition; the tests hold Korean to the same keys. */

import { setText } from "../dom.js";
import en from "./en.js";
import ko from "./ko.js";

/** @typedef {keyof typeof en} Key */

/** @type {Record<string, Record<string, string>>} */
const LANGUAGES = { en, ko };

/**
 * @param {string} language
 * @param {string} key
 * @param {Record<string, unknown>} [values] for the {places} in the string
 */
export function say(language, key, values = {}) {
  const text = LANGUAGES[language]?.[key] ?? /** @type {Record<string, string>} */ (en)[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {string} key */
export const has = (key) => key in en;

/** @param {string | null | undefined} tag a BCP 47 language tag */
export const languageFromTag = (tag) => (tag?.toLowerCase().startsWith("ko") ? "ko" : "en");

/**
 * Writes the strings of a language into a tree: `data-s` is the text, `data-s-label` the accessible
 * name, `data-s-title` the tooltip.
 *
 * @param {ParentNode} root
 * @param {string} language
 */
export function translate(root, language) {
  for (const node of root.querySelectorAll("[data-s]")) setText(/** @type {HTMLElement} */ (node), say(language, /** @type {HTMLElement} */ (node).dataset.s ?? ""));
  for (const node of root.querySelectorAll("[data-s-label]")) {
    node.setAttribute("aria-label", say(language, /** @type {HTMLElement} */ (node).dataset.sLabel ?? ""));
  }
  for (const node of root.querySelectorAll("[data-s-title]")) {
    node.setAttribute("title", say(language, /** @type {HTMLElement} */ (node).dataset.sTitle ?? ""));
  }
}
