/** What scripts of the page may send: to a lab's worker, to the page by its events; and a crew that dies or goes silent, a GPU that gives no answer. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HASTY, barePage, freshPage, start, untilResults } from "./support.mjs";

let session;
before(async () => {
  session = await start();
  session.replaced.set("lab/patience.js", HASTY);
});
after(() => session?.close());

/** A bare page whose workers can be spoken to: `ask(message)` gives the answer to it, `say(message)` waits for none. */
async function withWorker() {
  const fresh = await barePage(session);
  await fresh.page.evaluate(async () => {
    const { startWorker } = await import("./lab/start-worker.js");
    const worker = startWorker(new URL("worker/worker.js", location.href), "raw");
    const answers = [];
    globalThis.errors = [];
    worker.onmessage = ({ data }) => answers.push(data);
    worker.onerror = ({ message }) => errors.push(message);
    globalThis.say = (message) => worker.postMessage(message);
    globalThis.ask = async (message) => {
      say(message);
      for (let waited = 0; waited < 20_000; waited += 10) {
        const at = answers.findIndex(({ id, type }) => id === message.id && (type === "done" || type === "failed"));
        if (at >= 0) return answers.splice(at, 1)[0];
        await new Promise((done) => setTimeout(done, 10));
      }
      return { type: "silence" };
    };
    globalThis.sampled = async (id) => (await ask({ type: "call", id, verb: "sample", options: { count: 1, steps: 1, frames: "none" } })).value?.images.length;
  });
  return fresh;
}

test("no name but a call's reaches the engine, and what it refuses, the worker refuses", async () => {
  const { page, problems, context } = await withWorker();
  const found = await page.evaluate(async () => {
    const image = new Float32Array(784);
    await ask({ type: "open", id: 1, model: "digits", backend: "cpu", cores: 1 });
    const verbs = ["free", "constructor", "toString", "__proto__", "__destroy_into_raw", "__wrap", "hasOwnProperty", "valueOf", "info", "warmUp", "load", "prototype", "", null, undefined, 7, {}, ["sample"], 5n, "SAMPLE", "sample ", "schedule", "begin"];
    const options = [
      ["sample", { count: 4e9 }], ["sample", { count: 2 ** 53 }], ["sample", { count: NaN }], ["sample", { first: 3 }], ["sample", { steps: 0 }], ["sample", { steps: 1e9 }], ["sample", null], ["sample", 7], ["sample", { label: [1, 2, 3] }], ["sample", { count: 2, frames: 2 ** 53 }],
      ["interpolate", { from: {}, to: {} }], ["interpolate", { from: { seed: 1 }, to: { seed: 2 }, frames: 1e9 }], ["interpolate", { from: { seed: 1 }, to: { seed: 2 }, part: [0, 4e9] }],
      ["stepNoise", { count: 4e9, t: 1 }], ["stepNoise", { count: 1, t: 1e9 }], ["stepNoise", {}],
      ["predict", { image: image.slice(0, 7), t: 1 }], ["predict", { image: image.map(() => NaN), t: 1 }], ["predict", { image, t: [1, 2] }], ["predict", { t: 1 }], ["predict", { image: "x".repeat(9), t: 1 }],
      ["forwardNoise", { image, t: new Array(2_000_000).fill(1) }], ["bound", { image, t: -1 }], ["bound", { image, t: [] }], ["encode", { image, steps: 4e9 }], ["reconstruct", { image: [] }],
    ];
    let id = 10;
    const answers = [];
    for (const verb of verbs) answers.push([verb, await ask({ type: "call", id: id++, verb, options: {} })]);
    for (const [verb, given] of options) answers.push([`${verb} ${JSON.stringify(given)?.slice(0, 40)}`, await ask({ type: "call", id: id++, verb, options: given })]);
    return { answers: answers.map(([what, { type, error }]) => ({ what: String(what), type, message: error?.message ?? "" })), after: await sampled(999), errors };
  });
  for (const { what, type, message } of found.answers) {
    assert.equal(type, "failed", what);
    assert(message.length > 10 && message.length <= 200 && !/unreachable|panic|null pointer|capacity|wbg/.test(message), `${what}: ${message}`);
  }
  assert.equal(found.after, 784, "the lab works on");
  assert.deepEqual([found.errors, problems], [[], []]);
  await context.close();
});

