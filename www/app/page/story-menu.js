/**
 * Where the story is in the head: on the story which chapter is on screen, and behind it the list of them; on a bench the way
 * home.
 */

import { nameOf, CHAPTERS } from "../story/chapters.js";
import { h, setText, text } from "../ui/dom.js";
import { say } from "../strings/index.js";
import { addressOf } from "./address.js";
import { dismissable } from "./popup.js";

/** @typedef {import("../state/state.js").State} State */

export class StoryMenu {
  /** @type {string | null} the chapter on screen; null is what is before the first */ #chapter = null;

  /**
   * @param {State} state
   * @param {{ home: (event: MouseEvent) => void, to: (chapter: string | null) => void }} ways
   */
  constructor(state, { home, to }) {
    this.state = state;
    this.link = text("a", "panel.story", { href: "#", onclick: home });
    this.place = h("span", { class: "num" });
    this.title = h("span", { class: "title" });
    this.button = h("button", { type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": "chapters", "data-s-title": "story.contents", onclick: () => this.#open(this.button.ariaExpanded !== "true") }, text("span", "panel.story", { class: "word" }), this.place, this.title);
    const entry = (/** @type {string | null} */ chapter, /** @type {string} */ key, /** @type {string} */ href) =>
      text("a", key, {
        href,
        "data-chapter": chapter ?? "",
        onclick: (/** @type {MouseEvent} */ event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return; // a new tab is the browser's affair
          event.preventDefault();
          this.#open(false);
          to(chapter);
        },
      });
    this.entries = [entry(null, "page.beginning", "#"), ...CHAPTERS.map((chapter) => entry(chapter.id, `story.${chapter.id}.title`, `#beat=${nameOf(chapter, chapter.beats[0])}`))];
    // The beginning is chapter 0, as the number beside the button has it.
    this.list = h("ol", { id: "chapters", start: 0, "data-s-label": "story.contents", hidden: true }, ...this.entries.map((link) => h("li", {}, link)));
    this.element = h("div", { class: "story" }, this.link, this.button, this.list);
    dismissable(this.element, this.button, { open: () => !this.list.hidden, close: () => this.#open(false) });
    document.addEventListener("unnoise-chapter", (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      this.#chapter = CHAPTERS.some(({ id }) => id === detail) ? detail : null;
      this.draw();
    });
  }

  /** @param {boolean} open */
  #open(open) {
    this.list.hidden = !open;
    this.button.ariaExpanded = String(open);
  }

  draw() {
    const { state } = this;
    const here = state.get("page", "panel") === "story";
    const at = CHAPTERS.findIndex(({ id }) => id === this.#chapter) + 1;
    this.link.href = addressOf(state, "story");
    this.link.hidden = here;
    this.button.hidden = !here;
    if (!here) this.#open(false);
    this.element.toggleAttribute("data-begun", here && at > 0);
    setText(this.place, at > 0 ? `${at}/${CHAPTERS.length}` : "");
    setText(this.title, at > 0 ? say(state.get("page", "lang"), `story.${CHAPTERS[at - 1].id}.title`) : "");
    this.entries.forEach((link, k) => (k === at ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current")));
  }
}
