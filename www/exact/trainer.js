/** The training's worker: some steps at a time, and between them whatever the page says. */

import { importFrom } from "../lab/import-from.js";
import { failureFromError } from "../lab/protocol.js";
import { otherTasks } from "../worker/perform.js";

/** Steps are taken for this long before messages are looked at, */
const SLICE_MS = 20;
/** and progress is said this often. */
const PROGRESS_MS = 250;

/** @type {any} the worker's scope; the DOM's types, which the page needs, have no name for it */
const scope = self;
let paused = false;
/** @type {() => void} */
let resume = () => {};

scope.addEventListener("message", (/** @type {MessageEvent} */ { data }) => {
  if (data?.type === "start") start(data).catch((error) => scope.postMessage({ type: "failed", error: failureFromError(error) }));
  if (data?.type === "pause") paused = true;
  if (data?.type === "resume") {
    paused = false;
    resume();
  }
});

/** @param {{ glue: string, module: WebAssembly.Module, mixture: any, config: any }} job */
async function start({ glue, module, mixture, config }) {
  scope.postMessage({ type: "started" });
  const bindings = await importFrom(glue);
  await bindings.default({ module_or_path: module });
  const data = new bindings.Mixture(mixture.components, mixture.schedule);
  const training = new bindings.Training(data, config);
  const losses = new Float64Array(config.steps);
  let [spent, said] = [0, -Infinity];
  for (let step = 0; step < config.steps; ) {
    await otherTasks();
    if (paused) await new Promise((/** @type {(value?: any) => void} */ done) => (resume = done));
    const began = performance.now();
    while (step < config.steps && performance.now() - began < SLICE_MS) losses[step++] = training.advance(1);
    spent += performance.now() - began;
    if (performance.now() - said < PROGRESS_MS && step < config.steps) continue;
    const weights = training.weights();
    scope.postMessage({ type: "progress", step, loss: training.loss(), floor: training.floor, ms: spent, weights }, [weights.buffer]);
    said = performance.now();
  }
  const weights = training.weights();
  scope.postMessage({ type: "done", losses, loss: training.loss(), floor: training.floor, ms: spent, weights }, [weights.buffer, losses.buffer]);
}
