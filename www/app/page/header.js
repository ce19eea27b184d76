/**
 * The page's head, one row: name, story, map, machine, share, and the reader's own choices, which are a sheet behind a
 * button where the row is too short for them.
 */

import { h, setText, text } from "../ui/dom.js";
import { settingOf } from "../state/scopes.js";
import { translate } from "../strings/index.js";
import { addressOf } from "./address.js";
import { BenchMap } from "./bench-map.js";
import { Chip } from "./chip.js";
import { icon } from "./icons.js";
import { dismissable } from "./popup.js";
import { StoryMenu } from "./story-menu.js";
import { ThemeButton } from "./theme.js";

/** The width up to which the map is a bar at the thumb; ui/styles/page.js has the same. */
const PHONE = "(max-width: 980px)";

export class Header {
  /** @param {import("../state/state.js").State} state @param {{ notices: import("./notices.js").Notices, share: () => void, toChapter: (chapter: string | null) => void }} parts */
  constructor(state, { notices, share, toChapter }) {
    this.state = state;
    const go = (/** @type {MouseEvent} */ event, /** @type {string} */ panel) => this.#go(event, panel);
    this.map = new BenchMap(state, go);
    this.story = new StoryMenu(state, { home: (event) => go(event, this.#homePanel), to: toChapter });
    this.chip = new Chip(state, notices);
    this.theme = new ThemeButton(state);
    this.home = h("a", { href: "#", onclick: (/** @type {MouseEvent} */ event) => go(event, this.#homePanel) }, icon("logo"), h("span", {}, "Unnoise"));
    this.model = h("span", { class: "num" });
    const notations = settingOf("page", "notation").choices ?? [];
    this.notation = h("select", { "data-s-label": "page.notation", "data-s-title": "page.notation.title", onchange: () => state.set("page", "notation", this.notation.value) }, ...notations.map((name) => text("option", `notation.${name}`, { value: name })));
    const language = text("button", "page.other-language", { type: "button", class: "quiet language", "data-s-title": "page.switch", onclick: () => state.set("page", "lang", state.get("page", "lang") === "ko" ? "en" : "ko") });
    const tools = h(
      "div",
      { class: "tools", id: "tools" },
      h("p", { class: "model", "data-s-title": "page.model.title" }, text("span", "page.model", { class: "word" }), this.model),
      h("label", { class: "notation" }, text("span", "page.notation", { class: "word" }), this.notation),
      text("button", "notation-table.title", { type: "button", class: "quiet all-symbols", "data-s-title": "symbol.all", onclick: () => state.set("page", "table", "notation") }),
      language,
      this.theme.element,
    );
    const menu = h("button", { type: "button", class: "quiet menu", "aria-expanded": "false", "aria-controls": "tools", "data-s-label": "page.menu", "data-s-title": "page.menu", onclick: () => open(menu.ariaExpanded !== "true") }, icon("menu"));
    const open = (/** @type {boolean} */ now) => (menu.ariaExpanded = String(now));
    const rest = h("div", { class: "rest" }, menu, tools);
    dismissable(rest, menu, { open: () => menu.ariaExpanded === "true", close: () => open(false) });
    const sharing = h("button", { type: "button", class: "quiet share", "data-s-label": "share.open", "data-s-title": "share.open", onclick: share }, icon("share"));
    this.end = h("div", { class: "end" }, this.chip.element, sharing, rest);
    this.element = h("header", {}, h("h1", { class: "logo" }, this.home), this.story.element, this.end);
  }

  /** The map stands where it is seen, so that the Tab key goes as the eye does. @param {HTMLElement} body */
  place(body) {
    const phone = matchMedia(PHONE);
    const settle = () => (phone.matches ? body.append(this.map.element) : this.end.before(this.map.element));
    phone.addEventListener("change", settle);
    settle();
  }

  get #homePanel() {
    const { choices = [], initial } = settingOf("page", "panel");
    return choices.includes("story") ? "story" : String(initial);
  }

  /** @param {MouseEvent} event @param {string} panel */
  #go(event, panel) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // a new tab is the browser's affair
    event.preventDefault();
    this.state.set("page", "panel", panel);
    scrollTo(0, 0);
  }

  draw() {
    const { state } = this;
    const language = state.get("page", "lang");
    for (const part of [this.element, this.map.element]) translate(part, language);
    this.home.href = addressOf(state, this.#homePanel);
    this.notation.value = state.get("page", "notation");
    setText(this.model, state.get("page", "model"));
    this.map.draw();
    this.story.draw();
    this.theme.draw(language);
    this.chip.draw();
  }
}
