/** The contract: `createLab` and the lab that it gives. */

import { Connection } from "./connection.js";
import { classify } from "./classify.js";
import { denoise } from "./denoise.js";
import * as check from "./options.js";
import { LabError, abortError } from "./protocol.js";
import { Run } from "./run.js";
import { scheduleTables } from "./schedule.js";

/** @typedef {import("./types.js").LabInfo} LabInfo */

/**
 * Loads a model and makes it ready: code for the backend, weights (their SHA-256 verified), a timed
 * warm-up. Everything runs in a worker of its own.
 *
 * @param {import("./types.js").LabOptions} [options]
 * @returns {Promise<Lab>} rejects with a sentence where something is missing or damaged, and with the
 *   name "AbortError" where `signal` was aborted
 * @throws {TypeError | RangeError} at once, for wrong options
 */
export function createLab(options) {
  const { hooks, ...want } = check.labOptions(options);
  if (hooks.signal?.aborted) return Promise.reject(abortError());
  return open(want, hooks);
}

/**
 * @param {{ model: string, backend: import("./types.js").BackendChoice, cores: number }} want
 * @param {import("./connection.js").Hooks} hooks
 */
async function open(want, hooks) {
  const connection = await Connection.start();
  try {
    const { info, notice } = await connection.request({ type: "open", ...want }, hooks).promise;
    return new Lab(connection, info, notice);
  } catch (error) {
    connection.end(error instanceof Error ? error : abortError());
    throw error;
  }
}

/**
 * One model on one backend. Calls run one at a time, in order; each can be cancelled by its `signal`
 * or, for runs, by `cancel()`. A run that is paused (`pause()`, or the option `paused`) holds nobody up:
 * the calls behind it go ahead, and when it is resumed or stepped it queues behind those that are there
 * by then. So several paused runs, stepped in turns, advance side by side, one step at a time. Wrong input throws `TypeError` or `RangeError` at once.
 *
 * Fires "notice" (a `CustomEvent` with a `Notice`) when the backend changes, as when the GPU is lost.
 */
export class Lab extends EventTarget {
  #connection;
  #disposed = false;

  /**
   * Made by `createLab`.
   *
   * @param {Connection} connection
   * @param {LabInfo} info
   * @param {import("./types.js").Notice | null} notice
   */
  constructor(connection, info, notice) {
    super();
    this.#connection = connection;
    /** The model and the machine. Replaced by a new object when the backend changes. */
    this.info = info;
    /** What the reader ought to know about the machine, or null. */
    this.notice = notice;
    connection.onNotice = (message) => {
      this.info = message.info;
      this.notice = message.notice;
      this.dispatchEvent(new CustomEvent("notice", { detail: message.notice }));
    };
  }

  /** Whether calls can still be answered: false after `dispose`, and after the worker has stopped. */
  get alive() {
    return this.#connection.open;
  }

  /**
   * Makes images from noise.
   *
   * @param {import("./types.js").SampleOptions} [options]
   * @returns {Run}
   */
  sample(options) {
    return this.#run("sample", check.sampleOptions(options, this.info));
  }

  /**
   * Makes a strip of images between two latents. The frames of the run hold the whole strip. By DDPM, or with η > 0, neighbours
   * resemble each other only with `noise: "shared"`; otherwise each image of the strip goes its own way.
   *
   * @param {import("./types.js").InterpolateOptions} options
   * @returns {Run}
   */
  interpolate(options) {
    return this.#run("interpolate", check.interpolateOptions(options, this.info));
  }

  /**
   * Takes images to timestep t of the forward process in one go (DDPM eq. 4).
   *
   * @param {import("./types.js").ForwardNoiseOptions} options
   * @returns {Promise<import("./types.js").NoiseResult>}
   */
  forwardNoise(options) {
    return this.#call("forwardNoise", check.forwardNoiseOptions(options, this.info));
  }

  /**
   * Finds the latent of images by DDIM inversion (DDIM §4.3).
   *
   * @param {import("./types.js").EncodeOptions} options
   * @returns {Promise<import("./types.js").EncodeResult>}
   */
  encode(options) {
    return this.#call("encode", check.encodeOptions("encode", options, this.info));
  }

