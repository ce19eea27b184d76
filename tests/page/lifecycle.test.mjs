/** Cancelling, queueing, disposing, and what crosses the worker's border. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start, workersOf } from "./support.mjs";

let session, page;

before(async () => {
  session = await start();
  ({ page } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ backend: "cpu" });
    globalThis.image = new Float32Array(784).fill(-1);
    globalThis.pause = (ms) => new Promise((done) => setTimeout(done, ms));
  });
});
after(() => session?.close());

test("cancel takes effect before the next step: AbortError, and no frame after it", async () => {
  const outcome = await page.evaluate(async () => {
    let steps = 0;
    const run = lab.sample({ count: 4, steps: 500, onProgress: () => steps++ });
    let frames = 0;
    let loop = null;
    try {
      for await (const frame of run) {
        frames = frame.index + 1;
        if (frames === 3) run.cancel();
      }
    } catch (error) {
      loop = error.name;
    }
    const result = await rejected(run.result);
    const atCancel = steps;
    await pause(300);
    const after = performance.now();
    await lab.sample({ count: 1, steps: 1, frames: "none" }).result; // runs only once the worker has really stopped
    return { frames, loop, result: result.name, later: steps - atCancel, next: performance.now() - after };
  });
  assert.equal(outcome.result, "AbortError");
  assert.equal(outcome.loop, "AbortError");
  assert.equal(outcome.frames, 3);
  assert.equal(outcome.later, 0);
  assert(outcome.next < 5_000, `the next run had to wait ${outcome.next} ms, so the cancelled one went on`);
});

test("the worker itself stops before the next step", async () => {
  // The worker's own count of steps, seen from outside: every step posts one message.
  const { page } = await barePage(session);
  await page.evaluate(() => {
    globalThis.messages = [];
    globalThis.Worker = class extends Worker {
      constructor(...of) {
        super(...of);
        this.addEventListener("message", ({ data }) => messages.push(data));
      }
    };
  });
  const types = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "cpu" });
    messages.length = 0;
    const run = lab.sample({ count: 1, steps: 1000, frames: "none", onProgress: ({ index }) => index === 1 && run.cancel() });
    await rejected(run.result);
    await lab.sample({ count: 1, steps: 1, frames: "none" }).result;
    lab.dispose();
    return messages.map(({ type, error, id }) => ({ type, id, name: error?.name }));
  });
  const first = types[0].id;
  const steps = types.filter(({ type, id }) => type === "step" && id === first).length;
  assert(steps <= 5, `expected the run to stop after its second step or soon, found ${steps} of 1000`);
  assert.deepEqual(types.find(({ type, id }) => type !== "step" && id === first)?.name, "AbortError");
});

test("calls run one at a time, in order", async () => {
  const order = await page.evaluate(async () => {
    const events = [];
    const mark = (name) => ({ onProgress: ({ index, of }) => events.push(`${name} ${index === 0 ? "begins" : index === of - 1 ? "ends" : ""}`) });
    const one = lab.sample({ count: 1, steps: 4, ...mark("a") });
    const two = lab.sample({ count: 1, steps: 4, ...mark("b") });
    const three = lab.encode({ image, steps: 4, ...mark("c") });
    await Promise.all([one.result, two.result, three]);
    return events.filter((event) => /begins|ends/.test(event));
  });
  assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("a waiting call is cancelled without disturbing the one before it", async () => {
  const outcome = await page.evaluate(async () => {
    const one = lab.sample({ count: 1, steps: 8, frames: "none" });
    const two = lab.sample({ count: 1, steps: 8, frames: "none" });
    two.cancel();
    const began = performance.now();
    const second = await rejected(two.result);
    const waited = performance.now() - began;
    return { second: second.name, waited, first: (await one.result).count };
  });
  assert.equal(outcome.second, "AbortError");
  assert(outcome.waited < 100, "the caller is told at once");
  assert.equal(outcome.first, 1);
});

test("every call takes an AbortSignal", async () => {
  const names = await page.evaluate(async () => {
    const calls = {
      sample: (signal) => lab.sample({ count: 1, steps: 400, frames: "none", signal }).result,
      interpolate: (signal) => lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, frames: 2, steps: 400, signal }).result,
      encode: (signal) => lab.encode({ image, steps: 400, signal }),
      reconstruct: (signal) => lab.reconstruct({ image, steps: 400, signal }),
      forwardNoise: (signal) => lab.forwardNoise({ image, t: 5, signal }),
      predict: (signal) => lab.predict({ image, t: 5, signal }),
      bound: (signal) => lab.bound({ image, t: 5, signal }),
    };
    const out = {};
    for (const [name, call] of Object.entries(calls)) {
      const late = new AbortController();
      const promise = rejected(call(late.signal));
      late.abort();
      const early = await rejected(call(AbortSignal.abort()));
      out[name] = [(await promise).name, early.name];
    }
    out.createLab = [(await rejected(unnoise.createLab({ backend: "cpu", signal: AbortSignal.abort() }))).name];
    const opening = new AbortController();
    out.opening = [(await rejected(unnoise.createLab({ backend: "cpu", signal: opening.signal, onProgress: () => opening.abort() }))).name];
    return out;
  });
  for (const [call, found] of Object.entries(names)) assert(found.every((name) => name === "AbortError"), `${call}: ${found}`);
});

test("an abort in the middle of encode stops it", async () => {
  const outcome = await page.evaluate(async () => {
    const controller = new AbortController();
    let steps = 0;
    const error = await rejected(lab.encode({ image, steps: 500, signal: controller.signal, onProgress: () => ++steps === 2 && controller.abort() }));
    return { name: error.name, steps };
  });
  assert.deepEqual(outcome, { name: "AbortError", steps: 2 });
});

test("leaving the loop early lets the run go on to its result", async () => {
  const count = await page.evaluate(async () => {
    const run = lab.sample({ count: 2, steps: 5 });
    for await (const frame of run) if (frame.index === 1) break;
    return (await run.result).count;
  });
  assert.equal(count, 2);
});

test("frames and results are transferred, not copied", async () => {
  const { page } = await barePage(session);
  // Every message that the worker posts is followed by a word on whether its buffers left the worker.
  const probe = `
    const post = self.postMessage.bind(self);
    self.postMessage = (message, transfer) => {
      const tensors = Object.values({ ...message.step, ...message.value }).filter((field) => field instanceof Float32Array);
      post(message, transfer);
      if (tensors.length) post({ type: "probe", id: 0, of: message.type, gone: tensors.every((tensor) => tensor.byteLength === 0) });
    };`;
  await page.route("**/worker/worker.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${probe}\n${await response.text()}` });
  });
  const seen = await page.evaluate(async () => {
    const probes = [];
    globalThis.Worker = class extends Worker {
      constructor(...of) {
        super(...of);
        this.addEventListener("message", ({ data }) => data.type === "probe" && probes.push(data));
      }
    };
    const lab = await unnoise.createLab({ backend: "cpu" });
    await lab.sample({ count: 1, steps: 3 }).result;
    await lab.forwardNoise({ image: new Float32Array(784), t: 5 });
    await new Promise((done) => setTimeout(done, 100));
    lab.dispose();
    return probes;
  });
  assert.equal(seen.filter(({ of }) => of === "step").length, 3);
  assert.equal(seen.filter(({ of }) => of === "done").length, 2);
  assert(seen.every(({ gone }) => gone), JSON.stringify(seen));
});

test("the page is never blocked while a run goes on", async () => {
  const longest = await page.evaluate(async () => {
    let longest = 0;
    let last = performance.now();
    let going = true;
    const beat = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      if (going) setTimeout(beat, 5);
    };
    beat();
    await lab.sample({ count: 16, steps: 4 }).result;
    going = false;
    return longest;
  });
  assert(longest < 250, `the page's event loop stood still for ${longest} ms`);
});

