/** Citations: strings whose key ends in `.source`, such as "DDPM, eq. 14; Salimans and Ho 2022, §4". */

import { h, setText } from "./dom.js";
import { paperOf } from "./papers.js";

/** What was written last. @type {WeakMap<HTMLElement, string>} */
const written = new WeakMap();

/**
 * Writes a citation, each paper in it as a link to where it can be read, in the one look that citations have.
 *
 * @param {HTMLElement} node
 * @param {string} value papers between semicolons; what is none stays text
 */
export function cite(node, value) {
  if (written.get(node) === value) return; // a link under the pointer stays
  written.set(node, value);
  node.classList.add("source");
  const parts = value.split("; ").map((citation) => {
    const address = paperOf(citation);
    const part = address ? h("a", { href: address, target: "_blank", rel: "noopener" }) : h("span");
    setText(part, citation);
    return part;
  });
  node.replaceChildren(...parts.flatMap((part, k) => (k === 0 ? [part] : ["; ", part])));
}
