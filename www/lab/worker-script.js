/**
 * The scripts of workers, where they do not start: the browser says neither why nor which file it was. And it may have kept what came,
 * so that starting again would give the same; the next start goes past its cache.
 */

import { brokenOff, request } from "../worker/fetch.js";
import { addressOf, folder } from "./addresses.js";
import { PATIENCE, seconds, timely } from "./patience.js";
import { LabError } from "./protocol.js";
import { startWorker } from "./start-worker.js";

const WHAT = "the worker's script";
/** Files of one script at most. */
const MOST_FILES = 64;

/** Scripts that did not start the last time, by their paths in the package. @type {Set<string>} */
const failed = new Set();

/** Where a script lies; null where a bundler has put it somewhere. @param {string} path */
const placeOf = (path) => (folder() ? addressOf(path).href : null);

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

/**
 * Starts a worker whose script says something as soon as it has started, and tells what is wrong where it does not, or stops later.
 *
 * @param {string} path in the package @param {string} name @param {() => Worker} bundled as `startWorker` has them
 * @param {(error: LabError) => void} lost
 * @returns {{ worker: Worker | null, leave: () => void }} no worker where none could be made; `leave`: its start is not waited for any more
 */
export function launch(path, name, bundled, lost) {
  /** @type {Worker} */
  let worker;
  try {
    worker = startWorker(path, name, bundled);
  } catch (error) {
    lost(blockedScript(path, error));
    return { worker: null, leave: () => {} };
  }
  let leave = () => {};
  const started = new Promise((/** @type {(value?: any) => void} */ resolve) => (leave = resolve));
  let settled = false;
  // An empty script, or one that never comes, makes no event.
  timely(started, PATIENCE.worker, () => silentScript(path)).then(() => (settled = true), lost);
  worker.addEventListener("message", leave, { once: true });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    if (settled) lost(stopped(event.message || "no reason given"));
    else faultOfScript(path, event.message).then(lost);
  });
  return { worker, leave };
}

/** @param {string} what */
const stopped = (what) => new LabError(`the worker stopped: ${what}; reload the page to start again`, "worker-stopped", { what });

/** Why a worker reported an error before it said that it had started. @param {string} path @param {string} [said] by the browser @returns {Promise<LabError>} */
async function faultOfScript(path, said) {
  failed.add(path);
  const url = placeOf(path);
  try {
    if (url) await renew(url, new Set());
  } catch (error) {
    return /** @type {LabError} */ (error);
  }
  if (said) return stopped(said);
  if (!url) return new LabError(`${WHAT} ${path} could not be reached; check the connection, or, if the bundler has copied no workers, serve the package's folder and say where with setBase`, "worker-unreachable", { url: path });
  return new LabError(`the browser did not start ${WHAT} at ${url}, which can be reached; a policy of the page (worker-src) may forbid it, or it is not a script`, "worker-refused", { url });
}

/** Why no worker could be made at all. @param {string} path @param {unknown} error */
function blockedScript(path, error) {
  const what = error instanceof Error ? error.message : String(error);
  const url = placeOf(path) ?? path;
  return new LabError(`a worker could not be started at ${url} (${what}); the browser's settings or the page's policy have to allow workers`, "worker-blocked", { url, what });
}

/** A worker that says nothing. @param {string} path */
function silentScript(path) {
  failed.add(path);
  const wait = seconds(PATIENCE.worker);
  const url = placeOf(path) ?? path;
  return new LabError(`${WHAT} at ${url} did not start within ${wait} s; check the connection and try again`, "worker-silent", { url, seconds: wait });
}
