/** <unnoise-generate>: noise to images, with every step in sight. */

import { formula } from "../../math/formulas.js";
import { outline, stepOf } from "../../math/numbers.js";
import { PictureEquation } from "../../math/picture-equation.js";
import { PanelBody } from "../../panel/panel.js";
import { alphaBarOf } from "../../panel/shared-lab.js";
import { Enlarged } from "../../pictures/enlarged.js";
import { sizeOf, tileOf } from "../../pictures/pixels.js";
import { SaveBar } from "../../pictures/save-bar.js";
import { StatePair } from "../../pictures/state-pair.js";
import { Tiles } from "../../pictures/tiles.js";
import { timeAxis } from "../../plots/axis.js";
import { SchedulePlot } from "../../plots/schedule-plot.js";
import { Preview } from "../../run/preview.js";
import { record } from "../../run/record.js";
import { Recording } from "../../run/recording.js";
import { Ruler, factsOf } from "../../run/ruler.js";
import { transport } from "../../run/transport.js";
import { addStrings } from "../../strings/index.js";
import { cite } from "../../ui/cite.js";
import * as controls from "../../ui/controls.js";
import { h, reducedMotion, setText, text } from "../../ui/dom.js";
import { duration } from "../../ui/format.js";
import { BEATS } from "./beats.js";
import en from "./en.js";
import ko from "./ko.js";
import { Lens } from "./lens.js";
import { callsOf, madeOf } from "./made.js";
import { scope } from "./settings.js";
import { sheet } from "./sheet.js";

addStrings(en, ko);

/** Settings that are options of `lab.sample`. */
const OPTIONS = ["count", "sampler", "steps", "eta", "spacing", "seed", "label", "guidance", "variance", "clip"];
/** A run that takes no longer follows the settings by itself. */
const SOON_MS = 1000;
/** A first run that was over before one saw it is played once, if it has enough steps to be a way. */
const [TOO_FAST_MS, ENOUGH] = [2500, 10];

/** @typedef {import("../../run/preview.js").Options} Options */

