/** Small helpers for building trees. */

import { parse } from "../math/prose.js";
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
  const parts = plainOnly(node) ? null : parse(value);
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

/** In a span of their own, since in a box that lays out its children each would be one. @param {HTMLElement} node @param {NonNullable<ReturnType<typeof parse>>} parts text and symbols in turn */
function place(node, parts) {
  const old = node.childNodes.length === 1 && node.firstElementChild?.classList.contains("set") ? [...node.firstElementChild.childNodes] : [];
  const same = old.length === parts.length && parts.every((part, k) => (typeof part === "string" ? old[k] instanceof Text : isSymbol(old[k], part)));
  if (!same) node.replaceChildren(h("span", { class: "set" }, ...parts.map((part) => (typeof part === "string" ? document.createTextNode(part) : symbolElement(part.id, part)))));
  else parts.forEach((part, k) => typeof part === "string" && old[k].nodeValue !== part && (old[k].nodeValue = part));
}

/** @param {Node} node @param {import("../math/prose.js").Found} found */
const isSymbol = (node, { id, at, tight }) => node instanceof HTMLElement && node.dataset.symbol === id && node.dataset.at === at && (node.dataset.tight !== undefined) === tight;

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
