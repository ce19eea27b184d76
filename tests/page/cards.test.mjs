/** Noise's cards of one error and of step by step: their arithmetic against the crate, and what they show. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { barePage, near, openApp, readable, sound, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

test("kernels and weights on the page are the crate's, and have the known numbers", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const kernels = await import("./app/math/kernels.js");
    const { scheduleTables } = await import("./lab/schedule.js");
    const { alphaBar } = scheduleTables("linear", 1000);
    const mix = await unnoise.createMixture({ components: [{ weight: 1, mean: [0], deviation: 1 }] });
    const pairs = [];
    for (const [t, to] of [[1, 0], [10, 9], [100, 99], [500, 499], [999, 998], [420, 400], [999, 0]]) {
      for (const eta of [0.05, 0.5, 1]) {
        const [noisy, clean] = [alphaBar[t], alphaBar[to]];
        const { x0, v, mu, bound, jSigma, printed } = mix.weights({ t, to, eta });
        const q = mix.posterior({ x0: 1, x: 1, t, to, eta });
        const own = kernels.reverse(eta, noisy, clean);
        pairs.push([kernels.x0Weight(noisy), x0], [kernels.vWeight(noisy), v], [kernels.meanWeight(noisy, clean), mu], [kernels.boundWeight(noisy, clean), bound], [kernels.jSigmaWeight(eta, noisy, clean), jSigma], [kernels.printedWeight(eta, noisy, clean), printed], [own.onX0, q.onX0], [own.onX, q.onX], [own.variance, q.variance]);
      }
    }
    const bound = [1, 10, 100, 500, 999].map((t) => kernels.boundWeight(alphaBar[t], alphaBar[t - 1]));
    const j = [1, 500].map((t) => kernels.jSigmaWeight(0.5, alphaBar[t], alphaBar[t - 1]) / kernels.jSigmaWeight(1, alphaBar[t], alphaBar[t - 1]));
    const tilde = [487, 999].map((t) => kernels.reverse(1, alphaBar[t], alphaBar[t - 1]).variance);
    const printed = [1, 500].map((t) => kernels.printedWeight(1, alphaBar[t], alphaBar[t - 1]) / kernels.boundWeight(alphaBar[t], alphaBar[t - 1]));
    return { pairs, bound, j, tilde, printed };
  });
  found.pairs.forEach(([own, crate], k) => near(own, crate, 1e-9, `pair ${k}:`));
  [0.59967, 0.078977, 0.010178, 0.0055145, 0.010205].forEach((value, k) => near(found.bound[k], value, 1e-4));
  near(found.j[0], 1.8749, 3e-5);
  near(found.j[1], 1.5664, 4e-5);
  near(found.tilde[0], 0.0097916, 1e-5);
  near(found.tilde[1], 0.0199999836, 1e-8);
  // What the words say of the misprint.
  near(found.printed[0], 3.4, 0.02);
  near(found.printed[1], 107_000, 0.005);
  for (const [language, first, second] of [["en", "3.4 times too large at t = 1", "107,000 times at t = 500"], ["ko", "t = 1에서 3.4배", "t = 500에서 107,000배"]]) {
    const said = (await import(new URL(`../../www/app/panels/noise/${language}.js`, import.meta.url))).default["noise.weights.misprint"];
    assert(said.includes(first) && said.includes(second), said);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("the chain reaches the closed form's law, and its noise is N(0, 1)", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { Chain, composed } = await import("./app/panels/noise/chain.js");
    const { normals } = await import("./app/math/normal.js");
    const { scheduleTables } = await import("./lab/schedule.js");
    const { alphaBar, beta } = scheduleTables("linear", 1000);
    const { signal, variance } = composed(beta);
    const apart = [0, 1, 100, 500, 999].map((t) => [Math.abs(signal[t] - Math.sqrt(alphaBar[t])), Math.abs(variance[t] - (1 - alphaBar[t]))]);
    const image = new Float32Array(784).fill(0.5);
    /** Walked in as many calls as it takes. */
    const walked = (chain, t) => {
      for (let calls = 1; ; calls++) {
        const x = chain.at(t);
        if (x) return { x, calls };
      }
    };
    const chain = new Chain(image, beta, 3, [263]);
    const { x: at, calls } = walked(chain, 999);
    const again = walked(new Chain(image, beta, 3), 300).x;
    const back = walked(chain, 300).x; // from a state that was kept
    const other = walked(new Chain(image, beta, 4), 300).x;
    const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
    const noises = Array.from({ length: 20 }, (_, seed) => walked(new Chain(image, beta, seed), 500).x.map((value) => (value - Math.sqrt(alphaBar[500]) * 0.5) / Math.sqrt(1 - alphaBar[500]))).flatMap((noise) => [...noise]);
    const many = normals(5, 200_000);
    return { apart, calls, whole: at.length, passed: [chain.passed(263) !== null, chain.passed(264)], same: back.every((value, i) => value === again[i]), other: again.some((value, i) => value !== other[i]), mean: mean(noises), variance: mean(noises.map((v) => v * v)), many: [mean(many), mean(many.map((v) => v * v)), mean(many.map((v) => v ** 4))] };
  });
  for (const [signal, variance] of found.apart) assert(signal < 1e-12 && variance < 1e-9, `${signal} ${variance}`);
  assert(found.same && found.other);
  assert(found.calls > 1 && found.whole === 784, "a long way takes several frames");
  assert.deepEqual(found.passed, [true, null]);
  // 15 680 values: standard errors 0.008 and 0.011.
  assert(Math.abs(found.mean) < 0.03 && Math.abs(found.variance - 1) < 0.045, `${found.mean} ${found.variance}`);
  [0, 1, 3].forEach((moment, k) => assert(Math.abs(found.many[k] - moment) < 0.05, String(found.many)));
  assert.deepEqual(problems, []);
  await context.close();
});

