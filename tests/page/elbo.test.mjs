/** VAE & ELBO: the terms of the bound, the estimate of their sum, rate and distortion. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, openApp, pixels, readable, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const PANEL = "unnoise-elbo";
const openElbo = (settings = {}) => openApp(session, { panel: "elbo", ...settings });
/** The terms' numbers, the bound last. */
const rows = (page) => Promise.all(["prior", "sum", "last", "total"].map((term) => page.locator(`${PANEL} [data-term=${term}] b`).innerText()));

test("every number follows from what the engine gives, and each term from x̂₀ and the schedule", async () => {
  const { page, problems, context } = await openElbo({ "e.timesteps": 20, "e.label": 4, "e.seed": 9 });
  await untilResults(page, 1);
  await untilDrawn(page);
  const found = await page.evaluate(async () => {
    const { keyOf, shareOf } = await import("./app/panel/shared-lab.js");
    const { lab } = shareOf(keyOf({ model: "digits", backend: "cpu" }));
    const { image, points, prior, sum, last, total, rates } = results[0];
    const { snr, alphaBar } = lab.schedule();
    const meanSquare = (guess) => image.reduce((all, value, i) => all + (value - guess[i]) ** 2, 0) / image.length;
    // All in one call and the other way round: the noise is that of seed and t alone.
    const again = await lab.bound({ image, t: points.map(({ t }) => t).reverse(), seed: 9, label: 4 });
    const bits = [...again.bits].reverse();
    const left = alphaBar[999];
    const power = image.reduce((all, value) => all + value * value, 0) / image.length;
    return {
      levels: Math.max(...image.map((value) => Math.abs((value + 1) * 127.5 - Math.round((value + 1) * 127.5)))),
      prior: [prior, again.prior, (left * power - left - Math.log1p(-left)) / 2 / Math.LN2],
      terms: points.map((point, k) => [point.t, point.bits, bits[k], point.t === 0 ? bits[k] : ((snr[point.t - 1] - snr[point.t]) * meanSquare(point.x0)) / 2 / Math.LN2]),
      distortions: points.map(({ x0, distortion }) => [distortion, 127.5 * Math.sqrt(meanSquare(x0))]),
      // The sum as the page's text puts it: each term counts for its stretch.
      sum: [sum, points.filter(({ t }) => t > 0).reduce((all, { from, to, bits }) => all + (to - from) * bits, 0)],
      last: [last, points.at(-1).bits],
      total: [total, prior + sum + last],
      rates: [rates.at(-1), prior + sum],
    };
  });
  const near = (a, b, off) => Math.abs(a - b) <= off * Math.abs(b);
  assert(found.levels < 1e-3, `x₀ is in 256 levels, found ${found.levels} beside one`);
  assert.equal(found.prior[0], found.prior[1]);
  assert(near(found.prior[0], found.prior[2], 0.02), `L_T: ${found.prior}`);
  assert.equal(found.terms.length, 20);
  for (const [t, shown, engine, formula] of found.terms) assert(near(shown, engine, 1e-3) && near(shown, formula, 1e-2), `t = ${t}: shown ${shown}, engine ${engine}, formula ${formula}`);
  for (const name of ["sum", "last", "total", "rates"]) assert(near(...found[name], 1e-9), `${name}: ${found[name]}`);
  assert(found.distortions.every(([shown, formula]) => near(shown, formula, 1e-6)));
  const [, sum, last, total] = await rows(page);
  assert.deepEqual([sum, last, total], [found.sum[0], found.last[0], found.total[0]].map((value) => value.toFixed(4)));
  const bytes = Math.round((found.total[0] * 784) / 8);
  assert.match(await page.locator(`${PANEL} .verdict`).innerText(), new RegExp(`With ${found.total[0].toFixed(2)} bits/dim .* ${bytes} bytes .* 784 bytes`));
  assert.deepEqual(problems, []);
  await context.close();
});

test("timesteps: cut without a gap, and all of them where there are as many", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { account, stretches } = await import("./app/panels/elbo/bound.js");
    const bad = [];
    for (const steps of [10, 37, 1000]) {
      for (let count = 2; count <= Math.min(steps, 250); count++) {
        const all = stretches(steps, count);
        const whole = all.length === count && all[0].to === steps && all.at(-1).t === 0 && all.at(-1).to === 1;
        const joined = all.every(({ t, from, to }, k) => from <= t && t < to && (k === 0 || to === all[k - 1].from));
        if (!whole || !joined) bad.push([steps, count]);
      }
    }
    const every = stretches(37, 37).map((stretch) => ({ ...stretch, bits: 1 / (1 + stretch.t) }));
    const half = account(0.5, every.slice(0, 7));
    return { bad, every: account(0.5, every), exact: every.reduce((sum, { t, bits }) => sum + (t > 0 ? bits : 0), 0), half };
  });
  assert.deepEqual(found.bad, []);
  assert(Math.abs(found.every.sum - found.exact) < 1e-12 && found.every.last === 1);
  assert(Math.abs(found.every.total - (0.5 + found.exact + 1)) < 1e-12);
  assert(Number.isNaN(found.half.total), "no total before the end");
  await context.close();
});

