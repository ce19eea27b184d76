/**
 * The state of the page in one object: every setting once, with its kind, range and default. The URL
 * hash holds all of it. An element that stands alone in somebody's article has a `State` of its own,
 * filled from its attributes, which bear the settings' names.
 *
 * A setting's key in the URL is its scope's prefix and its name: `steps` of `generate` is `g.steps`.
 */

import { CLIPS, METHODS, SAMPLERS, SPACINGS, VARIANCES } from "../lab/options.js";
import { lengthOfCode } from "./picture-code.js";

/**
 * @typedef {null | number | string} Value
 * @typedef {object} Setting
 * @property {"integer" | "number" | "choice" | "label" | "name" | "picture"} kind
 * @property {Value} initial
 * @property {number} [min]
 * @property {number} [max] of a picture, the number of its values
 * @property {readonly string[]} [choices]
 */

/** @param {number} initial @param {number} min @param {number} max @returns {Setting} */
const integer = (initial, min, max) => ({ kind: "integer", initial, min, max });
/** @param {number} initial @param {number} min @param {number} max @returns {Setting} */
const number = (initial, min, max) => ({ kind: "number", initial, min, max });
/** @param {string} initial @param {readonly string[]} choices @returns {Setting} */
const choice = (initial, choices) => ({ kind: "choice", initial, choices });
/** A class of the model, or null for any. @returns {Setting} */
const label = () => ({ kind: "label", initial: null, min: 0, max: 9999 });
const seed = (/** @type {number} */ initial) => integer(initial, 0, 999_999_999);
const steps = (/** @type {number} */ initial) => integer(initial, 1, 1000);
const eta = (/** @type {number} */ initial) => number(initial, 0, 1);
const guidance = () => number(1, 0, 6);
/** Where an x₀ comes from (image-source.js). @param {number} from seed of the model's image @returns {Record<string, Setting>} */
const imageSettings = (from) => ({
  source: choice("model", ["model", "drawing"]),
  label: label(),
  "image-seed": seed(from),
  // The reader's own, as picture-code.js writes it; empty while there is none.
  picture: { kind: "picture", initial: "" },
});

/** One end of an interpolation: a seed, or the reader's own image. @param {string} side @param {number} from @returns {Record<string, Setting>} */
const endSettings = (side, from) => ({
  [`${side}-source`]: choice("seed", ["seed", "drawing"]),
  [side]: seed(from),
  [`${side}-picture`]: { kind: "picture", initial: "" },
});

export const COLUMNS = /** @type {const} */ (["a", "b", "c", "d"]);
export const MODES = /** @type {const} */ (["lockstep", "race"]);
export const PANELS = /** @type {const} */ (["generate", "compare", "interpolate", "noise", "reconstruct", "elbo"]);
export const LANGUAGES = /** @type {const} */ (["en", "ko"]);

/** @type {Record<string, { prefix: string, settings: Record<string, Setting> }>} */
export const SCOPES = {
  page: {
    prefix: "",
    settings: {
      panel: choice("generate", PANELS),
      lang: choice("en", LANGUAGES),
      backend: choice("auto", ["auto", "webgpu", "cpu"]),
      // For an iframe in a page that has one theme only; otherwise the system decides.
      theme: choice("auto", ["auto", "light", "dark"]),
      // A name only, so that a link cannot make the page load weights from elsewhere.
      model: { kind: "name", initial: "digits" },
    },
  },
  generate: {
    prefix: "g.",
    settings: {
      sampler: choice("ddim", SAMPLERS),
      steps: steps(20),
      eta: eta(0),
      label: label(),
      guidance: guidance(),
      seed: seed(7),
      count: integer(16, 1, 64),
      spacing: choice("trailing", SPACINGS),
      variance: choice("small", VARIANCES),
      clip: choice("rederive", CLIPS),
    },
  },
  compare: {
    prefix: "c.",
    settings: {
      columns: integer(2, 2, COLUMNS.length),
      mode: choice("lockstep", MODES),
      "a-sampler": choice("ddim", SAMPLERS),
      "a-steps": steps(20),
      "a-eta": eta(0),
      "b-sampler": choice("ddpm", SAMPLERS),
      "b-steps": steps(200),
      "b-eta": eta(0),
      "c-sampler": choice("ddpm", SAMPLERS),
      "c-steps": steps(20),
      "c-eta": eta(0),
      "d-sampler": choice("ddim", SAMPLERS),
      "d-steps": steps(20),
      "d-eta": eta(0.5),
      reference: integer(1000, 10, 1000),
      label: label(),
      seed: seed(7),
      count: integer(4, 1, 16),
    },
  },
  interpolate: {
    prefix: "i.",
    settings: {
      view: choice("strip", ["strip", "grid"]),
      ...endSettings("from", 1),
      ...endSettings("to", 2),
      third: seed(3),
      fourth: seed(4),
      side: integer(5, 2, 9),
      frames: integer(9, 2, 49),
      steps: steps(20),
      method: choice("slerp", METHODS),
      label: label(),
      at: number(0.5, 0, 1),
    },
  },
  noise: {
    prefix: "n.",
    settings: {
      ...imageSettings(3),
      t: integer(300, 0, 999),
      seed: seed(0),
      steps: steps(20),
    },
  },
  reconstruct: {
    prefix: "r.",
    settings: {
      ...imageSettings(3),
      steps: steps(50),
    },
  },
  elbo: {
    prefix: "e.",
    settings: {
      ...imageSettings(3),
      seed: seed(0),
      timesteps: integer(50, 10, 200),
      t: integer(200, 0, 999),
    },
  },
};

