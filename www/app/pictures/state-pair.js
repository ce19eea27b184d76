/**
 * The two pictures of a run, side by side: xₜ and x̂₀. Once it has ended both would be the finished picture; then the noise that
 * it began with stands at the left, so that one sees which of the two is the result, and what it came from.
 */

import { symbolElement } from "../math/formulas.js";
import { h, setText } from "../ui/dom.js";
import { paintGrid } from "./pixels.js";

/** @typedef {import("./pixels.js").Pixels} Pixels */
/** @typedef {"xt" | "x0" | "xT" | "end"} Shown what one of the pictures is */

/** @type {Record<Shown, string>} symbols of math/notation.js */
const SYMBOLS = { xt: "x", x0: "x0-hat", xT: "xT", end: "x0" };

class Titled {
  /** @type {Shown | null} */ #shown = null;
  #symbol = h("span", { class: "math" });
  #words = h("small");
  canvas = h("canvas", { width: 1, height: 1, role: "img" });
  /** What else stands on the picture is put in here. */
  box = h("div", { class: "picture" }, this.canvas);
  element;

  /** @param {string} part */
  constructor(part) {
    this.element = h("figure", { "data-part": part }, h("h2", {}, this.#symbol, this.#words), this.box);
  }

  /** @param {Shown} shown @param {(key: string) => string} say */
  name(shown, say) {
    if (shown !== this.#shown) this.#symbol.replaceChildren(symbolElement(SYMBOLS[shown]));
    this.#shown = shown;
    setText(this.#words, say(`picture.${shown}`));
    this.canvas.setAttribute("aria-label", say(`picture.${shown}.label`));
  }
}

export class StatePair {
  #say;
  #xt = new Titled("xt");
  #x0 = new Titled("x0");
  /** @type {(Pixels | null)[]} */ #painted = [];
  element = h("div", { class: "pair" }, this.#xt.element, this.#x0.element);

  /** @param {(key: string) => string} say */
  constructor(say) {
    this.#say = say;
  }

  get canvases() {
    return [this.#xt.canvas, this.#x0.canvas];
  }
  /** Of the right picture. */
  get box() {
    return this.#x0.box;
  }

  /**
   * @param {import("../run/recording.js").Recording | null} recording
   * @param {number} place of the moment to show
   * @param {import("./pixels.js").Shape} shape
   * @param {(pixels: Pixels) => Pixels} [part] of what a moment has
   */
  draw(recording, place, shape, part = (pixels) => pixels) {
    const moment = recording?.moments[place];
    const first = recording?.moments[0];
    // Alone, the left picture is the state to its end.
    const ended = !!first && moment?.t === null && place > 0 && !this.#x0.element.hasAttribute("data-off");
    this.#xt.name(ended ? "xT" : "xt", this.#say);
    this.#x0.name(moment?.t === null ? "end" : "x0", this.#say);
    const whole = [ended ? first.xt : moment?.xt, moment?.x0].map((pixels) => pixels ?? null);
    this.canvases.forEach((canvas, k) => {
      const pixels = whole[k] && part(whole[k]);
      const old = this.#painted[k];
      // A part is a new object each time, over the same values.
      if (this.#painted.length > 0 && pixels?.buffer === old?.buffer && pixels?.byteOffset === old?.byteOffset && pixels?.length === old?.length) return;
      paintGrid(canvas, pixels, shape);
      this.#painted[k] = pixels;
    });
  }

  /** Before a picture is known, its title is there. */
  empty() {
    this.#xt.name("xt", this.#say);
    this.#x0.name("x0", this.#say);
  }
}
