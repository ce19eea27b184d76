/**
 * <unnoise-story>: the home of the page, hero first, then the chapters, one below the other; or, with the attribute `chapter`,
 * one chapter for somebody's post. The page's state has the beat in `page.beat`.
 */

import { answer } from "../math/answer.js";
import { leave } from "../panel/shared-lab.js";
import { State } from "../state/state.js";
import { languageFromTag, say, translate } from "../strings/index.js";
import { h, reducedMotion, text } from "../ui/dom.js";
import { keepKeys } from "../ui/keys.js";
import { ChapterView } from "./chapter.js";
import { CHAPTERS, nameOf, placeOf } from "./chapters.js";
import { Ending } from "./ending.js";
import { Hero } from "./hero.js";
import { Present } from "./present.js";
import { storySheet } from "./sheet.js";
import "./strings/index.js";

/** Up to so many pixels the stage is above the words; sheet.js has the same. */
const NARROW = 860;
/** Attributes that are settings of the page's scope. */
const OF_PAGE = ["notation", "model", "backend", "beat"];

export class Story extends HTMLElement {
  /** The page's state, if the page set it before the element was connected; else one of its own. @type {State | null} */
  state = null;
  /** Whether it stands in an article or an iframe; undefined means: if it has no state. @type {boolean | undefined} */
  alone = undefined;
  /** As a panel has it: nothing here is sent on. @type {string[]} */ receivers = [];
  /** @type {ChapterView[]} */ chapters = [];
  /** @type {ChapterView | null} whose beat was chosen last */ current = null;
  /** @type {Hero | null} */ hero = null;
  /** @type {Ending | null} */ ending = null;
  #own = false;
  /** @type {AbortController | null} ends with the reader's first move */ #held = null;
  /** @type {string | null} told last to be on screen */ #onScreen = null;
  #sight = new IntersectionObserver(() => this.#tellPlace(), { rootMargin: "-50% 0px" });
  #built = false;

  static get observedAttributes() {
    return ["lang", ...OF_PAGE];
  }

  get language() {
    return languageFromTag((/** @type {HTMLElement | null} */ (this.closest("[lang]")) ?? document.documentElement).lang);
  }

  /** Whose letters the reader wants. @returns {import("../math/notation.js").Notation} */
  get notation() {
    return this.state?.get("page", "notation") ?? "ho";
  }

