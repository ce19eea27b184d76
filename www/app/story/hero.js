/**
 * The head of the story: digits coming out of noise. A recording is there at once (posters/hero.png, made by
 * xtask/src/posters.mjs); as soon as the network runs, it is live, over and over, and writes the reader's own number.
 */

import { join } from "../panel/shared-lab.js";
import { download } from "../pictures/save.js";
import { digitsOf, gifOfNumber, paintNumber, writeNumber, writesDigits } from "../share/number.js";
import { fileOfSite, shortAddress } from "../state/site.js";
import { say } from "../strings/index.js";
import { h, reducedMotion, setText, text } from "../ui/dom.js";
import { sentenceOf } from "../ui/faults.js";

/** @typedef {import("../share/number.js").Written} Written */

/** The year of both papers, DDPM and DDIM. */
export const FIRST = "2020";
/** Of the noise that it is first written from, on the poster too. */
export const SEED = 7;
/** Live runs that begin by themselves; then the last one is shown again and again, so that a page left open rests. */
const ROUNDS = 3;
/** In milliseconds. */
const [STEP, REST] = [140, 3500];

export class Hero {
  #story;
  #number = FIRST;
  #round = 0;
  /** @type {Written | null} */ #written = null;
  /** @type {AbortController | null} */ #writing = null;
  /** @type {number | undefined} */ #timer;
  #seen = false;
  /** @type {{ key: string, values: Record<string, unknown> }} */ #line = { key: "hero.recorded", values: {} };
  #sight = new IntersectionObserver((entries) => this.#look(entries[entries.length - 1].isIntersecting));

  /** @param {import("./story.js").StoryBody} story */
  constructor(story) {
    this.#story = story;
    this.field = h("input", { type: "text", id: "hero-year", inputmode: "numeric", autocomplete: "off", maxlength: 8, class: "num", value: FIRST });
    this.poster = h("div", { class: "poster", role: "img" });
    this.poster.style.setProperty("background-image", `url("${fileOfSite("posters/hero.png")}")`);
    this.canvas = h("canvas", { width: 118, height: 28, role: "img", hidden: true });
    this.line = h("p", { class: "line num" });
    this.live = h("p", { class: "hidden-text", role: "status" });
    this.save = text("button", "hero.save", { type: "button", class: "quiet", hidden: true, onclick: () => this.#saveGif() });
    const form = h("form", { onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.#ask()) }, text("label", "hero.year", { for: "hero-year" }), h("div", { class: "row" }, this.field, text("button", "hero.write", { type: "submit" }), this.save));
    this.element = h("section", { class: "hero", "aria-labelledby": "hero-title" }, h("div", { class: "pitch" }, text("h2", "hero.title", { id: "hero-title" }), text("p", "hero.text"), form), h("figure", { class: "screen" }, this.poster, this.canvas, h("figcaption", {}, this.line), this.live));
  }

  enter() {
    this.#sight.observe(this.element);
  }

  leave() {
    this.#sight.disconnect();
    this.#look(false);
  }

  /** Works only while it is looked at. @param {boolean} seen */
  #look(seen) {
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (!seen) {
      clearTimeout(this.#timer);
      this.#writing?.abort();
      return;
    }
    const saving = /** @type {any} */ (navigator).connection?.saveData;
    if (!saving) this.#again();
  }

  /** The number that the reader asks for. */
  #ask() {
    const digits = digitsOf(this.field.value);
    if (digits.length === 0) {
      this.#tell("hero.none");
      return this.field.focus();
    }
    this.#number = this.field.value = digits.join("");
    this.#round = 0;
    this.#write(true);
  }

  /** Once more: from new noise, or, after some rounds and for who wants no motion, not. */
  #again() {
    if (this.#round < ROUNDS && !(this.#written && reducedMotion())) return void this.#write();
    if (!reducedMotion()) this.#replay(0);
  }

  /** @param {boolean} [asked] by the reader, who is told when it is there */
  async #write(asked = false) {
    clearTimeout(this.#timer);
    this.#writing?.abort();
    const { signal } = (this.#writing = new AbortController());
    const digits = digitsOf(this.#number);
    const { state } = this.#story;
    try {
      const lab = await join(this.#story, { model: state?.get("page", "model"), backend: state?.get("page", "backend") });
      signal.throwIfAborted();
      if (!writesDigits(lab.info)) return;
      const seed = this.#round === 0 && !asked ? SEED : Math.floor(Math.random() * 1e6);
      const steps = 24;
      const still = reducedMotion();
      const onMoment = (/** @type {Written} */ written) => {
        this.#written = written;
        const { t } = written.moments[written.moments.length - 1];
        this.#story.host.dispatchEvent(new CustomEvent("unnoise-frame", { detail: { number: this.#number, t }, bubbles: true, composed: true }));
        if (!still) this.#show(written.moments.length - 1, steps);
      };
      this.#written = await writeNumber(lab, { digits, seed, steps, signal, onMoment });
      this.#round += 1;
      this.#show(this.#written.moments.length - 1, steps);
      if (asked) setText(this.live, say(this.#story.language, "hero.picture", { number: this.#number }));
      this.#story.host.dispatchEvent(new CustomEvent("unnoise-result", { detail: { number: this.#number, steps, seed }, bubbles: true, composed: true }));
      this.#timer = window.setTimeout(() => this.#again(), REST);
    } catch (error) {
      if (!signal.aborted) this.#tell("hero.still", { message: sentenceOf(/** @type {any} */ (error), this.#story.language) });
    }
  }

  /** @param {number} place */
  #replay(place) {
    const last = (this.#written?.moments.length ?? 1) - 1;
    this.#show(place, last);
    this.#timer = window.setTimeout(() => (place < last ? this.#replay(place + 1) : this.#replay(0)), place < last ? STEP : REST);
  }

  /** @param {number} place @param {number} steps */
  #show(place, steps) {
    const written = this.#written;
    if (!written) return;
    this.canvas.hidden = false;
    this.poster.hidden = true;
    paintNumber(this.canvas, written, place);
    const done = written.moments[place].t === null;
    this.save.hidden = !done && this.save.hidden;
    if (done) this.#tell("hero.rest", { calls: steps });
    else this.#tell("hero.live", { index: place + 1, of: steps });
  }

  async #saveGif() {
    const written = this.#written;
    if (!written || written.moments.at(-1)?.t !== null) return;
    this.save.disabled = true;
    const number = written.digits.join("");
    try {
      const caption = say(this.#story.language, "hero.picture", { number });
      download(await gifOfNumber(written, { caption, address: shortAddress() }), `unnoise-${number}.gif`);
    } finally {
      this.save.disabled = false;
    }
  }

  /** @param {string} key @param {Record<string, unknown>} [values] */
  #tell(key, values = {}) {
    this.#line = { key, values };
    this.draw();
  }

  draw() {
    const { language } = this.#story;
    setText(this.line, say(language, this.#line.key, this.#line.values));
    const name = say(language, "hero.picture", { number: this.#written ? this.#number : FIRST });
    for (const picture of [this.poster, this.canvas]) picture.setAttribute("aria-label", name);
  }
}