test("the estimate is near the sum over all timesteps of the model", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { account, stretches } = await import("./app/panels/elbo/bound.js");
    const lab = await unnoise.createLab({ backend: "cpu" });
    const { images } = await lab.sample({ count: 1, steps: 10, seed: 3, label: 2, frames: "none" }).result;
    const bits = [];
    while (bits.length < 1000) bits.push(...(await lab.bound({ image: images, t: Array.from({ length: 100 }, (_, k) => bits.length + k), label: 2 })).bits);
    lab.dispose();
    const estimate = (count) => account(0, stretches(1000, count).map((stretch) => ({ ...stretch, bits: bits[stretch.t] }))).sum;
    return { exact: bits.slice(1).reduce((sum, term) => sum + term, 0), estimates: [10, 50, 200].map(estimate) };
  });
  const off = found.estimates.map((estimate) => Math.abs(estimate / found.exact - 1));
  assert(off[0] < 0.25 && off[1] < 0.05 && off[2] < 0.02, `${found.exact} is estimated as ${found.estimates}`);
  await context.close();
});

test("rate and distortion: bits only grow, the picture comes, and the plots show every point", async () => {
  const { page, problems, context } = await openElbo({ "e.timesteps": 30 });
  await untilResults(page, 1);
  await untilDrawn(page);
  const { prior, rates, total, distortions } = await page.evaluate(() => ({ ...results[0], distortions: results[0].points.map(({ distortion }) => distortion) }));
  assert(rates.every((rate, k) => rate >= (rates[k - 1] ?? prior)), `rates fall: ${rates}`);
  assert(total > rates.at(-1));
  assert(distortions[0] > 20 && distortions.at(-1) < 5, `distortion from ${distortions[0]} to ${distortions.at(-1)}`);
  const [terms, curve] = await page.locator(`${PANEL} svg.plot`).evaluateAll((plots) => plots.map((plot) => plot.querySelectorAll("circle").length));
  assert.equal(terms, 30);
  assert.equal(curve, 30 + 2, "the one that is shown is marked, and the picture without loss is at the end");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the slider goes through what was measured, without measuring anew, and the link keeps it", async () => {
  const { page, problems, context } = await openElbo({ "e.timesteps": 12, "e.t": 0 });
  await untilResults(page, 1);
  const before = await pixels(page, PANEL);
  const slider = page.getByRole("slider", { name: "Bits so far" });
  await slider.press("End");
  await untilDrawn(page);
  const after = await pixels(page, PANEL);
  assert.equal(after[0], before[0], "x₀ stays");
  assert.notEqual(after[1], before[1], "x̂₀ is another");
  const first = await page.evaluate(() => ({ t: results[0].points[0].t, distortion: results[0].points[0].distortion }));
  assert.match(await readable(page.locator(`${PANEL} .ruler output`)), new RegExp(`t ${first.t} .*RMSE ${first.distortion.toFixed(1)}`));
  assert.equal(await page.locator(`${PANEL} [data-part=guess] .of`).innerText(), `RMSE ${first.distortion.toFixed(1)}`);
  await page.waitForFunction((t) => location.hash.includes(`x.t=${t}`), first.t);
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => inside("unnoise-elbo").state.get("elbo", "t") === 0);
  assert.deepEqual(await pixels(page, PANEL), before);
  assert.equal(await page.evaluate(() => results.length), 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("settings are followed; a cancelled measurement has no total, and can be begun again", async () => {
  const { page, problems, context } = await openElbo({ "e.timesteps": 10 });
  await untilResults(page, 1);
  await page.evaluate(() => {
    globalThis.frames = 0;
    addEventListener("unnoise-frame", () => frames++);
  });
  await page.getByLabel("Seed of the noise").fill("5");
  await page.getByLabel("Seed of the noise").press("Enter");
  await untilResults(page, 2);
  const [one, two] = await page.evaluate(() => results.map(({ prior, points }) => ({ prior, bits: points.map(({ bits }) => bits) })));
  assert.equal(two.prior, one.prior, "L_T has no noise in it");
  assert(two.bits.every((bits, k) => bits !== one.bits[k]), "every term has another draw");
  await page.getByLabel("Timesteps measured").fill("200");
  await page.waitForFunction(() => globalThis.frames >= 3);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForFunction(() => document.querySelector("unnoise-elbo").shadowRoot.querySelector(".status").textContent === "Cancelled");
  const stopped = await page.evaluate(() => inside("unnoise-elbo").outcome.points.length);
  assert(stopped >= 10 && stopped < 200, `stopped at ${stopped}`);
  assert.deepEqual((await rows(page)).slice(2), ["—", "—"]);
  await page.getByLabel("Timesteps measured").fill("15");
  await untilResults(page, 3);
  assert.equal(await page.evaluate(() => results[2].points.length), 15);
  await page.getByRole("radio", { name: "your own" }).check();
  await untilResults(page, 4);
  assert.equal(await page.evaluate(() => results[3].image.every((value) => value === -1)), true, "an empty drawing is black");
  assert.deepEqual(problems, []);
  await context.close();
});
