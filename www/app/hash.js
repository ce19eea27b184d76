/** The state in the URL's hash and out of it. Values from a link are trusted no more than any other input. */

import { SCOPES } from "./state.js";

/** @typedef {import("./state.js").State} State */

/**
 * The open panel's settings are written out, so that a link outlives a change of defaults; those of the
 * other panels only where they differ.
 *
 * @param {State} state
 * @returns {string} without "#"
 */
export function hashFromState(state) {
  const parameters = new URLSearchParams();
  const open = state.get("page", "panel");
  for (const scope of ["page", open, ...Object.keys(SCOPES)]) {
    for (const [name, { initial }] of Object.entries(SCOPES[scope].settings)) {
      const value = state.get(scope, name);
      const key = SCOPES[scope].prefix + name;
      if (parameters.has(key) || (scope !== "page" && scope !== open && value === initial)) continue;
      parameters.set(key, value === null ? "any" : String(value));
    }
  }
  return parameters.toString();
}

/**
 * Settings that the hash does not name return to their defaults, except the language, which is the reader's.
 *
 * @param {State} state
 * @param {string} hash with or without "#"
 */
export function stateFromHash(state, hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  for (const [scope, { prefix, settings }] of Object.entries(SCOPES)) {
    for (const [name, { initial }] of Object.entries(settings)) {
      const key = prefix + name;
      if (parameters.has(key)) state.set(scope, name, parameters.get(key), key);
      else if (key !== "lang") state.set(scope, name, initial);
    }
  }
}
