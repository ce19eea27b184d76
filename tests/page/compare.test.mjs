/** <unnoise-compare>: columns from one x_T, lockstep and race, the consistency strip, the figures of quality. */

import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { barePage, freshPage, openApp, openLink, pixels, readable, settle, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const QUICK = { panel: "compare", "c.a-steps": 3, "c.b-steps": 6, "c.count": 1 };
/** The equations in a column's name have spaces at which no line ends. */
const plain = (text) => text.replaceAll("\u00a0", " ");
const panelText = async (page, selector) => plain(await readable(page.locator(`unnoise-compare ${selector}`)));

/** Keeps what the columns' frames said, in order. */
const watchFrames = (page) =>
  page.evaluate(() => {
    globalThis.seen = [];
    addEventListener("unnoise-frame", ({ detail: { index, of, ms } }) => seen.push({ index, of, ms }));
  });

test("the columns start from one x_T, and the costs are counted", async () => {
  const { page, problems, context } = await openApp(session, QUICK);
  await untilResults(page, 2);
  const timeline = page.getByRole("slider", { name: "Timeline" });
  await timeline.fill("999");
  const [xT, xtA, xtB] = await pixels(page, "unnoise-compare");
  assert.deepEqual([xtA, xtB], [xT, xT], "x_T differs between the columns");
  await timeline.fill("-1");
  const [drawn, endA, endB] = await pixels(page, "unnoise-compare");
  assert.equal(drawn, xT, "what is shared stays");
  assert.notEqual(endA, xT);
  assert.notEqual(endA, endB, "DDIM and DDPM give different pictures");
  const apart = Number((await readable(page.locator("unnoise-compare .difference"))).match(/max \|A − B\| = (\d\.\d\d)/)[1]);
  const measured = await page.evaluate(() => {
    const [a, b] = inside("unnoise-compare").columns.map(({ recording }) => recording?.moments.at(-1).x0);
    return Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / 2;
  });
  assert(Math.abs(apart - measured) < 0.006, `${apart} is not ${measured}: black to white is 1`);
  const rows = (await panelText(page, ".costs:not(details *) tbody")).split("\n").map((row) => row.split("\t"));
  assert.deepEqual(rows.map(([name, calls]) => [name, calls]), [["A · DDIM, η = 0, S = 3", "3"], ["B · DDPM, S = 6", "6"]]);
  const milliseconds = rows.map(([, , elapsed]) => parseFloat(elapsed) * (elapsed.endsWith("ms") ? 1 : 1000));
  const [, calls, time] = (await panelText(page, ".measures")).match(/DDPM, S = 6 made ([\d.]+) times the network calls of DDIM, η = 0, S = 3, and took ([\d.]+) times as long/);
  assert.equal(calls, "2.0");
  assert(Math.abs(time / (milliseconds[1] / milliseconds[0]) - 1) < 0.1, `${time} is not the ratio of ${milliseconds}`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("up to four columns, each with its own settings; a link restores them pixel by pixel", async () => {
  const one = await openApp(session, QUICK);
  const { page } = one;
  await untilResults(page, 2);
  const columnsAre = (page, count) => page.getByRole("group", { name: "Columns" }).getByRole("button", { name: String(count) }).click();
  await columnsAre(page, 4);
  await page.getByRole("group", { name: "Column C" }).getByRole("radio", { name: "DDIM" }).check();
  await page.getByRole("group", { name: "Column C" }).getByLabel("Steps", { exact: true }).first().fill("4");
  await page.getByRole("group", { name: "Column C" }).getByLabel("η — randomness").fill("1");
  await page.getByRole("group", { name: "Column D" }).getByLabel("Steps", { exact: true }).first().fill("2");
  await page.getByText("More settings").click();
  await page.getByRole("radio", { name: "as a race" }).check();
  await page.getByRole("button", { name: "Run all" }).click();
  await untilResults(page, 6);
  assert.deepEqual(await page.evaluate(() => results.slice(2).map(({ column }) => column).sort()), ["a", "b", "c", "d"]);
  const names = [];
  for (const name of await page.locator("unnoise-compare .ways > :not(.difference) > .column-name").all()) names.push(plain(await readable(name)));
  assert.deepEqual(names, ["A · DDIM, η = 0, S = 3", "B · DDPM, S = 6", "C · DDIM, η = 1, S = 4", "D · DDIM, η = 0.5, S = 2"]);
  const made = await pixels(page, "unnoise-compare");
  assert.equal(made.length, 6, "x_T, four columns, and A − B");
  await page.waitForFunction(() => /c\.columns=4.*c\.c-eta=1&/.test(location.hash));
  const link = page.url();
  assert.match(link, /c\.mode=race/);
  await columnsAre(page, 2);
  assert.equal((await pixels(page, "unnoise-compare")).length, 4);
  assert.deepEqual(one.problems, []);
  await one.context.close();
  const two = await openLink(session, link);
  await untilResults(two.page, 4);
  assert.deepEqual(await pixels(two.page, "unnoise-compare"), made);
  for (const [width, columns] of [[360, 4], [390, 3], [820, 3], [1280, 3]]) {
    await two.page.setViewportSize({ width, height: 800 });
    await columnsAre(two.page, columns);
    await untilDrawn(two.page);
    const wide = await two.page.evaluate(() =>
      [...document.querySelector("unnoise-compare").shadowRoot.querySelectorAll(":not(.chips *)")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1 || (node.localName === "dd" && node.scrollWidth > node.clientWidth + 1)).map((node) => node.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(wide, [], `${columns} columns in ${width} pixels`);
  }
  assert.deepEqual(two.problems, []);
  await two.context.close();
});

test("in lockstep the columns are equally far; in the race each has had the machine for equally long", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "c.b-steps": 9 });
  await untilResults(page, 2);
  await watchFrames(page);
  await page.getByText("More settings").click();
  const frames = async (mode) => {
    await page.evaluate(() => void (seen.length = 0));
    await page.getByRole("radio", { name: mode }).check(); // under "More settings"
    const before = await page.evaluate(() => results.length);
    await page.getByRole("button", { name: "Run all" }).click();
    await untilResults(page, before + 2);
    return page.evaluate(() => seen);
  };
  const done = { 3: 0, 9: 0 };
  for (const { of, index } of await frames("in lockstep")) {
    done[of] = index + 1;
    assert(Math.abs(done[3] / 3 - done[9] / 9) <= 1 / 3 + 1e-9, `${done[3]} of 3 and ${done[9]} of 9`);
  }
  assert.deepEqual(done, { 3: 3, 9: 9 });
  const race = await frames("as a race");
  assert.equal(race.length, 12);
  const clock = { 3: 0, 9: 0 };
  const ended = new Set();
  for (const { of, index, ms } of race) {
    const other = of === 3 ? 9 : 3;
    assert(ended.has(other) || clock[of] <= clock[other], `the column of ${of} steps went on at ${clock[of]} ms, the other stood at ${clock[other]} ms`);
    clock[of] += ms;
    if (index + 1 === of) ended.add(of);
  }
  await untilDrawn(page);
  assert.match(await panelText(page, ".ruler output"), /^after [\d.]+ m?s$/);
  await page.getByRole("slider", { name: "Timeline" }).press("End"); // noise
  const [xT, xtA, xtB] = await pixels(page, "unnoise-compare");
  assert.deepEqual([xtA, xtB], [xT, xT]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the comparison can be paused, stepped, resumed and cancelled", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "c.a-steps": 500, "c.b-steps": 500 });
  const calls = async () => {
    await untilDrawn(page);
    const cells = await page.locator("unnoise-compare .costs:not(details *) tbody td:nth-child(2)").allInnerTexts();
    return cells.reduce((sum, cell) => sum + (Number(cell) || 0), 0);
  };
  const untilCalls = async (enough) => {
    while ((await calls()) < enough) await page.waitForTimeout(20);
  };
  const status = (words) => page.waitForFunction((words) => document.querySelector("unnoise-compare").shadowRoot.querySelector(".settings .status").textContent === words, words);
  await untilCalls(2);
  await page.getByRole("button", { name: "Pause the run" }).click();
  await status("Paused");
  await settle(page);
  const at = await calls();
  await settle(page);
  assert.equal(await calls(), at, "nothing moves while it is paused");
  await page.getByRole("button", { name: "One step" }).click();
  await untilCalls(at + 1);
  await settle(page);
  assert.equal(await calls(), at + 1, "one step, of one column");
  await page.getByRole("button", { name: "Resume" }).click();
  await untilCalls(at + 4);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await status("Cancelled");
  assert.equal(await page.getByRole("button", { name: "Pause the run" }).isDisabled(), true);
  await untilDrawn(page);
  assert.equal(await page.getByRole("button", { name: "Cancel", exact: true }).isVisible(), false);
  assert.equal(await page.evaluate(() => results.length), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a short consistency strip runs by itself once it is in sight, shows its distances; a long one is asked for, and can be cancelled", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "c.b-steps": 3, "c.reference": 40 });
  await untilResults(page, 2);
  await untilDrawn(page);
  assert.equal((await pixels(page, "unnoise-compare")).length, 4, "nothing is made for who does not look");
  await page.getByRole("tab", { name: "More steps, same picture?" }).click();
  await untilResults(page, 3);
  const told = await page.evaluate(() => results[2].rows.map(({ sampler, cells }) => ({ sampler, cells: cells.map(({ steps, distance }) => [steps, distance]) })));
  assert.deepEqual(told.map(({ sampler }) => sampler), ["ddim", "ddpm"]);
  for (const { cells } of told) {
    assert.deepEqual(cells.map(([steps]) => steps), [5, 10, 20, 40]);
    assert.equal(cells[3][1], 0, "the longest run is its own reference");
  }
  await untilDrawn(page);
  const shown = (await page.locator("unnoise-compare .consistency .runs td").allInnerTexts()).map((cell) => cell.trim());
  assert.deepEqual(shown, told.flatMap(({ cells }) => cells.map(([, distance], k) => (k === 3 ? "reference" : distance.toFixed(4)))));
  assert.equal((await pixels(page, "unnoise-compare")).length, 12, "eight pictures more");
  const [ddim, ddpm] = told.map(({ cells }) => cells[2][1]);
  const [, small, large] = (await panelText(page, ".consistency")).match(/from S = 20 to S = 40 a pixel moves by ([\d.]+) with η = 0 and by ([\d.]+) with DDPM/);
  assert.deepEqual([small, large], [Math.sqrt(ddim).toFixed(3), Math.sqrt(ddpm).toFixed(3)]);
  const field = page.getByLabel("Longest run", { exact: true }).first();
  await field.fill("1000");
  await field.press("Enter");
  const says = (words) => page.waitForFunction((words) => new RegExp(words).test(document.querySelector("unnoise-compare").shadowRoot.querySelector(".consistency").innerText), words);
  const strip = page.locator("unnoise-compare .consistency");
  await strip.getByRole("button", { name: /Run the strip: 2.370 calls/ }).click();
  await says("1 of 12 pictures");
  await strip.getByRole("button", { name: "Cancel" }).click();
  await says("\\d+ of 12 pictures, 2.370 calls");
  await page.waitForFunction(() => /c\.reference=1000/.test(location.hash));
  await page.getByRole("button", { name: "Run all" }).click();
  await untilResults(page, 5);
  assert.deepEqual(problems, []);
  await context.close();
});

test("DDIM with η = 1 beside DDPM: they differ by no more than rounding, and the page says why; other pairs are told by what they differ in", async () => {
  const { page, problems, context } = await openApp(session, { panel: "compare", "c.count": 2 });
  await page.getByRole("button", { name: "DDIM that is DDPM" }).click();
  const difference = page.locator("unnoise-compare .difference");
  await page.waitForFunction(() => inside("unnoise-compare").columns.slice(0, 2).every(({ recording, shown }) => recording?.done && shown.steps === 20), null, { timeout: 60_000 });
  await untilDrawn(page);
  const most = await page.evaluate(() => {
    const [a, b] = inside("unnoise-compare").columns.map(({ recording }) => recording?.moments);
    return a.map(({ xt, x0 }, k) => Math.max(...xt.map((value, i) => Math.abs(value - b[k].xt[i])), ...x0.map((value, i) => Math.abs(value - b[k].x0[i]))));
  });
  assert.equal(most.length, 21);
  // Two ways to write one step, each rounded to f32 twenty times: equal to the last bit on some machines.
  assert(Math.max(...most) <= 1e-5, `xₜ or x̂₀ differ by ${Math.max(...most)}`);
  assert.match(await readable(difference), /0: equal to the last bit|max \|A − B\| = \d\.\d·10⁻[⁵⁶⁷⁸⁹]/);
  assert.match(await panelText(page, ".verdict.same"), /One rule by two names/);
  const grey = await difference.locator("canvas").evaluate((canvas) => [...canvas.getContext("2d").getImageData(0, 0, 28, 28).data].filter((_, k) => k % 4 === 0));
  assert(Math.max(...grey) - Math.min(...grey) <= 1, "one grey, whatever the middle of 256 levels is rounded to");
  const reason = (a, b) => page.evaluate(async ([a, b]) => {
    const { relation } = await import("./app/panels/compare/difference.js");
    const plain = { sampler: "ddim", steps: 20, eta: 0, label: null, guidance: 1, spacing: "trailing", variance: "small", clip: "rederive" };
    return relation({ ...plain, ...a }, { ...plain, ...b });
  }, [a, b]);
  assert.deepEqual(await reason({ steps: 10 }, { steps: 100 }), { rule: false, ratio: true, fresh: false });
  assert.deepEqual(await reason({ eta: 1 }, { sampler: "ddpm", variance: "large" }), { rule: false, ratio: true, fresh: true });
  assert.deepEqual(await reason({ label: 3 }, { label: 3, guidance: 4 }), { rule: false, ratio: false, fresh: false });
  assert.deepEqual(await reason({}, { guidance: 4 }), { rule: true, ratio: true, fresh: false }, "without a label guidance does nothing");
  assert.deepEqual(problems, []);
  await context.close();
});

test("with η = 1 hardly any noise half-way down is that of x_T: the sentence's number is that of the steps, however many there are", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "c.a-eta": 1 });
  await untilResults(page, 2);
  await untilDrawn(page);
  const [, t, share] = (await panelText(page, ".verdict.same")).match(/at η = 1 and t = (\d+), .* is ([\d.]+) % of the noise \(variance\)/);
  const alphaBar = await page.evaluate(() => [...inside("unnoise-compare").alphaBar]);
  for (const stride of [1, 7, 100]) {
    // x_T's part of the noise in xₜ, step by step: the posterior takes √αₜ (1−ᾱₜ₋₁)/(1−ᾱₜ) of xₜ (DDPM, eq. 7).
    let [kept, from] = [1, alphaBar.length - 1];
    while (from > Number(t)) {
      const to = Math.max(Number(t), from - stride);
      kept *= Math.sqrt(alphaBar[from] / alphaBar[to]) * ((1 - alphaBar[to]) / (1 - alphaBar[from]));
      from = to;
    }
    const percent = (100 * kept ** 2 * (1 - alphaBar.at(-1))) / (1 - alphaBar[Number(t)]);
    assert(Math.abs(percent - Number(share)) < 6e-4, `${percent} against ${share} in steps of ${stride}`);
  }
  assert(Number(share) > 0 && Number(share) < 0.1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a column's own label, guidance, variance, spacing and clipping reach its run", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "c.label": 2, "c.a-label": 3, "c.a-guidance": 2, "c.b-variance": "large", "c.b-spacing": "linspace", "c.b-clip": "off" });
  await untilResults(page, 2);
  const plans = await page.evaluate(() => inside("unnoise-compare").columns.slice(0, 2).map(({ shown, recording }) => ({ ...shown, calls: recording.calls })));
  assert.deepEqual(plans[0], { sampler: "ddim", steps: 3, eta: 0, label: 3, guidance: 2, spacing: "trailing", variance: "small", clip: "rederive", noise: "each", calls: 6 });
  assert.deepEqual(plans[1], { sampler: "ddpm", steps: 6, eta: 0, label: 2, guidance: 1, spacing: "linspace", variance: "large", clip: "off", noise: "each", calls: 6 });
  assert.match(await panelText(page, "[data-part=a] .column-name"), /^A · DDIM, η = 0, S = 3, label 3, guidance 2$/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("one z for all pictures of a column: they are nearly alike, though their x_T are not; its first picture is that of before", async () => {
  const { page, problems, context } = await openApp(session, { panel: "compare", "c.a-sampler": "ddpm", "c.a-steps": 12, "c.b-sampler": "ddpm", "c.b-steps": 12, "c.b-noise": "shared", "c.count": 3 });
  await untilResults(page, 2);
  const apart = await page.evaluate(() => {
    const [a, b] = ["a", "b"].map((side) => results.find(({ column }) => column === side));
    const between = (p, i, q, j) => Math.sqrt(p.slice(i * 784, (i + 1) * 784).reduce((sum, value, k) => sum + ((value - q[j * 784 + k]) / 2) ** 2, 0) / 784);
    const pairs = ({ images }) => (between(images, 0, images, 1) + between(images, 0, images, 2) + between(images, 1, images, 2)) / 3;
    return { own: pairs(a), one: pairs(b), first: between(a.images, 0, b.images, 0), latents: between(a.latents, 0, a.latents, 1), same: a.latents.every((value, k) => value === b.latents[k]) };
  });
  assert(apart.same && apart.latents > 0.5, "the same x_T in both columns, another for each picture");
  assert(apart.first < 1e-3, `the first pictures differ by ${apart.first}`);
  assert(apart.own > 0.2 && apart.one < apart.own / 4, `pictures of own z differ by ${apart.own}, of one z by ${apart.one}`);
  await untilDrawn(page);
  assert.match(await panelText(page, "[data-part=b] .column-name"), /^B · DDPM, S = 12, one z for all pictures$/);
  assert.match(await panelText(page, ".verdict.same"), /the first pictures are equal, and the others differ by their z alone/);
  await page.getByText("More of B").click();
  const choice = page.getByRole("group", { name: "Column B" }).getByRole("group", { name: /Noise z of the pictures/ });
  const off = () => choice.getByRole("radio", { name: "one for all" }).isDisabled();
  assert.equal(await off(), false);
  await page.getByRole("group", { name: "Column B" }).getByRole("radio", { name: "DDIM" }).check();
  await untilDrawn(page);
  assert.equal(await off(), true);
  assert.match(plain(await readable(choice)), /η = 0 adds none/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the consistency strip along one path of z: DDPM comes near its longest run too", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "c.b-steps": 3, "c.reference": 50, "c.measure": "consistency", "c.strip-noise": "shared" });
  await untilResults(page, 3);
  const [ddim, shared] = await page.evaluate(() => results[2].rows);
  assert.deepEqual([ddim.noise, shared.noise], ["each", "shared"]);
  await page.getByRole("radio", { name: "drawn for each timestep" }).check();
  await untilResults(page, 4);
  const [, each] = await page.evaluate(() => results[3].rows);
  const far = ({ cells }) => cells.map(({ distance }) => Math.sqrt(distance));
  const [one, own] = [far(shared), far(each)];
  assert(one[2] < 0.1 && one[2] < own[2] / 3, `S = 20 is ${one[2]} from S = 50 along one path, ${own[2]} with z of each timestep`);
  assert(one[2] < one[1] && one[1] < one[0], `nearer with more steps: ${one}`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the z of one path are draws from N(0, I) for each run, and a long step's are the sum of the short ones'", async () => {
  const { page, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { walkOver, between } = await import("./app/panels/compare/one-path.js");
    const { timestepsFrom } = await import("./lab/denoise.js");
    const lab = await unnoise.createLab({ backend: "cpu" });
    const { snr } = lab.schedule();
    const [long, short] = [timestepsFrom(999, 5), timestepsFrom(999, 50)];
    const { noise } = await lab.forwardNoise({ image: new Float32Array(50 * 784), t: 999, seed: 3 });
    lab.dispose();
    const walk = walkOver(short, snr, noise, 784);
    const ofLong = long.slice(0, -1).map((t, k) => between(walk, snr, t, long[k + 1]));
    const ofShort = short.slice(0, -1).map((t, k) => between(walk, snr, t, short[k + 1]));
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const product = (p, q) => mean(Array.from(p, (value, i) => value * q[i]));
    const first = short.indexOf(long[1]);
    const sum = Array.from(ofLong[0], (_, i) => ofShort.slice(0, first).reduce((total, z, k) => total + Math.sqrt(snr[short[k + 1]] - snr[short[k]]) * z[i], 0) / Math.sqrt(snr[long[1]] - snr[long[0]]));
    return {
      variances: [...ofLong, ...ofShort].map((z) => product(z, z)),
      neighbours: ofLong.slice(1).map((z, k) => product(z, ofLong[k])),
      sum: Math.max(...sum.map((value, i) => Math.abs(value - ofLong[0][i]))),
    };
  });
  // Of 784 draws a variance is 1 ± 0.05, a product of two 0 ± 0.036.
  assert(found.variances.every((value) => Math.abs(value - 1) < 0.25), `variances ${found.variances}`);
  assert(found.neighbours.every((value) => Math.abs(value) < 0.18), `products of neighbours ${found.neighbours}`);
  assert(found.sum < 1e-4, `the sum is off by ${found.sum}`);
  await context.close();
});

for (const [width, height] of [[1280, 900], [390, 844]]) {
  test(`question, pictures, ruler and the equation of a column are in the first screen of ${width}×${height}; its name chooses the column`, async () => {
    const { page, problems, context } = await openApp(session, { ...QUICK, "c.count": 4, lang: "en" }, { width, height });
    await untilResults(page, 2);
    for (const side of ["A", "B"]) {
      await page.locator("unnoise-compare .column-name").getByRole("button", { name: side, exact: true }).click();
      await untilDrawn(page);
      const found = await page.evaluate(() => {
        const root = document.querySelector("unnoise-compare").shadowRoot;
        const bar = document.querySelector("nav").getBoundingClientRect();
        const parts = [".question", ".ways", ".ruler", ".picture-equation"].map((selector) => root.querySelector(selector).getBoundingClientRect().bottom);
        return { lowest: Math.max(...parts), room: bar.top > innerHeight / 2 ? bar.top : innerHeight, words: root.querySelector(".picture-equation").textContent };
      });
      assert(found.lowest <= found.room, `the equation of ${side} ends at ${found.lowest} of ${found.room}`);
      assert.match(found.words, new RegExp(`${side}, one step on`));
    }
    const off = await page.evaluate(async () => {
      const { stepOf, total } = await import("./app/math/numbers.js");
      const { columns, tables } = inside("unnoise-compare");
      const { recording, shown } = columns[1];
      const step = stepOf(recording, 2, (pixels) => pixels.slice(0, 784), shown, tables);
      return Math.max(...total(step).map((value, i) => Math.abs(value - step.left.picture[i])));
    });
    assert(off < 1e-4, `the terms of DDPM are off by ${off}`);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("the contact sheet runs by itself in rows of η; rows of guidance need a label", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "c.b-steps": 3, "c.measure": "contact" });
  await untilResults(page, 3);
  const made = await page.evaluate(() => results[2].rows.map(({ eta, cells }) => [eta, cells.map(({ steps }) => steps)]));
  assert.deepEqual(made, [0, 0.5, 1].map((eta) => [eta, [3, 5, 10, 20, 50]]));
  assert.equal((await pixels(page, "unnoise-compare")).length, 4 + 15);
  await page.getByRole("radio", { name: "guidance" }).check();
  await page.waitForFunction(() => /Guidance pulls towards a label/.test(document.querySelector("unnoise-compare").shadowRoot.querySelector(".contact").innerText));
  assert.deepEqual(problems, []);
  await context.close();
});

test("from S = 20 to a longer run the picture hardly moves for η = 0, and moves far for DDPM (DDIM §5.2)", async () => {
  const { page, context } = await barePage(session);
  const moved = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "cpu" });
    const make = async (sampler, steps) => (await lab.sample({ count: 2, seed: 7, label: 3, sampler, steps, eta: 0, frames: "none" }).result).images;
    const out = {};
    for (const sampler of ["ddim", "ddpm"]) {
      const [few, many] = [await make(sampler, 20), await make(sampler, 100)];
      out[sampler] = few.reduce((sum, value, k) => sum + ((value - many[k]) / 2) ** 2, 0) / few.length;
    }
    lab.dispose();
    return out;
  });
  // Pixels in [0, 1]; two digits drawn independently differ by about 0.1.
  assert(moved.ddim < 0.02, `η = 0 moved by ${moved.ddim}`);
  assert(moved.ddpm > 0.03, `DDPM moved by ${moved.ddpm}`);
  assert(moved.ddpm > 4 * moved.ddim, `DDPM moved by ${moved.ddpm}, η = 0 by ${moved.ddim}`);
  await context.close();
});

/** Figures as `trainer evaluate` writes them, made up for these tests. */
const around = (value) => [value - 1, value + 2];
const figure = (steps, samples, floor, fd) => ({ steps, calls: steps, samples, floor, floor_interval: around(floor), fd, interval: fd.map(around) });
const FIGURES = {
  judge_accuracy: 0.99,
  table: {
    columns: ["0", "0.5", "1", "σ̂"],
    rows: [figure(10, 1000, 1.25, [9.5, 12.25, 31.5, 300.75]), figure(100, 500, 1.5, [3.5, 3.75, 4.5, 9.25])],
    quadratic: [figure(10, 1000, 1.25, [8.5, 12.25, 31.5, 300.75]), figure(100, 500, 1.5, [3.5, 3.75, 4.5, 9.25])],
  },
};

/** Opens Compare with a list of models that names figures, and these figures. */
async function withFigures(figures) {
  const fresh = await freshPage(session);
  const { page } = fresh;
  await page.route("**/models/index.json", (route) => route.fulfill({ json: { models: [{ name: "digits", folder: "digits", quality: "quality.json" }] } }));
  await page.route("**/models/digits/quality.json", (route) => route.fulfill({ json: figures }));
  await page.goto(`${session.url}#backend=cpu&panel=compare&c.a-steps=1&c.b-steps=1&c.count=1&c.measure=quality`);
  return fresh;
}

test("quality against steps: our figures where the model has them, with what they are worth, and the paper's beside them", async () => {
  const { page, problems, context } = await withFigures(FIGURES);
  const ours = page.getByRole("img", { name: /Plot of the Fréchet distance of this model/ });
  await ours.waitFor();
  await page.waitForFunction(() => document.querySelector("unnoise-compare").shadowRoot.querySelector("details table tbody tr"));
  const lines = (colour) => ours.locator(`path[stroke='var(--${colour})']:not(.interval)`).count();
  assert.equal(await lines("ddim"), 2, "η = 0 and η = 0.5");
  assert.equal(await lines("ddpm"), 2, "η = 1 and σ̂");
  assert.equal(await ours.locator("circle").count(), 8);
  assert.equal(await ours.locator(".band").count(), 1, "of training images");
  await page.getByText("The figures", { exact: true }).click();
  const rows = async () => (await page.locator("unnoise-compare details tbody").innerText()).split("\n").map((row) => row.split("\t"));
  assert.deepEqual(await rows(), [
    ["10", "8.50 (7.5–10.5)", "12.25 (11.3–14.3)", "31.50 (30.5–33.5)", "300.75 (299.8–302.8)", "1.25 (0.3–3.3)"],
    ["100", "3.50 (2.5–5.5)", "3.75 (2.8–5.8)", "4.50 (3.5–6.5)", "9.25 (8.3–11.3)", "1.50 (0.5–3.5)"],
  ]);
  const marks = await ours.evaluate((plot) => {
    const dots = [...plot.querySelectorAll("circle")].map((dot) => [dot.getAttribute("cx"), dot.getAttribute("cy")].map(Number));
    const bars = [...plot.querySelectorAll(".interval")].map((bar) => bar.getAttribute("d").match(/[\d.]+/g).map(Number));
    return dots.map(([x, y]) => ({ x, y, bars: bars.filter(([at, low, high]) => Math.abs(at - x) < 0.1 && high < y && y < low).length }));
  });
  const heights = marks.map(({ y }) => y);
  assert(heights[0] < heights[1], "η = 0 gets better, so lower, with more steps");
  assert(heights[6] < heights[0], "σ̂ at S = 10 is the worst, so highest");
  assert.deepEqual(marks.map(({ bars }) => bars), Array(8).fill(1), "each point stands within its own interval");
  const cells = FIGURES.table.quadratic.flatMap(({ interval }) => interval);
  const apart = cells.flatMap((one, k) => cells.slice(k + 1).filter((other) => one[1] < other[0] || other[1] < one[0])).length;
  assert.match(await panelText(page, ".quality .rank"), new RegExp(`Of 28 pairs of our points, the bars of ${apart} do not meet`));
  await page.getByRole("radio", { name: "trailing, as the page's" }).check();
  await page.waitForFunction(() => /^9\.50/.test(document.querySelector("unnoise-compare").shadowRoot.querySelector("details table tbody td").textContent));
  await page.waitForFunction(() => location.hash.includes("c.table=trailing"));
  const paper = page.getByRole("img", { name: /FID of the DDIM paper on CIFAR-10/ });
  assert.equal(await paper.locator("circle").count(), 20);
  assert.equal(await paper.locator(".interval, .band").count(), 0, "the paper states none");
  assert.match(await panelText(page, ".quality"), /The paper's: CIFAR-10, FID/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("figures that are missing or damaged are a sentence where the plot would be", async () => {
  const sentences = [];
  for (const figures of [{ ...FIGURES, table: null }, { table: { columns: ["0"], rows: [{ steps: 10 }] } }, { table: { ...FIGURES.table, quadratic: undefined } }]) {
    const { page, problems, context } = await withFigures(figures);
    const sentence = page.locator("unnoise-compare .missing");
    await sentence.waitFor();
    sentences.push(await readable(sentence));
    assert.equal(await page.getByRole("img", { name: /Plot of the Fréchet distance of this model/ }).count(), 0);
    assert.deepEqual(problems, []);
    await context.close();
  }
  assert.match(sentences[0], /No figures came with the model digits/);
  for (const sentence of sentences.slice(1)) assert.match(sentence, /figures of the model digits could not be read/);
});

test("the list of models names figures exactly where there are some", async () => {
  const models = resolve(process.env.UNNOISE_DIST ?? "dist", "models");
  const { models: list } = JSON.parse(await readFile(join(models, "index.json"), "utf8"));
  for (const { name, folder, quality } of list) {
    const there = await access(join(models, folder, "quality.json")).then(() => true, () => false);
    assert.equal(quality, there ? "quality.json" : undefined, `the entry of ${name} in models/index.json`);
  }
});
