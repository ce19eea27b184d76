/**
 * The chapters of what is known: data as a density, latents, and why the way back can be learned. Each sentence with a number is held
 * to that number as the contract computes it, and each answer to what is measured then and there; no network is loaded for them.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, freshPage, openLink, start, untilDrawn } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const near = (found, expected, tolerance, what = "") => assert(Math.abs(found - expected) <= tolerance, `${what} expected ${expected} ± ${tolerance}, found ${found}`);
const stringsOf = async (chapter) => Promise.all(["en", "ko"].map(async (lang) => (await import(new URL(`../../www/app/story/strings/${chapter}.${lang}.js`, import.meta.url))).default));
const open = async (beat, lang = "en") => {
  const opened = await openLink(session, `${session.url}#backend=cpu&lang=${lang}&beat=${beat}`);
  await ready(opened.page);
  return opened;
};
const ready = async (page) => {
  await page.waitForFunction(() => inside("unnoise-story").current?.stage.figure?.ready, null, { timeout: 60_000 });
  await untilDrawn(page);
};
/** The article on show of the chapter that was chosen last. */
const article = async (page) => {
  const chapter = await page.evaluate(() => inside("unnoise-story").current.chapter.id);
  return page.locator(`unnoise-story #chapter-${chapter} article:not([data-off])`);
};
const go = async (page, beat) => {
  await page.evaluate((beat) => inside("unnoise-story").state.set("page", "beat", beat), beat);
  await ready(page);
};
/** Commits to an option by its name, and gives the sentence, the option that is right, and the figure's settings afterwards. */
const commit = async (page, beat, option) => {
  await go(page, beat);
  const at = await article(page);
  const options = await page.evaluate(() => {
    const { chapter, at } = inside("unnoise-story").current;
    return chapter.beats[at].ask.options;
  });
  await at.locator(".option").nth(options.indexOf(option)).click();
  await at.locator("[data-right]").waitFor({ timeout: 60_000 });
  await untilDrawn(page);
  const right = await at.locator(".option").evaluateAll((all) => all.findIndex((node) => node.hasAttribute("data-right")));
  return { seen: await at.locator(".seen").evaluate((node) => node.textContent), right: options[right] };
};
const state = (page, scope, names) => page.evaluate(([scope, names]) => names.map((name) => inside("unnoise-story").current.stage.state.get(scope, name)), [scope, names]);
const sums = (page) => page.evaluate(() => [...inside("unnoise-story").current.stage.figure.host.shadowRoot.querySelectorAll("[role=tabpanel]:not([hidden]) .sums dd")].map(({ textContent }) => textContent));

