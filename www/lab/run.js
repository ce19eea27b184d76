/** A run in progress: frames by iteration, the outcome as a promise, and ways to stop, pause and step it. */

import { told } from "./told.js";

/**
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").StepProgress} StepProgress
 * @typedef {import("./types.js").SampleResult} SampleResult
 */

/** Frames that nobody has begun to read wait up to so many bytes. */
const MOST_UNREAD = 8e6;

/**
 * Frames wait here until they are read: reading late loses nothing, and reading slowly does not slow
 * the run. They are given once, to whoever asks first. Leaving the loop early drops the frames still
 * to come, and lets the run go on to its result.
 *
 * Where nobody has begun to read and 8 MB wait, they are let go, and further ones are not sent: most who wait for the result alone
 * never read them. Who asks for them after all gets them all; they are made again, which takes the run's time once more.
 *
 * A paused run keeps its memory but holds nobody up: other calls go ahead of it, and when it goes on it
 * queues behind those that are there. Its result stays pending until it is resumed, stepped to its end
 * or cancelled, so a page that waits for the result of a run that it paused waits for ever.
 *
 * @implements {AsyncIterable<Frame>}
 */
export class Run {
  /** @type {Frame[]} */ #frames = [];
  /** @type {(() => void)[]} */ #readers = [];
  /** Steps that were asked for; `any`: the run has gone on since, so the next step will do. @type {{ resolve: (step: StepProgress | null) => void, any: boolean }[]} */ #steppers = [];
  #closed = false;
  /** Whether somebody has begun to read. */ #asked = false;
  /** Whether the reader has left. */ #unread = false;
  /** Bytes that wait while nobody reads. */ #waiting = 0;
  /** Whether frames were let go, so that reading them takes another run. */ #letGo = false;
  /** The run that makes them again. @type {import("./connection.js").Request | null} */ #again = null;
  #madeAgain = false;
  /** Steps taken. */ #taken = 0;
  /** @type {unknown} */ #error = undefined;
  #failed = false;
  #paused;
  #start;
  #cancel;
  #control;

  /**
   * Made by the lab; use `lab.sample` or `lab.interpolate`.
   *
   * @param {(paused: boolean, onStep: (step: any, single: boolean) => void) => import("./connection.js").Request} start
   * @param {boolean} paused
   * @param {((progress: StepProgress) => void) | undefined} onProgress
   */
  constructor(start, paused, onProgress) {
    this.#paused = paused;
    this.#start = start;
    const { promise, cancel, control } = start(paused, ({ xt, x0, ...step }, single) => {
      this.#taken = step.index + 1;
      if (xt && !this.#letGo) this.#keep({ ...step, xt, x0 });
      this.#wake();
      // The step that was under way when a pause took hold is not the one that was asked for.
      if (single || !this.#paused || this.#steppers[0]?.any) this.#steppers.shift()?.resolve(step);
      told(onProgress, step);
    });
    this.#cancel = cancel;
    this.#control = control;
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
        this.#fail(error);
        this.#close();
      },
    );
  }

  /** Stops the run before its next step, paused or not. Does nothing once it has ended. */
  cancel() {
    this.#cancel();
    this.#again?.cancel();
  }

  /** Whether the run waits for `resume` or `step`. False once it has ended. */
  get paused() {
    return this.#paused && !this.#closed;
  }

  /** Pauses the run before its next step. */
  pause() {
    if (this.#paused) return;
    this.#paused = true;
    this.#control("pause");
    // A pause takes back every step; those that somebody still waits for are asked for again.
    for (const stepper of this.#steppers) {
      stepper.any = false;
      this.#control("step");
    }
  }

  /** Lets a paused run go on by itself. */
  resume() {
    if (!this.#paused) return;
    this.#paused = false;
    for (const stepper of this.#steppers) stepper.any = true;
    this.#control("resume");
  }

  /**
   * Takes one step of a paused run; a run that is not paused is paused first. After the last step the run
   * ends by itself.
   *
   * @returns {Promise<StepProgress | null>} the step, once it is taken; null where the run has ended before it
   */
  step() {
    if (this.#closed) return Promise.resolve(null);
    this.pause();
    return new Promise((resolve) => {
      this.#steppers.push({ resolve, any: false });
      this.#control("step");
    });
  }

  /** @returns {AsyncIterator<Frame, undefined>} */
  [Symbol.asyncIterator]() {
    this.#asked = true;
    if (this.#letGo && !this.#unread && !this.#failed) this.#makeAgain();
    return {
      next: async () => {
        for (;;) {
          // One that is made again may be ahead of the run, which is held.
          if (this.#frames.length > 0 && this.#frames[0].index < this.#taken) return { done: false, value: /** @type {Frame} */ (this.#frames.shift()) };
          if (this.#failed) throw this.#error;
          if (this.#closed && !this.#again && this.#frames.length === 0) return { done: true, value: undefined };
          await new Promise((/** @type {(value: void) => void} */ resolve) => this.#readers.push(resolve));
        }
      },
      return: async () => {
        this.#unread = true;
        this.#drop();
        return { done: true, value: undefined };
      },
    };
  }

  /** @param {Frame} frame */
  #keep(frame) {
    this.#frames.push(frame);
    if (!this.#asked && (this.#waiting += frame.xt.byteLength + frame.x0.byteLength) > MOST_UNREAD) this.#drop();
  }

  /** Lets frames go, those to come too. */
  #drop() {
    this.#letGo = true;
    this.#frames.length = 0;
    this.#control("skip");
    this.#again?.cancel();
  }

  /** Makes the frames that were let go, for somebody who wants them after all: the same options give the same frames. */
  #makeAgain() {
    if (this.#madeAgain) return;
    this.#madeAgain = true;
    this.#again = this.#start(false, ({ xt, x0, ...step }) => {
      if (!xt || this.#unread) return;
      this.#frames.push({ ...step, xt, x0 });
      this.#wake();
    });
    const ended = () => {
      this.#again = null;
      this.#wake();
    };
    this.#again.promise.then(ended, (error) => {
      if (!this.#unread) this.#fail(error);
      ended();
    });
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#error = error;
    this.#failed = true;
    this.#frames.length = 0;
  }

  #close() {
    this.#closed = true;
    for (const { resolve } of this.#steppers.splice(0)) resolve(null);
    this.#wake();
  }

  #wake() {
    for (const resolve of this.#readers.splice(0)) resolve();
  }
}
