/** The bench of the way to noise: what its faces show first, what their beats say, and which pictures they can be about. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openApp, readable, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const verdict = (page) => page.locator("unnoise-noise .came-back .verdict");
const says = (page, words) => page.waitForFunction((words) => document.querySelector("unnoise-noise").shadowRoot.querySelector(".came-back .verdict").textContent.includes(words), words, { timeout: 120_000 });

test("Noise: the 7 comes back, or as a 3, or as what the network is told; and the page says so", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "x.source": "digit" });
  await untilResults(page, 1);
  for (const [chip, words] of [["A little noise", "It came back as “7”, as it was."], ["comes back as a 3", "It came back as “3”, and was “7”"], ["told “4”", "Told “4”, the network made “4”"]]) {
    await page.getByRole("button", { name: chip }).click();
    await says(page, words);
    assert.equal(await page.getByRole("button", { name: chip }).getAttribute("aria-pressed"), "true");
  }
  await page.waitForFunction(() => /n\.as=4/.test(location.hash) && /x\.t=700/.test(location.hash));
  // What is said is of the pictures that are there: with another t it is gone until it is read anew.
  await page.getByRole("slider", { name: "Timestep t" }).fill("200");
  await untilDrawn(page);
  assert.notEqual(await verdict(page).innerText(), "Told “4”, the network made “4” of the same noise.");
  await says(page, "it still came back as “7”");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the network reads all ten of the test digits right, which are as they are in MNIST", async () => {
  const { page, context } = await openApp(session, { panel: "noise", "x.source": "digit", "n.steps": 1 });
  await untilResults(page, 1);
  const found = await page.evaluate(async () => {
    const { read } = await import("./app/panels/noise/reading.js");
    const { TEST_DIGITS } = await import("./app/source/test-digits.js");
    const { testDigit } = await import("./app/source/test-gallery.js");
    const { lab } = inside("unnoise-noise");
    const images = TEST_DIGITS.map((_, digit) => testDigit(digit, lab.info));
    const labels = [];
    for (const image of images) labels.push(await read(lab, image));
    const large = testDigit(3, { channels: 3, height: 64, width: 64 });
    return { labels, sizes: images.map(({ length }) => length), indices: TEST_DIGITS.map(({ index }) => index), large: [large.length, large[0], Math.max(...large)] };
  });
  assert.deepEqual(found.labels, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(found.sizes, Array(10).fill(784));
  assert.deepEqual(found.indices, [10, 5, 35, 30, 19, 23, 21, 0, 128, 12]);
  assert.deepEqual(found.large, [3 * 64 * 64, -1, 1], "in the middle of a larger picture");
  await page.getByRole("button", { name: "Take the test digit 4, number 19" }).click();
  await page.waitForFunction(() => location.hash.includes("x.digit=4"));
  await untilResults(page, 2);
  assert.match(await page.locator("unnoise-noise [data-part=x0]").innerText(), /MNIST test “4”/);
  assert.match(await page.locator("unnoise-noise .credit").innerText(), /LeCun, Cortes and Burges.*CC BY-SA 3\.0/s);
  await context.close();
});

test("what is drawn snaps to the pixels that the network gets; an empty drawing is not measured without a word", async () => {
  for (const panel of ["noise", "elbo"]) {
    const { page, problems, context } = await openApp(session, { panel, "x.source": "drawing", "n.steps": 2, "e.timesteps": 10 });
    await untilResults(page, 1);
    const empty = page.locator(`unnoise-${panel} .empty`);
    assert.match(await empty.innerText(), /Nothing is drawn yet/);
    if (panel === "noise") assert.match(await verdict(page).innerText(), /black picture/);
    const canvas = page.locator(`unnoise-${panel} canvas.draw`);
    const box = await canvas.boundingBox();
    const blocky = () =>
      canvas.evaluate((canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        const value = (x, y) => data[4 * (y * canvas.width + x)];
        for (let y = 0; y < canvas.height; y++) for (let x = 0; x < canvas.width; x++) if (value(x, y) !== value(x - (x % 10), y - (y % 10))) return false;
        return true;
      });
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.63, { steps: 5 });
    assert.equal(await blocky(), false, "while the pen is down its line is smooth");
    await page.mouse.up();
    await untilDrawn(page);
    assert.equal(await blocky(), true);
    assert.equal(await empty.isVisible(), false);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

for (const [width, height] of [[1280, 900], [390, 844]]) {
  test(`question, pictures, ruler and equation are in the first screen of ${width}×${height}`, async () => {
    for (const panel of ["noise", "elbo"]) {
      for (const lang of ["en", "ko"]) {
        const { page, problems, context } = await openApp(session, { panel, lang, "x.source": "digit", "x.t": 500, "n.steps": 2, "e.timesteps": 10 }, { width, height });
        await untilResults(page, 1);
        await untilDrawn(page);
        const found = await page.evaluate((panel) => {
          const root = document.querySelector(`unnoise-${panel}`).shadowRoot;
          const bar = document.querySelector("nav").getBoundingClientRect();
          const box = (selector) => root.querySelector(selector).getBoundingClientRect();
          const bottom = bar.top > innerHeight / 2 ? bar.top : innerHeight;
          const equation = root.querySelector(".picture-equation, .bound-sum").getBoundingClientRect();
          return { bottom, parts: [box(".question").bottom, box(".parts").bottom, box(".ruler").bottom, equation.bottom], length: document.documentElement.scrollHeight / innerHeight, wide: document.documentElement.scrollWidth };
        }, panel);
        assert(found.parts.every((end) => end > 0 && end <= found.bottom), `${panel} ${lang}: ${JSON.stringify(found)}`);
        if (width > 1000) assert(found.length <= 2.5, `${panel} is ${found.length} screens long`);
        assert.equal(found.wide, width, "no sideways scroll");
        assert.deepEqual(problems, []);
        await context.close();
      }
    }
  });
}

test("Bound: the mark on the ruler, its words and the large picture are of one timestep", async () => {
  const { page, problems, context } = await openApp(session, { panel: "elbo", "x.source": "digit", "x.t": 180, "e.timesteps": 20 });
  await untilResults(page, 1);
  await untilDrawn(page);
  const { t, rate, distortion } = await page.evaluate(() => {
    const { outcome, ruler } = inside("unnoise-elbo");
    const k = outcome.points.findIndex(({ t }) => t === ruler.here);
    return { t: ruler.here, rate: outcome.account.rates[k], distortion: outcome.points[k].distortion };
  });
  assert.equal(await readable(page.locator("unnoise-elbo .ruler output")), `t ${t} · ${rate.toFixed(2)} bits/dim · RMSE ${distortion.toFixed(1)}`);
  assert.equal(await page.locator("unnoise-elbo [data-part=guess] .of").innerText(), `RMSE ${distortion.toFixed(1)}`);
  assert.deepEqual(problems, []);
  await context.close();
});
