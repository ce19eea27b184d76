/**
 * Symbols and formulas on the page. Each element says what it is (`data-symbol`, `data-formula`), so that it can be written
 * anew when the reader chooses another notation: whoever makes one need not know the reader, for a panel calls `renotate`
 * after every frame.
 */

import { fragment } from "../ui/fragment.js";
import { formulaMarkup } from "./terms.js";
import { math, plain, sign } from "./notation.js";

/** @typedef {import("./notation.js").At} At */
/** @typedef {import("./notation.js").Notation} Notation */

/**
 * A symbol in a sentence, a title, a table.
 *
 * @param {string} id
 * @param {{ at?: At, tight?: boolean, notation?: Notation }} [how] `tight`: a sum gets brackets
 */
export function symbolElement(id, { at, tight = false, notation = "ho" } = {}) {
  const span = document.createElement("span");
  span.className = "symbol";
  span.dataset.symbol = id;
  if (at !== undefined) span.dataset.at = at;
  if (tight) span.dataset.tight = "";
  writeSymbol(span, notation);
  return span;
}

/** @param {HTMLElement} span @param {Notation} notation */
function writeSymbol(span, notation) {
  const { symbol: id = "", at, tight } = span.dataset;
  const time = /** @type {At | undefined} */ (at);
  const made = sign(id, notation, time);
  const markup = made.sum && tight !== undefined ? `<mrow><mo>(</mo>${made.m}<mo>)</mo></mrow>` : made.m;
  const element = fragment(math(markup));
  // Words that a screen reader puts together from parts, such as a label's, have it as plain text.
  element.firstElementChild?.setAttribute("aria-label", plain(id, notation, time));
  span.replaceChildren(element);
  span.dataset.in = notation;
}

/** A formula by its name, term by term. @param {string} name @param {Notation} [notation] */
export function formula(name, notation = "ho") {
  const span = document.createElement("span");
  span.className = "formula";
  span.dataset.formula = name;
  writeFormula(span, notation);
  return span;
}

/** @param {HTMLElement} span @param {Notation} notation */
function writeFormula(span, notation) {
  span.replaceChildren(fragment(formulaMarkup(span.dataset.formula ?? "", notation)));
  span.dataset.in = notation;
}

/** Writes all that a tree has of mathematics in a notation; what is in it already stays. @param {ParentNode} root @param {Notation} notation */
export function renotate(root, notation) {
  for (const span of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(`[data-in]:not([data-in="${notation}"])`))) {
    if (span.dataset.formula !== undefined) writeFormula(span, notation);
    else writeSymbol(span, notation);
  }
}
