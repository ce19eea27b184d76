/** Cards about one step and one error: their arithmetic against the crate, and what they show. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, barePage, openApp, readable, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const near = (found, expected, part, what = "") => assert(Math.abs(found - expected) <= part * Math.abs(expected), `${what} expected ${expected}, found ${found}`);

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
  assert.deepEqual(problems, []);
  await context.close();
});

test("the chain reaches the closed form's law, and its noise is N(0, 1)", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { Chain } = await import("./app/panels/noise/chain.js");
    const { normals } = await import("./app/math/normal.js");
    const { scheduleTables } = await import("./lab/schedule.js");
    const { alphaBar } = scheduleTables("linear", 1000);
    const chain = new Chain(new Float32Array(784).fill(0.5), alphaBar, 3);
    const apart = [0, 100, 500, 999].map((t) => {
      const { signal, variance } = chain.composed(t);
      return [Math.abs(signal - Math.sqrt(alphaBar[t])), Math.abs(variance - (1 - alphaBar[t]))];
    });
    const at = chain.at(300);
    const again = new Chain(new Float32Array(784).fill(0.5), alphaBar, 3).at(300);
    const other = new Chain(new Float32Array(784).fill(0.5), alphaBar, 4).at(300);
    const noise = at.map((value) => (value - Math.sqrt(alphaBar[300]) * 0.5) / Math.sqrt(1 - alphaBar[300]));
    const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
    const many = normals(5, 200_000);
    return { apart, same: at.every((value, i) => value === again[i]), other: at.some((value, i) => value !== other[i]), mean: mean(noise), variance: mean(noise.map((v) => v * v)), many: [mean(many), mean(many.map((v) => v * v)), mean(many.map((v) => v ** 4))] };
  });
  for (const [signal, variance] of found.apart) assert(signal < 1e-12 && variance < 1e-9, `${signal} ${variance}`);
  assert(found.same && found.other);
  assert(Math.abs(found.mean) < 0.12 && Math.abs(found.variance - 1) < 0.2, `${found.mean} ${found.variance}`);
  [0, 1, 3].forEach((moment, k) => assert(Math.abs(found.many[k] - moment) < 0.05, String(found.many)));
  assert.deepEqual(problems, []);
  await context.close();
});

const shown = (page, panel) => page.locator(`unnoise-${panel} [role=tabpanel]:not([hidden])`);

test("Noise, one error: four measures of one call that turn into each other, and the test set behind it", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", lang: "en", "x.source": "digit", "x.digit": 7, "x.t": 300, "n.steps": 2, "n.measure": "weights" });
  await untilResults(page, 1);
  await untilIdle(page, "unnoise-noise");
  await page.waitForFunction(() => document.querySelector("unnoise-noise").shadowRoot.querySelectorAll("[role=tabpanel]:not([hidden]) .plotted:not([hidden])").length === 2);
  await untilDrawn(page);
  const [eps, x0, v, mu] = (await shown(page, "noise").locator(".sums dd").allInnerTexts()).map((text) => (text.includes("·") ? Number(text.split("·")[0]) * 10 ** Number(text.split("10")[1].replace("⁻", "-").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))) : Number(text)));
  const own = await page.evaluate(() => {
    const { noise, epsilon } = results[0];
    const { alphaBar } = document.querySelector("unnoise-noise");
    return { error: noise.reduce((sum, value, i) => sum + (value - epsilon[i]) ** 2, 0) / noise.length, noisy: alphaBar[300], clean: alphaBar[299] };
  });
  near(eps, own.error, 0.01);
  near(x0, (own.error * (1 - own.noisy)) / own.noisy, 0.01);
  near(v, own.error / own.noisy, 0.01);
  const alpha = own.noisy / own.clean;
  near(mu, (own.error * (1 - alpha) ** 2) / (alpha * (1 - own.noisy)), 0.05);
  await page.addScriptTag({ path: AXE });
  for (const measure of ["weights", "steps"]) {
    for (const [lang, width] of [["en", 1280], ["ko", 390]]) {
      await page.setViewportSize({ width, height: 844 });
      await page.evaluate(([lang, measure]) => (location.hash = location.hash.replace(/lang=\w+/, `lang=${lang}`).replace(/n\.measure=\w+/, `n.measure=${measure}`)), [lang, measure]);
      await page.waitForTimeout(600);
      const { violations } = await page.evaluate(() => axe.run(document.querySelector("main"), { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`)), [], `${measure} ${lang}`);
      assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${measure} ${width}`);
    }
  }
  const chained = () => page.locator("unnoise-noise [data-part=chained] canvas").evaluate((canvas) => canvas.toDataURL());
  const before = await chained();
  await shown(page, "noise").locator("button").first().click();
  await untilDrawn(page);
  assert.notEqual(await chained(), before, "other noise, another picture");
  assert.deepEqual(problems, []);
  await context.close();
});

test("Generate, the lens: a, b and σ of the step on show, four fans whose spread is σ", async () => {
  const { page, problems, context } = await openApp(session, { panel: "generate", lang: "en", "g.eta": 0.5, "g.steps": 10, "g.count": 2, "g.measure": "lens" });
  await untilResults(page, 1);
  await untilIdle(page, "unnoise-generate");
  await page.locator("unnoise-generate .ruler input").first().evaluate((input) => ((input.value = "599"), input.dispatchEvent(new Event("input"))));
  await untilDrawn(page);
  assert.match(await readable(shown(page, "generate").locator(".at").first()), /From t = 599 to 499, with η = 0\.5/);
  const [a, b, sigma] = (await shown(page, "generate").locator(".sums dd").allInnerTexts()).map(Number);
  const own = await page.evaluate(async () => {
    const { reverse } = await import("./app/math/kernels.js");
    const { tables } = document.querySelector("unnoise-generate");
    return reverse(0.5, tables[599], tables[499]);
  });
  near(a, own.onX0, 1e-3);
  near(b, own.onX, 1e-3);
  near(sigma, Math.sqrt(own.variance), 1e-3);
  const rows = await shown(page, "generate").locator(".fan p > span").evaluateAll((spans) => spans.map((span) => span.innerText));
  assert.equal(rows.length, 4);
  const spreads = rows.map((text) => /=\s*([\d.]+).*measured ([\d.]+)/s.exec(text).slice(1).map(Number));
  for (const [said, measured] of spreads) assert(Math.abs(said - measured) <= 0.03 * said + 0.001, `${said} ${measured}`);
  assert(spreads.every(([said], k) => k === 0 || said > spreads[k - 1][0]), "a wider fan each");
  const pictures = await shown(page, "generate").locator(".draws").evaluateAll((all) => all.map((row) => new Set([...row.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL())).size));
  assert.deepEqual(pictures, [1, 16, 16, 16]);
  await page.addScriptTag({ path: AXE });
  for (const [lang, width] of [["en", 1280], ["ko", 390]]) {
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate((lang) => (location.hash = location.hash.replace(/lang=\w+/, `lang=${lang}`)), lang);
    await page.waitForTimeout(500);
    const { violations } = await page.evaluate(() => axe.run(document.querySelector("main"), { resultTypes: ["violations"] }));
    assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`)), [], lang);
    assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }
  assert.deepEqual(problems, []);
  await context.close();
});
