/** The JavaScript contract on the built site, on the CPU backend: every function, right input and what follows. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session, page, problems;

before(async () => {
  session = await start();
  ({ page, problems } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.seen = [];
    globalThis.lab = await unnoise.createLab({ backend: "cpu", onProgress: (progress) => seen.push(progress) });
  });
});
after(async () => {
  await session?.close();
  assert.deepEqual(problems, []);
});

test("detect tells what the machine has", async () => {
  const found = await page.evaluate(() => unnoise.detect());
  assert.equal(typeof found.webgpu, "boolean");
  assert.equal(found.webgpu, found.adapter !== null);
  assert.equal(found.wasmSimd, true);
  assert(found.threads >= 1);
});

test("opening reports bytes, then the warm-up", async () => {
  const seen = await page.evaluate(() => globalThis.seen);
  const weights = seen.filter(({ phase }) => phase === "weights");
  assert(weights.length >= 2, "expected progress while the weights load");
  assert.equal(weights.at(-1).loaded, weights.at(-1).total);
  assert(weights.every(({ loaded }, k) => k === 0 || loaded >= weights[k - 1].loaded));
  assert(seen.some(({ phase, loaded }) => phase === "code" && loaded > 0));
  assert.deepEqual(seen.at(-1), { phase: "warm-up", loaded: 1, total: 1 });
});

test("info describes model and machine", async () => {
  const info = await page.evaluate(() => lab.info);
  assert.equal(info.model, "digits");
  assert.equal(info.backend, "cpu");
  assert.equal(info.adapter, null);
  assert(info.msPerStep > 0);
  assert(info.parameters > 10_000);
  assert.deepEqual([info.width, info.height, info.channels, info.trainSteps], [28, 28, 1, 1000]);
  assert.equal(info.labels.length, 10);
  assert.equal(typeof info.schedule.kind, "string");
});

test("sample gives frames and images of the stated shape", async () => {
  const made = await page.evaluate(async () => {
    const ticks = [];
    const run = lab.sample({ count: 2, steps: 5, seed: 7, onProgress: (step) => ticks.push(step.index) });
    const all = await frames(run);
    const { images, latents, ...rest } = await run.result;
    return {
      frames: all.map(({ xt, x0, ...frame }) => ({ ...frame, xt: xt.length, x0: x0.length })),
      startsAtLatent: all[0].xt.every((value, k) => value === latents[k]),
      images: images.length,
      extent: [Math.min(...images), Math.max(...images)],
      table: all.map(({ t }) => lab.schedule().alphaBar[t]),
      finite: all.every(({ xt, x0 }) => xt.every(Number.isFinite) && x0.every(Number.isFinite)),
      ticks,
      rest,
    };
  });
  assert.equal(made.frames.length, 5);
  assert.deepEqual(made.frames.map(({ index }) => index), [0, 1, 2, 3, 4]);
  assert.deepEqual(made.frames.map(({ t }) => t), [999, 799, 599, 399, 199], "trailing spacing is the default");
  assert(made.frames.every(({ of, ms, xt, x0 }) => of === 5 && ms > 0 && xt === 2 * 784 && x0 === 2 * 784));
  assert(made.frames.every(({ alphaBar }, k) => k === 0 || alphaBar > made.frames[k - 1].alphaBar));
  made.frames.forEach(({ alphaBar }, k) => assert(Math.abs(alphaBar / made.table[k] - 1) < 1e-5, `ᾱ: ${alphaBar}, the table has ${made.table[k]}`));
  assert(made.startsAtLatent, "the first frame's xt is x_T");
  assert(made.finite);
  assert.equal(made.images, 2 * 784);
  assert(made.extent[0] >= -1.0001 && made.extent[1] <= 1.0001, `images leave [-1, 1]: ${made.extent}`);
  assert(made.extent[1] > 0.5 && made.extent[0] < -0.5, "images are not blank");
  assert.deepEqual(made.ticks, [0, 1, 2, 3, 4]);
  const { ms, ...shape } = made.rest;
  assert.deepEqual(shape, { count: 2, channels: 1, height: 28, width: 28 });
  assert(ms > 0);
});

test("the same options give the same bytes; another seed, label or sampler does not", async () => {
  const prints = await page.evaluate(async () => {
    const one = async (options) => print((await lab.sample({ count: 2, steps: 4, seed: 7, frames: "none", ...options }).result).images);
    return {
      first: await one({}),
      again: await one({}),
      seed: await one({ seed: 8 }),
      label: await one({ label: 3 }),
      ddpm: await one({ sampler: "ddpm" }),
      ddpmAgain: await one({ sampler: "ddpm" }),
    };
  });
  assert.equal(prints.first, prints.again);
  assert.equal(prints.ddpm, prints.ddpmAgain);
  assert.notEqual(prints.first, prints.seed);
  assert.notEqual(prints.first, prints.label);
  assert.notEqual(prints.first, prints.ddpm);
});

test("image k has the same noise whatever the count, the sampler and the number of steps", async () => {
  const latents = await page.evaluate(async () => {
    const second = async (options) => print((await lab.sample({ seed: 5, steps: 2, frames: "none", ...options }).result).latents.slice(784, 1568));
    return [await second({ count: 2 }), await second({ count: 5 }), await second({ count: 3, sampler: "ddpm", steps: 3 })];
  });
  assert.equal(new Set(latents).size, 1, `noise differs: ${latents}`);
});

test("DDPM's noise keeps image k apart from the count, too", async () => {
  // Kernels may add in another order for another batch, so pictures agree nearly, noise exactly.
  const gap = await page.evaluate(async () => {
    const make = async (count) => (await lab.sample({ seed: 5, steps: 4, sampler: "ddpm", count, frames: "none" }).result).images;
    const [few, many] = [await make(2), await make(4)];
    return Math.max(...few.map((value, k) => Math.abs(value - many[k])));
  });
  assert(gap < 1e-3, `images differ by ${gap}`);
});

test("shared noise: equal latents become equal images, by DDPM too, however many workers make them", async () => {
  const facts = await page.evaluate(async () => {
    const off = (a, b) => Math.max(...a.map((value, k) => Math.abs(value - b[k])));
    const picture = (images, k) => images.slice(k * 784, (k + 1) * 784);
    const strip = async (options) => (await lab.interpolate({ from: { seed: 5 }, to: { seed: 5 }, frames: 4, steps: 4, sampler: "ddpm", seed: 5, ...options }).result).images;
    const sample = async (options) => lab.sample({ seed: 5, steps: 4, sampler: "ddpm", frames: "none", ...options }).result;
    const [each, shared, alone] = [await strip({}), await strip({ noise: "shared" }), (await sample({ count: 1 })).images];
    const [own, same] = [await sample({ count: 3 }), await sample({ count: 3, noise: "shared" })];
    const eta = [await sample({ count: 2, sampler: "ddim", eta: 1, noise: "shared" }), await sample({ count: 2, noise: "shared" })];
    return {
      each: off(picture(each, 3), alone),
      shared: [0, 1, 2, 3].map((k) => off(picture(shared, k), alone)),
      latents: off(own.latents, same.latents),
      first: off(picture(own.images, 0), picture(same.images, 0)),
      second: off(picture(own.images, 1), picture(same.images, 1)),
      eta: off(eta[0].images, eta[1].images),
    };
  });
  assert(facts.each > 0.1, "each image of a strip has its own noise, unless it is shared");
  assert(facts.shared.every((gap) => gap < 1e-3), `images of equal latents differ by ${facts.shared}`);
  assert.equal(facts.latents, 0, "x_T is each image's own");
  assert(facts.first < 1e-3 && facts.second > 0.1, `the noise that is shared is image 0's: ${facts.first}, ${facts.second}`);
  assert(facts.eta < 1e-3, `DDIM with η = 1 is DDPM: ${facts.eta}`);
});

test("frames: every n-th and the last, none; labels one per image", async () => {
  const counts = await page.evaluate(async () => {
    const some = await frames(lab.sample({ count: 1, steps: 8, frames: 3 }));
    const none = await frames(lab.sample({ count: 1, steps: 3, frames: "none" }));
    const each = await lab.sample({ count: 3, steps: 2, label: [1, 2, 3], guidance: 2, frames: "none" }).result;
    return { some: some.map(({ index }) => index), none: none.length, each: each.count };
  });
  assert.deepEqual(counts.some, [0, 3, 6, 7], "every third, and the last");
  assert.equal(counts.none, 0);
  assert.equal(counts.each, 3);
});

test("every spacing, variance and clipping runs", async () => {
  const lengths = await page.evaluate(async () => {
    const out = {};
    for (const spacing of ["leading", "trailing", "linspace", "quadratic"]) {
      const all = await frames(lab.sample({ count: 1, steps: 6, spacing }));
      out[spacing] = all.map(({ t }) => t);
    }
    for (const clip of ["rederive", "keep", "off"]) {
      for (const variance of ["small", "large"]) await lab.sample({ count: 1, steps: 2, sampler: "ddpm", variance, clip, frames: "none" }).result;
    }
    return out;
  });
  assert.deepEqual(lengths.leading, [830, 664, 498, 332, 166, 0]);
  assert.equal(lengths.linspace[0], 999);
  for (const list of Object.values(lengths)) assert(list.every((t, k) => k === 0 || t < list[k - 1]), `not descending: ${list}`);
});

test("frames come one by one while the run goes on", async () => {
  const order = await page.evaluate(async () => {
    const events = [];
    const run = lab.sample({ count: 1, steps: 6 });
    run.result.then(() => events.push("result"));
    for await (const frame of run) events.push(frame.index);
    await run.result;
    return events;
  });
  assert.deepEqual(order.slice(0, 6), [0, 1, 2, 3, 4, 5]);
});

test("interpolate: ends belong to their seeds, slerp keeps the latent's length, lerp loses it", async () => {
  const facts = await page.evaluate(async () => {
    const norm = (z) => Math.sqrt(z.reduce((sum, v) => sum + v * v, 0) / z.length);
    const strip = async (method) => {
      const run = lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, frames: 5, steps: 3, method });
      const seen = (await frames(run)).length;
      return { seen, ...(await run.result) };
    };
    const [slerp, lerp] = [await strip("slerp"), await strip("lerp")];
    const alone = await lab.sample({ count: 1, seed: 1, steps: 3, frames: "none" }).result;
    const mixed = await lab.interpolate({ from: { latent: alone.latents }, to: { image: alone.images }, frames: 3, steps: 2 }).result;
    const middle = (r) => norm(r.latents.slice(2 * 784, 3 * 784));
    return {
      seen: slerp.seen,
      count: slerp.count,
      from: Math.max(...alone.latents.map((v, k) => Math.abs(v - slerp.latents[k]))),
      slerp: middle(slerp),
      lerp: middle(lerp),
      mixed: mixed.count,
    };
  });
  assert.equal(facts.seen, 3);
  assert.equal(facts.count, 5);
  assert(facts.from < 1e-5, "the strip begins at the latent of its first seed");
  assert(Math.abs(facts.slerp - 1) < 0.08, `slerp: ${facts.slerp}`);
  assert(Math.abs(facts.lerp - Math.SQRT1_2) < 0.08, `lerp: ${facts.lerp}`);
  assert.equal(facts.mixed, 3);
});

test("forwardNoise is √ᾱ x₀ + √(1−ᾱ) ε, and many t follow one path", async () => {
  const facts = await page.evaluate(async () => {
    const image = (await lab.sample({ count: 1, steps: 4, frames: "none" }).result).images;
    const one = await lab.forwardNoise({ image, t: 300, seed: 4 });
    const many = await lab.forwardNoise({ image, t: [0, 300, 999], seed: 4 });
    const expected = image.map((x, k) => Math.sqrt(one.alphaBar) * x + Math.sqrt(1 - one.alphaBar) * one.noise[k]);
    return {
      gap: Math.max(...one.xt.map((v, k) => Math.abs(v - expected[k]))),
      alphaBar: one.alphaBar,
      table: lab.schedule().alphaBar[300],
      snr: one.snr,
      many: [many.xt.length, many.alphaBar.length, many.snr.length],
      same: many.xt.slice(784, 1568).every((v, k) => Math.abs(v - one.xt[k]) < 1e-6),
      mine: image.length, // the caller's array is still the caller's
    };
  });
  assert(facts.gap < 1e-5, `gap ${facts.gap}`);
  assert(Math.abs(facts.alphaBar / facts.table - 1) < 1e-5, `ᾱ: ${facts.alphaBar}, the table has ${facts.table}`);
  assert(Math.abs(facts.snr - facts.alphaBar / (1 - facts.alphaBar)) < 1e-4 * facts.snr);
  assert.deepEqual(facts.many, [3 * 784, 3, 3]);
  assert(facts.same);
  assert.equal(facts.mine, 784);
});

test("predict gives noise and x̂₀ of one network call", async () => {
  const facts = await page.evaluate(async () => {
    const image = (await lab.sample({ count: 1, steps: 10, frames: "none" }).result).images;
    const { xt } = await lab.forwardNoise({ image, t: 100, seed: 4 });
    const { noise, x0 } = await lab.predict({ image: xt, t: 100 });
    return { lengths: [noise.length, x0.length], finite: noise.every(Number.isFinite) && x0.every(Number.isFinite) };
  });
  assert.deepEqual(facts.lengths, [784, 784]);
  assert(facts.finite);
});

test("bound gives bits per dimension that follow from x̂₀", async () => {
  const facts = await page.evaluate(async () => {
    const image = (await lab.sample({ count: 1, steps: 10, label: 4, frames: "none" }).result).images;
    const t = [900, 300, 30, 0];
    const { prior, bits, x0 } = await lab.bound({ image, t, seed: 2, label: 4 });
    const alone = (await lab.bound({ image, t: 300, seed: 2, label: 4 })).bits;
    const { snr } = lab.schedule();
    const error = (k) => image.reduce((sum, v, i) => sum + (v - x0[k * 784 + i]) ** 2, 0) / 784;
    // Kingma et al. 2021, eq. 14.
    const expected = t.slice(0, 3).map((t, k) => ((snr[t - 1] - snr[t]) * error(k)) / 2 / Math.LN2);
    return { prior, bits: [...bits], alone: [...alone], expected, bounded: x0.every((v) => Math.abs(v) <= 1) };
  });
  assert(facts.prior > 0 && facts.prior < 1e-3, `L_T = ${facts.prior}`);
  facts.expected.forEach((value, k) => assert(Math.abs(facts.bits[k] / value - 1) < 1e-2, `${facts.bits[k]}, expected ${value}`));
  assert(Math.abs(facts.alone[0] / facts.bits[1] - 1) < 1e-3, "the other timesteps asked for make no difference");
  assert(facts.bits[3] > 0.1 && facts.bits[3] < 8, `L_0 = ${facts.bits[3]}`);
  assert(facts.bounded);
});

test("bound is of whole grey values: what lies between two levels is rounded", async () => {
  const { off, found, expected } = await page.evaluate(async () => {
    const between = Float32Array.from({ length: 784 }, (_, k) => Math.sin(k));
    const whole = between.map((value) => Math.round((value + 1) * 127.5) / 127.5 - 1);
    const bits = async (image) => {
      const { prior, bits } = await lab.bound({ image, t: [500, 0], seed: 2 });
      return [prior, ...bits];
    };
    return { off: Math.max(...between.map((value, k) => Math.abs(value - whole[k]))), found: await bits(between), expected: await bits(whole) };
  });
  assert(off > 1e-3);
  assert.deepEqual(found, expected);
});

test("encode and reconstruct come back to the image", async () => {
  const facts = await page.evaluate(async () => {
    const image = (await lab.sample({ count: 1, steps: 20, seed: 3, label: 1, frames: "none" }).result).images;
    const { latent, ms } = await lab.encode({ image, steps: 10 });
    const back = await lab.reconstruct({ image, steps: 50 });
    const mse = back.image.reduce((sum, v, k) => sum + ((v - image[k]) / 2) ** 2, 0) / image.length;
    const spread = Math.sqrt(latent.reduce((sum, v) => sum + v * v, 0) / latent.length);
    return { latent: latent.length, ms, spread, stated: back.mse, mse, backLatent: back.latent.length };
  });
  assert.equal(facts.latent, 784);
  assert(facts.ms > 0);
  assert(facts.spread > 0.5 && facts.spread < 1.5, `the latent is not like N(0, I): ${facts.spread}`);
  assert(facts.stated < 0.006, `mse ${facts.stated}`);
  assert(Math.abs(facts.stated - facts.mse) < 1e-3 + 0.1 * facts.mse, `stated ${facts.stated}, found ${facts.mse}`);
  assert.equal(facts.backLatent, 784);
});

/** ᾱ of the three schedules at T = 1000, from their definitions (shared by diffusers). */
const ANCHORS = {
  linear: { 0: 0.9999, 99: 0.8970181457, 499: 0.07858724288, 999: 4.035829765e-5 },
  scaled_linear: { 0: 0.99915, 99: 0.8954627735, 499: 0.2776696505, 999: 0.004660098513 },
  squaredcos_cap_v2: { 0: 0.9999587158, 99: 0.9720927371, 499: 0.4938435904, 999: 2.428766907e-9 },
};

