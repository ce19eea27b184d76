/** One call on the engine, a step at a time, begun again on the CPU where the GPU is lost meanwhile. */

import { LabError } from "../lab/protocol.js";
import { cut, imagesOf, joined } from "./crew.js";
import { deviceLoss, orFault } from "./faults.js";

/**
 * @typedef {object} Hooks
 * @property {() => void} check throws once the call was cancelled
 * @property {(step: any) => void} onStep
 * @property {() => void} onNotice
 */

/** Calls of the engine that give a `Run` to be stepped; the others are one step. */
const STEPWISE = new Set(["sample", "interpolate", "encode", "reconstruct"]);
/** Calls of one network call, whatever the number of images. */
const ONE_STEP = new Set(["predict", "bound"]);
/** Images that such a call hands to the engine in one go: between two goes the worker hears what the page says, as between two steps. */
const MOST_AT_ONCE = 128;

export class Call {
  #host;
  #verb;
  #options;
  /** @type {import("./crew.js").Stepped | null} */ #run = null;
  /** @type {any} the engine that made it: another one is there after a move to the CPU */ #engine = null;
  /** Of a call of one step, the options of its goes. @type {Record<string, any>[]} */ #goes = [];
  /** What those gave. @type {Record<string, any>[]} */ #made = [];
  /** Steps that the page already has. */
  #sent = 0;
  /** Milliseconds of work, without the time that the call waited or was paused. */
  #ms = 0;
  /** Whether all steps are taken, so that only the result is to be read. */
  stepped = false;

  /**
   * @param {import("./host.js").Host} host
   * @param {import("../lab/protocol.js").Verb} verb
   * @param {Record<string, any>} options complete
   */
  constructor(host, verb, options) {
    this.#host = host;
    this.#verb = verb;
    this.#options = options;
  }

  /** Takes one step, or goes once. @param {Hooks} hooks @returns {Promise<any>} what the call made, null while there is more to do */
  async advance(hooks) {
    try {
      return await this.#attempt(hooks);
    } catch (error) {
      if (!(await this.#host.lost(error))) throw named(error, this.#host);
    }
    hooks.check();
    await this.#host.moveToCpu(hooks.check);
    hooks.onNotice();
    try {
      return await this.#attempt(hooks);
    } catch (error) {
      throw named(error, this.#host);
    }
  }

  /** @param {Hooks} hooks */
  async #attempt(hooks) {
    const host = this.#host;
    const began = performance.now();
    // A device may be lost while every run is paused and nothing waits for it; to read from it then could last for ever.
    if (host.info?.backend === "webgpu" && deviceLoss.happened) throw new LabError("the GPU was lost", "gpu-lost");
    if (ONE_STEP.has(this.#verb)) return this.#go();
    if (!STEPWISE.has(this.#verb)) return orFault(host.call(this.#verb, this.#options));
    try {
      if (this.#engine !== host.engine) await this.#begin();
      if (await this.#next(hooks)) return null;
      const result = await orFault(/** @type {import("./crew.js").Stepped} */ (this.#run).result());
      return { ...result, ms: this.#ms + performance.now() - began };
    } finally {
      this.#ms += performance.now() - began;
    }
  }

  /** @returns {Promise<any>} null while there are goes left */
  async #go() {
    const { engine, imageSize } = this.#host;
    if (this.#engine !== engine) {
      const goes = Math.ceil(imagesOf(this.#verb, this.#options, imageSize) / MOST_AT_ONCE);
      this.#goes = cut(this.#verb, this.#options, imageSize, goes);
      this.#made = [];
      this.#engine = engine;
    }
    this.#made.push(await orFault(this.#host.call(this.#verb, this.#goes[this.#made.length])));
    if (this.#made.length < this.#goes.length) return null;
    return this.#made.length === 1 ? this.#made[0] : joined(this.#made);
  }

  /** From the start, also on another engine: the noise is the same on every backend, so the steps that the page has still hold. */
  async #begin() {
    const { engine } = this.#host;
    this.free();
    this.#run = await this.#host.begin(this.#verb, this.#options);
    this.#engine = engine;
  }

  /** Takes the next step that the page does not have yet. @param {Hooks} hooks @returns {Promise<boolean>} false after the last */
  async #next({ check, onStep }) {
    for (;;) {
      const from = performance.now();
      const step = await orFault(/** @type {import("./crew.js").Stepped} */ (this.#run).next());
      if (!step) return false;
      check();
      this.stepped = step.index + 1 >= step.of;
      if (step.index >= this.#sent) {
        this.#sent = step.index + 1;
        onStep({ ...step, ms: performance.now() - from });
        return true;
      }
      await otherTasks();
      check();
    }
  }

  /** Ends the call, wherever it is. */
  free() {
    if (this.#run) release(this.#run);
    this.#run = null;
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

/**
 * Waits until the messages that have arrived were handled: a step on the CPU never leaves the microtask
 * queue, so no `cancel` would come in between. `setTimeout` would add 4 ms to each step.
 */
export function otherTasks() {
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
