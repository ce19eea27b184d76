/** Small helpers for building trees. */

import { parse } from "../math/prose.js";
import { wordsIn } from "../math/words.js";
import { symbolElement } from "../math/formulas.js";
import { fragment } from "./fragment.js";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes] a function is a listener (`onclick`); `false` and `undefined` are left out
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** An element whose text is the string of a key. @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {string} key @param {Record<string, any>} [attributes] */
export const text = (tag, key, attributes = {}) => h(tag, { ...attributes, "data-s": key });

export { fragment };

/** Where no markup can stand, or where it would not be read out well. @param {HTMLElement} node */
const plainOnly = (node) => node.localName === "option" || node.localName === "title" || node.hasAttribute("aria-live");

/** Sentences, captions and names of settings: where a word may say what it is. What is pressed says what it does. */
const OF_SENTENCES = new Set(["p", "small", "figcaption", "legend", "label", "dt", "q"]);

/** @typedef {string | import("../math/prose.js").Found | import("../math/words.js").Word} Part */

/** Text with the symbols and words in it, text in turn with them; null where there are none. @param {HTMLElement} node @param {string} value @returns {Part[] | null} */
function partsOf(node, value) {
  if (plainOnly(node)) return null;
  const parts = parse(value);
  if (!OF_SENTENCES.has(node.localName)) return parts;
  /** @type {Set<string>} */
  const seen = new Set();
  const all = /** @type {Part[]} */ (parts ?? [value]).flatMap((part) => (typeof part === "string" && wordsIn(part, seen)) || [part]);
  return all.length > 1 ? all : null;
}

/** What was set last, and what it begins with now. @type {WeakMap<HTMLElement, { value: string, first: ChildNode | null }>} */
const set = new WeakMap();

/**
 * Sets text only where it differs, so that nothing is announced or selected anew. Symbols in it (math/prose.js) are set as
 * mathematics, and those that are there already stay, so that one under the pointer is not taken away at every frame.
 *
 * @param {HTMLElement} node
 * @param {string} value
 */
export function setText(node, value) {
  const last = set.get(node);
  if (last?.value === value && last.first === node.firstChild) return;
  const parts = partsOf(node, value);
  if (parts === null) {
    if (node.textContent !== value || node.firstElementChild) node.textContent = value;
  } else {
    place(node, parts);
  }
  set.set(node, { value, first: node.firstChild });
}

/** Symbols as the title of something: x̃₀ − x₀. @param {string} value as strings write them */
export function symbols(value) {
  const span = h("span", { class: "math" });
  setText(span, value);
  return span;
}

/** In a span of their own, since in a box that lays out its children each would be one. @param {HTMLElement} node @param {Part[]} parts */
function place(node, parts) {
  const old = node.childNodes.length === 1 && node.firstElementChild?.classList.contains("set") ? [...node.firstElementChild.childNodes] : [];
  const same = old.length === parts.length && parts.every((part, k) => (typeof part === "string" ? old[k] instanceof Text : isPart(old[k], part)));
  if (!same) node.replaceChildren(h("span", { class: "set" }, ...parts.map(made)));
  else parts.forEach((part, k) => typeof part === "string" && old[k].nodeValue !== part && (old[k].nodeValue = part));
}

/** @param {Part} part */
function made(part) {
  if (typeof part === "string") return document.createTextNode(part);
  return "word" in part ? h("span", { class: "word", "data-word": part.word }, part.text) : symbolElement(part.id, part);
}

/** @param {Node} node @param {Exclude<Part, string>} part */
const isPart = (node, part) => node instanceof HTMLElement && ("word" in part ? node.dataset.word === part.word && node.textContent === part.text : node.dataset.symbol === part.id && node.dataset.at === part.at && (node.dataset.tight !== undefined) === part.tight);

/**
 * Calls back at the next frame after an element came to another size. Whatever changes sizes in the observer's own call is reported
 * as an error on the window, and that may be somebody's page.
 *
 * @param {Element} element @param {() => void} resized
 */
export function onResize(element, resized) {
  let asked = false;
  const observer = new ResizeObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      resized();
    });
  });
  observer.observe(element);
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
