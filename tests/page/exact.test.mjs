/** The exact part of the contract on the built site: the known numbers, wrong input, and a network that learns in its worker. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session, page, problems;

before(async () => {
  session = await start();
  ({ page, problems } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.two = [{ weight: 0.3, mean: [-0.6], deviation: 0.12 }, { weight: 0.7, mean: [0.5], deviation: 0.2 }];
    globalThis.mix = await unnoise.createMixture({ components: two, schedule: { kind: "linear", steps: 1000 } });
    const { scheduleTables } = await import("./lab/schedule.js");
    globalThis.lab = scheduleTables("linear", 1000);
    globalThis.plane = await unnoise.createMixture({ components: [{ weight: 1, mean: [-0.5, 0.2], deviation: 0.3 }, { weight: 2, mean: [0.4, 0], deviation: 0.1 }] });
  });
});
after(async () => {
  await session?.close();
  assert.deepEqual(problems, []);
});

const near = (found, expected, tolerance, what = "") => assert(Math.abs(found - expected) <= tolerance, `${what} expected ${expected} ± ${tolerance}, found ${found}`);
/** Half a unit of the last digit of a number as it is written in a table. */
const digits = (text) => {
  const [mantissa, exponent = "0"] = text.split("e");
  return 0.5000001 * 10 ** (Number(exponent) - (mantissa.split(".")[1]?.length ?? 0));
};
const table = (found, texts, what) => texts.forEach((text, i) => near(found[i], Number(text), digits(text), `${what} ${i}:`));

test("a mixture has the known numbers", async () => {
  const found = await page.evaluate(() => {
    const constant = (t, to) => [mix.divergence({ t, to }), mix.divergence({ t, to, scale: 0.7, shift: 0.3, deviation: 0.5 }), mix.divergence({ t, to, shift: -1, factor: 3 })];
    const W = (eta) => [10, 20, 50, 100].map((steps) => mix.distance({ steps, eta }));
    return {
      constants: [[500, 499], [500, 400], [999, 899]].map(([t, to]) => constant(t, to)),
      gaps: [1, 10, 50, 100, 200].map((stride) => mix.gap({ t: 300, to: 300 - stride })),
      onX0: [0, 0.5, 1].map((eta) => mix.forward({ t: 100, from: 99, eta }).onX0),
      marginals: [0, 0.3, 1].map((eta) => mix.marginals({ steps: 50, eta })).map(({ timesteps, onX0, variance }) => ({ timesteps, onX0: [...onX0], variance: [...variance] })),
      straight: W(0),
      noisy: W(1),
      forward: mix.fit(),
      reverse: mix.fit({ direction: "reverse" }),
      both: mix.divergences({ mean: 0.17, deviation: 0.5352 }),
    };
  });
  for (const [i, text] of ["1.3007e-4", "0.021299", "3.364e-5"].entries()) {
    for (const { marginal, conditional, constant } of found.constants[i]) {
      near(constant, Number(text), digits(text));
      near(conditional - marginal, constant, 1e-9);
    }
  }
  table(found.gaps, ["1.8e-10", "2.0e-7", "4.5e-5", "8.0e-4", "0.043"], "gap");
  near(found.onX0[0], -0.009581, 5e-7);
  near(found.onX0[1], -0.007195, 5e-7);
  near(found.onX0[2], 0, 1e-12);
  const level = (t) => Array.from({ length: t + 1 }, (_, k) => 1 - (1e-4 + (k / 999) * (0.02 - 1e-4))).reduce((a, b) => a * b);
  for (const { timesteps, onX0, variance } of found.marginals) {
    assert.equal(onX0.length, timesteps.length);
    onX0.forEach((value, i) => near(value, Math.sqrt(level(timesteps[i])), 1e-12, "lemma 1, mean"));
    variance.forEach((value, i) => near(value, 1 - level(timesteps[i]), 1e-12, "lemma 1, variance"));
  }
  table(found.straight, ["0.0892", "0.0451", "0.0190", "0.0097"], "W1");
  table(found.noisy, ["0.1110", "0.0680", "0.0349", "0.0204"], "W1 at η = 1");
  near(found.forward.mean, 0.17, 1e-9);
  near(found.forward.deviation, 0.5352, 5e-5);
  near(found.forward.kl, 0.5276, 5e-5);
  near(found.reverse.mean, 0.4994, 5e-5);
  near(found.reverse.deviation, 0.2011, 5e-5);
  near(found.reverse.kl, 0.3559, 5e-5);
  near(found.both.forward, 0.5276, 1e-4);
  assert(found.both.reverse > found.reverse.kl);
});

