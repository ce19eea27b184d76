/** pₜ at the ruler's t, with draws of xₜ under it and N(0, 1) beside it. */

import { inNotation } from "../../../math/prose.js";
import { Plot } from "../../../plots/plot.js";
import { h } from "../../../ui/dom.js";
import { scientific } from "../../../ui/format.js";
import { minus, sums } from "../../../ui/sums.js";
import { explained, grid, lineAxis, normal, onLine, upTo } from "./parts.js";

const DRAWS = 2000;
const BINS = 52;

export class Marginal {
  #panel;
  #plot = new Plot({ right: 70 });
  #sums = sums(["exact.marginal.mean", "exact.marginal.deviation", "exact.marginal.left"]);
  #line;
  #key = "";

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#line = onLine(panel, this.#plot.element, this.#sums.element);
    this.element = h("div", {}, this.#line.element, ...explained("marginal"));
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    const [t, seed] = [panel.get("t"), panel.get("seed")];
    const key = `${panel.dataKey} ${t} ${seed} ${panel.language} ${panel.notation}`;
    if (!this.#line.here() || key === this.#key) return;
    this.#key = key;
    const reach = panel.line?.reach ?? 3;
    const x = grid(201, -reach, reach);
    const density = mix.density({ x, t });
    const draws = mix.draw({ count: DRAWS, seed, t });
    const width = (2 * reach) / BINS;
    const bars = new Array(BINS).fill(0);
    for (const value of draws) if (Math.abs(value) < reach) bars[Math.floor((value + reach) / width)] += 1 / (DRAWS * width);
    const most = Math.max(...density, ...bars, 0.42) * 1.05;
    const plot = this.#plot;
    plot.label = panel.say("exact.marginal.label");
    plot.axes(lineAxis(reach, inNotation("xₜ", panel.notation)), { min: 0, max: most, ticks: upTo(most), name: "", format: (v) => String(v), read: (v) => v.toFixed(3) });
    plot.clear();
    plot.bars(bars, width, "var(--soft)");
    plot.line(x, x.map((x) => normal(x, 0, 1)), "var(--soft)", "5 4", { end: "N(0, 1)", read: false });
    plot.line(x, density, "var(--ink)", "none", { name: inNotation("p(xₜ)", panel.notation) });
    const mean = draws.reduce((a, b) => a + b) / DRAWS;
    const deviation = Math.sqrt(draws.reduce((a, b) => a + (b - mean) ** 2, 0) / DRAWS);
    this.#sums.draw([minus(mean), deviation.toFixed(3), scientific(panel.alphaBar[t])]);
  }
}
