/** Bayes' rule as a card of Bound: the same sum, once for each label, on the picture of the bench. */

import { h, text } from "../../ui/dom.js";
import { BeliefBars } from "../classify/belief.js";

/** Timesteps at which each label is asked. */
const TIMESTEPS = 20;

export class WhichDigit {
  #panel;
  #bars = new BeliefBars();
  #button = text("button", "elbo.classify.run", { type: "button", class: "quiet", onclick: () => this.#read() });
  /** @type {{ of: Float32Array, belief: import("../../../lab/types.js").Belief | null } | null} */ #found = null;
  /** @type {AbortController | null} */ #reading = null;

  /** @param {import("./panel.js").ElboPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    panel.enders.push(() => this.#reading?.abort());
    this.element = h("div", {}, h("div", { class: "wrap" }, this.#button), this.#bars.element, text("p", "classify.over.text", { class: "soft" }), text("p", "classify.over.source", { class: "source" }));
  }

  async #read() {
    const panel = this.#panel;
    const lab = panel.openLab;
    const image = panel.levels;
    if (!lab || !image) return;
    this.#reading?.abort();
    const controller = (this.#reading = new AbortController());
    const found = (this.#found = { of: image, belief: /** @type {import("../../../lab/types.js").Belief | null} */ (null) });
    const onProgress = (/** @type {import("../../../lab/types.js").Belief} */ belief) => {
      found.belief = belief;
      panel.invalidate();
    };
    try {
      await lab.classify({ image, timesteps: TIMESTEPS, seed: panel.get("seed"), signal: controller.signal, onProgress });
    } catch (error) {
      if (/** @type {any} */ (error)?.name !== "AbortError") panel.showError(/** @type {Error} */ (error));
    }
  }

  draw() {
    const { info, levels, source } = this.#panel;
    const named = (info?.labels.length ?? 0) > 0;
    this.element.hidden = !named;
    this.#button.disabled = !levels;
    if (!info || !named) return;
    this.#bars.draw(info.labels, this.#found?.of === levels ? (this.#found?.belief ?? null) : null, source?.label ?? null);
  }
}
