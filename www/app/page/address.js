/** Addresses of places on this page, and their titles. */

import { hashFromState } from "../state/hash.js";
import { say } from "../strings/index.js";

/** @typedef {import("../state/state.js").State} State */

/** Where a link to a panel leads, with the settings as they are. @param {State} state @param {string} panel */
export const addressOf = (state, panel) => `#${hashFromState(state).replace(/^panel=\w+/, `panel=${panel}`)}`;

/**
 * Where a link to a place leads: to its settings, with the others as they are. A table that is open over the page is none of them.
 *
 * @param {State} state
 * @param {string} place of a hash, such as panel=exact&x1.measure=paths
 */
export function addressWith(state, place) {
  const settings = new URLSearchParams(hashFromState(state));
  settings.delete("table");
  for (const [key, value] of new URLSearchParams(place)) settings.set(key, value);
  return `#${settings}`;
}

/** Where one is: the name of a bench's face, or of the page. @param {State} state @param {string} language */
export function titleOf(state, language) {
  const panel = state.get("page", "panel");
  return panel === "story" ? say(language, "page.title") : say(language, "page.place", { place: say(language, `panel.${panel}`) });
}
