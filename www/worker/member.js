/** A worker of a crew (crew.js): an engine that makes its part of a batch, a step whenever it is asked. */

import { buffersIn } from "./buffers.js";
import { importFrom } from "../lab/import-from.js";
import { orFault } from "./faults.js";

/** @type {any} the worker's scope; the DOM's types, which the page needs, have no name for it */
const scope = self;
/** @type {any} */
let engine = null;
/** @type {Map<number, any>} the wasm's runs in progress, by the asker's number */
const runs = new Map();

/** @type {Record<string, (message: any) => unknown>} */
const answers = {
  async load({ glue, module, config, weights }) {
    const { default: start, Engine } = await importFrom(glue);
    await start({ module_or_path: module });
    engine = await orFault(Engine.load(config, weights));
  },
  call: ({ verb, options }) => orFault(engine[verb](options)),
  begin: ({ run, verb, options }) => void runs.set(run, engine[verb](options)),
  next: ({ run }) => orFault(runs.get(run).next()),
  result: ({ run }) => orFault(runs.get(run).result()),
};

scope.addEventListener("message", async (/** @type {MessageEvent} */ { data }) => {
  if (data.type === "free") {
    runs.get(data.run)?.free();
    runs.delete(data.run);
    return;
  }
  try {
    const value = await answers[data.type](data);
    scope.postMessage({ id: data.id, value }, buffersIn(value));
  } catch (error) {
    const { message = String(error) } = /** @type {any} */ (error);
    scope.postMessage({ id: data.id, error: { message, trapped: error instanceof WebAssembly.RuntimeError } });
  }
});
