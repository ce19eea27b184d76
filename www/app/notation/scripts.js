/** Signs below and above the line, in text: `p_φ(x)`, `x_T`, `E_{q_φ}`, `n^m`. Unicode has signs for few of them. */

/** @typedef {string | { tag: "sub" | "sup", parts: Part[] }} Part */

const SCRIPT = /([_^])(?:\{([^{}]*)\}|([A-Za-z]+|[Α-ω]))/u;

/** @param {string} text @returns {Part[]} */
export function scripted(text) {
  const found = SCRIPT.exec(text);
  if (!found) return text === "" ? [] : [text];
  const [whole, mark, group, letters] = found;
  const parts = scripted(group ?? letters);
  return [...(found.index > 0 ? [text.slice(0, found.index)] : []), { tag: mark === "_" ? "sub" : "sup", parts }, ...scripted(text.slice(found.index + whole.length))];
}

/** As HTML, for a document. @param {Part[]} parts @returns {string} */
export const markup = (parts) => parts.map((part) => (typeof part === "string" ? part : `<${part.tag}>${markup(part.parts)}</${part.tag}>`)).join("");
