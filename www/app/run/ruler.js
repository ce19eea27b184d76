/**
 * The ruler under the pictures: where on the way from data to noise one is, with the way's pictures on it. There before,
 * during and after a run. The arrow keys go to the next stop: ← towards data, → towards noise.
 *
 *     this.ruler = new Ruler({ say: this.say, onMove: () => this.invalidate(), direction: "data" });
 *     // in build(): { stage, ruler: this.ruler.element, … }
 *     // in draw():
 *     const moments = this.recording?.moments ?? [];
 *     const moment = moments[this.ruler.following ? moments.length - 1 : this.ruler.nearest(moments.map(({ t }) => t))];
 *     this.ruler.draw({ axis: this.tables && timeAxis(this.tables), stops: moments.map(({ t }) => t), here: moment?.t,
 *       film: this.recording?.film(0, info) ?? [], shape: info, words: moment ? factsOf(say, moment) : "" });
 *     // at the beginning of a run: this.ruler.reset()
 *
 * A slider of a setting t hands it in as `here`, and sets it in `onMove(t)`.
 */

import { INSET } from "../plots/axis.js";
import { h, onResize, reducedMotion, setText, text } from "../ui/dom.js";
import { alphaBar, decibels } from "../ui/format.js";
import { Filmstrip } from "./filmstrip.js";
import { tour } from "./playback.js";

/** @typedef {number | null} Stop a timestep, or null for the finished picture; on an axis of the clock, milliseconds */

/**
 * @typedef {object} View
 * @property {import("../plots/axis.js").Axis | null} axis null before a model is known
 * @property {Stop[]} stops that there are, in any order
 * @property {Stop | undefined} here one of them; undefined for none
 * @property {import("./filmstrip.js").Still[]} [film]
 * @property {import("../pictures/pixels.js").Shape | null} [shape] of the film's pictures
 * @property {string} words the facts of this place, shown under it and read out as the slider's value
 * @property {boolean} [playable]
 */

/**
 * Where a moment is, in numbers.
 *
 * @param {(key: string, values?: Record<string, unknown>) => string} say
 * @param {{ t: number | null, alphaBar: number }} moment
 */
export const factsOf = (say, { t, alphaBar: alpha }) => (t === null ? "" : say("ruler.facts", { t, alphaBar: alphaBar(alpha), snr: decibels(alpha) }));

export class Ruler {
  /** @type {number | undefined} */ #timer;
  /** Whether it keeps to the newest stop; ends when the reader takes hold of it. */
  following = true;
  /** Where it is; undefined before there is a stop. @type {Stop | undefined} */ here = undefined;
  /** @type {View | null} */ #view = null;
  /** From data to noise, and their places. */
  #stops = /** @type {Stop[]} */ ([]);
  #places = /** @type {number[]} */ ([]);
  #sorted = "";
  #laid = "";
  #width = 0;
  #size = 28;
  #film = new Filmstrip();
  #marks = document.createElementNS("http://www.w3.org/2000/svg", "path");
  #thumb = h("i", { class: "thumb" });
  #ticks = h("div", { class: "ticks num", "aria-hidden": "true" });
  #output = h("output", { class: "words num" });