test("numbers in the sentences are the contract's", async () => {
  const { page, problems, context } = await barePage(session);
  const found = await page.evaluate(async () => {
    const { componentsOf } = await import("./app/panels/exact/data.js");
    const mix = await unnoise.createMixture({ components: componentsOf("two", "") });
    const xs = Float64Array.from({ length: 1201 }, (_, k) => -3 + k * 0.005);
    const modes = (t) => mix.density({ x: xs, t }).reduce((sum, p, k, all) => sum + (k > 0 && p > all[k - 1] && p >= (all[k + 1] ?? 0) ? 1 : 0), 0);
    const one = Array.from({ length: 1000 }, (_, t) => t).find((t) => modes(t) === 1);
    // Maximum likelihood: the fit by KL(p‖q) has the mean and the deviation of the data.
    const components = componentsOf("two", "");
    const mean = components.reduce((sum, { weight, mean: [m] }) => sum + weight * m, 0);
    const deviation = Math.sqrt(components.reduce((sum, { weight, mean: [m], deviation }) => sum + weight * (m * m + deviation * deviation), 0) - mean * mean);
    // The true way back from 0: two modes at a step of 200, one at 50.
    const kernel = (stride) => {
      const { weights, means, variance } = mix.reverse({ x: 0, t: 300, to: 300 - stride });
      const p = xs.map((x) => weights.reduce((sum, weight, k) => sum + (weight * Math.exp((-0.5 * (x - means[k]) ** 2) / variance[k])) / Math.sqrt(variance[k]), 0));
      return p.reduce((sum, value, k) => sum + (k > 0 && value > p[k - 1] && value >= (p[k + 1] ?? 0) ? 1 : 0), 0);
    };
    return { one, mean, deviation, fit: mix.fit({ direction: "forward" }), kernels: [200, 50].map(kernel), end: mix.density({ x: [0, 1], t: 999 }), pixels: 28 * 28 };
  });
  near(found.fit.mean, found.mean, 1e-6);
  near(found.fit.deviation, found.deviation, 1e-6);
  assert.deepEqual(found.kernels, [2, 1], "it has to choose between the modes, and a short step has not");
  [0.39894, 0.24197].forEach((expected, k) => near(found.end[k], expected, 5e-3, "N(0, 1) is left"));
  for (const strings of await stringsOf("data")) {
    assert.match(strings["story.data.draw.notes"], new RegExp(`t = ${found.one}\\.`));
    assert.match(strings["story.data.draw.text"], new RegExp(String(found.pixels)));
  }
  const { CHAPTERS } = await import(new URL("../../www/app/story/chapters.js", import.meta.url));
  const { set } = CHAPTERS.find(({ id }) => id === "way-back").beats.find(({ id }) => id === "steps");
  assert.deepEqual([set["exact.t"], set["exact.x"], set["exact.stride"]], [300, 0, 200]);
  for (const strings of await stringsOf("way-back")) assert.match(strings["story.way-back.steps.text"], /xₜ = 0.*200|200.*xₜ = 0/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("data: the KL that covers is measured, shown in the figure, and there again when one comes back", async () => {
  const { page, problems, context } = await open("data-draw");
  assert.equal(await page.locator("unnoise-story #chapter-data .line-stage").isVisible(), true);
  const chips = (await article(page)).locator(".chip");
  await chips.nth(1).click();
  await page.waitForFunction(() => inside("unnoise-story").chapters[0].stage.figure.host.shadowRoot.querySelectorAll(".handle.mean").length === 3);
  await go(page, "data-cover");
  assert.doesNotMatch((await sums(page)).join(), /best/, "nothing is given away");
  const { seen, right } = await commit(page, "data-cover", "one");
  assert.equal(right, "both");
  assert.match(seen, /It is: a wide one.*N\(0\.17, 0\.54²\), with 0\.5276 nats.*N\(0\.50, 0\.20²\), with 0\.3559 nats/);
  const shown = async () => ({ q: await state(page, "exact", ["mean", "deviation", "data"]), sums: await sums(page) });
  const expected = { q: [0.17, 0.5352, "two"], sums: ["0.5276 (best 0.5276)", "1.1414 (best 0.3559)"] };
  assert.deepEqual(await shown(), expected);
  await go(page, "data-draw");
  await go(page, "data-cover");
  assert.deepEqual(await shown(), expected);
  assert.deepEqual(problems, []);
  await context.close();
});

test("data: whichever KL drew q is the one that q is best by", async () => {
  const { page, problems, context } = await open("data-which");
  const drawn = new Set();
  for (let k = 0; k < 6; k++) {
    await page.waitForFunction(() => inside("unnoise-story").current.stage.state.get("exact", "data") === "own");
    await untilDrawn(page);
    assert.doesNotMatch((await sums(page)).join(), /best/, "nothing is given away");
    const { seen, right } = await commit(page, "data-which", "forward");
    drawn.add(right);
    const [forward, reverse] = (await sums(page)).map((words) => words.match(/[\d.]+/g).map(Number));
    const best = right === "forward" ? forward : reverse;
    const other = right === "forward" ? reverse : forward;
    near(best[0], best[1], 1e-4, seen);
    assert(other[0] > other[1] + 0.05, `${seen}: the other KL is no least one`);
    const [modes, of] = seen.match(/(\d) of (\d)/).slice(1).map(Number);
    assert.equal(modes, right === "forward" ? of : 1, seen);
    await (await article(page)).locator(".again").click();
  }
  assert(drawn.size >= 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("latent: bending q moves the ELBO by the KL to the posterior, and leaves the evidence", async () => {
  const { page, problems, context } = await open("latent-roll");
  const decoded = () => page.locator("unnoise-story #chapter-latent [data-part=decoded] canvas").evaluate((canvas) => canvas.toDataURL());
  const before = await decoded();
  await (await article(page)).locator(".chip").first().click();
  await page.waitForFunction((before) => inside("unnoise-story").current.stage.figure.host.shadowRoot.querySelector("[data-part=decoded] canvas").toDataURL() !== before, before);
  await go(page, "latent-bend");
  assert.deepEqual((await sums(page)).slice(3), ["—", "—"], "nothing is given away");
  const { seen, right } = await commit(page, "latent-bend", "still");
  assert.equal(right, "still");
  const number = (words) => Number(words.replace("−", "-"));
  const [evidence, best, bent] = seen.match(/−[\d.]+\d/g).map(number);
  const [fell, kl, each] = seen.match(/(?<![−\d.])0\.\d{3}/g).map(Number);
  near(evidence, best, 0.005, "the posterior loses nothing");
  near(best - bent, fell, 0.011);
  assert.equal(fell, kl);
  near(each, 0.5 * (1 - Math.log(2)), 5e-4, "½(1 − ln 2) a latent");
  await page.waitForFunction(() => inside("unnoise-story").current.stage.figure.host.shadowRoot.querySelectorAll("[role=tabpanel]:not([hidden]) .sums dd")[3].textContent === "0.31");
  assert.equal(number((await sums(page))[4]), evidence);
  assert.deepEqual(problems, []);
  await context.close();
});

test("latent: between two digits the best decoder draws their mean, of the pictures that are shown", async () => {
  const { page, problems, context } = await open("latent-between");
  const { seen, right } = await commit(page, "latent-between", "average");
  assert.equal(right, "average");
  const words = await (await article(page)).locator(".shots figcaption").allInnerTexts();
  assert.equal(words[0], "μ*");
  const heaviest = words.slice(1).map((text) => Number(text.replace(" %", "")));
  assert.deepEqual(heaviest, [...heaviest].sort((a, b) => b - a));
  const [all, count, first, second] = seen.match(/Of (\d+) training digits about (\d+) count .*?: (\d+) % .*?, (\d+) %/).slice(1).map(Number);
  assert.equal(all, 400);
  assert(count >= 2 && count < 20 && first >= second && first < 90 && second > 10, seen);
  const best = await page.evaluate(async () => {
    const { examplesOf, modelOf } = await import("./app/panels/vae/source.js");
    const [vae, images] = await Promise.all([modelOf("2", () => {}), examplesOf()]);
    const { mean, deviation } = await vae.encode({ image: images });
    const z = ["z1", "z2"].map((name) => inside("unnoise-story").current.stage.state.get("vae", name));
    const logs = Array.from({ length: 400 }, (_, k) => -0.5 * z.reduce((sum, value, j) => sum + ((value - mean[2 * k + j]) / deviation[j]) ** 2, 0));
    const heavy = logs.map(Math.exp);
    const total = heavy.reduce((a, b) => a + b);
    const error = (picture) => heavy.reduce((sum, weight, k) => sum + ((weight / total) * picture.reduce((s, value, i) => s + (value - images[k * 784 + i]) ** 2, 0)) / 784 / 4, 0);
    const average = Float32Array.from({ length: 784 }, (_, i) => heavy.reduce((sum, weight, k) => sum + (weight / total) * images[k * 784 + i], 0));
    const { image: decoded } = await vae.decode({ latent: z });
    const sharp = heavy.indexOf(Math.max(...heavy));
    return { average: error(average), decoder: error(decoded), sharp: error(images.slice(sharp * 784, (sharp + 1) * 784)) };
  });
  assert(best.average < best.decoder && best.average < best.sharp, JSON.stringify(best));
  assert.deepEqual(problems, []);
  await context.close();
});

test("the way back: short steps are Gaussian, and being told x₀ costs a constant", async () => {
  const { page, problems, context } = await open("way-back-steps");
  const gaps = () => page.evaluate(() => [...inside("unnoise-story").current.stage.figure.host.shadowRoot.querySelectorAll("[role=tabpanel]:not([hidden]) .plotted")].map((plot) => plot.checkVisibility()));
  assert.deepEqual(await gaps(), [true, false], "nothing is given away");
  const { seen, right } = await commit(page, "way-back-steps", "half");
  assert.equal(right, "much");
  assert.match(seen, /54 times less\. .*0\.043 nats at 200, 8\.0·10⁻⁴ at 100, 4\.5·10⁻⁵ at 50, 2\.0·10⁻⁷ at 10/);
  assert.deepEqual(await gaps(), [true, true]);
  const told = await commit(page, "way-back-told", "same");
  assert.equal(told.right, "same");
  const [marginal, marginalBent, conditional, conditionalBent, grown, constant] = told.seen.match(/\d\.\d{4}/g).map(Number);
  near(marginalBent - marginal, grown, 2e-4);
  near(conditionalBent - conditional, grown, 2e-4);
  near(conditional - marginal, constant, 2e-4);
  near(grown, 0.5 * (Math.log(2.5) + 1 / 2.5 - 1), 2e-4, "what the bent variance costs");
  near(marginal, 0.0433, 1e-4, "the gap of the beat before");
  assert.deepEqual(problems, []);
  await context.close();
});

test("in Korean the same is measured, and every sentence is whole", async () => {
  const { page, problems, context } = await open("data-cover", "ko");
  for (const [beat, option, right] of [["data-cover", "both", "both"], ["latent-bend", "falls", "still"], ["latent-between", "sharp", "average"], ["way-back-steps", "much", "much"], ["way-back-told", "same", "same"]]) {
    const found = await commit(page, beat, option);
    assert.equal(found.right, right, beat);
    assert.doesNotMatch(found.seen, /[{}]|undefined|NaN/, beat);
    assert.match(found.seen, option === right ? /^맞았습니다\./ : /^정답은 “/);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("the home loads the exact part only when one comes to it, and these chapters no network", async () => {
  const sent = (pattern) => session.sent.some(({ file }) => pattern.test(file));
  for (const lang of ["en", "ko"]) {
    session.sent.length = 0;
    const { page, context } = await openLink(session, `${session.url}#backend=cpu&lang=${lang}`);
    await page.waitForFunction(() => document.querySelector("unnoise-story")?.shadowRoot?.querySelector(".screen canvas:not([hidden])"), null, { timeout: 60_000 });
    await page.waitForTimeout(1000);
    assert.equal(sent(/^wasm\/exact/), false, `${lang}: the hero is what is there at first`);
    await page.locator("unnoise-story #chapter-data .seat").evaluate((node) => node.scrollIntoView({ block: "center" }));
    await page.waitForFunction(() => inside("unnoise-story").chapters[0].stage.figure?.ready, null, { timeout: 60_000 });
    assert.equal(sent(/^wasm\/exact/), true);
    await context.close();
  }
  for (const chapter of ["data", "latent"]) {
    const { page, problems, context } = await freshPage(session, { width: 720 });
    session.sent.length = 0;
    await page.route("**/post.html", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><title>post</title><script type="module" src="elements.js"></script><unnoise-story chapter="${chapter}"></unnoise-story>` }));
    await page.goto(`${session.url}post.html`);
    await page.waitForFunction(() => inside("unnoise-story").chapters[0].stage.figure?.ready, null, { timeout: 60_000 });
    for (let k = 0; k < 2; k++) await page.locator("unnoise-story .next").click();
    await page.locator("unnoise-story article:not([data-off]) .option").first().click();
    await page.locator("unnoise-story article:not([data-off]) [data-right]").waitFor();
    assert.equal(sent(/^wasm\/(cpu|webgpu)|^models\/digits\//), false, `${chapter}: ${session.sent.map(({ file }) => file).filter((file) => /wasm|models/.test(file))}`);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("figures of these chapters are at most 480 pixels high at 700, before and after the answer", async () => {
  for (const [chapter, options] of [["data", { cover: 0, which: 0 }], ["latent", { bend: 2, between: 1 }], ["way-back", { steps: 2, told: 1 }]]) {
    const { page, problems, context } = await freshPage(session, { width: 1180, height: 900 });
    await page.route("**/post.html", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><title>post</title><script type="module" src="elements.js"></script><main style="width: 1112px"><unnoise-story chapter="${chapter}" backend="cpu"></unnoise-story></main>` }));
    await page.goto(`${session.url}post.html`);
    await page.waitForFunction(() => inside("unnoise-story").chapters[0].stage.figure?.ready, null, { timeout: 60_000 });
    const beats = await page.evaluate(() => inside("unnoise-story").chapters[0].chapter.beats.map(({ id }) => id));
    for (const beat of beats) {
      const height = async (when) => {
        await untilDrawn(page);
        const { width, height } = await page.evaluate(() => inside("unnoise-story").chapters[0].stage.figure.host.getBoundingClientRect());
        near(width, 700, 25);
        assert(height <= 480 && height > 150, `${chapter} ${beat}, ${when}: ${height} pixels`);
      };
      await height("before");
      if (beat in options) {
        await page.locator("unnoise-story article:not([data-off]) .option").nth(options[beat]).click();
        await page.locator("unnoise-story article:not([data-off]) [data-right]").waitFor({ timeout: 60_000 });
        await height("after");
      }
      if (beat !== beats.at(-1)) await page.locator("unnoise-story .next").click();
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});