  /**
   * Encodes images and decodes them again (DDIM Table 2).
   *
   * @param {import("./types.js").EncodeOptions} options
   * @returns {Promise<import("./types.js").ReconstructResult>}
   */
  reconstruct(options) {
    return this.#call("reconstruct", check.encodeOptions("reconstruct", options, this.info));
  }

  /**
   * One network call: the noise it sees in x_t, and the x̂₀ that follows from it (DDPM eq. 15).
   *
   * @param {import("./types.js").PredictOptions} options
   * @returns {Promise<import("./types.js").PredictResult>}
   */
  predict(options) {
    return this.#call("predict", check.predictOptions(options, this.info));
  }

  /**
   * Terms of the variational bound on −log₂ p(x₀), each from one draw of x_t: how many bits the model needs for an image
   * (DDPM eq. 5). One network call for all timesteps. The bound is of pictures of 256 grey values (DDPM §3.3), so the image is
   * rounded to the levels 2k/255 − 1 first.
   *
   * @param {import("./types.js").BoundOptions} options
   * @returns {Promise<import("./types.js").BoundResult>}
   */
  bound(options) {
    return this.#call("bound", check.boundOptions(options, this.info));
  }

  /**
   * Goes on from x_t at any timestep down to an image, by DDIM with η (eq. 12), with the noise that `sample` adds. Takes one
   * network call a step, between which calls that wait have their turn.
   *
   * @param {import("./types.js").DenoiseOptions} options
   * @returns {Promise<import("./types.js").DenoiseResult>}
   */
  denoise(options) {
    const { hooks, ...complete } = check.denoiseOptions(options, this.info);
    const stepNoise = (/** @type {Record<string, any>} */ noise) => this.#call("stepNoise", { ...noise, hooks: { signal: hooks.signal } });
    return quiet(denoise(this, complete, stepNoise, hooks));
  }

  /**
   * Which class an image is of, by Bayes' rule: the model's own variational bound with each label stands for ln p(x | class), the
   * same noise for every class (Li et al. 2023).
   *
   * @param {import("./types.js").ClassifyOptions} options
   * @returns {Promise<import("./types.js").Belief & { ms: number }>}
   */
  classify(options) {
    const { hooks, ...complete } = check.classifyOptions(options, this.info);
    return quiet(classify(this, complete, hooks));
  }

  /**
   * Tables of a noise schedule, at once.
   *
   * @param {import("./types.js").ScheduleOptions} [options]
   * @returns {import("./types.js").ScheduleTables}
   */
  schedule(options) {
    if (this.#disposed) throw disposedError();
    const { kind, steps } = check.scheduleOptions(options, this.info);
    // The model's own range of β belongs to its own kind of schedule.
    return scheduleTables(kind, steps, kind === this.info.schedule.kind ? this.info.schedule : {});
  }

  /** Frees the memory of the model, on the GPU too, and ends the worker. Unfinished calls reject. */
  dispose() {
    this.#disposed = true;
    this.#connection.end(disposedError());
  }

  /** @param {import("./protocol.js").Verb} verb @param {Record<string, any> & { hooks: check.Hooks }} complete options */
  #run(verb, { paused, hooks, ...options }) {
    const start = (/** @type {boolean} */ held, /** @type {import("./connection.js").Hooks["onStep"]} */ onStep) => this.#connection.request({ type: "call", verb, options, paused: held }, { signal: hooks.signal, onStep });
    return new Run(start, paused, hooks.onProgress);
  }

  /** @param {import("./protocol.js").Verb} verb @param {Record<string, any> & { hooks: check.Hooks }} complete options */
  #call(verb, { hooks, ...options }) {
    return this.#connection.request({ type: "call", verb, options }, { signal: hooks.signal, onStep: hooks.onProgress }).promise;
  }
}

/** A promise whose rejection is no news where nobody waits for it, as after `dispose`. @template T @param {Promise<T>} promise */
function quiet(promise) {
  promise.catch(() => {});
  return promise;
}

function disposedError() {
  return new LabError("the lab was disposed of; call createLab for a new one", "disposed");
}
