/** Interpolate: between two ends, seeds or pictures; slerp, lerp and DDPM beside each other; among four corners. It follows its settings. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { notBlank, openApp, pixels, readable, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const QUICK = { panel: "interpolate", "i.steps": 3, "i.frames": 4 };
const PANEL = "unnoise-interpolate";

/** Opens the panel; `ways` on the page holds what the three rows were made of. */
async function openInterpolate(settings, options) {
  const fresh = await openApp(session, { ...QUICK, ...settings }, options);
  await fresh.page.evaluate(() => {
    globalThis.ways = {};
    addEventListener("unnoise-frame", ({ detail }) => detail.way && (ways[detail.way] = detail));
  });
  return fresh;
}

/** The pictures in a row: the large one, then its strip. */
const row = async (page, way) => {
  await untilDrawn(page);
  return page.locator(`${PANEL} [data-way=${way}] canvas`).evaluateAll((canvases) => canvases.map((canvas) => canvas.toDataURL()));
};
const here = (page, way) => page.locator(`${PANEL} [data-way=${way}] .strip .picture`).evaluateAll((tiles) => tiles.findIndex((tile) => tile.hasAttribute("data-here")));

test("slerp keeps the length that lerp loses; DDPM leaves the path", async () => {
  const { page, problems, context } = await openInterpolate({ "i.frames": 5, "i.steps": 6, "i.label": 8 });
  await untilResults(page, 1);
  await untilIdle(page, PANEL);
  assert(await notBlank(page, PANEL), "strips and rows");
  const found = await page.evaluate(() => {
    const size = 784;
    const length = (latents, k) => Math.hypot(...latents.slice(k * size, (k + 1) * size)) / 28;
    const apart = (images, a, b) => images.slice(a * size, (a + 1) * size).reduce((sum, value, i) => sum + ((value - images[b * size + i]) / 2) ** 2, 0) / size;
    const jumps = (images) => [0, 1, 2, 3].reduce((sum, k) => sum + apart(images, k, k + 1), 0) / 4;
    const { slerp, lerp, ddpm } = ways;
    return {
      slerp: length(slerp.latents, 2),
      lerp: length(lerp.latents, 2),
      ends: Math.max(...slerp.images.slice(0, size).map((value, i) => Math.abs(value - lerp.images[i]))),
      ddim: jumps(slerp.images),
      ddpm: jumps(ddpm.images),
      same: slerp.latents.every((value, i) => value === ddpm.latents[i]),
    };
  });
  assert(found.slerp > 0.9 && found.lerp < 0.85, `lengths in the middle: ${found.slerp} and ${found.lerp}`);
  assert(found.ends < 1e-3, "both paths have the same ends");
  assert(found.same, "DDPM starts from the latents of slerp");
  assert(found.ddpm > 1.5 * found.ddim, `neighbours differ by ${found.ddim} with DDIM, by ${found.ddpm} with DDPM`);
  const curves = await page.locator(`${PANEL} svg.plot`).first().evaluate((plot) => plot.querySelectorAll("circle").length);
  assert.equal(curves, 5 + 5 + 1, "both lengths, and the place");
  assert.deepEqual(problems, []);
  await context.close();
});

