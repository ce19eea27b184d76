/** One image of a run, large, in a dialog: every step of it, as a file, and on its way to another panel. */

import * as controls from "../ui/controls.js";
import { h, setText } from "../ui/dom.js";
import { Ruler } from "../run/ruler.js";
import { paintGrid, sizeOf, tileOf } from "./pixels.js";
import { SaveBar } from "./save-bar.js";

/** @typedef {import("../run/recording.js").Moment} Moment */

/**
 * What the panel shows around the image.
 * @typedef {object} View
 * @property {import("../run/recording.js").Recording} recording
 * @property {number} place of the moment on show
 * @property {import("../run/ruler.js").View} ruler of the panel
 * @property {import("./pixels.js").Shape} shape
 * @property {string} name of files, without the image's number
 */

export class Enlarged {
  /** The image on show, null while the dialog is closed. @type {number | null} */ #tile = null;
  /** @type {View | null} */ #view = null;
  /** @type {unknown[]} */ #painted = [];
  #panel;
  #title = h("span", { class: "num", id: "enlarged-title" });
  #ruler;

  /** @param {import("../panel/panel.js").Panel} panel @param {Ruler} ruler of the panel, which the dialog's moves */
  constructor(panel, ruler) {
    this.#panel = panel;
    const turn = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ key) =>
      h("button", { type: "button", class: "quiet", "data-s-label": key, onclick: () => this.#turn(by) }, sign);
    const close = h("button", { type: "button", class: "quiet", autofocus: true, "data-s-label": "enlarge.close", onclick: () => this.element.close() }, "×");
    this.pictures = controls.pair(panel);
    this.#ruler = new Ruler({ say: (key, values) => panel.say(key, values), direction: ruler.direction, onMove: (stop) => ruler.hold(stop) });
    const save = new SaveBar(panel, () => this.#source());
    this.sends = h("div", { class: "save" });
    panel.updaters.push(() => this.#drawSends());
    this.element = h(
      "dialog",
      { "aria-labelledby": "enlarged-title", onclose: () => this.#closed(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), onclick: (/** @type {Event} */ event) => event.target === this.element && this.element.close() },
      h("div", { class: "inside" }, h("div", { class: "head" }, turn(-1, "‹", "enlarge.previous"), this.#title, turn(1, "›", "enlarge.next"), close), this.pictures.element, this.#ruler.element, save.element, this.sends),
    );
    this.#closed();
  }

  /** @param {number} tile */
  open(tile) {
    this.#tile = tile;
    this.element.showModal();
    this.#panel.invalidate();
  }

  /** @param {View | null} view */
  draw(view) {
    this.#view = view;
    const tile = this.#tile;
    if (tile === null || !view) return;
    const { recording, place, shape, ruler } = view;
    const moment = recording.moments[place];
    const count = this.#count;
    // A run with fewer images may have begun meanwhile.
    if (tile >= count) return this.element.close();
    setText(this.#title, this.#panel.say("enlarge.title", { k: tile + 1, count }));
    this.#ruler.draw({ ...ruler, film: recording.film(tile, shape) });
    const { xt, x0 } = this.pictures;
    xt.hidden = x0.hidden = false;
    if (this.#painted[0] === moment && this.#painted[1] === tile) return;
    this.#painted = [moment, tile];
    paintGrid(xt, tileOf(moment.xt, tile, shape), shape);
    paintGrid(x0, tileOf(moment.x0, tile, shape), shape);
  }

  get #count() {
    const { recording, shape } = /** @type {View} */ (this.#view);
    return recording.moments[0].x0.length / sizeOf(shape);
  }

  /** @param {number} by */
  #turn(by) {
    if (this.#tile === null || !this.#view) return;
    this.#tile = (this.#tile + by + this.#count) % this.#count;
    this.#panel.invalidate();
  }

  /** The arrow keys turn over, except on the slider, which they move. @param {KeyboardEvent} event */
  #key(event) {
    if (event.target === this.#ruler.slider) return;
    if (event.key === "ArrowLeft") this.#turn(-1);
    if (event.key === "ArrowRight") this.#turn(1);
  }

  #closed() {
    this.#tile = null;
    this.#painted = [];
    this.#ruler.pause();
    this.pictures.xt.hidden = this.pictures.x0.hidden = true;
  }

  /** @returns {import("./save-bar.js").Source | null} */
  #source() {
    if (this.#tile === null || !this.#view) return null;
    const { recording, place, shape, name } = this.#view;
    return { moments: recording.moments, place, shape, tile: this.#tile, name: `${name}-image${this.#tile + 1}` };
  }

  /** A button for each panel that takes an image: there are none where the element stands alone. */
  #drawSends() {
    const { receivers } = this.#panel;
    if (this.sends.childElementCount === receivers.length) return;
    this.sends.replaceChildren(...receivers.map((target) => h("button", { type: "button", class: "quiet", "data-s": `send.${target}`, onclick: () => this.#send(target) })));
    for (const button of this.sends.children) setText(/** @type {HTMLElement} */ (button), this.#panel.say(/** @type {HTMLElement} */ (button).dataset.s ?? ""));
  }

  /** @param {string} target */
  #send(target) {
    if (this.#tile === null || !this.#view) return;
    const { recording, place, shape } = this.#view;
    const image = tileOf(recording.moments[place].x0, this.#tile, shape).slice();
    this.element.close();
    this.#panel.tell("send", { target, image });
  }
}
