/** A worker of a crew, as the one that asks sees it, and the time that it is given. */

import { PATIENCE, timely } from "../lab/patience.js";
import { startWorker } from "../lab/start-worker.js";

/** Of a member that is gone, against an engine's sentence about what it was asked. */
export class Lost extends Error {}

/** How many times as long as the own part, which is as large, a member's may take: its core may be a slow one. */
const SLOWER = 4;

/** A member's answer once the own part is there. @template T @param {Promise<T>} promise @param {number} [ms] that the own part took */
export const inTime = (promise, ms = 0) => timely(promise, Math.max(PATIENCE.member, SLOWER * ms), () => new Lost("it did not answer"));

/** A promise that is waited for later; its rejection is heard then. @template T @param {Promise<T>} promise */
export function answered(promise) {
  promise.catch(() => {});
  return promise;
}

/** Its worker's script is member.js. */
export class Member {
  #worker = startWorker("worker/member.js", "unnoise-member", () => new Worker(new URL("./member.js", import.meta.url), { type: "module", name: "unnoise-member" }));
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: unknown) => void }>} */ #waiting = new Map();
  #last = 0;
  #ended = false;

  constructor() {
    this.#worker.addEventListener("message", ({ data: { id, value, error } }) => {
      const asked = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) asked?.reject(error.trapped ? new Lost(error.message) : new Error(error.message));
      else asked?.resolve(value);
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end(event.message || "a worker was not reached");
    });
  }

  /** @param {import("./crew.js").Parts} parts */
  load(parts) {
    return this.#ask({ type: "load", ...parts });
  }

  /** @param {Record<string, any>} message @returns {Promise<any>} */
  #ask(message) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new Lost("it has ended"));
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message });
    });
  }

  /** @param {string} verb @param {Record<string, any>} options */
  call(verb, options) {
    return this.#ask({ type: "call", verb, options });
  }

  /** @param {string} verb @param {Record<string, any>} options @returns {Promise<import("./crew.js").Stepped>} */
  async begin(verb, options) {
    const run = ++this.#last;
    await this.#ask({ type: "begin", run, verb, options });
    return {
      next: () => this.#ask({ type: "next", run }),
      result: () => this.#ask({ type: "result", run }),
      free: () => this.#worker.postMessage({ type: "free", run }),
    };
  }

  end(reason = "it was ended") {
    this.#ended = true;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Lost(reason));
    this.#waiting.clear();
  }
}
