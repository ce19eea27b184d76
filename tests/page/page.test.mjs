/** The built page: every panel opened and used, at the widths and in the languages and themes that are promised. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { notBlank, openApp, openPanel, pixels, readable, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Few steps and images: these tests are about the page. */
const QUICK = { "g.steps": 4, "g.count": 4, "c.a-steps": 3, "c.b-steps": 5, "c.count": 1, "i.steps": 3, "i.frames": 4, "n.steps": 4, "r.steps": 4, "e.timesteps": 10, "w.timesteps": 2 };
const PANELS = ["generate", "compare", "interpolate", "noise", "reconstruct", "elbo", "vae", "exact", "classify"];
/** Results that a panel reports for its first pictures. */
const RESULTS = { generate: 1, compare: 2, interpolate: 1, noise: 1, reconstruct: 1, elbo: 1, vae: 1, exact: 1, classify: 1 };

const WAYS = [
  { width: 1280, height: 900, colorScheme: "light", lang: "en" },
  { width: 390, height: 844, colorScheme: "dark", lang: "ko", hasTouch: true },
  { width: 360, height: 740, colorScheme: "light", lang: "en", hasTouch: true },
];

for (const { lang, ...options } of WAYS) {
  test(`every panel opens and shows its pictures at ${options.width} pixels, ${options.colorScheme}, ${lang}`, async () => {
    const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate", lang }, options);
    for (const panel of PANELS) {
      await openPanel(page, panel);
      const element = `unnoise-${panel}`;
      // Its own: Compare's strip may still be reporting.
      await page.waitForFunction(([element, count]) => globalThis.results.filter(({ of }) => of === element).length >= count, [element, RESULTS[panel]], { timeout: 120_000 });
      await untilDrawn(page);
      assert(await notBlank(page, element), `${panel}: a canvas is blank`);
      assert.equal(await page.locator("main > :not([hidden])").count(), 1, "one panel is shown");
      const { scroll, own, cut } = await page.evaluate((element) => {
        const root = document.querySelector(element).shadowRoot;
        // A row of chips is moved sideways by the finger; a formula's keys are for the keyboard, over symbols that may be scrolled to.
        const wide = [...root.querySelectorAll(":not(.chips *, .keys *)")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1);
        const tight = [...root.querySelectorAll("button, legend, dd, .seg span, small")].filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline");
        return { scroll: document.documentElement.scrollWidth, own: wide.map((node) => node.outerHTML.slice(0, 80)), cut: tight.map((node) => node.outerHTML.slice(0, 80)) };
      }, element);
      assert(scroll <= options.width, `${panel}: the page is ${scroll} pixels wide`);
      assert.deepEqual(own, [], `${panel}: parts leave the screen`);
      assert.deepEqual(cut, [], `${panel}: text is cut off`);
    }
    assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("Generate: a new seed changes the pictures, the old one brings them back", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate" });
  await untilResults(page, 1);
  const first = await pixels(page, "unnoise-generate");
  const seed = page.getByLabel("Seed", { exact: true });
  await seed.fill("8");
  await seed.press("Enter");
  await untilResults(page, 2);
  const second = await pixels(page, "unnoise-generate");
  assert.notDeepEqual(second, first);
  await seed.fill("7");
  await page.getByRole("button", { name: "Generate 4" }).click();
  await untilResults(page, 3);
  assert.deepEqual(await pixels(page, "unnoise-generate"), first);
  await page.getByRole("button", { name: "Roll another seed" }).click();
  await untilResults(page, 4);
  assert.notDeepEqual(await pixels(page, "unnoise-generate"), first);
  assert.deepEqual(problems, []);
  await context.close();
});

test("Generate: every control reaches the run", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate" });
  await untilResults(page, 1);
  await page.getByRole("radio", { name: "DDPM" }).check();
  await page.getByLabel("Steps", { exact: true }).first().fill("6");
  await page.getByRole("radio", { name: "3", exact: true }).check();
  await page.getByText("More settings").click();
  await page.getByLabel("Guidance").fill("2");
  await page.getByLabel("Timestep spacing").selectOption("linspace");
  await page.getByLabel("Variance of DDPM").selectOption("large");
  await page.getByRole("combobox", { name: "Clipping of x̂₀" }).selectOption("keep");
  await page.getByLabel("Images").fill("9");
  await page.getByRole("button", { name: "Generate 9" }).click();
  await page.waitForFunction(() => results.at(-1).count === 9);
  await untilDrawn(page);
  const facts = await readable(page.locator("unnoise-generate .made").first());
  assert.match(facts, /12 of 12 network calls/, "guidance makes two calls of each of the six steps");
  await page.waitForFunction(() => location.hash.includes("g.clip=keep"));
  const hash = new URLSearchParams(new URL(page.url()).hash.slice(1));
  const written = Object.fromEntries(["sampler", "steps", "label", "guidance", "spacing", "variance", "clip", "count"].map((name) => [name, hash.get(`g.${name}`)]));
  assert.deepEqual(written, { sampler: "ddpm", steps: "6", label: "3", guidance: "2", spacing: "linspace", variance: "large", clip: "keep", count: "9" });
  assert.equal(await page.getByLabel("η — randomness").isDisabled(), true, "DDPM has no η");
  assert.deepEqual(problems, []);
  await context.close();
});

test("Generate: the ruler goes back to any step, and plays", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate" });
  await untilResults(page, 1);
  const end = await pixels(page, "unnoise-generate");
  const timeline = page.getByRole("slider", { name: "Timeline" });
  await timeline.fill("999");
  const beginning = await pixels(page, "unnoise-generate");
  assert.equal(beginning[0], end[0], "at the end the noise that it began with is shown too");
  assert.notEqual(beginning[1], end[1]);
  assert.notEqual(beginning[0], beginning[1], "xₜ and x̂₀ are two pictures");
  assert.match(await readable(page.locator("unnoise-generate .ruler output").first()), /t 999/);
  await timeline.press("ArrowLeft");
  assert.notDeepEqual(await pixels(page, "unnoise-generate"), beginning);
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => document.querySelector("unnoise-generate").shadowRoot.querySelector(".ruler output").textContent.startsWith("done"));
  assert.deepEqual(await pixels(page, "unnoise-generate"), end);
  assert.deepEqual(problems, []);
  await context.close();
});

