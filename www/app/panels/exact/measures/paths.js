/** Samplers along the exact field: the same marginals for every η, other ways, and what few steps cost. */

import { Plot } from "../../../plots/plot.js";
import { slider, steps } from "../../../ui/controls.js";
import { h, setText } from "../../../ui/dom.js";
import { power, scientific } from "../../../ui/format.js";
import { Gradually } from "../gradually.js";
import { explained, onLine } from "./parts.js";

const COUNTS = [5, 10, 20, 50, 100];

export class Paths {
  #panel;
  #plot = new Plot({ right: 64 });
  #same = h("p", { class: "at num" });
  #here = h("p", { class: "at num" });
  #straight;
  #noisy;
  #line;
  #key = "";

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#straight = new Gradually(panel);
    this.#noisy = new Gradually(panel);
    this.#line = onLine(panel, this.#plot.element, this.#here);
    const asked = h("div", { class: "asked" }, steps(panel, "steps", "exact.steps"), slider(panel, "eta", "exact.eta", { step: 0.05, format: (v) => v.toFixed(2) }));
    this.element = h("div", {}, asked, this.#same, this.#line.element, ...explained("paths"));
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    const [S, eta] = [panel.get("steps"), panel.get("eta")];
    // Lemma 1, composed kernel by kernel along these steps.
    const { timesteps, onX0, variance } = mix.marginals({ steps: S, eta });
    const levels = timesteps.map((t) => panel.alphaBar[t]);
    const worst = levels.reduce((most, level, k) => Math.max(most, Math.abs(onX0[k] - Math.sqrt(level)), Math.abs(variance[k] - (1 - level))), 0);
    setText(this.#same, panel.say("exact.paths.same", { eta, worst: worst === 0 ? "0" : worst < 1e-15 ? `< ${power(-15)}` : scientific(worst) }));
    if (!this.#line.here()) return;
    const measure = (/** @type {number} */ eta) => (/** @type {number} */ steps) => mix.distance({ steps, eta });
    const straight = this.#straight.of(panel.dataKey, COUNTS, measure(0));
    const noisy = eta === 0 ? [] : this.#noisy.of(`${panel.dataKey} ${eta}`, COUNTS, measure(eta));
    const key = [panel.dataKey, S, eta, straight.length, noisy.length, panel.language].join(" ");
    if (key === this.#key) return;
    this.#key = key;
    this.#drawDistances(straight, noisy, eta);
    setText(this.#here, straight.length > 3 ? panel.say("exact.paths.order", { ten: scientific(straight[1]), fifty: scientific(straight[3]), ratio: (straight[1] / straight[3]).toFixed(1) }) : "…");
  }

  /** @param {number[]} straight @param {number[]} noisy @param {number} eta */
  #drawDistances(straight, noisy, eta) {
    const panel = this.#panel;
    const plot = this.#plot;
    const at = Math.log10;
    plot.label = panel.say("exact.paths.label");
    plot.axes({ min: at(5), max: 2, ticks: COUNTS.map(at), name: "S", format: (v) => String(Math.round(10 ** v)), read: (v) => String(Math.round(10 ** v)) }, { min: -3, max: 0, ticks: [-3, -2, -1, 0], name: panel.say("exact.paths.w1"), format: power, read: (v) => scientific(10 ** v) });
    plot.clear();
    const draw = (/** @type {number[]} */ found, /** @type {string} */ colour, /** @type {string} */ end) => {
      const xs = COUNTS.slice(0, found.length).map(at);
      const ys = found.map((value) => at(Math.max(value, 1e-3)));
      if (xs.length > 1) plot.line(xs, ys, colour, "none", { end });
      xs.forEach((x, k) => plot.dot(x, ys[k], colour));
    };
    draw(straight, "var(--ddim)", "η = 0");
    if (noisy.length > 0) draw(noisy, "var(--ddpm)", `η = ${eta}`);
  }
}
