/** The state in the URL's hash and out of it. Values from a link are trusted no more than any other input. */

import { PANELS, SCOPES, homeOf } from "./scopes.js";

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
    for (const name of Object.keys(SCOPES[scope]?.settings ?? {})) {
      const [home, own] = homeOf(scope, name);
      const { prefix, settings } = SCOPES[home];
      const value = state.get(scope, name);
      const key = prefix + own;
      if (parameters.has(key) || value === "" || (scope !== "page" && scope !== open && value === settings[own].initial)) continue;
      parameters.set(key, value === null ? "any" : String(value));
    }
  }
  return parameters.toString();
}

/**
 * Settings that the hash does not name return to their defaults, except the language, which is the reader's. Links from
 * before panels shared a subject name it under the panel's prefix (`n.picture`): there the open panel's picture counts.
 *
 * @param {State} state
 * @param {string} hash with or without "#"
 */
export function stateFromHash(state, hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const meant = meantBy(parameters);
  if (meant) {
    if (parameters.has("panel")) state.notice("panel", parameters.get("panel"), meant);
    parameters.set("panel", meant);
  }
  // What was open before says nothing about what this hash means.
  const open = parameters.get("panel");
  const scopes = Object.keys(SCOPES).sort((a, b) => Number(a === open) - Number(b === open));
  /** Keys as they are read, by the setting's own; later ones win. @type {Map<string, string>} */
  const keys = new Map();
  for (const scope of [...scopes, "subject"]) {
    for (const name of Object.keys(SCOPES[scope].settings)) {
      const key = SCOPES[scope].prefix + name;
      if (parameters.has(key)) keys.set(homeOf(scope, name).join("."), key);
    }
  }
  for (const [scope, { settings }] of Object.entries(SCOPES)) {
    for (const [name, { kind, initial }] of Object.entries(settings)) {
      if (kind === "shared") continue;
      const key = keys.get(`${scope}.${name}`);
      if (key !== undefined) state.set(scope, name, parameters.get(key), key);
      else if (scope !== "page" || name !== "lang") state.set(scope, name, initial);
    }
  }
}

/** The panel that a link means which names none that there is, as links did before there was a story: that of its first setting. @param {URLSearchParams} parameters */
function meantBy(parameters) {
  const named = parameters.get("panel");
  if (named !== null && SCOPES.page.settings.panel.choices?.includes(named)) return undefined;
  const of = (/** @type {string} */ key) => PANELS.find((panel) => key.startsWith(SCOPES[panel].prefix) && key.slice(SCOPES[panel].prefix.length) in SCOPES[panel].settings);
  return [...parameters.keys()].map(of).find(Boolean);
}
