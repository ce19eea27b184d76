/**
 * The notation table: every symbol with its meaning in three notations, the misprints of the readers' texts, and where each of their
 * equations is computed. A dialog of the page, open while the page's setting `table` says so; what it holds is loaded when it is first
 * opened.
 */

import { fragment } from "../ui/fragment.js";
import { entry } from "../math/glossary.js";
import { SYMBOLS, math } from "../math/notation.js";
import { addStrings, say, translate } from "../strings/index.js";
import { h, setText, text } from "../ui/dom.js";
import en from "./en.js";
import ko from "./ko.js";

addStrings(en, ko);

/** What the setting is while the table is open. */
export const OPEN = "notation";

/** Symbols with which a group begins, in the order of notation.js. @type {Record<string, string>} */
const GROUPS = { x0: "pictures", eps: "noise", abar: "schedule", t: "numbers", q: "densities", L: "losses" };
const TEXTS = /** @type {const} */ (["luo", "lai", "ddim"]);
const PAPERS = /** @type {const} */ (["ho", "song", "lai"]);

export class NotationTable {
  #state;
  #title = text("h2", "notation-table.title", { id: "notation-title" });
  #body = h("div", { class: "notation-body" });
  #written = "";
  /** What had the focus before. @type {HTMLElement | null} */ #from = null;

  /** @param {import("../state/state.js").State} state */
  constructor(state) {
    this.#state = state;
    const close = h("button", { type: "button", class: "quiet", "data-s-label": "notation-table.close", onclick: () => this.element.close() }, "×");
    this.element = h("dialog", { class: "sharing notation-table", "aria-labelledby": "notation-title", onclose: () => this.#closed() }, h("div", { class: "head" }, this.#title, close), this.#body);
  }

  /** Open or shut, as the state has it. */
  draw() {
    const wanted = this.#state.get("page", "table") === OPEN;
    if (!wanted && this.element.open) this.element.close();
    if (!wanted) return;
    this.#write();
    if (this.element.open) return;
    this.#from = focused();
    this.element.showModal();
  }

  /** The focus goes back to where it was, within an element too, which the browser would only bring it to. */
  #closed() {
    this.#state.set("page", "table", "");
    this.#from?.focus();
    this.#from = null;
  }

  async #write() {
    const language = this.#state.get("page", "lang");
    if (this.#written === language) return;
    this.#written = language;
    const [{ EQUATIONS, PLACES }, { MISPRINTS }] = await Promise.all([import("./equations.js"), import("./misprints.js")]);
    if (this.#written !== language) return; // asked for in another language meanwhile
    const section = (/** @type {string} */ name, open = false, /** @type {Node[]} */ ...parts) => h("details", { open }, text("summary", `notation-table.${name}`), text("p", `notation-table.${name}.text`), ...parts);
    this.#body.replaceChildren(
      section("symbols", true, symbols(language)),
      section("equations", false, ...TEXTS.map((name) => equations(EQUATIONS[name], PLACES, name, language, () => this.element.close()))),
      section("misprints", false, misprints(MISPRINTS)),
    );
    translate(this.element, language);
  }
}

/** What has the focus, also within elements. */
function focused() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return /** @type {HTMLElement | null} */ (node);
}

/** @param {string[]} keys of the columns' names @param {Node[]} rows @param {Node | null} [caption] */
function table(keys, rows, caption = null) {
  return h("table", { class: "rows" }, caption, h("thead", {}, h("tr", {}, ...keys.map((key) => text("th", key, { scope: "col" })))), ...rows);
}

/** @param {string} language */
function symbols(language) {
  /** @type {HTMLElement[]} */
  const groups = [];
  for (const id of Object.keys(SYMBOLS)) {
    const group = GROUPS[id];
    if (group) groups.push(h("tbody", {}, h("tr", {}, text("th", `notation-table.group.${group}`, { scope: "rowgroup", colspan: 4 }))));
    const { is, signs } = entry(id, language, "ho");
    const meaning = h("td");
    setText(meaning, is);
    groups[groups.length - 1].append(h("tr", { "data-symbol-row": id }, ...signs.map(({ markup }) => h("td", {}, fragment(math(markup)))), meaning));
  }
  return table([...PAPERS.map((paper) => `symbol.paper.${paper}`), "notation-table.is"], groups);
}

/**
 * @param {import("./equations.js").Equation[]} list @param {Record<string, string>} places @param {string} name of the text @param {string} language
 * @param {() => void} leave called when a link is followed
 */
function equations(list, places, name, language, leave) {
  const rows = list.map(([number, english, korean, place]) =>
    h("tr", {}, h("td", { class: "num" }, number), h("td", {}, language === "ko" ? korean : english), h("td", {}, h("a", { href: `#${places[place]}`, onclick: leave }, say(language, `notation-table.place.${place}`)))),
  );
  return table(["notation-table.number", "notation-table.says", "notation-table.place"], [h("tbody", {}, ...rows)], text("caption", `notation-table.text.${name}`));
}

/** @param {typeof import("./misprints.js").MISPRINTS} list */
function misprints(list) {
  const rows = list.map(({ text: name, at, printed, meant }) => h("tr", {}, h("td", {}, text("span", `notation-table.text.${name}`), ` ${at}`), h("td", {}, printed), h("td", {}, meant)));
  return table(["notation-table.at", "notation-table.printed", "notation-table.meant"], [h("tbody", {}, ...rows)]);
}
