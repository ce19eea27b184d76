/**
 * Symbols and words of the trade that answer. Whoever points at one, taps it or comes to it by keys gets its entry of the glossary, and all that
 * stands for it in the panel lights up: pictures, plots, words. A formula is one stop of the Tab key, and the arrow keys go
 * through its symbols.
 *
 *     const glossary = answer(root, panel);   // once, on the element that holds all
 *     glossary.refresh();                     // after its content has changed: writes it in the reader's notation
 *     answer(root, reader, { watch: true });  // or by itself, where nobody knows when that is
 */

import { fragment } from "../ui/fragment.js";
import { h, setText, text } from "../ui/dom.js";
import { rove, stopAt } from "../ui/roving.js";
import { say, translate } from "../strings/index.js";
import { renotate } from "./formulas.js";
import { entry, places, wordEntry } from "./glossary.js";
import { math } from "./notation.js";
import { siteOf } from "../state/site.js";
import { inNotation, parse } from "./prose.js";

/**
 * @typedef {object} Reader
 * @property {string} language
 * @property {import("./notation.js").Notation} notation
 * @property {() => Record<string, string>} [symbolValues] what symbols are worth now, by their ids
 */

/** A pointer that only passes opens nothing, and one on its way to the entry closes nothing. */
const REST_MS = 150;
/** Room between a symbol and its entry, and to the edge of the window. */
const GAP = 8;

/** What a tap on it does is its own: no entry then. */
const OWN_TAP = "button, a, label, summary, select, input";

let lastId = 0;

/** @param {HTMLElement} root @param {Reader} reader @param {{ watch?: boolean }} [how] */
export function answer(root, reader, { watch = false } = {}) {
  const glossary = new Glossary(root, reader);
  // What it writes itself is seen too, and finds nothing left to do.
  if (watch) new MutationObserver(() => glossary.refresh()).observe(root, { childList: true, subtree: true });
  return glossary;
}

export class Glossary {
  #root;
  #reader;
  /** @type {{ id: string, word: boolean, anchor: Element, key: HTMLElement | null } | null} `word`: a word, and no symbol */ #open = null;
  /** @type {number | undefined} */ #timer;
  /** Words of plots as they were given, and as they are shown. @type {WeakMap<Element, { from: string, to: string, notation: string }>} */ #renamed = new WeakMap();
  #head = h("span", { class: "sign" });
  #reads = h("em");
  #now = h("span", { class: "num worth" });
  #is = h("p");
  #signs = h("dl", { class: "signs" });
  #where = h("p", { class: "soft where" });
  /** To the table of all symbols: the page opens it, an article links to it. */
  #all = text("a", "symbol.all", { class: "all", target: "_blank", rel: "noopener", tabindex: -1, onclick: (/** @type {Event} */ event) => !this.#ask() && event.preventDefault() });
  #box = h("div", { class: "gloss", id: `gloss-${++lastId}`, popover: "manual", role: "tooltip", "data-gloss": "" }, h("p", { class: "lead" }, this.#head, this.#reads, this.#now), this.#is, this.#signs, this.#where, this.#all);