test("Generate: cancel stops a run in the middle, and another one starts", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate", "g.steps": 1000 });
  const status = page.locator("unnoise-generate .status");
  await page.waitForFunction(() => /step [3-9] /.test(document.querySelector("unnoise-generate").shadowRoot.querySelector(".ruler output").textContent));
  const cancel = page.getByRole("button", { name: "Cancel" });
  await cancel.click();
  await page.waitForFunction(() => document.querySelector("unnoise-generate").shadowRoot.querySelector(".status").textContent === "Cancelled");
  await untilDrawn(page);
  assert.equal(await cancel.isVisible(), false, "there is nothing left to cancel");
  const stopped = await pixels(page, "unnoise-generate");
  await page.waitForTimeout(300);
  assert.deepEqual(await pixels(page, "unnoise-generate"), stopped, "nothing moves after cancelling");
  assert.equal(await page.evaluate(() => results.length), 0);
  await page.getByLabel("Steps", { exact: true }).first().fill("3");
  await page.getByRole("button", { name: "Generate 4" }).click();
  await untilResults(page, 1);
  await untilDrawn(page);
  assert.match(await status.innerText(), /Done in/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("Noise: the slider moves xₜ and x̂₀ and leaves x₀", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.t": 100, "n.steps": 3 });
  await untilResults(page, 1);
  const before = await pixels(page, "unnoise-noise");
  await page.getByRole("slider", { name: "Timestep t" }).fill("700");
  await page.waitForFunction(() => results.at(-1).t === 700);
  const later = await pixels(page, "unnoise-noise");
  assert.equal(later[0], before[0]);
  assert.notEqual(later[1], before[1]);
  assert.notEqual(later[2], before[2]);
  assert.match(await page.locator("unnoise-noise [data-part=guess] .of").innerText(), /^MSE 0\.\d{4}$/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("Noise: a drawing, by pointer and by keys", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.source": "drawing", "n.steps": 2 });
  await untilResults(page, 1);
  const inked = () => page.evaluate(() => results.at(-1).image.filter((value) => value > 0).length);
  assert.equal(await inked(), 0, "an empty drawing is black");
  const canvas = page.locator("unnoise-noise canvas.draw");
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.8, { steps: 6 });
  await page.mouse.up();
  await page.waitForFunction(() => results.at(-1).image.filter((value) => value > 0).length > 20);
  const stroke = await inked();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.waitForFunction(() => results.at(-1).image.every((value) => value === -1));
  await canvas.focus();
  await page.keyboard.press("Space");
  for (let k = 0; k < 8; k++) await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => results.at(-1).image.filter((value) => value > 0).length > 8);
  assert(stroke > 20);
  assert.deepEqual(problems, []);
  await context.close();
});
