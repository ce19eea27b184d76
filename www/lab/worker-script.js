/**
 * The scripts of workers, where they do not start: the browser says neither why nor which file it was. And it may have kept what came,
 * so that starting again would give the same; the next start goes past its cache.
 */

import { brokenOff, request } from "../worker/fetch.js";
import { PATIENCE, seconds } from "./patience.js";
import { LabError } from "./protocol.js";

const WHAT = "the worker's script";
/** Files of one script at most. */
const MOST_FILES = 64;

/** Scripts that did not start the last time. @type {Set<string>} */
const failed = new Set();

/** Whether a script has to be renewed before it is started. @param {URL} url */
export const hasFailed = (url) => failed.has(url.href);

/** Fetches a script that did not start past the cache. @param {URL} url @returns {Promise<void>} rejects with a sentence where the server does not have it */
export async function renewScript({ href }) {
  await renew(href, new Set());
  failed.delete(href);
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

/** Why a worker reported an error before it said that it had started. @param {URL} url @param {string} [said] by the browser @returns {Promise<LabError>} */
export async function faultOfScript(url, said) {
  failed.add(url.href);
  try {
    await renew(url.href, new Set());
  } catch (error) {
    return /** @type {LabError} */ (error);
  }
  if (said) return new LabError(`the worker stopped: ${said}; reload the page to start again`, "worker-stopped", { what: said });
  return new LabError(`the browser did not start ${WHAT} at ${url.href}, which can be reached; a policy of the page (worker-src) may forbid it, or it is not a script`, "worker-refused", { url: url.href });
}

/** Why no worker could be made at all. @param {URL} url @param {unknown} error */
export function blockedScript(url, error) {
  const what = error instanceof Error ? error.message : String(error);
  return new LabError(`a worker could not be started at ${url.href} (${what}); the browser's settings or the page's policy have to allow workers`, "worker-blocked", { url: url.href, what });
}

/** A worker that says nothing. @param {URL} url */
export function silentScript(url) {
  failed.add(url.href);
  const wait = seconds(PATIENCE.worker);
  return new LabError(`${WHAT} at ${url.href} did not start within ${wait} s; check the connection and try again`, "worker-silent", { url: url.href, seconds: wait });
}
