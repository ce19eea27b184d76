/** Which digit is it? `lab.classify` against the crate's own functions, and its panel. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, barePage, openApp, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const PANEL = "unnoise-classify";

test("the contract: the ten test digits are read right, the numbers are Bayes' rule, priors count, wrong input is refused", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { testDigit } = await import("./app/source/test-gallery.js");
    const { evenStretches, beliefOf } = await import("./lab/classify.js");
    const lab = await unnoise.createLab({ backend: "cpu" });
    const read = [];
    for (let digit = 0; digit < 10; digit++) {
      const { posterior } = await lab.classify({ image: testDigit(digit, lab.info) });
      read.push(posterior.indexOf(Math.max(...posterior)));
    }
    const image = testDigit(7, lab.info);
    const steps = [];
    const all = await lab.classify({ image, timesteps: 5, seed: 3, onProgress: ({ t, posterior, index, of }) => steps.push({ t, index, of, sum: posterior.reduce((a, b) => a + b) }) });
    const again = await lab.classify({ image, timesteps: 5, seed: 3 });
    // As the crate defines it: −(L_T + Σ length · term) in nats, each class with the same noise.
    const stretches = evenStretches(1000, 5);
    const own = [];
    for (let label = 0; label < 10; label++) {
      const { prior, bits } = await lab.bound({ image, t: stretches.map(({ t }) => t), label, seed: 3 });
      own.push(-784 * Math.LN2 * (prior + stretches.reduce((sum, { length }, k) => sum + length * bits[k], 0)));
    }
    const never = await lab.classify({ image, timesteps: 5, seed: 3, prior: [1, 1, 1, 1, 1, 1, 1, 0, 1, 1] });
    const wrong = [
      thrown(() => lab.classify()),
      thrown(() => lab.classify({ image, timesteps: 0 })),
      thrown(() => lab.classify({ image, timesteps: 1000 })),
      thrown(() => lab.classify({ image, prior: [1, 2] })),
      thrown(() => lab.classify({ image, prior: new Array(10).fill(0) })),
      thrown(() => lab.classify({ image, prior: [NaN, ...new Array(9).fill(1)] })),
      thrown(() => lab.classify({ image: new Float32Array(3) })),
    ];
    const stopped = await rejected(lab.classify({ image, signal: AbortSignal.abort() }));
    // The odds of two classes that differ by ln 3, and a prior that takes it back.
    const even = beliefOf([0, Math.log(3)], [0.75, 0.25]);
    return { read, steps, all: [...all.logLikelihood], same: all.posterior.every((p, k) => p === again.posterior[k]), own, sum: all.posterior.reduce((a, b) => a + b), evidence: [all.evidence, Math.max(...own) + Math.log(own.reduce((sum, log) => sum + 0.1 * Math.exp(log - Math.max(...own)), 0))], never: never.posterior[7], wrong, stopped, even: [...even.posterior], lengths: evenStretches(1000, 20).reduce((sum, { length }) => sum + length, 0) };
  });
  assert.deepEqual(found.read, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(found.steps.map(({ t }) => t), [...found.steps.map(({ t }) => t)].sort((a, b) => b - a));
  assert(found.steps.every(({ sum, of }) => Math.abs(sum - 1) < 1e-12 && of === 5));
  found.all.forEach((log, k) => assert(Math.abs(log - found.own[k]) < 1e-2, `${k}: ${log} and ${found.own[k]}`));
  assert(Math.abs(found.evidence[0] - found.evidence[1]) < 1e-2, String(found.evidence));
  assert(found.same && Math.abs(found.sum - 1) < 1e-12);
  assert.equal(found.never, 0);
  assert.equal(found.lengths, 999);
  found.even.forEach((share) => assert(Math.abs(share - 0.5) < 1e-12));
  for (const { name, message } of found.wrong) assert.match(`${name}: ${message}`, /^(Type|Range)Error: .*expected .* found/);
  assert.equal(found.stopped.name, "AbortError");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the bench: a verdict, numbers, belief over time, a prior of 0 that nothing overrules; accessible; the card in Bound", async () => {
  const { page, problems, context } = await openApp(session, { panel: "classify", "x.source": "digit", "x.digit": 7, "w.timesteps": 10, "w.measure": "numbers" });
  await untilResults(page, 1);
  await untilIdle(page, PANEL);
  await untilDrawn(page);
  assert.match(await page.locator(`${PANEL} .verdict`).innerText(), /reads “7”/);
  assert.equal(await page.locator(`${PANEL} .costs tbody tr`).count(), 10);
  await page.addScriptTag({ path: AXE });
  for (const lang of ["en", "ko"]) {
    await page.evaluate((lang) => (location.hash = location.hash.replace(/lang=\w+|$/, `&lang=${lang}`)), lang);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await untilDrawn(page);
      const { violations } = await page.evaluate(() => axe.run(document.querySelector("main"), { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`)), [], `${lang} ${width}`);
      assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }
  }
  await page.evaluate(() => (location.hash = "#backend=cpu&panel=classify&lang=en&x.source=digit&x.digit=7&w.timesteps=10&w.p7=0"));
  await untilResults(page, 2);
  await untilIdle(page, PANEL);
  await untilDrawn(page);
  assert.doesNotMatch(await page.locator(`${PANEL} .verdict`).innerText(), /“7”/);
  await page.evaluate(() => (location.hash = "#backend=cpu&panel=elbo&lang=en&x.source=digit&x.digit=7&e.timesteps=10&e.measure=classify"));
  await page.waitForFunction(() => globalThis.results.some(({ of }) => of === "unnoise-elbo"), null, { timeout: 60_000 });
  await page.getByRole("button", { name: "Read it" }).last().click();
  await page.waitForFunction(() => document.querySelector("unnoise-elbo").shadowRoot.querySelector(".belief [data-most] b")?.textContent === "7", null, { timeout: 60_000 });
  assert.deepEqual(problems, []);
  await context.close();
});