  connectedCallback() {
    this.alone ??= this.state === null;
    this.state ??= new State();
    if (!this.#built) this.#build();
    this.state.addEventListener("change", this.#changed);
    document.addEventListener("keydown", this.#key);
    for (const chapter of this.chapters) {
      chapter.enter();
      this.#sight.observe(chapter.element);
    }
    this.hero?.enter();
    this.#toBeat(false);
    if (!this.alone && new URLSearchParams(location.search).has("present")) this.present?.open();
  }

  disconnectedCallback() {
    this.state?.removeEventListener("change", this.#changed);
    document.removeEventListener("keydown", this.#key);
    for (const chapter of this.chapters) chapter.leave();
    this.#sight.disconnect();
    this.#held?.abort();
    this.hero?.leave();
    this.present?.close();
    leave(this);
  }

  /** @param {string} name @param {string | null} _old @param {string | null} value */
  attributeChangedCallback(name, _old, value) {
    if (!this.#built) return;
    if (name === "lang") this.#translate();
    else if (value !== null) this.state?.set("page", name, value);
  }

  #build() {
    this.#built = true;
    const state = /** @type {State} */ (this.state);
    for (const name of OF_PAGE) if (this.hasAttribute(name)) state.set("page", name, this.getAttribute(name));
    const only = this.getAttribute("chapter");
    const shown = only === null ? CHAPTERS : CHAPTERS.filter(({ id }) => id === only);
    if (shown.length === 0) console.warn(`<unnoise-story>: expected chapter to be one of ${CHAPTERS.map(({ id }) => id).join(", ")}, found “${only}”`);
    const onward = only === null ? (/** @type {import("./chapters.js").Chapter} */ chapter) => this.#go(this.#viewOf(chapter), 0, true) : undefined;
    this.chapters = shown.map((chapter) => new ChapterView(chapter, { user: this, go: (view, at) => this.#go(view, at), onward }));
    for (const { stage } of this.chapters) stage.follow(state);
    this.hero = only === null ? new Hero(this) : null;
    this.ending = only === null ? new Ending(this, () => this.hero?.field.focus()) : null;
    this.present = new Present(this);
    const contents = h("ol", {}, ...this.chapters.map((view) => h("li", {}, text("a", `story.${view.chapter.id}.title`, { href: `#beat=${nameOf(view.chapter, view.chapter.beats[0])}`, onclick: (/** @type {MouseEvent} */ event) => this.#follow(event, view) }))));
    const shadow = this.attachShadow({ mode: "open" });
    keepKeys(shadow);
    shadow.adoptedStyleSheets = [storySheet];
    this.root = h("div", { class: "root" }, this.hero?.element ?? null, only === null ? h("nav", { class: "contents", "data-s-label": "story.contents" }, text("b", "story.contents"), contents) : null, ...this.chapters.map(({ element }) => element), this.ending?.element ?? null, this.present.element);
    shadow.append(this.root);
    this.glossary = answer(this.root, this, { watch: true });
    new ResizeObserver(([{ contentRect }]) => this.chapters.forEach((view) => view.place(contentRect.width <= NARROW))).observe(this.root);
    this.#translate();
  }

  #translate() {
    if (!this.root) return;
    translate(this.root, this.language);
    for (const view of this.chapters) view.draw();
    this.hero?.draw();
    this.ending?.draw();
    this.present?.draw();
    this.glossary?.refresh();
  }

  /** @param {import("./chapters.js").Chapter} chapter */
  #viewOf(chapter) {
    return /** @type {ChapterView} */ (this.chapters.find((view) => view.chapter === chapter));
  }

  /** @param {MouseEvent} event @param {ChapterView} view */
  #follow(event, view) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.#go(view, view.at, true);
  }

  /** The reader goes to a beat. @param {ChapterView} view @param {number} at @param {boolean} [far] whether that is elsewhere on the page */
  #go(view, at, far = false) {
    this.#held?.abort();
    this.#own = true;
    this.current = view;
    view.show(at);
    this.state?.set("page", "beat", nameOf(view.chapter, view.chapter.beats[at]));
    this.#own = false;
    if (far) this.#bring(view);
    this.present?.draw();
  }

  /** One beat on, or back, over the ends of chapters. @param {1 | -1} by */
  step(by) {
    const view = this.current ?? this.nearest;
    const [at, k] = [view.at + by, this.chapters.indexOf(view) + by];
    if (view.beats[at]) return this.#go(view, at);
    const other = this.chapters[k];
    if (other) this.#go(other, by > 0 ? 0 : other.beats.length - 1, true);
  }

  /** The chapter that is most in sight. */
  get nearest() {
    const middle = innerHeight / 2;
    const off = (/** @type {ChapterView} */ { element }) => {
      const { top, bottom } = element.getBoundingClientRect();
      return Math.max(top - middle, middle - bottom, 0);
    };
    return this.chapters.reduce((best, view) => (off(view) < off(best) ? view : best));
  }

  /** To a chapter, as it was left, or to the beginning. @param {string | null} id */
  to(id) {
    const view = this.chapters.find(({ chapter }) => chapter.id === id);
    if (view) return this.#go(view, view.at, true);
    this.#own = true;
    this.state?.set("page", "beat", "");
    this.#own = false;
    scrollTo({ top: 0, behavior: reducedMotion() ? "instant" : "smooth" });
  }

  /** Says which chapter the middle of the screen is in or after, when it is another than before. */
  #tellPlace() {
    if (this.hidden) return;
    const middle = innerHeight / 2;
    // What comes after a chapter, and before the next, is its end.
    const view = this.chapters.findLast(({ element }) => element.getBoundingClientRect().top <= middle);
    const id = view?.chapter.id ?? null;
    if (id === this.#onScreen) return;
    this.#onScreen = id;
    this.dispatchEvent(new CustomEvent("unnoise-chapter", { detail: id, bubbles: true }));
  }

  /** @param {ChapterView} view */
  #bring(view) {
    view.element.scrollIntoView({ behavior: reducedMotion() ? "instant" : "smooth", block: "start" });
    view.element.focus({ preventScroll: true });
  }

  /** To the beat that the state names, as a link, Back or Forward has it. @param {boolean} moved whether one was elsewhere before */
  #toBeat(moved) {
    const place = placeOf(this.state?.get("page", "beat") ?? "");
    const view = place && this.chapters.find(({ chapter }) => chapter === place.chapter);
    if (!view) {
      if (moved && !this.hidden && !this.alone) scrollTo({ top: 0, behavior: "instant" });
      return;
    }
    this.current = view;
    view.show(place.at, true);
    if (!this.alone) this.#hold(view);
    this.present?.draw();
  }

  /** Keeps a chapter at the top of the screen while figures above it come to their heights, until the reader moves. @param {ChapterView} view */
  #hold(view) {
    this.#held?.abort();
    const held = (this.#held = new AbortController());
    let at = { top: NaN, y: NaN };
    const bring = () => {
      if (this.hidden) return held.abort();
      view.element.scrollIntoView({ behavior: "instant", block: "start" });
      at = { top: view.element.offsetTop, y: scrollY };
    };
    // A scroll that no growth above explains is the reader's.
    const scrolled = () => view.element.offsetTop === at.top && Math.abs(scrollY - at.y) > 2 && held.abort();
    const heights = new ResizeObserver(bring);
    for (const { element } of this.chapters) heights.observe(element);
    addEventListener("scroll", scrolled, { signal: held.signal, passive: true });
    held.signal.addEventListener("abort", () => heights.disconnect());
  }

  #changed = (/** @type {Event} */ event) => {
    const { scope, name } = /** @type {CustomEvent} */ (event).detail;
    if (scope !== "page") return;
    const state = /** @type {State} */ (this.state);
    for (const { stage } of this.chapters) stage.follow(state);
    if (name === "notation") this.glossary?.refresh();
    if (name === "beat" && !this.#own) this.#toBeat(true);
  };

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (this.hidden || !this.present) return;
    this.present.key(event);
  };

  /** @param {string} key @param {Record<string, unknown>} [values] */
  say(key, values) {
    return say(this.language, key, values);
  }
}
