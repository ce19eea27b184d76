/** Buttons that save what is on show, and a line that says how it went. */

import { h, setText, text } from "../ui/dom.js";
import { download, gif, png } from "./save.js";

/** @typedef {import("./save.js").What & { place: number, name: string }} Source `name` of the file, without its ending */

export class SaveBar {
  #panel;
  #source;
  #buttons;
  #said = h("output", { class: "soft num" });

  /** @param {import("../panel/panel.js").PanelBody} panel @param {() => Source | null} source what is on show, null while there is nothing */
  constructor(panel, source) {
    this.#panel = panel;
    this.#source = source;
    this.#buttons = /** @type {const} */ (["png", "gif"]).map((kind) => text("button", `save.${kind}`, { type: "button", class: "quiet", onclick: () => this.#save(kind) }));
    this.element = h("div", { class: "save" }, ...this.#buttons, this.#said);
    panel.updaters.push(() => {
      for (const button of this.#buttons) button.disabled = source() === null;
    });
  }

  /** @param {"png" | "gif"} kind */
  async #save(kind) {
    const source = this.#source();
    if (!source) return;
    const name = `${source.name}.${kind}`;
    const say = (/** @type {string} */ key, values = {}) => setText(this.#said, this.#panel.say(`save.${key}`, { name, ...values }));
    say("going");
    try {
      // A run that is still going adds moments meanwhile.
      const what = { ...source, moments: [...source.moments] };
      download(kind === "png" ? await png(what, source.place) : await gif(what), name);
      say("done");
    } catch (error) {
      console.info("Unnoise:", error);
      say("failed", { found: /** @type {Error} */ (error).message });
    }
  }
}
