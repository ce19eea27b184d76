/**
 * The worker: takes requests, runs them one at a time, looks at `cancel` between steps. The messages
 * are described in ../lab/protocol.js.
 */

import { LabError, abortError, failureFromError } from "../lab/protocol.js";
import { Host } from "./host.js";
import { perform } from "./perform.js";

/** @typedef {import("../lab/protocol.js").Open | import("../lab/protocol.js").Call} Request */

/** @type {any} the worker's scope; the DOM's types, which the page needs, have no name for it */
const scope = self;

/** @type {Request[]} waiting, in order */
const queue = [];
/** @type {{ id: number, cancelled: boolean } | null} */
let running = null;
let closing = false;
/** @type {Host | null} */
let host = null;

// Registered before anything is awaited: a message that finds no listener is lost.
scope.addEventListener("message", (/** @type {MessageEvent<import("../lab/protocol.js").ToWorker>} */ { data }) => {
  if (data.type === "cancel") return cancel(data.id);
  if (data.type === "close") return close();
  queue.push(data);
  if (!running) work();
});

/** @param {number} id */
function cancel(id) {
  if (running?.id === id) running.cancelled = true;
  const at = queue.findIndex((request) => request.id === id);
  if (at >= 0) fail(queue.splice(at, 1)[0].id, abortError());
}

function close() {
  closing = true;
  queue.length = 0;
  if (running) running.cancelled = true;
  else end();
}

function end() {
  host?.free();
  scope.close();
}

async function work() {
  for (let request = queue.shift(); request; request = queue.shift()) {
    running = { id: request.id, cancelled: false };
    try {
      const value = await answer(request, running);
      scope.postMessage({ type: "done", id: request.id, value }, buffersIn(value));
    } catch (error) {
      fail(request.id, error);
    }
    running = null;
  }
  if (closing) end();
}

/** @param {Request} request @param {{ cancelled: boolean }} state @returns {Promise<any>} */
async function answer(request, state) {
  const { id } = request;
  const check = () => {
    if (state.cancelled) throw abortError();
  };
  if (request.type === "open") {
    host = new Host(request.model, request.backend, (progress) => scope.postMessage({ type: "progress", id, ...progress }));
    return host.open(check);
  }
  if (!host) throw new LabError("the lab was not opened; call createLab first", "not-open");
  const onStep = (/** @type {any} */ step) => scope.postMessage({ type: "step", id, step }, buffersIn(step));
  const onNotice = () => scope.postMessage({ type: "notice", id, notice: host?.notice, info: host?.info });
  return perform(host, request.verb, request.options, { check, onStep, onNotice });
}

/** @param {number} id @param {unknown} error */
function fail(id, error) {
  scope.postMessage({ type: "failed", id, error: failureFromError(error) });
}

/** The buffers to hand over, each once. @param {any} value @returns {ArrayBuffer[]} */
function buffersIn(value) {
  const buffers = new Set();
  for (const field of Object.values(value ?? {})) if (ArrayBuffer.isView(field)) buffers.add(field.buffer);
  return [...buffers];
}