test("a second open does not lose the first lab, nor does a failed one keep another from opening", async () => {
  const { page, problems, context } = await withWorker();
  const found = await page.evaluate(async () => {
    const wrong = [{ model: "nowhere" }, { model: {} }, { model: "http://[" }, { backend: "gpu" }, { cores: -1 }, { cores: "all" }, { model: "constructor" }];
    const open = (id, want) => ask({ type: "open", id, model: "digits", backend: "cpu", cores: 1, ...want });
    const before = [];
    for (const [k, want] of wrong.entries()) before.push((await open(k + 1, want)).type);
    const early = await ask({ type: "call", id: 50, verb: "sample", options: {} });
    const first = (await open(60, {})).type;
    const after = [];
    for (const [k, want] of [{}, ...wrong].entries()) after.push((await open(k + 70, want)).type);
    return { before, early: early.error.message, first, after, images: await sampled(99), errors };
  });
  assert.deepEqual(new Set([...found.before, ...found.after]), new Set(["failed"]));
  assert.match(found.early, /not opened/);
  assert.deepEqual([found.first, found.images, found.errors], ["done", 784, []]);
  assert.deepEqual(problems.filter((problem) => !/Failed to load resource/.test(problem)), []);
  await context.close();
});

test("garbage is answered with a sentence where it has a number, and not at all where it has none", async () => {
  const { page, problems, context } = await withWorker();
  const found = await page.evaluate(async () => {
    await ask({ type: "open", id: 1, model: "digits", backend: "cpu", cores: 1 });
    for (const nothing of [null, undefined, 0, 7n, "", "close", [], [null], {}, { id: null }, { type: "call" }, { type: "cancel" }, { type: "control" }, { type: "cancel", id: {} }, { type: "control", id: 77, order: "pause" }, { type: "control", id: 1, order: {} }, { type: "call", id: NaN, verb: "sample" }, { type: "call", id: "1" }, new Map(), new ArrayBuffer(9), new Error("x")]) say(nothing);
    const answered = [];
    for (const [k, type] of [undefined, null, "", "done", "ready", "constructor", {}, 5].entries()) answered.push((await ask({ type, id: 200 + k })).error?.message ?? "none");
    // Orders that are none change nothing of a run, and a number that is in use stays its first owner's.
    const run = ask({ type: "call", id: 300, verb: "sample", options: { count: 1, steps: 5, frames: "none" } });
    for (const order of ["stop", null, "constructor", 3]) say({ type: "control", id: 300, order });
    say({ type: "call", id: 300, verb: "free", options: {} });
    const { type } = await run;
    return { answered, type, images: await sampled(400), errors };
  });
  for (const message of found.answered) assert.match(message, /^expected a message of the type open, call/);
  assert.deepEqual([found.type, found.images, found.errors, problems], ["done", 784, [], []]);
  await context.close();
});

test("events of strangers are no events of ours", async () => {
  const { page, problems, context } = await freshPage(session);
  await page.addInitScript(() => {
    globalThis.results = [];
    addEventListener("unnoise-result", ({ target }) => results.push(target?.localName));
  });
  await page.goto(`${session.url}#panel=generate&backend=cpu&lang=en&g.steps=2&g.count=1`);
  await untilResults(page, 1);
  const panel = await page.evaluate(async () => {
    const details = [null, undefined, 7, "noise", {}, { target: "noise" }, { target: "noise", image: null }, { target: "noise", image: "x" }, { target: "noise", image: [1, 2] }, { target: "noise", image: {} }, { target: "constructor", image: new Float32Array(784) }, { target: null }];
    for (const detail of details) {
      for (const name of ["unnoise-send", "unnoise-notation", "unnoise-result", "unnoise-chapter", "unnoise-frame", "unnoise-failure"]) document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
    }
    dispatchEvent(new Event("unnoise-send"));
    for (const data of [null, undefined, "x", 5, {}, { type: "unnoise-theme" }, { type: "unnoise-theme", theme: {} }]) postMessage(data, "*");
    await new Promise((done) => setTimeout(done, 100));
    return new URLSearchParams(location.hash.slice(1)).get("panel");
  });
  assert.equal(panel, "generate");
  assert.deepEqual(problems, []);
  await context.close();
});

