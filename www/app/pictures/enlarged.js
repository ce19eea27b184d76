/** One image of a run, large, in a dialog: every step of it, as a file, and on its way to another panel. */

import { h, setText, text } from "../ui/dom.js";
import { Ruler } from "../run/ruler.js";
import { hashFromState } from "../state/hash.js";
import { siteOf } from "../state/site.js";
import { sizeOf, tileOf } from "./pixels.js";
import { SaveBar } from "./save-bar.js";
import { StatePair } from "./state-pair.js";

/** @typedef {import("../run/recording.js").Moment} Moment */

/**
 * What the panel shows around the image.
 * @typedef {object} View
 * @property {import("../run/recording.js").Recording} recording
 * @property {number} place of the moment on show
 * @property {import("../run/ruler.js").View} ruler of the panel
 * @property {import("./pixels.js").Shape} shape
 * @property {string} name of files, without the image's number
 * @property {string} made what made it, in words
 */

export class Enlarged {
  /** The image on show, null while the dialog is closed. @type {number | null} */ #tile = null;
  /** @type {View | null} */ #view = null;
  #panel;
  #close;
  #title = h("span", { class: "num", id: "enlarged-title" });
  #made = h("p", { class: "made num" });
  #link = text("button", "enlarge.link", { type: "button", class: "quiet", onclick: () => this.#copy() });
  #copied = h("output", { class: "soft" });
  #ruler;

  /**
   * @param {import("../panel/panel.js").PanelBody} panel
   * @param {Ruler} ruler of the panel, which the dialog's moves
   * @param {(tile: number) => void} onShow told which image is shown
   */
  constructor(panel, ruler, onShow) {
    this.#panel = panel;
    this.onShow = onShow;
    const turn = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ key) =>
      h("button", { type: "button", class: "quiet", "data-s-label": key, onclick: () => this.#turn(by) }, sign);
    this.#close = h("button", { type: "button", class: "quiet", "data-s-label": "enlarge.close", onclick: () => this.element.close() }, "×");
    this.pictures = new StatePair((key) => panel.say(key));
    this.#ruler = new Ruler({ say: panel.say, direction: ruler.direction, onMove: (stop) => ruler.hold(stop) });
    const save = new SaveBar(panel, () => this.#source());
    this.sends = h("div", { class: "save" });
    panel.updaters.push(() => this.#drawSends());
    this.element = h(
      "dialog",
      { "aria-labelledby": "enlarged-title", onclose: () => this.#closed(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), onclick: (/** @type {Event} */ event) => event.target === this.element && this.element.close() },
      h("div", { class: "inside" }, h("div", { class: "head" }, turn(-1, "‹", "enlarge.previous"), this.#title, turn(1, "›", "enlarge.next"), this.#close), this.#made, this.pictures.element, this.#ruler.element, save.element, h("div", { class: "save" }, this.#link, this.#copied), this.sends),
    );
    this.#closed();
  }

  /** @param {number} tile */
  open(tile) {
    this.#show(tile);
    this.element.showModal();
    // An attribute for that would be complained of in every frame of another origin.
    this.#close.focus();
    this.#panel.invalidate();
  }

  /** @param {View | null} view */
  draw(view) {
    this.#view = view;
    const tile = this.#tile;
    if (tile === null || !view) return;
    const { recording, place, shape, ruler } = view;
    const count = this.#count;
    // A run with fewer images may have begun meanwhile.
    if (tile >= count) return this.element.close();
    setText(this.#title, this.#panel.say("enlarge.title", { k: tile + 1, count }));
    setText(this.#made, view.made);
    this.#link.hidden = !siteOf();
    this.#ruler.draw({ ...ruler, film: recording.film(tile, shape) });
    for (const canvas of this.pictures.canvases) canvas.hidden = false;
    this.pictures.draw(recording, place, shape, (pixels) => tileOf(pixels, tile, shape));
  }

  /** @param {number} tile */
  #show(tile) {
    this.#tile = tile;
    setText(this.#copied, "");
    this.onShow(tile);
  }

  /** A link to the settings as they are: to this image, unless they are ahead of the run. */
  async #copy() {
    const { state } = this.#panel;
    if (!state) return;
    const settings = new URLSearchParams(hashFromState(state));
    // What is the reader's alone stays here.
    for (const name of ["theme", "backend"]) settings.delete(name);
    const said = await navigator.clipboard.writeText(`${siteOf()}#${settings}`).then(() => "enlarge.copied", () => "enlarge.copy-failed");
    setText(this.#copied, this.#panel.say(said));
  }

  get #count() {
    const { recording, shape } = /** @type {View} */ (this.#view);
    return recording.moments[0].x0.length / sizeOf(shape);
  }

  /** @param {number} by */
  #turn(by) {
    if (this.#tile === null || !this.#view) return;
    this.#show((this.#tile + by + this.#count) % this.#count);
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
    this.#ruler.pause();
    for (const canvas of this.pictures.canvases) canvas.hidden = true;
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
