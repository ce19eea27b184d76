/** One step under the lens: its kernel a·x̂₀ + b·xₜ + σz in pictures, draws of the next state for four kernels, and its variance among all. */

import { largeVariance, reverse } from "../../math/kernels.js";
import { normals } from "../../math/normal.js";
import { formula } from "../../math/formulas.js";
import { kernel as kernelEquation } from "../../math/numbers.js";
import { PictureEquation } from "../../math/picture-equation.js";
import { inNotation } from "../../math/prose.js";
import { bytesFromTensor, paintGrid, sizeOf, tileOf } from "../../pictures/pixels.js";
import { Plot, timeX } from "../../plots/plot.js";
import { segmented } from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { power, scientific } from "../../ui/format.js";
import { draws, kernelOf, share, spreadOf, stepUnder } from "./lens-step.js";

/** @typedef {import("./lens-step.js").Step} Step @typedef {import("./lens-step.js").Member} Member */
/** @typedef {{ recording: import("../../run/recording.js").Recording, place: number, tile: number, seed: number, alphaBar: Float64Array, axis: import("../../plots/axis.js").TimeAxis, shape: import("../../pictures/pixels.js").Shape }} View */

/** The kernels that are compared, with their names. @type {{ member: Member, name: string }[]} */
const ROWS = [
  { member: 0, name: "η = 0" },
  { member: 0.5, name: "η = ½" },
  { member: 1, name: "η = 1" },
  { member: "large", name: "σ̂" },
];
/** Draws of a kernel. */
const DRAWS = 16;
/** Points of a curve, and most of the run's own. */
const [POINTS, OWN] = [140, 60];
const [LEAST, MOST] = [-5, 0];

/** Five digits, as the page writes small numbers. @param {number} value */
const fine = (value) => (value >= 0.001 ? value.toPrecision(5) : scientific(value));