/** A member of the crew that answers so many messages as it should, and then goes another way. */
const member = (answers, way) => async (route) => {
  const response = await route.fetch();
  const before = `let left = ${answers}; addEventListener("message", (event) => { if (left-- <= 0) { event.stopImmediatePropagation(); ${way} } });`;
  await route.fulfill({ response, body: `${before}\n${await response.text()}` });
};

const WAYS = { "goes silent": "", throws: 'throw new Error("gone");', closes: "close();", traps: 'postMessage({ id: event.data.id, error: { message: "unreachable", trapped: true } });' };

test("a member of the crew that dies or goes silent, whenever it does: its part is made by another, and the pictures are the same", async (t) => {
  const made = async (page, cores) =>
    page.evaluate(async (cores) => {
      const lab = await unnoise.createLab({ backend: "cpu", cores });
      const run = lab.sample({ count: 5, steps: 3, sampler: "ddpm", seed: 3, label: [0, 1, 2, 3, 4] });
      const kept = [];
      for await (const { xt } of run) kept.push(await print(xt));
      kept.push(await print((await run.result).images));
      const image = (await run.result).images;
      kept.push(await print((await lab.predict({ image, t: [9, 99, 500, 700, 990] })).noise));
      const { mse, image: back } = await lab.reconstruct({ image, steps: 2 });
      kept.push(await print(back), mse.toFixed(6));
      kept.push(await print((await lab.bound({ image: image.slice(0, 784), t: [3, 400, 999] })).bits));
      lab.dispose();
      return kept;
    }, cores);
  const { page, context } = await barePage(session);
  const whole = await made(page, 1);
  await context.close();
  for (const [way, source] of Object.entries(WAYS)) {
    for (const answers of [0, 1, 2, 3, 5, 7]) {
      // Each silence is waited for.
      if (way !== "throws" && ![1, 3, 5].includes(answers)) continue;
      await t.test(`${way} after ${answers} messages`, async () => {
        const { page, problems, context } = await barePage(session);
        await context.route("**/worker/member.js", member(answers, source));
        assert.deepEqual(await made(page, 3), whole);
        assert.deepEqual(problems.filter((problem) => problem.startsWith("uncaught")), []);
        await context.close();
      });
    }
  }
});

test("a GPU that gives no answer: the CPU with its notice, and who wants the CPU does not ask", async () => {
  const { page, context } = await barePage(session);
  await context.route("**/worker/worker.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `globalThis.asked = 0; Object.defineProperty(navigator, "gpu", { value: { requestAdapter: () => (globalThis.asked++, new Promise(() => {})) } });\n${await response.text()}` });
  });
  const found = await page.evaluate(async () => {
    const labs = [];
    for (const backend of ["auto", "webgpu", "cpu"]) labs.push(await unnoise.createLab({ backend }));
    Object.defineProperty(navigator, "gpu", { value: { requestAdapter: () => new Promise(() => {}) } });
    return [...labs.map(({ info, notice }) => [info.backend, notice?.code ?? null]), (await unnoise.detect()).webgpu];
  });
  assert.deepEqual(found, [["cpu", "no-webgpu"], ["cpu", "no-webgpu"], ["cpu", null], false]);
  const asked = await Promise.all(page.workers().filter((worker) => worker.url().endsWith("worker.js")).map((worker) => worker.evaluate(() => globalThis.asked)));
  assert.deepEqual(asked.sort(), [0, 1, 1]);
  await context.close();
});
