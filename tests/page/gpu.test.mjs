/**
 * The WebGPU backend and the way back from it. These need an adapter and fail without one; a software
 * adapter takes seconds for a step, so there are few steps.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { watchGpu } from "../../bench/gpu.mjs";
import { barePage, start } from "./support.mjs";

const MINUTES = 60_000;
let session;

before(async () => (session = await start()));
after(() => session?.close());

test("an adapter is granted", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(() => unnoise.detect());
  assert.equal(found.webgpu, true, "expected a WebGPU adapter, found none; Chromium needs --enable-unsafe-webgpu on a machine without GPU");
  assert(found.adapter);
  await context.close();
});

test("WebGPU samples the CPU's picture from the same noise", { timeout: 8 * MINUTES }, async () => {
  const { page, context, problems } = await barePage(session);
  page.setDefaultTimeout(8 * MINUTES);
  const outcome = await page.evaluate(async () => {
    const options = { count: 1, steps: 2, seed: 7, label: 3, frames: "none" };
    const make = async (backend) => {
      const lab = await unnoise.createLab({ backend });
      const { images, latents } = await lab.sample(options).result;
      const { info, notice } = lab;
      lab.dispose();
      return { images, latents, info, notice };
    };
    const [gpu, cpu] = [await make("webgpu"), await make("cpu")];
    const gap = (a, b) => Math.max(...a.map((value, k) => Math.abs(value - b[k])));
    return {
      info: gpu.info,
      notice: gpu.notice?.code ?? null,
      latents: gap(gpu.latents, cpu.latents),
      images: gap(gpu.images, cpu.images),
      extent: Math.max(...gpu.images) - Math.min(...gpu.images),
    };
  });
  assert.equal(outcome.info.backend, "webgpu");
  assert(outcome.info.adapter, "the adapter has a name");
  if (outcome.info.fallbackAdapter) assert.equal(outcome.notice, "software-forced");
  assert.equal(outcome.latents, 0, "noise is bit-equal on every backend");
  assert(outcome.images < 0.02, `images differ by ${outcome.images}`);
  assert(outcome.extent > 0.5, "the image is not blank");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a network call is few kernels, and a long run holds no more of the GPU's memory than a short one", { timeout: 8 * MINUTES }, async (t) => {
  const { page, context } = await barePage(session);
  page.setDefaultTimeout(8 * MINUTES);
  const gpu = await watchGpu(page);
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ backend: "webgpu" });
    globalThis.predict = () => lab.predict({ image: new Float32Array(784), t: 500, label: 3 });
    await predict();
  });
  await gpu();
  await page.evaluate(() => predict());
  const call = await gpu();
  t.diagnostic(`${call.dispatches} dispatches`);
  assert(call.dispatches > 20 && call.dispatches <= 84, `expected a call to take 20 to 84 dispatches, found ${call.dispatches}; burn's own layers take 591`);

  const steps = (count) => page.evaluate((steps) => lab.sample({ count: 1, steps, sampler: "ddpm", frames: "none" }).result.then(() => {}), count);
  // Buffers are kept for what comes next, and given back in time.
  await steps(50);
  const { bytes } = await gpu();
  await steps(50);
  const after = await gpu();
  assert(bytes > 7.2e6, `expected the weights among the buffers, found ${bytes} bytes`);
  assert(after.bytes <= bytes * 1.02, `expected ${bytes} bytes of buffers still, found ${after.bytes}`);
  await context.close();
});

test('"auto" does not take a software adapter, and says so', async () => {
  const { page, context } = await barePage(session);
  const { machine, backend, notice } = await page.evaluate(async () => {
    const machine = await unnoise.detect();
    // On a machine with a GPU both are timed, and either may win.
    const lab = await unnoise.createLab({ backend: "auto" });
    return { machine, backend: lab.info.backend, notice: lab.notice };
  });
  if (machine.fallbackAdapter) {
    assert.equal(backend, "cpu");
    assert.equal(notice.code, "software-adapter");
    assert.match(notice.message, /software/);
  } else if (backend === "cpu") assert.equal(notice.code, "cpu-faster");
  await context.close();
});

test("only the bundle that is used is loaded", async () => {
  const { page, context } = await barePage(session);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.evaluate(async () => (await unnoise.createLab({ backend: "cpu" })).info);
  assert(asked.some((url) => url.includes("/wasm/cpu/")));
  assert(!asked.some((url) => url.includes("/wasm/webgpu/")), "the WebGPU bundle was loaded on the CPU path");
  await context.close();
});

test("a refused GPU falls back to the CPU and says so", async () => {
  const { page, context } = await barePage(session);
  await page.route("**/wasm/webgpu/unnoise_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  const { info, notice, count } = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "webgpu" });
    const { count } = await lab.sample({ count: 1, steps: 1 }).result;
    return { info: lab.info, notice: lab.notice, count };
  });
  assert.equal(info.backend, "cpu");
  assert.equal(info.adapter, null);
  assert.equal(notice.code, "gpu-refused");
  assert.match(notice.message, /GPU.*CPU/);
  assert.equal(count, 1);
  await context.close();
});

