/** Signs below and above the line, in text: `p_φ(x)`, `x_T`, `E_{q_φ}`, `n^m`, and those that Unicode has, xₜ₋₁, which fonts draw small. */

/** @typedef {string | { tag: "sub" | "sup", parts: Part[] }} Part */

/** @type {Record<string, string>} */
const LOWERED = { "₀": "0", "₁": "1", "₂": "2", "₊": "+", "₋": "−", "ₜ": "t", "ᵢ": "i", "ₖ": "k" };
const SCRIPT = new RegExp(`([_^])(?:\\{([^{}]*)\\}|([A-Za-z]+|[Α-ω]))|([${Object.keys(LOWERED).join("")}]+)`, "u");

/** @param {string} text @returns {Part[]} */
export function scripted(text) {
  const found = SCRIPT.exec(text);
  if (!found) return text === "" ? [] : [text];
  const [whole, mark, group, letters, lowered] = found;
  const parts = lowered ? [[...lowered].map((sign) => LOWERED[sign]).join("")] : scripted(group ?? letters);
  return [...(found.index > 0 ? [text.slice(0, found.index)] : []), { tag: mark === "^" ? "sup" : "sub", parts }, ...scripted(text.slice(found.index + whole.length))];
}

/** As HTML, for a document. @param {Part[]} parts @returns {string} */
export const markup = (parts) => parts.map((part) => (typeof part === "string" ? part : `<${part.tag}>${markup(part.parts)}</${part.tag}>`)).join("");
