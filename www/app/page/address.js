/** Addresses of places on this page, and their titles. */

import { hashFromState } from "../state/hash.js";
import { say } from "../strings/index.js";

/** @typedef {import("../state/state.js").State} State */

/** Where a link to a panel leads, with the settings as they are. @param {State} state @param {string} panel */
export const addressOf = (state, panel) => `#${hashFromState(state).replace(/^panel=\w+/, `panel=${panel}`)}`;

/** Where one is: the name of a bench's face, or of the page. @param {State} state @param {string} language */
export function titleOf(state, language) {
  const panel = state.get("page", "panel");
  return panel === "story" ? say(language, "page.title") : say(language, "page.place", { place: say(language, `panel.${panel}`) });
}
