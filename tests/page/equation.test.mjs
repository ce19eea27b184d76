/** The equations of pictures: their terms, read off the frames of real runs, add up to what the engine made. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session;
let fresh;
before(async () => {
  session = await start();
  fresh = await barePage(session);
  await fresh.page.evaluate(async () => {
    globalThis.numbers = await import("./app/math/numbers.js");
    globalThis.recordings = await import("./app/run/recording.js");
    globalThis.lab = await unnoise.createLab({ backend: "cpu" });
    globalThis.table = lab.schedule().alphaBar;
    const size = lab.info.width * lab.info.height * lab.info.channels;
    globalThis.one = (pixels) => pixels.subarray(size, 2 * size); // the second image of two
    /** A run and all of its steps as equations. */
    globalThis.steps = async (plan, { steps = 5, frames = "all" } = {}) => {
      const recording = new recordings.Recording(steps, 1, frames);
      const run = lab.sample({ count: 2, seed: 3, steps, frames, ...plan, onProgress: (step) => recording.count(step) });
      for await (const frame of run) recording.add(frame);
      recording.finish((await run.result).images);
      return recording.moments.map((_, place) => numbers.stepOf(recording, place, one, plan, table));
    };
    /** The largest difference of two pictures, in parts of the larger of 1 and the greatest value. */
    globalThis.off = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0) / Math.max(1, ...a.map(Math.abs));
    globalThis.known = (equation) => ({
      left: equation.left.picture !== null,
      error: equation.left.picture && numbers.total(equation) ? off(equation.left.picture, numbers.total(equation)) : null,
      names: equation.terms.map(({ coefficient }) => coefficient.name),
      values: equation.terms.map(({ coefficient }) => coefficient.value),
      pictures: equation.terms.map(({ picture }) => picture !== null),
      note: equation.note,
    });
  });
});
after(async () => {
  await fresh?.page.evaluate(() => lab.dispose());
  await session?.close();
});

/** What f32 leaves of a step: x_t, x̂₀ and x_{t−1} are each rounded, and the factors are below 1. */
const F32 = 1e-5;
const told = (plan, options) => fresh.page.evaluate(async ([plan, options]) => (await steps(plan, options)).map(known), [plan, options]);

test("DDIM with η = 0: nothing is free, and the terms add up to the next frame of the engine", async () => {
  for (const clip of ["rederive", "off"]) {
    const all = await told({ sampler: "ddim", eta: 0, clip });
    assert.equal(all.length, 6);
    for (const { error, names, pictures, values } of all) {
      assert(error < F32, `${clip}: off by ${error}`);
      assert.deepEqual(names, ["signal-prev", "noise-prev", "sigma"]);
      assert.equal(values[2], 0);
      assert.deepEqual(pictures, [true, true, false]);
    }
    assert.deepEqual(all.at(-2).values, [1, 0, 0], "the last step is x̂₀ itself");
    assert.deepEqual(all.at(-1), all.at(-2), "from the finished picture, the step that led to it");
  }
});

test("z is what the engine added: the same at one timestep whatever the sampler, and standard normal", async () => {
  const { errors, spread, agree } = await fresh.page.evaluate(async () => {
    const plans = [{ sampler: "ddim", eta: 0.5 }, { sampler: "ddim", eta: 1 }, { sampler: "ddpm", eta: 0, variance: "small" }, { sampler: "ddpm", eta: 0, variance: "large" }];
    const runs = [];
    for (const plan of plans) runs.push(await steps(plan));
    const zs = runs.map((run) => run.map(({ terms }) => terms.find(({ symbol }) => symbol === "z").picture));
    const moments = zs[0].slice(0, 4).map((z) => ({ mean: z.reduce((a, b) => a + b) / z.length, square: z.reduce((a, b) => a + b * b, 0) / z.length }));
    return {
      errors: runs.flatMap((run) => run.map(known).map(({ error }) => error)),
      spread: moments,
      agree: zs.slice(1).flatMap((other) => [0, 1, 2, 3].map((k) => off(zs[0][k], other[k]))),
    };
  });
  for (const error of errors) assert(error < F32, `off by ${error}`);
  for (const { mean, square } of spread) assert(Math.abs(mean) < 0.15 && Math.abs(square - 1) < 0.2, `${mean} ${square}`);
  // The frames' rounding, divided by σ.
  for (const difference of agree) assert(difference < 1e-4, `z differs by ${difference}`);
});

