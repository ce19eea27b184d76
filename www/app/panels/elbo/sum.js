/** The bound as a sum: each term with its number below it, and of what it is a bound. */

import { symbolElement } from "../../math/formulas.js";
import { h, setText, text } from "../../ui/dom.js";

/** @typedef {"total" | "prior" | "sum" | "last"} Term */

/** What stands before a term, its symbol and its words. @type {[Term, string, () => Node[]][]} */
const TERMS = [
  ["total", "", () => [symbolElement("L")]],
  ["prior", "=", () => [symbolElement("L-T")]],
  ["sum", "+", () => [h("span", { class: "sigma", "aria-hidden": "true" }, "∑"), symbolElement("L-prev")]],
  ["last", "+", () => [symbolElement("L-0")]],
];

export class BoundSum {
  /** @type {Record<string, HTMLElement>} */ #numbers = {};
  #of = h("p", { class: "soft bound-of" });
  #row = h("div", { class: "bound-sum" });
  element = h("div", {}, this.#row, this.#of);

  constructor() {
    for (const [name, sign, symbol] of TERMS) {
      const number = (this.#numbers[name] = h("b", { class: "num" }, "—"));
      const figure = h("figure", { "data-term": name }, h("span", { class: "symbols" }, ...symbol()), number, h("figcaption", {}, text("small", `elbo.${name}`)));
      this.#row.append(h("div", { class: "part" }, sign ? h("span", { class: "sign" }, sign) : null, figure));
    }
  }

  /** @param {Record<Term, string>} numbers @param {string} of what the sum is a bound of */
  draw(numbers, of) {
    setText(this.#of, of);
    for (const [name, value] of Object.entries(numbers)) setText(this.#numbers[name], value);
  }
}
