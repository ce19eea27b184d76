/**
 * The state of the page in one object. The URL hash holds all of it. An element that stands alone in somebody's article
 * has a `State` of its own, filled from its attributes, which bear the settings' names.
 */

import { SCOPES, homeOf, settingOf } from "./scopes.js";
import { fit } from "./settings.js";

/** @typedef {import("./settings.js").Value} Value */

/**
 * Fires "change" with detail {scope, name} after every change of a value, and "notice" with detail {key, given, used}. A
 * shared setting changes in its own scope, not in those that share it.
 */
export class State extends EventTarget {
  /** @type {Map<string, Value>} */ #values = new Map();
  /** @type {Map<string, number>} */ #limits = new Map();

  /** @param {string} scope @param {string} name @returns {any} */
  get(scope, name) {
    const id = homeOf(scope, name).join(".");
    return this.#values.has(id) ? this.#values.get(id) : settingOf(scope, name).initial;
  }

  /** @param {string} scope @param {string} name @param {unknown} given @param {string} [key] as the reader wrote it, for the notice */
  set(scope, name, given, key) {
    const [home, own] = homeOf(scope, name);
    const id = `${home}.${own}`;
    const { value, fits } = fit(settingOf(scope, name), given, this.#limits.get(id));
    if (!fits) this.notice(key ?? SCOPES[scope].prefix + name, given, value);
    if (value === this.get(scope, name)) return;
    this.#values.set(id, value);
    this.dispatchEvent(new CustomEvent("change", { detail: { scope: home, name: own } }));
  }

  /** The largest value that the model allows; a larger one is brought down. @param {string} scope @param {string} name @param {number} max */
  limit(scope, name, max) {
    this.#limits.set(homeOf(scope, name).join("."), Math.min(max, settingOf(scope, name).max ?? max));
    this.set(scope, name, this.get(scope, name));
  }

  /** @param {string} scope @param {string} name */
  max(scope, name) {
    return this.#limits.get(homeOf(scope, name).join(".")) ?? settingOf(scope, name).max;
  }

  /** Says that something else is used than what a link or an attribute asked for. @param {string} key @param {unknown} given @param {Value} used */
  notice(key, given, used) {
    const shown = { null: "any", "": "none" }[String(used)] ?? used;
    this.dispatchEvent(new CustomEvent("notice", { detail: { key, given: String(given).slice(0, 40), used: shown } }));
  }
}
