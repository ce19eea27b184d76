/** How many cores a batch may use where nobody says: a batch is cut into as many parts, each made by an engine of its own. */

/** More would wait for memory, not for arithmetic. */
const MOST = 8;
/** On phones, and where memory is little: an engine takes about 40 MB. */
const MOST_ON_SMALL = 4;
const SMALL_GB = 4;

/** Most that may be asked for. */
export const MOST_CORES = 64;

/** @returns {number} */
export function sensibleCores() {
  const { hardwareConcurrency = 1, deviceMemory } = /** @type {any} */ (navigator);
  return Math.min(Math.max(hardwareConcurrency, 1), (deviceMemory === undefined ? isHandheld() : deviceMemory <= SMALL_GB) ? MOST_ON_SMALL : MOST);
}

/** Firefox and Safari do not tell the memory, so there a screen that is only touched counts as small. A worker cannot look, and is not a phone for that. */
const isHandheld = () => globalThis.matchMedia?.("(pointer: coarse) and (hover: none)").matches ?? false;
