/** What the measures share. */

import { formula } from "../../../math/formulas.js";
import { h, setText, text } from "../../../ui/dom.js";
import { minus } from "../../../ui/sums.js";

/** Formulas of a measure, its words and where they come from. @param {string} name @param {...string} formulas */
export const explained = (name, ...formulas) => [
  ...formulas.map((which) => h("div", { class: "equation said" }, formula(which))),
  text("p", `exact.${name}.text`, { class: "soft said" }),
  text("p", `exact.${name}.source`, { class: "source said" }),
];

/**
 * A way to guess before one looks: what a measure would give away is drawn where the setting `answers` has it shown.
 *
 * @param {import("../../../panel/panel.js").PanelBody} panel with that setting
 */
export function answers(panel) {
  const shown = () => panel.get("answers") === "shown";
  const words = h("span");
  const button = h("button", { type: "button", class: "quiet guess", onclick: () => panel.set("answers", shown() ? "hidden" : "shown") }, words);
  panel.updaters.push(() => setText(words, panel.say(shown() ? "exact.answers.hide" : "exact.answers.show")));
  return { button, shown };
}

/**
 * What stands in the place of a measure of the line while the data are in the plane.
 *
 * @param {import("../panel.js").ExactPanel} panel
 * @param {...HTMLElement} parts of the measure
 */
export function onLine(panel, ...parts) {
  const back = text("button", "exact.line.back", { type: "button", class: "quiet", onclick: () => panel.set("data", "two") });
  const elsewhere = h("div", { class: "elsewhere", hidden: true }, text("p", "exact.line.only"), back);
  const measure = h("div", {}, ...parts);
  const element = h("div", {}, elsewhere, measure);
  /** @returns {boolean} whether the data are on the line */
  const here = () => {
    const flat = panel.dimension === 1;
    elsewhere.hidden = flat;
    measure.hidden = !flat;
    return flat;
  };
  return { element, here };
}

/** Evenly from `from` to `to`. @param {number} count @param {number} from @param {number} to */
export const grid = (count, from, to) => Float64Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));

/** Ticks from 0 up that are round. @param {number} most */
export function upTo(most) {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((size) => most / size <= 4.5) ?? most;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, k) => Math.round(1000 * k * step) / 1000);
}

/** The axis of x on the line. @param {number} reach @param {string} name @returns {import("../../../plots/plot.js").Axis} */
export const lineAxis = (reach, name) => ({ min: -reach, max: reach, ticks: [-2, -1, 0, 1, 2], name, format: (v) => minus(v, 0), read: (v) => minus(v, 2) });

/** The normal density. @param {number} x @param {number} mean @param {number} deviation */
export const normal = (x, mean, deviation) => Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
