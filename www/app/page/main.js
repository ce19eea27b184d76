/** The page: state from the URL and back to it, one element at a time, head and foot around it. */

import "../../elements.js";
import { floatsOf } from "../../lab/given.js";
import { h, text } from "../ui/dom.js";
import { answer } from "../math/answer.js";
import { insideOf } from "../panel/element.js";
import { elementOf } from "../panels/map.js";
import { NotationTable, OPEN } from "../notation/table.js";
import { ShareDialog } from "../share/dialog.js";
import { stateFromHash } from "../state/hash.js";
import { codeFromPicture } from "../state/picture-code.js";
import { PANELS, SCOPES, homeOf, isKey } from "../state/scopes.js";
import { State } from "../state/state.js";
import { languageFromTag, translate } from "../strings/index.js";
import { pageSheet } from "../ui/styles.js";
import { titleOf } from "./address.js";
import { ATTRIBUTES, dress, hearTheme, tellHeight } from "./embed.js";
import { Footer } from "./footer.js";
import { Header } from "./header.js";
import { keepHistory } from "./history.js";
import { Notices } from "./notices.js";
import { keepForOffline } from "./offline.js";
import { awaitParts } from "./pending.js";

document.adoptedStyleSheets = [pageSheet.made];

const state = new State();
const language = () => state.get("page", "lang");
const notices = new Notices(language);
state.addEventListener("notice", (event) => notices.show("notice.clamped", /** @type {CustomEvent} */ (event).detail));

// State and URL

state.set("page", "lang", languageFromTag(navigator.languages?.[0] ?? navigator.language));
const address = new URLSearchParams(location.search);
/** `?embed=compare` shows that element alone, for an iframe. */
const embed = address.get("embed");
function read() {
  // Settings may follow # or ?, under the same keys. What follows # wins: there the page writes what the reader has changed.
  const settings = new URLSearchParams(`${location.hash.slice(1)}&${location.search.slice(1)}`);
  if (embed !== null) settings.set("panel", embed);
  stateFromHash(state, settings.toString());
}
read();
keepHistory(state, (key) => isKey(key) && !(embed !== null && ATTRIBUTES.includes(key)), read);

// The tree

const main = h("main", { id: "panel", tabindex: -1 });
const dialog = new ShareDialog(state, () => opened.get(state.get("page", "panel")) ?? null);
const notations = new NotationTable(state, (part) => {
  const open = opened.get(state.get("page", "panel"));
  if (part && open) insideOf(open).layout?.reveal(part);
  else main.focus();
});
const header = new Header(state, { notices, share: () => dialog.open("link"), toChapter: (chapter) => story()?.to(chapter) });
/** @returns {import("../story/story.js").StoryBody | undefined} */
const story = () => {
  const element = opened.get("story");
  return element && insideOf(element);
};
const footer = new Footer({ embed: () => dialog.open("embed"), symbols: () => state.set("page", "table", OPEN) });
const skip = text("a", "page.skip", { class: "skip", href: "#panel", onclick: (/** @type {Event} */ event) => (event.preventDefault(), main.focus()) });

if (embed === null) {
  keepForOffline();
  document.body.replaceChildren(h("div", { role: "navigation", "data-s-label": "page.skip" }, skip), header.element, main, footer.element, notices.element, dialog.element, notations.element);
  header.place(document.body);
  awaitParts(notices);
} else {
  document.body.dataset.embed = "";
  document.body.replaceChildren(main, notices.element);
  main.append(text("h1", `panel.${state.get("page", "panel")}`, { class: "hidden-text" }));
  tellHeight(main);
  hearTheme(state);
}
const reader = {
  get language() {
    return language();
  },
  /** @returns {import("../math/notation.js").Notation} */
  get notation() {
    return state.get("page", "notation");
  },
};
/** Of the page's own words; each element has one for its own. */
const glossary = answer(document.body, reader, { watch: true });

/** Panels that take an x₀ from another one: those that show the subject's picture. */
const RECEIVERS = PANELS.filter((panel) => SCOPES[panel].settings.picture && homeOf(panel, "picture")[0] === "subject");

/** Elements that were opened, kept with their pictures. @type {Map<string, HTMLElement>} */
const opened = new Map();

/** @param {string} name */
function open(name) {
  const panel = document.createElement(elementOf(name));
  // An iframe shows one panel, so it has no other to send to.
  Object.assign(insideOf(panel), { state, receivers: embed === null ? RECEIVERS : [], alone: embed !== null });
  if (embed !== null) dress(panel, address);
  opened.set(name, panel);
  main.append(panel);
}

function draw() {
  document.documentElement.lang = language();
  document.title = titleOf(state, language());
  translate(document.body, language());
  header.draw();
  footer.draw(language());
  if (embed === null) notations.draw();
  glossary.refresh();
  const name = state.get("page", "panel");
  if (!opened.has(name)) open(name);
  for (const [other, panel] of opened) panel.hidden = other !== name;
}

addEventListener("unnoise-send", (event) => {
  // Any script of the page may say this; an image is heard only where it is one.
  const { target, image } = /** @type {CustomEvent} */ (event).detail ?? {};
  if (!RECEIVERS.includes(target) || !floatsOf(image)) return;
  state.set("subject", "picture", codeFromPicture(image));
  state.set(target, "source", "drawing");
  state.set("page", "panel", target);
  main.focus();
});

// The entry of a symbol leads to the table of all; in an iframe, which has none, its link opens the page.
addEventListener("unnoise-notation", (event) => {
  if (embed !== null) return;
  event.preventDefault();
  state.set("page", "table", OPEN);
});

state.addEventListener("change", (event) => {
  const { scope, name } = /** @type {CustomEvent} */ (event).detail;
  if (scope !== "page") return header.draw();
  if (name === "backend" || name === "model") header.chip.forget();
  draw();
  if (name === "lang") for (const panel of opened.values()) panel.setAttribute("lang", language());
});
draw();