const shown = (page, panel) => page.locator(`unnoise-${panel} [role=tabpanel]:not([hidden])`);

/** A number as the page writes it: 0.0125, 7.7·10⁻⁷. */
const numberOf = (text) => Number(text.replace("−", "-").replace(/·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/, (_, raised) => `e${raised.replace("⁻", "-").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))}`));
const rowsOf = (table) => table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.innerText)));

const NOISE = { panel: "noise", lang: "en", "x.source": "digit", "x.digit": 7, "x.t": 300, "n.steps": 1 };
/** Moves Noise's ruler, and waits until the network has answered there. */
async function moveTo(page, t) {
  await page.getByRole("slider", { name: "Timestep t" }).fill(String(t));
  await page.waitForFunction((t) => inside("unnoise-noise").outcome?.t === t, t);
  await untilDrawn(page);
}

test("Noise, one error: four measures of one call, each from its own pictures, and the weights of four losses at the ruler's t", async () => {
  const { page, problems, context } = await openApp(session, { ...NOISE, "n.measure": "weights" });
  await untilResults(page, 1);
  await untilDrawn(page);
  const [errors, losses] = [shown(page, "noise").locator("table").nth(0), shown(page, "noise").locator("table").nth(1)];
  for (const t of [300, 0, 999]) {
    await moveTo(page, t);
    const own = await page.evaluate(() => {
      const { alphaBar, outcome } = inside("unnoise-noise");
      const { image, noise, epsilon, guess, t } = outcome;
      const mean = (of) => noise.reduce((sum, _, i) => sum + of(i) ** 2, 0) / noise.length;
      return { eps: mean((i) => epsilon[i] - noise[i]), x0: mean((i) => guess[i] - image[i]), noisy: alphaBar[t], clean: t > 0 ? alphaBar[t - 1] : 1 };
    });
    const alpha = own.noisy / own.clean;
    const factors = [1, (1 - own.noisy) / own.noisy, 1 / own.noisy, (1 - alpha) ** 2 / (alpha * (1 - own.noisy))];
    const rows = (await rowsOf(errors)).map((row) => row.map(numberOf));
    near(rows[0][1], own.eps, 0.01, `t = ${t}:`);
    near(rows[1][1], own.x0, 0.03, `t = ${t}, beside the engine's x̂₀:`);
    rows.forEach(([factor, measured], k) => {
      near(factor, factors[k], 0.02, `t = ${t}, factor ${k}:`);
      near(measured, own.eps * factors[k], 0.03, `t = ${t}, measure ${k}:`);
    });
  }
  const known = { 1: ["1.0002", "0.59967", 1.8749], 10: ["1.0022", "0.078977"], 100: ["1.117", "0.010178"], 500: ["12.85", "0.0055145", 1.5664], 999: ["24778", "0.010205"] };
  for (const [t, [v, bound, ratio]] of Object.entries(known)) {
    await moveTo(page, Number(t));
    const [simple, loss, found, half] = (await rowsOf(losses)).map(([weight]) => weight);
    assert.equal(simple, "1");
    near(Number(loss), Number(v), 1e-3, `1/ᾱ at t = ${t}:`);
    assert.equal(found, String(Number(bound)), `the bound's weight at t = ${t}`);
    if (ratio) near(Number(half) / Number(found), ratio, 2e-4, `J_σ with η = ½ at t = ${t}:`);
  }
  await shown(page, "noise").getByRole("slider").press("End");
  await untilDrawn(page);
  const [, , bound, j] = (await rowsOf(losses)).map(([weight]) => weight);
  assert.equal(j, bound, "with η = 1 it is DDPM's");
  await moveTo(page, 0);
  assert.deepEqual((await rowsOf(losses)).slice(2), [["—"], ["—"]], "L₀ is of another kind");
  // What is said of μ: its factor is near 0 at every t.
  const most = await page.evaluate(async () => {
    const { meanWeight } = await import("./app/math/kernels.js");
    const { alphaBar } = inside("unnoise-noise");
    return Math.max(...Array.from(alphaBar, (noisy, t) => meanWeight(noisy, t > 0 ? alphaBar[t - 1] : 1)));
  });
  assert(most < 5e-4, `${most}`);
  await moveTo(page, 300);
  await sound(page, "weights");
  assert.deepEqual(problems, []);
  await context.close();
});

