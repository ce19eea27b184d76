/**
 * An equation whose letters have their pictures: x_t = √ᾱ_t [x₀] + √(1−ᾱ_t) [ε], each factor with its number.
 *
 *     this.equation = new PictureEquation(this);
 *     // in build(): { …, equation: this.equation.element }
 *     // in draw(), numbers.js giving the terms:
 *     const image = (pixels) => tileOf(pixels, 0, info);
 *     this.equation.draw(stepOf(recording, place, image, this.shown, this.tables) ?? outline(this.shown), info);
 *     // or: this.equation.draw(forward({ xt, image, noise, alphaBar }), info);
 */

import { paintGrid } from "../pictures/pixels.js";
import { fragment, h, setText } from "../ui/dom.js";
import { scientific } from "../ui/format.js";
import { symbolElement } from "./formulas.js";
import { math, plain } from "./notation.js";
import { coefficient } from "./terms.js";

/** @typedef {import("./numbers.js").Equation} Equation */
/** @typedef {import("./notation.js").Notation} Notation */
/** @typedef {{ element: HTMLElement, canvas: HTMLCanvasElement, words: HTMLElement, painted: Float32Array | null }} Place of a picture */

/** A factor's number. @param {number} value */
const shown = (value) => (Number.isNaN(value) ? "—" : value === 0 || value === 1 ? String(value) : value >= 100 ? value.toFixed(0) : value >= 0.001 ? value.toFixed(3) : scientific(value));

/** @param {string} symbol @returns {Place} */
function placeOf(symbol) {
  const canvas = h("canvas", { width: 1, height: 1, hidden: true, "aria-hidden": "true" });
  const words = h("small");
  return { canvas, words, painted: null, element: h("figure", { "data-sym": symbol }, h("div", { class: "cell" }, canvas), h("figcaption", {}, symbolElement(symbol), words)) };
}

export class PictureEquation {
  #panel;
  #row = h("div", { class: "terms" });
  #note = h("p", { class: "soft note", hidden: true });
  element = h("div", { class: "picture-equation", role: "group" }, this.#row, this.#note);
  #built = "";
  /** @type {Place[]} of the left side, then of the terms */ #places = [];
  /** @type {{ element: HTMLElement, number: HTMLElement }[]} */ #factors = [];

  /** @param {import("../panel/panel.js").PanelBody} panel whose language and notation it follows */
  constructor(panel) {
    this.#panel = panel;
  }

  /** @param {Equation} equation @param {import("../pictures/pixels.js").Shape | null} shape of its pictures */
  draw(equation, shape) {
    const { left, terms, note } = equation;
    const notation = /** @type {Notation} */ (this.#panel.state?.get("page", "notation") ?? "ho");
    this.#build(equation, notation);
    const say = (/** @type {string} */ key) => this.#panel.say(key);
    [left, ...terms].forEach(({ picture, label }, k) => {
      const place = this.#places[k];
      setText(place.words, say(label));
      // What counts for nothing is not shown as if it did.
      const counts = k === 0 || terms[k - 1].coefficient.value !== 0;
      place.element.toggleAttribute("data-none", !counts);
      if (!shape || (picture === place.painted && picture !== null)) return;
      place.painted = picture;
      place.canvas.hidden = picture === null;
      paintGrid(place.canvas, picture, shape);
    });
    terms.forEach(({ coefficient: { value } }, k) => setText(this.#factors[k].number, shown(value)));
    const right = terms.map(({ sign, coefficient: { value }, symbol }, k) => `${k > 0 || sign === "−" ? ` ${sign} ` : ""}${shown(value)} ${plain(symbol, notation)}`);
    this.element.setAttribute("aria-label", `${plain(left.symbol, notation)} = ${right.join("")}`);
    this.#note.hidden = note === null;
    if (note) setText(this.#note, say(note));
  }

  /** Its letters, anew where they are others than before. @param {Equation} equation @param {Notation} notation */
  #build({ left, terms }, notation) {
    const now = [notation, left.symbol, ...terms.flatMap(({ sign, coefficient: { name }, symbol }) => [sign, name, symbol])].join(" ");
    if (now === this.#built) return;
    this.#built = now;
    this.#places = [left, ...terms].map(({ symbol }) => placeOf(symbol));
    this.#factors = terms.map(({ coefficient: { name } }) => {
      const number = h("small", { class: "num" });
      return { number, element: h("span", { class: "factor" }, fragment(math(coefficient(name, notation))), number) };
    });
    const parts = terms.map(({ sign }, k) => h("div", { class: "part" }, h("span", { class: "sign" }, k === 0 ? (sign === "−" ? "= −" : "=") : sign), this.#factors[k].element, this.#places[k + 1].element));
    // The left side never stands alone at the end of a line.
    parts[0].prepend(this.#places[0].element);
    this.#row.replaceChildren(...parts);
  }
}