test("with one z for all pictures DDPM has no jumps, and hardly moves; with a little z it leads from one picture to another", async () => {
  const { page, problems, context } = await openInterpolate({ "i.frames": 9, "i.steps": 20, "i.label": 8 });
  await untilResults(page, 1);
  await untilIdle(page, PANEL);
  const spans = () =>
    page.evaluate(() => {
      const apart = (images, a, b) => Math.sqrt(images.slice(a * 784, (a + 1) * 784).reduce((sum, value, i) => sum + ((value - images[b * 784 + i]) / 2) ** 2, 0) / 784);
      const span = ({ images }) => ({ step: [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, k) => sum + apart(images, k, k + 1), 0) / 8, ends: apart(images, 0, 8) });
      return { ddim: span(ways.slerp), ddpm: span(ways.ddpm) };
    });
  /** What the page says of a row, and under all of them. */
  const said = async (way) => {
    await untilDrawn(page);
    return (await readable(page.locator(way ? `${PANEL} [data-way=${way}] h3` : `${PANEL} .row-said`))).replaceAll("\u00a0", " ");
  };
  const numbers = ({ step, ends }) => new RegExp(`neighbours ${step.toFixed(3)} apart, ends ${ends.toFixed(3)}`);
  const each = await spans();
  assert(each.ddpm.step > 2 * each.ddim.step && each.ddpm.step > 0.7 * each.ddpm.ends, `z of each picture's own: ${JSON.stringify(each)}`);
  assert.match(await said("slerp"), numbers(each.ddim));
  assert.match(await said("ddpm"), numbers(each.ddpm));
  assert.match(await said(), /No path is left/);

  await page.getByRole("button", { name: "one z for all" }).click();
  await untilResults(page, 2);
  await untilIdle(page, PANEL);
  const still = await spans();
  assert(still.ddpm.step < 0.02 && still.ddpm.step < each.ddpm.step / 10, `one z: neighbours differ by ${still.ddpm.step}, each with its own by ${each.ddpm.step}`);
  assert(still.ddpm.ends < still.ddim.ends / 4, `both ends: ${still.ddpm.ends}, by DDIM ${still.ddim.ends}`);
  assert.match(await said("ddpm"), /^DDPM, slerp.*the same z for all pictures/s);
  assert.match(await said(), /hardly a move/);

  await page.waitForFunction(() => /i\.noise=shared/.test(location.hash));
  await page.getByText("More settings").click();
  await page.getByLabel("η of the last row").fill("0.3");
  await page.getByRole("button", { name: "Interpolate", exact: true }).click();
  await untilResults(page, 3);
  await untilIdle(page, PANEL);
  const little = await spans();
  assert(little.ddpm.step < little.ddpm.ends / 3 && little.ddpm.ends > 0.4 * little.ddim.ends, `a little z: ${JSON.stringify(little)}`);
  assert.match(await said("ddpm"), /^DDIM, η = 0.30, slerp/);
  assert.match(await said(), /x_T still leads/);

  await page.getByLabel("η of the last row").fill("0");
  await untilDrawn(page);
  const choice = page.getByRole("group", { name: /Noise z of the last row/ });
  assert.equal(await choice.getByRole("radio", { name: "one for all" }).isDisabled(), true);
  assert.match((await readable(choice)).replaceAll("\u00a0", " "), /η = 0 adds none/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the place on the path moves the large pictures, by slider and by play; then lerp is chosen", async () => {
  const { page, problems, context } = await openInterpolate({ "i.at": 0 });
  await untilResults(page, 1);
  await untilIdle(page, PANEL);
  for (const way of ["slerp", "lerp", "ddpm"]) {
    const [large, ...tiles] = await row(page, way);
    assert.equal(tiles.length, 4);
    assert.equal(large, tiles[0], `${way}: at a = 0 the first picture`);
  }
  const place = page.getByRole("slider", { name: "Place on the path" });
  await place.fill("65");
  for (const way of ["slerp", "lerp", "ddpm"]) {
    const [large, ...tiles] = await row(page, way);
    assert.equal(large, tiles[2], `${way}: at a = 0.65 of four the third`);
    assert.equal(await here(page, way), 2);
  }
  await page.waitForFunction(() => location.hash.includes("i.at=0.65"));
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => /i\.at=1(&|$)/.test(location.hash));
  assert.equal(await here(page, "slerp"), 3);
  assert.equal(await page.evaluate(() => results.length), 1, "nothing ran anew");
  assert.match(await page.locator(`${PANEL} .status`).innerText(), /^Done/);

  // Settings are followed: as many tiles as asked for, and lerp as the chosen path.
  await page.getByText("More settings").click();
  await page.getByRole("radio", { name: "lerp", exact: true }).check();
  await page.getByLabel("Images in the strip").fill("6");
  await untilResults(page, 2);
  await untilIdle(page, PANEL);
  assert.equal((await pixels(page, PANEL)).length, 3 * 7, "three rows with a large picture each");
  assert((await page.evaluate(() => Math.hypot(...results.at(-1).latents.slice(784 * 2, 784 * 3)) / 28)) < 0.85, "the chosen path is the straight one");
  assert.deepEqual(problems, []);
  await context.close();
});

