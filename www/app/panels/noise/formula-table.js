/** A table of formulas and of what they come to: a formula at the head of each row, its numbers behind it. */

import { formula } from "../../math/formulas.js";
import { h, setText, text } from "../../ui/dom.js";

/** @typedef {{ formula?: string, words?: string, stroke?: boolean }} Row `words`: key of a name before the formula; `stroke`: has a line on a plot, in the look of `data-of` */

export class FormulaTable {
  /** @type {Record<string, HTMLElement[]>} */ #cells = {};
  element;

  /** @param {string} label key of its accessible name @param {string[]} columns keys of their heads @param {Record<string, Row>} rows by name */
  constructor(label, columns, rows) {
    const body = Object.entries(rows).map(([name, { formula: which, words, stroke }]) => {
      const cells = (this.#cells[name] = columns.slice(1).map(() => h("td", {}, "—")));
      const called = words ? h("div", {}, stroke ? h("i", { class: "stroke", "data-of": name }) : null, text("span", words)) : null;
      const head = h("th", { scope: "row" }, called, which ? formula(which) : null);
      return h("tr", {}, head, ...cells);
    });
    const head = h("tr", {}, ...columns.map((key) => text("th", key, { scope: "col" })));
    this.element = h("table", { class: "formula-table num", "data-s-label": label }, h("thead", {}, head), h("tbody", {}, ...body));
  }

  /** @param {Record<string, string[]>} rows numbers as words */
  draw(rows) {
    for (const [name, values] of Object.entries(rows)) values.forEach((value, k) => setText(this.#cells[name][k], value));
  }
}

/** Its look. */
export const FORMULA_TABLE = `
  .formula-table { width: 100%; max-width: 46em; border-collapse: collapse; font-size: 15px; margin: var(--s2) 0 var(--s3) } .formula-table thead th { font-size: 13px; font-weight: 400; color: var(--soft); text-align: right; padding: 2px 0 } .formula-table thead th + th { padding-left: var(--s2) }
  .formula-table :is(thead th:first-child, tbody th) { text-align: left; font-weight: 400 } .formula-table tbody :is(th, td) { border-top: 1px solid var(--line); padding: 5px 0 } .formula-table td { text-align: right; white-space: nowrap; padding-left: var(--s3) !important; font-weight: 600 } .formula-table .stroke { display: inline-block; width: 22px; margin-right: 8px; vertical-align: middle }
  @container panel (max-width: 560px) { .formula-table { font-size: 14px } .formula-table td { padding-left: 6px !important; font-weight: 500 } }
  @container panel (max-width: 359px) { .formula-table { font-size: 13px } .formula-table td { padding-left: 3px !important } .formula-table math { font-size: .85em } }
`;
