/**
 * The controls, each bound to one setting of a panel: it writes the setting on input, and shows it in
 * `panel.updaters`, which run after every change of state. Every control shows its value.
 */

import { NOISES } from "../../lab/options.js";
import { h, setText, symbols, text } from "./dom.js";

/** @typedef {import("../panel/panel.js").PanelBody} Panel */

/** Stops of the steps slider: fine where a step more is seen, coarse where it is not. */
const STEP_STOPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000];

let lastId = 0;
const newId = () => `control-${++lastId}`;

/**
 * A slider with its value beside its name.
 *
 * @param {Panel} panel
 * @param {string} name of the setting
 * @param {string} key of its label
 * @param {{ step?: number, format?: (value: number) => string, enabled?: () => boolean, why?: () => string }} [options] `why` is the
 *   key of what stands in the value's place while it is not enabled
 */
export function slider(panel, name, key, { step = 1, format = String, enabled = () => true, why } = {}) {
  const id = newId();
  const { min = 0 } = panel.setting(name);
  const range = h("input", { id, type: "range", min, step, max: panel.max(name), oninput: () => panel.set(name, Number(range.value)) });
  const output = h("output", { class: "num", for: id });
  panel.updaters.push(() => {
    range.max = String(panel.max(name));
    range.value = String(panel.get(name));
    const on = enabled();
    const shown = on ? format(panel.get(name)) : why ? panel.say(why()) : "—";
    range.disabled = !on;
    setText(output, shown);
    range.setAttribute("aria-valuetext", shown);
  });
  return h("div", { class: "field", "data-setting": name }, h("label", { for: id }, text("span", key), output), range);
}

/**
 * Steps: a slider over sensible stops, and a field for any number.
 *
 * @param {Panel} panel
 * @param {string} name
 * @param {string} [key] of its label
 */
export function steps(panel, name, key = "control.steps") {
  const id = newId();
  const { min = 1 } = panel.setting(name);
  const stops = () => STEP_STOPS.filter((stop) => stop >= min && stop < panel.max(name)).concat(panel.max(name));
  const range = h("input", { type: "range", min: 0, step: 1, "data-s-label": key, oninput: () => panel.set(name, stops()[Number(range.value)]) });
  const field = numberField(panel, name, id);
  const most = h("span", { class: "num" });
  panel.updaters.push(() => {
    const all = stops();
    const value = panel.get(name);
    range.max = String(all.length - 1);
    const nearest = all.reduce((best, stop, k) => (Math.abs(stop - value) < Math.abs(all[best] - value) ? k : best), 0);
    range.value = String(nearest);
    range.setAttribute("aria-valuetext", String(value));
    setText(most, panel.say("control.of-steps", { max: panel.max(name) }));
  });
  return h("div", { class: "field" }, h("div", { class: "name" }, h("label", { for: id, "data-s": key }), h("span", { class: "value" }, field, most)), range);
}

/** @param {Panel} panel @param {string} name @param {string} id @param {string} [style] */
function numberField(panel, name, id, style) {
  const { min } = panel.setting(name);
  const field = h("input", { id, type: "number", inputmode: "numeric", min, step: 1, class: style, onchange: () => commit() });
  const commit = () => {
    if (field.value !== "") panel.set(name, Number(field.value));
    field.value = String(panel.get(name));
  };
  let shown = NaN;
  panel.updaters.push(() => {
    field.max = String(panel.max(name));
    // Only a new value: a run draws often, and what the reader is typing is to stay.
    if (shown !== panel.get(name)) field.value = String((shown = panel.get(name)));
  });
  return field;
}

/** A seed with dice. @param {Panel} panel @param {string} name @param {string} key */
export function seed(panel, name, key) {
  const id = newId();
  const dice = h("button", { type: "button", class: "quiet dice", "data-s-label": "control.dice", "data-s-title": "control.dice", onclick: () => roll() }, "⚄");
  const roll = () => {
    panel.set(name, Math.floor(Math.random() * 1e6));
    panel.rolled();
  };
  return h("div", { class: "field" }, text("label", key, { for: id }), h("div", { class: "row" }, numberField(panel, name, id, "wide"), dice));
}

/**
 * A choice among few, side by side.
 *
 * @param {Panel} panel
 * @param {string} name
 * @param {string} key
 * @param {{ value: string, key?: string, text?: string }[]} choices
 * @param {() => string | null} [off] key of the reason why there is nothing to choose now, null where there is
 */
export function segmented(panel, name, key, choices, off) {
  const group = newId();
  const inputs = choices.map(({ value }) => h("input", { type: "radio", name: group, value, onchange: () => panel.set(name, value) }));
  const labels = choices.map((choice, k) => h("label", {}, inputs[k], choice.key ? text("span", choice.key) : h("span", {}, choice.text ?? choice.value)));
  panel.updaters.push(() => inputs.forEach((input) => (input.checked = input.value === panel.get(name))));
  const rows = h("div", { class: "choices" }, ...labels);
  if (!off) return h("fieldset", { class: "seg", "data-setting": name }, text("legend", key), rows);
  const why = h("small");
  const box = h("fieldset", { class: "seg", "data-setting": name }, h("legend", {}, text("b", key), why), rows);
  panel.updaters.push(() => {
    const reason = off();
    box.disabled = reason !== null;
    setText(why, reason === null ? "" : panel.say(reason));
  });
  return box;
}

