/** What is measured, one at a time: tabs over the plots and tables of a face. */

import { h, text } from "../ui/dom.js";
import { rove, stopAt } from "../ui/roving.js";

let last = 0;

export class Measures {
  #panel;
  #names;
  /** @type {HTMLButtonElement[]} */ #tabs;
  #pages;
  #size = "panel";

  /** @param {import("./panel.js").PanelBody} panel with the setting `measure` @param {Record<string, HTMLElement>} measures */
  constructor(panel, measures) {
    this.#panel = panel;
    this.#names = Object.keys(measures);
    const id = `measures-${++last}`;
    this.#tabs = this.#names.map((name, k) => text("button", `${panel.scope}.measure.${name}`, { type: "button", role: "tab", id: `${id}-tab-${k}`, "aria-controls": `${id}-page-${k}`, onclick: () => panel.set("measure", name) }));
    this.#pages = Object.values(measures).map((measure, k) => h("div", { role: "tabpanel", class: "measure", id: `${id}-page-${k}`, "aria-labelledby": `${id}-tab-${k}` }, measure));
    const list = h("div", { class: "tabs", role: "tablist", "data-s-label": "layout.measures", onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) }, ...this.#tabs);
    this.element = h("section", { class: "measures card" }, list, ...this.#pages);
    panel.updaters.push(() => this.#draw());
  }

  /** A figure shows the measure that its author named, with those of its settings that the author chose; a strip none. @param {string} size @param {string[]} chosen */
  place(size, chosen) {
    this.#size = size;
    for (const asked of /** @type {NodeListOf<HTMLElement>} */ (this.element.querySelectorAll(".asked"))) {
      const all = /** @type {HTMLElement[]} */ ([...asked.children]);
      for (const part of all) if (part.dataset.setting) part.toggleAttribute("data-off", size !== "panel" && !chosen.includes(part.dataset.setting));
      asked.toggleAttribute("data-off", all.every((part) => part.hasAttribute("data-off")));
    }
    this.#panel.invalidate();
  }

  /** The one that is shown, or none. */
  get shown() {
    const wanted = this.#names.indexOf(this.#panel.get("measure"));
    return wanted < 0 && this.#size === "panel" ? 0 : wanted;
  }

  /** Its name. */
  get name() {
    return this.#names[this.shown] ?? null;
  }

  /** Its tab. @returns {HTMLElement | undefined} */
  get tab() {
    return this.#tabs[this.shown];
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    rove(event, this.#tabs, this.#tabs.length);
    const at = this.#tabs.findIndex((tab) => tab.tabIndex === 0);
    if (at !== this.shown) this.#panel.set("measure", this.#names[at]);
  }

  #draw() {
    const shown = this.shown;
    this.element.hidden = this.#names.length === 0 || this.#size === "strip" || (this.#size === "figure" && shown < 0);
    stopAt(this.#tabs, Math.max(shown, 0));
    this.#tabs.forEach((tab, k) => tab.setAttribute("aria-selected", String(k === shown)));
    this.#pages.forEach((page, k) => (page.hidden = k !== shown));
  }
}
