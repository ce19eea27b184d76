/** The shorter the step, the more Gaussian its way back (Feller's limit): the true kernel over its own Gaussian, and the KL between them. */

import { inNotation } from "../../../math/prose.js";
import { Plot } from "../../../plots/plot.js";
import { slider } from "../../../ui/controls.js";
import { h, setText } from "../../../ui/dom.js";
import { power, scientific } from "../../../ui/format.js";
import { Gradually } from "../gradually.js";
import { minus } from "../../../ui/sums.js";
import { answers, explained, grid, normal, onLine, upTo } from "./parts.js";

const STRIDES = [1, 2, 5, 10, 20, 50, 100, 200, 300, 500];
/** What quadrature can still tell from 0. */
const LEAST = 1e-11;

export class SmallSteps {
  #panel;
  #kernel = new Plot();
  #gaps = new Plot();
  #at = h("p", { class: "at num" });
  #gradually;
  #answers;
  #line;
  #keys = { kernel: "", gaps: "" };

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#gradually = new Gradually(panel);
    const asked = h("div", { class: "asked" }, slider(panel, "x", "exact.x", { step: 0.01, format: (v) => minus(v, 2) }), slider(panel, "stride", "exact.stride"));
    this.#answers = answers(panel);
    this.#line = onLine(panel, asked, h("div", { class: "two" }, h("div", {}, this.#kernel.element, this.#at), this.#gaps.element), h("div", { class: "wrap guess" }, this.#answers.button));
    this.element = h("div", {}, this.#line.element, ...explained("gaussian"));
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    if (!this.#line.here()) return;
    const t = Math.max(panel.get("t"), 1);
    const to = Math.max(t - panel.get("stride"), 0);
    const words = `${panel.language} ${panel.notation}`;
    const kernel = [panel.dataKey, t, to, panel.get("x"), words].join(" ");
    if (kernel !== this.#keys.kernel) {
      this.#keys.kernel = kernel;
      this.#drawKernel(mix, t, to);
    }
    this.#gaps.element.hidden = !this.#answers.shown();
    if (!this.#answers.shown()) return;
    const strides = STRIDES.filter((stride) => stride <= t);
    const found = this.#gradually.of(`${panel.dataKey} ${t}`, strides, (stride) => gapOf(mix, t, t - stride));
    const gaps = [panel.dataKey, t, to, found.length, words].join(" ");
    if (gaps === this.#keys.gaps) return;
    this.#keys.gaps = gaps;
    this.#drawGaps(strides, found, t - to);
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix @param {number} t @param {number} to */
  #drawKernel(mix, t, to) {
    const panel = this.#panel;
    const x = panel.get("x");
    const { weights, means, variance, mean, covariance, kl } = mix.reverse({ x, t, to });
    const spread = Math.sqrt(covariance[0]);
    const xs = grid(201, mean[0] - 4.5 * spread, mean[0] + 4.5 * spread);
    const truth = xs.map((y) => weights.reduce((sum, weight, k) => sum + weight * normal(y, means[k], Math.sqrt(variance[k])), 0));
    const own = xs.map((y) => normal(y, mean[0], spread));
    const most = Math.max(...truth, ...own) * 1.1;
    const plot = this.#kernel;
    plot.label = panel.say("exact.gaussian.label");
    plot.axes({ min: xs[0], max: xs[200], ticks: [mean[0] - 3 * spread, mean[0], mean[0] + 3 * spread], name: inNotation("xₛ", panel.notation), format: (v) => minus(v, 2), read: (v) => minus(v, 3) }, { min: 0, max: most, ticks: upTo(most), name: "", format: String, read: (v) => v.toFixed(3) });
    plot.clear();
    plot.line(xs, own, "var(--ddim)", "5 3", { name: panel.say("exact.gaussian.own") });
    plot.line(xs, truth, "var(--ink)", "none", { name: inNotation("p(xₛ|xₜ)", panel.notation) });
    setText(this.#at, panel.say("exact.gaussian.at", { t, s: to, kl: kl < LEAST ? `< ${power(-11)}` : scientific(kl) }));
  }

  /** @param {number[]} strides @param {number[]} gaps @param {number} now */
  #drawGaps(strides, gaps, now) {
    const panel = this.#panel;
    const plot = this.#gaps;
    const log = (/** @type {number} */ v) => Math.log10(Math.max(v, LEAST));
    plot.label = panel.say("exact.gaussian.gaps.label");
    plot.axes({ min: 0, max: Math.log10(500), ticks: [0, 1, 2, Math.log10(500)], name: panel.say("exact.stride.axis"), format: (v) => String(Math.round(10 ** v)), read: (v) => String(Math.round(10 ** v)) }, { min: -11, max: 0.5, ticks: [-10, -8, -6, -4, -2, 0], name: panel.say("exact.nats"), format: power, read: (v) => scientific(10 ** v) });
    plot.clear();
    const xs = strides.slice(0, gaps.length).map(Math.log10);
    if (xs.length > 1) plot.line(xs, gaps.map(log), "var(--ink)");
    gaps.forEach((gap, k) => plot.dot(xs[k], log(gap), "var(--ink)", strides[k] === now));
  }
}

/** @param {import("../../../../exact/mixture.js").Mixture} mix @param {number} t @param {number} to */
function gapOf(mix, t, to) {
  try {
    return mix.gap({ t, to });
  } catch {
    return NaN; // of many narrow components it would take minutes
  }
}