test("one error has its known weights", async () => {
  const found = await page.evaluate(() => ({
    at: [1, 10, 100, 500, 999].map((t) => mix.weights({ t })),
    half: [1, 500].map((t) => mix.weights({ t, eta: 0.5 })),
    beta: [487, 999].map((t) => mix.posterior({ x0: 0, x: 0, t }).variance),
    jump: mix.posterior({ x0: 0, x: 0, t: 420, to: 400, eta: 1 }).variance,
  }));
  table(found.at.map((w) => w.bound), ["0.59967", "0.078977", "0.010178", "0.0055145", "0.010205"], "bound");
  table(found.at.map((w) => w.v), ["1.0002", "1.0022", "1.117", "12.85", "24778"], "v");
  for (const w of found.at) near(w.jSigma / w.bound, 1, 1e-6, "J at η = 1 is the bound");
  near(found.at[0].printed / found.at[0].bound, 3.4, 0.05);
  near(found.at[3].printed / found.at[3].bound, 107_000, 500);
  near(found.half[0].jSigma / found.at[0].jSigma, 1.8749, 5e-5);
  near(found.half[1].jSigma / found.at[3].jSigma, 1.5664, 5e-5);
  near(found.beta[0], 0.0097916, 5e-8);
  near(found.beta[1], 0.0199999836, 5e-10);
  near(found.jump, 0.14772, 5e-6);
});

test("the readings of the field convert into each other, in one and two dimensions", async () => {
  const worst = await page.evaluate(() => {
    let worst = 0;
    for (const m of [mix, plane]) {
      const x = Array.from({ length: 6 * m.dimension }, (_, i) => Math.sin(3 * i));
      for (const t of [0, 300, 999]) {
        const alphaBar = lab.alphaBar[t];
        const { x0, noise, v, score } = m.predict({ x, t });
        x.forEach((x, i) => {
          const kept = [x - Math.sqrt(alphaBar) * x0[i] - Math.sqrt(1 - alphaBar) * noise[i], noise[i] + Math.sqrt(1 - alphaBar) * score[i], v[i] - Math.sqrt(alphaBar) * noise[i] + Math.sqrt(1 - alphaBar) * x0[i]];
          worst = Math.max(worst, ...kept.map(Math.abs));
        });
      }
    }
    return worst;
  });
  assert(worst < 1e-12, `found ${worst}`);
});

test("densities integrate to 1, kernels have their moments, samples come from the data", async () => {
  const found = await page.evaluate(() => {
    const x = Array.from({ length: 4001 }, (_, i) => (i - 2000) / 400);
    const mass = [-1, 0, 400, 999].map((t) => mix.density({ x, t }).reduce((sum, p) => sum + p / 400, 0));
    const kernel = mix.reverse({ x: 0.1, t: 500, to: 300 });
    const mean = kernel.weights.reduce((sum, w, k) => sum + w * kernel.means[k], 0);
    const flat = plane.reverse({ x: [0.1, 0.2], t: 500, to: 300 });
    const { paths, timesteps } = mix.sample({ count: 3, steps: 5, seed: 4 });
    const alone = mix.sample({ count: 1, steps: 5, seed: 4 }).paths;
    const drawn = mix.draw({ count: 4000, seed: 1 });
    return { mass, kernel: [kernel.mean[0], mean, kernel.covariance[0], kernel.kl], flat: [flat.means.length, flat.covariance.length, flat.kl], length: paths.length, timesteps, same: paths[0] === alone[0] && paths[15] === alone[5], drawn: drawn.reduce((a, b) => a + b) / 4000 };
  });
  found.mass.forEach((mass) => near(mass, 1, 1e-6));
  near(found.kernel[0], found.kernel[1], 1e-12);
  assert(found.kernel[2] > 0 && found.kernel[3] > 0);
  assert.deepEqual(found.flat.slice(0, 2), [4, 4]);
  assert.equal(found.length, 18);
  assert.deepEqual(found.timesteps, [999, 799, 599, 399, 199]);
  assert(found.same, "expected a path to be the same whatever the count");
  near(found.drawn, 0.17, 0.03);
});

