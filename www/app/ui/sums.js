/** Named numbers in a row. */

import { h, setText, text } from "./dom.js";

/** @param {string[]} keys of their names */
export function sums(keys) {
  const values = keys.map(() => h("dd", {}, "—"));
  const element = h("dl", { class: "sums" }, ...keys.map((key, k) => h("div", {}, text("dt", key), values[k])));
  return { element, draw: (/** @type {string[]} */ now) => now.forEach((value, k) => setText(values[k], value)) };
}

/** A number with its sign, as mathematics writes it. @param {number} value @param {number} [places] */
export const minus = (value, places = 3) => value.toFixed(places).replace("-", "−");

/** Their look, and that of the line above a plot. */
export const SUMS = `
  .sums { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s6); margin: var(--s2) 0; font-size: 15px } .sums dt { color: var(--soft); font-size: 13px } .sums dd { margin: 0; font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap } .sums div { min-width: 7em }
  .asked { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr)); gap: var(--s2) var(--s4); margin-bottom: var(--s3) }
  .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: var(--s4) var(--s6); align-items: start }
`;