  /**
   * @param {object} use
   * @param {(stop: Stop) => void} use.onMove called after every move of the reader or of playing
   * @param {(key: string, values?: Record<string, unknown>) => string} use.say
   * @param {string} [use.label] key of the slider's name
   * @param {"data" | "noise"} [use.direction] that it plays in: that of the process
   */
  constructor({ onMove, say, label = "timeline.label", direction = "data" }) {
    this.say = say;
    this.onMove = onMove;
    this.direction = direction;
    this.slider = h("input", { type: "range", min: -1, max: 0, value: -1, step: 1, disabled: true, "data-s-label": label, oninput: () => this.#typed(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
    this.button = h("button", { type: "button", class: "quiet play", disabled: true, onclick: () => (this.playing ? this.pause() : this.play()) }, "▶");
    const rail = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    rail.setAttribute("class", "rail");
    rail.append(this.#marks);
    const take = (/** @type {PointerEvent} */ event) => this.#pointer(event);
    this.area = h("div", { class: "way", onpointerdown: take, onpointermove: take }, this.#film.element, rail, this.#thumb, this.slider);
    const ends = [text("span", "ruler.data", { class: "data" }), text("span", "ruler.noise", { class: "noise" })];
    this.element = h("div", { class: "ruler" }, this.area, h("div", { class: "scale" }, ends[0], this.#ticks, ends[1]), this.button, this.#output);
    this.element.style.setProperty("--left", `${INSET.left}px`);
    this.element.style.setProperty("--right", `${INSET.right}px`);
    onResize(this.area, () => this.#measure());
  }

  get playing() {
    return this.#timer !== undefined;
  }

  /** Which of the stops is nearest to where the ruler is. @param {Stop[]} stops @returns {number} −1 where there is none */
  nearest(stops) {
    const { here } = this;
    const axis = this.#view?.axis;
    if (here === undefined || !axis) return stops.length - 1;
    const off = (/** @type {number} */ k) => (stops[k] === here ? -1 : Math.abs(axis.at(stops[k]) - axis.at(here)));
    return [...stops.keys()].reduce((best, k) => (best < 0 || off(k) < off(best) ? k : best), -1);
  }

  /** @param {View} view */
  draw(view) {
    this.#view = view;
    const { axis, here, stops, words, playable = true } = view;
    this.here = here;
    this.#sort(stops, axis);
    const { slider, button } = this;
    slider.disabled = stops.length === 0;
    button.disabled = !playable || stops.length < 2;
    this.element.toggleAttribute("data-empty", stops.length === 0);
    if (axis) {
      slider.min = String(Math.min(axis.data, axis.noise));
      slider.max = String(Math.max(axis.data, axis.noise));
    }
    this.#show();
    setText(this.#output, words);
    slider.setAttribute("aria-valuetext", words);
    this.#label();
    this.#lay();
  }

  /** Begins anew with a run. */
  reset() {
    this.pause();
    this.following = true;
    this.here = undefined;
  }

  /** Goes where the reader wants it, and stays. @param {Stop} stop */
  hold(stop) {
    this.pause();
    this.following = false;
    this.#go(stop);
  }

  /** From here on, or from the beginning where it is at the end. */
  play() {
    const way = this.direction === "data" ? [...this.#stops].reverse() : [...this.#stops];
    const axis = this.#view?.axis;
    if (way.length < 2 || !axis) return;
    const at = way.findIndex((stop) => stop === this.here);
    const begin = at < 0 || at === way.length - 1 ? 0 : at;
    this.following = false;
    const { showings } = tour(way.map((stop) => axis.at(stop)), reducedMotion());
    const to = (/** @type {number} */ k) => {
      if (!this.element.isConnected) return this.pause();
      const { from, k: stop } = showings[k];
      const next = showings[k + 1];
      this.#timer = next && window.setTimeout(to, next.from - from, k + 1);
      this.#label();
      this.#go(way[stop]);
    };
    to(Math.max(0, showings.findLastIndex(({ k }) => k <= begin)));
  }

  /** One stop on in the direction of the process; from its end, to its beginning. */
  advance() {
    const way = this.direction === "data" ? [...this.#stops].reverse() : this.#stops;
    const at = way.findIndex((stop) => stop === this.here);
    if (way.length > 0) this.hold(way[(at + 1) % way.length]);
  }

  pause() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#label();
  }

  /** @param {Stop} stop */
  #go(stop) {
    this.here = stop;
    this.#show();
    this.onMove(stop);
  }

  #label() {
    setText(this.button, this.playing ? "❚❚" : "▶");
    this.button.setAttribute("aria-label", this.say(this.playing ? "timeline.pause" : "timeline.play"));
  }

  #show() {
    const axis = this.#view?.axis;
    const { here } = this;
    this.#thumb.hidden = here === undefined || !axis;
    if (here === undefined || !axis) return;
    this.slider.value = String(here ?? axis.data);
    this.#thumb.style.insetInlineStart = `${100 * axis.at(here)}%`;
  }

  /** @param {Stop[]} stops @param {import("../plots/axis.js").Axis | null} axis */
  #sort(stops, axis) {
    const now = axis ? `${axis.id} ${stops.length} ${stops[0]} ${stops[stops.length - 1]} ${stops[stops.length >> 1]}` : "";
    if (now === this.#sorted) return;
    this.#sorted = now;
    this.#stops = axis ? [...new Set(stops)].sort((a, b) => axis.at(a) - axis.at(b)) : [];
    this.#places = axis ? this.#stops.map((stop) => axis.at(stop)) : [];
  }

  // The reader

  /** A value from the slider itself: of a test, or of a screen reader, whose steps may be shorter than the way to the next stop. */
  #typed() {
    const axis = this.#view?.axis;
    if (!axis) return;
    const value = Number(this.slider.value);
    const found = this.#at(axis.at(value));
    const was = this.here ?? axis.data;
    const stuck = this.#stops[found] === this.here && value !== was;
    const to = stuck ? found + Math.sign(axis.at(value) - axis.at(was)) : found;
    this.hold(this.#stops[Math.min(Math.max(to, 0), this.#stops.length - 1)]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = this.#stops.length - 1;
    const now = this.here === undefined ? last : this.#stops.indexOf(this.here);
    const page = Math.max(1, Math.round(last / 10));
    const to = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - page, PageUp: now + page, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.hold(this.#stops[Math.min(Math.max(to, 0), last)]);
  }

  /** @param {PointerEvent} event */
  #pointer(event) {
    const down = event.type === "pointerdown";
    if (this.slider.disabled || event.button > 0 || (!down && !this.area.hasPointerCapture(event.pointerId))) return;
    if (down) {
      this.area.setPointerCapture(event.pointerId);
      event.preventDefault(); // no text is selected
      this.slider.focus({ preventScroll: true });
    }
    const { left, width } = this.#film.element.getBoundingClientRect();
    const stop = this.#stops[this.#at((event.clientX - left) / width)];
    if (stop !== this.here || down) this.hold(stop);
  }

  /** The stop nearest to a place. @param {number} place */
  #at(place) {
    return this.#places.reduce((best, at, k) => (Math.abs(at - place) < Math.abs(this.#places[best] - place) ? k : best), 0);
  }

  // Its look

  #measure() {
    this.#width = this.#film.element.clientWidth;
    this.#size = Number.parseFloat(getComputedStyle(this.element).getPropertyValue("--still")) || 28;
    this.#lay();
  }

  /** What depends on the width too. */
  #lay() {
    const view = this.#view;
    if (!view?.axis || this.#width === 0) return;
    const { axis, film = [], shape } = view;
    if (shape) this.#film.draw(film, axis, shape, this.#width, this.#size);
    const now = `${this.#sorted} ${this.#width}`;
    if (now === this.#laid) return;
    this.#laid = now;
    // So many marks that they touch say nothing.
    const marks = this.#places.length > this.#width / 4 ? [] : this.#places;
    this.#marks.setAttribute("d", marks.map((at) => `M${(at * this.#width).toFixed(1)} 0v8`).join(""));
    this.#ticks.replaceChildren(...axis.ticks(this.#width, 60).map(({ at, text: words }) => {
      const tick = h("span", {}, words);
      tick.style.insetInlineStart = `${100 * at}%`;
      return tick;
    }));
  }
}
