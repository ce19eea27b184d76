/** The end of the story: what was seen, a sentence a chapter, and what the reader can do now. */

import { fileOfSite, siteOf } from "../state/site.js";
import { State } from "../state/state.js";
import { h, text } from "../ui/dom.js";
import { benchHash } from "./bench-hash.js";
import { CHAPTERS } from "./chapters.js";

/** What a reader may go on with on a bench, as settings by `scope.name`. @type {Record<string, import("./chapters.js").Settings>} */
const ON_BENCHES = {
  draw: { "page.panel": "noise", "subject.source": "drawing", "subject.t": 700 },
  compare: { "page.panel": "compare" },
};

export class Ending {
  #story;
  /** @type {[HTMLAnchorElement, State][]} */ #benches;
  #article = text("a", "ending.article");

  /** @param {{ language: string, alone: boolean | undefined }} story @param {() => void} write takes the reader to the hero's field */
  constructor(story, write) {
    this.#story = story;
    this.#benches = Object.entries(ON_BENCHES).map(([name, settings]) => {
      const state = new State();
      for (const [key, value] of Object.entries(settings)) state.set(...scopeAndName(key), value);
      return [text("a", `ending.${name}`), state];
    });
    const ways = [text("button", "ending.write", { type: "button", class: "link", onclick: write }), ...this.#benches.map(([link]) => link), this.#article];
    this.element = h(
      "section",
      { class: "ending", "aria-labelledby": "ending-title" },
      h("div", {}, text("h2", "ending.title", { id: "ending-title" }), h("ol", {}, ...CHAPTERS.map(({ id }) => h("li", {}, text("p", `ending.${id}`))))),
      h("div", {}, text("h2", "ending.now"), h("ul", {}, ...ways.map((way) => h("li", {}, way)))),
    );
  }

  draw() {
    const { language, alone } = this.#story;
    const site = siteOf();
    // In somebody's article the benches are elsewhere, or nowhere.
    for (const link of [...this.#benches.map(([link]) => link), this.#article]) /** @type {HTMLElement} */ (link.parentElement).hidden = alone === true && !site;
    for (const [link, state] of this.#benches) {
      const hash = benchHash(state, language);
      if (!alone) link.href = hash;
      else if (site) link.href = new URL(hash, site).href;
    }
    if (site) this.#article.href = fileOfSite(`examples/${language}.html`);
  }
}

/** @param {string} key @returns {[scope: string, name: string]} */
function scopeAndName(key) {
  const [scope, name] = key.split(".");
  return [scope, name];
}
