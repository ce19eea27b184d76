/** Run control: pausing, single steps, several runs side by side, and what a paused run is to the others. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session, page;

before(async () => {
  session = await start();
  ({ page } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ backend: "cpu" });
    globalThis.short = { count: 1, steps: 6, seed: 7, sampler: "ddpm" };
    /** A round through the worker: whatever it was doing, it has answered since. */
    globalThis.settle = () => lab.sample({ count: 1, steps: 1, frames: "none" }).result;
    globalThis.until = async (condition) => {
      while (!condition()) await new Promise((done) => setTimeout(done, 5));
    };
  });
});
after(() => session?.close());

test("a paused run stands still, and resumed gives the bytes that it would have given", async () => {
  const outcome = await page.evaluate(async () => {
    const long = { ...short, steps: 24 };
    const whole = await print((await lab.sample(long).result).images);
    const seen = [];
    const onProgress = ({ index }) => seen.push(index) === 2 && run.pause();
    const run = lab.sample({ ...long, onProgress });
    await until(() => seen.length >= 2);
    const paused = run.paused;
    await settle();
    const at = seen.length;
    await settle();
    const later = seen.length;
    run.resume();
    const resumed = run.paused;
    const images = await print((await run.result).images);
    return { whole, images, at, later, paused, resumed, seen };
  });
  assert.equal(outcome.paused, true);
  assert(outcome.at < 24, "the pause came before the end");
  assert.equal(outcome.later, outcome.at, "no step was taken while it was paused");
  assert.equal(outcome.resumed, false);
  assert.deepEqual(outcome.seen, Array.from({ length: 24 }, (_, k) => k));
  assert.equal(outcome.images, outcome.whole);
});

test("started paused, it takes the steps that are asked for, one each, and ends after the last", async () => {
  const outcome = await page.evaluate(async () => {
    const seen = [];
    const run = lab.sample({ ...short, steps: 3, paused: true, onProgress: ({ index }) => seen.push(index) });
    await settle();
    const before = seen.length;
    const first = await run.step();
    await settle();
    const afterOne = seen.length;
    const two = await Promise.all([run.step(), run.step()]);
    const { count } = await run.result;
    return { before, first: first.index, afterOne, two: two.map(({ index }) => index), count, after: await run.step(), paused: run.paused };
  });
  assert.deepEqual(outcome, { before: 0, first: 0, afterOne: 1, two: [1, 2], count: 1, after: null, paused: false });
});

test("step on a run that goes by itself pauses it after one more", async () => {
  const outcome = await page.evaluate(async () => {
    const seen = [];
    const run = lab.sample({ ...short, steps: 200, frames: "none", onProgress: ({ index }) => seen.push(index) });
    await until(() => seen.length >= 2);
    const { index } = await run.step();
    const at = seen.length;
    await settle();
    const later = seen.length;
    run.cancel();
    await rejected(run.result);
    return { index, at, later };
  });
  assert.equal(outcome.index, outcome.at - 1, "the step given is the newest");
  assert.equal(outcome.later, outcome.at);
  assert(outcome.at < 200);
});

test("a paused run holds nobody up, and queues behind those that are there when it goes on", async () => {
  const order = await page.evaluate(async () => {
    const events = [];
    const mark = (name) => ({ onProgress: ({ index, of }) => events.push(`${name}${index + 1}/${of}`) });
    const one = lab.sample({ ...short, steps: 2, paused: true, ...mark("a") });
    await one.step();
    const two = lab.sample({ ...short, steps: 2, ...mark("b") });
    one.resume();
    await Promise.all([one.result, two.result]);
    return events;
  });
  assert.deepEqual(order, ["a1/2", "b1/2", "b2/2", "a2/2"]);
});

test("runs stepped in turns advance side by side, and each makes what it would have made alone", async () => {
  const outcome = await page.evaluate(async () => {
    const ways = [{ ...short, steps: 3, sampler: "ddim" }, short];
    const alone = [];
    for (const way of ways) alone.push(await print((await lab.sample(way).result).images));
    const events = [];
    const runs = ways.map((way, k) => lab.sample({ ...way, paused: true, onProgress: ({ index }) => events.push([k, index]) }));
    for (let k = 0; k < 3; k++) {
      await runs[0].step();
      await runs[1].step();
      await runs[1].step();
    }
    const together = [];
    for (const run of runs) together.push(await print((await run.result).images));
    return { alone, together, events: events.map(String) };
  });
  assert.deepEqual(outcome.together, outcome.alone);
  assert.deepEqual(outcome.events, ["0,0", "1,0", "1,1", "0,1", "1,2", "1,3", "0,2", "1,4", "1,5"]);
});

test("cancelling works while paused: at once, and also where nothing had begun", async () => {
  const outcome = await page.evaluate(async () => {
    const one = lab.sample({ ...short, paused: true });
    await one.step();
    const waiting = one.step(); // never taken, or taken before the cancel: it must not hang
    one.cancel();
    const two = lab.sample({ ...short, paused: true });
    two.cancel();
    const controller = new AbortController();
    const three = lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, frames: 2, paused: true, signal: controller.signal });
    await settle();
    controller.abort();
    const names = [];
    for (const run of [one, two, three]) names.push((await rejected(run.result)).name);
    await settle();
    return { names, step: await waiting, later: await one.step() };
  });
  assert.deepEqual(outcome.names, ["AbortError", "AbortError", "AbortError"]);
  assert.equal(outcome.later, null);
  assert.equal(outcome.step, null);
});

test("the time of a run does not count its pauses", async () => {
  const { ms, waited } = await page.evaluate(async () => {
    const run = lab.sample({ count: 1, steps: 2, frames: "none", paused: true });
    await run.step();
    const from = performance.now();
    await new Promise((done) => setTimeout(done, 3_000));
    const waited = performance.now() - from;
    run.resume();
    return { ms: (await run.result).ms, waited };
  });
  assert(ms > 0 && ms < waited, `${ms} ms of work, paused for ${waited}`);
});

test("dispose rejects a paused run; paused must be true or false", async () => {
  const outcome = await page.evaluate(async () => {
    const other = await unnoise.createLab({ backend: "cpu" });
    const run = other.sample({ ...short, paused: true });
    const step = run.step();
    await step;
    other.dispose();
    return { error: (await rejected(run.result)).message, wrong: thrown(() => lab.sample({ paused: 1 })) };
  });
  assert.match(outcome.error, /disposed of/);
  assert.equal(outcome.wrong.name, "TypeError");
  assert.match(outcome.wrong.message, /"paused".*true or false.*found 1/);
});
