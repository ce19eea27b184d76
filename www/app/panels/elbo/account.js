/** What has come of a picture's bits: so many bytes of so many, as words and as a bar. */

import { h, setText } from "../../ui/dom.js";

export class AccountView {
  #panel;
  #come = h("p", { class: "come num" });
  #bar = h("i");
  #verdict = h("p", { class: "verdict num" });
  element = h("section", { class: "account", "data-part": "account" }, this.#come, h("div", { class: "track", "aria-hidden": "true" }, this.#bar), this.#verdict);

  /** @param {import("../../panel/panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
  }

  /** @param {{ rate: number | undefined, total: number, size: number, empty: boolean }} what bits/dim so far and in all (NaN while it is not known), values of a picture, and whether a black one stands for one that is still to be drawn */
  draw({ rate, total, size, empty }) {
    const panel = this.#panel;
    const bytes = (/** @type {number} */ bits) => Math.round((bits * size) / 8);
    const known = !Number.isNaN(total);
    setText(this.#come, rate === undefined ? "—" : panel.say(known ? "elbo.come-of" : "elbo.come", { bytes: bytes(rate), of: known ? bytes(total) : "" }));
    this.#bar.style.setProperty("width", `${rate === undefined || !known ? 0 : Math.min(100, (100 * rate) / total)}%`);
    setText(this.#verdict, known ? (empty ? panel.say("source.empty") : panel.say("elbo.verdict", { total: total.toFixed(2), bytes: bytes(total), raw: size })) : "");
  }
}
