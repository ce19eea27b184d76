/**
 * The scripts of workers, where they do not start: the browser says neither why nor which file it was. And it may have kept what came,
 * so that starting again would give the same; the next start goes past its cache.
 */

import { brokenOff, request } from "../worker/fetch.js";
import { folder } from "./addresses.js";
import { PATIENCE, seconds } from "./patience.js";
import { LabError } from "./protocol.js";

const WHAT = "the worker's script";
/** Files of one script at most. */
const MOST_FILES = 64;

/** Scripts that did not start the last time, by their paths in the package. @type {Set<string>} */
const failed = new Set();

/** Where a script lies; null where a bundler has put it somewhere. @param {string} path */
function placeOf(path) {
  const around = folder();
  return around && new URL(path, around).href;
}

/** Whether a script has to be renewed before it is started. @param {string} path in the package */
export const hasFailed = (path) => failed.has(path) && placeOf(path) !== null;

/** Fetches a script that did not start past the cache. @param {string} path @returns {Promise<void>} rejects with a sentence where the server does not have it */
export async function renewScript(path) {
  await renew(/** @type {string} */ (placeOf(path)), new Set());
  failed.delete(path);
}

/** @param {string} url @param {Set<string>} seen */
async function renew(url, seen) {
  if (seen.has(url) || seen.size === MOST_FILES) return;
  seen.add(url);
  const response = await request(url, WHAT, "worker", "reload");
  const source = await response.text().catch((error) => Promise.reject(brokenOff(error, url, WHAT, "worker")));
  const imports = source.matchAll(/\b(?:from|import)\s*["'](\.[^"']+)["']/g);
  await Promise.all(Array.from(imports, ([, path]) => renew(new URL(path, url).href, seen)));
}

/** Why a worker reported an error before it said that it had started. @param {string} path @param {string} [said] by the browser @returns {Promise<LabError>} */
export async function faultOfScript(path, said) {
  failed.add(path);
  const url = placeOf(path);
  try {
    if (url) await renew(url, new Set());
  } catch (error) {
    return /** @type {LabError} */ (error);
  }
  if (said) return new LabError(`the worker stopped: ${said}; reload the page to start again`, "worker-stopped", { what: said });
  if (!url) return new LabError(`${WHAT} ${path} could not be reached; check the connection, or, if the bundler has copied no workers, serve the package's folder and say where with setBase`, "worker-unreachable", { url: path });
  return new LabError(`the browser did not start ${WHAT} at ${url}, which can be reached; a policy of the page (worker-src) may forbid it, or it is not a script`, "worker-refused", { url });
}

/** Why no worker could be made at all. @param {string} path @param {unknown} error */
export function blockedScript(path, error) {
  const what = error instanceof Error ? error.message : String(error);
  const url = placeOf(path) ?? path;
  return new LabError(`a worker could not be started at ${url} (${what}); the browser's settings or the page's policy have to allow workers`, "worker-blocked", { url, what });
}

/** A worker that says nothing. @param {string} path */
export function silentScript(path) {
  failed.add(path);
  const wait = seconds(PATIENCE.worker);
  const url = placeOf(path) ?? path;
  return new LabError(`${WHAT} at ${url} did not start within ${wait} s; check the connection and try again`, "worker-silent", { url, seconds: wait });
}
