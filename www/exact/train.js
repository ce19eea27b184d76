/** The page's end of a training: starts its worker, hands on what that says, ends it. */

import { abortError, errorFromFailure } from "../lab/protocol.js";
import { told } from "../lab/told.js";
import { hasFailed, launch, renewScript } from "../lab/worker-script.js";

const SCRIPT = "exact/trainer.js";

/**
 * @param {object} job
 * @param {import("./code.js").Code} job.code
 * @param {Record<string, any>} job.mixture options
 * @param {Record<string, any>} job.config
 * @param {AbortSignal} [job.signal]
 * @param {(progress: import("./types.js").TrainProgress) => void} [job.onProgress]
 * @param {(weights: Float32Array) => import("./types.js").Predict} job.network
 * @returns {import("./types.js").Training}
 */
export function train({ code, mixture, config, signal, onProgress, network }) {
  /** @type {Worker | null} */
  let worker = null;
  let [leave, ended] = [() => {}, false];
  /** Whether it is paused, which is told to a worker that is still to come. */
  let held = false;
  /** @type {(error: unknown) => void} */
  let reject = () => {};
  const end = () => {
    ended = true;
    leave();
    worker?.terminate();
    worker = null;
    signal?.removeEventListener("abort", cancel);
  };
  const cancel = () => {
    end();
    reject(abortError());
  };
  const promise = new Promise((resolve, no) => {
    reject = (error) => {
      end();
      no(error);
    };
    if (signal?.aborted) return reject(abortError());
    signal?.addEventListener("abort", cancel);
    const renewed = hasFailed(SCRIPT) ? renewScript(SCRIPT) : Promise.resolve();
    renewed.then(() => ended || begin(resolve)).catch(reject);
  });
  /** @param {(trained: any) => void} resolve */
  const begin = (resolve) => {
    const bundled = () => new Worker(new URL("./trainer.js", import.meta.url), { type: "module", name: "unnoise-training" });
    ({ worker, leave } = launch(SCRIPT, "unnoise-training", bundled, reject));
    if (!worker) return;
    worker.addEventListener("message", ({ data }) => {
      if (data.type === "failed") return reject(errorFromFailure(data.error));
      if (data.type === "started") return;
      const { type, weights, ...state } = data;
      if (type === "progress") return told(onProgress, { ...state, of: config.steps, predict: lazily(() => network(weights)) });
      end();
      resolve({ ...state, predict: network(weights) });
    });
    worker.postMessage({ type: "start", glue: code.glue, module: code.module, mixture, config });
    if (held) worker.postMessage({ type: "pause" });
  };
  // A cancelled training that nobody waits for is no fault.
  promise.catch(() => {});
  const tell = (/** @type {"pause" | "resume"} */ type) => () => {
    held = type === "pause";
    worker?.postMessage({ type });
  };
  return /** @type {any} */ (Object.assign(promise, { pause: tell("pause"), resume: tell("resume"), cancel }));
}

/** @param {() => import("./types.js").Predict} make @returns {import("./types.js").Predict} */
function lazily(make) {
  /** @type {import("./types.js").Predict | null} */
  let made = null;
  return (at) => (made ??= make())(at);
}
