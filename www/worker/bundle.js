/** Loads a wasm bundle: the glue that wasm-bindgen wrote, and the code with progress. */

import { addressOf } from "../lab/addresses.js";
import { importFrom } from "../lab/import-from.js";
import { LabError, isOutOfMemory } from "../lab/protocol.js";
import { PATIENCE, seconds, timely } from "../lab/patience.js";
import { brokenOff, counted, renewed, request } from "./fetch.js";

/** What each is in a sentence. */
const NAMES = {
  webgpu: "the engine's code for the webgpu backend",
  cpu: "the engine's code for the cpu backend",
  exact: "the code of the exact part",
};

/**
 * @param {keyof typeof NAMES} bundle
 * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
 * @returns {Promise<{ bindings: any, glue: string, module: WebAssembly.Module }>} its classes, and what another worker needs for its own
 */
export const loadBundle = (bundle, onProgress) => renewed((cache) => load(bundle, onProgress, cache));

/**
 * @param {keyof typeof NAMES} bundle
 * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
 * @param {import("./fetch.js").Caching} cache
 */
async function load(bundle, onProgress, cache) {
  const glueUrl = addressOf(`wasm/${bundle}/unnoise.js`).href;
  const codeUrl = addressOf(`wasm/${bundle}/unnoise_bg.wasm`).href;
  const what = NAMES[bundle];
  const asked = request(codeUrl, what, "code", cache);
  const [response, { glue, address }] = await Promise.all([asked, importGlue(glueUrl, what, cache)]).catch((error) => {
    asked.then(({ body }) => body?.cancel()).catch(() => {}); // without its glue nobody reads it
    throw error;
  });
  const body = counted(response, (loaded, total) => onProgress({ phase: "code", loaded, total }));
  try {
    const module = await WebAssembly.compileStreaming(new Response(body, { headers: { "content-type": "application/wasm" } }));
    await glue.default({ module_or_path: module });
    return { bindings: glue, glue: address, module };
  } catch (error) {
    if (error instanceof LabError || isOutOfMemory(error)) throw error;
    throw notStarted(what, codeUrl, error);
  }
}

/** Glue whose import failed: a document keeps that answer under that address for as long as it lives. @type {Set<string>} */
const failed = new Set();

/** @param {string} url @param {string} what @param {import("./fetch.js").Caching} cache @returns {Promise<{ glue: any, address: string }>} and the address that gave it */
async function importGlue(url, what, cache) {
  // An import says of no failure what it was, and knows no cache; asking for the file does, and renews what the cache has.
  if (cache === "reload") {
    const response = await request(url, what, "code", cache);
    await response.text().catch((error) => Promise.reject(brokenOff(error, url, what, "code")));
  }
  const address = cache === "reload" || failed.has(url) ? `${url}?${Date.now()}` : url;
  const wait = seconds(PATIENCE.download);
  const late = () => new LabError(`${what} at ${url} stalled: nothing came for ${wait} s; check the connection and try again`, "code-stalled", { url, seconds: wait });
  try {
    return { glue: await timely(importFrom(address), PATIENCE.download, late), address };
  } catch (error) {
    failed.add(url);
    throw error instanceof LabError ? error : notStarted(what, url, error);
  }
}

/** @param {string} what @param {string} url @param {unknown} error */
function notStarted(what, url, error) {
  const found = error instanceof Error ? error.message : String(error);
  return new LabError(`${what} at ${url} could not be started: ${found}; reload the page`, "code-broken", { url, found });
}
