/** Long calls can be stopped, and long use costs no memory. Figures are printed. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, openArticle, start } from "./support.mjs";

/** How many labs and mounts; UNNOISE_LONG=5 makes 200 and 300. */
const LONG = Number(process.env.UNNOISE_LONG ?? 1);
const [LABS, MOUNTS] = [40 * LONG, 60 * LONG];

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Bytes of a page's own heap after a collection. */
async function heapOf(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  await client.detach();
  return usedSize;
}

/** Growth from the middle to the end of a long use: what is made once at its beginning is no growth. */
async function growth(page, rounds, round) {
  const sizes = [];
  for (let k = 0; k < rounds; k++) {
    await round();
    if (k === rounds / 2 - 1 || k === rounds - 1) sizes.push(await heapOf(page));
  }
  return sizes;
}

test("predict of 3000 images is stopped in the middle: the next call does not wait for its end", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "cpu", cores: 1 });
    const image = new Float32Array(3000 * 784).map((_, k) => Math.sin(k));
    const whole = await lab.predict({ image: image.slice(0, 300 * 784), t: 500 });
    const alone = await lab.predict({ image: image.slice(299 * 784, 300 * 784), t: 500 });
    const began = performance.now();
    await lab.predict({ image: image.slice(0, 300 * 784), t: 500 });
    const per300 = performance.now() - began;
    const control = new AbortController();
    const long = lab.predict({ image, t: 500, signal: control.signal }).then(() => "done", ({ name }) => name);
    await new Promise((done) => setTimeout(done, 50));
    control.abort();
    const stopped = performance.now();
    const outcome = await long;
    await lab.predict({ image: image.slice(0, 784), t: 500 });
    const after = performance.now() - stopped;
    return { outcome, same: await print(whole.noise.slice(299 * 784)) === (await print(alone.noise)), parts: after / per300, lengths: [whole.noise.length, whole.x0.length] };
  });
  assert.deepEqual([found.outcome, found.same, found.lengths], ["AbortError", true, [300 * 784, 300 * 784]]);
  // All of it takes ten times as long as 300 images; the go under way takes less than once.
  assert(found.parts < 5, `the next call waited ${found.parts} times as long as 300 images take`);
  await context.close();
});

test(`${LABS} labs, made and disposed of`, { timeout: 600_000 }, async () => {
  const { page, problems, context } = await barePage(session);
  const round = () =>
    page.evaluate(async () => {
      for (let k = 0; k < 5; k++) {
        const lab = await unnoise.createLab({ backend: "cpu", cores: 1 });
        await lab.sample({ count: 1, steps: 1, frames: "none" }).result;
        lab.dispose();
      }
    });
  const [middle, end] = await growth(page, LABS / 5, round);
  console.log(`memory: ${LABS} labs: ${middle} bytes after half of them, ${end} after all`);
  assert(end - middle < Math.max(0.02 * middle, 100_000), `it grew by ${end - middle} bytes`);
  for (const deadline = Date.now() + 10_000; page.workers().length > 0 && Date.now() < deadline; ) await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0, "workers are left");
  assert.deepEqual(problems, []);
  await context.close();
});

test(`${MOUNTS} mounts of a panel in somebody's page`, { timeout: 600_000 }, async () => {
  const { page, problems, context } = await openArticle(session, `<script type="module" src="elements.js"></script><main></main>`);
  const round = () =>
    page.evaluate(async () => {
      for (let k = 0; k < 6; k++) {
        const element = document.createElement("unnoise-noise");
        for (const [name, value] of Object.entries({ backend: "cpu", lang: "en", steps: 2 })) element.setAttribute(name, value);
        const made = new Promise((done) => element.addEventListener("unnoise-result", done, { once: true }));
        document.querySelector("main").replaceChildren(element);
        // Some are taken away while they work.
        if (k % 3 > 0) await made;
        element.remove();
      }
      // What the test itself has heard, with its pictures, and the second in which an element may come back, are no growth.
      results.length = 0;
      await new Promise((done) => setTimeout(done, 1_500));
    });
  const [middle, end] = await growth(page, MOUNTS / 6, round);
  console.log(`memory: ${MOUNTS} mounts: ${middle} bytes after half of them, ${end} after all`);
  assert(end - middle < Math.max(0.02 * middle, 300_000), `it grew by ${end - middle} bytes`);
  assert.deepEqual(problems, []);
  await context.close();
});
