/** The slider of a place on a path, which can be walked by itself. Not a ruler: a path has no time. */

import { h, setText } from "../../ui/dom.js";

/** Positions shown a second while playing. */
const RATE = 14;

export class PlaceSlider {
  /** @type {number | null} */ #timer = null;

  /**
   * @param {object} use
   * @param {() => void} use.onMove called after every move of the reader or of playing
   * @param {(key: string, values?: Record<string, unknown>) => string} use.say
   * @param {string} use.label of the slider
   */
  constructor({ onMove, say, label }) {
    this.say = say;
    this.onMove = onMove;
    this.slider = h("input", { type: "range", min: "0", max: "0", value: "0", step: "1", "data-s-label": label, oninput: () => this.#held() });
    this.button = h("button", { type: "button", class: "quiet", disabled: true, onclick: () => (this.#timer === null ? this.play() : this.pause()) }, "▶");
    this.output = h("output", { class: "num" });
    this.element = h("div", { class: "time" }, this.button, this.slider, this.output);
  }

  get position() {
    return Number(this.slider.value);
  }

  /**
   * @param {number} length positions there are now
   * @param {number} expected positions that there will be
   * @param {string} words shown at its right, and read out as the slider's value
   */
  draw(length, expected, words) {
    this.slider.max = String(Math.max(expected - 1, 0));
    this.slider.disabled = length === 0;
    this.button.disabled = length < 2;
    setText(this.output, words);
    this.slider.setAttribute("aria-valuetext", words);
    this.button.setAttribute("aria-label", this.say(this.#timer === null ? "timeline.play" : "timeline.pause"));
  }

  /** @param {number} position */
  move(position) {
    // The browser cuts a value off at the bound of before.
    if (position > Number(this.slider.max)) this.slider.max = String(position);
    this.slider.value = String(position);
  }

  play() {
    const last = Number(this.slider.max);
    if (this.position >= last) this.move(0);
    setText(this.button, "❚❚");
    // The whole path takes about four seconds.
    const stride = Math.max(1, Math.ceil(last / (RATE * 4)));
    this.#timer = window.setInterval(() => {
      if (!this.element.isConnected) return this.pause();
      this.move(Math.min(this.position + stride, last));
      if (this.position >= last) this.pause();
      this.onMove();
    }, 1000 / RATE);
    this.onMove();
  }

  pause() {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    setText(this.button, "▶");
    this.onMove();
  }

  #held() {
    this.pause();
    this.onMove();
  }
}
