/** The page: state from the URL and back to it, one panel at a time, the head above. */

import "../../elements.js";
import { h, text } from "../ui/dom.js";
import { hashFromState, stateFromHash } from "../state/hash.js";
import { Header } from "./header.js";
import { keepForOffline } from "./offline.js";
import { languageFromTag, say, translate } from "../strings/index.js";
import { PANELS } from "../state/scopes.js";
import { State } from "../state/state.js";
import { pageSheet } from "../ui/styles.js";

document.adoptedStyleSheets = [pageSheet()];

const state = new State();
const language = () => state.get("page", "lang");

// Notices

const notices = h("div", { class: "notices", role: "status" });
state.addEventListener("notice", (event) => {
  const words = say(language(), "notice.clamped", /** @type {CustomEvent} */ (event).detail);
  const close = h("button", { type: "button", "aria-label": say(language(), "notice.close"), onclick: () => box.remove() }, "×");
  const box = h("div", {}, h("span", {}, words), close);
  notices.append(box);
  setTimeout(() => box.remove(), 15_000);
  while (notices.childElementCount > 3) notices.firstElementChild?.remove();
});

// State and URL

state.set("page", "lang", languageFromTag(navigator.languages?.[0] ?? navigator.language));
/** `?embed=compare` shows that panel alone, for an iframe. */
const embed = new URLSearchParams(location.search).get("embed");
function read() {
  // Settings may follow # or ?, under the same keys. What follows # wins: there the page writes what the reader has changed.
  const settings = new URLSearchParams(`${location.hash.slice(1)}&${location.search.slice(1)}`);
  if (embed !== null) settings.set("panel", embed);
  stateFromHash(state, settings.toString());
}
read();
addEventListener("hashchange", read);

/** @type {number | undefined} */
let writing;
state.addEventListener("change", () => {
  // Browsers refuse more than about a hundred changes of the URL in half a minute, and a slider makes them in two.
  clearTimeout(writing);
  writing = window.setTimeout(() => history.replaceState(null, "", `#${hashFromState(state)}`), 250);
});

// The tree

const header = new Header(state);
const main = h("main", { id: "panel", tabindex: -1 });
const article = text("a", "footer.article");
const skip = text("a", "page.skip", { class: "skip", href: "#panel", onclick: (/** @type {Event} */ event) => (event.preventDefault(), main.focus()) });

if (embed === null) {
  keepForOffline();
  document.body.replaceChildren(skip, header.element, header.machine, main, h("footer", {}, article), notices);
} else {
  document.body.dataset.embed = "";
  document.body.replaceChildren(main, notices);
  main.append(text("h1", `panel.${state.get("page", "panel")}`, { class: "hidden-text" }));
  // An iframe does not grow with what is in it; the page around it may listen, and set its height.
  const tell = () => parent.postMessage({ type: "unnoise-size", height: Math.ceil(main.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(main);
}

/** Panels whose property `image` takes an x₀ from another panel. */
const RECEIVERS = ["noise", "reconstruct"];

/** Panels that were opened, kept with their pictures. @type {Map<string, import("../panel/panel.js").Panel>} */
const opened = new Map();

function draw() {
  document.documentElement.lang = language();
  document.documentElement.dataset.theme = state.get("page", "theme");
  document.title = say(language(), "page.title");
  article.href = `examples/${language()}.html`;
  translate(document.body, language());
  header.draw();
  const name = state.get("page", "panel");
  if (!opened.has(name)) {
    const panel = /** @type {import("../panel/panel.js").Panel} */ (document.createElement(`unnoise-${name}`));
    panel.state = state;
    // An iframe shows one panel, so it has no other to send to.
    panel.receivers = embed === null ? RECEIVERS.filter((receiver) => PANELS.includes(/** @type {any} */ (receiver))) : [];
    panel.alone = embed !== null;
    opened.set(name, panel);
    main.append(panel);
  }
  for (const other of PANELS) {
    const panel = opened.get(other);
    if (panel) panel.hidden = other !== name;
  }
}

addEventListener("unnoise-send", (event) => {
  const { target, image } = /** @type {CustomEvent} */ (event).detail;
  if (!RECEIVERS.includes(target)) return;
  state.set("page", "panel", target);
  const panel = /** @type {any} */ (opened.get(target));
  panel.image = image;
  main.focus();
});

state.addEventListener("change", (event) => {
  const { scope, name } = /** @type {CustomEvent} */ (event).detail;
  if (scope !== "page") return header.draw();
  if (name === "backend" || name === "model") header.forget();
  draw();
  if (name === "lang") for (const panel of opened.values()) panel.setAttribute("lang", language());
});
draw();
