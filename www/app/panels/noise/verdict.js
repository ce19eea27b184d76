/** What came back, in words: the same digit, or another one. */

import { h, setText, text } from "../../ui/dom.js";
import { read } from "./reading.js";

/** @typedef {import("./panel.js").NoisePanel["denoised"]} Denoised */

export class Verdict {
  #panel;
  #line = h("p", { class: "verdict", "aria-live": "polite" });
  #how = text("small", "noise.verdict.how", { class: "soft how" });
  /** Labels by picture. @type {WeakMap<Float32Array, number>} */ #known = new WeakMap();
  /** What a way down was told. @type {WeakMap<object, number | null>} */ #told = new WeakMap();

  /** @param {import("./panel.js").NoisePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.element = h("div", { class: "came-back" }, this.#line, this.#how);
  }

  /**
   * Reads what came back, and the picture too if nobody knows what it is.
   *
   * @param {import("../../../lab/lab.js").Lab} lab @param {NonNullable<Denoised>} denoised @param {number | null} told @param {AbortSignal} signal
   */
  async read(lab, denoised, told, signal) {
    this.#told.set(denoised, told);
    const { from, image } = denoised;
    const label = this.#panel.source?.label ?? null;
    if (label !== null) this.#known.set(from.image, label);
    if (lab.info.labels.length === 0 || this.#panel.source?.empty) return;
    for (const picture of [image, from.image]) {
      if (this.#known.has(picture)) continue;
      this.#panel.status("noise.verdict.reading", { part: 1 });
      this.#known.set(picture, await read(lab, picture, signal));
    }
    this.#panel.tell("frame", { ...this.labels(denoised), t: from.t });
    this.#panel.invalidate();
  }

  /** @param {NonNullable<Denoised>} denoised @returns {{ was: number | undefined, became: number | undefined }} labels, as far as they are read */
  labels({ from, image }) {
    return { was: this.#known.get(from.image), became: this.#known.get(image) };
  }

  /** @param {Denoised} denoised null while there is none for the settings as they are */
  draw(denoised) {
    const { info, source } = this.#panel;
    const named = (info?.labels.length ?? 0) > 0;
    const { was, became } = denoised ? this.labels(denoised) : { was: undefined, became: undefined };
    const is = named && denoised && was !== undefined && became !== undefined ? this.#kind(denoised, was, became) : "";
    const name = (/** @type {number | null | undefined} */ label) => info?.labels[label ?? -1] ?? "";
    const values = { from: name(was), to: name(became), told: denoised ? name(this.#told.get(denoised)) : "" };
    setText(this.#line, source?.empty && denoised ? this.#panel.say("noise.verdict.empty") : is ? this.#panel.say(`noise.verdict.${is}`, values) : "");
    const shown = this.#panel.host.getAttribute("show") ?? "";
    this.element.hidden = !named || (shown !== "" && !shown.includes("down")); // it is about a picture, which a figure may leave out
    this.#panel.row?.toggleAttribute("data-other", is === "other");
    this.#how.toggleAttribute("data-off", is === "");
  }

  /** @param {NonNullable<Denoised>} denoised @param {number} was @param {number} became */
  #kind(denoised, was, became) {
    const told = this.#told.get(denoised) ?? null;
    if (told !== null && told !== was) return became === told ? "told-same" : "told-other";
    return was === became ? "same" : "other";
  }
}
