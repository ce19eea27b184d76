/**
 * Where the parts of a face stand. A face is made once, by a panel's `build`; the same parts make a bench (question, stage,
 * settings beside it, measures and derivation below) and, by the attribute `size`, a figure for a post (`figure`: pictures,
 * ruler, the controls that the author chose, equation, a line of caption) or no more than a strip (`strip`).
 */

import { fileOfSite } from "../state/site.js";
import { h, onResize, setText, text } from "../ui/dom.js";
import { Beats } from "./beats.js";
import { Measures } from "./measures.js";

/**
 * What a panel is made of. All but the stage may be missing.
 * @typedef {object} Face
 * @property {HTMLElement} stage the pictures; each figure in it has `data-part`, its name in the attribute `show`
 * @property {Element | null} [ruler]
 * @property {Element | null} [equation] the equation of pictures
 * @property {Record<string, HTMLElement>} [controls] of first rank, by their names in the attribute `controls`
 * @property {HTMLElement[]} [more] settings of second rank, in a drawer
 * @property {(HTMLElement | null)[]} [actions] what begins and holds the work
 * @property {Record<string, HTMLElement>} [measures] by name; one is shown at a time
 * @property {HTMLElement[]} [derivation] formulas in words, closed at first
 * @property {string[]} [figure] parts of the stage that a figure shows if its author does not say; of them, a strip shows the first
 */

/** @typedef {import("./panel.js").PanelBody} PanelBody */

export const SIZES = /** @type {const} */ (["panel", "figure", "strip"]);
/** Attributes that say how much of a face is shown and how it starts; they are no settings, since they belong to the place where it stands. */
export const PLACE = /** @type {const} */ (["size", "controls", "show", "caption", "start", "cores"]);

/** @param {string | null} written @returns {typeof SIZES[number]} */
export const sizeOf = (written) => SIZES.find((size) => size === written) ?? "panel";

/** On a phone the stage's lower part, from the ruler on, stays above what is scrolled, if it takes no more than this part of the screen. */
const STAYS = 0.48;

export class Layout {
  #panel;
  #face;
  #chosen = h("div", { class: "chosen" });
  #caption = h("figcaption", { class: "caption", hidden: true });
  #rank = h("div", { class: "stack" });
  #settings;
  #stage;
  #derivation;
  /** The site's own still of this face, for paper and for readers who have not started it; it is loaded where it is shown. */
  #still = h("img", { class: "still", loading: "lazy", crossorigin: "anonymous" });
  #start = text("button", "layout.start", { type: "button", class: "start", onclick: () => this.#panel.run() });
  #poster = h("div", { class: "poster" }, h("slot"), this.#still, this.#start);

