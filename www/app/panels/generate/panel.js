/** <unnoise-generate>: noise to images, with every step in sight. */

import { formula } from "../../math/formulas.js";
import { Panel } from "../../panel/panel.js";
import { Enlarged } from "../../pictures/enlarged.js";
import { paintGrid, sizeOf, tileOf } from "../../pictures/pixels.js";
import { SaveBar } from "../../pictures/save-bar.js";
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
import { alphaBar, decibels, duration } from "../../ui/format.js";
import en from "./en.js";
import ko from "./ko.js";
import { scope } from "./settings.js";

addStrings(en, ko);

/** Settings that are options of `lab.sample`. */
const OPTIONS = ["count", "sampler", "steps", "eta", "spacing", "seed", "label", "guidance", "variance", "clip"];

export class GeneratePanel extends Panel {
  static scope = scope;

  /** @type {Recording | null} */ recording = null;
  /** Settings of the run on show: its sampler colours it whatever is chosen for the next. @type {Record<string, any>} */
  shown = { sampler: "ddim" };
  /** @type {Float64Array | null} ᾱ of the model's schedule */ tables = null;
  /** Which moment is on show. */ place = -1;
  /** @type {unknown} the moment on the canvases */ #painted = undefined;

  build() {
    const ddim = () => this.get("sampler") === "ddim";
    this.preview = new Preview(this);
    this.runButton = h("button", { class: "run num", type: "submit" });
    this.pictures = controls.pair(this);
    this.ruler = new Ruler({ onMove: () => this.invalidate(), say: (key, values) => this.say(key, values) });
    this.enlarged = new Enlarged(this, this.ruler);
    this.tiles = [this.pictures.xt, this.pictures.x0].map((canvas) => new Tiles(canvas, (k) => this.enlarged?.open(k)));
    const save = new SaveBar(this, () => this.#source());
    this.facts = controls.facts({ t: "t", alphaBar: "ᾱ", snr: "SNR", calls: "fact.calls", elapsed: "fact.elapsed", left: "fact.left", step: "fact.per-step" });
    this.plot = new SchedulePlot();
    this.plotNote = h("small");
    this.equation = h("div", { class: "equation" });
    this.spread = h("div", { class: "equation" });
    this.equationSource = h("small", { class: "source" });
    this.equationText = h("p", { class: "soft" });

    const settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      controls.sampler(this, "sampler"),
      controls.steps(this, "steps"),
      controls.slider(this, "eta", "control.eta", { step: 0.05, format: (v) => v.toFixed(2), enabled: ddim, why: () => (this.get("variance") === "large" ? "control.eta.large" : "control.eta.fixed") }),
      controls.labels(this, "label"),
      controls.slider(this, "guidance", "control.guidance", { step: 0.1, format: (v) => v.toFixed(1), enabled: () => this.get("label") !== null, why: () => "control.guidance.none" }),
      controls.seed(this, "seed", "control.seed"),
      this.preview.element,
      h("div", { class: "actions" }, this.runButton, this.cancelButton ?? null),
      transport(this),
      this.statusBox ?? null,
      h(
        "details",
        {},
        text("summary", "control.more"),
        h(
          "div",
          { class: "stack" },
          controls.slider(this, "count", "control.count"),
          controls.select(this, "spacing", "control.spacing", "spacing"),
          controls.select(this, "variance", "control.variance", "variance"),
          controls.select(this, "clip", "control.clip", "clip"),
        ),
      ),
    );
    this.stage = h("div", { class: "stage card" }, this.pictures.element, this.ruler.element, this.facts.element, save.element, this.enlarged.element, this.errorBox ?? null);
    this.below = h(
      "div",
      { class: "below" },
      h("section", { class: "card" }, h("h2", {}, text("span", "plot.where"), this.plotNote), this.plot.element),
      (this.stepCard = h("section", { class: "card" }, h("h2", {}, text("span", "step.title"), this.equationSource), this.equation, this.spread, this.equationText, text("p", "step.previous", { class: "soft" }))),
    );
    this.settings = settings;
    return h("div", { class: "grid" }, settings, this.stage, this.below);
  }

  toNewest() {
    if (this.ruler) this.ruler.following = true;
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.state?.limit("generate", "steps", info.trainSteps);
    if (info.labels.length > 0) this.state?.limit("generate", "label", info.labels.length - 1);
  }

  /** @param {{ stepping?: boolean }} [how] */
  async run({ stepping = false } = {}) {
    await this.work(async (lab, signal) => {
      const options = this.#options;
      this.preview?.stop();
      this.tables = lab.schedule().alphaBar;
      this.ruler?.reset();
      const begun = (/** @type {Recording} */ recording) => {
        this.recording = recording;
        this.shown = options;
      };
      const started = (/** @type {import("../../../lab/run.js").Run} */ run) => {
        this.handle = run;
        if (stepping) run.step();
      };
      const { ms } = await record(this, lab, { ...options, paused: stepping }, signal, begun, started);
      const made = this.recording?.moments.at(-1);
      if (made) this.preview?.show(tileOf(made.x0, 0, lab.info), options, lab.info);
      return ms;
    });
  }

