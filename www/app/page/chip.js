/** The truth about the machine: a dot and a speed in the head, sentences and the choice of backend behind them. */

import { h, setText, text } from "../ui/dom.js";
import { grouped, megabytes } from "../ui/format.js";
import { say } from "../strings/index.js";
import { keyOf, labs, shareOf } from "../panel/shared-lab.js";
import { machineOf } from "./machine.js";
import { dismissable } from "./popup.js";

export class Chip {
  /** Milliseconds of a step in the last run of the largest batch, so that the speed is of one kind on every bench. @type {{ ms: number, batch: number } | null} */
  #measured = null;
  /** Whether the loss of the GPU was told. */ #lost = false;

  /** @param {import("../state/state.js").State} state @param {import("./notices.js").Notices} notices */
  constructor(state, notices) {
    this.state = state;
    this.notices = notices;
    this.short = h("span", { class: "short num" });
    this.backends = ["auto", "webgpu", "cpu"].map((value) => h("input", { type: "radio", name: "backend", value, onchange: () => state.set("page", "backend", value) }));
    this.where = h("p");
    this.why = h("p", { class: "machine" });
    this.model = h("p", { class: "soft" });
    const choices = this.backends.map((input) => h("label", {}, input, text("span", `backend.${input.value}`)));
    const backend = h("fieldset", { class: "seg" }, text("legend", "chip.backend"), h("div", { class: "choices" }, ...choices));
    this.summary = h("summary", { "data-s-title": "chip.label" }, h("i", { class: "dot" }), text("span", "chip.label", { class: "hidden-text" }), this.short);
    this.element = h("details", { class: "chip" }, this.summary, h("div", { class: "about num" }, this.why, this.where, this.model, backend));
    dismissable(this.element, this.summary, { open: () => this.element.open, close: () => (this.element.open = false) });
    labs.addEventListener("change", () => this.draw());
    document.addEventListener("unnoise-result", (event) => {
      // Any script of the page may say this.
      const { msPerStep, batch } = /** @type {CustomEvent} */ (event).detail ?? {};
      if (msPerStep > 0 && batch >= (this.#measured?.batch ?? 0)) this.#measured = { ms: msPerStep, batch };
      this.draw();
    });
  }

  /** The backend changed, so what was measured no longer holds. */
  forget() {
    this.#measured = null;
  }

  draw() {
    const { state } = this;
    const [language, choice] = [state.get("page", "lang"), state.get("page", "backend")];
    const t = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ values = {}) => say(language, key, values);
    for (const input of this.backends) input.checked = input.value === choice;
    const share = shareOf(keyOf({ model: state.get("page", "model"), backend: choice }));
    if (!share?.lab) return this.#drawLoading(share, t);
    const { info, notice } = share.lab;
    const { tone, short, where, why } = machineOf(share.lab, { language, choice, measured: this.#measured });
    this.#show(tone, short, where, why, t("machine.model", { ...info, parameters: grouped(info.parameters), steps: info.trainSteps }));
    // What a machine lacks from the start is no news, and no fault of the reader's: it is behind the chip.
    if (notice?.code === "gpu-lost") this.#tellLost();
  }

  /** @param {import("../panel/shared-lab.js").Share | undefined} share @param {(key: string, values?: Record<string, unknown>) => string} t */
  #drawLoading(share, t) {
    if (share?.failed) return this.#show("warn", t("chip.failed"), t("chip.failed"));
    if (!share) return this.#show("none", t("chip.idle"), t("machine.waiting"));
    const { progress } = share;
    this.#show("none", t("chip.loading"), progress ? t(`status.${progress.phase}`, { loaded: megabytes(progress.loaded), total: megabytes(progress.total ?? 0) }) : t("chip.loading"));
  }

  /** @param {string} tone @param {string} short @param {string} where */
  #show(tone, short, where, why = "", model = "") {
    this.element.dataset.tone = tone;
    setText(this.short, short);
    setText(this.where, where);
    setText(this.why, why);
    setText(this.model, model);
    this.why.hidden = why === "";
    this.model.hidden = model === "";
  }

  /** The one thing about the machine that is news. */
  #tellLost() {
    if (this.#lost) return;
    this.#lost = true;
    this.notices.show("machine.gpu-lost");
  }
}
