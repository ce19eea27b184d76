/** The theme: the system's, or the one that the reader chose. */

import { h } from "../ui/dom.js";
import { say } from "../strings/index.js";
import { icon } from "./icons.js";

export const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

export class ThemeButton {
  #icons = Object.fromEntries(THEMES.map((name) => [name, h("span", {}, icon(name))]));
  #word = h("span", { class: "word" });

  /** @param {import("../state/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.element = h("button", { type: "button", class: "quiet theme", onclick: () => state.set("page", "theme", THEMES[(THEMES.indexOf(state.get("page", "theme")) + 1) % THEMES.length]) }, ...Object.values(this.#icons), this.#word);
  }

  /** @param {string} language */
  draw(language) {
    const theme = this.state.get("page", "theme");
    document.documentElement.dataset.theme = theme;
    for (const [name, shown] of Object.entries(this.#icons)) shown.hidden = name !== theme;
    const words = say(language, "page.theme", { theme: say(language, `theme.${theme}`) });
    this.#word.textContent = words;
    this.element.title = words;
    this.element.setAttribute("aria-label", words);
    // The browser draws its own bar in the page's colour.
    for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=theme-color]"))) {
      meta.dataset.for ??= meta.media.includes("dark") ? "dark" : "light";
      meta.media = theme === "auto" ? `(prefers-color-scheme: ${meta.dataset.for})` : theme === meta.dataset.for ? "all" : "not all";
    }
  }
}