/** Whose noise z the pictures get on their way down. @param {Panel} panel @param {string} name @param {string} key @param {() => string | null} off */
export const noise = (panel, name, key, off) => segmented(panel, name, key, NOISES.map((value) => ({ value, key: `control.noise.${value}` })), off);

/** @param {Panel} panel @param {string} name */
export const sampler = (panel, name) =>
  segmented(panel, name, "control.sampler", [
    { value: "ddim", text: "DDIM" },
    { value: "ddpm", text: "DDPM" },
  ]);

/** @param {Panel} panel @param {string} name @param {string} key @param {string} prefix of the choices' strings */
export function select(panel, name, key, prefix) {
  const id = newId();
  const { choices = [] } = panel.setting(name);
  const box = h("select", { id, onchange: () => panel.set(name, box.value) }, ...choices.map((value) => text("option", `${prefix}.${value}`, { value })));
  panel.updaters.push(() => (box.value = panel.get(name)));
  return h("div", { class: "field" }, text("label", key, { for: id }), box);
}

/** More labels than this do not fit side by side. */
const MOST_CHIPS = 16;

/**
 * The model's labels, and "any". Which they are is known once the model is loaded; one row is reserved.
 *
 * @param {Panel} panel
 * @param {string} name
 * @param {string} [key] of its name
 */
export function labels(panel, name, key = "control.label") {
  const group = newId();
  const holder = h("div", { class: "choices" });
  const box = h("fieldset", { class: "seg labels" }, text("legend", key), holder);
  let built = "";
  panel.updaters.push(() => {
    const names = panel.info?.labels ?? null;
    box.hidden = names?.length === 0;
    const now = `${panel.language} ${names?.join("\n")}`;
    if (now !== built) {
      built = now;
      holder.replaceChildren(...choicesOf(panel, name, names ?? [], group));
    }
    const value = panel.get(name) === null ? "any" : String(panel.get(name));
    for (const input of holder.querySelectorAll("input")) input.checked = input.value === value;
    const select = holder.querySelector("select");
    if (select) select.value = value;
  });
  return box;
}

/** @param {Panel} panel @param {string} name @param {string[]} names @param {string} group */
function choicesOf(panel, name, names, group) {
  const all = [{ value: "any", shown: panel.say("control.any") }, ...names.map((shown, k) => ({ value: String(k), shown }))];
  const choose = (/** @type {string} */ value) => panel.set(name, value === "any" ? null : Number(value));
  if (names.length > MOST_CHIPS) {
    const box = h("select", { "aria-label": panel.say("control.label"), class: "whole-row", onchange: () => choose(box.value) });
    box.append(...all.map(({ value, shown }) => h("option", { value }, shown)));
    return [box];
  }
  return all.map(({ value, shown }) =>
    h("label", {}, h("input", { type: "radio", name: group, value, onchange: () => choose(value) }), h("span", { class: "num" }, shown)),
  );
}

/** A picture with its symbol and what it is. @param {Panel} panel @param {string} symbol as strings write it: x̂₀ @param {string} key @param {string} label */
export function picture(panel, symbol, key, label) {
  const canvas = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": label });
  const title = h("h2", {}, symbols(symbol), text("small", key));
  return { canvas, element: h("figure", {}, title, h("div", { class: "picture" }, canvas)) };
}

/** xₜ and x̂₀, always side by side. @param {Panel} panel */
export function pair(panel) {
  const xt = picture(panel, "xₜ", "picture.xt", "picture.xt.label");
  const x0 = picture(panel, "x̂₀", "picture.x0", "picture.x0.label");
  return { xt: xt.canvas, x0: x0.canvas, element: h("div", { class: "pair" }, xt.element, x0.element) };
}

/**
 * A list of facts whose places are kept while their values change.
 *
 * @param {Record<string, string>} names by id: a key of the strings, or a symbol
 */
export function facts(names) {
  /** @type {Record<string, HTMLElement>} */
  const values = {};
  const element = h("dl", { class: "facts num" });
  for (const [id, name] of Object.entries(names)) {
    values[id] = h("dd", {}, "—");
    const term = h("dt", name.includes(".") ? { "data-s": name } : {});
    if (!name.includes(".")) setText(term, name);
    element.append(h("div", {}, term, values[id]));
  }
  /** @param {Record<string, string>} now */
  const draw = (now) => {
    for (const [id, value] of Object.entries(now)) setText(values[id], value);
  };
  return { element, draw };
}

/** Shows a button only while it can do something; the focus goes on to another. @param {HTMLElement} button @param {boolean} now @param {HTMLElement} other */
export function onlyWhile(button, now, other) {
  if (button.hidden === !now) return;
  const root = /** @type {ShadowRoot} */ (button.getRootNode());
  const focused = root.activeElement === button;
  button.hidden = !now;
  if (focused && !now) other.focus();
}
