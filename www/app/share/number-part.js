/** "A number in noise" in the Share dialog: digits in, a GIF out. */

import { join, leave } from "../panel/shared-lab.js";
import { download } from "../pictures/save.js";
import { shortAddress } from "../state/site.js";
import { say } from "../strings/index.js";
import { h, setText, text } from "../ui/dom.js";
import { sentenceOf } from "../ui/faults.js";
import { MOST_DIGITS, digitsOf, gifOfNumber, writeNumber, writesDigits } from "./number.js";

export class NumberPart {
  /** @type {AbortController | null} */ #writing = null;
  /** @type {{ blob: Blob, name: string, address: string } | null} */ #made = null;
  #field = h("input", { type: "text", id: "share-digits", inputmode: "numeric", autocomplete: "off", maxlength: MOST_DIGITS, class: "num" });
  #bar = h("progress", { max: 1, value: 0, hidden: true, "aria-hidden": "true" });
  #said = h("p", { class: "soft", role: "status" });
  #image = h("img", { hidden: true, alt: "" });
  #save = text("button", "share.number.save", { type: "button", class: "quiet", hidden: true, onclick: () => this.#made && download(this.#made.blob, this.#made.name) });

  /** @param {import("../state/state.js").State} state */
  constructor(state) {
    this.state = state;
    const form = h(
      "form",
      { class: "row", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.#write()) },
      text("label", "share.number.digits", { for: "share-digits" }),
      this.#field,
      text("button", "share.number.write", { type: "submit" }),
    );
    this.elements = [text("p", "share.number.text", { class: "soft" }), form, this.#bar, this.#image, h("div", { class: "row" }, this.#save), this.#said];
  }

  /** The dialog closed: nobody waits for the number any more. */
  leave() {
    this.#writing?.abort();
    leave(this);
  }

  /** @param {string} key @param {Record<string, unknown>} [values] */
  #say(key, values) {
    setText(this.#said, say(this.state.get("page", "lang"), key, values));
  }

  async #write() {
    const digits = digitsOf(this.#field.value);
    if (digits.length === 0) {
      this.#say("share.number.none", { most: MOST_DIGITS });
      return this.#field.focus();
    }
    this.#field.value = digits.join("");
    this.#writing?.abort();
    const { signal } = (this.#writing = new AbortController());
    this.#bar.hidden = false;
    this.#bar.value = 0;
    this.#say("share.number.writing");
    try {
      const lab = await join(this, { model: this.state.get("page", "model"), backend: this.state.get("page", "backend") });
      signal.throwIfAborted();
      if (!writesDigits(lab.info)) return this.#say("share.number.no-digits", { model: lab.info.model });
      const number = digits.join("");
      const written = await writeNumber(lab, { digits, seed: Math.floor(Math.random() * 1e6), signal, onMoment: ({ moments }) => (this.#bar.value = moments.length / 26) });
      const caption = say(this.state.get("page", "lang"), "share.number.caption", { number });
      this.#show(await gifOfNumber(written, { caption, address: shortAddress() }), number, caption);
    } catch (error) {
      if (!signal.aborted) setText(this.#said, sentenceOf(/** @type {Error} */ (error), this.state.get("page", "lang")));
    } finally {
      if (this.#writing?.signal === signal) this.#bar.hidden = true;
    }
  }

  /** @param {Blob} blob @param {string} number @param {string} caption */
  #show(blob, number, caption) {
    if (this.#made) URL.revokeObjectURL(this.#made.address);
    this.#made = { blob, name: `unnoise-${number}.gif`, address: URL.createObjectURL(blob) };
    Object.assign(this.#image, { src: this.#made.address, alt: caption, hidden: false });
    this.#save.hidden = false;
    this.#say("share.number.done");
  }
}
