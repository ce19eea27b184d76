/** What conditioning on x₀ does: to the kernel of one step, and, by a constant only, to the loss. */

import { inNotation } from "../../../math/prose.js";
import { Plot } from "../../../plots/plot.js";
import { slider } from "../../../ui/controls.js";
import { h, setText } from "../../../ui/dom.js";
import { minus, sums } from "../../../ui/sums.js";
import { answers, explained, grid, lineAxis, normal, onLine, upTo } from "./parts.js";

const POINTS = 241;
/** Of the variance of p_φ, on the second plot. */
const FACTORS = Float64Array.from({ length: 25 }, (_, k) => 0.25 * 16 ** (k / 24));
/** Milliseconds that the settings rest before the integrals of integrals are taken. */
const REST = 120;

export class Conditioning {
  #panel;
  #kernels = new Plot({ right: 16 });
  #losses = new Plot({ right: 92 });
  #at = h("p", { class: "at num" });
  #sums = sums(["exact.conditioning.marginal", "exact.conditioning.conditional", "exact.conditioning.constant"]);
  #line;
  #answers;
  #right = h("div", {}, this.#losses.element, this.#sums.element);
  #keys = { kernels: "", losses: "" };
  #timer = 0;

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const number = { step: 0.01, format: (/** @type {number} */ v) => minus(v, 2) };
    const asked = h(
      "div",
      { class: "asked" },
      slider(panel, "x", "exact.x", number),
      slider(panel, "x0", "exact.x0", number),
      slider(panel, "stride", "exact.stride"),
      slider(panel, "shift", "exact.shift", { ...number, step: 0.05 }),
      slider(panel, "factor", "exact.factor", { ...number, step: 0.05 }),
    );
    this.#answers = answers(panel);
    this.#line = onLine(panel, asked, h("div", { class: "two" }, h("div", {}, this.#kernels.element, this.#at), this.#right), h("div", { class: "wrap guess" }, this.#answers.button));
    this.element = h("div", {}, this.#line.element, ...explained("conditioning", "exact-theorem"));
    panel.enders.push(() => clearTimeout(this.#timer));
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    if (!this.#line.here()) return;
    const t = Math.max(panel.get("t"), 1);
    const to = Math.max(t - panel.get("stride"), 0);
    const [x, x0, shift, factor] = ["x", "x0", "shift", "factor"].map((name) => panel.get(name));
    const words = `${panel.language} ${panel.notation}`;
    const kernels = [panel.dataKey, t, to, x, x0, shift, factor, words].join(" ");
    if (kernels !== this.#keys.kernels) {
      this.#keys.kernels = kernels;
      this.#drawKernels(mix, { t, to, x, x0, shift, factor });
    }
    this.#right.hidden = !this.#answers.shown();
    if (!this.#answers.shown()) return;
    const losses = [panel.dataKey, t, to, shift, factor, words].join(" ");
    if (losses === this.#keys.losses) return;
    this.#keys.losses = losses;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#drawLosses(mix, { t, to, shift, factor }), REST);
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix @param {{ t: number, to: number, x: number, x0: number, shift: number, factor: number }} at */
  #drawKernels(mix, { t, to, x, x0, shift, factor }) {
    const panel = this.#panel;
    const { weights, means, variance, mean, covariance } = mix.reverse({ x, t, to });
    const posterior = mix.posterior({ x0, x, t, to });
    const reach = panel.line?.reach ?? 3;
    // Fine where the kernels are, which may be narrow.
    const spread = Math.sqrt(covariance[0]);
    const xs = Float64Array.from([...grid(POINTS, -reach, reach), ...grid(POINTS, mean[0] - 4 * spread, mean[0] + 4 * spread), ...grid(POINTS, posterior.mean[0] - 4 * Math.sqrt(posterior.variance), posterior.mean[0] + 4 * Math.sqrt(posterior.variance))].filter((x) => Math.abs(x) <= reach)).sort();
    const truth = xs.map((y) => weights.reduce((sum, weight, k) => sum + weight * normal(y, means[k], Math.sqrt(variance[k])), 0));
    const known = xs.map((y) => normal(y, posterior.mean[0], Math.sqrt(posterior.variance)));
    const model = xs.map((y) => normal(y, mean[0] + shift * spread, spread * Math.sqrt(factor)));
    const most = Math.max(...truth, ...model) * 1.4;
    const plot = this.#kernels;
    const { notation } = panel;
    plot.label = panel.say("exact.conditioning.label");
    plot.axes(lineAxis(reach, inNotation("xₛ", notation)), { min: 0, max: most, ticks: upTo(most), name: "", format: String, read: (v) => v.toFixed(3) });
    plot.clear();
    const cut = (/** @type {Float64Array} */ ys) => ys.map((y) => Math.min(y, most));
    plot.line(xs, cut(truth), "var(--ink)", "none", { name: inNotation("p(xₛ|xₜ)", notation) });
    plot.line(xs, cut(known), "var(--data)", "none", { name: inNotation("q(xₛ|xₜ, x₀)", notation) });
    plot.line(xs, cut(model), "var(--ddim)", "5 3", { name: inNotation("p_θ(xₛ|xₜ)", notation) });
    const tallest = (/** @type {Float64Array} */ ys) => ys.reduce((best, y, k) => (y > ys[best] ? k : best), 0);
    for (const [ys, words] of /** @type {[Float64Array, string][]} */ ([[truth, "p(xₛ|xₜ)"], [known, "q(xₛ|xₜ, x₀)"]])) plot.note(xs[tallest(ys)], Math.min(ys[tallest(ys)], most), inNotation(words, notation));
    setText(this.#at, panel.say("exact.conditioning.at", { t, s: to }));
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix @param {{ t: number, to: number, shift: number, factor: number }} at */
  #drawLosses(mix, { t, to, shift, factor }) {
    const panel = this.#panel;
    let here, curves;
    try {
      // Each of the three is computed on its own, so that the theorem could fail.
      here = mix.divergence({ t, to, shift, factor });
      curves = mix.bent({ t, to, shift, factors: FACTORS });
    } catch (error) {
      this.#losses.clear();
      this.#sums.draw(["—", "—", "—"]);
      setText(this.#at, /** @type {Error} */ (error).message);
      return;
    }
    const logs = FACTORS.map(Math.log2);
    const most = Math.max(...curves.conditional, here.conditional) * 1.05;
    const plot = this.#losses;
    plot.label = panel.say("exact.conditioning.losses.label");
    plot.axes({ min: -2, max: 2, ticks: [-2, -1, 0, 1, 2], name: panel.say("exact.factor.axis"), format: (v) => `${2 ** v}`, read: (v) => (2 ** v).toFixed(2) }, { min: 0, max: most, ticks: upTo(most), name: panel.say("exact.nats"), read: (v) => v.toPrecision(4) });
    plot.clear();
    plot.band(logs, curves.marginal, curves.conditional, "var(--vae)");
    plot.line(logs, curves.conditional, "var(--data)", "none", { end: panel.say("exact.conditioning.conditional.short") });
    plot.line(logs, curves.marginal, "var(--ink)", "none", { end: panel.say("exact.conditioning.marginal.short") });
    const place = Math.min(Math.max(Math.log2(factor), -2), 2);
    plot.dot(place, here.marginal, "var(--ink)", true);
    plot.dot(place, here.conditional, "var(--data)", true);
    this.#sums.draw([here.marginal.toPrecision(4), here.conditional.toPrecision(4), here.constant.toPrecision(5)]);
  }
}
