/** Small helpers for building trees. */

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

/** A tree from trusted markup of our own. @param {string} markup */
export function fragment(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

/** A letter and its subscript, for which Unicode has no character: x_T, p_θ. */
const SUBSCRIPT = /\b([xzLpq])_([TKkθφ])(?!\w)/;

/**
 * Sets text only where it differs, so that nothing is announced or selected anew. `x_T` is set with its subscript.
 *
 * @param {HTMLElement} node
 * @param {string} value
 */
export function setText(node, value) {
  const parts = value.split(SUBSCRIPT); // text, letter, subscript, text, …
  if (node.textContent === parts.join("")) return;
  node.replaceChildren(...parts.map((part, k) => (k % 3 === 2 ? h("sub", {}, part) : part)));
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