test("dispose ends the worker; later calls reject with a sentence", async () => {
  const before = workersOf(page).length;
  const outcome = await page.evaluate(async () => {
    const short = await unnoise.createLab({ backend: "cpu" });
    const unfinished = short.sample({ count: 1, steps: 900, frames: "none" });
    short.dispose();
    short.dispose(); // twice does no harm
    return {
      alive: short.alive,
      unfinished: await rejected(unfinished.result),
      sample: await rejected(short.sample({ count: 1 }).result),
      loop: await rejected(frames(short.sample({ count: 1 }))),
      encode: await rejected(short.encode({ image })),
      predict: await rejected(short.predict({ image, t: 1 })),
      schedule: thrown(() => short.schedule()),
    };
  });
  assert.equal(outcome.alive, false);
  for (const [call, error] of Object.entries(outcome)) {
    if (call !== "alive") assert.match(error.message, /disposed of; call createLab/, call);
  }
  const deadline = Date.now() + 5_000;
  while (workersOf(page).length > before && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
  assert.equal(workersOf(page).length, before, "the worker still runs");
});

test("disposed of in the middle of a batch, a lab leaves no worker behind, however often", async () => {
  const before = page.workers().length;
  for (let round = 0; round < 12; round++) {
    await page.evaluate(async (wait) => {
      const short = await unnoise.createLab({ backend: "cpu" });
      const run = short.sample({ count: 3, steps: 100 });
      run.result.catch(() => {});
      for await (const frame of run) if (frame.index === 1) break;
      await new Promise((done) => setTimeout(done, wait));
      short.dispose();
    }, round * 5);
    for (const deadline = Date.now() + 5_000; page.workers().length > before && Date.now() < deadline; ) await new Promise((done) => setTimeout(done, 20));
    assert.equal(page.workers().length, before, `round ${round}: ${page.workers().map((worker) => worker.url())}`);
  }
});

test("a batch is spread over the cores, and its bytes are those of one worker; the others end with the lab", async () => {
  const members = () => page.workers().filter((worker) => worker.url().endsWith("/member.js")).length;
  const facts = await page.evaluate(async () => {
    const other = await unnoise.createLab({ backend: "cpu" });
    const whole = (await other.sample({ count: 5, steps: 4, sampler: "ddpm", seed: 3, label: [0, 1, 2, 3, 4] }).result).images;
    const alone = [];
    for (const count of [1, 2]) alone.push((await other.sample({ count, steps: 4, sampler: "ddpm", seed: 3, label: [0, 1].slice(0, count) }).result).images);
    const strip = (await other.interpolate({ from: { seed: 1 }, to: { seed: 2 }, frames: 5, steps: 3 }).result).images;
    const ends = [];
    for (const seed of [1, 2]) ends.push((await other.sample({ count: 1, steps: 3, seed }).result).images);
    const images = whole.slice(0, 3 * 784);
    const { latent, mse, image } = await other.reconstruct({ image: images, steps: 4 });
    const one = await other.reconstruct({ image: images.slice(784, 1568), steps: 4 });
    const second = (array) => array.slice(784, 1568);
    const predicted = await other.predict({ image: images, t: [9, 500, 990], label: [0, 1, 2] });
    const single = await other.predict({ image: second(images), t: 500, label: 1 });
    const bounded = await other.bound({ image: second(images), t: [3, 400, 999] });
    const term = await other.bound({ image: second(images), t: 400 });
    const equal = (a, b) => a.length === b.length && a.every((value, k) => value === b[k]);
    const mean = image.reduce((sum, value, k) => sum + ((value - images[k]) / 2) ** 2, 0) / images.length;
    globalThis.other = other;
    return {
      prefixes: alone.map((part) => equal(part, whole.slice(0, part.length))),
      ends: [equal(strip.slice(0, 784), ends[0]), equal(strip.slice(4 * 784), ends[1])],
      predicted: [equal(second(predicted.noise), single.noise), equal(second(predicted.x0), single.x0)],
      bounded: [bounded.bits.length === 3, bounded.bits[1] === term.bits[0], bounded.prior === term.prior, equal(second(bounded.x0), term.x0)],
      reconstructed: [equal(second(latent), one.latent), equal(second(image), one.image), Math.abs(mse / mean - 1) < 1e-4],
    };
  });
  assert.deepEqual(facts, { prefixes: [true, true], ends: [true, true], predicted: [true, true], bounded: [true, true, true, true], reconstructed: [true, true, true] });
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  assert(members() >= Math.min(cores - 1, 1), `${members()} workers help on ${cores} cores`);
  const before = members();
  await page.evaluate(() => other.dispose());
  for (const deadline = Date.now() + 5_000; members() > 0 && members() >= before && Date.now() < deadline; ) await new Promise((done) => setTimeout(done, 50));
  assert(members() < before || before === 0, "they still run");
});

test("where no other worker can be started, one makes the whole batch", async () => {
  const { page: bare, context } = await barePage(session);
  await context.route("**/worker/member.js", (route) => route.abort());
  const count = await bare.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "cpu" });
    return (await lab.sample({ count: 3, steps: 2 }).result).images.length / 784;
  });
  assert.equal(count, 3);
  await context.close();
});
