/** Loads a wasm bundle: the glue that wasm-bindgen wrote, and the code with progress. */

import { addressOf } from "../lab/addresses.js";
import { importFrom } from "../lab/import-from.js";
import { LabError, isOutOfMemory } from "../lab/protocol.js";
import { counted, request } from "./fetch.js";

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
export async function loadBundle(bundle, onProgress) {
  const glueUrl = addressOf(`wasm/${bundle}/unnoise.js`).href;
  const codeUrl = addressOf(`wasm/${bundle}/unnoise_bg.wasm`).href;
  const what = NAMES[bundle];
  const [response, glue] = await Promise.all([
    request(codeUrl, what, "code"),
    importFrom(glueUrl).catch((error) => {
      throw new LabError(
        `${what} could not be reached at ${glueUrl} (${error.message}); check the connection and try again`,
        "code-unreachable",
        { url: glueUrl },
      );
    }),
  ]);
  const body = counted(response, (loaded, total) => onProgress({ phase: "code", loaded, total }));
  try {
    const module = await WebAssembly.compileStreaming(new Response(body, { headers: { "content-type": "application/wasm" } }));
    await glue.default({ module_or_path: module });
    return { bindings: glue, glue: glueUrl, module };
  } catch (error) {
    if (isOutOfMemory(error)) throw error;
    const found = error instanceof Error ? error.message : String(error);
    throw new LabError(`${what} at ${codeUrl} could not be started: ${found}; reload the page`, "code-broken", { url: codeUrl, found });
  }
}
