/** One Gaussian for all of the data, by either KL: what covers, and what seeks. */

import { Plot } from "../../../plots/plot.js";
import { slider } from "../../../ui/controls.js";
import { h, text } from "../../../ui/dom.js";
import { minus, sums } from "../../../ui/sums.js";
import { answers, explained, grid, lineAxis, normal, onLine, upTo } from "./parts.js";

export class Fits {
  #panel;
  #plot = new Plot({ right: 96 });
  #sums = sums(["exact.fits.forward", "exact.fits.backward"]);
  #line;
  #answers;
  /** To the best fits. @type {HTMLButtonElement[]} */ #ways;
  #key = "";
  /** @type {{ key: string, forward: import("../../../../exact/types.js").GaussianFit, backward: import("../../../../exact/types.js").GaussianFit } | null} */ #best = null;

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const number = { step: 0.005, format: (/** @type {number} */ v) => minus(v, 3) };
    const asked = h("div", { class: "asked" }, slider(panel, "mean", "exact.fits.mean", number), slider(panel, "deviation", "exact.fits.deviation", number));
    const go = (/** @type {"forward" | "backward"} */ which) => text("button", `exact.fits.to.${which}`, { type: "button", class: "quiet", onclick: () => this.#to(which) });
    this.#answers = answers(panel);
    this.#ways = [go("forward"), go("backward")];
    this.#line = onLine(panel, asked, this.#plot.element, this.#sums.element, h("div", { class: "wrap guess" }, ...this.#ways, this.#answers.button));
    this.element = h("div", {}, this.#line.element, ...explained("fits", "exact-fits"));
  }

  #to(/** @type {"forward" | "backward"} */ which) {
    const fit = this.#best?.[which];
    if (!fit) return;
    this.#panel.set("mean", fit.mean);
    this.#panel.set("deviation", fit.deviation);
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    const [mean, deviation] = [panel.get("mean"), panel.get("deviation")];
    const shown = this.#answers.shown();
    for (const way of this.#ways) way.hidden = !shown;
    const key = [panel.dataKey, mean, deviation, shown, panel.language].join(" ");
    if (!this.#line.here() || key === this.#key) return;
    this.#key = key;
    const known = this.#best;
    const best = known !== null && known.key === panel.dataKey ? known : { key: String(panel.dataKey), forward: mix.fit({ direction: "forward" }), backward: mix.fit({ direction: "reverse" }) };
    this.#best = best;
    const { forward, backward } = best;
    const own = mix.divergences({ mean, deviation });
    const reach = panel.line?.reach ?? 3;
    const xs = grid(241, -reach, reach);
    const data = mix.density({ x: xs, t: -1 });
    const of = (/** @type {{ mean: number, deviation: number }} */ fit) => xs.map((x) => normal(x, fit.mean, fit.deviation));
    const most = Math.max(...data, ...of(backward), 0.5) * 1.08;
    const cut = (/** @type {Float64Array} */ ys) => ys.map((y) => Math.min(y, most));
    const plot = this.#plot;
    plot.label = panel.say("exact.fits.label");
    plot.axes(lineAxis(reach, "x"), { min: 0, max: most, ticks: upTo(most), name: "", format: String, read: (v) => v.toFixed(3) });
    plot.clear();
    plot.band(xs, xs.map(() => 0), data, "var(--data)");
    plot.line(xs, data, "var(--data)", "none", { name: "p" });
    if (shown) plot.line(xs, cut(of(forward)), "var(--soft)", "5 4", { read: false });
    if (shown) plot.line(xs, cut(of(backward)), "var(--soft)", "2 3", { read: false });
    plot.line(xs, cut(of({ mean, deviation })), "var(--ddim)", "none", { name: "q" });
    if (shown) plot.note(forward.mean, normal(forward.mean, forward.mean, forward.deviation), panel.say("exact.fits.covers"));
    if (shown) plot.note(backward.mean, Math.min(most, normal(backward.mean, backward.mean, backward.deviation)), panel.say("exact.fits.seeks"));
    const written = (/** @type {number} */ kl) => (kl > 1e4 ? "> 10⁴" : kl.toFixed(4));
    const beside = (/** @type {number} */ found, /** @type {number} */ best) => (shown ? panel.say("exact.fits.beside", { found: written(found), best: best.toFixed(4) }) : written(found));
    this.#sums.draw([beside(own.forward, forward.kl), beside(own.reverse, backward.kl)]);
  }
}
