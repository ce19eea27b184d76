/** The bench Latents: a linear VAE by the contract, and its panel. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, barePage, openApp, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const PANEL = "unnoise-vae";
const near = (found, expected, tolerance, what = "") => assert(Math.abs(found - expected) <= tolerance, `${what} expected ${expected} ± ${tolerance}, found ${found}`);

test("the contract: shapes, the evidence that bending q leaves alone, wrong input", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { testDigit } = await import("./app/source/test-gallery.js");
    const shape = { channels: 1, height: 28, width: 28 };
    const image = Float32Array.from([7, 2].flatMap((digit) => [...testDigit(digit, shape)]));
    const one = image.slice(0, 784);
    const made = [];
    for (const model of ["digits-ppca2", "digits-ppca16"]) {
      const vae = await unnoise.createVae({ model });
      const { mean, deviation } = await vae.encode({ image });
      const { image: decoded } = await vae.decode({ latent: mean });
      const { images, latents } = await vae.sample({ count: 3, seed: 5 });
      const again = await vae.sample({ count: 1, seed: 5 });
      const k = vae.info.latent;
      const best = await vae.elbo({ image: one });
      const wide = await vae.elbo({ image: one, mean: mean.slice(0, k), deviation: deviation.slice(0, k).map((d) => d * Math.SQRT2) });
      const moved = await vae.elbo({ image: one, mean: mean.slice(0, k).map((m, i) => m + deviation[i]), deviation: deviation.slice(0, k) });
      const both = await vae.elbo({ image });
      made.push({ info: vae.info, lengths: [mean.length, deviation.length, decoded.length, images.length, latents.length], same: again.latents.every((z, i) => z === latents[i]), best, wide, moved, both, second: await vae.elbo({ image: image.slice(784) }) });
    }
    const vae = await unnoise.createVae({ model: "digits-ppca2" });
    const wrong = {
      none: await rejected(vae.encode()),
      short: await rejected(vae.encode({ image: new Float32Array(5) })),
      pixels: await rejected(vae.encode({ image: new Float32Array(784).fill(255) })),
      latent: await rejected(vae.decode({ latent: [1, 2, 3] })),
      nan: await rejected(vae.decode({ latent: [NaN, 0] })),
      deviation: await rejected(vae.elbo({ image: one, mean: [0, 0], deviation: [0, 1] })),
      two: await rejected(vae.elbo({ image, mean: [0, 0], deviation: [1, 1] })),
    };
    return { made, wrong };
  });
  for (const [{ info, lengths, same, best, wide, moved, both, second }, [k, variance]] of found.made.map((each, i) => [each, [[2, 0.22438], [16, 0.11145]][i]])) {
    assert.equal(info.latent, k);
    assert.equal(info.kind, "ppca");
    near(info.variance, variance, 5e-6);
    assert.deepEqual(lengths, [2 * k, 2 * k, 1568, 3 * 784, 3 * k]);
    assert(same, "image k of a seed is the same whatever the count");
    near(best.gap, 0, 1e-9);
    near(best.elbo, best.evidence, 1e-9);
    near(best.reconstruction - best.kl[0], best.elbo, 1e-9);
    for (const bent of [wide, moved]) {
      near(bent.evidence, best.evidence, 1e-9);
      near(bent.elbo + bent.gap, bent.evidence, 1e-9);
    }
    // Twice the variance costs ½(1 − ln 2) a latent, a mean that is one deviation off ½.
    near(wide.gap, k * 0.15343, k * 1e-5);
    // W as it ships, in f16, is orthogonal but for its rounding.
    near(moved.gap, k * 0.5, 1e-4);
    near(both.evidence, (best.evidence + second.evidence) / 2, 1e-9);
  }
  for (const [name, error] of Object.entries(found.wrong)) assert.match(`${error.name}: ${error.message}`, /^(Type|Range)Error: .*expected .* found/, name);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a model folder that is damaged or of another kind is a sentence", async () => {
  const { page, context } = await barePage(session);
  const { text } = await page.evaluate(async () => ({ text: await (await fetch("./models/digits-ppca2/model.json")).text() }));
  const folder = JSON.parse(text);
  const cases = [
    [{ ...folder, config: { ...folder.config, latents: 3 } }, /expected/],
    [{ ...folder, config: { ...folder.config, variance: 0 } }, /variance/],
    [{ ...folder, config: { ...folder.config, width: 1e9 } }, /65536|pixels/],
    [{ ...folder, kind: "unet" }, /kind/],
    [{ ...folder, sha256: "0".repeat(64) }, /SHA-256/],
    [{ ...folder, config: null }, /config|null|invalid/],
  ];
  for (const [json, pattern] of cases) {
    await page.unroute("**/models/digits-ppca2/model.json").catch(() => {});
    await page.route("**/models/digits-ppca2/model.json", (route) => route.fulfill({ json }));
    const error = await page.evaluate(() => rejected(unnoise.createVae({ model: "digits-ppca2" })));
    assert.match(error.message, pattern, JSON.stringify(json.config));
    assert(error.message.length < 400, error.message);
  }
  await context.close();
});

test("the bench: z is drawn, dragged and rolled; the numbers add up; every measure is accessible; a link restores it", async () => {
  for (const [lang, width] of [["en", 1280], ["ko", 390]]) {
    const { page, problems, context } = await openApp(session, { panel: "vae", lang, "v.measure": "terms" }, { width, height: width === 390 ? 844 : 900 });
    await untilResults(page, 1);
    await page.addScriptTag({ path: AXE });
    for (const measure of ["terms", "map", "blur"]) {
      await page.evaluate((measure) => (location.hash = location.hash.replace(/&v\.measure=[^&]*|$/, `&v.measure=${measure}`)), measure);
      await page.waitForTimeout(600);
      const { violations } = await page.evaluate(() => axe.run(document.querySelector("main"), { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${measure} ${id}: ${target.flat().join(" ")}`)), []);
      assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), measure);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
  const { page, problems, context } = await openApp(session, { panel: "vae", "v.measure": "terms", "v.factor": 2 });
  await untilResults(page, 1);
  await untilDrawn(page);
  const numbers = await page.locator(`${PANEL} .sums dd`).allInnerTexts();
  const [reconstruction, kl, elbo, gap, evidence] = numbers.slice(0, 5).map((text) => Number(text.replace("−", "-")));
  near(reconstruction - kl, elbo, 0.02);
  near(elbo + gap, evidence, 0.02);
  near(gap, 0.31, 0.005);
  const decoded = () => page.locator(`${PANEL} [data-part=decoded] canvas`).evaluate((canvas) => canvas.toDataURL());
  const before = await decoded();
  await page.locator(`${PANEL} .handle.z`).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.waitForTimeout(300);
  assert.notEqual(await decoded(), before);
  assert.match(await page.evaluate(() => inside("unnoise-vae").state.get("vae", "from")), /hand/);
  await page.getByRole("tab", { name: "Why it blurs" }).click();
  await page.waitForFunction(() => /of 400/.test(document.querySelector("unnoise-vae").shadowRoot.querySelector("[role=tabpanel]:not([hidden]) .sums").innerText));
  await page.waitForTimeout(700);
  const link = await page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  const again = await openApp(session, link);
  await untilResults(again.page, 1);
  await untilDrawn(again.page);
  assert.equal(await again.page.locator(`${PANEL} [data-part=decoded] canvas`).evaluate((canvas) => canvas.toDataURL()), await decoded());
  assert.deepEqual([...problems, ...again.problems], []);
  await context.close();
  await again.context.close();
});
