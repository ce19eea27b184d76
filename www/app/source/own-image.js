/**
 * An image of the reader's own: drawn, or taken from a file that was chosen or dropped. It is itself a
 * setting, so that a link carries it.
 */

import { h, setText, text } from "../ui/dom.js";
import { Drawing } from "./drawing.js";
import { sentenceOf } from "../ui/faults.js";
import { codeFromPicture, pictureFromCode } from "../state/picture-code.js";
import { imageFromFile } from "./picture-file.js";
import { sizeOf } from "../pictures/pixels.js";

/** @typedef {import("../panel/panel.js").PanelBody} Panel */

export class OwnImage {
  /** The code that the drawing shows. @type {string | null} */ #drawn = null;
  /** Whether there are strokes of before the model, and so the picture's size, was there. */ #early = false;
  /** A file of before that. @type {File | null} */ #waiting = null;
  /** @type {import("../ui/faults.js").Fault | null} what was wrong with the last file */ #fault = null;

  /**
   * @param {Panel} panel
   * @param {object} names of settings
   * @param {string} names.picture the image
   * @param {string} names.source the choice, of which "drawing" stands for this one
   */
  constructor(panel, names) {
    this.panel = panel;
    this.names = names;
    // While the pen is down its line is smooth; when it is lifted, the picture is what the network gets.
    this.drawing = new Drawing(
      () => this.#stroke(),
      () => {
        this.#drawn = null;
        panel.invalidate();
      },
    );
    this.hint = text("span", "source.draw.hint", { class: "hint", "aria-hidden": "true" });
    const file = h("input", { type: "file", accept: "image/*", class: "hidden-text", tabindex: -1, "aria-hidden": "true", onchange: () => this.#chosen(file) });
    this.faultLine = h("p", { class: "soft fault", role: "alert" });
    const button = (/** @type {string} */ key, /** @type {() => void} */ onclick) => text("button", key, { type: "button", class: "quiet", onclick });
    /** The controls. */
    this.element = h(
      "div",
      { class: "stack" },
      h("div", { class: "wrap" }, button("source.file", () => file.click()), button("source.invert", () => this.#invert()), button("source.clear", () => this.#take(""))),
      file,
      text("p", "source.drop", { class: "soft" }),
      this.faultLine,
    );
    panel.updaters.push(() => this.#draw());
  }

  /** Whether this is the image that was chosen. */
  get chosen() {
    return this.panel.get(this.names.source) === "drawing";
  }

  /** @returns {string} of picture-code.js; empty while nothing was drawn */
  get code() {
    return this.panel.get(this.names.picture);
  }

  /** @param {import("../pictures/pixels.js").Shape} shape @returns {Float32Array} [C, H, W] in [-1, 1] */
  image(shape) {
    return this.code === "" ? new Float32Array(sizeOf(shape)).fill(-1) : pictureFromCode(this.code);
  }

  /** Makes a place the one to draw on and to drop files on. @param {HTMLElement} place */
  attach(place) {
    place.append(this.drawing.canvas, this.hint);
    const over = (/** @type {boolean} */ is) => place.toggleAttribute("data-over", is);
    place.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) over(true);
    });
    // A near miss is not taken, but must not make the browser leave either.
    for (const type of /** @type {const} */ (["dragover", "drop"])) {
      this.panel.host.addEventListener(type, (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    }
    place.addEventListener("dragleave", () => over(false));
    place.addEventListener("drop", (event) => {
      over(false);
      const file = event.dataTransfer?.files[0];
      if (file) this.#given(file);
    });
  }

  /** @param {import("../pictures/pixels.js").Shape} info */
  fitTo(info) {
    const early = this.#early && this.drawing.copy();
    this.drawing.resize(info);
    this.#drawn = null;
    this.panel.limit(this.names.picture, sizeOf(info));
    if (early) {
      this.#early = false;
      this.drawing.show(this.image(info), info);
      this.drawing.lay(early);
      this.#keep(info);
    }
    const file = this.#waiting;
    this.#waiting = null;
    if (file) this.#read(file, info);
  }

  #stroke() {
    const { info } = this.panel;
    this.#fault = null;
    if (info) return this.#keep(info);
    this.#early = true;
    this.panel.invalidate();
  }

  /** Makes what is drawn the picture. @param {import("../pictures/pixels.js").Shape} info */
  #keep(info) {
    this.#drawn = codeFromPicture(this.drawing.image(info));
    this.panel.set(this.names.picture, this.#drawn);
  }

  /** Makes an image the reader's own. @param {Float32Array} image [C, H, W] in [-1, 1] */
  take(image) {
    this.#take(codeFromPicture(image));
  }

  /** @param {string} code */
  #take(code) {
    this.#fault = null;
    this.panel.set(this.names.picture, code);
    this.panel.set(this.names.source, "drawing");
    this.panel.invalidate();
  }

  #invert() {
    const { info } = this.panel;
    if (info) this.take(this.image(info).map((value) => -value));
  }

  /** @param {HTMLInputElement} input */
  #chosen(input) {
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    if (file) this.#given(file);
  }

  /** @param {File} file */
  #given(file) {
    const { info } = this.panel;
    if (info) return void this.#read(file, info);
    this.#waiting = file;
    this.panel.set(this.names.source, "drawing");
  }

  /** @param {File} file @param {import("../pictures/pixels.js").Shape} info */
  async #read(file, info) {
    try {
      this.take(await imageFromFile(file, info));
    } catch (error) {
      this.#fault = /** @type {Error} */ (error);
      this.panel.set(this.names.source, "drawing");
      this.panel.invalidate();
    }
  }

  #draw() {
    const { panel, chosen } = this;
    this.drawing.canvas.hidden = this.element.hidden = !chosen;
    this.hint.hidden = !chosen || this.#early || this.code !== "";
    this.faultLine.hidden = this.#fault === null;
    setText(this.faultLine, this.#fault ? sentenceOf(this.#fault, panel.language) : "");
    if (!panel.info || this.code === this.#drawn) return;
    this.#drawn = this.code;
    this.drawing.show(this.image(panel.info), panel.info);
  }
}
