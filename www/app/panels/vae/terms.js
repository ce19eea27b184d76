/** The ELBO's two terms, the evidence that they cannot reach, and the gap, which is a KL. */

import { inNotation } from "../../math/prose.js";
import { formula } from "../../math/formulas.js";
import { Plot } from "../../plots/plot.js";
import { slider } from "../../ui/controls.js";
import { h, text } from "../../ui/dom.js";
import { minus, sums } from "../../ui/sums.js";
import { answers } from "../exact/measures/parts.js";

export class Terms {
  #panel;
  #plot = new Plot({ right: 92 });
  #answers;
  #sums = sums(["vae.terms.reconstruction", "vae.terms.kl", "vae.terms.elbo", "vae.terms.gap", "vae.terms.evidence"]);

  /** @param {import("./panel.js").VaePanel} panel */
  constructor(panel) {
    this.#panel = panel;
    const number = { step: 0.05, format: (/** @type {number} */ v) => minus(v, 2) };
    const asked = h("div", { class: "asked" }, slider(panel, "shift", "vae.shift", number), slider(panel, "factor", "vae.factor", number));
    this.#answers = answers(panel);
    this.element = h("div", {}, asked, this.#sums.element, this.#plot.element, h("div", { class: "wrap guess" }, this.#answers.button), h("div", { class: "equation said" }, formula("vae-evidence")), text("p", "vae.terms.text", { class: "soft said" }), text("p", "vae.terms.source", { class: "source said" }));
  }

  /** @param {import("./panel.js").Outcome} outcome */
  draw({ elbo, curve }) {
    const panel = this.#panel;
    const nats = (/** @type {number} */ value) => minus(value, 2);
    const known = this.#answers.shown();
    this.#sums.draw([nats(elbo.reconstruction), nats(elbo.kl[0]), nats(elbo.elbo), ...(known ? [nats(Math.abs(elbo.gap) < 5e-3 ? 0 : elbo.gap), nats(elbo.evidence)] : ["—", "—"])]);
    const logs = curve.factors.map(Math.log2);
    const [low, high] = [Math.log2(0.1), Math.log2(5)];
    const most = elbo.evidence;
    const least = Math.min(...curve.elbos, elbo.elbo);
    const room = Math.max(most - least, 0.5);
    const plot = this.#plot;
    plot.label = panel.say("vae.terms.label");
    const ticks = [low, -1, 0, 1, high];
    plot.axes({ min: low, max: high, ticks, name: panel.say("vae.factor.axis", { q: inNotation("q_φ(z|x)", panel.notation) }), format: (v) => String(Math.round(100 * 2 ** v) / 100), read: (v) => (2 ** v).toFixed(2) }, { min: least - 0.05 * room, max: most + 0.15 * room, ticks: [least, most], name: panel.say("exact.nats"), format: (v) => minus(v, 1), read: (v) => minus(v, 3) });
    plot.clear();
    if (known) plot.band(logs, curve.elbos, logs.map(() => most), "var(--vae)");
    if (known) plot.line([low, high], [most, most], "var(--data)", "none", { end: panel.say("vae.terms.evidence.short"), read: false });
    plot.line(logs, curve.elbos, "var(--vae)", "none", { end: "ELBO" });
    plot.dot(Math.log2(panel.get("factor")), elbo.elbo, "var(--vae)", true);
  }
}
