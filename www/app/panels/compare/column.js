/** One column of <unnoise-compare>: its settings, its run, its pictures, and how far it is. */

import * as controls from "../../ui/controls.js";
import { h, setText } from "../../ui/dom.js";
import { alphaBar, decibels, duration, nameOf } from "../../ui/format.js";
import { paintGrid } from "../../pictures/pixels.js";

/** @typedef {{ sampler: "ddim" | "ddpm", steps: number, eta: number }} Plan what a column is to run */

export class Column {
  /** @type {import("../../run/recording.js").Recording | null} */ recording = null;
  /** Of the run on show; the settings may be ahead of it. @type {Plan | null} */ shown = null;
  #panel;
  #pictures;
  #facts;
  #name = h("h2", { class: "column-name num" });
  #track = h("i");
  /** @type {unknown} */ #painted = undefined;

  /** @param {import("../../panel/panel.js").Panel} panel @param {string} side its letter */
  constructor(panel, side) {
    this.side = side;
    this.#panel = panel;
    this.#pictures = controls.pair(panel);
    this.#facts = controls.facts({ t: "t", alphaBar: "ᾱ", snr: "SNR", calls: "fact.calls", elapsed: "fact.elapsed", left: "fact.left" });
    const ddim = () => panel.get(`${side}-sampler`) === "ddim";
    const label = { "data-s-label": `compare.${side}` };
    /** What is seen. */
    this.element = h("section", { class: "card", ...label }, this.#name, this.#pictures.element, h("div", { class: "track", "aria-hidden": "true" }, this.#track), this.#facts.element);
    /** What is chosen. */
    this.controls = h(
      "div",
      { class: "card stack", role: "group", ...label },
      controls.sampler(panel, `${side}-sampler`),
      controls.steps(panel, `${side}-steps`),
      controls.slider(panel, `${side}-eta`, "control.eta", { step: 0.05, format: (v) => v.toFixed(2), enabled: ddim, why: () => "control.eta.fixed" }),
    );
  }

  /** @returns {Plan} the settings as they are */
  get plan() {
    const of = (/** @type {string} */ name) => this.#panel.get(`${this.side}-${name}`);
    return { sampler: of("sampler"), steps: of("steps"), eta: of("eta") };
  }

  /** @param {Plan} plan */
  begin(plan) {
    this.shown = plan;
    this.recording = null;
  }

  /** @param {import("../../../lab/types.js").LabInfo} info @param {number} place of the moment to show, −1 for none */
  draw(info, place) {
    const { recording } = this;
    const { language, running } = this.#panel;
    const plan = this.shown ?? this.plan;
    this.controls.dataset.sampler = this.plan.sampler;
    this.element.dataset.sampler = plan.sampler;
    setText(this.#name, `${this.side.toUpperCase()} · ${nameOf(plan)}`);
    const moment = recording?.moments[place] ?? null;
    if (moment !== this.#painted) {
      paintGrid(this.#pictures.xt, moment?.xt ?? null, info);
      paintGrid(this.#pictures.x0, moment?.x0 ?? null, info);
      this.#painted = moment;
    }
    const done = recording?.done ?? false;
    const part = recording && moment ? (running && !done ? recording.steps : moment.index) / recording.of : 0;
    this.#track.style.width = `${100 * part}%`;
    this.#facts.draw({
      t: moment ? String(moment.t ?? "—") : "—",
      alphaBar: moment ? alphaBar(moment.alphaBar) : "—",
      snr: moment ? decibels(moment.alphaBar) : "—",
      calls: recording ? String(recording.calls) : "—",
      elapsed: recording ? duration(language, recording.ms) : "—",
      left: recording && !done && running ? duration(language, recording.left) : "—",
    });
  }

  /** Its row of the table of costs. */
  costs() {
    const { recording, shown } = this;
    const { language } = this.#panel;
    const cells = recording
      ? [String(recording.calls), duration(language, recording.ms), duration(language, recording.ms / recording.steps)]
      : ["—", "—", "—"];
    const name = `${this.side.toUpperCase()} · ${nameOf(shown ?? this.plan)}`;
    return h("tr", { "data-sampler": (shown ?? this.plan).sampler }, h("th", { scope: "row" }, name), ...cells.map((cell) => h("td", {}, cell)));
  }
}
