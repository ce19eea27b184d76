/**
 * Strings by language. What several parts share is here; a panel adds its own, from its folder. English is complete by
 * definition; the tests hold Korean to the same keys.
 */

import { cite } from "../ui/cite.js";
import { setText } from "../ui/dom.js";
import controlEn from "./control.en.js";
import controlKo from "./control.ko.js";
import equationEn from "./equation.en.js";
import equationKo from "./equation.ko.js";
import layoutEn from "./layout.en.js";
import layoutKo from "./layout.ko.js";
import pageEn from "./page.en.js";
import pageKo from "./page.ko.js";
import runEn from "./run.en.js";
import runKo from "./run.ko.js";
import rulerEn from "./ruler.en.js";
import rulerKo from "./ruler.ko.js";
import sourceEn from "./source.en.js";
import sourceKo from "./source.ko.js";

/** @typedef {Record<string, string>} Strings by key */

/** @type {Record<"en" | "ko", Strings>} */
export const STRINGS = { en: {}, ko: {} };

/** Adds a part's strings. @param {Strings} en @param {Strings} ko */
export function addStrings(en, ko) {
  Object.assign(STRINGS.en, en);
  Object.assign(STRINGS.ko, ko);
}

addStrings(controlEn, controlKo);
addStrings(equationEn, equationKo);
addStrings(layoutEn, layoutKo);
addStrings(pageEn, pageKo);
addStrings(runEn, runKo);
addStrings(rulerEn, rulerKo);
addStrings(sourceEn, sourceKo);

/**
 * @param {string} language
 * @param {string} key
 * @param {Record<string, unknown>} [values] for the {places} in the string
 */
export function say(language, key, values = {}) {
  const text = STRINGS[language === "ko" ? "ko" : "en"][key] ?? STRINGS.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {string} key */
export const has = (key) => key in STRINGS.en;

/** @param {string | null | undefined} tag a BCP 47 language tag */
export const languageFromTag = (tag) => (tag?.toLowerCase().startsWith("ko") ? "ko" : "en");

/**
 * Writes the strings of a language into a tree: `data-s` is the text, or a citation where its key ends in `.source`;
 * `data-s-label` the accessible name, `data-s-title` the tooltip.
 *
 * @param {ParentNode} root
 * @param {string} language
 */
export function translate(root, language) {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-s]"))) {
    const key = node.dataset.s ?? "";
    const write = key.endsWith(".source") ? cite : setText;
    write(node, say(language, key));
  }
  for (const node of root.querySelectorAll("[data-s-label]")) {
    node.setAttribute("aria-label", say(language, /** @type {HTMLElement} */ (node).dataset.sLabel ?? ""));
  }
  for (const node of root.querySelectorAll("[data-s-title]")) {
    node.setAttribute("title", say(language, /** @type {HTMLElement} */ (node).dataset.sTitle ?? ""));
  }
}
