/** <unnoise-compare>: two to four samplers from one x_T, side by side, and what each cost. */

import { Panel } from "../../panel/panel.js";
import { Conductor } from "../../run/conductor.js";
import { follow } from "../../run/record.js";
import { Recording, framesWithin } from "../../run/recording.js";
import { Timeline } from "../../run/timeline.js";
import { transport } from "../../run/transport.js";
import { translate } from "../../strings/index.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, reducedMotion, setText, text } from "../../ui/dom.js";
import { duration, nameOf } from "../../ui/format.js";
import { Column } from "./column.js";
import { Consistency } from "./consistency.js";
import en from "./en.js";
import ko from "./ko.js";
import { Quality } from "./quality-card.js";
import { COLUMNS, scope } from "./settings.js";

addStrings(en, ko);

/** Positions of the shared timeline: all columns are shown at the same part of their way, or at the same time. */
const PARTS = 200;

export class ComparePanel extends Panel {
  static scope = scope;

  /** @type {Column[]} one for each letter; the first few of them are in use */ columns = [];
  /** How the run on show went. @type {"lockstep" | "race"} */ way = "lockstep";

  build() {
    this.timeline = new Timeline({ onMove: () => this.invalidate(), say: (key, values) => this.say(key, values) });
    this.timeline.slider.max = String(PARTS);
    this.columns = COLUMNS.map((side) => new Column(this, side));
    this.consistency = new Consistency(this);
    this.quality = new Quality(this);
    this.table = h("tbody");
    this.sentence = h("p", { class: "soft" });
    this.wayText = h("p", { class: "soft" });
    const settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      text("p", "compare.lead", { class: "soft" }),
      controls.segmented(this, "mode", "compare.mode", [
        { value: "lockstep", key: "compare.lockstep" },
        { value: "race", key: "compare.race" },
      ]),
      this.wayText,
      controls.slider(this, "columns", "compare.columns"),
      controls.seed(this, "seed", "control.seed"),
      controls.labels(this, "label"),
      controls.slider(this, "count", "control.count"),
      h("div", { class: "actions" }, text("button", "compare.run", { class: "run", type: "submit" }), this.cancelButton ?? null),
      transport(this),
      this.statusBox ?? null,
    );
    // All pictures first, then all controls: on a phone too, the columns are seen together.
    const pictures = h("div", { class: "columns" });
    const choices = h("div", { class: "columns", style: "margin-top: 16px" });
    this.updaters.push(() => {
      const used = this.used;
      if (pictures.childElementCount === used.length) return;
      pictures.dataset.columns = choices.dataset.columns = String(used.length);
      pictures.replaceChildren(...used.map((column) => column.element));
      choices.replaceChildren(...used.map((column) => column.controls));
      // They may have missed a change of language meanwhile.
      for (const holder of [pictures, choices]) translate(holder, this.language);
    });
    const stage = h("div", { class: "stage" }, pictures, this.timeline.element, choices, this.errorBox ?? null);
    const heads = ["", "fact.calls", "fact.elapsed", "fact.per-step"].map((key) => (key ? text("th", key, { scope: "col" }) : h("td")));
    const below = h(
      "div",
      { class: "below" },
      h(
        "section",
        { class: "card whole" },
        h("h2", {}, text("span", "compare.summary"), text("small", "compare.source")),
        h("table", { class: "costs num" }, h("thead", {}, h("tr", {}, ...heads)), this.table),
        this.sentence,
        text("p", "compare.clock", { class: "soft" }),
      ),
      this.consistency.element,
      this.quality.element,
    );
    return h("div", { class: "grid" }, settings, stage, below);
  }

  get used() {
    return this.columns.slice(0, this.get("columns"));
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    for (const name of [...COLUMNS.map((side) => `${side}-steps`), "reference"]) this.state?.limit("compare", name, info.trainSteps);
    if (info.labels.length > 0) this.state?.limit("compare", "label", info.labels.length - 1);
  }

  /** The strip has its own button, and says itself what it was made from. @param {string} name */
  settingChanged(name) {
    if (name !== "reference") super.settingChanged(name);
  }

  /** @param {{ stepping?: boolean }} [how] */
  async run({ stepping = false } = {}) {
    await this.work(async (lab, signal) => {
      this.timeline?.reset();
      this.way = this.get("mode");
      const shared = { seed: this.get("seed"), count: this.get("count"), label: this.get("label"), paused: true, signal };
      const { used } = this;
      const recordings = used.map((column) => new Recording(column.plan.steps));
      const runs = used.map((column, k) => {
        const { plan } = column;
        column.begin(plan);
        // More moments than the timeline has positions would only take memory.
        const within = framesWithin(plan.steps, shared.count * used.length, lab.info);
        const frames = Math.max(within === "all" ? 1 : within, Math.ceil(plan.steps / PARTS));
        const onProgress = (/** @type {import("../../../lab/types.js").StepProgress} */ step) => this.#count(recordings, recordings[k], step);
        return lab.sample({ ...shared, ...plan, frames, onProgress });
      });
      const results = used.map((column, k) => follow(this, runs[k], recordings[k], (recording) => (column.recording = recording), { column: column.side }));
      const conductor = new Conductor({ paused: stepping });
      this.handle = conductor;
      if (stepping) conductor.step();
      // In lockstep every column is equally far on its way; in the race, every column has had the machine for as long.
      const position = (/** @type {number} */ k) => (this.way === "race" ? recordings[k].ms : recordings[k].steps / recordings[k].of);
      conductor.conduct(runs, position);
      try {
        await Promise.all(results);
      } catch (error) {
        // Where one has failed, the others would wait for their next step for ever, and keep their memory.
        for (const run of runs) run.cancel();
        throw error;
      }
      return recordings.reduce((sum, { ms }) => sum + ms, 0);
    });
  }

  /** @param {Recording[]} all @param {Recording} recording @param {import("../../../lab/types.js").StepProgress} step */
  #count(all, recording, step) {
    const sum = (/** @type {"steps" | "of"} */ what) => all.reduce((total, each) => total + each[what], 0);
    const before = Math.floor((4 * sum("steps")) / sum("of"));
    if (sum("steps") === 0) this.announce("live.started", { of: sum("of") });
    recording.count(step);
    const [steps, of] = [sum("steps"), sum("of")];
    const quarter = Math.floor((4 * steps) / of);
    if (quarter > before && quarter < 4) this.announce("live.progress", { index: steps, of });
    this.status("status.running", { part: steps / of });
  }

  draw() {
    const { timeline, info, used, way } = this;
    if (this.wayText) setText(this.wayText, this.say(`compare.${this.get("mode")}.text`));
    this.consistency?.draw();
    this.quality?.draw();
    if (!timeline || !info) return;
    const done = used.every(({ recording }) => recording?.done);
    if (timeline.following && done) timeline.move(PARTS);
    const part = timeline.position / PARTS;
    const clock = part * Math.max(0, ...used.map(({ recording }) => recording?.ms ?? 0));
    for (const column of used) column.draw(info, this.#place(column, done, part, clock));
    const words = way === "race" ? this.say("timeline.clock", { time: duration(this.language, clock) }) : this.say("timeline.progress", { percent: Math.round(100 * part) });
    timeline.draw(done ? PARTS : 0, PARTS + 1, words);
    this.#drawCosts(done);
  }

  /**
   * Which moment of a column is shown: while it runs the newest, afterwards that of the timeline.
   *
   * @param {Column} column @param {boolean} done @param {number} part @param {number} clock
   */
  #place({ recording }, done, part, clock) {
    if (!recording) return -1;
    const last = recording.moments.length - 1;
    if (done) return this.way === "race" ? recording.at(clock) : Math.round(part * last);
    const still = reducedMotion() && this.running !== null && !this.handle?.paused && !recording.done;
    return still ? 0 : last;
  }

  /** @param {boolean} done */
  #drawCosts(done) {
    if (!this.table || !this.sentence) return;
    this.table.replaceChildren(...this.used.map((column) => column.costs()));
    setText(this.sentence, done ? this.#verdict() : this.say("compare.waiting"));
  }

  #verdict() {
    const calls = (/** @type {Column} */ { recording }) => recording?.calls ?? 0;
    const sorted = [...this.used].sort((p, q) => calls(p) - calls(q));
    const [fast, slow] = [sorted[0], sorted[sorted.length - 1]];
    if (!fast.recording || !slow.recording || !fast.shown || !slow.shown || calls(fast) === calls(slow)) return this.say("compare.same");
    return this.say("compare.sentence", {
      fast: nameOf(fast.shown),
      slow: nameOf(slow.shown),
      calls: (calls(slow) / calls(fast)).toFixed(1),
      time: (slow.recording.ms / fast.recording.ms).toFixed(1),
    });
  }
}
