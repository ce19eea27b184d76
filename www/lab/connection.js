/** The page's end of the protocol: owns the worker, gives out ids, matches answers to requests. */

import { abortError, errorFromFailure } from "./protocol.js";
import { told } from "./told.js";
import { hasFailed, launch, renewScript } from "./worker-script.js";

/**
 * @typedef {object} Hooks
 * @property {AbortSignal} [signal]
 * @property {(progress: import("./types.js").LoadProgress) => void} [onProgress] while opening
 * @property {(step: any, single: boolean) => void} [onStep] `single`: taken because one step was asked for
 */

/** @typedef {{ promise: Promise<any>, cancel: () => void, control: (order: import("./protocol.js").Order) => void }} Request */
/** @typedef {{ resolve: (value: any) => void, reject: (error: unknown) => void, hooks: Hooks }} Waiting */

const SCRIPT = "worker/worker.js";

export class Connection {
  /** @type {Map<number, Waiting>} */ #waiting = new Map();
  #nextId = 1;
  /** @type {Error | null} why no request can succeed any more */ #ended = null;
  /** Null where none could be made. @type {Worker | null} */ #worker = null;
  /** Ends the wait for the worker's script. */ #leave = () => {};
  /** @type {(message: import("./protocol.js").Notified) => void} */ onNotice = () => {};

  /** Starts a worker, past the browser's cache where its script failed before. */
  static async start() {
    if (hasFailed(SCRIPT)) await renewScript(SCRIPT);
    return new Connection();
  }

  constructor() {
    const bundled = () => new Worker(new URL("../worker/worker.js", import.meta.url), { type: "module", name: "unnoise" });
    const { worker, leave } = launch(SCRIPT, "unnoise", bundled, (error) => this.end(error));
    this.#worker = worker;
    this.#leave = leave;
    worker?.addEventListener("message", (event) => this.#receive(event.data));
  }

  /** Whether requests can still be answered. */
  get open() {
    return this.#ended === null;
  }

  /**
   * @param {{ type: "open" | "call" } & Record<string, any>} message without id
   * @param {Hooks} hooks
   * @returns {Request}
   */
  request(message, hooks) {
    const id = this.#nextId++;
    const { signal } = hooks;
    /** @type {(error: unknown) => void} */
    let reject = () => {};
    const promise = new Promise((resolve, no) => {
      reject = no;
      if (this.#ended) return no(this.#ended);
      if (signal?.aborted) return no(abortError());
      this.#waiting.set(id, { resolve, reject: no, hooks });
      this.#worker?.postMessage({ ...message, id });
    });
    const cancel = () => {
      // The caller is told now; the worker stops before its next step and starts nothing else until then.
      if (!this.#waiting.delete(id)) return;
      this.#worker?.postMessage({ type: "cancel", id });
      reject(abortError());
    };
    signal?.addEventListener("abort", cancel, { once: true });
    const done = () => signal?.removeEventListener("abort", cancel);
    promise.then(done, done);
    const control = (/** @type {import("./protocol.js").Order} */ order) => {
      if (this.#waiting.has(id)) this.#worker?.postMessage({ type: "control", id, order });
    };
    return { promise, cancel, control };
  }

  /** Frees the engine and ends the worker; whatever waits is rejected. @param {Error | DOMException} reason of later calls */
  end(reason) {
    if (this.#ended) return;
    this.#ended = reason;
    this.#leave();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    this.#worker?.postMessage({ type: "close" });
    // A worker in the middle of a long step would answer late; memory is wanted back now.
    setTimeout(() => this.#worker?.terminate(), 500);
  }

  /** @param {import("./protocol.js").ToPage} message */
  #receive(message) {
    if (message.type === "ready") return; // heard by `launch`
    if (message.type === "notice") return this.onNotice(message);
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return; // cancelled while this was on its way
    if (message.type === "progress") {
      const { phase, loaded, total } = message;
      return told(waiting.hooks.onProgress, { phase, loaded, total });
    }
    if (message.type === "step") return told((/** @type {any} */ step) => waiting.hooks.onStep?.(step, message.single), message.step);
    this.#waiting.delete(message.id);
    if (message.type === "done") waiting.resolve(message.value);
    else {
      const error = errorFromFailure(message.error);
      waiting.reject(error);
      // A wasm instance that trapped cannot be used again, and nothing but a new worker gives a new one.
      if (message.error.code === "engine-stopped") this.end(error);
    }
  }
}
