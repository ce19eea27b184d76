/** Runs one call on the engine, step by step, and moves it to the CPU where the GPU is lost meanwhile. */

import { LabError } from "../lab/protocol.js";
import { orFault } from "./faults.js";

/**
 * @typedef {object} Hooks
 * @property {() => void} check throws once the call was cancelled
 * @property {(step: any) => void} onStep
 * @property {() => void} onNotice
 */

/** Calls of the engine that give a `Run` to be stepped; the others are one network call or less. */
const STEPWISE = new Set(["sample", "interpolate", "encode", "reconstruct"]);

/**
 * @param {import("./host.js").Host} host
 * @param {import("../lab/protocol.js").Verb} verb
 * @param {Record<string, any>} options complete
 * @param {Hooks} hooks
 */
export async function perform(host, verb, options, hooks) {
  let sent = 0; // steps that the page already has
  const onStep = (/** @type {any} */ step) => {
    if (step.index < sent) return;
    sent = step.index + 1;
    hooks.onStep(step);
  };
  try {
    return await attempt(host, verb, options, { ...hooks, onStep });
  } catch (error) {
    if (!(await host.lost(error))) throw named(error, host);
  }
  hooks.check();
  await host.moveToCpu(hooks.check);
  hooks.onNotice();
  // From the start again: the noise is the same on every backend, so the steps that the page has already still hold.
  try {
    return await attempt(host, verb, options, { ...hooks, onStep });
  } catch (error) {
    throw named(error, host);
  }
}

/**
 * @param {import("./host.js").Host} host
 * @param {import("../lab/protocol.js").Verb} verb
 * @param {Record<string, any>} options
 * @param {Hooks} hooks
 */
async function attempt(host, verb, options, { check, onStep }) {
  const engine = host.engine;
  const began = performance.now();
  if (!STEPWISE.has(verb)) {
    await otherTasks();
    check();
    return orFault(engine[verb](options));
  }
  const run = await engine[verb](options);
  try {
    for (;;) {
      // Lets a waiting `cancel` in: a step on the CPU never leaves the microtask queue.
      await otherTasks();
      check();
      const from = performance.now();
      const step = await orFault(run.next());
      if (!step) break;
      check();
      onStep({ ...step, ms: performance.now() - from });
    }
    const result = await orFault(run.result());
    return { ...result, ms: performance.now() - began };
  } finally {
    release(run);
  }
}

/** Frees what may already be gone with a trapped instance or a lost device. @param {{ free(): void }} object */
export function release(object) {
  try {
    object.free();
  } catch {
    // Its memory went with the instance.
  }
}

const channel = new MessageChannel();
/** @type {(() => void)[]} */
const due = [];
channel.port1.onmessage = () => due.shift()?.();

/** Waits until the messages that have arrived were handled; `setTimeout` would add 4 ms to each step. */
function otherTasks() {
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    due.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** Turns a trap of the wasm into a sentence. @param {any} error @param {import("./host.js").Host} host */
function named(error, host) {
  if (error instanceof WebAssembly.RuntimeError) {
    const what = error.message;
    return new LabError(
      `the engine stopped on the ${host.info?.backend ?? "cpu"} backend (${what}), most likely out of memory; try fewer images, then start again`,
      "engine-stopped",
      { what },
    );
  }
  return error;
}
