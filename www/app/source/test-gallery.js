/** The test digits, to choose one from: they are there at once, and their classes are known. */

import { bytesFromTensor, paintGrid } from "../pictures/pixels.js";
import { pictureFromCode } from "../state/picture-code.js";
import { h, text } from "../ui/dom.js";
import { rove, stopAt } from "../ui/roving.js";
import { TEST_DIGITS, TEST_SIZE } from "./test-digits.js";

/** Of those in a row. */
const COLUMNS = 5;
const SHAPE = { channels: 1, height: TEST_SIZE, width: TEST_SIZE };
/** Where MNIST is, and what it is shared under. */
const [MNIST, LICENCE] = ["http://yann.lecun.com/exdb/mnist/", "https://creativecommons.org/licenses/by-sa/3.0/"];

/** @type {Map<string, Float32Array>} by digit and size, so that the same picture is the same array */
const made = new Map();

/**
 * A test digit in the model's size, in the middle of it: black around it where the model's is larger, each channel the same.
 *
 * @param {number} digit @param {import("../pictures/pixels.js").Shape} shape @returns {Float32Array}
 */
export function testDigit(digit, { channels, height, width }) {
  const id = `${digit} ${channels} ${height} ${width}`;
  const known = made.get(id);
  if (known) return known;
  const picture = pictureFromCode(TEST_DIGITS[digit].code);
  const [top, left] = [(height - TEST_SIZE) >> 1, (width - TEST_SIZE) >> 1];
  const image = Float32Array.from({ length: channels * height * width }, (_, i) => {
    const [y, x] = [(Math.floor(i / width) % height) - top, (i % width) - left];
    return Math.min(y, x) >= 0 && Math.max(y, x) < TEST_SIZE ? picture[y * TEST_SIZE + x] : -1;
  });
  made.set(id, image);
  return image;
}

export class TestGallery {
  #buttons;

  /** @param {import("../panel/panel.js").PanelBody} panel with the setting `digit` */
  constructor(panel) {
    this.#buttons = TEST_DIGITS.map(({ code }, digit) => {
      const canvas = h("canvas", { width: 1, height: 1 });
      paintGrid(canvas, bytesFromTensor(pictureFromCode(code)), SHAPE);
      return h("button", { type: "button", onclick: () => panel.set("digit", digit) }, canvas);
    });
    const onkeydown = (/** @type {KeyboardEvent} */ event) => rove(event, this.#buttons, COLUMNS);
    const grid = h("div", { class: "gallery tests", role: "group", "data-s-label": "source.digits", onkeydown }, ...this.#buttons);
    const link = (/** @type {string} */ key, /** @type {string} */ href) => text("a", key, { href, target: "_blank", rel: "noopener" });
    const credit = h("p", { class: "soft credit" }, text("span", "source.credit"), " ", link("source.credit.mnist", MNIST), ", ", link("source.credit.licence", LICENCE));
    this.element = h("div", { class: "field" }, h("div", { class: "name" }, text("span", "source.digits")), grid, credit);
    let shown = NaN;
    panel.updaters.push(() => {
      const chosen = panel.get("digit");
      // Only where another was chosen: the arrow keys move the stop too.
      if (chosen !== shown) stopAt(this.#buttons, (shown = chosen));
      this.#buttons.forEach((button, digit) => {
        button.setAttribute("aria-pressed", String(digit === chosen));
        button.setAttribute("aria-label", panel.say("source.digit.take", { digit, index: TEST_DIGITS[digit].index }));
      });
    });
  }
}
