/**
 * The protocol between the page and the worker: every message, its fields, its direction.
 *
 * - Every message but `close` and `ready` carries the `id` of the request it belongs to; ids come from the page and never repeat.
 * - A request is answered by any number of `progress`, `frame` and `step` messages and then by exactly
 *   one `done` or `failed`. Nothing follows that for its id.
 * - Anything else is answered with `failed` where it has an `id` of its own, and not at all where it has none.
 * - The worker runs one request at a time, in order. `cancel` removes a waiting or paused request at once,
 *   and stops the running one before its next step; both answer `failed` with the name "AbortError".
 * - `control` pauses a request before its next step. A paused request leaves its place to the others, and
 *   comes back behind them; that of one that has ended does nothing.
 * - Buffers of `frame` and `done` are transferred, not copied. Buffers in requests are copied, since
 *   they belong to the caller.
 *
 * @module protocol
 */

/**
 * Page to worker.
 * @typedef {{ type: "open", id: number, model: string, backend: import("./types.js").BackendChoice, cores: number }} Open
 *   First message of a worker: `model` is a name or an absolute URL, `cores` how many a batch on the CPU may use. Answered by `done` with {info, notice}. A lab that is open is not replaced.
 * @typedef {{ type: "call", id: number, verb: Verb, options: Record<string, any>, paused?: boolean }} Call
 *   `options` as completed by options.js; with `paused`, no step is taken before a `control` allows it.
 * @typedef {{ type: "cancel", id: number }} Cancel
 * @typedef {{ type: "control", id: number, order: Order }} Control
 *   "step" allows one step of a paused request.
 * @typedef {{ type: "close" }} Close
 *   Frees the engine and ends the worker. Not answered.
 * @typedef {Open | Call | Cancel | Control | Close} ToWorker
 */

/** `skip`: the tensors of further steps are not sent. @typedef {"pause" | "resume" | "step" | "skip"} Order */
/** @typedef {"sample" | "interpolate" | "forwardNoise" | "stepNoise" | "encode" | "reconstruct" | "predict" | "bound"} Verb */

/**
 * Worker to page.
 * @typedef {{ type: "ready" }} Ready
 *   The script has started. Requests may be sent before.
 * @typedef {{ type: "progress", id: number } & import("./types.js").LoadProgress} Progress
 *   While opening.
 * @typedef {{ type: "step", id: number, step: import("./types.js").StepProgress & { xt?: Float32Array, x0?: Float32Array }, single: boolean }} Step
 *   After each step; with tensors where the request's `frames` wants them. `single`: a "step" had allowed it.
 * @typedef {{ type: "done", id: number, value: any }} Done
 * @typedef {{ type: "failed", id: number, error: Failure }} Failed
 * @typedef {{ type: "notice", id: number, notice: import("./types.js").Notice, info: import("./types.js").LabInfo }} Notified
 *   The engine moved to another backend during request `id`.
 * @typedef {Ready | Progress | Step | Done | Failed | Notified} ToPage
 */

/**
 * An error on its way to the page. `code` and `details` let the page say it in its own language.
 * @typedef {{ name: string, message: string, code?: string, details?: Record<string, string | number> }} Failure
 */

/** An error with a stable code, for readers that translate. */
export class LabError extends Error {
  /**
   * @param {string} message an English sentence: what was expected, what was found, what to do
   * @param {string} code stable
   * @param {Record<string, string | number>} [details] the values in the sentence
   */
  constructor(message, code, details = {}) {
    super(message);
    this.name = "LabError";
    this.code = code;
    this.details = details;
  }
}

/** @returns {DOMException} what every cancelled call rejects with */
export function abortError() {
  return new DOMException("the call was cancelled before it finished", "AbortError");
}

/** Whether memory could not be had; engines say so in words of their own. @param {any} error */
export const isOutOfMemory = (error) => error instanceof RangeError && /out of memory|allocat/i.test(error.message);

/** @param {any} error @returns {Failure} */
export function failureFromError(error) {
  if (isOutOfMemory(error)) {
    const what = error.message;
    const message = `there was not enough memory (${what}); ask for fewer images or close other tabs, then try again`;
    return { name: "LabError", message, code: "out-of-memory", details: { what } };
  }
  const { name = "Error", message = String(error), code, details } = error ?? {};
  // A DOMException's code is a number of its own; only ours are strings.
  return typeof code === "string" ? { name, message, code, details } : { name, message };
}

/** @param {Failure} failure @returns {Error | DOMException} */
export function errorFromFailure({ name, message, code, details }) {
  if (name === "AbortError") return abortError();
  if (name === "TypeError") return new TypeError(message);
  if (name === "RangeError") return new RangeError(message);
  return code ? new LabError(message, code, details) : new Error(message);
}