  get #options() {
    return /** @type {import("../../run/preview.js").Options} */ (Object.fromEntries(OPTIONS.map((name) => [name, this.get(name)])));
  }

  /** @param {string} name */
  settingChanged(name) {
    super.settingChanged(name);
    if (name !== "count") this.preview?.ask(this.#options);
  }

  draw() {
    const { pictures, ruler, recording, info, settings, stage, below } = this;
    if (!pictures || !ruler || !settings || !stage || !below) return;
    settings.dataset.sampler = this.get("sampler");
    stage.dataset.sampler = this.shown.sampler;
    below.dataset.sampler = this.shown.sampler;
    if (this.runButton) setText(this.runButton, this.say("generate.run", { count: this.get("count") }));
    const moments = recording?.moments ?? [];
    // Under reduced motion the pictures wait for the end; the numbers tell how far it is.
    const newest = ruler.following && (!this.running || this.handle?.paused || !reducedMotion());
    const stops = moments.map(({ t }) => t);
    this.place = newest ? moments.length - 1 : ruler.nearest(stops);
    const moment = moments[this.place] ?? null;
    if (info && moment !== this.#painted) {
      paintGrid(pictures.xt, moment?.xt ?? null, info);
      paintGrid(pictures.x0, moment?.x0 ?? null, info);
      this.#painted = moment;
    }
    if (info && moment) for (const tiles of this.tiles ?? []) tiles.draw(moment.x0.length / sizeOf(info), info, (k) => this.say("tiles.image", { k: k + 1 }));
    const of = recording?.of ?? 0;
    const step = moment === null ? "" : this.say(moment.t === null ? "timeline.end" : "timeline.step", { index: moment.index + 1, of });
    const words = [step, moment ? factsOf((key, values) => this.say(key, values), moment) : ""].filter(Boolean).join(" · ");
    const view = { axis: this.tables && timeAxis(this.tables), stops, here: moment?.t, film: info ? recording?.film(0, info) : [], shape: info, words };
    ruler.draw(view);
    this.enlarged?.draw(recording && info && moment ? { recording, place: this.place, ruler: view, shape: info, name: this.#name() } : null);
    this.#drawFacts(moment);
    const kind = this.say(`schedule.${info?.schedule.kind ?? "linear"}`);
    if (this.plotNote) setText(this.plotNote, this.say("plot.alpha-bar", { kind }));
    this.plot?.draw({ alphaBar: this.tables, timesteps: recording?.timesteps ?? [], current: moment?.t ?? null, label: this.say("plot.alpha-bar.label", { kind }) });
    this.#drawStep();
  }

  /** All images on show, for saving. @returns {import("../../pictures/save-bar.js").Source | null} */
  #source() {
    const { recording, info } = this;
    if (!recording || !info || recording.moments.length === 0) return null;
    return { moments: recording.moments, place: this.place, shape: info, tile: null, name: this.#name() };
  }

  /** Of a file: what made it. */
  #name() {
    const { sampler, steps, seed } = this.shown;
    return `unnoise-${sampler}-s${steps}-seed${seed}`;
  }

  /** @param {import("../../run/recording.js").Moment | null} moment */
  #drawFacts(moment) {
    const { recording } = this;
    if (!recording || !this.facts) return;
    this.facts.draw({
      t: moment ? String(moment.t ?? "—") : "—",
      alphaBar: moment ? alphaBar(moment.alphaBar) : "—",
      snr: moment ? decibels(moment.alphaBar) : "—",
      calls: String(recording.calls),
      elapsed: duration(this.language, recording.ms),
      left: this.running ? duration(this.language, recording.left) : "—",
      step: recording.steps ? duration(this.language, recording.ms / recording.steps) : "—",
    });
  }

  /** The formula is that of the settings: it answers at once when one is moved. */
  #drawStep() {
    const sampler = this.get("sampler");
    const eta = this.get("eta");
    const variance = this.get("variance");
    const spread = sampler === "ddim" ? "sigma-ddim" : `sigma-${variance}`;
    if (this.equation && this.spread && this.equation.dataset.of !== spread) {
      this.equation.dataset.of = spread;
      this.equation.replaceChildren(formula(sampler));
      this.spread.replaceChildren(formula(spread));
    }
    if (this.stepCard) this.stepCard.dataset.sampler = sampler;
    if (this.equationSource) cite(this.equationSource, this.say(`step.${sampler}.source`));
    const key = sampler === "ddpm" ? `step.ddpm.${variance}` : eta === 0 ? "step.eta0" : eta === 1 ? "step.eta1" : "step.eta";
    if (this.equationText) setText(this.equationText, this.say(key, { eta: eta.toFixed(2) }));
  }
}
