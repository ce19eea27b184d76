/**
 * <unnoise-story>: the home of the page, hero first, then the chapters, one below the other; or, with the attribute `chapter`,
 * one chapter for somebody's post. The page's state has the beat in `page.beat`.
 */

import { answer } from "../math/answer.js";
import { leave } from "../panel/shared-lab.js";
import { settingOf } from "../state/scopes.js";
import { State } from "../state/state.js";
import { languageFromTag, say, translate } from "../strings/index.js";
import { h, onResize, reducedMotion, text } from "../ui/dom.js";
import { keepKeys } from "../ui/keys.js";
import { followScheme } from "../ui/scheme.js";
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

const initialOf = (/** @type {string} */ name) => settingOf("page", name).initial;

export class StoryBody {
  /** @type {HTMLElement} */ host;
  /** The page's state, if the page set it before the element was connected; else one of its own. @type {State | null} */
  state = null;
  /** Whether it stands in an article or an iframe; undefined means: if it has no state. @type {boolean | undefined} */
  alone = undefined;
  /** As a panel has it: nothing here is sent on. @type {string[]} */ receivers = [];
  /** @type {ChapterView[]} */ chapters = [];
  /** @type {ChapterView | null} whose beat was chosen last */ current = null;
  /** @type {Hero | null} */ hero = null;
  /** @type {Ending | null} */ ending = null;
  root = h("div", { class: "root" });
  /** What the root holds for the chapters that are shown. @type {Element[]} */ #parts = [];
  #own = false;
  /** @type {AbortController | null} ends with the reader's first move */ #held = null;
  /** @type {string | null} told last to be on screen */ #onScreen = null;
  #sight = new IntersectionObserver(() => this.#tellPlace(), { rootMargin: "-50% 0px" });
  #built = false;
  /** @type {ReturnType<typeof followScheme> | null} */ #scheme = null;

  static get attributes() {
    return ["chapter", ...OF_PAGE];
  }

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
  }

  get language() {
    return languageFromTag((/** @type {HTMLElement | null} */ (this.host.closest("[lang]")) ?? document.documentElement).lang);
  }

  /** Whose letters the reader wants. @returns {import("../math/notation.js").Notation} */
  get notation() {
    return this.state?.get("page", "notation") ?? "ho";
  }

  connected() {
    this.alone ??= this.state === null;
    this.state ??= new State();
    if (!this.#built) this.#build();
    this.#place();
    this.#scheme = followScheme(this.host, this.root, () => this.present?.draw());
    this.state.addEventListener("change", this.#changed);
    document.addEventListener("keydown", this.#key);
    this.#enter();
    if (!this.alone && new URLSearchParams(location.search).has("present")) this.present?.open();
  }

  disconnected() {
    this.#scheme?.end();
    this.state?.removeEventListener("change", this.#changed);
    document.removeEventListener("keydown", this.#key);
    this.#leave();
    leave(this);
  }

  #enter() {
    for (const chapter of this.chapters) {
      chapter.enter();
      this.#sight.observe(chapter.element);
    }
    this.hero?.enter();
    this.#toBeat(false);
  }

  #leave() {
    for (const chapter of this.chapters) chapter.leave();
    this.#sight.disconnect();
    this.#held?.abort();
    this.hero?.leave();
    this.present?.close();
  }

  /** @param {string} name @param {string | null} value */
  attributeChanged(name, value) {
    if (!this.#built) return;
    if (name === "lang") this.#translate();
    else if (name === "theme") this.#scheme?.look();
    else if (name === "chapter") this.#refill();
    else this.state?.set("page", name, value ?? initialOf(name));
  }

  /** What holds for an attribute now: of a setting its value, whoever has set it. @param {string} name @returns {string | null} */
  read(name) {
    if (OF_PAGE.includes(name)) return this.state?.get("page", name) ?? this.host.getAttribute(name) ?? initialOf(name);
    return this.host.getAttribute(name) ?? (name === "theme" ? "" : null);
  }

  #build() {
    this.#built = true;
    for (const name of OF_PAGE) if (this.host.hasAttribute(name)) this.state?.set("page", name, this.host.getAttribute(name));
    const shadow = this.host.attachShadow({ mode: "open" });
    keepKeys(shadow);
    shadow.adoptedStyleSheets = [storySheet.made];
    shadow.append(this.root);
    this.glossary = answer(this.root, this, { watch: true });
    onResize(this.root, () => this.#place());
    this.#fill();
  }

  /** The chapters that the attribute asks for: all, or one. */
  #fill() {
    const state = /** @type {State} */ (this.state);
    const only = this.host.getAttribute("chapter");
    const shown = only === null ? CHAPTERS : CHAPTERS.filter(({ id }) => id === only);
    if (shown.length === 0) console.warn(`<unnoise-story>: expected chapter to be one of ${CHAPTERS.map(({ id }) => id).join(", ")}, found “${only}”`);
    const onward = only === null ? (/** @type {import("./chapters.js").Chapter} */ chapter) => this.#go(this.#viewOf(chapter), 0, true) : undefined;
    this.chapters = shown.map((chapter) => new ChapterView(chapter, { user: this, go: (view, at) => this.#go(view, at), onward }));
    for (const { stage } of this.chapters) stage.follow(state);
    this.hero = only === null ? new Hero(this) : null;
    this.ending = only === null ? new Ending(this, () => this.hero?.field.focus()) : null;
    this.present = new Present(this);
    const links = this.chapters.map((view) => h("li", {}, text("a", `story.${view.chapter.id}.title`, { href: `#beat=${nameOf(view.chapter, view.chapter.beats[0])}`, onclick: (/** @type {MouseEvent} */ event) => this.#follow(event, view) })));
    const contents = only === null ? h("nav", { class: "contents", "data-s-label": "story.contents" }, text("b", "story.contents"), h("ol", {}, ...links)) : null;
    const parts = [this.hero?.element, contents, ...this.chapters.map(({ element }) => element), this.ending?.element, this.present.element];
    for (const part of this.#parts) part.remove();
    this.#parts = parts.filter((part) => part instanceof Element);
    this.root.prepend(...this.#parts); // before the entries of symbols and words
    this.#translate();
  }

  /** Another chapter is wanted. */
  #refill() {
    this.#leave();
    this.current = null;
    this.#fill();
    this.#place();
    if (this.host.isConnected) this.#enter();
  }

  #place() {
    const narrow = this.root.clientWidth <= NARROW;
    for (const view of this.chapters) view.place(narrow);
  }

  #translate() {
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
    if (this.host.hidden) return;
    const middle = innerHeight / 2;
    // What comes after a chapter, and before the next, is its end.
    const view = this.chapters.findLast(({ element }) => element.getBoundingClientRect().top <= middle);
    const id = view?.chapter.id ?? null;
    if (id === this.#onScreen) return;
    this.#onScreen = id;
    this.host.dispatchEvent(new CustomEvent("unnoise-chapter", { detail: id, bubbles: true }));
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
      if (moved && !this.host.hidden && !this.alone) scrollTo({ top: 0, behavior: "instant" });
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
      if (this.host.hidden) return held.abort();
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
    if (this.host.hidden || !this.present) return;
    this.present.key(event);
  };

  /** @param {string} key @param {Record<string, unknown>} [values] */
  say(key, values) {
    return say(this.language, key, values);
  }
}