  /** @param {PanelBody} panel @param {Face} face */
  constructor(panel, face) {
    this.#panel = panel;
    this.#face = face;
    const { controls = {}, more = [], actions = [], measures = {}, derivation = [] } = face;
    const scope = panel.scope;
    this.#rank.append(...Object.values(controls));
    this.beats = new Beats(panel);
    this.measures = new Measures(panel, measures);
    this.#settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), panel.run()), onclick: (/** @type {Event} */ event) => this.#submit(event) },
      h("div", { class: "stack go" }, ...actions, panel.statusBox),
      this.#rank,
      more.length > 0 ? h("details", { class: "more" }, text("summary", "layout.more"), h("div", { class: "stack" }, ...more)) : null,
    );
    face.stage.classList.add("pictures");
    face.ruler?.classList.add("along");
    this.#stage = h("figure", { class: "stage card" });
    const parts = [face.stage, face.ruler ?? null, this.#chosen, face.equation ?? null, panel.errorBox, this.#caption, this.#poster];
    this.#stage.append(...parts.filter((part) => part !== null));
    onResize(this.#stage, () => this.#keep());
    this.#poster.firstElementChild?.addEventListener("slotchange", () => this.place());
    this.#derivation = derivation.length > 0 ? h("details", { class: "derivation card" }, text("summary", "layout.derivation"), h("div", { class: "derived" }, ...derivation)) : null;
    this.element = h(
      "div",
      { class: "face" },
      h("div", { class: "ask" }, text("h2", `${scope}.question`, { class: "question" }), this.beats.element),
      this.#stage,
      this.#settings,
      this.measures.element,
      this.#derivation,
    );
    // Until there is a first picture, the author's own stands in its place.
    for (const event of ["unnoise-frame", "unnoise-result", "unnoise-failure"]) panel.host.addEventListener(event, () => this.#poster.remove(), { once: true });
    panel.updaters.push(() => this.#drawPoster());
    this.place();
  }

  /** A form in a sandboxed frame is not submitted (`allow-forms`), but its button is pressed, by Enter in a field too. @param {Event} event */
  #submit(event) {
    const button = /** @type {Element} */ (event.target).closest("[type=submit]");
    if (!button) return;
    event.preventDefault();
    if (this.#settings.reportValidity()) this.#panel.run();
  }

  /** Shown until there is a first picture: what the author put between the tags, or our own still where nothing starts by itself. */
  #drawPoster() {
    const panel = this.#panel;
    const { host, waits } = panel;
    const own = host.querySelector(":scope > img, :scope > picture, :scope > svg, :scope > figure") !== null;
    this.#poster.toggleAttribute("data-own", host.childElementCount > 0);
    this.#poster.toggleAttribute("data-waits", waits);
    this.#start.hidden = !waits;
    this.#still.hidden = own || !panel.alone;
    if (this.#still.hidden || this.#still.src !== "") return;
    this.#still.src = fileOfSite(`posters/${panel.scope}.webp`);
    this.#still.alt = panel.say(`panel.${panel.scope}`);
  }

  /** Measures what of the stage would stay, for layout-sheet.js. */
  #keep() {
    const { ruler } = this.#face;
    if (!ruler) return;
    const [stage, from] = [this.#stage.getBoundingClientRect(), ruler.getBoundingClientRect().top];
    const kept = stage.bottom - from;
    this.#stage.toggleAttribute("data-stays", kept <= STAYS * innerHeight);
    this.element.style.setProperty("--above", `${Math.floor(from - stage.top)}px`);
    this.element.style.setProperty("--kept", `${Math.ceil(kept)}px`);
  }

  /** Brings what is measured in sight and under the keys, or the formulas, unfolded. @param {"measures" | "derivation"} part */
  reveal(part) {
    if (this.#derivation && part === "derivation") this.#derivation.open = true;
    const head = part === "measures" ? this.measures.tab : this.#derivation?.querySelector("summary");
    head?.focus({ preventScroll: true });
    head?.scrollIntoView({ block: "start" });
  }

  /** The parts as the attributes ask for them. */
  place() {
    const panel = this.#panel;
    const given = (/** @type {string} */ name) => panel.host.getAttribute(name) ?? "";
    const words = (/** @type {string} */ name) => given(name).split(/[\s,]+/).filter(Boolean);
    const size = sizeOf(given("size"));
    const controls = this.#face.controls ?? {};
    const whole = size === "panel";
    const chosen = words("controls");
    const show = given("show") === "" && !whole ? (this.#face.figure ?? []).slice(0, size === "strip" ? 1 : undefined) : words("show");
    const parts = /** @type {HTMLElement[]} */ ([...this.#face.stage.querySelectorAll("[data-part]")]);
    // Where none of the stage's parts is wanted, a measure is what the figure is about; its ruler may be wanted all the same.
    const without = !whole && show.length > 0 && parts.length > 0 && !parts.some(({ dataset }) => show.includes(dataset.part ?? ""));
    const along = !without || show.includes("ruler");
    this.element.dataset.size = size;
    this.#settings.hidden = !whole;
    this.#chosen.hidden = whole || chosen.length === 0;
    for (const [name, control] of Object.entries(controls)) (whole || !chosen.includes(name) ? this.#rank : this.#chosen).append(control);
    for (const part of parts) part.toggleAttribute("data-off", show.length > 0 && !show.includes(part.dataset.part ?? ""));
    for (const place of [this.#face.stage, this.#face.equation]) place?.toggleAttribute("data-off", without);
    this.#face.ruler?.toggleAttribute("data-off", !along);
    this.#stage.toggleAttribute("data-bare", !along && !chosen.some((name) => name in controls));
    this.#face.stage.style.setProperty("--shown", String(show.length || parts.length));
    this.#caption.hidden = given("caption") === "";
    setText(this.#caption, given("caption"));
    this.#drawPoster();
    this.measures.place(size, chosen);
  }
}