export class GeneratePanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;

  /** @type {Recording | null} */ recording = null;
  /** Settings of the run on show: its sampler colours it whatever is chosen for the next. @type {Options | null} */ shown = null;
  /** @type {Float64Array | null} ᾱ of the model's schedule */ tables = null;
  /** Which moment is on show. */ place = -1;
  /** Which image the equation and the ruler's film are about. */ tile = 0;
  /** What the derivation shows. */ #derived = "";

  build() {
    const { say } = this;
    const ddim = () => this.get("sampler") === "ddim";
    this.runButton = h("button", { class: "run num", type: "submit" });
    this.pictures = new StatePair(say);
    this.pictures.empty();
    this.preview = new Preview(this);
    this.pictures.box.append(this.preview.element);
    this.ruler = new Ruler({ onMove: () => this.invalidate(), say });
    const pick = (/** @type {number} */ k) => this.enlarged?.open(k);
    this.enlarged = new Enlarged(this, this.ruler, (tile) => (this.tile = tile));
    this.tiles = this.pictures.canvases.map((canvas) => new Tiles(canvas, pick));
    this.equation = new PictureEquation(this);
    this.plot = new SchedulePlot();
    this.plotNote = h("p", { class: "soft" });
    this.lens = new Lens(this);
    this.made = h("strong");
    this.calls = h("span");
    this.madeLine = h("p", { class: "made num" }, this.made, this.calls);
    this.step = h("div", { class: "equation" });
    this.spread = h("div", { class: "equation" });
    this.stepSource = h("small", { class: "source" });
    this.stepText = h("p", { class: "soft" });
    this.stage = h("div", {}, this.madeLine, this.pictures.element);
    return {
      stage: this.stage,
      figure: ["xt", "x0"],
      ruler: this.ruler.element,
      equation: h("div", { class: "of-one" }, this.equation.element, this.enlarged.element),
      controls: {
        sampler: controls.sampler(this, "sampler"),
        steps: controls.steps(this, "steps"),
        eta: controls.slider(this, "eta", "control.eta", { step: 0.05, format: (v) => v.toFixed(2), enabled: ddim, why: () => (this.get("variance") === "large" ? "control.eta.large" : "control.eta.fixed") }),
        label: controls.labels(this, "label"),
        seed: controls.seed(this, "seed", "control.seed"),
      },
      more: [
        controls.slider(this, "guidance", "control.guidance", { step: 0.1, format: (v) => v.toFixed(1), enabled: () => this.get("label") !== null, why: () => "control.guidance.none" }),
        controls.select(this, "spacing", "control.spacing", "spacing"),
        controls.select(this, "variance", "control.variance", "variance"),
        controls.select(this, "clip", "control.clip", "clip"),
      ],
      actions: [controls.slider(this, "count", "control.count"), h("div", { class: "actions" }, this.runButton, this.cancelButton), transport(this), new SaveBar(this, () => this.#source()).element],
      measures: { schedule: (this.schedule = h("div", {}, this.plot.element, this.plotNote)), lens: this.lens.element },
      derivation: [
        (this.derived = h("section", {}, h("h3", {}, text("span", "step.title"), this.stepSource), this.step, this.spread)),
        h("section", {}, this.stepText, text("p", "step.previous", { class: "soft" })),
      ],
    };
  }

  toNewest() {
    if (this.ruler) this.ruler.following = true;
  }

  walkOn() {
    if (!this.recording?.done || this.#ahead) return false;
    this.ruler?.advance();
    return true;
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.limit("steps", info.trainSteps);
    if (info.labels.length > 0) this.limit("label", info.labels.length - 1);
  }

  /** @param {{ stepping?: boolean }} [how] */
  async run({ stepping = false } = {}) {
    const first = this.recording === null;
    await this.work(async (lab, signal) => {
      const options = this.#options;
      this.preview?.stop();
      this.tables = alphaBarOf(lab);
      this.ruler?.reset();
      const begun = (/** @type {Recording} */ recording) => {
        this.recording = recording;
        this.shown = options;
        this.tile = Math.min(this.tile, options.count - 1);
      };
      const started = (/** @type {import("../../../lab/run.js").Run} */ run) => {
        this.handle = run;
        if (stepping) run.step();
      };
      await record(this, lab, { ...options, paused: stepping }, signal, begun, started);
      const { recording } = this;
      const made = recording?.moments.at(-1);
      if (made) this.preview?.show(tileOf(made.x0, 0, lab.info), options, lab.info);
      if (first && recording && recording.of >= ENOUGH && recording.ms < TOO_FAST_MS && !stepping && !reducedMotion()) this.#replay(recording);
      return recording?.ms;
    });
  }

  /** Once the run's last moment is on the ruler. @param {Recording} recording */
  #replay(recording) {
    requestAnimationFrame(() => requestAnimationFrame(() => this.ruler?.following && this.recording === recording && this.ruler.play()));
  }

  /** @returns {Options} */
  get #options() {
    return /** @type {Options} */ (Object.fromEntries(OPTIONS.map((name) => [name, this.get(name)])));
  }

  /** Whether the settings are no longer those of the run on show. */
  get #ahead() {
    return this.shown !== null && OPTIONS.some((name) => this.shown?.[name] !== this.get(name));
  }

  /** Milliseconds that a run with these settings takes, by the newest run, before there is one by the warm-up. */
  get #expected() {
    const { info, recording, shown } = this;
    if (!info) return Infinity;
    const perImage = recording?.done && shown ? recording.ms / recording.calls / shown.count : info.msPerStep / info.msPerStepBatch;
    return perImage * callsOf(this.#options) * this.get("count");
  }

  /** What takes a moment follows the settings; of what takes longer, the first image does. @param {string} name */
  settingChanged(name) {
    this.stale = this.#ahead;
    if (!this.stale) return this.preview?.stop();
    if (this.#expected <= SOON_MS) this.runSoon();
    else if (name !== "count") this.preview?.ask(this.#options);
  }

  draw() {
    const { pictures, ruler, recording, info, stage, shown } = this;
    if (!pictures || !ruler || !stage) return;
    const sampler = shown?.sampler ?? this.get("sampler");
    const ahead = this.#ahead && !this.running;
    this.layout?.element.setAttribute("data-sampler", this.get("sampler"));
    for (const part of [stage, ruler.element, this.equation?.element, this.schedule]) part?.setAttribute("data-sampler", sampler);
    stage.toggleAttribute("data-ahead", ahead);
    // What the first image would be belongs over the pictures that are no longer of these settings.
    if (this.preview) this.preview.element.hidden = !ahead || this.preview.element.dataset.steps === undefined;
    this.#drawButton();
    const moments = recording?.moments ?? [];
    // Under reduced motion the pictures wait for the end; the numbers tell how far it is.
    const newest = ruler.following && (!this.running || this.handle?.paused || !reducedMotion());
    const stops = moments.map(({ t }) => t);
    this.place = newest ? moments.length - 1 : ruler.nearest(stops);
    const moment = moments[this.place] ?? null;
    if (info) pictures.draw(recording, this.place, info);
    else pictures.empty();
    if (info && moment) this.#drawTiles(moment, info);
    const of = recording?.of ?? 0;
    const step = moment === null ? "" : this.say(moment.t === null ? "timeline.end" : "timeline.step", { index: moment.index + 1, of });
    const words = [step, moment ? factsOf(this.say, moment) : ""].filter(Boolean).join(" · ");
    const view = { axis: this.tables && timeAxis(this.tables), stops, here: moment?.t, film: info ? recording?.film(this.tile, info) : [], shape: info, words };
    ruler.draw(view);
    const made = shown ? madeOf(this.say, shown, info?.labels ?? []) : "";
    this.enlarged?.draw(recording && info && moment ? { recording, place: this.place, ruler: view, shape: info, name: this.#name(), made } : null);
    this.#drawMade(moment, made, ahead);
    this.#drawEquation();
    this.#drawSchedule(moment);
    this.#drawStep();
    if (recording && info && this.tables && shown && this.layout?.measures.name === "lens") {
      this.lens?.draw({ recording, place: this.place, tile: this.tile, seed: shown.seed, alphaBar: this.tables, axis: timeAxis(this.tables), shape: info });
    }
  }

  #drawButton() {
    if (this.runButton) setText(this.runButton, this.say("generate.run", { count: this.get("count") }));
  }

  /** @param {import("../../run/recording.js").Moment} moment @param {import("../../../lab/types.js").LabInfo} info */
  #drawTiles(moment, info) {
    const count = moment.x0.length / sizeOf(info);
    for (const tiles of this.tiles ?? []) {
      tiles.draw(count, info, (k) => this.say("tiles.image", { k: k + 1 }));
      tiles.mark(count > 1 ? this.tile : -1);
    }
  }

  /** All images on show, for saving. @returns {import("../../pictures/save-bar.js").Source | null} */
  #source() {
    const { recording, info } = this;
    if (!recording || !info || recording.moments.length === 0) return null;
    return { moments: recording.moments, place: this.place, shape: info, tile: null, name: this.#name() };
  }

  /** Of a file: what made it. */
  #name() {
    const { sampler, steps, seed } = this.shown ?? this.#options;
    return `unnoise-${sampler}-s${steps}-seed${seed}`;
  }

  /** What made the pictures, and what it had cost when they were on show. @param {import("../../run/recording.js").Moment | null} moment @param {string} made @param {boolean} ahead */
  #drawMade(moment, made, ahead) {
    const { recording } = this;
    if (this.made) setText(this.made, ahead ? this.say("generate.ahead", { made }) : made);
    if (!this.calls) return;
    if (!recording || !moment) return setText(this.calls, "");
    const steps = Math.min(moment.index + 1, recording.of);
    const values = { calls: steps * recording.callsPerStep, of: recording.of * recording.callsPerStep, time: duration(this.language, recording.times[steps - 1] ?? recording.ms) };
    const left = this.running && !recording.done ? ` · ${this.say("generate.left", { time: duration(this.language, recording.left) })}` : "";
    setText(this.calls, this.say("generate.calls", values) + left);
  }

  /** One step of one image, in pictures. */
  #drawEquation() {
    const { equation, recording, info, shown, tables, place } = this;
    if (!equation) return;
    const plan = /** @type {import("../../math/numbers.js").Plan} */ (shown ?? this.#options);
    const image = (/** @type {Float32Array} */ pixels) => tileOf(pixels, this.tile, /** @type {import("../../../lab/types.js").LabInfo} */ (info));
    const step = recording && info && tables && shown ? stepOf(recording, place, image, plan, tables) : null;
    equation.draw(step ?? outline(plan), info);
  }

  /** @param {import("../../run/recording.js").Moment | null} moment */
  #drawSchedule(moment) {
    const kind = this.say(`schedule.${this.info?.schedule.kind ?? "linear"}`);
    if (this.plotNote) setText(this.plotNote, this.say("plot.alpha-bar", { kind }));
    this.plot?.draw({ alphaBar: this.tables, timesteps: this.recording?.timesteps ?? [], current: moment?.t ?? null, label: this.say("plot.alpha-bar.label", { kind }) });
  }

  /** The formula is that of the settings: it answers at once when one is moved. */
  #drawStep() {
    const sampler = this.get("sampler");
    const eta = this.get("eta");
    const variance = this.get("variance");
    const spread = sampler === "ddim" ? "sigma-ddim" : `sigma-${variance}`;
    if (spread !== this.#derived) {
      this.#derived = spread;
      this.step?.replaceChildren(formula(sampler));
      this.spread?.replaceChildren(formula(spread));
    }
    if (this.derived) this.derived.dataset.sampler = sampler;
    if (this.stepSource) cite(this.stepSource, this.say(`step.${sampler}.source`));
    const key = sampler === "ddpm" ? `step.ddpm.${variance}` : eta === 0 ? "step.eta0" : eta === 1 ? "step.eta1" : "step.eta";
    if (this.stepText) setText(this.stepText, this.say(key, { eta: eta.toFixed(2) }));
  }
}
