/**
 * One chapter over the whole screen, for a lecture: P or `?present` begins it, ← and → go through the beats, N shows the
 * notes, B makes it black, T changes the theme, Esc ends it.
 */

import { h } from "../ui/dom.js";

/** Where a key is somebody's input, or moves something. */
const TYPED = "input, textarea, select, [contenteditable]";

export class Present {
  #story;
  /** @type {import("./chapter.js").ChapterView | null} on the screen */ #view = null;
  /** What cannot be reached meanwhile. @type {Element[]} */ #behind = [];

  /** @param {import("./story.js").StoryBody} story */
  constructor(story) {
    this.#story = story;
    this.black = h("div", { class: "black", hidden: true });
    this.keys = h("p", { class: "keys" });
    /** In a chapter while it is presented. */
    this.element = h("div", { hidden: true }, this.black, this.keys);
  }

  get on() {
    return this.#view !== null;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const from = /** @type {HTMLElement} */ (event.composedPath()[0]);
    if (event.ctrlKey || event.metaKey || event.altKey || from.matches?.(TYPED)) return;
    const name = event.key.toLowerCase();
    if (!this.on) {
      // In somebody's article the key is the article's, unless one is in the story.
      if (name === "p" && (!this.#story.alone || event.composedPath().includes(this.#story.host))) this.open();
      return;
    }
    /** @type {Record<string, () => void>} */
    const keys = {
      arrowright: () => this.#story.step(1),
      arrowleft: () => this.#story.step(-1),
      pagedown: () => this.#story.step(1),
      pageup: () => this.#story.step(-1),
      n: () => this.#story.root?.toggleAttribute("data-notes"),
      b: () => (this.black.hidden = !this.black.hidden),
      t: () => this.#turnTheme(),
      p: () => this.close(),
      escape: () => this.close(),
    };
    // On the dots, the ruler and the like, arrows are theirs.
    const moves = name.startsWith("arrow") && from.matches?.("[role=slider], [role=tab]");
    if (!keys[name] || moves) return;
    event.preventDefault();
    keys[name]();
  }

  open() {
    this.#story.current ??= this.#story.nearest;
    this.#story.root?.setAttribute("data-presenting", "");
    for (let node = /** @type {Element | null} */ (this.#story.host); node && node !== document.body; node = node.parentElement) {
      for (const other of node.parentElement?.children ?? []) if (other !== node && !other.hasAttribute("inert") && other.localName !== "script") this.#behind.push(other);
    }
    for (const other of this.#behind) other.setAttribute("inert", "");
    this.draw();
    this.#view?.element.focus({ preventScroll: true });
  }

  close() {
    if (!this.#view) return;
    const view = this.#view;
    this.#take(null);
    for (const other of this.#behind.splice(0)) other.removeAttribute("inert");
    for (const mark of ["data-presenting", "data-notes"]) this.#story.root?.removeAttribute(mark);
    this.black.hidden = true;
    view.element.scrollIntoView({ block: "start" });
  }

  /** The chapter that is the present one. */
  draw() {
    this.keys.textContent = this.#story.say("story.present.keys"); // a letter here is a key, and no symbol
    if (this.#story.root?.hasAttribute("data-presenting")) this.#take(this.#story.current);
  }

  /** @param {import("./chapter.js").ChapterView | null} view */
  #take(view) {
    if (view === this.#view) return;
    const { chapters } = this.#story;
    // The top layer is over everything, whatever holds the story.
    this.#view?.element.removeAttribute("popover");
    this.#view = view;
    this.element.hidden = view === null;
    (view?.element ?? this.#story.root)?.append(this.element);
    for (const other of chapters) other.element.inert = view !== null && other !== view;
    if (!view) return;
    view.element.setAttribute("popover", "manual");
    view.element.showPopover();
    view.element.focus({ preventScroll: true });
  }

  #turnTheme() {
    const story = this.#story;
    const scheme = getComputedStyle(story.root).colorScheme;
    const dark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    const theme = dark ? "light" : "dark";
    if (story.alone) story.host.setAttribute("theme", theme);
    else story.state?.set("page", "theme", theme);
  }
}
