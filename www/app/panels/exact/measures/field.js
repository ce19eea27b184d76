/** One field in three readings: E[x₀|xₜ], ε*, the score. */

import { inNotation } from "../../../math/prose.js";
import { Plot } from "../../../plots/plot.js";
import { segmented, slider } from "../../../ui/controls.js";
import { h } from "../../../ui/dom.js";
import { minus, sums } from "../../../ui/sums.js";
import { explained, grid, lineAxis } from "./parts.js";

/** @type {Record<string, string>} as strings write them */
const SIGNS = { x0: "E[x₀|xₜ]", noise: "ε*", score: "∇ log pₜ" };

export class FieldMeasure {
  #panel;
  #plot = new Plot();
  #sums = sums(["exact.field.x0", "exact.field.noise", "exact.field.score"]);
  #key = "";

  /** @param {import("../panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.at = slider(panel, "x", "exact.x", { step: 0.01, format: (v) => minus(v, 2) });
    const asked = h("div", { class: "asked" }, segmented(panel, "reading", "exact.reading", Object.keys(SIGNS).map((value) => ({ value, key: `exact.reading.${value}` }))), this.at);
    this.element = h("div", {}, asked, this.#plot.element, this.#sums.element, ...explained("field", "exact-field", "exact-score"));
  }

  /** @param {import("../../../../exact/mixture.js").Mixture} mix */
  draw(mix) {
    const panel = this.#panel;
    const flat = panel.dimension === 1;
    // In the plane the field is on the stage.
    for (const part of [this.#plot.element, this.#sums.element, this.at]) part.hidden = !flat;
    const [t, x, reading] = [panel.get("t"), panel.get("x"), panel.get("reading")];
    const { field } = panel.parts?.learn ?? { field: null };
    const key = [panel.dataKey, t, x, reading, panel.language, panel.notation].join(" ");
    if (!flat || (key === this.#key && !field)) return;
    this.#key = key;
    const reach = panel.line?.reach ?? 3;
    const xs = grid(181, -reach, reach);
    const ys = mix.predict({ x: xs, t })[/** @type {"x0"} */ (reading)];
    const here = mix.predict({ x, t });
    const most = Math.max(0.5, ...ys.map(Math.abs)) * 1.1;
    const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => most / size < 3.2) ?? most;
    const ticks = [-3, -2, -1, 0, 1, 2, 3].map((k) => k * step).filter((tick) => Math.abs(tick) <= most);
    const plot = this.#plot;
    plot.label = panel.say("exact.field.label");
    plot.axes(lineAxis(reach, inNotation("xₜ", panel.notation)), { min: -most, max: most, ticks, name: inNotation(SIGNS[reading], panel.notation), format: (v) => minus(v, step < 1 ? 1 : 0), read: (v) => minus(v) });
    plot.clear();
    plot.line(xs, ys, reading === "x0" ? "var(--data)" : "var(--ink)");
    if (field) plot.line(xs, field(xs, t), "var(--vae)", "5 3", { name: panel.say("exact.learn.learned") });
    plot.dot(x, here[/** @type {"x0"} */ (reading)][0], "var(--ink)", true);
    this.#sums.draw([here.x0, here.noise, here.score].map((value) => minus(value[0], 4)));
  }
}
