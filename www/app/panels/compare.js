/** <unnoise-compare>: two samplers from one x_T, side by side, and what each cost. */

import * as controls from "../controls.js";
import { h, reducedMotion, setText, text } from "../dom.js";
import { alphaBar, decibels, duration } from "../format.js";
import { Panel } from "../panel.js";
import { paintGrid } from "../pixels.js";
import { record } from "../record.js";
import { Timeline } from "../timeline.js";

/** Positions of the shared timeline: both columns are shown at the same part of their way. */
const PARTS = 200;

/** @typedef {"a" | "b"} Side */

/**
 * @typedef {object} Column
 * @property {Side} side
 * @property {HTMLElement} element pictures and facts
 * @property {HTMLElement} controls
 * @property {ReturnType<typeof controls.pair>} pictures
 * @property {ReturnType<typeof controls.facts>} facts
 * @property {import("../recording.js").Recording | null} recording
 * @property {string} sampler of the run on show
 * @property {unknown} painted
 */

export class ComparePanel extends Panel {
  static scope = "compare";

  /** @type {Column[]} */ columns = [];

  build() {
    this.timeline = new Timeline({ onMove: () => this.invalidate(), say: (key, values) => this.say(key, values) });
    this.timeline.slider.max = String(PARTS);
    this.columns = [this.#column("a"), this.#column("b")];
    this.table = h("tbody");
    this.sentence = h("p", { class: "soft" });
    const settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      text("p", "compare.lead", { class: "soft" }),
      controls.seed(this, "seed", "control.seed"),
      controls.labels(this, "label"),
      controls.slider(this, "count", "control.count"),
      h("div", { class: "actions" }, text("button", "compare.run", { class: "run", type: "submit" }), this.cancelButton ?? null),
      this.statusBox ?? null,
    );
    // All pictures first, then all controls: on a phone too, both columns are seen at once.
    const pictures = h("div", { class: "columns" }, ...this.columns.map((column) => column.element));
    const choices = h("div", { class: "columns", style: "margin-top: 16px" }, ...this.columns.map((column) => column.controls));
    const stage = h("div", { class: "stage" }, pictures, this.timeline.element, choices, this.errorBox ?? null);
    const heads = ["", "fact.calls", "fact.elapsed", "fact.per-step"].map((key) => (key ? text("th", key, { scope: "col" }) : h("td")));
    const below = h(
      "div",
      { class: "below" },
      h(
        "section",
        { class: "card" },
        h("h2", {}, text("span", "compare.summary"), text("small", "compare.source")),
        h("table", { class: "costs num" }, h("thead", {}, h("tr", {}, ...heads)), this.table),
        this.sentence,
      ),
    );
    return h("div", { class: "grid" }, settings, stage, below);
  }

