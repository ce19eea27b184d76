/**
 * The worker: takes requests and runs them one at a time, step by step. Between two steps it looks at
 * `cancel` and `control`: a request that is paused leaves its place to the others, and comes back behind
 * them. The messages are described in ../lab/protocol.js.
 */

import { shown } from "../lab/given.js";
import { LabError, abortError, failureFromError } from "../lab/protocol.js";
import { checkedCall, checkedOpen } from "./asked.js";
import { buffersIn } from "./buffers.js";
import { Host } from "./host.js";
import { Call, otherTasks } from "./perform.js";

/** @typedef {import("../lab/protocol.js").Open | import("../lab/protocol.js").Call} Request */

/**
 * A request that has not ended.
 * @typedef {object} Task
 * @property {Request} request
 * @property {number} steps that it may still take: Infinity, or while it is paused those that were asked for singly
 * @property {boolean} skips whether nobody wants the tensors of its steps
 * @property {boolean} cancelled
 * @property {Call | null} call once it has begun
 */

/** @type {any} the worker's scope; the DOM's types, which the page needs, have no name for it */
const scope = self;

/** @type {Map<number, Task>} every task, by its request's id */
const tasks = new Map();
/** @type {Task[]} ready to go on, in order */
const queue = [];
/** @type {Task | null} */
let running = null;
let closing = false;
/** @type {Host | null} */
let host = null;

// Registered before anything is awaited: a message that finds no listener is lost.
scope.addEventListener("message", (/** @type {MessageEvent<import("../lab/protocol.js").ToWorker>} */ { data }) => {
  if (data?.type === "close") return close();
  // Who gives no number cannot be answered, and who gives one twice not told apart.
  if (!Number.isSafeInteger(data?.id)) return;
  if (data.type === "cancel") return cancel(data.id);
  if (data.type === "control") return control(data.id, data.order);
  if (tasks.has(data.id)) return;
  if (data.type !== "open" && data.type !== "call") return fail(/** @type {any} */ (data).id, new LabError(`expected a message of the type open, call, cancel, control or close, found ${shown(String(/** @type {any} */ (data).type))}`, "unknown-message"));
  const task = { request: data, steps: data.type === "call" && data.paused ? 0 : Infinity, skips: false, cancelled: false, call: null };
  tasks.set(data.id, task);
  enqueue(task);
});
scope.postMessage({ type: "ready" });

/** @param {Task} task */
function enqueue(task) {
  queue.push(task);
  if (!running) work();
}

/** @param {number} id */
function cancel(id) {
  const task = tasks.get(id);
  if (!task) return;
  task.cancelled = true;
  if (task === running) return; // seen before its next step
  if (queue.includes(task)) queue.splice(queue.indexOf(task), 1);
  leave(task);
  fail(id, abortError());
}

/** @param {number} id @param {import("../lab/protocol.js").Order} order */
function control(id, order) {
  const task = tasks.get(id);
  if (!task) return; // it has ended meanwhile
  if (order === "skip") return void (task.skips = true);
  if (order !== "pause" && order !== "resume" && order !== "step") return;
  task.steps = order === "step" ? task.steps + 1 : order === "resume" ? Infinity : 0;
  if (task.steps > 0 && task !== running && !queue.includes(task)) enqueue(task);
}

function close() {
  closing = true;
  queue.length = 0;
  for (const task of tasks.values()) task.cancelled = true;
  if (!running) end();
}

function end() {
  for (const task of tasks.values()) leave(task);
  host?.free();
  scope.close();
}

async function work() {
  for (let task = queue.shift(); task; task = queue.shift()) {
    running = task;
    await goOn(task);
    running = null;
  }
  if (closing) end();
}

/** To the task's end, or until it is paused. @param {Task} task */
async function goOn(task) {
  const { id } = task.request;
  const paused = () => task.steps === 0 && !task.call?.stepped;
  try {
    // Its place is given up as soon as its step is taken: what the page orders on seeing that step comes after.
    while (!paused()) {
      await otherTasks();
      if (task.cancelled) throw abortError();
      if (paused()) return;
      const value = await advance(task);
      if (value === null) continue;
      leave(task);
      return scope.postMessage({ type: "done", id, value }, buffersIn(value));
    }
  } catch (error) {
    leave(task);
    fail(id, error);
  }
}

/** @param {Task} task @returns {Promise<any>} null while there is more to do */
async function advance(task) {
  const { request } = task;
  const { id } = request;
  const check = () => {
    if (task.cancelled) throw abortError();
  };
  if (request.type === "open") {
    if (host) throw new LabError("this worker has a lab; call createLab for another one", "already-open");
    const opening = new Host(checkedOpen(request), (progress) => scope.postMessage({ type: "progress", id, ...progress }));
    const opened = await opening.open(check);
    host = opening;
    return opened;
  }
  if (!host) throw new LabError("the lab was not opened; call createLab first", "not-open");
  // Said now: an order that arrives during the step is about the one after it.
  const single = task.steps !== Infinity && !task.call?.stepped;
  if (single) task.steps -= 1;
  const onStep = (/** @type {any} */ { xt, x0, ...step }) => {
    const sent = task.skips || !xt ? step : { ...step, xt, x0 };
    scope.postMessage({ type: "step", id, step: sent, single }, buffersIn(sent));
  };
  const onNotice = () => scope.postMessage({ type: "notice", id, notice: host?.notice, info: host?.info });
  task.call ??= new Call(host, request.verb, checkedCall(request, /** @type {import("../lab/types.js").LabInfo} */ (host.info)));
  return task.call.advance({ check, onStep, onNotice });
}

/** @param {Task} task */
function leave(task) {
  tasks.delete(task.request.id);
  task.call?.free();
}

/** @param {number} id @param {unknown} error */
function fail(id, error) {
  scope.postMessage({ type: "failed", id, error: failureFromError(error) });
}
