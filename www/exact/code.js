/** The exact part's wasm, loaded once, when it is first asked for. It runs on the page's own thread: its answers are there at once. */

import { told } from "../lab/told.js";
import { loadBundle } from "../worker/bundle.js";

/** @typedef {import("../lab/types.js").LoadProgress} LoadProgress */
/** @typedef {Awaited<ReturnType<typeof loadBundle>>} Code */

/** @type {Promise<Code> | null} */
let loading = null;
/** @type {Set<(progress: LoadProgress) => void>} */
const watchers = new Set();

/** @param {(progress: LoadProgress) => void} [onProgress] @returns {Promise<Code>} */
export async function loadCode(onProgress) {
  if (onProgress) watchers.add(onProgress);
  loading ??= loadBundle("exact", (progress) => watchers.forEach((tell) => told(tell, progress)));
  try {
    return await loading;
  } catch (error) {
    loading = null; // trying again fetches again
    throw error;
  } finally {
    if (onProgress) watchers.delete(onProgress);
  }
}
