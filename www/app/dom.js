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

/**
 * Sets text only where it differs, so that nothing is announced or selected anew. `x_T` is set with its subscript.
 *
 * @param {HTMLElement} node
 * @param {string} value
 */
export function setText(node, value) {
  const parts = value.split("x_T");
  if (node.textContent === parts.join("xT")) return;
  node.replaceChildren(parts[0], ...parts.slice(1).flatMap((part) => ["x", h("sub", {}, "T"), part]));
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