  /** @param {Side} side @returns {Column} */
  #column(side) {
    const pictures = controls.pair(this);
    const facts = controls.facts({ t: "t", alphaBar: "ᾱ", snr: "SNR", calls: "fact.calls", elapsed: "fact.elapsed", left: "fact.left" });
    const ddim = () => this.get(`${side}-sampler`) === "ddim";
    const element = h("section", { class: "card", "data-s-label": `compare.${side}` }, pictures.element, facts.element);
    const choices = h(
      "div",
      { class: "card stack", role: "group", "data-s-label": `compare.${side}` },
      controls.sampler(this, `${side}-sampler`),
      controls.steps(this, `${side}-steps`),
      controls.slider(this, `${side}-eta`, "control.eta", { step: 0.05, format: (v) => v.toFixed(2), enabled: ddim }),
    );
    return { side, element, controls: choices, pictures, facts, recording: null, sampler: "", painted: undefined };
  }

  /** @param {import("../../lab/types.js").LabInfo} info */
  fitTo(info) {
    for (const side of ["a", "b"]) this.state?.limit("compare", `${side}-steps`, info.trainSteps);
    if (info.labels.length > 0) this.state?.limit("compare", "label", info.labels.length - 1);
  }

  async run() {
    await this.work(async (lab, signal) => {
      this.timeline?.reset();
      const shared = { seed: this.get("seed"), count: this.get("count"), label: this.get("label") };
      const plans = this.columns.map(({ side }) => ({
        ...shared,
        sampler: this.get(`${side}-sampler`),
        steps: this.get(`${side}-steps`),
        eta: this.get(`${side}-eta`),
      }));
      for (const column of this.columns) column.recording = null;
      // One after the other, so that each has the machine to itself and its time means something.
      for (const [k, column] of this.columns.entries()) {
        column.sampler = plans[k].sampler;
        await record(this, lab, plans[k], signal, (recording) => (column.recording = recording));
      }
    });
  }

  draw() {
    const { timeline, info } = this;
    if (!timeline || !info) return;
    const done = this.columns.every(({ recording }) => recording?.done);
    if (timeline.following && done) timeline.move(PARTS);
    for (const column of this.columns) this.#drawColumn(column, info, done);
    const percent = Math.round((100 * timeline.position) / PARTS);
    timeline.draw(done ? PARTS : 0, PARTS + 1, this.say("timeline.progress", { percent }));
    this.#drawCosts(done);
  }

  /** @param {Column} column @param {import("../../lab/types.js").LabInfo} info @param {boolean} done */
  #drawColumn(column, info, done) {
    const { recording, pictures, facts } = column;
    column.controls.dataset.sampler = this.get(`${column.side}-sampler`);
    column.element.dataset.sampler = column.sampler;
    const moments = recording?.moments ?? [];
    const last = moments.length - 1;
    // While running each column shows its newest moment; the timeline is for afterwards.
    const still = !done && this.running !== null && reducedMotion() && !recording?.done;
    const at = done ? Math.round(((this.timeline?.position ?? 0) / PARTS) * last) : still ? 0 : last;
    const moment = moments[at] ?? null;
    if (moment !== column.painted) {
      paintGrid(pictures.xt, moment?.xt ?? null, info);
      paintGrid(pictures.x0, moment?.x0 ?? null, info);
      column.painted = moment;
    }
    facts.draw({
      t: moment ? String(moment.t ?? "—") : "—",
      alphaBar: moment ? alphaBar(moment.alphaBar) : "—",
      snr: moment ? decibels(moment.alphaBar) : "—",
      calls: recording ? String(recording.calls) : "—",
      elapsed: recording ? duration(this.language, recording.ms) : "—",
      left: recording && !recording.done && this.running ? duration(this.language, recording.left) : "—",
    });
  }

  /** @param {boolean} done */
  #drawCosts(done) {
    if (!this.table || !this.sentence) return;
    const rows = this.columns.map((column) => {
      const { recording } = column;
      const name = column.sampler ? `${column.sampler.toUpperCase()}${recording ? `, S = ${recording.of}` : ""}` : "—";
      const cells = recording
        ? [String(recording.calls), duration(this.language, recording.ms), duration(this.language, recording.ms / recording.steps)]
        : ["—", "—", "—"];
      return h("tr", { "data-sampler": column.sampler }, h("td", {}, name), ...cells.map((cell) => h("td", {}, cell)));
    });
    this.table.replaceChildren(...rows);
    setText(this.sentence, done ? this.#verdict() : this.say("compare.waiting"));
  }

  #verdict() {
    const [fast, slow] = [...this.columns].sort((p, q) => (p.recording?.calls ?? 0) - (q.recording?.calls ?? 0));
    const [f, s] = [fast.recording, slow.recording];
    if (!f || !s || f.calls === s.calls) return this.say("compare.same");
    return this.say("compare.sentence", {
      fast: `${fast.sampler.toUpperCase()} (S = ${f.of})`,
      slow: `${slow.sampler.toUpperCase()} (S = ${s.of})`,
      calls: (s.calls / f.calls).toFixed(1),
      time: (s.ms / f.ms).toFixed(1),
    });
  }
}
