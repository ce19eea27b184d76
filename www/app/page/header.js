/** The page's head: name, panels, the truth about the machine, language. */

import { fragment, h, setText, text } from "../ui/dom.js";
import { grouped, megabytes } from "../ui/format.js";
import { machineOf } from "./machine.js";
import { say, translate } from "../strings/index.js";
import { PANELS } from "../state/scopes.js";
import { hashFromState } from "../state/hash.js";
import { keyOf, labs, shareOf } from "../panel/shared-lab.js";

const LOGO = `<svg viewBox="0 0 26 26" aria-hidden="true"><g fill="currentColor"><circle cx="5" cy="6" r="1.2"/><circle cx="9" cy="3.6" r="1"/><circle cx="4" cy="12" r="1.5"/><circle cx="8.5" cy="9" r="1.7"/><circle cx="6.5" cy="17.5" r="1.3"/><circle cx="11" cy="14" r="2.1"/><circle cx="12" cy="20.5" r="1.6"/></g><circle cx="18.5" cy="12.5" r="5.5" fill="var(--ddim)"/></svg>`;

export class Header {
  /** Milliseconds of a step in the last run, which say more than the warm-up. @type {{ ms: number, batch: number } | null} */
  #measured = null;

  /** @param {import("../state/state.js").State} state */
  constructor(state) {
    this.state = state;
    this.links = PANELS.map((panel) => text("a", `panel.${panel}`, { href: "#", "data-panel": panel, onclick: (/** @type {MouseEvent} */ event) => this.#go(event, panel) }));
    this.chipText = h("span", { class: "num" });
    /** Left out on a phone, where the sentence below has it. */
    this.chipAdapter = h("span", { class: "adapter" });
    this.chipUnit = text("span", "chip.unit", { class: "adapter" });
    this.about = h("div", { class: "about num" });
    this.backends = ["auto", "webgpu", "cpu"].map((value) => h("input", { type: "radio", name: "backend", value, onchange: () => state.set("page", "backend", value) }));
    this.sentence = h("p");
    this.modelText = h("p", { class: "soft" });
    const choices = this.backends.map((input) => h("label", {}, input, text("span", `backend.${input.value}`)));
    this.about.append(this.sentence, this.modelText, h("fieldset", { class: "seg" }, text("legend", "chip.backend"), h("div", { class: "choices" }, ...choices)));
    this.chip = h("details", { class: "chip" }, h("summary", { "data-s-title": "chip.label" }, h("i", { class: "dot" }), h("span", {}, this.chipText, this.chipUnit), this.chipAdapter), this.about);
    this.language = text("button", "page.other-language", {
      type: "button",
      class: "quiet language",
      "data-s-title": "page.switch",
      onclick: () => state.set("page", "lang", state.get("page", "lang") === "ko" ? "en" : "ko"),
    });
    this.element = h("header", {}, h("h1", { class: "logo" }, fragment(LOGO), "Unnoise"), h("nav", { "data-s-label": "page.panels" }, ...this.links), this.chip, this.language);
    /** The sentence about the machine, under the head: its room is kept. */
    this.machine = h("p", { class: "machine num", role: "status" });
    labs.addEventListener("change", () => this.draw());
    document.addEventListener("unnoise-result", (event) => {
      const { msPerStep, batch } = /** @type {CustomEvent} */ (event).detail;
      if (msPerStep) this.#measured = { ms: msPerStep, batch };
      this.draw();
    });
    document.addEventListener("click", (event) => {
      if (this.chip.open && !this.chip.contains(/** @type {Node} */ (event.target))) this.chip.open = false;
    });
    this.chip.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.chip.open = false;
    });
  }

  /** @param {MouseEvent} event @param {string} panel */
  #go(event, panel) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // a new tab is the browser's affair
    event.preventDefault();
    this.state.set("page", "panel", panel);
  }

  /** The backend changed, so what was measured no longer holds. */
  forget() {
    this.#measured = null;
  }

  draw() {
    const { state } = this;
    const language = state.get("page", "lang");
    const t = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ values = {}) => say(language, key, values);
    translate(this.element, language);
    for (const link of this.links) {
      const panel = link.dataset.panel;
      link.href = `#${hashFromState(state).replace(/^panel=\w+/, `panel=${panel}`)}`;
      if (panel === state.get("page", "panel")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const input of this.backends) input.checked = input.value === state.get("page", "backend");
    const share = shareOf(keyOf({ model: state.get("page", "model"), backend: state.get("page", "backend") }));
    if (!share?.lab) return this.#drawLoading(share, t);
    const { info } = share.lab;
    const { tone, short, where, why } = machineOf(share.lab, { language, choice: state.get("page", "backend"), measured: this.#measured });
    this.chipUnit.hidden = false;
    setText(this.chipText, short);
    setText(this.chipAdapter, info.adapter ? `· ${info.adapter}` : "");
    this.#tone(tone, why || where);
    setText(this.sentence, where);
    setText(this.modelText, t("machine.model", { ...info, parameters: grouped(info.parameters), steps: info.trainSteps }));
  }

  /** @param {import("../panel/shared-lab.js").Share | undefined} share @param {(key: string, values?: Record<string, unknown>) => string} t */
  #drawLoading(share, t) {
    const progress = share?.progress;
    const loading = progress ? t(`status.${progress.phase}`, { loaded: megabytes(progress.loaded), total: megabytes(progress.total ?? 0) }) : t("chip.loading");
    setText(this.chipText, share?.failed ? t("chip.failed") : share ? t("chip.loading") : t("chip.idle"));
    setText(this.chipAdapter, "");
    this.chipUnit.hidden = true;
    this.#tone(share?.failed ? "warn" : "none", "");
    setText(this.sentence, share ? (share.failed ? t("chip.failed") : loading) : t("machine.waiting"));
    setText(this.modelText, "");
  }

  /** @param {string} tone @param {string} sentence */
  #tone(tone, sentence) {
    this.chip.dataset.tone = this.machine.dataset.tone = tone;
    setText(this.machine, sentence);
  }
}
