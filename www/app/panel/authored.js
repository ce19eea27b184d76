/**
 * What an element is set to: by its author in attributes, by its reader with the controls. Settings live in a state, which the
 * page shares among its panels and which an element in an article has to itself; attributes write into it and read from it.
 */

import { languageFromTag, say } from "../strings/index.js";
import { SCOPES, settingOf } from "../state/scopes.js";
import { fit } from "../state/settings.js";
import { State } from "../state/state.js";
import { MOST_CORES } from "../../lab/cores.js";
import { apply } from "./beats.js";
import { PLACE, sizeOf } from "./layout.js";

/** Attributes that are settings of the page's scope. */
const OF_PAGE = ["model", "backend", "notation"];

export class Authored {
  /** Scope of the panel's settings; subclasses name theirs. */
  static scope = "";
  /** Named parts of a state (beats.js). @type {Record<string, import("./beats.js").Beat>} */
  static beats = {};

  /** @type {HTMLElement} */ host;
  /** The page's state, if the page set it before the element was connected; else one of its own. @type {State | null} */
  state = null;

  /** Attributes mirror the settings; besides, where and how it stands. */
  static get attributes() {
    return ["beat", ...PLACE, ...OF_PAGE, ...Object.keys(SCOPES[this.scope]?.settings ?? {})];
  }

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
  }

  get scope() {
    return /** @type {typeof Authored} */ (this.constructor).scope;
  }
  get beats() {
    return /** @type {typeof Authored} */ (this.constructor).beats;
  }

  get language() {
    return languageFromTag((/** @type {HTMLElement | null} */ (this.host.closest("[lang]")) ?? document.documentElement).lang);
  }
  /** Whose letters it writes. @returns {import("../math/notation.js").Notation} */
  get notation() {
    return this.state?.get("page", "notation") ?? "ho";
  }
  /** How many cores its author lets it have; undefined: as many as is sensible. @returns {number | undefined} */
  get cores() {
    const written = Number(this.host.getAttribute("cores") ?? NaN);
    return Number.isInteger(written) && written >= 1 && written <= MOST_CORES ? written : undefined;
  }
  /** Bound, so that parts may be given it. @param {string} key @param {Record<string, unknown>} [values] */
  say = (key, values) => say(this.language, key, values);

  // Settings

  /** @param {string} name */
  setting(name) {
    return settingOf(this.scope, name);
  }
  /** @param {string} name */
  has(name) {
    return name in SCOPES[this.scope].settings;
  }
  /** @param {string} name @returns {any} */
  get(name) {
    return this.state?.get(this.scope, name);
  }
  /** @param {string} name @param {unknown} value */
  set(name, value) {
    this.state?.set(this.scope, name, value);
  }
  /** @param {string} name @returns {number} */
  max(name) {
    return this.state?.max(this.scope, name) ?? 0;
  }
  /** The largest value that the model allows. @param {string} name @param {number} max */
  limit(name, max) {
    this.state?.limit(this.scope, name, max);
  }

  // Attributes

  /** The state of an element in an article. Its author sees in the console what was wrong with an attribute. */
  ownState() {
    const state = new State();
    state.set("page", "panel", this.scope);
    state.addEventListener("notice", (event) => console.warn(`<${this.host.localName}>: ${say("en", "notice.clamped", /** @type {CustomEvent} */ (event).detail)}`));
    return state;
  }

  /** Takes what the author wrote: a beat first, the rest goes over it. */
  takeAttributes() {
    for (const name of /** @type {typeof Authored} */ (this.constructor).attributes) {
      const value = this.host.getAttribute(name);
      if (value !== null && !isPlace(name)) this.takeAttribute(name, value);
    }
  }

  /** Takes an attribute that is a setting; null: it was taken away. @param {string} name @param {string | null} value */
  takeAttribute(name, value) {
    if (name !== "beat") this.state?.set(scopeOf(this, name), name, value ?? this.#initialOf(name));
    else if (value !== null && Object.hasOwn(this.beats, value)) apply(this, this.beats[value]);
    else if (value !== null) console.warn(`<${this.host.localName}>: expected beat to be one of ${Object.keys(this.beats).join(", ")}, found “${value}”`);
  }

  /** What holds for an attribute now: of a setting its value, whoever has set it. @param {string} name @returns {string | number | null} */
  read(name) {
    const written = this.host.getAttribute(name);
    if (name === "size") return sizeOf(written);
    if (name === "start") return written === "click" ? "click" : "view";
    if (name === "cores") return this.cores ?? null;
    if (name === "theme" || name === "beat" || isPlace(name)) return written ?? "";
    if (this.state) return this.state.get(scopeOf(this, name), name);
    return written === null ? this.#initialOf(name) : fit(settingOf(scopeOf(this, name), name), written).value;
  }

  /** What a setting is without its attribute: as the beat has it, or as it is initially. @param {string} name */
  #initialOf(name) {
    const beat = this.beats[this.host.getAttribute("beat") ?? ""] ?? {};
    return name in beat ? beat[name] : settingOf(scopeOf(this, name), name).initial;
  }
}

/** Whether an attribute is of the place where the element stands, and no setting. @param {string} name */
export const isPlace = (name) => /** @type {readonly string[]} */ (PLACE).includes(name);

const scopeOf = (/** @type {Authored} */ authored, /** @type {string} */ name) => (OF_PAGE.includes(name) ? "page" : authored.scope);
