/**
 * The notation table: every symbol with its meaning in three notations, every equation of the readers' texts with where it is computed,
 * and the misprints of those texts. A dialog of the page, open while the page's setting `table` says so; the equations and misprints
 * are loaded when it is first opened.
 */

import { fragment } from "../ui/fragment.js";
import { entry } from "../math/glossary.js";
import { SYMBOLS, math } from "../math/notation.js";
import { addressWith } from "../page/address.js";
import { addStrings, say, translate } from "../strings/index.js";
import { h, setText, text } from "../ui/dom.js";
import en from "./en.js";
import { groupOf, GROUPS } from "./groups.js";
import ko from "./ko.js";
import { scripted } from "./scripts.js";

addStrings(en, ko);

/** What the setting is while the table is open. */
export const OPEN = "notation";

const TEXTS = /** @type {const} */ (["luo", "lai", "ddim"]);
const PAPERS = /** @type {const} */ (["ho", "song", "lai"]);

/** @typedef {{ equations: typeof import("./equations.js"), misprints: typeof import("./misprints.js") }} Loaded */

export class NotationTable {
  #state;
  #arrive;
  // Symbols do not answer in here: what they are stands beside them.
  #body = h("div", { class: "notation-body", "data-gloss": "" });
  #written = "";
  /** What had the focus before. @type {HTMLElement | null} */ #from = null;
  /** The link that was followed. @type {HTMLElement | null} */ #followed = null;

  /** @param {import("../state/state.js").State} state @param {(part: "measures" | "derivation" | null) => void} arrive called when a link has led to a panel, with the part of it that was meant */
  constructor(state, arrive) {
    this.#state = state;
    this.#arrive = arrive;
    const close = h("button", { type: "button", class: "quiet", "data-s-label": "notation-table.close", onclick: () => this.element.close() }, "×");
    const title = text("h2", "notation-table.title", { id: "notation-title" });
    this.element = h("dialog", { class: "sharing notation-table", "aria-labelledby": "notation-title", onclose: () => this.#closed(), onclick: (/** @type {MouseEvent} */ event) => this.#follow(event) }, h("div", { class: "head" }, title, close), this.#body);
  }

  /** Open or shut, as the state has it. */
  draw() {
    const wanted = this.#state.get("page", "table") === OPEN;
    if (!wanted && this.element.open) this.element.close();
    if (!wanted) return;
    this.#write();
    if (this.element.open) return;
    this.#from = focused();
    this.#address();
    this.element.showModal();
  }

  /** A link is followed by the browser, and the state of its address has no table. @param {MouseEvent} event */
  #follow(event) {
    if (event.target === this.element) this.element.close();
    const away = event.metaKey || event.ctrlKey || event.shiftKey; // a new tab is the browser's affair
    if (!away) this.#followed = /** @type {HTMLElement} */ (event.target).closest("a");
  }

  #closed() {
    const { measure, how } = this.#followed?.dataset ?? {};
    this.#state.set("page", "table", "");
    if (this.#followed) this.#arrive(measure !== undefined ? "measures" : how === "shown" ? "derivation" : null);
    // Else the focus goes back to where it was, within an element too, which the browser would only bring it to.
    else this.#from?.focus();
    this.#from = this.#followed = null;
  }

  /** Links keep the reader's other settings. */
  #address() {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (this.#body.querySelectorAll("a[data-place]"))) link.href = addressWith(this.#state, link.dataset.place ?? "");
  }

  async #write() {
    const language = this.#state.get("page", "lang");
    if (this.#written === language) return;
    this.#written = language;
    const [equations, misprints] = await Promise.all([import("./equations.js"), import("./misprints.js")]);
    if (this.#written !== language) return; // asked for in another language meanwhile
    const loaded = { equations, misprints };
    this.#body.replaceChildren(
      section("symbols", true, symbols(language)),
      section("equations", false, ...TEXTS.map((name) => equationsOf(loaded, name, language))),
      section("misprints", false, misprintsOf(loaded, language)),
    );
    translate(this.element, language);
    this.#address();
  }
}

/** What has the focus, also within elements. */
function focused() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return /** @type {HTMLElement | null} */ (node);
}

/** @param {string} name @param {boolean} open @param {...Node} parts */
function section(name, open, ...parts) {
  return h("details", { open, "data-section": name }, text("summary", `notation-table.${name}`), text("p", `notation-table.${name}.text`), ...parts);
}