test("Noise, one error: the test set's mean behind the reader's own, where a model has one", async () => {
  for (const has of [true, false]) {
    const { l_simple, ...quality } = JSON.parse(await readFile(new URL("../../models/digits/quality.json", import.meta.url), "utf8"));
    session.replaced.set("models/digits/quality.json", JSON.stringify(has ? { ...quality, l_simple } : quality));
    const { page, problems, context } = await openApp(session, { ...NOISE, "n.measure": "weights" });
    await untilResults(page, 1);
    await page.waitForLoadState("networkidle");
    await untilDrawn(page);
    const averaged = shown(page, "noise").locator(".averaged");
    assert.equal(await averaged.isVisible(), has);
    if (has) {
      const k = l_simple.t.indexOf(278); // nearest to 300
      const said = await readable(averaged.locator(".at"));
      const [, own, images, mean, at] = /noise: ([\d.]+)\. (\d+) test images.*: ([\d.]+) ± .* at t = (\d+)/.exec(said);
      assert.deepEqual([images, at].map(Number), [l_simple.images, 278]);
      near(Number(mean), l_simple.error[k], 1e-4);
      assert(Number(own) > 0 && Number(own) < 1);
      assert.match(await readable(averaged.locator("p.soft")), new RegExp(`At t = 0 the mean is ${l_simple.error[0].toFixed(2)}:`));
      assert.equal(await averaged.locator("svg path.band").count(), 1);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
  session.replaced.delete("models/digits/quality.json");
});

test("Noise, step by step: two pictures of one law; the chain's seed is in the link", async () => {
  const { page, problems, context } = await openApp(session, { ...NOISE, "n.measure": "steps" });
  await untilResults(page, 1);
  const ready = () => page.waitForFunction(() => !document.querySelector("unnoise-noise").shadowRoot.querySelector("[data-part=chained][data-behind]"));
  const picture = (part) => page.locator(`unnoise-noise [data-part=${part}] canvas`).evaluate((canvas) => canvas.toDataURL());
  const table = shown(page, "noise").locator("table");
  for (const t of [999, 0, 300]) {
    await moveTo(page, t);
    await ready();
    await untilDrawn(page);
    const [signal, variance, mean, deviation] = await rowsOf(table);
    const alphaBar = await page.evaluate((t) => inside("unnoise-noise").alphaBar[t], t);
    assert.deepEqual(signal.slice(0, 2), Array(2).fill(Math.sqrt(alphaBar).toFixed(7)));
    assert.deepEqual(variance.slice(0, 2), Array(2).fill((1 - alphaBar).toFixed(7)));
    assert(numberOf(signal[2]) < 1e-12 && numberOf(variance[2]) < 1e-9, `${signal} ${variance}`);
    // Five standard errors of 784 pixels.
    for (const value of mean.slice(0, 2)) assert(Math.abs(numberOf(value)) < 5 / 28, value);
    for (const value of deviation.slice(0, 2)) assert(Math.abs(Number(value) - 1) < 5 / Math.sqrt(2 * 784), value);
    assert.notEqual(await picture("chained"), await picture("once"), "not the same picture");
    const passed = await shown(page, "noise").locator(".walked canvas:not([hidden])").count();
    assert.equal(passed, { 999: 9, 0: 1, 300: 5 }[t], `t = ${t}: what the chain has passed`);
  }
  const before = await picture("chained");
  const once = await picture("once");
  const results = await page.evaluate(() => results.length);
  await shown(page, "noise").locator(".dice").click();
  await page.waitForFunction(() => /n\.chain-seed=\d+/.test(location.hash));
  await ready();
  await untilDrawn(page);
  assert.notEqual(await picture("chained"), before, "other noise, another picture");
  assert.equal(await picture("once"), once, "ε is that of before");
  assert.equal(await page.evaluate(() => results.length), results, "no call was made for it");
  await sound(page, "steps");
  assert.deepEqual(problems, []);
  await context.close();
});
