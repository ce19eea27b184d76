/** A picture of a stage: below it its symbol, what it is in a few words, and a number of its own. */

import { h, setText, text } from "../ui/dom.js";
import { bytesFromTensor, paintGrid } from "./pixels.js";

export class Part {
  /** @type {Float32Array | null} */ #painted = null;

  /**
   * @param {string} name by which an author shows it (`data-part`)
   * @param {string} sign as strings write symbols
   * @param {string} key of its words; its label for those who do not see it has `.label` after that
   */
  constructor(name, sign, key) {
    const symbol = h("b", { class: "sign" });
    setText(symbol, sign);
    this.canvas = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": `${key}.label` });
    /** A number of its own, whose place is kept. */
    this.number = h("span", { class: "num of" });
    this.element = h("figure", { "data-part": name }, h("div", { class: "picture" }, this.canvas), h("figcaption", {}, h("span", {}, symbol, " ", text("small", key)), this.number));
  }

  /** @param {Float32Array | null} image of one picture @param {import("./pixels.js").Shape} shape */
  paint(image, shape) {
    if (!image || image === this.#painted) return;
    this.#painted = image;
    paintGrid(this.canvas, bytesFromTensor(image), shape);
  }

  /** @param {string} words */
  say(words) {
    setText(this.number, words);
  }

  /** Whether it belongs to settings of before. @param {boolean} is */
  set behind(is) {
    this.element.toggleAttribute("data-behind", is);
  }
}
