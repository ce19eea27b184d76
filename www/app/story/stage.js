/**
 * A chapter's stage: the face of a bench as a figure, with a state of its own that beats set. A chapter with two faces keeps
 * both, and shows one.
 */

import { insideOf } from "../panel/element.js";
import { elementOf } from "../panels/map.js";
import { State } from "../state/state.js";
import { h } from "../ui/dom.js";

/** A figure begins to work once so much of it is in sight: of the first, the home shows an edge, and what it loads is not to be in the hero's way. */
const IN_SIGHT = 0.6;
/** Settings of the page that a figure takes over from it. */
const OF_PAGE = /** @type {const} */ (["notation", "backend", "model"]);

/** @typedef {import("../panel/panel.js").PanelBody} Panel */

export class Stage {
  /** What the beats set, and the reader. */
  state = new State();
  element = h("div", { class: "stage" });
  /** @type {Panel | null} on show */ figure = null;
  /** @type {Map<string, Panel>} by face */ #figures = new Map();
  /** What figures told last, the newest first. @type {any[]} */ #told = [];
  #language = "en";
  #narrow = false;
  /** @type {import("./chapters.js").Beat | null} on show */ #beat = null;

  constructor() {
    for (const event of ["unnoise-frame", "unnoise-result"]) {
      this.element.addEventListener(event, (told) => {
        this.element.setAttribute("data-drawn", "");
        this.#told = [/** @type {CustomEvent} */ (told).detail, ...this.#told].slice(0, 8);
      });
    }
  }

  /** @param {State} page */
  follow(page) {
    for (const name of OF_PAGE) this.state.set("page", name, page.get("page", name));
  }

  /** @param {string} language */
  speak(language) {
    this.#language = language;
    for (const figure of this.#figures.values()) figure.host.setAttribute("lang", language);
  }

  /**
   * Shows a face, set as a beat says.
   *
   * @param {string} face @param {import("./chapters.js").Beat} beat @param {boolean} fresh whether the settings are those of the beat, or what the reader left
   */
  show(face, beat, fresh) {
    const known = this.#figures.get(face);
    if (fresh) this.set(beat.set);
    const figure = known ?? /** @type {Panel} */ (insideOf(document.createElement(elementOf(face))));
    this.figure = figure;
    this.#beat = beat;
    this.#dress();
    this.state.set("page", "panel", face);
    if (!known) {
      Object.assign(figure, { state: this.state, alone: false, sight: IN_SIGHT });
      this.#figures.set(face, figure);
      this.element.append(figure.host);
    } else if (fresh && figure.ready) {
      figure.asked();
    }
    for (const other of this.#figures.values()) other.host.hidden = other !== figure;
  }

  /** Over the words there is no room for settings: there they are chips, and on the bench. @param {boolean} narrow */
  place(narrow) {
    this.#narrow = narrow;
    this.#dress();
  }

  #dress() {
    const host = this.figure?.host;
    const attributes = { size: "figure", lang: this.#language, show: this.#beat?.show, controls: this.#narrow ? undefined : this.#beat?.controls };
    for (const [name, value] of Object.entries(attributes)) value === undefined ? host?.removeAttribute(name) : host?.getAttribute(name) !== value && host?.setAttribute(name, value);
  }

  /** @param {import("./chapters.js").Settings} settings by `scope.name` */
  set(settings) {
    for (const [key, value] of Object.entries(settings)) {
      const [scope, name] = key.split(".");
      this.state.set(scope, name, value);
    }
  }

  /** What the figure told lately, if it is that. @param {(detail: any) => boolean} wanted */
  last(wanted) {
    return this.#told.find(wanted) ?? null;
  }

  /**
   * What the figure tells next, if it is that.
   *
   * @param {(detail: any) => unknown} wanted @param {AbortSignal} signal @param {(detail: any) => void} [also] hears all of it
   * @returns {Promise<any>}
   */
  until(wanted, signal, also) {
    return new Promise((resolve, reject) => {
      const ends = new AbortController();
      const told = (/** @type {Event} */ event) => {
        const { detail } = /** @type {CustomEvent} */ (event);
        also?.(detail);
        if (!wanted(detail)) return;
        ends.abort();
        resolve(detail);
      };
      const failed = (/** @type {unknown} */ reason) => (ends.abort(), reject(reason));
      for (const name of ["unnoise-frame", "unnoise-result"]) this.element.addEventListener(name, told, { signal: ends.signal });
      this.element.addEventListener("unnoise-failure", (event) => failed(/** @type {CustomEvent} */ (event).detail), { signal: ends.signal });
      signal.addEventListener("abort", () => failed(signal.reason), { signal: ends.signal });
    });
  }
}
