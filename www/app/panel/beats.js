/**
 * Named parts of a state: what a chip on the bench, an attribute `beat` in a post and a step of the story set. They are
 * data of a panel's folder; the string `${scope}.beat.${name}` is a chip's text.
 */

import { h, text } from "../ui/dom.js";

/** @typedef {Record<string, string | number | null>} Beat values by setting */

/** Chips of a bench. */
const CHIPS = 3;

/** @param {{ set(name: string, value: unknown): void }} panel @param {Beat} beat */
export function apply(panel, beat) {
  for (const [name, value] of Object.entries(beat)) panel.set(name, value);
}

export class Beats {
  #panel;
  #chips;

  /** @param {import("./panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#chips = Object.entries(panel.beats).slice(0, CHIPS).map(([name, beat]) => ({ beat, button: text("button", `${panel.scope}.beat.${name}`, { type: "button", class: "quiet chip", onclick: () => this.#take(beat) }) }));
    this.element = h("div", { class: "chips", role: "group", "data-s-label": "layout.beats", hidden: this.#chips.length === 0 }, ...this.#chips.map(({ button }) => button));
    panel.updaters.push(() => this.#draw());
  }

  /** @param {Beat} beat */
  #take(beat) {
    apply(this.#panel, beat);
    this.#panel.asked();
  }

  #draw() {
    for (const { beat, button } of this.#chips) {
      const here = Object.entries(beat).every(([name, value]) => this.#panel.get(name) === value);
      button.setAttribute("aria-pressed", String(here));
    }
  }
}
