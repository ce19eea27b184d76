/**
 * Where a panel's x₀ comes from: an image that the model makes from a seed, a digit of MNIST's test set, or the reader's own.
 * The panel's scope has the settings of `SUBJECT_PICTURE` (scopes.js).
 */

import * as controls from "../ui/controls.js";
import { h, text } from "../ui/dom.js";
import { Gallery } from "./gallery.js";
import { OwnImage } from "./own-image.js";
import { TestGallery, testDigit } from "./test-gallery.js";

/** Steps of DDIM for the model's image. */
const STEPS = 20;

/** What each kind of picture is made of, by settings. @type {Record<string, string[]>} */
const MADE_OF = { model: ["image-seed", "label"], digit: ["digit"], drawing: ["picture"] };

/** @typedef {import("../panel/panel.js").PanelBody} Panel */

export class ImageSource {
  /** The image made last, and what it was made of. @type {{ of: string, lab: unknown, image: Float32Array } | null} */ #made = null;

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.reader = new OwnImage(panel, { picture: "picture", source: "source" });
    this.gallery = new Gallery(panel, (lab, recipe, how) => lab.sample({ count: 1, steps: Math.min(STEPS, lab.info.trainSteps), frames: "none", ...recipe, ...how }));
    const ofModel = h("div", { class: "stack" }, controls.seed(panel, "image-seed", "source.image-seed"), controls.labels(panel, "label"), this.gallery.element);
    const tests = new TestGallery(panel).element;
    const choice = controls.segmented(panel, "source", "source.name", [
      { value: "model", key: "source.model" },
      { value: "digit", key: "source.digit" },
      { value: "drawing", key: "source.drawing" },
    ]);
    const empty = text("p", "source.empty", { class: "soft empty", role: "status" });
    /** The controls. */
    this.element = h("div", { class: "stack" }, choice, ofModel, tests, empty, this.reader.element);
    panel.updaters.push(() => {
      ofModel.hidden = this.kind !== "model";
      tests.hidden = this.kind !== "digit";
      empty.hidden = !this.empty;
    });
  }

  /** @returns {"model" | "digit" | "drawing"} */
  get kind() {
    return this.panel.get("source");
  }

  /** Whether the image is the reader's own. */
  get own() {
    return this.reader.chosen;
  }

  /** Whether the reader's own is asked for, of which there is nothing yet: a black picture stands for it. */
  get empty() {
    return this.own && this.reader.code === "";
  }

  /** In a few words, for the place below the picture. */
  get says() {
    const { panel, kind } = this;
    const named = panel.info?.labels[panel.get("label") ?? -1];
    if (kind === "model" && named !== undefined) return panel.say("source.says.class", { label: named, seed: panel.get("image-seed") });
    return panel.say(`source.says.${kind}`, { digit: panel.get("digit"), seed: panel.get("image-seed") });
  }

  /** The class that the image is known to have: nothing is known of the reader's own. @returns {number | null} */
  get label() {
    if (this.kind === "digit") return this.#classOf(this.panel.get("digit"));
    return this.own ? null : this.panel.get("label");
  }

  /** A digit among the classes of the model, if it is a model of digits. @param {number} digit */
  #classOf(digit) {
    return this.panel.info?.labels[digit] === String(digit) ? digit : null;
  }

  /** Whether a setting asks for another image. @param {string} name */
  concerns(name) {
    return name === "source" || MADE_OF[this.kind].includes(name);
  }

  /**
   * Makes a picture's place the one to draw on and to drop files on.
   *
   * @param {HTMLCanvasElement} canvas of the picture, hidden while the reader's own is there
   */
  attach(canvas) {
    this.reader.attach(/** @type {HTMLElement} */ (canvas.parentElement));
    this.panel.updaters.push(() => (canvas.hidden = this.own));
  }

  /** @param {import("../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.reader.fitTo(info);
    if (info.labels.length > 0) this.panel.limit("label", info.labels.length - 1);
  }

  /**
   * The same array as long as nothing asks for another image.
   *
   * @param {import("../../lab/lab.js").Lab} lab
   * @param {AbortSignal} signal
   * @returns {Promise<Float32Array>} x₀, [C, H, W]
   */
  async image(lab, signal) {
    for (;;) {
      const of = this.#wanted();
      if (this.#made?.of === of && this.#made.lab === lab) return this.#made.image;
      const image = this.own ? this.reader.image(lab.info) : this.kind === "digit" ? testDigit(this.panel.get("digit"), lab.info) : await this.#modelImage(lab, signal);
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
    return [this.kind, ...MADE_OF[this.kind].map((name) => panel.get(name))].join(" ");
  }

  /** @param {import("../../lab/lab.js").Lab} lab @param {AbortSignal} signal */
  async #modelImage(lab, signal) {
    const { gallery, panel } = this;
    const recipe = { seed: panel.get("image-seed"), label: panel.get("label") };
    const image = gallery.imageOf(lab, recipe) ?? (await gallery.make(lab, recipe, { signal }).result).images;
    gallery.keep(lab, recipe, image);
    return image;
  }
}
