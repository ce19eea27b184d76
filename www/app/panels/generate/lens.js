/** One step under the lens: the bar a·x̂₀ + b·xₜ of the kernel at the ruler's t, its variance among all, and draws of the next state. */

import { largeVariance, reverse } from "../../math/kernels.js";
import { normals } from "../../math/normal.js";
import { formula } from "../../math/formulas.js";
import { inNotation } from "../../math/prose.js";
import { bytesFromTensor, paintGrid, sizeOf, tileOf } from "../../pictures/pixels.js";
import { Plot, timeX } from "../../plots/plot.js";
import { h, setText, text } from "../../ui/dom.js";
import { power, scientific } from "../../ui/format.js";
import { sums } from "../../ui/sums.js";

/** The family of kernels: η, and last the larger variance σ̂ over the mean of η = 1. */
const ROWS = /** @type {const} */ ([0, 0.5, 1, "large"]);
/** η, or the larger variance. @typedef {number | "large"} Member */

/** Draws of a kernel. */
const DRAWS = 16;
const POINTS = 140;
const LEAST = -6;

export class Lens {
  #panel;
  #at = h("p", { class: "at num" });
  #bar = { x0: h("i", { class: "of-x0" }), xt: h("i", { class: "of-xt" }) };
  #sums = sums(["lens.a", "lens.b", "lens.sigma"]);
  #rows = ROWS.map((row) => {
    const canvases = Array.from({ length: DRAWS }, () => h("canvas", { width: 1, height: 1 }));
    const [name, facts] = [h("b", { class: "num" }), h("span", { class: "num" })];
    return { row, canvases, name, facts, element: h("div", { class: "fan" }, h("p", {}, name, facts), h("div", { class: "draws", "aria-hidden": "true" }, ...canvases)) };
  });
  #plot = new Plot({ right: 46 });
  #variances = h("p", { class: "at num" });
  /** @type {Float32Array | null} */ #z = null;
  #key = "";
  /** @type {import("../../run/recording.js").Moment | null} */ #of = null;

  /** @param {import("./panel.js").GeneratePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const bar = h("div", { class: "lens-bar", "aria-hidden": "true" }, this.#bar.x0, this.#bar.xt);
    this.element = h(
      "div",
      { class: "lens" },
      this.#at,
      bar,
      this.#sums.element,
      h("div", { class: "equation" }, formula("kernel")),
      h("div", { class: "fans" }, ...this.#rows.map(({ element }) => element)),
      text("p", "lens.text", { class: "soft" }),
      this.#variances,
      this.#plot.element,
      text("p", "lens.source", { class: "source" }),
    );
  }

  /**
   * @param {import("../../run/recording.js").Recording} recording @param {number} place of the moment on show @param {number} tile @param {Member} member of the run
   * @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis @param {import("../../pictures/pixels.js").Shape} shape
   */
  draw(recording, place, tile, member, alphaBar, axis, shape) {
    const panel = this.#panel;
    // A finished picture has no step after it: then the last one is shown that left noise.
    const steps = recording.moments.filter(({ t }) => t !== null);
    const moment = steps[Math.min(place, steps.length - 2)] ?? null;
    const next = moment ? steps[steps.indexOf(moment) + 1] : null;
    this.element.toggleAttribute("data-empty", !moment || !next);
    const key = [tile, member, axis.id, panel.language, panel.notation].join(" ");
    if (!moment || !next || (moment === this.#of && key === this.#key)) return;
    [this.#of, this.#key] = [moment, key];
    const [t, to] = [/** @type {number} */ (moment.t), /** @type {number} */ (next.t)];
    const [noisy, clean] = [alphaBar[t], alphaBar[to]];
    const own = kernelOf(member, noisy, clean);
    const whole = own.onX0 + own.onX;
    this.#bar.x0.style.width = `${(100 * own.onX0) / whole}%`;
    this.#bar.xt.style.width = `${(100 * own.onX) / whole}%`;
    setText(this.#at, panel.say("lens.at", { t, s: to, member: member === "large" ? "σ̂" : `η = ${member}` }));
    this.#sums.draw([own.onX0.toFixed(4), own.onX.toFixed(4), Math.sqrt(own.variance).toFixed(4)]);
    this.#drawFans(tileOf(moment.xt, tile, shape), tileOf(moment.x0, tile, shape), noisy, clean, shape);
    this.#drawVariances(t, alphaBar, axis);
  }

  /** @param {Float32Array} xt @param {Float32Array} x0 x̂₀ @param {number} noisy @param {number} clean @param {import("../../pictures/pixels.js").Shape} shape */
  #drawFans(xt, x0, noisy, clean, shape) {
    const panel = this.#panel;
    const size = sizeOf(shape);
    if (this.#z?.length !== DRAWS * size) this.#z = normals(1, DRAWS * size);
    const z = this.#z;
    for (const { row, canvases, name, facts } of this.#rows) {
      const { onX0, onX, variance } = kernelOf(row, noisy, clean);
      const sigma = Math.sqrt(variance);
      let squares = 0;
      canvases.forEach((canvas, k) => {
        const draw = x0.map((value, i) => {
          const fresh = sigma * z[k * size + i];
          squares += fresh * fresh;
          return onX0 * value + onX * xt[i] + fresh;
        });
        paintGrid(canvas, bytesFromTensor(draw), shape);
      });
      setText(name, row === "large" ? panel.say("lens.row.large") : `η = ${row}`);
      setText(facts, panel.say("lens.row", { sigma: sigma.toFixed(3), measured: Math.sqrt(squares / (DRAWS * size)).toFixed(3) }));
    }
  }

  /** β̃ and β of single steps, over all t. @param {number} t @param {Float64Array} alphaBar @param {import("../../plots/axis.js").TimeAxis} axis */
  #drawVariances(t, alphaBar, axis) {
    const panel = this.#panel;
    const ts = [...new Set(Array.from({ length: POINTS }, (_, k) => axis.t(k / (POINTS - 1))))].filter((t) => t > 0);
    const tilde = (/** @type {number} */ t) => reverse(1, alphaBar[t], alphaBar[t - 1]).variance;
    const beta = (/** @type {number} */ t) => largeVariance(alphaBar[t], alphaBar[t - 1]);
    const log = (/** @type {number} */ value) => Math.max(Math.log10(value), LEAST);
    const plot = this.#plot;
    const here = Math.max(t, 1);
    plot.label = panel.say("lens.variances.label");
    plot.axes(timeX(axis, inNotation("t", panel.notation)), { min: -5, max: -1, ticks: [-5, -4, -3, -2, -1], name: panel.say("lens.variances"), format: power, read: (v) => scientific(10 ** v) });
    plot.clear();
    plot.line(ts, ts.map((t) => log(beta(t))), "var(--ddpm)", "5 3", { name: inNotation("βₜ", panel.notation) });
    plot.line(ts, ts.map((t) => log(tilde(t))), "var(--ink)", "none", { name: inNotation("β̃ₜ", panel.notation) });
    plot.dot(here, log(beta(here)), "var(--ddpm)", true);
    plot.dot(here, log(tilde(here)), "var(--ink)", true);
    setText(this.#variances, panel.say("lens.variances.at", { t: here, tilde: tilde(here).toPrecision(5), beta: beta(here).toPrecision(5) }));
  }
}

/** @param {Member} member @param {number} noisy @param {number} clean */
function kernelOf(member, noisy, clean) {
  if (member !== "large") return reverse(member, noisy, clean);
  return { ...reverse(1, noisy, clean), variance: largeVariance(noisy, clean) };
}

/** The look of the lens. */
export const LENS = `
  .lens-bar { display: flex; height: 14px; border-radius: 7px; overflow: hidden; margin: var(--s2) 0 } .lens-bar i { display: block; height: 100% } .of-x0 { background: var(--data) } .of-xt { background: var(--edge) }
  .fans { display: grid; gap: var(--s3); margin: var(--s2) 0 var(--s3) } .fan p { margin: 0 0 3px; font-size: 14px; display: flex; flex-wrap: wrap; gap: 0 var(--s3) } .fan span { color: var(--soft) }
  .draws { display: grid; grid-template-columns: repeat(16, minmax(0, 1fr)); gap: 3px } .draws canvas { width: 100%; border-radius: 3px } .lens[data-empty] { opacity: .4 } .lens .at { font-size: 15px; margin: 0; min-height: 1.5em }
  @container panel (max-width: 560px) { .draws { grid-template-columns: repeat(8, minmax(0, 1fr)) } }
`;
