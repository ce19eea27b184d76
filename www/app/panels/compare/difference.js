/** A − B of <unnoise-compare>: where two columns differ, and by how much; grey where they do not. */

import { h, setText } from "../../ui/dom.js";
import { scientific } from "../../ui/format.js";
import { paintGrid } from "../../pictures/pixels.js";

/** @typedef {import("./column.js").Plan} Plan */

/** What rounding to f32 may leave between two ways of writing one rule. */
export const ROUNDING = 1e-4;

export class Difference {
  #panel;
  #canvas = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": "compare.difference.label" });
  #most = h("strong", { class: "num" });
  #why = h("span");
  #name = h("h2", { class: "column-name" }, "A − B");
  element = h("figure", { class: "difference", "data-part": "difference" }, this.#name, h("div", { class: "picture" }, this.#canvas), h("div", { class: "track" }), h("p", { class: "cost", "aria-live": "polite" }, this.#most));
  /** Why it is as it is, under the columns. */
  verdict = h("p", { class: "verdict same" }, this.#why);
  /** max |A − B| of what is on show, null before there is something. @type {number | null} */ most = null;
  /** @type {unknown[]} */ #drawn = [];

  /** @param {import("../../panel/panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
  }

  /**
   * @param {Float32Array | null} a values on show
   * @param {Float32Array | null} b
   * @param {import("../../pictures/pixels.js").Shape} shape
   */
  draw(a, b, shape) {
    if (a === this.#drawn[0] && b === this.#drawn[1]) return;
    this.#drawn = [a, b];
    const known = a !== null && b !== null && a.length === b.length;
    const difference = known ? a.map((value, i) => value - b[i]) : null;
    this.most = difference && difference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    paintGrid(this.#canvas, difference, shape);
  }

  /**
   * @param {Plan | null} a of the runs on show
   * @param {Plan | null} b
   * @param {boolean} done both have ended, and their ends are on show
   */
  say(a, b, done) {
    const { most } = this;
    const panel = this.#panel;
    // As everywhere on the page, black to white is 1; values go from −1 to 1.
    const shown = (most ?? 0) / 2;
    setText(this.#most, most === null ? "" : panel.say(most === 0 ? "compare.equal" : "compare.most", { most: shown < ROUNDING ? scientific(shown) : shown.toFixed(2) }));
    setText(this.#why, most === null || !a || !b || !done ? panel.say("compare.grey") : panel.say(this.#reason(a, b, most), shareOfStart(panel.alphaBar)));
  }

  /** @param {Plan} a @param {Plan} b @param {number} most */
  #reason(a, b, most) {
    const { ratio, rule, fresh } = relation(a, b);
    if (fresh && a.noise !== b.noise && relation(a, { ...b, noise: a.noise }).rule) return "compare.why.shared";
    if (most === 0 && rule) return "compare.why.same-rule";
    if (most < ROUNDING && rule) return "compare.why.rounding";
    if (!ratio) return "compare.why.other";
    return fresh ? "compare.why.fresh" : "compare.why.steps";
  }
}

/**
 * Half-way down, how much of the variance of xₜ's noise is still that of x_T, where η = 1: the ratio of the signal-to-noise ratios,
 * since the posterior's share of x_t (DDPM eq. 7) composes over any steps to √(ᾱ_T/ᾱₜ) (1−ᾱₜ)/(1−ᾱ_T).
 *
 * @param {Float64Array | null} alphaBar
 */
export function shareOfStart(alphaBar) {
  if (!alphaBar) return {};
  const snr = (/** @type {number} */ t) => alphaBar[t] / (1 - alphaBar[t]);
  const t = Math.floor(alphaBar.length / 2);
  return { t, share: ((100 * snr(alphaBar.length - 1)) / snr(t)).toPrecision(2) };
}

/**
 * How two plans are related.
 *
 * @param {Plan} a @param {Plan} b
 * @returns {{ rule: boolean, ratio: boolean, fresh: boolean }} `rule`: one rule by two names, or twice the same plan; `ratio`: they
 *   differ in S and in the noise that is added alone; `fresh`: one of them adds noise on the way
 */
export function relation(a, b) {
  const others = /** @type {const} */ (["label", "spacing", "clip"]);
  const ratio = others.every((name) => a[name] === b[name]) && (a.label === null || a.guidance === b.guidance);
  const fresh = spread(a) !== 0 || spread(b) !== 0;
  return { ratio, rule: ratio && a.steps === b.steps && spread(a) === spread(b) && (a.noise === b.noise || !fresh), fresh };
}

/** σ in parts of DDPM's small one; the large one is another. @param {Plan} plan */
const spread = ({ sampler, eta, variance }) => (sampler === "ddim" ? eta : variance === "small" ? 1 : "large");
