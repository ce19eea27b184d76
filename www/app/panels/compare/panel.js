/** <unnoise-compare>: two to four ways from one x_T, side by side, how far they part, and what each cost. */

import { outline, stepOf } from "../../math/numbers.js";
import { PictureEquation } from "../../math/picture-equation.js";
import { PanelBody } from "../../panel/panel.js";
import { tileOf } from "../../pictures/pixels.js";
import { alphaBarOf } from "../../panel/shared-lab.js";
import { clockAxis, timeAxis } from "../../plots/axis.js";
import { Conductor } from "../../run/conductor.js";
import { follow } from "../../run/record.js";
import { Recording, framesWithin } from "../../run/recording.js";
import { Ruler, factsOf } from "../../run/ruler.js";
import { transport } from "../../run/transport.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, reducedMotion, setText, text } from "../../ui/dom.js";
import { duration, nameOf } from "../../ui/format.js";
import { BEATS } from "./beats.js";
import { Column } from "./column.js";
import { Consistency } from "./consistency.js";
import { ContactSheet } from "./contact-sheet.js";
import { Difference } from "./difference.js";
import en from "./en.js";
import ko from "./ko.js";
import { Quality } from "./quality-card.js";
import { COLUMNS, scope } from "./settings.js";
import { sheet } from "./sheet.js";
import { Source } from "./source.js";

addStrings(en, ko);

/** More moments of a column than this could not be told apart on the ruler, and would only take memory. */
const MOST = 200;

