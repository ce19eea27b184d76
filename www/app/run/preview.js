/** The first image with the settings as they are: by few steps while they move, by all of theirs once they rest. */

import { h, setText, text } from "../ui/dom.js";
import { nameOf } from "../ui/format.js";
import { QUIET_MS } from "../panel/panel.js";
import { paintGrid } from "../pictures/pixels.js";

/** @typedef {{ sampler: string, steps: number, eta: number } & Record<string, any>} Options of `lab.sample` */

/** Steps of an image that is there before a slider's next move. */
const FEW = 5;

export class Preview {
  #panel;
  #canvas = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": "preview.label" });
  #by = h("small", { class: "num" });
  element = h("div", { class: "preview" }, h("div", { class: "picture" }, this.#canvas), h("p", {}, text("span", "preview.title"), this.#by));
  /** @type {Options | null} what is to be shown next: newer settings take the place of older ones that still wait */ #wanted = null;
  /** @type {AbortController | null} of the image that is being made */ #making = null;
  /** Whether that is one of few steps. */
  #short = false;
  /** @type {number | undefined} */ #rest;

  /** @param {import("../panel/panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
    panel.enders.push(() => this.stop());
  }

  /** Settings have moved. @param {Options} options */
  ask(options) {
    clearTimeout(this.#rest);
    const few = fewSteps(options);
    if (few.steps !== options.steps) this.#rest = window.setTimeout(() => this.#next(options), QUIET_MS);
    this.#next(few);
  }

  /** @param {Options} options */
  #next(options) {
    // What takes no longer than a blink is let to its end, or a drag would show nothing until it rests.
    if (this.#making && this.#short) this.#wanted = options;
    else this.#make(options);
  }

  /** @param {Options} options */
  async #make(options) {
    this.#making?.abort();
    this.#wanted = null;
    const lab = this.#panel.openLab;
    if (!lab || this.#panel.running) return;
    const making = (this.#making = new AbortController());
    this.#short = options.steps <= FEW;
    try {
      const { images } = await lab.sample(/** @type {any} */ ({ ...options, count: 1, frames: "none", signal: making.signal })).result;
      if (this.#making === making) this.show(images, options, lab.info);
    } catch (error) {
      if (this.#making === making && /** @type {Error} */ (error).name !== "AbortError") this.#panel.showError(/** @type {Error} */ (error));
    }
    if (this.#making !== making) return;
    this.#making = null;
    if (this.#wanted) this.#make(this.#wanted);
  }

  /** @param {import("../pictures/pixels.js").Pixels} image @param {Options} options that made it @param {import("../pictures/pixels.js").Shape} shape */
  show(image, options, shape) {
    paintGrid(this.#canvas, image, shape);
    setText(this.#by, nameOf(options));
    this.element.dataset.steps = String(options.steps);
  }

  /** Makes nothing any more. */
  stop() {
    clearTimeout(this.#rest);
    this.#making?.abort();
    this.#making = this.#wanted = null;
  }
}

/** DDPM needs many steps; DDIM comes near to what it makes of the same noise in few. @param {Options} options @returns {Options} */
const fewSteps = (options) => (options.steps <= FEW ? options : { ...options, steps: FEW, ...(options.sampler === "ddpm" ? { sampler: "ddim", eta: 0 } : {}) });
