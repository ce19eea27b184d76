/** The gallery of the model's own pictures: what it shows, when it is made, and what choosing one does. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, openApp, openLink, pixels, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const places = (page, panel) => page.locator(`unnoise-${panel} .gallery:not(.tests) button`);
/** Pixels of the gallery, as `pixels` gives them; null where there is none yet. */
const thumbnails = (page, panel) => places(page, panel).evaluateAll((buttons) => buttons.map(({ firstElementChild: canvas }) => (canvas.hidden ? null : canvas.toDataURL())));
const untilMade = (page, panel, count) =>
  page.waitForFunction(([panel, count]) => document.querySelector(`unnoise-${panel}`).shadowRoot.querySelectorAll(".gallery:not(.tests) canvas:not([hidden])").length >= count, [panel, count], { timeout: 120_000 });
/** The pixels of the panel's x₀. */
const picture = async (page, panel) => (await pixels(page, `unnoise-${panel}`))[0];

test("one of each class; choosing one gives the very picture, here and in a fresh profile", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.steps": 1, "n.image-seed": 5 });
  await untilResults(page, 1);
  const box = await page.locator("unnoise-noise .settings").boundingBox();
  await untilMade(page, "noise", 10);
  assert.deepEqual(await page.locator("unnoise-noise .settings").boundingBox(), box, "nothing moves while it fills");
  const shown = await thumbnails(page, "noise");
  assert.equal(new Set(shown).size, 10, "ten different pictures");
  assert.equal(await page.locator("unnoise-noise .gallery:not(.tests) [aria-pressed=true]").count(), 0, "the panel's picture is of any label");
  await page.getByRole("button", { name: "Take the picture of 7, seed 5" }).click();
  await untilResults(page, 2);
  assert.equal(await picture(page, "noise"), shown[7]);
  assert.equal(await places(page, "noise").nth(7).getAttribute("aria-pressed"), "true");
  assert(await page.getByRole("group", { name: "Label" }).getByRole("radio", { name: "7", exact: true }).isChecked());
  assert.deepEqual(await thumbnails(page, "noise"), shown, "the gallery stays");
  await page.waitForFunction(() => location.hash.includes("x.label=7"));
  const two = await openLink(session, page.url());
  await untilResults(two.page, 1);
  assert.equal(await picture(two.page, "noise"), shown[7], "made anew by a link");
  assert.deepEqual([...problems, ...two.problems], []);
  await Promise.all([context.close(), two.context.close()]);
});

test("arrow keys go through it, another seed gives another one, and a picture of one's own hides it", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.steps": 1 });
  await untilResults(page, 1);
  await untilMade(page, "noise", 10);
  const before = await thumbnails(page, "noise");
  await places(page, "noise").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => inside("unnoise-noise").state.get("noise", "label")), 6);
  const seed = page.getByLabel("Seed of the picture");
  await seed.fill("4");
  await seed.press("Enter");
  await untilDrawn(page);
  assert.equal((await thumbnails(page, "noise")).filter((shown) => before.includes(shown)).length, 0, "the pictures of the other seed are gone at once");
  await untilMade(page, "noise", 10);
  await page.getByRole("radio", { name: "your own" }).check();
  await untilDrawn(page);
  assert.equal(await page.locator("unnoise-noise .gallery:not(.tests)").isVisible(), false);
  assert.deepEqual(problems, []);
  await context.close();
});

test("it waits for the panel's work, and ends with it when that is cancelled", async () => {
  const { page, problems, context } = await openApp(session, { panel: "reconstruct", "r.steps": 10, "r.label": 3 });
  await untilResults(page, 1);
  assert.equal((await thumbnails(page, "reconstruct")).filter(Boolean).length, 1, "only the panel's own picture, while it measures its curve");
  await page.locator("unnoise-reconstruct").evaluate((panel) => panel.cancel());
  await untilIdle(page, "unnoise-reconstruct");
  await page.waitForTimeout(500);
  assert.equal((await thumbnails(page, "reconstruct")).filter(Boolean).length, 1, "cancelled");
  assert.deepEqual(problems, []);
  await context.close();
});

test("it is made where it is seen", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.steps": 1, "n.label": 3 }, { width: 390, height: 500 });
  await untilResults(page, 1);
  await untilIdle(page, "unnoise-noise");
  await page.waitForTimeout(500);
  assert.equal((await thumbnails(page, "noise")).filter(Boolean).length, 1, "out of sight");
  await places(page, "noise").last().scrollIntoViewIfNeeded();
  await untilMade(page, "noise", 10);
  assert.deepEqual(problems, []);
  await context.close();
});

test("which pictures: of classes while there are enough, else of seeds, and the same for each of them", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { Gallery } = await import("./app/source/gallery.js");
    const of = (classes, seed) => {
      const panel = { info: { labels: Array.from({ length: classes }, String) }, get: () => seed, updaters: [], enders: [] };
      return new Gallery(panel, null).recipes.map(({ seed, label }) => `${seed}:${label}`).join(" ");
    };
    return { none: of(0, 27), two: of(2, 27), ten: of(10, 27), many: of(100, 27), around: new Set([20, 23, 29].map((seed) => of(0, seed))).size };
  });
  assert.deepEqual(found, {
    none: "20:null 21:null 22:null 23:null 24:null 25:null 26:null 27:null 28:null 29:null",
    two: "25:0 25:1 26:0 26:1 27:0 27:1 28:0 28:1 29:0 29:1",
    ten: "27:0 27:1 27:2 27:3 27:4 27:5 27:6 27:7 27:8 27:9",
    many: "27:0 27:1 27:2 27:3 27:4 27:5 27:6 27:7 27:8 27:9",
    around: 1,
  });
  await context.close();
});
