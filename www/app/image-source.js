/**
 * Where a panel's x₀ comes from: an image that the model makes from a seed, or the reader's own, drawn
 * or taken from a file. The reader's own image is itself a setting, so that a link carries it.
 *
 * The panel's scope has the settings of `imageSettings` (state.js), their names behind `prefix`.
 */

import * as controls from "./controls.js";
import { h, setText, text } from "./dom.js";
import { Drawing } from "./drawing.js";
import { sentenceOf } from "./faults.js";
import { codeFromPicture, pictureFromCode } from "./picture-code.js";
import { imageFromFile } from "./picture-file.js";
import { sizeOf } from "./pixels.js";

/** Steps of DDIM for the model's image. */
const STEPS = 20;

/** @typedef {import("./panel.js").Panel} Panel */

export class ImageSource {
  /** The code that the drawing shows. @type {string | null} */ #drawn = null;
  /** The image made last, and what it was made of. @type {{ of: string, lab: unknown, image: Float32Array } | null} */ #made = null;
  /** @type {import("./faults.js").Fault | null} what was wrong with the last file */ #fault = null;

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.drawing = new Drawing(() => this.#stroke());
    this.hint = text("span", "source.draw.hint", { class: "hint", "aria-hidden": "true" });
    const file = h("input", { type: "file", accept: "image/*", class: "hidden-text", tabindex: -1, "aria-hidden": "true", onchange: () => this.#chosen(file) });
    this.faultLine = h("p", { class: "soft fault", role: "alert" });
    const button = (/** @type {string} */ key, /** @type {() => void} */ onclick) => text("button", key, { type: "button", class: "quiet", onclick });
    this.ofModel = h("div", { class: "stack" }, controls.seed(panel, "image-seed", "source.image-seed"), controls.labels(panel, "label"));
    this.ofReader = h(
      "div",
      { class: "stack" },
      h("div", { class: "row wrap" }, button("source.file", () => file.click()), button("source.invert", () => this.#invert()), button("source.clear", () => this.#take(""))),
      file,
      text("p", "source.drop", { class: "soft" }),
    );
    const choice = controls.segmented(panel, "source", "source.name", [
      { value: "model", key: "source.model" },
      { value: "drawing", key: "source.drawing" },
    ]);
    /** The controls. */
    this.element = h("div", { class: "stack" }, choice, this.ofModel, this.ofReader, this.faultLine);
    panel.updaters.push(() => this.#draw());
  }

  /** Whether the image is the reader's own. */
  get own() {
    return this.panel.get("source") === "drawing";
  }

  /** What the network is told the image is: nothing is known of the reader's own. @returns {number | null} */
  get label() {
    return this.own ? null : this.panel.get("label");
  }

  /** Whether a setting asks for another image. @param {string} name */
  concerns(name) {
    return ["source", "image-seed", "label", "picture"].includes(name) && (name === "source" || (name === "picture") === this.own);
  }

  /**
   * Makes a picture's place the one to draw on and to drop files on.
   *
   * @param {HTMLCanvasElement} canvas of the picture, hidden while the reader's own is there
   */
  attach(canvas) {
    canvas.after(this.drawing.canvas, this.hint);
    this.panel.updaters.push(() => (canvas.hidden = this.own));
    const place = /** @type {HTMLElement} */ (canvas.parentElement);
    const over = (/** @type {boolean} */ is) => place.toggleAttribute("data-over", is);
    place.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault(); // else the browser leaves the page for the file
      over(true);
    });
    place.addEventListener("dragleave", () => over(false));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      const file = event.dataTransfer?.files[0];
      if (file) this.#read(file);
    });
  }

  /** @param {import("../lab/types.js").LabInfo} info */
  fitTo(info) {
    const { panel } = this;
    this.drawing.resize(info);
    this.#drawn = null;
    panel.limit("picture", sizeOf(info));
    if (info.labels.length > 0) panel.limit("label", info.labels.length - 1);
  }

  /**
   * The same array as long as nothing asks for another image.
   *
   * @param {import("../lab/lab.js").Lab} lab
   * @param {AbortSignal} signal
   * @returns {Promise<Float32Array>} x₀, [C, H, W]
   */
  async image(lab, signal) {
    for (;;) {
      const of = this.#wanted();
      if (this.#made?.of === of && this.#made.lab === lab) return this.#made.image;
      const image = this.own ? this.#ownImage(lab.info) : await this.#modelImage(lab, signal);
      // Another image may have been asked for meanwhile.
      if (of === this.#wanted()) this.#made = { of, lab, image };
    }
  }

  /** What `image` gives as long as nothing else was asked for; null while it is still to be made. */
  get current() {
    return this.#made?.of === this.#wanted() ? this.#made.image : null;
  }

  #wanted() {
    const { panel } = this;
    return this.own ? `own ${panel.get("picture")}` : `model ${panel.get("image-seed")} ${panel.get("label")}`;
  }

  /** @param {import("./pixels.js").Shape} shape */
  #ownImage(shape) {
    const code = this.panel.get("picture");
    return code === "" ? new Float32Array(sizeOf(shape)).fill(-1) : pictureFromCode(code);
  }

  /** @param {import("../lab/lab.js").Lab} lab @param {AbortSignal} signal */
  async #modelImage(lab, signal) {
    const { panel } = this;
    const options = /** @type {const} */ ({ count: 1, steps: Math.min(STEPS, lab.info.trainSteps), frames: "none" });
    return (await lab.sample({ ...options, seed: panel.get("image-seed"), label: panel.get("label"), signal }).result).images;
  }

  // The reader's own

  #stroke() {
    const { info } = this.panel;
    if (!info) return; // of which size, is known with the model
    this.#fault = null;
    this.#drawn = codeFromPicture(this.drawing.image(info));
    this.panel.set("picture", this.#drawn);
  }

  /** @param {string} code */
  #take(code) {
    this.#fault = null;
    this.panel.set("picture", code);
    this.panel.set("source", "drawing");
    this.panel.invalidate();
  }

  #invert() {
    const { info } = this.panel;
    if (info) this.#take(codeFromPicture(this.#ownImage(info).map((value) => -value)));
  }

  /** @param {HTMLInputElement} input */
  #chosen(input) {
    const file = input.files?.[0];
    input.value = ""; // so that the same file can be chosen again
    if (file) this.#read(file);
  }

  /** @param {File} file */
  async #read(file) {
    const { info } = this.panel;
    if (!info) return;
    try {
      this.#take(codeFromPicture(await imageFromFile(file, info)));
    } catch (error) {
      this.#fault = /** @type {Error} */ (error);
      this.panel.set("source", "drawing");
      this.panel.invalidate();
    }
  }

  #draw() {
    const { panel, own } = this;
    this.ofModel.hidden = own;
    this.ofReader.hidden = !own;
    this.drawing.canvas.hidden = !own;
    this.hint.hidden = !own || panel.get("picture") !== "";
    this.faultLine.hidden = !own || this.#fault === null;
    setText(this.faultLine, this.#fault ? sentenceOf(this.#fault, panel.language) : "");
    const code = panel.get("picture");
    if (!panel.info || code === this.#drawn) return;
    this.#drawn = code;
    this.drawing.show(this.#ownImage(panel.info), panel.info);
  }
}
