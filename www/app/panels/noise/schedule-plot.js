/** ᾱ, SNR or β of the three schedules on the ruler's axis, with the model's own and the current t marked. */

import { alphaBarOf } from "../../panel/shared-lab.js";
import { timeAxis } from "../../plots/axis.js";
import { Plot, timeX } from "../../plots/plot.js";
import { segmented } from "../../ui/controls.js";
import { h, setText } from "../../ui/dom.js";
import { power, scientific } from "../../ui/format.js";

/** @typedef {import("../../../lab/types.js").ScheduleTables} ScheduleTables */

/** Greys are for noise and schedules, so the three differ by their strokes. */
const STROKES = { linear: "none", scaled_linear: "7 3", cosine: "2 3" };
const KINDS = /** @type {const} */ (["linear", "scaled_linear", "cosine"]);
/** Points of a curve. */
const POINTS = 120;

/** @param {string} kind */
const nameOf = (kind) => (kind === "squaredcos_cap_v2" ? "cosine" : kind);

/**
 * What is plotted of the tables, and its axis. β and SNR range over so much that only their logarithms show it.
 * @type {Record<"alphaBar" | "snr" | "beta", { of: (tables: ScheduleTables, t: number) => number, axis: import("../../plots/plot.js").Axis }>}
 */
const CURVES = {
  alphaBar: {
    of: ({ alphaBar }, t) => alphaBar[t],
    axis: { min: 0, max: 1, ticks: [0, 0.5, 1], name: "ᾱ", format: (v) => v.toFixed(1) },
  },
  snr: {
    of: ({ snr }, t) => Math.max(-60, 10 * Math.log10(snr[t])),
    axis: { min: -60, max: 50, ticks: [-60, -40, -20, 0, 20, 40], name: "dB", format: (v) => String(v).replace("-", "−") },
  },
  beta: {
    of: ({ beta }, t) => Math.log10(beta[t]),
    axis: { min: -5, max: 0, ticks: [-5, -4, -3, -2, -1, 0], name: "β", format: power, read: (v) => scientific(10 ** v) },
  },
};

export class SchedulePlot {
  #panel;
  #plot = new Plot();
  #note = h("p", { class: "at num" });
  #legend = h("p", { class: "legend" });
  #words = h("p", { class: "soft" });
  #drawn = "";

  /** @param {import("../../panel/panel.js").PanelBody} panel with the setting `curve` */
  constructor(panel) {
    this.#panel = panel;
    const choice = segmented(panel, "curve", "schedules.curve", Object.keys(CURVES).map((value) => ({ value, key: `schedules.${value}.short` })));
    this.element = h("div", {}, choice, this.#note, this.#plot.element, this.#legend, this.#words);
  }

  /** @param {import("../../../lab/lab.js").Lab | null} lab gives the tables @param {number} t */
  draw(lab, t) {
    const panel = this.#panel;
    if (!lab?.alive) return;
    const own = nameOf(lab.info.schedule.kind);
    const steps = lab.info.trainSteps;
    const curve = /** @type {keyof typeof CURVES} */ (panel.get("curve"));
    const id = `${own} ${steps} ${t} ${curve} ${panel.language}`;
    if (id === this.#drawn) return;
    this.#drawn = id;
    const { of, axis } = CURVES[curve];
    const tables = KINDS.map((kind) => lab.schedule({ kind: kind === own ? lab.info.schedule.kind : kind, steps }));
    // All stand on the ruler of the model's own schedule, so that a place is the same t on all of them.
    const time = timeAxis(alphaBarOf(lab));
    const plot = this.#plot;
    plot.label = panel.say(`schedules.${curve}.label`);
    plot.axes(timeX(time), axis);
    plot.clear();
    const ts = [...new Set(Array.from({ length: POINTS }, (_, k) => time.t(k / (POINTS - 1))))];
    KINDS.forEach((kind, j) => plot.line(ts, ts.map((t) => of(tables[j], t)), kind === own ? "var(--ink)" : "var(--edge)", STROKES[kind], { name: panel.say(`schedule.${kind}`) }));
    const now = of(tables[KINDS.indexOf(/** @type {any} */ (own))], t);
    plot.dot(t, now, "var(--ink)", true);
    setText(this.#note, panel.say("schedules.at", { t, value: shown(curve, now) }));
    setText(this.#words, panel.say(`schedules.${curve}.text`));
    this.#legend.replaceChildren(...KINDS.map((kind) => entry(kind, kind === own, panel)));
  }
}

/** @param {keyof typeof CURVES} curve @param {number} value as plotted */
function shown(curve, value) {
  if (curve === "beta") return (10 ** value).toFixed(5);
  return curve === "alphaBar" ? value.toFixed(4) : `${value.toFixed(1).replace("-", "−")} dB`;
}

/** @param {keyof typeof STROKES} kind @param {boolean} own @param {import("../../panel/panel.js").PanelBody} panel */
function entry(kind, own, panel) {
  const words = panel.say(`schedule.${kind}`);
  const sample = h("i", { class: `stroke ${kind}`, "data-own": own });
  return h("span", {}, sample, own ? `${words} (${panel.say("schedules.own")})` : words);
}