/**
 * A value made fit for a setting.
 *
 * @param {Setting} setting
 * @param {unknown} given text from the URL or an attribute, or a value
 * @param {number} [max] tighter than the setting's own, where the model asks for it
 * @returns {{ value: Value, fits: boolean }} `fits` is false where the value had to be changed
 */
export function fit(setting, given, max = setting.max) {
  const text = String(given ?? "").trim();
  if (setting.kind === "choice") {
    const fits = !!setting.choices?.includes(text);
    return { value: fits ? text : setting.initial, fits };
  }
  if (setting.kind === "name") {
    const fits = /^[a-z0-9][a-z0-9_-]{0,63}$/i.test(text);
    return { value: fits ? text : setting.initial, fits };
  }
  if (setting.kind === "picture") {
    const length = lengthOfCode(text);
    const fits = text === "" || (length !== null && length === (max ?? length));
    return { value: fits ? text : setting.initial, fits };
  }
  if (setting.kind === "label" && (given === null || text === "any" || text === "")) return { value: null, fits: true };
  const parsed = text === "" ? NaN : Number(text);
  if (!Number.isFinite(parsed)) return { value: setting.initial, fits: false };
  const rounded = setting.kind === "number" ? parsed : Math.round(parsed);
  const value = Math.min(Math.max(rounded, setting.min ?? -Infinity), max ?? Infinity);
  return { value, fits: value === parsed };
}

/** Fires "change" with detail {scope, name} after every change of a value, and "notice" with detail {key, given, used}. */
export class State extends EventTarget {
  /** @type {Map<string, Value>} */ #values = new Map();
  /** @type {Map<string, number>} */ #limits = new Map();

  /** @param {string} scope @param {string} name @returns {any} */
  get(scope, name) {
    const id = `${scope}.${name}`;
    return this.#values.has(id) ? this.#values.get(id) : SCOPES[scope].settings[name].initial;
  }

  /** @param {string} scope @param {string} name @param {unknown} given @param {string} [key] as the reader wrote it, for the notice */
  set(scope, name, given, key) {
    const id = `${scope}.${name}`;
    const { value, fits } = fit(SCOPES[scope].settings[name], given, this.#limits.get(id));
    if (!fits) this.#notice(key ?? SCOPES[scope].prefix + name, given, value);
    if (value === this.get(scope, name)) return;
    this.#values.set(id, value);
    this.dispatchEvent(new CustomEvent("change", { detail: { scope, name } }));
  }

  /** The largest value that the model allows; a larger one is brought down. @param {string} scope @param {string} name @param {number} max */
  limit(scope, name, max) {
    this.#limits.set(`${scope}.${name}`, Math.min(max, SCOPES[scope].settings[name].max ?? max));
    this.set(scope, name, this.get(scope, name));
  }

  /** @param {string} scope @param {string} name */
  max(scope, name) {
    return this.#limits.get(`${scope}.${name}`) ?? SCOPES[scope].settings[name].max;
  }

  /** @param {string} key @param {unknown} given @param {Value} used */
  #notice(key, given, used) {
    const shown = { null: "any", "": "none" }[String(used)] ?? used;
    this.dispatchEvent(new CustomEvent("notice", { detail: { key, given: String(given).slice(0, 40), used: shown } }));
  }
}
