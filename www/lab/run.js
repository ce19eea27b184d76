/** A run in progress: frames by iteration, the outcome as a promise, and a way to stop it. */

/**
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").SampleResult} SampleResult
 */

/**
 * Frames wait here until they are read: reading late loses nothing, and reading slowly does not slow
 * the run. They are given once, to whoever asks first. Leaving the loop early drops the frames still
 * to come, and lets the run go on to its result.
 *
 * @implements {AsyncIterable<Frame>}
 */
export class Run {
  /** @type {Frame[]} */ #frames = [];
  /** @type {(() => void)[]} */ #readers = [];
  #closed = false;
  #unread = false;
  /** @type {unknown} */ #error = undefined;
  #failed = false;
  #cancel;

  /**
   * Made by the lab; use `lab.sample` or `lab.interpolate`.
   *
   * @param {(onStep: (step: any) => void) => import("./connection.js").Request} start
   * @param {((progress: import("./types.js").StepProgress) => void) | undefined} onProgress
   */
  constructor(start, onProgress) {
    const { promise, cancel } = start(({ xt, x0, ...step }) => {
      if (xt && !this.#unread) {
        this.#frames.push({ ...step, xt, x0 });
        this.#wake();
      }
      onProgress?.(step);
    });
    this.#cancel = cancel;
    /**
     * What the run made. Rejects with the name "AbortError" after `cancel`.
     * @type {Promise<SampleResult>}
     * @readonly
     */
    this.result = promise;
    promise.then(
      () => this.#close(),
      (error) => {
        // Also keeps the rejection from being reported as unhandled where only the loop is used.
        this.#error = error;
        this.#failed = true;
        this.#frames.length = 0;
        this.#close();
      },
    );
  }

  /** Stops the run before its next step. Does nothing once it has ended. */
  cancel() {
    this.#cancel();
  }

  /** @returns {AsyncIterator<Frame, undefined>} */
  [Symbol.asyncIterator]() {
    return {
      next: async () => {
        for (;;) {
          const frame = this.#frames.shift();
          if (frame) return { done: false, value: frame };
          if (this.#failed) throw this.#error;
          if (this.#closed) return { done: true, value: undefined };
          await new Promise((/** @type {(value: void) => void} */ resolve) => this.#readers.push(resolve));
        }
      },
      return: async () => {
        this.#unread = true;
        this.#frames.length = 0;
        return { done: true, value: undefined };
      },
    };
  }

  #close() {
    this.#closed = true;
    this.#wake();
  }

  #wake() {
    for (const resolve of this.#readers.splice(0)) resolve();
  }
}