/** A GPU bundle that behaves until its third step, and is then lost as a real device is: it never answers. */
const LOST = `
  export default async () => {};
  export class Engine {
    static async load(config) {
      const adapter = await navigator.gpu.requestAdapter();
      const engine = new Engine();
      engine.device = await adapter.requestDevice();
      engine.labels = JSON.parse(config).labels;
      return engine;
    }
    get info() {
      return { parameters: 1, width: 28, height: 28, channels: 1, trainSteps: 1000, schedule: { kind: "linear" }, labels: this.labels, adapter: "doomed" };
    }
    async warmUp() { return 1; }
    sample({ count, steps }) {
      let index = 0;
      const tensor = () => new Float32Array(count * 784);
      return {
        next: async () => {
          if (index === 2) { this.device.destroy(); return new Promise(() => {}); }
          return { index: index++, of: steps, t: 999, alphaBar: 0.5, xt: tensor(), x0: tensor() };
        },
        free() {},
      };
    }
    free() {}
  }`;

test("a GPU lost in the middle of a run: the run ends on the CPU, each step given once", async () => {
  const { page, context } = await barePage(session);
  await page.route("**/wasm/webgpu/unnoise.js", (route) => route.fulfill({ contentType: "text/javascript", body: LOST }));
  const outcome = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "webgpu" });
    const began = lab.info.backend;
    const events = [];
    lab.addEventListener("notice", ({ detail }) => events.push(detail.code));
    const run = lab.sample({ count: 1, steps: 5, seed: 7 });
    const seen = (await frames(run)).map(({ index }) => index);
    const { images } = await run.result;
    const cpu = await unnoise.createLab({ backend: "cpu" });
    const alone = await cpu.sample({ count: 1, steps: 5, seed: 7 }).result;
    return { began, events, seen, backend: lab.info.backend, notice: lab.notice.code, same: (await print(images)) === (await print(alone.images)) };
  });
  assert.equal(outcome.began, "webgpu");
  assert.deepEqual(outcome.seen, [0, 1, 2, 3, 4]);
  assert.deepEqual(outcome.events, ["gpu-lost"]);
  assert.equal(outcome.backend, "cpu");
  assert.equal(outcome.notice, "gpu-lost");
  assert(outcome.same, "the result is the CPU's");
  await context.close();
});

test("a GPU lost while every run is paused: they go on on the CPU from where they were", async () => {
  const { page, context } = await barePage(session);
  // Lost shortly after its second step, while nothing waits for it; from then on it never answers.
  const lost = "if (index === 2) return new Promise(() => {}); if (index === 1) setTimeout(() => this.device.destroy(), 20);";
  const body = LOST.replace(/if \(index === 2\) .*\n/, `${lost}\n`);
  assert(body.includes(lost));
  await page.route("**/wasm/webgpu/unnoise.js", (route) => route.fulfill({ contentType: "text/javascript", body }));
  const outcome = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "webgpu" });
    const [one, two] = [7, 8].map((seed) => lab.sample({ count: 1, steps: 4, seed, paused: true }));
    const first = [await two.step(), await one.step(), await one.step()].map(({ index }) => index);
    // The browser tells of a lost device in its own time.
    await new Promise((done) => setTimeout(done, 1_000));
    const later = [await one.step(), await two.step()].map(({ index }) => index);
    one.resume();
    two.resume();
    const cpu = await unnoise.createLab({ backend: "cpu" });
    const same = [];
    for (const [run, seed] of [[one, 7], [two, 8]]) {
      const alone = await cpu.sample({ count: 1, steps: 4, seed }).result;
      same.push((await print((await run.result).images)) === (await print(alone.images)));
    }
    return { first, later, same, backend: lab.info.backend };
  });
  assert.deepEqual(outcome, { first: [0, 0, 1], later: [2, 1], same: [true, true], backend: "cpu" });
  await context.close();
});

test("an engine that traps in the middle of a call is a sentence, not an endless wait", async () => {
  const { page, context } = await barePage(session);
  // As wasm-bindgen does it: the trap leaves a microtask, and the call's promise is never settled.
  const trap = "next: () => { queueMicrotask(() => { throw new WebAssembly.RuntimeError('unreachable'); }); return new Promise(() => {}); }";
  const body = LOST.replace(/next: async[\s\S]*?\n        \},/, `${trap},`).replace("await adapter.requestDevice()", "null");
  assert(body.includes("unreachable"));
  await page.route("**/wasm/cpu/unnoise.js", (route) => route.fulfill({ contentType: "text/javascript", body }));
  const outcome = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "cpu" });
    const first = await rejected(lab.sample({ count: 1, steps: 3 }).result);
    return { first, alive: lab.alive, second: await rejected(lab.sample({ count: 1, steps: 3 }).result) };
  });
  assert.equal(outcome.first.code, "engine-stopped");
  assert.match(outcome.first.message, /engine stopped.*unreachable.*memory.*fewer images/);
  assert.equal(outcome.alive, false);
  assert.equal(outcome.second.code, "engine-stopped");
  await context.close();
});
