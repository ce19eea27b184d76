/**
 * Notices that an engine will never answer: its GPU device is gone, or its wasm has trapped.
 *
 * The device is made inside the wasm, which keeps it to itself, and a call that waits for a lost device
 * may wait for ever; so the browser's own report is listened to where devices are made. A trap (a panic,
 * memory used up) in the middle of an async call leaves its promise unsettled and surfaces only as the
 * worker's "error" event.
 */

import { PATIENCE, timely } from "../lab/patience.js";
import { LabError } from "../lab/protocol.js";

/** @type {Set<(error: unknown) => void>} */
const waiting = new Set();

/** @param {unknown} error */
function tell(error) {
  for (const reject of waiting) reject(error);
}

export const deviceLoss = { happened: false };

/**
 * The value of an engine's promise, or a rejection when the engine will not give it. (`Promise.race`
 * with one long-lived promise would keep every value of a run alive.)
 *
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export function orFault(promise) {
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    promise.then(resolve, reject).finally(() => waiting.delete(reject));
  });
}

self.addEventListener("error", (event) => {
  // Where nobody waits, the page is to hear of it: it is then no trap of a call.
  if (!(event.error instanceof WebAssembly.RuntimeError) || waiting.size === 0) return;
  event.preventDefault();
  tell(event.error);
});

let watched = false;

/** Starts listening for lost devices; called before the WebGPU bundle is loaded. */
export function watchDevices() {
  const prototype = /** @type {any} */ (globalThis).GPUAdapter?.prototype;
  if (!prototype || watched) return;
  watched = true;
  const requestDevice = prototype.requestDevice;
  prototype.requestDevice = async function (/** @type {any[]} */ ...args) {
    const device = await timely(requestDevice.apply(this, args), PATIENCE.gpu, () => new LabError("the GPU gave no device", "gpu-lost"));
    device.lost.then((/** @type {{ message: string, reason: string }} */ { message, reason }) => {
      deviceLoss.happened = true;
      tell(new LabError(`the GPU was lost (${message || reason || "no reason given"})`, "gpu-lost"));
    });
    return device;
  };
}
