/** The page's end of a training: starts its worker, hands on what that says, ends it. */

import { LabError, abortError, errorFromFailure } from "../lab/protocol.js";
import { startWorker, unreached } from "../lab/start-worker.js";
import { told } from "../lab/told.js";

/** How long a worker may be silent before its script counts as lost. */
const SILENCE_MS = 30_000;

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
  let silence = 0;
  /** @type {(error: unknown) => void} */
  let reject = () => {};
  const end = () => {
    clearTimeout(silence);
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
    const script = "exact/trainer.js";
    worker = startWorker(script, "unnoise-training", () => new Worker(new URL("./trainer.js", import.meta.url), { type: "module", name: "unnoise-training" }));
    const lost = () => {
      const { message, url } = unreached(script);
      reject(new LabError(message, "worker-unreachable", { url }));
    };
    silence = setTimeout(lost, SILENCE_MS);
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (!event.message) return lost();
      reject(new LabError(`the worker stopped: ${event.message}; reload the page to start again`, "worker-stopped", { what: event.message }));
    });
    worker.addEventListener("message", ({ data }) => {
      clearTimeout(silence);
      if (data.type === "failed") return reject(errorFromFailure(data.error));
      if (data.type === "started") return;
      const { type, weights, ...state } = data;
      if (type === "progress") return told(onProgress, { ...state, of: config.steps, predict: lazily(() => network(weights)) });
      end();
      resolve({ ...state, predict: network(weights) });
    });
    worker.postMessage({ type: "start", glue: code.glue, module: code.module, mixture, config });
  });
  // A cancelled training that nobody waits for is no fault.
  promise.catch(() => {});
  const tell = (/** @type {"pause" | "resume"} */ type) => () => worker?.postMessage({ type });
  return /** @type {any} */ (Object.assign(promise, { pause: tell("pause"), resume: tell("resume"), cancel }));
}

/** @param {() => import("./types.js").Predict} make @returns {import("./types.js").Predict} */
function lazily(make) {
  /** @type {import("./types.js").Predict | null} */
  let made = null;
  return (at) => (made ??= make())(at);
}
