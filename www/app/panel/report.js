/** What a panel says of its work: how far it is, how it ended, and what went wrong with a way on. */

import { translate } from "../strings/index.js";
import { onlyWhile } from "../ui/controls.js";
import { h, setText, text } from "../ui/dom.js";
import { cpuHelps, retryHelps, sentenceOf } from "../ui/faults.js";
import { duration, megabytes } from "../ui/format.js";

/** @typedef {import("../ui/faults.js").Fault} Fault */

export class Report {
  #panel;
  /** @type {{ key: string, values: Record<string, unknown> }} */ #status = { key: "status.waiting", values: {} };
  /** @type {Fault | null} on show */ #error = null;
  #line = h("span", { class: "num" });
  #bar = h("progress", { max: 1, value: 0, "aria-hidden": "true" });
  /** How far it is. */ box = h("div", { class: "status" }, this.#line, this.#bar);
  /** What went wrong. */ errorBox = h("div", { class: "error", role: "alert", hidden: true });
  /** Read out by screen readers. */ live = h("div", { class: "hidden-text", "aria-live": "polite" });

  /** @param {import("./panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
    this.cancel = text("button", "control.cancel", { type: "button", class: "quiet cancel", hidden: true, onclick: () => panel.cancel() });
  }

  /** @param {string} key @param {Record<string, unknown>} values */
  set(key, values) {
    this.#status = { key, values };
  }

  /** Shows an error where one looks, with a way on. @param {Fault | null} error */
  showError(error) {
    this.#error = error;
    this.errorBox.hidden = error === null;
    if (!error) return;
    const panel = this.#panel;
    const retry = text("button", "error.retry", { type: "button", onclick: () => panel.run() });
    const cpu = text("button", "error.cpu", { type: "button", class: "quiet", onclick: () => panel.state?.set("page", "backend", "cpu") });
    const onGpu = panel.state?.get("page", "backend") !== "cpu";
    const row = h("div", { class: "row" }, retryHelps(error) ? retry : null, onGpu && cpuHelps(error) ? cpu : null);
    this.errorBox.replaceChildren(h("div", {}, h("p", {}, sentenceOf(error, panel.language)), row));
    translate(this.errorBox, panel.language);
  }

  translate() {
    this.showError(this.#error);
  }

  draw() {
    const { running, stale, handle, loading: coming, language } = this.#panel;
    // There while there is something to cancel, beside what began it.
    const run = /** @type {HTMLElement | null | undefined} */ (this.cancel.parentElement?.querySelector(".run"));
    if (run) onlyWhile(this.cancel, running !== null, run);
    const { key: said, values } = this.#status;
    const key = said === "status.running" && handle?.paused ? "status.paused" : said;
    const loading = running ? coming : null;
    let words = this.#panel.say(key, { ...values, time: duration(language, Number(values.ms ?? 0)) });
    if (loading) {
      words = this.#panel.say(`status.${loading.phase}`, { loaded: megabytes(loading.loaded), total: megabytes(loading.total ?? 0) });
      if (loading.phase !== "warm-up" && loading.total) this.#bar.value = loading.loaded / loading.total;
      else this.#bar.removeAttribute("value");
    } else {
      this.#bar.value = Number(values.part ?? 0);
    }
    if (!running && stale && key !== "status.waiting") words = this.#panel.say("status.stale");
    setText(this.#line, words);
    this.box.toggleAttribute("data-busy", running !== null);
    this.box.toggleAttribute("data-stale", stale && !running);
  }
}
