/** The page: state from the URL and back to it, one panel at a time, the head above. */

import "../elements.js";
import { h, text } from "./dom.js";
import { hashFromState, stateFromHash } from "./hash.js";
import { Header } from "./header.js";
import { languageFromTag, say, translate } from "./strings/index.js";
import { PANELS, State } from "./state.js";
import { pageSheet } from "./styles.js";

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
stateFromHash(state, location.hash);
addEventListener("hashchange", () => stateFromHash(state, location.hash));

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
document.body.replaceChildren(text("a", "page.skip", { class: "skip", href: "#panel", onclick: (/** @type {Event} */ event) => (event.preventDefault(), main.focus()) }), header.element, header.machine, main, notices);

/** Panels whose property `image` takes an x₀ from another panel. */
const RECEIVERS = ["noise", "reconstruct"];

/** Panels that were opened, kept with their pictures. @type {Map<string, import("./panel.js").Panel>} */
const opened = new Map();

function draw() {
  document.documentElement.lang = language();
  document.title = say(language(), "page.title");
  translate(document.body, language());
  header.draw();
  const name = state.get("page", "panel");
  if (!opened.has(name)) {
    const panel = /** @type {import("./panel.js").Panel} */ (document.createElement(`unnoise-${name}`));
    panel.state = state;
    panel.receivers = RECEIVERS.filter((receiver) => PANELS.includes(/** @type {any} */ (receiver)));
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