export class Lens {
  #panel;
  #at = h("p", { class: "at num" });
  #equation;
  #rows = ROWS.map((row) => {
    const canvases = Array.from({ length: DRAWS }, () => h("canvas", { width: 1, height: 1, hidden: true }));
    const [name, facts, a, b] = [h("b", { class: "num" }), h("span", { class: "num" }), h("i", { class: "of-x0" }), h("i", { class: "of-xt" })];
    const bar = h("span", { class: "lens-bar", "aria-hidden": "true" }, a, b);
    return { ...row, canvases, facts, name, a, b, element: h("div", { class: "fan" }, h("p", {}, name, bar, facts), h("div", { class: "draws", "aria-hidden": "true" }, ...canvases)) };
  });
  #plot = new Plot();
  #variances = h("p", { class: "at num" });
  #key = "";
  /** @type {import("../../run/recording.js").Moment | null} */ #of = null;

  /** @param {import("./panel.js").GeneratePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#equation = new PictureEquation(panel);
    const chosen = ROWS.slice(0, 3).map(({ member, name }) => ({ value: String(member), text: name }));
    const stroke = (/** @type {string} */ of) => h("span", {}, h("i", { class: "stroke", "data-of": of }), text("span", `lens.${of}`));
    this.element = h(
      "div",
      { class: "lens" },
      this.#at,
      h("div", { class: "one-kernel" }, segmented(panel, "lens-eta", "lens.eta", chosen), this.#equation.element),
      h("div", { class: "equation" }, formula("kernel")),
      text("p", "lens.bar", { class: "legend" }),
      h("div", { class: "fans" }, ...this.#rows.map(({ element }) => element)),
      text("p", "lens.text", { class: "soft" }),
      this.#variances,
      this.#plot.element,
      h("p", { class: "legend" }, stroke("beta"), stroke("tilde"), stroke("own")),
      text("p", "lens.source", { class: "source" }),
    );
  }

  /** @param {View} view */
  draw(view) {
    const panel = this.#panel;
    const { recording, place, tile, alphaBar, axis } = view;
    const { step, chosen } = stepUnder(recording, place, alphaBar);
    const key = [tile, step?.to, chosen, recording.timesteps.length, panel.get("lens-eta"), axis.id, panel.language, panel.notation].join(" ");
    if (!step || (step.now === this.#of && key === this.#key)) return;
    [this.#of, this.#key] = [step.now, key];
    const { t, to } = step;
    const values = { index: step.now.index + 1, of: recording.of, t, to };
    setText(this.#at, panel.say(to === null ? "lens.last" : chosen ? "lens.chosen" : "lens.at", values));
    this.#drawKernels(step, view);
    this.#drawVariances(step, view);
  }

  /** @param {Step} step @param {View} view */
  #drawKernels(step, { tile, seed, shape }) {
    const panel = this.#panel;
    const size = sizeOf(shape);
    const [xt, x0] = [tileOf(step.now.xt, tile, shape), tileOf(step.now.x0, tile, shape)];
    // The same z in each row, others at each step.
    const z = normals(seed * 4099 + step.t, DRAWS * size);
    const own = kernelOf(Number(panel.get("lens-eta")), step);
    this.#equation.draw(kernelEquation({ ...own, x0, xt, z: z.subarray(0, size) }), shape);
    const kernels = ROWS.map(({ member }) => kernelOf(member, step));
    const whole = Math.max(...kernels.map(({ onX0, onX }) => onX0 + onX));
    this.#rows.forEach(({ member, name, facts, canvases, a, b, element }, k) => {
      const kernel = kernels[k];
      const all = draws(kernel, x0, xt, z);
      const bytes = bytesFromTensor(all);
      canvases.forEach((canvas, n) => {
        canvas.hidden = false;
        paintGrid(canvas, tileOf(bytes, n, shape), shape);
      });
      a.style.width = `${(100 * kernel.onX0) / whole}%`;
      b.style.width = `${(100 * kernel.onX) / whole}%`;
      const { deviation, error } = spreadOf(all, size);
      const asked = share(kernel, step);
      element.toggleAttribute("data-chosen", String(member) === panel.get("lens-eta"));
      setText(name, ROWS[k].name);
      const sigma = Math.sqrt(kernel.variance);
      const values = { a: kernel.onX0.toFixed(3), b: kernel.onX.toFixed(3), sigma: sigma.toFixed(4), measured: sigma === 0 ? "0" : `${deviation.toFixed(4)} ± ${error.toFixed(4)}`, share: asked.toFixed(2) };
      setText(facts, panel.say(Number.isFinite(asked) ? "lens.row" : "lens.row.last", values));
    });
  }

  /** β̃ and β of single steps over all t, and of the steps that the run takes. @param {Step} step @param {View} view */
  #drawVariances({ t, to, noisy, clean }, { recording, alphaBar, axis }) {
    const panel = this.#panel;
    const ts = [...new Set(Array.from({ length: POINTS }, (_, k) => axis.t(k / (POINTS - 1))))].filter((t) => t > 0);
    const tilde = (/** @type {number} */ t, s = t - 1) => reverse(1, alphaBar[t], alphaBar[s]).variance;
    const beta = (/** @type {number} */ t, s = t - 1) => largeVariance(alphaBar[t], alphaBar[s]);
    const log = (/** @type {number} */ value) => Math.max(Math.log10(value), LEAST);
    const plot = this.#plot;
    plot.label = panel.say("lens.variances.label");
    plot.axes(timeX(axis, inNotation("t", panel.notation)), { min: LEAST, max: MOST, ticks: [-5, -4, -3, -2, -1, 0], name: panel.say("lens.variances"), format: power, read: (v) => fine(10 ** v) });
    plot.clear();
    plot.line(ts, ts.map((t) => log(beta(t))), "var(--ddpm)", "5 3", { name: inNotation("βₜ", panel.notation) });
    plot.line(ts, ts.map((t) => log(tilde(t))), "var(--ink)", "none", { name: inNotation("β̃ₜ", panel.notation) });
    const own = recording.timesteps.slice(0, -1).map((t, k) => [t, recording.timesteps[k + 1]]);
    const thin = Math.max(1, Math.ceil(own.length / OWN));
    own.forEach(([from, next], k) => {
      if (k % thin > 0 && from !== t) return;
      plot.dot(from, log(beta(from, next)), "var(--ddpm)", from === t);
      plot.dot(from, log(tilde(from, next)), "var(--ink)", from === t);
    });
    for (const [colour, of] of /** @type {const} */ ([["var(--ddpm)", beta], ["var(--ink)", tilde]])) if (t > 0) plot.dot(t, log(of(t)), colour, true);
    const single = t > 0 ? { tilde: fine(tilde(t)), beta: fine(beta(t)) } : { tilde: "0", beta: fine(1 - noisy) };
    const strides = to === null ? {} : { to, ownTilde: fine(reverse(1, noisy, clean).variance), ownBeta: fine(largeVariance(noisy, clean)) };
    setText(this.#variances, panel.say(to === null ? "lens.variances.last" : "lens.variances.at", { t, ...single, ...strides }));
  }
}

/** The look of the lens. */
export const LENS = `
  .lens { --accent: var(--soft) } .lens .at { font-size: 15px; margin: 0 0 var(--s2); min-height: 1.5em } .one-kernel { display: grid; grid-template-columns: minmax(0, 240px) minmax(0, 1fr); gap: var(--s2) var(--s4); align-items: center }
  .lens .stroke { border-top: 2px solid var(--ink) } .lens .stroke[data-of=beta] { border-top: 2px dashed var(--ddpm) } .lens .stroke[data-of=own] { border-top: 5px dotted var(--ink) }
  .lens-bar { flex: none; display: flex; gap: 1px; width: 160px; height: 12px; align-self: center } .lens-bar i { display: block; height: 100% } .lens-bar i:first-child { border-radius: 6px 0 0 6px } .lens-bar i:last-child { border-radius: 0 6px 6px 0 } .of-x0 { background: var(--ddim) } .of-xt { background: var(--edge) }
  .fans { display: grid; gap: var(--s3); margin: var(--s2) 0 var(--s3) } .fan p { margin: 0 0 3px; font-size: 14px; display: flex; flex-wrap: wrap; gap: 0 var(--s3) } .fan b { min-width: 3.2em; align-self: start } .lens p.soft { margin-bottom: var(--s4) } .fan > p > span:last-child { color: var(--soft); flex: 1 1 16em } .fan[data-chosen] b { box-shadow: inset 0 -2px currentColor }
  .draws { display: grid; grid-template-columns: repeat(16, minmax(0, 1fr)); gap: 3px } .draws canvas { display: block !important; width: 100%; aspect-ratio: 1; border-radius: 3px } .draws canvas[hidden] { visibility: hidden } .lens .picture-equation { --cell: 48px }
  @container panel (max-width: 560px) { .draws { grid-template-columns: repeat(8, minmax(0, 1fr)) } .one-kernel { grid-template-columns: minmax(0, 1fr) } .lens .picture-equation { --cell: 42px } }
`;
