/** Numbers and sizes at the edge of what 32 bits hold: an error in a sentence, no NaN, and the lab works after it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session;
let page;
let problems;
before(async () => {
  session = await start();
  ({ page, problems } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ model: "digits", backend: "cpu" });
    globalThis.filled = (value, images = 1) => new Float32Array(784 * images).fill(value);
  });
});
after(() => session?.close());

test("no NaN and no infinity leaves the engine, whatever finite numbers went in", async () => {
  const found = await page.evaluate(async () => {
    const mixed = (size) => filled(0).map((_, i) => (i % 2 ? size : -size));
    const calls = {
      "slerp of 1e20": lab.interpolate({ from: { latent: mixed(1e20) }, to: { latent: filled(1e20) }, frames: 3, steps: 2 }).result,
      "lerp of 3e38": lab.interpolate({ from: { latent: mixed(3e38) }, to: { latent: filled(3e38) }, method: "lerp", frames: 3, steps: 2 }).result,
      "predict of 3e38": lab.predict({ image: filled(3e38), t: 500 }),
      "denoise of 1e38": lab.denoise({ image: mixed(1e38), t: 600, steps: 3 }),
    };
    const settled = await Promise.allSettled(Object.values(calls));
    const numbers = (value) => Object.values(value).filter((part) => part instanceof Float32Array);
    return Object.keys(calls).map((name, k) => {
      const { status, value, reason } = settled[k];
      return { name, refused: status === "rejected" ? reason.message : "", finite: status === "fulfilled" && numbers(value).every((part) => part.every(Number.isFinite)) };
    });
  });
  for (const { name, refused, finite } of found) {
    assert(finite || /finite numbers|32-bit|range/.test(refused), `${name}: ${refused || "NaN was given"}`);
  }
  assert(found.some(({ refused }) => refused), "expected at least one of them to be too large");
});

test("sizes are looked at as products before memory is asked for", async () => {
  const found = await page.evaluate(() => {
    const t = new Array(1_000_000).fill(5);
    return Promise.all([rejected(Promise.resolve().then(() => lab.forwardNoise({ image: filled(0), t }))), rejected(Promise.resolve().then(() => lab.sample({ count: 4_000_000_000, steps: 1 }).result))]);
  });
  assert.match(found[0].message, /"?`?t`?"?.* found 1000000|10\s?000/);
  assert.match(found[1].message, /count/);
  const works = await page.evaluate(async () => (await lab.sample({ count: 1, steps: 1 }).result).images.every(Number.isFinite));
  assert(works);
  assert.deepEqual(problems, []);
});
