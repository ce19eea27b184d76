/** It learns, live: a small network by DDPM's algorithm 1, beside the field that it is to learn and the floor that nothing is below. */

import { inNotation } from "../../../math/prose.js";
import { Plot } from "../../../plots/plot.js";
import { segmented, slider } from "../../../ui/controls.js";
import { h, setText, text } from "../../../ui/dom.js";
import { TABLES } from "../source.js";
import { sums } from "../../../ui/sums.js";
import { explained, grid, lineAxis, onLine, upTo } from "./parts.js";

/** A panel that was taken off the page may be on its way to another place; after so long its training ends. */
const GONE_MS = 60_000;
/** Updates of a training. */
const STEPS = 3000;
/** Samples by what was learned, and the DDIM steps that make them. */
const [SAMPLES, WALK] = [400, 20];
const BINS = 44;

/** @typedef {{ step: number, loss: number }} Point */
/** @typedef {{ key: string, training: import("../../../../exact/types.js").Training, points: Point[], floor: number, ms: number, predict: import("../../../../exact/types.js").Predict | null, state: "running" | "paused" | "done" | "failed" | "ended", samples: Float64Array | null, error: Error | null }} Lesson */

export class Learning {
  #panel;
  #losses = new Plot({ right: 70 });
  #beside = new Plot();
  #at = h("p", { class: "at num", "aria-live": "polite" });
  #sums = sums(["exact.learn.loss", "exact.learn.floor", "exact.learn.over"]);
  #start = text("button", "exact.learn.start", { type: "button", onclick: () => this.#begin() });
  #hold = h("button", { type: "button", class: "quiet", hidden: true, onclick: () => this.#toggle() });
  #line;
  /** @type {Lesson | null} */ #lesson = null;
  /** @type {import("../../../../exact/mixture.js").Mixture | null} */ #mix = null;
  #key = "";

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const asked = h(
      "div",
      { class: "asked" },
      slider(panel, "width", "exact.learn.width", { step: 4 }),
      slider(panel, "rate", "exact.learn.rate", { step: 0.1, format: (v) => (v / 1000).toFixed(4) }),
      segmented(panel, "target", "exact.learn.target", [{ value: "epsilon", text: "ε" }, { value: "x0", text: "x₀" }, { value: "v", text: "v" }]),
    );
    this.#line = onLine(panel, this.#beside.element);
    panel.absences.push({ ms: GONE_MS, leave: () => this.pause(), end: () => this.#end() });
    this.element = h(
      "div",
      { class: "learning" },
      asked,
      h("div", { class: "wrap" }, this.#start, this.#hold),
      this.#at,
      h("div", { class: "two" }, this.#losses.element, this.#line.element),
      this.#sums.element,
      ...explained("learn", "exact-simple"),
    );
  }

  /** What is learned by now, in the reading that is shown; null while there is nothing, or it is of other data. @returns {((x: Float64Array, t: number) => Float64Array) | null} */
  get field() {
    const lesson = this.#lesson;
    if (!lesson?.predict || lesson.key !== this.#panel.dataKey) return null;
    const { predict } = lesson;
    return (x, t) => predict({ x, t })[/** @type {"x0"} */ (this.#panel.get("reading"))];
  }

  /** Samples by what is learned by now. @returns {Float64Array | null} */
  get samples() {
    const lesson = this.#lesson;
    return lesson && lesson.key === this.#panel.dataKey ? lesson.samples : null;
  }

  #begin() {
    const panel = this.#panel;
    const mix = this.#mix;
    if (!mix) return;
    this.#lesson?.training.cancel();
    const [width, rate, target, seed] = ["width", "rate", "target", "seed"].map((name) => panel.get(name));
    /** @type {Lesson} */
    const lesson = { key: panel.dataKey, training: /** @type {any} */ (null), points: [], floor: NaN, ms: 0, predict: null, state: "running", samples: null, error: null };
    const take = (/** @type {Pick<import("../../../../exact/types.js").TrainProgress, "step" | "loss" | "floor" | "ms" | "predict">} */ { step, loss, floor, ms, predict }) => {
      lesson.points.push({ step, loss });
      Object.assign(lesson, { floor, ms, predict, samples: samplesBy(predict, mix) });
      panel.invalidate();
    };
    lesson.training = mix.train({ width, steps: STEPS, rate: rate / 1000, target, seed, onProgress: take });
    lesson.training.then(
      (trained) => {
        lesson.state = "done";
        panel.tell("frame", { losses: trained.losses, loss: trained.loss, floor: trained.floor });
        panel.invalidate();
      },
      (error) => {
        if (lesson !== this.#lesson || error.name === "AbortError") return;
        Object.assign(lesson, { state: "failed", error });
        panel.invalidate();
      },
    );
    this.#lesson = lesson;
    panel.invalidate();
  }

  #toggle() {
    const lesson = this.#lesson;
    if (!lesson) return;
    if (lesson.state === "running") this.pause();
    else if (lesson.state === "paused") {
      lesson.state = "running";
      lesson.training.resume();
    }
    this.#panel.invalidate();
  }

  pause() {
    const lesson = this.#lesson;
    if (lesson?.state !== "running") return;
    lesson.state = "paused";
    lesson.training.pause();
  }

  /** Held while the panel is off the page, the training ends when nobody brings it back. What was learned stays. */
  #end() {
    const lesson = this.#lesson;
    if (lesson?.state !== "paused") return;
    lesson.state = "ended";
    lesson.training.cancel();
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    this.#mix = mix;
    const lesson = this.#lesson;
    const own = lesson && lesson.key === panel.dataKey;
    this.#hold.hidden = !lesson || (lesson.state !== "running" && lesson.state !== "paused");
    setText(this.#hold, panel.say(lesson?.state === "paused" ? "exact.learn.resume" : "exact.learn.pause"));
    setText(this.#start, panel.say(lesson ? "exact.learn.again" : "exact.learn.start"));
    const flat = this.#line.here();
    const last = lesson?.points.at(-1);
    const key = [panel.dataKey, panel.get("t"), panel.language, panel.notation, lesson?.state, lesson?.points.length, panel.get("reading")].join(" ");
    if (key === this.#key) return;
    this.#key = key;
    setText(this.#at, this.#words(lesson, Boolean(own)));
    this.#sums.draw(last && lesson ? [last.loss.toFixed(4), lesson.floor.toFixed(4), `+${(100 * (last.loss / lesson.floor - 1)).toFixed(1)} %`] : ["—", "—", "—"]);
    this.#drawLosses(lesson);
    if (flat) this.#drawSamples(mix, own ? lesson : null);
  }

  /** @param {Lesson | null} lesson @param {boolean} own whether it is of the data that are shown */
  #words(lesson, own) {
    const { say } = this.#panel;
    if (!lesson) return say("exact.learn.idle");
    if (lesson.error) return lesson.error.message;
    if (!own) return say("exact.learn.other");
    const step = lesson.points.at(-1)?.step ?? 0;
    return say(`exact.learn.${lesson.state}`, { step, of: STEPS, seconds: (lesson.ms / 1000).toFixed(1) });
  }

  /** @param {Lesson | null} lesson */
  #drawLosses(lesson) {
    const panel = this.#panel;
    const plot = this.#losses;
    const points = lesson?.points ?? [];
    const floor = lesson?.floor ?? NaN;
    const most = Math.max(...points.map(({ loss }) => loss).slice(1), floor * 1.5, 0.1);
    const top = Number.isFinite(most) ? Math.min(most, Math.max(4 * floor, 0.1)) : 1;
    plot.label = panel.say("exact.learn.losses.label");
    plot.axes({ min: 0, max: STEPS, ticks: [0, 1000, 2000, 3000], name: panel.say("exact.learn.updates") }, { min: 0, max: top, ticks: upTo(top), name: panel.say("exact.learn.axis"), read: (v) => v.toFixed(4) });
    plot.clear();
    if (Number.isFinite(floor)) plot.line([0, STEPS], [floor, floor], "var(--data)", "5 4", { end: panel.say("exact.learn.floor.short"), read: false });
    const seen = points.filter(({ loss }) => loss <= top * 1.001);
    if (seen.length > 1) plot.line(seen.map(({ step }) => step), seen.map(({ loss }) => loss), "var(--vae)", "none", { name: panel.say("exact.learn.loss") });
    else for (const { step, loss } of seen) plot.dot(step, loss, "var(--vae)");
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix @param {Lesson | null} lesson */
  #drawSamples(mix, lesson) {
    const panel = this.#panel;
    const reach = panel.line?.reach ?? 3;
    const xs = grid(201, -reach, reach);
    const density = mix.density({ x: xs, t: -1 });
    const width = (2 * reach) / BINS;
    const bars = new Array(BINS).fill(0);
    for (const value of lesson?.samples ?? []) if (Math.abs(value) < reach) bars[Math.floor((value + reach) / width)] += 1 / (SAMPLES * width);
    const most = Math.max(...density, 0.5) * 1.3;
    const plot = this.#beside;
    plot.label = panel.say("exact.learn.samples.label");
    plot.axes(lineAxis(reach, inNotation("x₀", panel.notation)), { min: 0, max: most, ticks: upTo(most), name: "", format: String, read: (v) => v.toFixed(2) });
    plot.clear();
    plot.say(panel.say("exact.learn.samples", { steps: WALK }));
    plot.bars(bars, width, "var(--vae)");
    plot.line(xs, density, "var(--data)", "none", { read: false });
  }
}

/** Samples of DDIM with η = 0 (eq. 12) by a network. @param {import("../../../../exact/types.js").Predict} predict @param {import("../../../../exact/mixture.js").Mixture} mix */
function samplesBy(predict, mix) {
  // x_T ~ N(0, I), as the exact sampler begins.
  let x = mix.sample({ count: SAMPLES, steps: 1, seed: 1 }).paths.slice(0, SAMPLES * mix.dimension);
  const { alphaBar } = TABLES;
  const T = alphaBar.length;
  for (let k = 0; k < WALK; k++) {
    const t = Math.round(T - (k * T) / WALK) - 1;
    const next = k + 1 < WALK ? alphaBar[Math.round(T - ((k + 1) * T) / WALK) - 1] : 1;
    const { x0, noise } = predict({ x, t });
    x = x0.map((value, i) => Math.sqrt(next) * value + Math.sqrt(1 - next) * noise[i]);
  }
  return x;
}

