/** The component that is edited, in numbers, and what can be done with it: for those who do not drag, and for exactness. */

import { h, setText, text } from "../../ui/dom.js";
import { MOST, RANGE } from "../../state/mixture-code.js";

let last = 0;

export class Editor {
  #panel;
  #title = h("b", { class: "num" });
  #mean;
  #other;
  #deviation;
  #weight;
  #add;
  #remove;

  /** @param {import("./panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#weight = this.#slider("weight", 0.01, ({ weight }) => weight, (weight) => ({ weight }), [0.01, 1]);
    this.#mean = this.#slider("mean", 0.01, ({ mean }) => mean[0], (value, { mean }) => ({ mean: [value, ...mean.slice(1)] }), RANGE.mean);
    this.#other = this.#slider("mean.y", 0.01, ({ mean }) => mean[1] ?? 0, (value, { mean }) => ({ mean: [mean[0], value] }), RANGE.mean);
    this.#deviation = this.#slider("deviation", 0.01, ({ deviation }) => deviation, (deviation) => ({ deviation }), RANGE.deviation);
    const step = (/** @type {number} */ by) => h("button", { type: "button", class: "quiet", "data-s-label": by < 0 ? "exact.component.before" : "exact.component.after", onclick: () => this.#go(by) }, by < 0 ? "‹" : "›");
    this.#add = text("button", "exact.component.add", { type: "button", class: "quiet", onclick: () => panel.addComponent() });
    this.#remove = text("button", "exact.component.remove", { type: "button", class: "quiet", onclick: () => panel.removeComponent(panel.get("component")) });
    this.element = h(
      "fieldset",
      { class: "editor" },
      h("legend", {}, this.#title, h("span", { class: "steps" }, step(-1), step(1))),
      ...[this.#weight, this.#mean, this.#other, this.#deviation].map(({ element }) => element),
      h("div", { class: "wrap" }, this.#add, this.#remove),
    );
    panel.updaters.push(() => this.#draw());
  }

  #go(/** @type {number} */ by) {
    const { length } = this.#panel.components;
    this.#panel.set("component", (this.#panel.get("component") + by + length) % length);
  }

  /**
   * @param {string} name
   * @param {number} step
   * @param {(component: import("./data.js").Component) => number} read
   * @param {(value: number, component: import("./data.js").Component) => Partial<import("./data.js").Component>} write
   * @param {readonly number[]} range
   */
  #slider(name, step, read, write, [min, max]) {
    const id = `exact-${++last}`;
    const input = h("input", { id, type: "range", min, max, step, oninput: () => this.#panel.editComponent(this.#panel.get("component"), (component) => write(Number(input.value), component)) });
    const output = h("output", { class: "num", for: id });
    const element = h("div", { class: "field" }, h("label", { for: id }, text("span", `exact.component.${name}`), output), input);
    const draw = (/** @type {import("./data.js").Component} */ component) => {
      const value = read(component);
      input.value = String(value);
      setText(output, value.toFixed(2).replace("-", "−"));
      input.setAttribute("aria-valuetext", value.toFixed(2));
    };
    return { element, draw };
  }

  #draw() {
    const panel = this.#panel;
    const { components } = panel;
    const component = components[panel.get("component")] ?? components[0];
    setText(this.#title, panel.say("exact.component", { k: components.indexOf(component) + 1, of: components.length }));
    const total = components.reduce((sum, { weight }) => sum + weight, 0);
    this.#other.element.hidden = component.mean.length === 1;
    this.#weight.draw({ ...component, weight: component.weight / total });
    for (const slider of [this.#mean, this.#other, this.#deviation]) slider.draw(component);
    this.#add.disabled = components.length >= MOST;
    this.#remove.disabled = components.length === 1;
  }
}
