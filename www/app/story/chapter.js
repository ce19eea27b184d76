/** A chapter on the page: its words at the left, one beat at a time, and its stage, which stays in sight. */

import { fileOfSite, siteOf } from "../state/site.js";
import { say } from "../strings/index.js";
import { h, onResize, setText, text } from "../ui/dom.js";
import { BeatText } from "./beat.js";
import { benchHash } from "./bench-hash.js";
import { CHAPTERS } from "./chapters.js";
import { Stage } from "./stage.js";

/** On a phone the stage stays above the words while these go by, if it takes no more than this part of the screen. */
const STAYS = 0.5;
/** How far below the screen a chapter's figure is made: a screen, so that it is there when one comes to it. */
const AHEAD = "100% 0px";

export class ChapterView {
  /** Which beat is on show. */ at = 0;
  stage = new Stage();
  /** Printed where the stage has drawn nothing yet. */
  poster = h("img", { class: "printed", fetchpriority: "low", alt: "" });
  #near = false;
  #sight;

  /**
   * @param {import("./chapters.js").Chapter} chapter
   * @param {object} story
   * @param {{ readonly language: string, alone: boolean | undefined }} story.user of the lab
   * @param {(chapter: ChapterView, at: number) => void} story.go to another beat
   * @param {(chapter: import("./chapters.js").Chapter) => void} [story.onward] to the next chapter, where there is one
   */
  constructor(chapter, { user, go, onward }) {
    this.chapter = chapter;
    this.user = user;
    const key = `story.${chapter.id}`;
    this.beats = chapter.beats.map((beat) => new BeatText(chapter, beat, this.stage, user));
    this.dots = chapter.beats.map((_, k) => h("button", { type: "button", class: "dot", onclick: () => go(this, k) }, h("i")));
    const place = CHAPTERS.indexOf(chapter);
    const next = onward ? CHAPTERS[place + 1] : undefined;
    this.back = h("button", { type: "button", class: "quiet back", "data-s-label": "story.back", onclick: () => go(this, this.at - 1) }, "‹");
    this.next = h("button", { type: "button", class: "next", onclick: () => (this.at + 1 < this.beats.length ? go(this, this.at + 1) : next && onward?.(next)) });
    this.#nextTitle = next ? `story.${next.id}.title` : "";
    this.bench = text("a", "story.bench", { class: "bench" });
    this.counted = h("span", { class: "counted num", "aria-hidden": "true" }); // the dots say it to those who do not see
    this.live = h("p", { class: "hidden-text", "aria-live": "polite" });
    const steps = h("div", { class: "steps", role: "group", "data-s-label": "story.beats" }, h("div", { class: "dots" }, ...this.dots), this.counted, this.back, this.next);
    this.eyebrow = h("p", { class: "eyebrow num", hidden: !onward }); // a chapter alone is no part of anything
    this.seat = h("div", { class: "seat" }, this.stage.element, this.poster);
    this.element = h(
      "section",
      { class: "chapter", id: `chapter-${chapter.id}`, "data-chapter": chapter.id, "data-colour": chapter.colour, tabindex: -1, "aria-labelledby": `title-${chapter.id}` },
      h("header", { class: "heading" }, this.eyebrow, text("h2", `${key}.title`, { id: `title-${chapter.id}` }), text("p", `${key}.question`, { class: "question" })),
      (this.body = h("div", { class: "body" }, this.words = h("div", { class: "words" }, ...this.beats.map(({ element }) => element), steps, this.bench, this.live), this.seat)),
    );
    this.stage.state.addEventListener("change", () => this.#drawLink());
    onResize(this.stage.element, () => this.seat.toggleAttribute("data-stays", this.stage.element.offsetHeight <= STAYS * innerHeight));
    this.#sight = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.#comeNear(), { rootMargin: AHEAD });
    this.show(0, true);
  }

  /** @type {string} */ #nextTitle;

  /** Words before the stage or after it, so that the Tab key goes as the eye does. @param {boolean} narrow */
  place(narrow) {
    this.stage.place(narrow);
    if ((this.body.lastElementChild === this.words) === narrow) return;
    // The words move and not the stage: a figure that is taken out would end its work.
    if (narrow) this.body.append(this.words);
    else this.body.prepend(this.words);
  }

  #comeNear() {
    this.#near = true;
    this.#sight.disconnect();
    this.#stageBeat(true);
  }

  enter() {
    if (!this.#near) this.#sight.observe(this.element);
  }

  leave() {
    this.#sight.disconnect();
    for (const { question } of this.beats) question?.leave();
  }

  /** @param {number} at @param {boolean} [silent] whether it was shown, and not asked for */
  show(at, silent = false) {
    const moved = at !== this.at;
    if (moved) this.beats[this.at].question?.leave();
    this.at = at;
    this.beats.forEach(({ element }, k) => element.toggleAttribute("data-off", k !== at));
    this.dots.forEach((dot, k) => (k === at ? dot.setAttribute("aria-current", "step") : dot.removeAttribute("aria-current")));
    if (this.#near && (moved || !silent)) this.#stageBeat(true);
    this.draw();
    if (!silent) setText(this.live, say(this.user.language, `story.${this.chapter.id}.${this.chapter.beats[at].id}.title`));
  }

  /** @param {boolean} fresh */
  #stageBeat(fresh) {
    const beat = this.chapter.beats[this.at];
    this.stage.show(beat.face ?? this.chapter.face, beat, fresh);
    if (this.element.checkVisibility()) this.beats[this.at].question?.enter();
    this.#drawLink();
  }

  #drawLink() {
    const hash = benchHash(this.stage.state, this.user.language);
    if (!this.user.alone) return void (this.bench.href = hash);
    const site = siteOf();
    this.bench.hidden = !site;
    if (site) Object.assign(this.bench, { href: new URL(hash, site).href, target: "_blank" });
  }

  draw() {
    const { language } = this.user;
    const last = this.at + 1 === this.beats.length;
    setText(this.eyebrow, say(language, "story.of", { n: CHAPTERS.indexOf(this.chapter) + 1, of: CHAPTERS.length }));
    setText(this.next, last ? say(language, "story.next-chapter", { title: say(language, this.#nextTitle) }) : say(language, "story.next"));
    setText(this.counted, say(language, "story.counted", { n: this.at + 1, of: this.beats.length }));
    this.next.hidden = last && this.#nextTitle === "";
    this.back.toggleAttribute("disabled", this.at === 0);
    this.dots.forEach((dot, k) => dot.setAttribute("aria-label", say(language, "story.beat", { n: k + 1, of: this.dots.length, title: say(language, `story.${this.chapter.id}.${this.chapter.beats[k].id}.title`) })));
    const face = this.chapter.beats[this.at].face ?? this.chapter.face;
    const source = fileOfSite(`posters/${face}.webp`);
    if (this.poster.src !== source) this.poster.src = source;
    this.poster.alt = say(language, `panel.${face}`);
    this.stage.speak(language);
    for (const { question } of this.beats) question?.draw();
    this.#drawLink();
  }
}
