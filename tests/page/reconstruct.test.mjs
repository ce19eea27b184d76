/** Reconstruct: encode, decode, and the error against the steps, measured live. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, notBlank, openApp, pixels, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Waits until the panel has told of so many measured points; their errors by S come with it. */
const untilMeasured = (page, enough) =>
  page.waitForFunction((enough) => Object.keys(globalThis.errors ?? {}).length >= enough && globalThis.errors, enough, { timeout: 120_000 }).then((handle) => handle.jsonValue());

async function openReconstruct(settings, options) {
  const fresh = await openApp(session, { panel: "reconstruct", ...settings }, options);
  await fresh.page.evaluate(() => addEventListener("unnoise-frame", ({ detail }) => (globalThis.errors = detail.errors)));
  return fresh;
}

test("the picture, its latent, the picture again, their difference; each number follows from them", async () => {
  const { page, problems, context } = await openReconstruct({ "r.steps": 5, "r.label": 4 });
  await untilResults(page, 1);
  await untilDrawn(page);
  assert(await notBlank(page, "unnoise-reconstruct"));
  const measured = await page.evaluate(() => {
    const { original, image, latent, mse, steps } = results[0];
    const mean = latent.reduce((sum, value) => sum + value, 0) / latent.length;
    const deviation = Math.sqrt(latent.reduce((sum, value) => sum + (value - mean) ** 2, 0) / latent.length);
    const error = original.reduce((sum, value, i) => sum + ((value - image[i]) / 2) ** 2, 0) / original.length;
    return { steps, mse, error, mean, deviation };
  });
  assert.equal(measured.steps, 5);
  assert(Math.abs(measured.mse - measured.error) < 1e-5, `the engine says ${measured.mse}, the pictures ${measured.error}`);
  const text = await page.locator("unnoise-reconstruct").evaluate((panel) => panel.shadowRoot.textContent);
  assert(text.includes(measured.mse >= 0.001 ? measured.mse.toFixed(4) : "10⁻"), "the error is shown");
  assert(text.includes(measured.deviation.toFixed(3)), "the latent's standard deviation is shown");
  assert(text.includes(Math.abs(measured.mean).toFixed(3)), "its mean is shown");
  const bars = await page.locator("unnoise-reconstruct svg.plot rect").count();
  assert(bars > 5, `the histogram has ${bars} bars`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the curve: a point as each is measured, falling with S, beside the paper's; cancelled, and gone on with", async () => {
  const { page, problems, context } = await openReconstruct({ "r.steps": 4 });
  await untilMeasured(page, 2);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.waitForFunction(() => document.querySelector("unnoise-reconstruct").shadowRoot.querySelector(".status").textContent === "Cancelled");
  const before = Object.keys(await page.evaluate(() => errors)).length;
  assert(before < 5, "cancelled before its end");
  const rows = () => page.locator("unnoise-reconstruct tbody tr").allInnerTexts();
  assert.match((await rows()).at(-1), /^100\s+—\s+0\.0009$/, "not measured yet, and the paper's number");
  await page.getByRole("button", { name: "Reconstruct", exact: true }).click();
  const errors = await untilMeasured(page, 5);
  assert(errors[100] < errors[10] && errors[50] < errors[10], `errors do not fall with S: ${JSON.stringify(errors)}`);
  await untilDrawn(page);
  assert.deepEqual((await rows()).map((row) => row.split(/\s+/)[0]), ["4", "10", "20", "50", "100"]);
  assert((await rows()).every((row) => /^\d+\s+(0\.\d{4}|\d\.\d·10⁻.)\s+(—|0\.\d+)$/.test(row)), (await rows()).join(" | "));
  assert.deepEqual(problems, []);
  await context.close();
});

test("settings are followed: another number of steps keeps the points, another picture drops them", async () => {
  const { page, problems, context } = await openReconstruct({ "r.steps": 2 });
  await untilMeasured(page, 2);
  const before = await pixels(page, "unnoise-reconstruct");
  await page.getByLabel("Steps", { exact: true }).first().fill("3");
  await page.getByLabel("Steps", { exact: true }).first().press("Enter");
  await untilResults(page, 2);
  assert.equal(await page.evaluate(() => results[1].steps), 3);
  assert((await untilMeasured(page, 3))[2] > 0, "the point of before is kept");
  const after = await pixels(page, "unnoise-reconstruct");
  assert.equal(after[0], before[0], "the same picture");
  assert.notEqual(after[2], before[2], "another reconstruction");
  await page.getByRole("button", { name: "Roll another seed" }).click();
  await untilResults(page, 3);
  assert.equal((await page.evaluate(() => errors))[2], undefined, "points of another picture are gone");
  assert.notEqual((await pixels(page, "unnoise-reconstruct"))[0], before[0]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a picture's code: what is written is read again, and nothing else is", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { codeFromPicture, lengthOfCode, pictureFromCode } = await import("./app/state/picture-code.js");
    const image = Float32Array.from({ length: 784 }, (_, i) => (i < 300 ? -1 : Math.sin(i)));
    const code = codeFromPicture(image);
    const back = pictureFromCode(code);
    const off = Math.max(...image.map((value, i) => Math.abs(value - back[i])));
    const bad = ["A*0.", "A*5", "*5.", "a b", "<b>", "A*99999.", "A*9999.".repeat(9), "é"].map(lengthOfCode);
    return { length: lengthOfCode(code), off, twice: codeFromPicture(back) === code, url: encodeURIComponent(code) === code, bad, ink: [image[0], back[0]] };
  });
  assert.equal(found.length, 784);
  assert(found.off <= 1 / 63 + 1e-6, `off by ${found.off}`);
  assert(found.twice && found.url, "stable, and left alone by URLs");
  assert.deepEqual(found.ink, [-1, -1]);
  assert.deepEqual(found.bad, found.bad.map(() => null));
  await context.close();
});

test("a drawing that is still to be made: the stage says that a black picture stands for it, and not that it came back", async () => {
  const { page, problems, context } = await openReconstruct({ "x.source": "drawing", "r.steps": 2 });
  await untilResults(page, 1);
  await untilDrawn(page);
  assert.match(await page.locator("unnoise-reconstruct .stage .verdict").innerText(), /^Nothing is drawn yet: .* black picture\.$/);
  assert.deepEqual(problems, []);
  await context.close();
});