export class ComparePanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;

  /** @type {Column[]} one for each letter; the first few of them are in use */ columns = [];
  /** How the run on show went. @type {"lockstep" | "race"} */ way = "lockstep";
  /** @type {Float64Array | null} ᾱ of the model's schedule */ tables = null;
  /** Whose step the equation shows. @type {Column | null} */ explained = null;
  /** Of the run on show. @type {string | null} */ #ran = null;
  /** Places on the ruler, made anew when there are more. */ #stops = { of: "", all: /** @type {number[]} */ ([]) };

  build() {
    const { say } = this;
    this.ruler = new Ruler({ onMove: () => this.invalidate(), say });
    this.columns = COLUMNS.map((side) => new Column(this, side, (column) => {
      this.explained = column;
      this.invalidate();
    }));
    this.equation = new PictureEquation(this);
    this.source = new Source(this);
    this.difference = new Difference(this);
    const open = (/** @type {string} */ name) => () => this.get("measure") === name && this.host.checkVisibility();
    this.consistency = new Consistency(this, open("consistency"));
    this.contact = new ContactSheet(this, open("contact"));
    this.quality = new Quality(this);
    this.table = h("tbody");
    this.sentence = h("p");
    this.wayText = h("p", { class: "soft" });
    this.runButton = text("button", "compare.run", { class: "run", type: "submit" });
    this.row = h("div", { class: "ways" }, this.source.element, ...this.columns.map(({ element }) => element), this.difference.element);
    this.row.append(this.source.lines);
    new ResizeObserver(() => this.invalidate()).observe(this.row);
    const choose = (/** @type {string} */ name, /** @type {string[]} */ values, /** @type {string} */ prefix) => controls.segmented(this, name, `compare.${name}`, values.map((value) => ({ value, key: `${prefix}.${value}` })));
    const [a, b, c, d] = this.columns.map((column) => column.controls);
    return {
      stage: h("div", {}, this.row),
      figure: ["a", "xT", "b", "difference"],
      ruler: this.ruler.element,
      equation: h("div", { class: "of-column" }, this.equation.element, this.difference.verdict),
      controls: { seed: controls.seed(this, "seed", "control.seed"), a, b, c, d, columns: this.#count() },
      more: [controls.labels(this, "label"), choose("view", ["xt", "x0"], "compare.view"), choose("mode", ["lockstep", "race"], "compare"), this.wayText, controls.slider(this, "count", "control.count")],
      actions: [h("div", { class: "actions" }, this.runButton, this.cancelButton), transport(this)],
      measures: { cost: this.#cost(), consistency: this.consistency.element, contact: this.contact.element, quality: this.quality.element },
      derivation: [h("section", {}, h("h3", {}, text("span", "compare.lead.title")), text("p", "compare.lead", { class: "soft" })), h("section", {}, h("h3", {}, text("span", "compare.rule.title"), text("small", "compare.rule.source", { class: "source" })), text("p", "compare.rule", { class: "soft" }))],
    };
  }

  /** How many columns, as buttons. */
  #count() {
    const counts = [2, 3, 4];
    const buttons = counts.map((count) => h("button", { type: "button", class: "quiet", onclick: () => this.set("columns", count) }, String(count)));
    this.updaters.push(() => buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(this.get("columns") === counts[k]))));
    return h("div", { class: "field counts", role: "group", "data-s-label": "compare.columns" }, text("span", "compare.columns"), ...buttons);
  }

  #cost() {
    const heads = ["", "fact.calls", "fact.elapsed", "fact.per-step"].map((key) => (key ? text("th", key, { scope: "col" }) : h("td")));
    return h("div", {}, h("table", { class: "costs num" }, h("thead", {}, h("tr", {}, ...heads)), this.table ?? null), this.sentence ?? null, text("p", "compare.clock", { class: "soft" }), text("small", "compare.source", { class: "source" }));
  }

  get used() {
    return this.columns.slice(0, this.get("columns"));
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    for (const name of [...COLUMNS.map((side) => `${side}-steps`), "reference"]) this.limit(name, info.trainSteps);
    if (info.labels.length > 0) for (const name of ["label", ...COLUMNS.map((side) => `${side}-label`)]) this.limit(name, info.labels.length - 1);
  }

  toNewest() {
    if (this.ruler) this.ruler.following = true;
  }

  walkOn() {
    if (this.#ran !== this.#asked || !this.used.every(({ recording }) => recording?.done)) return false;
    this.ruler?.advance();
    return true;
  }

  /** What a run depends on, of the settings as they are. */
  get #asked() {
    return JSON.stringify([this.get("seed"), this.get("count"), this.get("mode"), this.used.map(({ plan }) => plan)]);
  }

  settingChanged() {
    this.stale = this.#ran !== null && this.#ran !== this.#asked;
  }

  /** @param {{ stepping?: boolean }} [how] */
  async run({ stepping = false } = {}) {
    await this.work(async (lab, signal) => {
      this.ruler?.reset();
      this.way = this.get("mode");
      this.tables = alphaBarOf(lab);
      this.#ran = this.#asked;
      const shared = { seed: this.get("seed"), count: this.get("count"), paused: true, signal };
      const { used } = this;
      const recordings = used.map(({ plan: { steps, label, guidance } }) => new Recording(steps, label !== null && guidance !== 1 ? 2 : 1));
      const runs = used.map((column, k) => {
        const { plan } = column;
        column.begin(plan);
        const within = framesWithin(plan.steps, shared.count * used.length, lab.info);
        const frames = Math.max(within === "all" ? 1 : within, Math.ceil(plan.steps / MOST));
        const onProgress = (/** @type {import("../../../lab/types.js").StepProgress} */ step) => this.#progress(recordings, recordings[k], step);
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
  #progress(all, recording, step) {
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
    const { ruler, info, used, row, source, difference, columns } = this;
    if (!ruler || !row || !source || !difference) return;
    const view = this.get("view");
    if (this.wayText) setText(this.wayText, this.say(`compare.${this.get("mode")}.text`));
    row.dataset.columns = String(used.length);
    row.toggleAttribute("data-ahead", this.stale && !this.running);
    columns.forEach((column, k) => column.use(k < used.length));
    const done = used.every(({ recording }) => recording?.done);
    const place = this.#onRuler(ruler, done);
    const places = used.map((column) => this.#placeOf(column, place, done));
    const explained = used.find((column) => column === this.explained) ?? used[0];
    used.forEach((column, k) => column.draw(info, places[k], view, column === explained));
    this.#drawEquation(explained, places[used.indexOf(explained)]);
    if (info) {
      source.draw(used[0].recording?.moments[0]?.xt ?? null, info);
      difference.draw(used[0].pixels(places[0], view), used[1].pixels(places[1], view), info);
    }
    difference.say(used[0].shown, used[1].shown, done && place === null);
    source.lead(used.map(({ element }) => element));
    this.#drawCosts(done);
    this.consistency?.draw();
    this.contact?.draw();
    this.quality?.draw();
  }

  /** One step of a column's first picture. @param {Column} column @param {number} place of its moment on show */
  #drawEquation({ side, recording, shown, plan }, place) {
    const { equation, info, tables } = this;
    if (!equation) return;
    const now = shown ?? plan;
    const image = (/** @type {Float32Array} */ pixels) => tileOf(pixels, 0, /** @type {import("../../../lab/types.js").LabInfo} */ (info));
    const step = (recording && info && tables && shown ? stepOf(recording, place, image, shown, tables) : null) ?? outline(now);
    equation.element.setAttribute("data-sampler", now.sampler);
    equation.draw({ ...step, left: { ...step.left, label: `compare.step.${side}` } }, info);
  }

  /** Draws the ruler. @param {Ruler} ruler @param {boolean} done @returns {number | null | undefined} where it is: a timestep or, in a race, milliseconds; null at the end */
  #onRuler(ruler, done) {
    const { used, way, info, tables, language } = this;
    const recordings = used.flatMap(({ recording }) => recording ?? []);
    const longest = Math.max(0, ...recordings.map(({ ms }) => ms));
    const { say } = this;
    const stops = [...this.#stopsOf(recordings), ...(recordings.length > 0 && done ? [null] : [])];
    const newest = done ? null : stops.length > 0 ? stops[stops.length - 1] : undefined;
    const here = ruler.following ? newest : stops[ruler.nearest(stops)];
    const axis = !tables ? null : way === "race" ? clockAxis(longest, (ms) => duration(language, ms)) : timeAxis(tables);
    const first = used[0].recording;
    const words = here === undefined ? "" : here === null ? say(way === "race" ? "timeline.clock" : "compare.end", { time: duration(language, longest) }) : way === "race" ? say("timeline.clock", { time: duration(language, here) }) : factsOf(say, { t: here, alphaBar: tables?.[here] ?? 1 });
    ruler.draw({ axis, stops, here, film: info && first && way === "lockstep" ? first.film(0, info, this.get("view")) : [], shape: info, words, playable: done });
    return here;
  }

  /** All places where a column has a moment, in the order of the process. @param {Recording[]} recordings */
  #stopsOf(recordings) {
    const race = this.way === "race";
    const of = [race, ...recordings.map(({ moments, done }) => `${moments.length} ${done}`)].join();
    if (of === this.#stops.of) return this.#stops.all;
    const all = new Set(recordings.flatMap((recording) => recording.moments.flatMap(({ t, index }) => (t === null ? [] : race ? since(recording, index) : t))));
    this.#stops = { of, all: [...all].sort((p, q) => (race ? p - q : q - p)) };
    return this.#stops.all;
  }

  /**
   * Which moment of a column is shown: while it runs the newest, afterwards what it was when the ruler's place was reached.
   *
   * @param {Column} column @param {number | null | undefined} place @param {boolean} done
   */
  #placeOf({ recording }, place, done) {
    if (!recording || place === undefined) return -1;
    const last = recording.moments.length - 1;
    if (this.ruler?.following && !done) {
      const still = reducedMotion() && this.running !== null && !this.handle?.paused && !recording.done;
      return still ? 0 : last;
    }
    if (place === null) return last;
    if (this.way === "race") return recording.at(place);
    return Math.max(0, recording.moments.findLastIndex(({ t }) => t !== null && t >= place));
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

/** Milliseconds after which the state of a step was there: when the step before it had ended. @param {Recording} recording @param {number} index */
const since = (recording, index) => (index === 0 ? 0 : recording.times[index - 1]);
