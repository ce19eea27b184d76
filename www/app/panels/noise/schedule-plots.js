/** β, ᾱ and SNR of the three schedules against t, with the model's own and the current t marked. */

import { h, setText, text } from "../../ui/dom.js";
import { power } from "../../ui/format.js";
import { Plot } from "../../plots/plot.js";

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
 * @type {Record<"beta" | "alphaBar" | "snr", { of: (tables: ScheduleTables, t: number) => number, axis: import("../../plots/plot.js").Axis }>}
 */
const PLOTS = {
  beta: {
    of: ({ beta }, t) => Math.log10(beta[t]),
    axis: { min: -5, max: 0, ticks: [-5, -4, -3, -2, -1, 0], name: "β", format: power },
  },
  alphaBar: {
    of: ({ alphaBar }, t) => alphaBar[t],
    axis: { min: 0, max: 1, ticks: [0, 0.5, 1], name: "ᾱ", format: (v) => v.toFixed(1) },
  },
  snr: {
    of: ({ snr }, t) => Math.max(-60, 10 * Math.log10(snr[t])),
    axis: { min: -60, max: 50, ticks: [-60, -40, -20, 0, 20, 40], name: "dB", format: (v) => String(v).replace("-", "−") },
  },
};

export class SchedulePlots {
  #plots = Object.entries(PLOTS).map(([name, { of, axis }]) => ({ name, of, axis, plot: new Plot(), note: h("small", { class: "num" }) }));
  #legends = this.#plots.map(() => h("p", { class: "legend" }));
  #drawn = "";

  /** A card for each. */
  get elements() {
    return this.#plots.map(({ name, plot, note }, k) =>
      h("section", { class: "card" }, h("h2", {}, text("span", `schedules.${name}`), note), plot.element, this.#legends[k], text("p", `schedules.${name}.text`, { class: "soft" })),
    );
  }

  /**
   * @param {import("../../../lab/lab.js").Lab | null} lab gives the tables
   * @param {number} t
   * @param {(key: string, values?: Record<string, unknown>) => string} say
   */
  draw(lab, t, say) {
    if (!lab?.alive) return;
    const own = nameOf(lab.info.schedule.kind);
    const steps = lab.info.trainSteps;
    const id = `${own} ${steps} ${t} ${say("schedules.beta.label")}`;
    if (id === this.#drawn) return;
    this.#drawn = id;
    const tables = KINDS.map((kind) => lab.schedule({ kind: kind === own ? lab.info.schedule.kind : kind, steps }));
    const last = steps - 1;
    const ticks = [0, 0.25, 0.5, 0.75].map((part) => Math.round(part * steps)).concat(last);
    const ts = Array.from({ length: POINTS }, (_, k) => Math.round((k * last) / (POINTS - 1)));
    for (const [k, { name, of, axis, plot, note }] of this.#plots.entries()) {
      plot.label = say(`schedules.${name}.label`);
      plot.axes({ min: 0, max: last, ticks, name: "t" }, axis);
      plot.clear();
      KINDS.forEach((kind, j) => plot.line(ts, ts.map((at) => of(tables[j], at)), kind === own ? "var(--ink)" : "var(--edge)", STROKES[kind]));
      const now = of(tables[KINDS.indexOf(/** @type {any} */ (own))], t);
      plot.dot(t, now, "var(--ink)", true);
      setText(note, say("schedules.at", { t, value: shown(name, now) }));
      this.#legends[k].replaceChildren(...KINDS.map((kind) => entry(kind, kind === own, say)));
    }
  }
}

/** @param {string} name @param {number} value as plotted */
function shown(name, value) {
  if (name === "beta") return (10 ** value).toFixed(5);
  return name === "alphaBar" ? value.toFixed(4) : `${value.toFixed(1).replace("-", "−")} dB`;
}

/** @param {keyof typeof STROKES} kind @param {boolean} own @param {(key: string) => string} say */
function entry(kind, own, say) {
  const words = say(`schedule.${kind}`);
  const sample = h("i", { style: `border-top: 2px ${{ none: "solid", "7 3": "dashed", "2 3": "dotted" }[STROKES[kind]]} ${own ? "var(--ink)" : "var(--edge)"}` });
  return h("span", {}, sample, own ? `${words} (${say("schedules.own")})` : words);
}
