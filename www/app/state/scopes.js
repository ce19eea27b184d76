/**
 * Every setting once, by scope: the page's here, the subject's, and those of each panel from its folder. A setting's
 * key in the URL is its scope's prefix and its name: `steps` of `generate` is `g.steps`.
 */

import { choice, integer, label, name, picture, seed, shared } from "./settings.js";

/** @typedef {import("./settings.js").Setting} Setting */

/** @type {Record<string, { prefix: string, settings: Record<string, Setting> }>} */
export const SCOPES = {};

/** Scopes of panels, in the order in which they were defined. @type {string[]} */
export const PANELS = [];
/** What the page can show: the story, which is home, or a panel. */
const SHOWN = ["story"];

export const LANGUAGES = /** @type {const} */ (["en", "ko"]);
/** Whose letters formulas are written in: Ho et al. (DDPM), Song et al. (DDIM), Lai et al. (From VAEs to DDPMs). */
export const NOTATIONS = /** @type {const} */ (["ho", "song", "lai"]);

/**
 * Called by a panel's folder for its settings. Each has one more: which of its measures is open, by its name.
 *
 * @param {string} scope
 * @param {string} prefix
 * @param {Record<string, Setting>} settings
 * @returns {string} the scope
 */
export function definePanel(scope, prefix, settings) {
  SCOPES[scope] = { prefix, settings: { ...settings, measure: name("") } };
  PANELS.push(scope);
  SHOWN.push(scope);
  return scope;
}

SCOPES.page = {
  prefix: "",
  settings: {
    panel: choice("story", SHOWN),
    /** Of the story: the chapter's name and the beat's. */
    beat: name(""),
    lang: choice("en", LANGUAGES),
    notation: choice("ho", NOTATIONS),
    /** Of the page's tables, which is open: `notation`. */
    table: name(""),
    backend: choice("auto", ["auto", "webgpu", "cpu"]),
    // For an iframe in a page that has one theme only; otherwise the system decides.
    theme: choice("auto", ["auto", "light", "dark"]),
    // A name only, so that a link cannot make the page load weights from elsewhere.
    model: name("digits"),
  },
};

/** What the benches look at: one x₀, one noise, one t for all of them. */
SCOPES.subject = {
  prefix: "x.",
  settings: {
    source: choice("model", ["model", "digit", "drawing"]),
    /** Of a test digit, its class. */
    digit: integer(7, 0, 9),
    label: label(),
    "image-seed": seed(3),
    picture: picture(),
    /** Of ε. */
    seed: seed(0),
    t: integer(300, 0, 999),
  },
};

const of = (/** @type {string[]} */ ...names) => Object.fromEntries(names.map((name) => [name, shared("subject")]));
/** The subject's picture among the settings of a panel. @type {Record<string, Setting>} */
export const SUBJECT_PICTURE = of("source", "digit", "label", "image-seed", "picture");
/** All of the subject among the settings of a panel. @type {Record<string, Setting>} */
export const SUBJECT = of("source", "digit", "label", "image-seed", "picture", "seed", "t");

/** The scope and name under which a setting's value is kept. @param {string} scope @param {string} name @returns {[scope: string, name: string]} */
export function homeOf(scope, name) {
  const { of } = SCOPES[scope].settings[name];
  return of === undefined ? [scope, name] : [of, name];
}

/** Whether a key of an address is a setting's. @param {string} key */
export const isKey = (key) => Object.values(SCOPES).some(({ prefix, settings }) => key.startsWith(prefix) && Object.hasOwn(settings, key.slice(prefix.length)));

/** @param {string} scope @param {string} name @returns {Setting} */
export function settingOf(scope, name) {
  const [home, own] = homeOf(scope, name);
  return SCOPES[home].settings[own];
}
