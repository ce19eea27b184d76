/** Generate's lens: which step of a run is under it, what its kernels draw, and what it shows of them. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, near, openApp, readable, sound, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const shown = (page, panel) => page.locator(`unnoise-${panel} [role=tabpanel]:not([hidden])`);

test("one step of a run: the next timestep of its list, whatever frames were kept, and what the kernels draw", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { draws, kernelOf, share, spreadOf, stepUnder } = await import("./app/panels/generate/lens-step.js");
    const { normals } = await import("./app/math/normal.js");
    const { scheduleTables } = await import("./lab/schedule.js");
    const { alphaBar } = scheduleTables("linear", 1000);
    const moment = (index, t) => ({ index, t, alphaBar: 1, xt: new Float32Array(0), x0: new Float32Array(0) });
    // Every other frame of ten steps.
    const timesteps = Array.from({ length: 10 }, (_, k) => 999 - 100 * k);
    const kept = [0, 2, 4, 6, 8, 9].map((k) => moment(k, timesteps[k]));
    const ended = { moments: [...kept, moment(10, null)], timesteps, of: 10 };
    const told = ({ step, chosen }) => step && [step.t, step.to, chosen];
    const under = [0, 2, 5, 6].map((place) => told(stepUnder(ended, place, alphaBar)));
    // Of a run that goes on, the newest frame's next timestep is not known yet.
    under.push(told(stepUnder({ moments: kept.slice(0, 2), timesteps: timesteps.slice(0, 3), of: 10 }, 1, alphaBar)));
    under.push(told(stepUnder({ moments: kept.slice(0, 1), timesteps: [999], of: 10 }, 0, alphaBar)));
    under.push(told(stepUnder({ moments: [moment(0, 999), moment(1, null)], timesteps: [999], of: 1 }, 1, alphaBar)));
    const step = { t: 420, to: 400, noisy: alphaBar[420], clean: alphaBar[400] };
    const z = normals(1, 16 * 784);
    const [x0, xt] = [normals(2, 784), normals(3, 784)];
    const kernels = [0, 0.5, 1, "large"].map((member) => kernelOf(member, step));
    const last = kernelOf("large", { ...step, clean: 1 });
    const near = { t: 99, to: 49, noisy: alphaBar[99], clean: alphaBar[49] };
    return { under, nearData: share(kernelOf("large", near), near), kernels, shares: kernels.map((kernel) => share(kernel, step)), spreads: kernels.map((kernel) => spreadOf(draws(kernel, x0, xt, z), 784)), last };
  });
  assert.deepEqual(found.under, [[999, 899, false], [599, 499, false], [99, null, false], [199, 99, true], [999, 899, false], null, [999, null, true]]);
  near(found.kernels[2].variance, 0.14772, 1e-5, "β̃ of (420, 400):");
  near(found.kernels[1].variance, 0.14772 / 4, 1e-5);
  for (const k of [0, 1, 2]) near(found.shares[k], 1, 1e-9, "as much noise as the level asks for:");
  assert(found.shares[3] > 1.001 && found.nearData > 1.6, "σ̂ brings more, most of all in long steps near the data");
  found.spreads.forEach(({ deviation, error }, k) => assert(Math.abs(deviation - Math.sqrt(found.kernels[k].variance)) <= 4 * error + 1e-6, `${k}: ${deviation} ± ${error}`));
  assert.deepEqual(found.last, { onX0: 1, onX: 0, variance: 0 }, "the last step is x̂₀ itself");
  assert.deepEqual(problems, []);
  await context.close();
});

test("Generate, the lens: the kernel of the step on show in pictures, four fans whose spread is σ", async () => {
  const { page, problems, context } = await openApp(session, { panel: "generate", lang: "en", "g.steps": 10, "g.count": 2, "g.measure": "lens", "g.lens-eta": "0.5" });
  await untilResults(page, 1);
  await untilIdle(page, "unnoise-generate");
  const lens = shown(page, "generate");
  const timeline = page.getByRole("slider", { name: "Timeline" });
  const at = () => readable(lens.locator(".at").first());
  await timeline.press("Home");
  await untilDrawn(page);
  assert.match(await at(), /^Step 8 of 10, from t = 299 to 199: of the finished run/, "a finished picture has no step: there is one to look at all the same");
  await timeline.fill("99");
  await untilDrawn(page);
  assert.match(await at(), /^Step 10 of 10, from t = 99 to the finished picture/);
  const different = () => lens.locator(".draws").evaluateAll((all) => all.map((row) => new Set([...row.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL())).size));
  assert.deepEqual(await different(), [1, 1, 1, 1], "nothing is drawn at the last step");
  await timeline.fill("599");
  await untilDrawn(page);
  assert.match(await at(), /^Step 5 of 10, from t = 599 to 499$/);
  const own = await page.evaluate(async () => {
    const { reverse } = await import("./app/math/kernels.js");
    const { tables } = inside("unnoise-generate");
    return [0, 0.5, 1].map((eta) => reverse(eta, tables[599], tables[499]));
  });
  const equation = () => lens.locator(".picture-equation").getAttribute("aria-label");
  for (const [k, name] of ["η = 0", "η = ½", "η = 1"].entries()) {
    await lens.getByRole("radio", { name }).check();
    await untilDrawn(page);
    const { onX0, onX, variance } = own[k];
    const sigma = variance > 0 ? Math.sqrt(variance).toFixed(3) : "0";
    assert.equal(await equation(), `xₜ₋₁ = ${onX0.toFixed(3)} x̂₀ + ${onX.toFixed(3)} xₜ + ${sigma} z`);
  }
  const rows = await Promise.all((await lens.locator(".fan p > span:last-child").all()).map(readable));
  const facts = rows.map((text) => /a ([\d.]+), b ([\d.]+) · σ ([\d.]+), measured ([\d.]+)(?: ± ([\d.]+))? · in all ([\d.]+)/.exec(text).slice(1).map((number) => Number(number ?? 0)));
  assert.equal(facts.length, 4);
  facts.forEach(([a, b, sigma, measured, error, all], k) => {
    const { onX0, onX } = own[Math.min(k, 2)];
    near(a, onX0, 0.01);
    near(b, onX, 0.01);
    assert(Math.abs(measured - sigma) <= 4 * error + 1e-4, `${k}: σ ${sigma}, measured ${measured} ± ${error}`);
    if (k > 0) near(error, sigma / Math.sqrt(2 * 15 * 784), 0.05, "one standard error:");
    assert(k < 3 ? all === 1 : all >= 1, `${k}: ${all}`);
    assert(k === 0 || sigma > facts[k - 1][2], "a wider fan each");
  });
  assert.deepEqual(await different(), [1, 16, 16, 16]);
  assert.match(await readable(lens.locator(".at").nth(1)), /From t = 599 one step back: β̃ₜ [\d.]+, βₜ [\d.]+\. This run’s step to 499: [\d.]+, [\d.]+/);
  await sound(page, "lens");
  assert.deepEqual(problems, []);
  await context.close();
});

test("Generate, the lens: β̃ of a single step at the ruler's t", async () => {
  const { page, problems, context } = await openApp(session, { panel: "generate", lang: "en", "g.steps": 2, "g.count": 1, "g.spacing": "trailing", "g.measure": "lens" });
  await untilResults(page, 1);
  await untilIdle(page, "unnoise-generate");
  await page.getByRole("slider", { name: "Timeline" }).fill("999");
  await untilDrawn(page);
  const said = await readable(shown(page, "generate").locator(".at").nth(1));
  assert.match(said, /^From t = 999 one step back: β̃ₜ 0\.020000, βₜ 0\.020000\. This run’s step to 499: /);
  assert.deepEqual(problems, []);
  await context.close();
});
