/**
 * The address and the way back. Another place — a bench's face, a chapter, a beat — is an entry of its own in the browser's
 * history; settings rewrite the entry that they were changed in, so that Back finds a place as it was left.
 *
 * All settings are written after `#`, where those at their default have no name. Settings after `?` would speak for those again at
 * the next visit, so they leave the address as soon as it is written.
 */

import { hashFromState } from "../state/hash.js";
import { SCOPES } from "../state/scopes.js";

/** @typedef {import("../state/state.js").State} State */

/** Settings that say where one is, by scope. */
const PLACES = [
  ["page", "panel"],
  ["page", "beat"],
  ["story", "chapter"],
  ["story", "beat"],
];
/** Browsers refuse more than about a hundred changes of the address in half a minute, and a slider makes them in two. */
const WAIT_MS = 250;

/** The address with this hash, without settings after `?`. @param {string} hash @param {(key: string) => boolean} isSetting */
function addressed(hash, isSetting) {
  const search = new URLSearchParams(location.search);
  const keys = [...search.keys()].filter(isSetting);
  if (keys.length === 0) return `#${hash}`;
  for (const key of keys) search.delete(key);
  return `${location.pathname}${search.size > 0 ? `?${search}` : ""}#${hash}`;
}

/** @param {State} state */
const placeOf = (state) =>
  PLACES.filter(([scope, name]) => SCOPES[scope]?.settings[name])
    .map(([scope, name]) => String(state.get(scope, name)))
    .join("/");

/**
 * @param {State} state whose settings were read from the address
 * @param {(key: string) => boolean} isSetting of the page, where it stands after `?`
 * @param {() => void} read sets the state from the address, which Back, Forward or the reader has changed
 * @returns {() => void} writes at once what waits to be written, for who wants the address now
 */
export function keepHistory(state, isSetting, read) {
  let place = placeOf(state);
  let hash = hashFromState(state);
  let looked = false;
  /** @type {number | undefined} the timer while the address is behind */ let behind;

  const write = () => {
    if (behind === undefined) return;
    clearTimeout(behind);
    behind = undefined;
    history.replaceState(history.state, "", addressed(hash, isSetting));
  };
  const look = () => {
    looked = false;
    const now = hashFromState(state);
    if (now === hash) return;
    const moved = placeOf(state);
    if (moved !== place) {
      write(); // as the place was left, before anything of the next one
      history.pushState(null, "", addressed(now, isSetting));
    } else {
      clearTimeout(behind);
      behind = window.setTimeout(write, WAIT_MS);
    }
    [place, hash] = [moved, now];
  };
  state.addEventListener("change", () => {
    // What changes in one go — a beat and its settings — belongs to one place.
    if (!looked) queueMicrotask(look);
    looked = true;
  });
  addEventListener("popstate", () => {
    clearTimeout(behind);
    behind = undefined;
    read();
    place = placeOf(state);
    hash = hashFromState(state);
  });
  return write;
}