test("an end may be a picture of the reader's own: it is encoded", async () => {
  // A vertical stroke, four pixels wide.
  const code = `A*140.${"A*12._*4.A*12.".repeat(18)}A*140.`;
  const { page, problems, context } = await openInterpolate({ "i.from-source": "drawing", "i.from-picture": code, "i.steps": 12 });
  await untilResults(page, 1);
  const error = await page.evaluate(() => {
    const { images } = results[0];
    let sum = 0;
    for (let i = 0; i < 784; i++) sum += ((images[i] - (i >= 140 && i < 644 && i % 28 >= 12 && i % 28 < 16 ? 1 : -1)) / 2) ** 2;
    return sum / 784;
  });
  assert(error < 0.03, `the strip begins with another picture than was drawn: ${error}`);
  await untilIdle(page, PANEL);
  await page.getByRole("group", { name: "End", exact: true }).getByRole("radio", { name: "your own" }).check();
  await page.getByRole("button", { name: "Clear", exact: true }).nth(1).waitFor({ state: "visible" });
  await page.locator(`${PANEL} .stack.own canvas.draw`).nth(1).click();
  await page.waitForFunction(() => /i\.to-picture=A\*\d+\.\w/.test(location.hash));
  await page.getByRole("button", { name: "Interpolate", exact: true }).click(); // a slow machine waits to be asked
  await untilResults(page, 2);
  assert.deepEqual(problems, []);
  await context.close();
});

test("four corners: a grid that begins and ends with them", async () => {
  const { page, problems, context } = await openInterpolate({ "i.side": 3, "i.third": 11, "i.fourth": 12 });
  await untilResults(page, 1);
  await untilIdle(page, PANEL);
  await page.getByRole("radio", { name: "four corners" }).check();
  await untilResults(page, 2);
  await untilDrawn(page);
  const off = await page.evaluate(async () => {
    const { images, latents, count } = results[1];
    const { lab } = { lab: await (await import("./unnoise.js")).createLab({ backend: "cpu" }) };
    const corners = [[0, 1], [2, 2], [6, 11], [8, 12]];
    let [latent, image] = [0, 0];
    for (const [k, seed] of corners) {
      const made = await lab.sample({ count: 1, steps: 3, seed }).result;
      for (let i = 0; i < 784; i++) {
        latent = Math.max(latent, Math.abs(made.latents[i] - latents[k * 784 + i]));
        image = Math.max(image, Math.abs(made.images[i] - images[k * 784 + i]));
      }
    }
    lab.dispose();
    return { latent, image, count };
  });
  assert.equal(off.count, 9);
  assert(off.latent < 1e-4 && off.image < 5e-3, `the corners are off by ${JSON.stringify(off)}`);
  const grid = page.locator(`${PANEL} .square > .picture > canvas`);
  assert.equal(await grid.isVisible(), true);
  assert.equal(await grid.evaluate(({ width }) => width), 3 * 28 + 2);
  assert.equal(await page.getByRole("slider", { name: "Place on the path" }).isVisible(), false, "a grid has no single path");
  assert.equal(await page.locator(`${PANEL} .measures`).isVisible(), false, "and so no lengths along it");
  assert.deepEqual(await page.locator(`${PANEL} .corner`).allInnerTexts(), ["start", "end", "third corner", "fourth corner"]);
  const large = page.locator(`${PANEL} .chosen-one canvas`);
  const before = await large.evaluate((canvas) => canvas.toDataURL());
  await page.getByRole("button", { name: "1.00 of the way right, 0.00 down" }).click();
  await untilDrawn(page);
  assert.notEqual(await large.evaluate((canvas) => canvas.toDataURL()), before, "a chosen tile is shown large");
  assert.deepEqual(problems, []);
  await context.close();
});
