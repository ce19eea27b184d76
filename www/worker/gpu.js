/**
 * Notices that the GPU is gone. The device is made inside the wasm, which keeps it to itself, and a
 * call that waits for a lost device may wait for ever; so the browser's own report is listened to
 * where devices are made.
 */

import { LabError } from "../lab/protocol.js";

/** @type {Set<(error: Error) => void>} */
const waiting = new Set();

export const deviceLoss = { happened: false };

/**
 * The value of a promise, or a rejection when a device is lost before it settles. (`Promise.race` with
 * one long-lived promise would keep every value of a run alive.)
 *
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export function orLost(promise) {
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    promise.then(resolve, reject).finally(() => waiting.delete(reject));
  });
}

/** Starts listening; called once, before the WebGPU bundle is loaded. */
export function watchDevices() {
  const prototype = /** @type {any} */ (globalThis).GPUAdapter?.prototype;
  if (!prototype || watched) return;
  watched = true;
  const requestDevice = prototype.requestDevice;
  prototype.requestDevice = async function (/** @type {any[]} */ ...args) {
    const device = await requestDevice.apply(this, args);
    device.lost.then((/** @type {{ message: string, reason: string }} */ { message, reason }) => {
      deviceLoss.happened = true;
      const error = new LabError(`the GPU was lost (${message || reason || "no reason given"})`, "gpu-lost");
      for (const reject of waiting) reject(error);
    });
    return device;
  };
}

let watched = false;