test("schedule gives the papers' tables at once, and the engine's own", async () => {
  for (const [kind, anchors] of Object.entries(ANCHORS)) {
    const tables = await page.evaluate((kind) => {
      const { beta, alphaBar, snr, posteriorVariance } = lab.schedule({ kind, steps: 1000 });
      return [beta, alphaBar, snr, posteriorVariance].map((table) => [table.constructor.name, ...table]);
    }, kind);
    for (const table of tables) assert.deepEqual([table[0], table.length], ["Float64Array", 1001]);
    for (const [t, value] of Object.entries(anchors)) {
      const found = tables[1][Number(t) + 1];
      assert(Math.abs(found / value - 1) < 1e-8, `${kind} ᾱ(${t}): expected ${value}, found ${found}`);
    }
  }
  const worst = await page.evaluate(async () => {
    const engine = await import("./wasm/cpu/unnoise.js");
    await engine.default({ module_or_path: fetch("./wasm/cpu/unnoise_bg.wasm") });
    let worst = 0;
    for (const kind of ["linear", "scaled_linear", "squaredcos_cap_v2"]) {
      for (const steps of [10, 1000]) {
        const [mine, theirs] = [lab.schedule({ kind, steps }), engine.scheduleTables({ kind, steps })];
        for (const name of ["beta", "alphaBar", "snr", "posteriorVariance"]) {
          if (theirs[name].length !== steps) return `${name} of the engine has ${theirs[name].length} entries`;
          mine[name].forEach((v, t) => (worst = Math.max(worst, Math.abs(v - theirs[name][t]) / Math.max(Math.abs(v), 1e-12))));
        }
      }
    }
    return worst;
  });
  assert(worst < 1e-9, `page and engine differ by ${worst}`);
});

test("a model folder by its address, a name that is not there", async () => {
  const outcome = await page.evaluate(async () => {
    const other = await unnoise.createLab({ model: "./models/digits/", backend: "cpu" });
    const name = other.info.model;
    other.dispose();
    return { name, missing: await rejected(unnoise.createLab({ model: "nothing", backend: "cpu" })) };
  });
  assert.equal(outcome.name, "digits");
  assert.equal(outcome.missing.name, "RangeError");
  assert.match(outcome.missing.message, /"model".*digits.*"nothing"/);
});
