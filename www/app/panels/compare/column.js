/** One column of <unnoise-compare>: its settings, its run, its picture, and how far it is. */

import * as controls from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { duration, nameOf } from "../../ui/format.js";
import { paintGrid } from "../../pictures/pixels.js";

/**
 * What a column is to run: options of `lab.sample`.
 * @typedef {object} Plan
 * @property {"ddim" | "ddpm"} sampler
 * @property {number} steps
 * @property {number} eta
 * @property {number | null} label
 * @property {number} guidance
 * @property {"leading" | "trailing" | "linspace" | "quadratic"} spacing
 * @property {"small" | "large"} variance
 * @property {"rederive" | "keep" | "off"} clip
 * @property {"each" | "shared"} noise
 */

/** @typedef {"xt" | "x0"} View */

/** Whether it adds noise on the way. @param {Plan} plan */
const adds = ({ sampler, eta }) => sampler === "ddpm" || eta > 0;

export class Column {
  /** @type {import("../../run/recording.js").Recording | null} */ recording = null;
  /** Of the run on show; the settings may be ahead of it. @type {Plan | null} */ shown = null;
  #panel;
  #name = h("span");
  /** Its letter, which stays as it is while the name changes; a press on it asks for its step in the equation. */
  #letter = h("button", { type: "button", "data-s-title": "compare.pick", onclick: () => this.#picked(this) });
  #picked;
  #canvas = h("canvas", { width: 1, height: 1, role: "img" });
  #track = h("i");
  #facts = h("p", { class: "cost num" });
  #head = h("span", { class: "letter" });
  /** @type {unknown} */ #painted = undefined;