/** @param {string} of what @param {string[]} keys of the columns' names @param {Node[]} groups */
function table(of, keys, groups) {
  return h("table", { class: `rows of-${of}` }, h("thead", {}, h("tr", {}, ...keys.map((key) => text("th", key, { scope: "col" })))), ...groups);
}

/** @param {Node | string} heading @param {Node[]} rows */
function group(heading, rows) {
  return h("tbody", {}, h("tr", {}, h("th", { scope: "rowgroup", colspan: 4 }, heading)), ...rows);
}

/** Words of a text: its letters are its own, and no notation changes them. @param {string} words */
const own = (words) => scripted(words).map(made);

/** @param {import("./scripts.js").Part} part @returns {Node | string} */
const made = (part) => (typeof part === "string" ? part : h(part.tag, {}, ...part.parts.map(made)));

/** @param {string} language */
function symbols(language) {
  const row = (/** @type {string} */ id) => {
    const { is, signs } = entry(id, language, "ho");
    const meaning = h("td");
    setText(meaning, is);
    return h("tr", { "data-symbol-row": id }, ...signs.map(({ markup }) => h("td", {}, fragment(math(markup)))), meaning);
  };
  const groups = GROUPS.map((name) => group(text("span", `notation-table.group.${name}`), Object.keys(SYMBOLS).filter((id) => groupOf(id) === name).map(row)));
  return table("symbols", [...PAPERS.map((paper) => `symbol.paper.${paper}`), "notation-table.is"], groups);
}

/** @param {Loaded} loaded @param {keyof Loaded["equations"]["EQUATIONS"]} name of the text @param {string} language */
function equationsOf({ equations: { EQUATIONS, PLACES, equationsOf: all }, misprints: { MISPRINTS } }, name, language) {
  const misprinted = new Set(MISPRINTS.filter((misprint) => misprint.text === name).flatMap(({ at }) => at));
  const row = (/** @type {import("./equations.js").Equation} */ [number, english, korean, place, how]) => {
    const says = h("td", {}, ...own(language === "ko" ? korean : english));
    if (misprinted.has(number)) says.append(" ", text("small", "notation-table.misprinted", { class: "soft" }));
    return h("tr", {}, h("th", { scope: "row", class: "num" }, number), says, h("td", {}, ...linkTo(PLACES[place], how, language)));
  };
  const groups = EQUATIONS[name].map(([heading, list]) => group(heading, list.map(row)));
  const summary = h("summary", {}, text("span", `notation-table.text.${name}`), h("span", { class: "soft num" }, ` · ${all(name).length}`));
  return h("details", { "data-text": name }, summary, table("equations", ["notation-table.number", "notation-table.says", "notation-table.place"], groups));
}

/** A place by the names that it has on the page. @param {string} place @param {import("./equations.js").How | undefined} how @param {string} language */
function linkTo(place, how, language) {
  const settings = new URLSearchParams(place);
  const panel = settings.get("panel") ?? "";
  const measure = [...settings].find(([key]) => key.endsWith(".measure"))?.[1];
  const words = [`panel.${panel}`, ...(measure ? [`${panel}.measure.${measure}`] : [])].map((key) => say(language, key)).join(": ");
  const link = h("a", { href: `#${place}`, "data-place": place, "data-measure": measure, "data-how": how }, words);
  return how ? [text("span", `notation-table.how.${how}`, { class: "soft" }), " ", link] : [link];
}

/** @param {Loaded} loaded @param {string} language */
function misprintsOf({ misprints: { MISPRINTS, wordingIn } }, language) {
  const groups = TEXTS.map((name) => {
    const rows = MISPRINTS.filter((misprint) => misprint.text === name).map(({ at, words, printed, meant }) =>
      h("tr", {}, h("th", { scope: "row" }, h("span", { class: "num" }, at.join(", ")), ...(words ? [" ", text("small", "notation-table.words", { class: "soft" })] : [])), h("td", {}, ...own(wordingIn(printed, language))), h("td", {}, ...own(wordingIn(meant, language)))),
    );
    return group(text("span", `notation-table.text.${name}`), rows);
  });
  return table("misprints", ["notation-table.at", "notation-table.printed", "notation-table.meant"], groups);
}
