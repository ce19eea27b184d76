/**
 * Pieces of formulas, each in two forms: MathML for the page (`m`), and plain text for where no markup can stand, such as
 * the names of a plot's axes or what a screen reader says (`u`).
 */

/**
 * @typedef {object} Piece
 * @property {string} m MathML of one element
 * @property {string} u plain text
 * @property {boolean} [sum] of several terms: needs brackets where it is multiplied
 */

/** @param {string} m @param {string} u @param {boolean} [sum] @returns {Piece} */
const piece = (m, u, sum) => ({ m, u, ...(sum ? { sum } : {}) });
const all = (/** @type {Piece[]} */ pieces, /** @type {"m" | "u"} */ form) => pieces.map((each) => each[form]).join("");

const LOWERED = { 0: "₀", 1: "₁", 2: "₂", t: "ₜ", i: "ᵢ", k: "ₖ", s: "ₛ", "−": "₋", "+": "₊" };
const RAISED = { 0: "⁰", 1: "¹", 2: "²", t: "ᵗ", i: "ⁱ", a: "ᵃ", "(": "⁽", ")": "⁾" };
/** Marks over a letter, and how plain text writes them after it. */
const MARKS = { "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304" };

/** @param {string} text @param {Record<string, string>} signs @param {string} mark before what has no sign of its own */
function small(text, signs, mark) {
  if ([...text].every((letter) => letter in signs)) return [...text].map((letter) => signs[letter]).join("");
  return mark + ([...text].length === 1 ? text : `{${text}}`);
}

/** An identifier. */
export const i = (/** @type {string} */ s) => piece(`<mi>${s}</mi>`, s);
const SPACED = ["=", "+", "−", "≤", "∼", "≥", ">"];
export const o = (/** @type {string} */ s) => piece(`<mo>${s}</mo>`, SPACED.includes(s) ? ` ${s} ` : s === "," ? ", " : s);
/** An operator at the start of a term: what comes before it is in another <math>, so that it would be taken for a sign. */
export const then = (/** @type {string} */ s) => piece(`<mo form="infix">${s}</mo>`, ` ${s} `);
export const minus = piece(`<mo form="prefix">−</mo>`, "−");
export const n = (/** @type {string | number} */ s) => piece(`<mn>${s}</mn>`, String(s));
export const words = (/** @type {string} */ s) => piece(`<mtext>${s}</mtext>`, s);
export const row = (/** @type {Piece[]} */ ...s) => piece(`<mrow>${all(s, "m")}</mrow>`, all(s, "u"));
/** Terms in a row, which need brackets where they are multiplied. */
export const sum = (/** @type {Piece[]} */ ...s) => ({ ...row(...s), sum: true });
/** An index below: without spaces, so that it stays short in plain text. */
export const sub = (/** @type {Piece} */ a, /** @type {Piece} */ b) => piece(`<msub>${a.m}${b.m}</msub>`, a.u + small(b.u.replaceAll(" ", ""), LOWERED, "_"));
export const sup = (/** @type {Piece} */ a, /** @type {Piece} */ b) => piece(`<msup>${a.m}${b.m}</msup>`, a.u + small(b.u.replaceAll(" ", ""), RAISED, "^"));
export const both = (/** @type {Piece} */ a, /** @type {Piece} */ below, /** @type {Piece} */ above) =>
  piece(`<msubsup>${a.m}${below.m}${above.m}</msubsup>`, sup(sub(a, below), above).u);
export const over = (/** @type {string} */ letter, /** @type {keyof typeof MARKS} */ mark) =>
  piece(`<mover accent="true">${i(letter).m}<mo>${mark}</mo></mover>`, letter + MARKS[mark]);
export const root = (/** @type {Piece} */ s) => piece(`<msqrt>${s.m}</msqrt>`, `√${s.sum || s.u.includes("/") ? `(${s.u})` : s.u}`);
const inLine = (/** @type {Piece} */ s) => (s.sum ? `(${s.u})` : s.u);
export const frac = (/** @type {Piece} */ a, /** @type {Piece} */ b) => piece(`<mfrac>${a.m}${b.m}</mfrac>`, `${inLine(a)}/${inLine(b)}`);
/** A fence that stays as high as the letters, so that what is inside may wrap. */
export const fence = (/** @type {string} */ s) => piece(`<mo stretchy="false">${s}</mo>`, s);
export const of = (/** @type {Piece[]} */ ...s) => row(fence("("), ...s, fence(")"));
/** Something that is multiplied. */
export const factor = (/** @type {Piece} */ s) => (s.sum ? of(s) : s);
export const under = (/** @type {Piece} */ a, /** @type {Piece} */ b) => piece(`<munder>${a.m}${b.m}</munder>`, `${a.u}_{${b.u}}`);
export const between = (/** @type {Piece} */ a, /** @type {Piece} */ from, /** @type {Piece} */ to) => piece(`<munderover>${a.m}${from.m}${to.m}</munderover>`, `${a.u}_{${from.u}}^{${to.u}}`);
export const square = (/** @type {Piece} */ s) => sup(s, n(2));
export const gap = piece(`<mspace width=".17em"/>`, " ");

/** Marks a piece as a symbol, with the class of idea that gives it its colour. @param {Piece} s @param {string} id @param {string} idea @returns {Piece} */
export const marked = (s, id, idea) => ({ ...s, m: s.m.replace(/^<\w+/, (tag) => `${tag} data-sym="${id}"${idea ? ` data-idea="${idea}"` : ""}`) });