  /** @param {import("../../panel/panel.js").PanelBody} panel @param {string} side its letter @param {(column: Column) => void} picked */
  constructor(panel, side, picked) {
    this.side = side;
    setText(this.#letter, side.toUpperCase());
    this.#picked = picked;
    this.#panel = panel;
    const of = (/** @type {string} */ name) => `${side}-${name}`;
    const label = { "data-s-label": `compare.${side}` };
    /** What is seen. */
    this.element = h("figure", { "data-part": side }, h("h2", { class: "column-name num" }, this.#letter, this.#name), h("div", { class: "picture" }, this.#canvas), h("div", { class: "track", "aria-hidden": "true" }, this.#track), this.#facts);
    const ddim = () => panel.get(of("sampler")) === "ddim";
    const labelled = () => this.plan.label !== null;
    /** What is chosen. */
    this.controls = h(
      "div",
      { class: "stack side", role: "group", ...label },
      h("div", { class: "which" }, this.#head, controls.sampler(panel, of("sampler"))),
      controls.steps(panel, of("steps")),
      controls.slider(panel, of("eta"), "control.eta", { step: 0.05, format: (v) => v.toFixed(2), enabled: ddim, why: () => (panel.get(of("variance")) === "large" ? "control.eta.large" : "control.eta.fixed") }),
      h(
        "details",
        {},
        text("summary", `compare.more.${side}`),
        h(
          "div",
          { class: "stack" },
          this.#labels(of("label")),
          controls.slider(panel, of("guidance"), "control.guidance", { step: 0.1, format: (v) => v.toFixed(1), enabled: labelled, why: () => "control.guidance.none" }),
          controls.select(panel, of("spacing"), "control.spacing", "spacing"),
          controls.select(panel, of("variance"), "control.variance", "variance"),
          controls.select(panel, of("clip"), "control.clip", "clip"),
          controls.noise(panel, of("noise"), "compare.noise", () => (!adds(this.plan) ? "control.noise.none" : panel.get("count") === 1 ? "control.noise.single" : null)),
        ),
      ),
    );
    setText(this.#head, side.toUpperCase());
  }

  /** The column's own label, or that of all. @param {string} name */
  #labels(name) {
    const panel = this.#panel;
    const box = h("select", { "data-s-label": "control.label", onchange: () => panel.set(name, box.value === "" ? null : Number(box.value)) });
    let built = "";
    panel.updaters.push(() => {
      const names = panel.info?.labels ?? [];
      const now = `${panel.language} ${names.join("\n")}`;
      if (now !== built) {
        built = now;
        box.replaceChildren(h("option", { value: "" }, panel.say("compare.label.shared")), ...names.map((shown, k) => h("option", { value: String(k) }, shown)));
      }
      box.value = String(panel.get(name) ?? "");
    });
    return h("div", { class: "field" }, h("label", {}, text("span", "control.label"), box));
  }

  /** @returns {Plan} the settings as they are */
  get plan() {
    const of = (/** @type {string} */ name) => this.#panel.get(`${this.side}-${name}`);
    return { sampler: of("sampler"), steps: of("steps"), eta: of("eta"), label: of("label") ?? this.#panel.get("label"), guidance: of("guidance"), spacing: of("spacing"), variance: of("variance"), clip: of("clip"), noise: this.#panel.get("count") === 1 ? "each" : of("noise") };
  }

  /** @param {Plan} plan */
  begin(plan) {
    this.shown = plan;
    this.recording = null;
  }

  /** Its letter and how it goes, with what is not as usual. */
  get title() {
    const { language, info } = this.#panel;
    const plan = this.shown ?? this.plan;
    const { say } = this.#panel;
    const parts = [`${this.side.toUpperCase()} · ${nameOf(plan)}`];
    const shared = this.#panel.get("label");
    if (plan.label !== shared) parts.push(say("compare.of-label", { label: plan.label === null ? say("control.any") : info?.labels[plan.label] ?? plan.label }));
    if (plan.label !== null && plan.guidance !== 1) parts.push(say("compare.of-guidance", { guidance: plan.guidance.toLocaleString(language) }));
    if (plan.spacing !== "trailing") parts.push(say(`spacing.${plan.spacing}`));
    if (plan.sampler === "ddpm" && plan.variance !== "small") parts.push(say(`variance.${plan.variance}`));
    if (plan.clip !== "rederive") parts.push(say("compare.of-clip", { clip: say(`clip.${plan.clip}`) }));
    if (adds(plan) && plan.noise === "shared") parts.push(say("compare.of-noise"));
    return parts.join(", ");
  }

  /** Whether it is one of the columns in use. @param {boolean} used */
  use(used) {
    this.element.hidden = this.controls.hidden = this.#canvas.hidden = !used;
  }

  /** The values on show, null while there are none. @param {number} place of the moment to show, −1 for none @param {View} view */
  pixels(place, view) {
    return this.recording?.moments[place]?.[view] ?? null;
  }

  /** @param {import("../../../lab/types.js").LabInfo | null} info @param {number} place of the moment to show, −1 for none @param {View} view @param {boolean} explained whether the equation is about it */
  draw(info, place, view, explained) {
    this.#letter.setAttribute("aria-pressed", String(explained));
    const { recording } = this;
    const { language, running } = this.#panel;
    const plan = this.shown ?? this.plan;
    this.controls.dataset.sampler = this.plan.sampler;
    this.element.dataset.sampler = plan.sampler;
    setText(this.#name, this.title.slice(1));
    this.#canvas.setAttribute("aria-label", this.#panel.say(`compare.${view}.label`, { name: this.title }));
    const moment = recording?.moments[place] ?? null;
    const pixels = moment?.[view] ?? null;
    if (info && pixels !== this.#painted) paintGrid(this.#canvas, (this.#painted = pixels), info);
    const done = recording?.done ?? false;
    // What is counted is what was made until the moment on show; while it runs, until now.
    const going = running !== null && !done;
    const steps = !recording || !moment ? 0 : going ? recording.steps : Math.min(moment.index + (moment.t === null ? 0 : 1), recording.of);
    this.#track.style.width = `${recording ? (100 * steps) / recording.of : 0}%`;
    const ms = recording && steps > 0 ? recording.times[steps - 1] ?? recording.ms : 0;
    setText(this.#facts, recording && moment ? this.#panel.say("compare.facts", { calls: steps * recording.callsPerStep, of: recording.of * recording.callsPerStep, time: duration(language, ms) }) : "");
  }

  /** Its row of the table of costs. */
  costs() {
    const { recording, shown } = this;
    const { language } = this.#panel;
    const cells = recording
      ? [String(recording.calls), duration(language, recording.ms), duration(language, recording.ms / recording.steps)]
      : ["—", "—", "—"];
    const name = h("th", { scope: "row" });
    setText(name, this.title);
    return h("tr", { "data-sampler": (shown ?? this.plan).sampler }, name, ...cells.map((cell) => h("td", {}, cell)));
  }
}