test("wrong input is a TypeError or RangeError that says what was found", async () => {
  const one = { weight: 1, mean: [0], deviation: 1 };
  const cases = [
    ["createMixture({ components: [] })", "RangeError", /components.*from 1 to 1000/],
    ["createMixture({ components: Array(1_000_000).fill(one) })", "RangeError", /length 1000000/],
    ["createMixture({ components: [{ ...one, weight: 0 }] })", "RangeError", /weight.*above 0.*found 0/],
    ["createMixture({ components: [{ ...one, weight: NaN }] })", "RangeError", /weight.*NaN/],
    ["createMixture({ components: [{ ...one, deviation: 0 }] })", "RangeError", /deviation.*found 0/],
    ["createMixture({ components: [{ ...one, mean: [0, 0, 0] }] })", "RangeError", /1 or 2 coordinates.*found 3/],
    ["createMixture({ components: [one, { ...one, mean: [0, 0] }] })", "RangeError", /1 coordinate/],
    ["createMixture({ components: [{ ...one, mean: [NaN] }] })", "RangeError", /mean\[0\].*NaN/],
    ["createMixture({ components: [null] })", "TypeError", /components\[0\].*null/],
    ["createMixture({ components: [one], schedule: { kind: 'quadratic' } })", "RangeError", /schedule.kind/],
    ["createMixture({ components: [one], steps: 3 })", "TypeError", /unknown name/],
    ["createMixture()", "TypeError", /components/],
    ["mix.density({ x: NaN, t: 0 })", "RangeError", /x.*NaN/],
    ["mix.density({ x: [1, 'a'], t: 0 })", "TypeError", /x\[1\].*"a"/],
    ["mix.density({ x: 0, t: 1000 })", "RangeError", /t.*1000/],
    ["mix.density({ x: 0, t: 1.5 })", "RangeError", /t.*1.5/],
    ["plane.density({ x: [0, 1, 2], t: 0 })", "RangeError", /multiple of 2/],
    ["mix.reverse({ x: 0, t: 100, to: 200 })", "RangeError", /to.*-1 to 99.*200/],
    ["mix.reverse({ x: 0, t: 100, to: 100 })", "RangeError", /to.*-1 to 99.*100/],
    ["mix.posterior({ x0: 0, x: [0, 1], t: 1 })", "RangeError", /one point/],
    ["mix.posterior({ x0: 0, x: 0, t: 1, eta: 2 })", "RangeError", /eta.*2/],
    ["mix.forward({ t: 5, from: -1 })", "RangeError", /from/],
    ["mix.divergence({ t: 5, to: 4, scale: 1, deviation: 0 })", "RangeError", /deviation.*found 0/],
    ["plane.divergence({ t: 5, to: 4 })", "RangeError", /one dimension/],
    ["plane.fit()", "RangeError", /one dimension/],
    ["mix.fit({ direction: 'up' })", "RangeError", /direction.*"up"/],
    ["mix.sample({ count: 1_000_000, steps: 1000 })", "RangeError", /at most/],
    ["mix.sample({ steps: 0 })", "RangeError", /steps/],
    ["mix.weights({ t: 5, eta: 0 })", "RangeError", /eta.*above 0/],
    ["mix.train({ width: 0 })", "RangeError", /width/],
    ["mix.train({ target: 'y' })", "RangeError", /target/],
    ["createVae({ model: 'digits' })", "RangeError", /kind.*"diffusion"/],
    ["createVae({ model: 'cats' })", "RangeError", /digits-ppca2/],
    ["createVae({ model: 5 })", "TypeError", /model.*5/],
    ["createLab({ model: 'digits-ppca2', backend: 'cpu' })", "RangeError", /kind.*"ppca"/],
  ];
  for (const [code, name, pattern] of cases) {
    const error = await page.evaluate(async ([code, one]) => {
      try {
        await new Function("one", "mix", "plane", "createMixture", "createVae", "createLab", `return ${code}`)(one, mix, plane, unnoise.createMixture, unnoise.createVae, unnoise.createLab);
        return null;
      } catch ({ name, message }) {
        return { name, message };
      }
    }, [code, one]);
    assert(error, `expected ${code} to be refused`);
    assert.equal(error.name, name, `${code}: ${error.message}`);
    assert.match(error.message, pattern, code);
    assert(error.message.length <= 300, `${code}: ${error.message.length} characters`);
  }
});