test("with “keep”, ε̂ is that of the network, and what the frames do not tell is not shown", async () => {
  const still = await told({ sampler: "ddim", eta: 0, clip: "keep" });
  for (const { error, note } of still) assert(error < F32 && note === null);
  const same = await fresh.page.evaluate(async () => {
    const plan = { sampler: "ddim", eta: 0, clip: "keep" };
    const [first] = await steps(plan);
    const run = lab.sample({ count: 2, seed: 3, steps: 5, ...plan });
    const { value } = await run[Symbol.asyncIterator]().next();
    const { noise } = await lab.predict({ image: value.xt, t: value.t });
    return off(first.terms[1].picture, one(noise));
  });
  assert(same < 1e-4, `ε̂ off by ${same}`);
  const fuzzy = await told({ sampler: "ddim", eta: 0.5, clip: "keep" });
  assert.deepEqual(fuzzy[0].pictures, [true, false, false]);
  assert.equal(fuzzy[0].note, "equation.kept");
  for (const { error } of await told({ sampler: "ddpm", eta: 0, clip: "keep" })) assert(error < F32);
});

test("where frames were left out: the next state follows if nothing is drawn, otherwise it and z are not shown", async () => {
  const still = await told({ sampler: "ddim", eta: 0 }, { steps: 6, frames: 2 });
  assert(still.every(({ left, note }) => left && note === null));
  const [first] = await told({ sampler: "ddpm", eta: 0 }, { steps: 6, frames: 2 });
  assert.deepEqual([first.left, first.pictures, first.note], [false, [true, true, false], "equation.left-out"]);
});

test("forward, guess and the path between latents are what the engine makes", async () => {
  const errors = await fresh.page.evaluate(async () => {
    const { images } = await lab.sample({ count: 1, seed: 5, steps: 5, frames: "none" }).result;
    const errors = {};
    for (const t of [0, 300, 999]) {
      const alphaBar = table[t];
      const { xt, noise } = await lab.forwardNoise({ image: images, t, seed: 1 });
      errors[`forward ${t}`] = known(numbers.forward({ xt, image: images, noise, alphaBar })).error;
      const { noise: epsilon, x0: guess } = await lab.predict({ image: xt, t });
      errors[`guess ${t}`] = known(numbers.guess({ xt, guess, epsilon, alphaBar })).error;
    }
    const size = images.length;
    for (const method of ["slerp", "lerp"]) {
      const { latents } = await lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, frames: 5, steps: 1, method }).result;
      const at = (k) => latents.subarray(k * size, (k + 1) * size);
      for (let k = 0; k < 5; k++) errors[`${method} ${k}`] = known(numbers.between({ from: at(0), to: at(4), a: k / 4, method, between: at(k) })).error;
    }
    return errors;
  });
  for (const [what, error] of Object.entries(errors)) assert(error < (what === "guess 999" ? 1e-4 : F32), `${what}: off by ${error}`);
});

for (const [width, lines] of [[700, 1], [390, null]]) {
  test(`the equation of pictures at ${width} pixels: letters of the reader's notation, a number at each factor, nothing sticks out`, async () => {
    const { context, page, problems } = await barePage(session, { width, height: 844 });
    const seen = await page.evaluate(async () => {
      const { PictureEquation } = await import("./app/math/picture-equation.js");
      const { forward, outline } = await import("./app/math/numbers.js");
      const { panelSheet } = await import("./app/ui/styles.js");
      const { say } = await import("./app/strings/index.js");
      document.body.style.margin = "0";
      const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [panelSheet.made];
      const box = root.appendChild(document.createElement("div"));
      box.className = "root";
      let notation = "ho";
      const equation = new PictureEquation({ say: (key) => say("en", key), state: { get: () => notation } });
      box.append(equation.element);
      const picture = (value) => new Float32Array(4).fill(value);
      const alphaBar = 0.36;
      equation.draw(forward({ xt: picture(-1), image: picture(-1), noise: picture(-0.5), alphaBar }), { channels: 1, height: 2, width: 2 });
      const grey = (k) => equation.element.querySelectorAll("canvas")[k].getContext("2d").getImageData(0, 0, 1, 1).data[0];
      const told = {
        label: equation.element.getAttribute("aria-label"),
        words: [...equation.element.querySelectorAll("figcaption small")].map((node) => node.textContent),
        greys: [0, 1, 2].map(grey),
        tops: new Set([...equation.element.querySelectorAll(".part")].map((part) => part.getBoundingClientRect().top)).size,
        right: [],
      };
      for (notation of ["ho", "song", "lai"]) {
        for (const plan of [{ sampler: "ddim", eta: 0.5 }, { sampler: "ddpm", eta: 0 }]) {
          equation.draw(outline(plan), null);
          told.right.push(Math.max(...[...equation.element.querySelectorAll("*")].map((node) => node.getBoundingClientRect().right)));
        }
      }
      return { ...told, last: equation.element.getAttribute("aria-label") };
    });
    assert.equal(seen.label, "xₜ = 0.600 x₀ + 0.800 ε");
    assert.equal(seen.last, "xᵢ₋₁ = — x_φ + — xᵢ + — εᵢ");
    assert.deepEqual(seen.words, ["noisy picture", "picture", "noise"]);
    assert.deepEqual(seen.greys, [0, 0, 64]);
    if (lines) assert.equal(seen.tops, lines);
    for (const right of seen.right) assert(right <= width, `reaches to ${right}`);
    assert.deepEqual(problems, []);
    await context.close();
  });
}
