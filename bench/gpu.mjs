/** What a page's worker asks of its GPU: WebGPU's own calls, counted from the inside. */

/** What is put before the worker's script: counts, and answers the message `gpu`, through its port, with { dispatches, bytes }. */
const PROBE = `
  const found = { dispatches: 0, bytes: 0 };
  const after = (prototype, name, note) => {
    const whole = prototype[name];
    prototype[name] = function (...given) {
      const made = whole.apply(this, given);
      note(this, made);
      return made;
    };
  };
  const living = new Map();
  const gone = (id) => ((found.bytes -= living.get(id) ?? 0), living.delete(id));
  const collected = new FinalizationRegistry(gone);
  const ids = new WeakMap();
  for (const name of ["dispatchWorkgroups", "dispatchWorkgroupsIndirect"]) after(GPUComputePassEncoder.prototype, name, () => found.dispatches++);
  after(GPUDevice.prototype, "createBuffer", (_, buffer) => {
    const id = Symbol();
    ids.set(buffer, id), living.set(id, buffer.size), collected.register(buffer, id);
    found.bytes += buffer.size;
  });
  after(GPUBuffer.prototype, "destroy", (buffer) => gone(ids.get(buffer)));
  addEventListener("message", (event) => {
    if (event.data !== "gpu") return;
    event.stopImmediatePropagation();
    event.ports[0].postMessage(found);
    found.dispatches = 0;
  });
`;

/**
 * Has the workers that the open page starts from now on count. The answer is a function that gives, for the worker that was started
 * first, the kernels it has had run since the last time and the bytes of the buffers that it holds.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<() => Promise<{ dispatches: number, bytes: number }>>}
 */
export async function watchGpu(page) {
  await page.route("**/worker/worker.js*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${PROBE}\n${await response.text()}` });
  });
  await page.evaluate(() => {
    globalThis.Worker = class extends Worker {
      /** @param {string | URL} address @param {WorkerOptions} [options] */
      constructor(address, options) {
        super(address, options);
        globalThis.firstWorker ??= this;
      }
    };
  });
  return () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => resolve(data);
          globalThis.firstWorker.postMessage("gpu", [port2]);
        }),
    );
}
