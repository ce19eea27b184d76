/** Share: a link, the lines for somebody's page, the picture with its caption, and a number written in noise. */

import { download, pngOf } from "../pictures/save.js";
import { shortAddress } from "../state/site.js";
import { addStrings, say, translate } from "../strings/index.js";
import { h, setText, text } from "../ui/dom.js";
import en from "./en.js";
import ko from "./ko.js";
import { NumberPart } from "./number-part.js";
import { picturesOf, posterOf } from "./poster.js";
import { linkOf, snippetOf } from "./snippet.js";
import { summaryOf } from "./summary.js";

addStrings(en, ko);

/** @typedef {import("../state/state.js").State} State */

const SIZES = /** @type {const} */ (["figure", "strip", "panel"]);
const WAYS = /** @type {const} */ (["element", "iframe"]);

export class ShareDialog {
  #link = h("input", { type: "text", readonly: true, class: "wide", "data-s-label": "share.link" });
  #snippet = h("textarea", { readonly: true, rows: 6, spellcheck: "false", "data-s-label": "share.embed" });
  #size = h("select", { "data-s-label": "share.size", onchange: () => this.#draw() }, ...SIZES.map((size) => text("option", `share.size.${size}`, { value: size })));
  #way = h("select", { "data-s-label": "share.way", onchange: () => this.#draw() }, ...WAYS.map((way) => text("option", `share.way.${way}`, { value: way })));
  #preview = h("div", { class: "preview" });
  /** What was done last, and what went wrong. */
  #said = h("p", { class: "said soft", role: "status" });

  /** @param {State} state @param {() => HTMLElement | null} panelOf the element on show */
  constructor(state, panelOf) {
    this.state = state;
    this.panelOf = panelOf;
    const button = (/** @type {string} */ key, /** @type {() => void} */ onclick) => text("button", key, { type: "button", class: "quiet", onclick });
    const part = (/** @type {string} */ name, /** @type {(Node | null)[]} */ ...content) => h("section", { "data-part": name }, text("h3", `share.${name}`), ...content);
    this.number = new NumberPart(state);
    const close = h("button", { type: "button", class: "quiet", "data-s-label": "enlarge.close", onclick: () => this.element.close() }, "×");
    this.picture = part("picture", this.#preview, h("div", { class: "row" }, button("share.save", () => this.#save())));
    this.embedding = part("embed", text("p", "share.embed.text", { class: "soft" }), h("div", { class: "row" }, this.#way, this.#size), this.#snippet, h("div", { class: "row" }, button("share.copy-embed", () => this.#copy(this.#snippet))));
    this.element = h(
      "dialog",
      { class: "sharing", "aria-labelledby": "share-title", onclose: () => this.number.leave(), onclick: (/** @type {Event} */ event) => event.target === this.element && this.element.close() },
      h("div", { class: "head" }, text("h2", "share.title", { id: "share-title" }), close),
      part("link", h("div", { class: "row" }, this.#link, button("share.copy", () => this.#copy(this.#link)))),
      this.picture,
      this.embedding,
      part("number", ...this.number.elements),
      this.#said,
    );
    for (const field of [this.#link, this.#snippet]) field.addEventListener("focus", () => field.select());
    // What is shared is the place as it is now: it may change under the open dialog by Back.
    state.addEventListener("change", () => this.element.open && this.#draw());
  }

  get #language() {
    return this.state.get("page", "lang");
  }

  /** @param {"link" | "embed"} part which has the focus */
  open(part) {
    setText(this.#said, "");
    this.#draw();
    this.element.showModal();
    const field = part === "embed" ? this.#snippet : this.#link;
    field.focus();
    if (part === "embed") this.embedding.scrollIntoView();
  }

  get #panel() {
    return this.state.get("page", "panel");
  }

  /** What is on show, and what made it. */
  get #words() {
    const name = say(this.#language, `panel.${this.#panel}`);
    return [name, summaryOf(this.state, this.#panel, this.#language)].filter(Boolean).join(" · ");
  }

  get #file() {
    return `unnoise-${this.#panel}.png`;
  }

  #draw() {
    const { state } = this;
    translate(this.element, this.#language);
    this.#link.value = linkOf(state);
    this.#snippet.value = snippetOf(state, { panel: this.#panel, size: /** @type {any} */ (this.#size.value), way: /** @type {any} */ (this.#way.value), poster: this.#file, words: this.#words });
    const poster = this.#poster();
    this.picture.hidden = poster === null;
    this.#preview.replaceChildren(...(poster ? [poster] : []));
    poster?.setAttribute("role", "img");
    poster?.setAttribute("aria-label", this.#words);
  }

  #poster() {
    const panel = this.panelOf();
    const pictures = panel ? picturesOf(panel) : [];
    return pictures.length > 0 ? posterOf(pictures, [this.#words, shortAddress()]) : null;
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  async #copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      this.#say("share.copied");
    } catch {
      // Where the page may not write to the clipboard, the reader can: the text is marked.
      field.focus();
      this.#say("share.copy-failed");
    }
  }

  async #save() {
    const poster = this.#poster();
    if (!poster) return;
    try {
      download(await pngOf(poster), this.#file);
      this.#say("save.done", { name: this.#file });
    } catch (error) {
      this.#say("save.failed", { name: this.#file, found: /** @type {Error} */ (error).message });
    }
  }

  /** @param {string} key @param {Record<string, unknown>} [values] */
  #say(key, values) {
    setText(this.#said, say(this.#language, key, values));
  }
}