test("a narrow mixture of many is refused what would take minutes", async () => {
  const took = await page.evaluate(async () => {
    const many = await unnoise.createMixture({ components: Array.from({ length: 400 }, (_, k) => ({ weight: 1, mean: [1000 * k], deviation: 1e-5 })) });
    const began = performance.now();
    const errors = [() => many.gap({ t: 500, to: 100 }), () => many.divergence({ t: 500, to: 100 })].map((call) => {
      try {
        call();
        return null;
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    });
    return { errors, ms: performance.now() - began };
  });
  for (const error of took.errors) assert.match(error, /RangeError: .*fewer components/);
  assert(took.ms < 5000, `${took.ms} ms`);
});

test("a network learns in its worker, can be paused, gone on with and cancelled", async () => {
  const found = await page.evaluate(async () => {
    const seen = [];
    const training = mix.train({ width: 32, steps: 1500, onProgress: (progress) => seen.push(progress) });
    const trained = await training;
    const again = await mix.train({ width: 32, steps: 1500 });
    const said = trained.predict({ x: [0.2, -0.4], t: 400 });
    const best = mix.predict({ x: [0.2, -0.4], t: 400 });
    // Paused: nothing happens; cancelled: it rejects.
    const second = mix.train({ steps: 1_000_000, onProgress: () => (globalThis.ticks = (globalThis.ticks ?? 0) + 1) });
    while (!globalThis.ticks) await new Promise((done) => setTimeout(done, 20));
    second.pause();
    await new Promise((done) => setTimeout(done, 400));
    const before = globalThis.ticks;
    await new Promise((done) => setTimeout(done, 700));
    const paused = globalThis.ticks - before;
    second.resume();
    await new Promise((done) => setTimeout(done, 1200));
    const resumed = globalThis.ticks - before;
    second.cancel();
    const cancelled = await second.catch(({ name }) => name);
    const aborted = await mix.train({ signal: AbortSignal.abort() }).catch(({ name }) => name);
    return { ratio: trained.loss / trained.floor, floor: trained.floor, losses: trained.losses.length, steps: seen.map(({ step }) => step), early: seen[0].predict({ x: 0, t: 5 }).noise.length, same: trained.losses.every((loss, k) => loss === again.losses[k]), apart: Math.max(...said.noise.map((value, k) => Math.abs(value - best.noise[k]))), paused, resumed, cancelled, aborted };
  });
  assert(found.ratio < 1.1 && found.ratio >= 1, `found ${found.ratio} of the floor`);
  assert.equal(found.losses, 1500);
  assert(found.steps.every((step, k) => k === 0 || step > found.steps[k - 1]));
  assert.equal(found.early, 1);
  assert(found.same, "expected the same seed to give the same losses");
  assert(found.apart < 0.3, `found ${found.apart}`);
  assert.equal(found.paused, 0);
  assert(found.resumed > 0);
  assert.deepEqual([found.cancelled, found.aborted], ["AbortError", "AbortError"]);
});

test("trainings that are cancelled leave no worker behind, early or late, in a room of twenty", async () => {
  const before = page.workers().length;
  for (let k = 0; k < 20; k++) {
    await page.evaluate(async (late) => {
      let told = () => {};
      const heard = new Promise((done) => (told = done));
      const training = mix.train({ width: 16, steps: 1_000_000, onProgress: () => told() });
      if (late) await heard;
      if (late === 2) training.pause();
      training.cancel();
      await training.catch(() => {});
    }, k % 3);
  }
  for (const deadline = Date.now() + 5_000; page.workers().length > before && Date.now() < deadline; ) await page.waitForTimeout(50);
  assert.equal(page.workers().length, before);
});
