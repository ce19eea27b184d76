/** The forward process that belongs to each η: how much of x₀ it still has to be told, beside the step before. */

import { inNotation } from "../../../math/prose.js";
import { Plot } from "../../../plots/plot.js";
import { slider } from "../../../ui/controls.js";
import { h } from "../../../ui/dom.js";
import { scientific } from "../../../ui/format.js";
import { minus, sums } from "../../../ui/sums.js";
import { explained, grid } from "./parts.js";

export class Memory {
  #panel;
  #plot = new Plot();
  #sums = sums(["exact.memory.onX0", "exact.memory.onX", "exact.memory.variance"]);
  #key = "";

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const asked = h("div", { class: "asked" }, slider(panel, "eta", "exact.eta", { step: 0.05, format: (v) => v.toFixed(2) }));
    this.element = h("div", {}, asked, this.#plot.element, this.#sums.element, ...explained("memory", "exact-memory"));
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    const [t, eta] = [Math.max(panel.get("t"), 1), panel.get("eta")];
    const key = [t, eta, panel.language, panel.notation].join(" ");
    if (key === this.#key) return;
    this.#key = key;
    const etas = grid(41, 0, 1);
    const onX0 = etas.map((eta) => mix.forward({ t, eta }).onX0);
    const here = mix.forward({ t, eta });
    const least = Math.min(...onX0, -1e-6);
    const plot = this.#plot;
    plot.label = panel.say("exact.memory.label");
    const places = Math.max(0, Math.ceil(-Math.log10(-least)) + 1);
    plot.axes({ min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1], name: "η" }, { min: least * 1.15, max: -least * 0.1, ticks: [least, least / 2, 0], name: panel.say("exact.memory.axis", { x0: inNotation("x₀", panel.notation) }), format: (v) => (v === 0 ? "0" : minus(v, places)), read: (v) => minus(v, 6) });
    plot.clear();
    plot.line([0, 1], [0, 0], "var(--edge)", "2 4", { read: false });
    plot.line(etas, onX0, "var(--data)");
    plot.dot(eta, here.onX0, "var(--data)", true);
    this.#sums.draw([minus(Math.abs(here.onX0) < 1e-12 ? 0 : here.onX0, 6), minus(here.onX, 6), scientific(here.variance)]);
  }
}
