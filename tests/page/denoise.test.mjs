/** `lab.denoise`: from x_t down to an image, held against the engine's own sampler. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session, page;
before(async () => {
  session = await start();
  ({ page } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ backend: "cpu" });
    globalThis.off = (a, b) => Math.max(...a.map((value, i) => Math.abs(value - b[i])));
  });
});
after(() => session?.close());

test("from x_T with η = 0 it is the engine's DDIM; so it is from the middle of a run", async () => {
  const { end, middle, count } = await page.evaluate(async () => {
    const options = { label: [3, 8], guidance: 2 };
    const run = lab.sample({ ...options, count: 2, steps: 5, seed: 7 });
    const all = await frames(run);
    const { images, latents } = await run.result;
    const whole = await lab.denoise({ ...options, image: latents, t: 999, steps: 5 });
    const rest = await lab.denoise({ ...options, image: all[2].xt, t: all[2].t, steps: 3 });
    return { end: off(whole.image, images), middle: off(rest.image, images), count: whole.image.length };
  });
  assert.equal(count, 2 * 784);
  assert(end < 1e-3 && middle < 1e-3, `off by ${end} from x_T and by ${middle} from the middle`);
});

test("from x_T with η = 1 it is the engine's DDPM of the same seed, noise and all", async () => {
  const { end, middle, shared } = await page.evaluate(async () => {
    const options = { label: [3, 8], seed: 7 };
    const run = lab.sample({ ...options, count: 2, steps: 5, sampler: "ddpm" });
    const all = await frames(run);
    const { images, latents } = await run.result;
    const whole = await lab.denoise({ ...options, image: latents, t: 999, steps: 5, eta: 1 });
    const rest = await lab.denoise({ ...options, image: all[2].xt, t: all[2].t, steps: 3, eta: 1 });
    const one = await lab.sample({ ...options, count: 2, steps: 5, sampler: "ddpm", noise: "shared", frames: "none" }).result;
    const same = await lab.denoise({ ...options, image: latents, t: 999, steps: 5, eta: 1, noise: "shared" });
    return { end: off(whole.image, images), middle: off(rest.image, images), shared: off(same.image, one.images) };
  });
  assert(end < 1e-3 && middle < 1e-3 && shared < 1e-3, `off by ${end} from x_T, by ${middle} from the middle, by ${shared} with shared noise`);
});

test("what it adds is not the ε that forwardNoise put in", async () => {
  // Of two steps the first adds noise, so what the second begins with tells what it was: with η = 1 it is there, with η = 0 not.
  const likeness = await page.evaluate(async () => {
    const image = new Float32Array(784);
    const alike = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0) / Math.hypot(...a) / Math.hypot(...b);
    let worst = 0;
    for (const seed of [0, 3, 999, 3999]) {
      const states = [];
      const predict = lab.predict;
      lab.predict = (options) => {
        states.push(options.image);
        return predict.call(lab, options);
      };
      for (const eta of [0, 1]) await lab.denoise({ image, t: 999, steps: 2, eta, seed: Math.floor(seed / 1000) });
      lab.predict = predict;
      const fresh = states[3].map((value, i) => value - states[1][i]);
      const { noise } = await lab.forwardNoise({ image, t: 999, seed });
      worst = Math.max(worst, Math.abs(alike(fresh, noise)));
    }
    return worst;
  });
  assert(likeness < 0.2, `a likeness of ${likeness}`);
});

test("η = 1 adds the posterior's variance; each image its own noise, which depends on the seed alone", async () => {
  const found = await page.evaluate(async () => {
    const { variance, timestepsFrom } = await import("./lab/denoise.js");
    const { alphaBar } = lab.schedule({ kind: "linear" });
    const { noise } = await lab.forwardNoise({ image: new Float32Array(784), t: 999, seed: 1 });
    const two = new Float32Array([...noise, ...noise]);
    const one = (seed, image = noise) => lab.denoise({ image, t: 999, steps: 3, eta: 1, seed }).then(({ image }) => image);
    const [first, again, other, both] = [await one(5), await one(5), await one(6), await one(5, two)];
    return {
      variances: [[420, 400], [980, 960], [999, 998]].map(([t, before]) => variance(alphaBar[t], alphaBar[before], 1)),
      none: variance(alphaBar[420], alphaBar[400], 0),
      lists: [timestepsFrom(999, 5), timestepsFrom(3, 4), timestepsFrom(10, 1)],
      again: off(first, again),
      other: off(first, other),
      alone: off(first, both.slice(0, 784)),
      apart: off(both.slice(0, 784), both.slice(784)),
    };
  });
  // reference/diffusion.md, "Variances (t, prev)", reproduced there with diffusers.
  found.variances.forEach((value, k) => assert(Math.abs(value - [0.14771, 0.3246, 0.02][k]) < 1e-5, `${value}`));
  assert.equal(found.none, 0);
  assert.deepEqual(found.lists, [[999, 799, 599, 399, 199], [3, 2, 1, 0], [10]]);
  assert.equal(found.again, 0);
  assert(found.alone < 1e-3, `the first image depends on the second, by ${found.alone}`);
  assert(found.other > 0.1 && found.apart > 0.1, `other noise, other picture: ${found.other}, ${found.apart}`);
});

test("wrong input is refused at once, and a signal stops it between steps", async () => {
  const refused = await page.evaluate(() => {
    const image = new Float32Array(784);
    const wrong = [{ t: 5 }, { image }, { image, t: 1000 }, { image, t: 9, steps: 11 }, { image, t: 9, eta: 2 }, { image, t: 9, seed: 2 ** 53 }, { image, t: 9, noise: "own" }, { image, t: 9, clip: "off" }];
    return wrong.map((options) => thrown(() => lab.denoise(options)));
  });
  const expected = [/"image"/, /"t"/, /"t".*0 to 999.*1000/, /"steps".*1 to 10.*found 11/, /"eta".*0 to 1/, /"seed"/, /"noise".*"each", "shared".*"own"/, /"clip".*unknown name/];
  refused.forEach(({ name, message }, k) => {
    assert(["TypeError", "RangeError"].includes(name), `${name}: ${message}`);
    assert.match(message, expected[k]);
  });
  const stopped = await page.evaluate(async () => {
    const controller = new AbortController();
    let steps = 0;
    const { signal } = controller;
    const error = await rejected(lab.denoise({ image: new Float32Array(784), t: 500, steps: 400, signal, onProgress: () => ++steps === 2 && controller.abort() }));
    return { name: error.name, steps };
  });
  assert.deepEqual(stopped, { name: "AbortError", steps: 2 });
});