  /** @param {HTMLElement} root @param {Reader} reader */
  constructor(root, reader) {
    this.#root = root;
    this.#reader = reader;
    root.append(this.#box);
    root.addEventListener("pointerover", (event) => this.#over(event));
    root.addEventListener("pointerout", (event) => event.pointerType !== "touch" && this.#wait(() => this.#leave()));
    root.addEventListener("click", (event) => this.#tap(event));
    root.addEventListener("focusin", (event) => this.#focus(event));
    root.addEventListener("focusout", ({ relatedTarget }) => this.#open?.key && !this.#box.contains(/** @type {Node | null} */ (relatedTarget)) && this.close());
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Writes what is new in the reader's notation, and gives formulas their keys. */
  refresh() {
    const { language, notation } = this.#reader;
    renotate(this.#root, notation);
    for (const formula of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("[data-formula]"))) this.#equip(formula, `${language} ${notation}`);
    for (const name of /** @type {NodeListOf<SVGTextElement>} */ (this.#root.querySelectorAll("svg text"))) this.#rename(name, notation);
    if (this.#open) this.#write(this.#open);
  }

  /** The words of a plot, such as an axis's name; one of a single symbol answers for it. @param {SVGTextElement} node @param {import("./notation.js").Notation} notation */
  #rename(node, notation) {
    const [now, last] = [node.textContent ?? "", this.#renamed.get(node)];
    if (node.firstElementChild || (last?.to === now && last.notation === notation)) return;
    const from = last?.to === now ? last.from : now;
    const found = parse(from)?.filter((part) => typeof part !== "string") ?? [];
    const to = inNotation(from, notation);
    if (to !== now) node.textContent = to;
    if (found.length === 1) node.dataset.sym = found[0].id;
    else delete node.dataset.sym;
    this.#renamed.set(node, { from, to, notation });
  }

  /** A formula's keys: a button for each of its symbols, seen only by who reads with the ear. @param {HTMLElement} formula @param {string} how */
  #equip(formula, how) {
    if (formula.dataset.keys === how && formula.lastElementChild?.classList.contains("keys")) return;
    formula.dataset.keys = how;
    formula.querySelector(".keys")?.remove();
    const { language, notation } = this.#reader;
    const ids = new Set(Array.from(formula.querySelectorAll("[data-sym]"), (node) => /** @type {HTMLElement} */ (node).dataset.sym ?? ""));
    const keys = Array.from(ids, (id) => h("button", { type: "button", "data-key": id, "aria-label": entry(id, language, notation).reads }));
    stopAt(keys, 0);
    formula.append(h("span", { class: "keys hidden-text", role: "toolbar", "aria-label": say(language, "symbol.keys") }, ...keys));
  }

  // What opens and closes it

  #wait(/** @type {() => void} */ then) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(then, REST_MS);
  }

  #over(/** @type {PointerEvent} */ event) {
    if (event.pointerType === "touch") return;
    const symbol = symbolAt(event);
    if (symbol) this.#wait(() => this.#show(symbol, null));
    else if (this.#box.contains(/** @type {Node} */ (event.target))) clearTimeout(this.#timer);
  }

  /** The keys' own entry stays when the pointer goes. */
  #leave() {
    if (!this.#open?.key) this.close();
  }

  #tap(/** @type {MouseEvent} */ event) {
    const target = /** @type {Element} */ (event.target);
    // A key that is pressed, its entry being open already, asks for all.
    if (target.closest("[data-key]")) return this.#open?.key ? this.#askOrLeave() : this.#focus(event);
    const symbol = symbolAt(event);
    if (symbol && !target.closest(OWN_TAP)) this.#show(symbol, null);
    else if (!this.#box.contains(target)) this.close();
  }

  /** Whether nobody here has the table. */
  #ask() {
    const free = this.#root.dispatchEvent(new CustomEvent("unnoise-notation", { bubbles: true, composed: true, cancelable: true }));
    if (!free) this.close();
    return free;
  }

  #askOrLeave() {
    if (this.#ask()) window.open(this.#all.href, "_blank", "noopener");
  }

  #focus(/** @type {Event} */ event) {
    const key = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-key]"));
    const symbol = key?.closest("[data-formula]")?.querySelector(`[data-sym="${key.dataset.key}"]`);
    if (key && symbol) this.#show(symbol, key);
  }

  #key(/** @type {KeyboardEvent} */ event) {
    const key = /** @type {Element} */ (event.target).closest("[data-key]");
    if (key) {
      const keys = /** @type {HTMLButtonElement[]} */ ([...(key.parentElement?.children ?? [])]);
      rove(event, keys, 1);
    }
    if (event.key === "Escape" && this.#open) {
      this.close();
      event.stopPropagation();
      event.preventDefault(); // it is only this that closes, not a dialog around it
    }
  }

  // What is shown

  /** @param {Element} anchor @param {HTMLElement | null} key that has the focus */
  #show(anchor, key) {
    const { sym = "", word = "" } = /** @type {HTMLElement} */ (anchor).dataset;
    const id = sym || word;
    clearTimeout(this.#timer);
    if (this.#open?.anchor === anchor && this.#open.key === key) return;
    this.close();
    this.#open = { id, word: sym === "", anchor, key };
    for (const node of this.#root.querySelectorAll(sym ? `[data-sym="${sym}"]` : `[data-word="${word}"]`)) node.toggleAttribute("data-lit", true);
    if (key) {
      anchor.toggleAttribute("data-focused", true);
      key.setAttribute("aria-describedby", this.#box.id);
    }
    // The network's colour is that of the sampler that it stands in.
    this.#box.dataset.sampler = /** @type {HTMLElement | null} */ (anchor.closest("[data-sampler]"))?.dataset.sampler ?? "";
    this.#write(this.#open);
    this.#box.showPopover();
    this.#place();
    addEventListener("scroll", this.#place, { capture: true, passive: true });
    addEventListener("pointerdown", this.#outside, true);
    addEventListener("keydown", this.#escape);
  }

  close() {
    clearTimeout(this.#timer);
    if (!this.#open) return;
    const { anchor, key } = this.#open;
    this.#open = null;
    for (const node of this.#root.querySelectorAll("[data-lit]")) node.removeAttribute("data-lit");
    anchor.removeAttribute("data-focused");
    key?.removeAttribute("aria-describedby");
    if (this.#box.isConnected) this.#box.hidePopover();
    removeEventListener("scroll", this.#place, true);
    removeEventListener("pointerdown", this.#outside, true);
    removeEventListener("keydown", this.#escape);
  }

  #outside = (/** @type {PointerEvent} */ event) => {
    if (!event.composedPath().includes(this.#root)) this.close();
  };

  /** Wherever the focus is, it is this key that takes an entry away. */
  #escape = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.close();

  /** @param {{ id: string, word: boolean }} open */
  #write({ id, word }) {
    const { language, notation } = this.#reader;
    const worth = word ? undefined : this.#reader.symbolValues?.()[id];
    const state = `${word ? "word " : ""}${id} ${language} ${notation}`;
    setText(this.#now, worth === undefined ? "" : say(language, "symbol.now", { value: worth }));
    if (this.#box.dataset.shows === state) return;
    this.#box.dataset.shows = state;
    this.#box.toggleAttribute("data-of-word", word);
    if (word) this.#writeWord(id, language);
    else this.#writeSymbol(id, language, notation);
    const site = siteOf();
    this.#all.hidden = word || !site;
    if (site) this.#all.href = `${site}#${new URLSearchParams({ table: "notation", lang: language, notation })}`;
    translate(this.#box, language);
    renotate(this.#box, notation);
  }

  /** @param {string} word @param {string} language */
  #writeWord(word, language) {
    const { name, is } = wordEntry(word, language);
    this.#head.textContent = "";
    this.#reads.textContent = name;
    setText(this.#is, is);
    this.#signs.replaceChildren();
    this.#where.textContent = "";
  }

  /** @param {string} id @param {string} language @param {import("./notation.js").Notation} notation */
  #writeSymbol(id, language, notation) {
    const { reads, is, signs } = entry(id, language, notation);
    const own = signs.find((sign) => sign.notation === notation);
    this.#head.replaceChildren(fragment(math(own?.markup ?? "")));
    this.#reads.textContent = reads; // as it is spoken: no symbols
    setText(this.#is, is);
    this.#signs.replaceChildren(...signs.map(({ notation: each, markup }) => h("div", { "data-own": each === notation }, text("dt", `symbol.paper.${each}`), h("dd", {}, fragment(math(markup))))));
    translate(this.#signs, language);
    const where = places(this.#root, id, language);
    setText(this.#where, where && say(language, "symbol.where", { where }));
  }

  /** Under the symbol, or over it where there is more room. */
  #place = () => {
    if (!this.#open) return;
    const { anchor } = this.#open;
    if (!anchor.isConnected) return this.close();
    const [at, own] = [anchor.getBoundingClientRect(), this.#box.getBoundingClientRect()];
    const below = at.bottom + GAP + own.height <= innerHeight || at.top < innerHeight - at.bottom;
    const left = Math.max(GAP, Math.min(at.left + at.width / 2 - own.width / 2, document.documentElement.clientWidth - own.width - GAP));
    this.#box.style.setProperty("left", `${left}px`);
    this.#box.style.setProperty("top", `${below ? at.bottom + GAP : at.top - GAP - own.height}px`);
  };
}

/** The innermost symbol or word that an event is about. @param {Event} event */
function symbolAt(event) {
  const symbol = /** @type {Element} */ (event.target).closest?.("[data-sym], [data-word]");
  return symbol && !symbol.closest("[data-gloss]") ? symbol : null;
}
