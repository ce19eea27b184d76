/** The address of a bench with all as it is in a state. */

import { hashFromState } from "../state/hash.js";

/** @param {import("../state/state.js").State} state @param {string} language */
export function benchHash(state, language) {
  const settings = new URLSearchParams(hashFromState(state));
  settings.set("lang", language);
  return `#${settings}`;
}
