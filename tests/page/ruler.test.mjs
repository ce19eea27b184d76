/** The ruler: data at the left, noise at the right; keys, pointer and playback. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, openApp, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session.close());

/** A ruler over a run of S steps, alone on a page, with what it told in `moves`. */
async function rulerPage(steps, options) {
  const fresh = await barePage(session, options);
  await fresh.page.evaluate(async (steps) => {
    const { Ruler } = await import("./app/run/ruler.js");
    const { timeAxis } = await import("./app/plots/axis.js");
    const { panelSheet } = await import("./app/ui/styles.js");
    const { say, translate } = await import("./app/strings/index.js");
    const { scheduleTables } = await import("./lab/schedule.js");
    const host = document.body.appendChild(document.createElement("div"));
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [panelSheet.made];
    const box = root.appendChild(document.createElement("div"));
    box.className = "root";
    const { alphaBar } = scheduleTables("linear", 1000);
    globalThis.axis = timeAxis(alphaBar);
    globalThis.moves = [];
    const stops = [...Array.from({ length: steps }, (_, i) => Math.round(1000 - (i * 1000) / steps) - 1), null];
    const shape = { channels: 1, height: 2, width: 2 };
    const film = stops.map((t) => ({ t, bytes: new Uint8ClampedArray(4).fill(t === null ? 255 : 100) }));
    const draw = (here) => ruler.draw({ axis, stops, here, film, shape, words: `t = ${here}` });
    globalThis.ruler = new Ruler({ say: (key) => say("en", key), onMove: (t) => (moves.push({ t, at: performance.now() }), draw(t)) });
    box.append(ruler.element);
    draw(999);
    translate(box, "en");
  }, steps);
  return fresh;
}

const here = (page) => page.evaluate(() => ruler.here);

test("the axis: data left, noise right, spaced by log-SNR, the finished picture at its left end", async () => {
  const { context, page } = await rulerPage(20);
  const { places, back, even } = await page.evaluate(() => {
    const ts = Array.from({ length: 1000 }, (_, t) => t);
    const places = ts.map((t) => axis.at(t));
    const ratio = (t) => Math.log(axis.alphaBar[t] / (1 - axis.alphaBar[t]));
    // Equal distances are equal differences of the log-SNR.
    const even = [[0, 100], [100, 500], [500, 999]].map(([a, b]) => (axis.at(b) - axis.at(a)) / (ratio(a) - ratio(b)));
    return { places: [axis.at(null), ...places], back: ts.every((t) => axis.t(axis.at(t)) === t), even };
  });
  assert.equal(places[0], 0);
  assert.equal(places.at(-1), 1);
  assert(places.every((at, k) => k === 0 || at > places[k - 1]), "it rises with t");
  assert(back, "a place gives its timestep back");
  assert(even.every((ratio) => Math.abs(ratio - even[0]) < 1e-12));
  const ends = await page.evaluate(() => [".data", ".noise"].map((name) => ruler.element.querySelector(name).getBoundingClientRect().left));
  assert(ends[0] < ends[1], "it says so");
  await context.close();
});

test("keys go from stop to stop, ← towards data; the pointer takes the nearest; screen readers hear the facts", async () => {
  const { context, page, problems } = await rulerPage(20);
  const slider = page.getByRole("slider", { name: "Timeline" });
  for (const [key, t] of [["ArrowLeft", 949], ["Home", null], ["ArrowRight", 49], ["PageUp", 149], ["End", 999]]) {
    await slider.press(key);
    assert.equal(await here(page), t, key);
  }
  await slider.fill("310");
  assert.equal(await here(page), 299, "the nearest stop");
  assert.equal(await slider.getAttribute("aria-valuetext"), "t = 299");
  const { x, y, width } = await page.locator(".film").boundingBox();
  const at = await page.evaluate(() => axis.at(499));
  await page.mouse.click(x + at * width + 3, y + 10);
  assert.equal(await here(page), 499);
  await page.mouse.down();
  await page.mouse.move(x - 40, y + 10);
  await page.mouse.up();
  assert.equal(await here(page), null, "dragged beyond the end");
  const thumb = await page.locator(".thumb").boundingBox();
  assert(Math.abs(thumb.x + thumb.width / 2 - x) < 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a phone's finger finds 44 pixels, and room is kept before anything is known", async () => {
  const { context, page } = await rulerPage(20, { width: 390, height: 844 });
  for (const part of [".way", ".play"]) assert((await page.locator(part).boundingBox()).height >= 44, part);
  const full = await page.evaluate(() => ruler.element.getBoundingClientRect().height);
  const empty = await page.evaluate(() => (ruler.draw({ axis: null, stops: [], here: undefined, words: "" }), ruler.element.getBoundingClientRect().height));
  assert.equal(empty, full);
  assert(await page.getByRole("slider").isDisabled());
  await context.close();
});

test("playing goes the way of the process, in six seconds or more for all of it, and slower steps where motion is reduced", async () => {
  const { context, page } = await rulerPage(20);
  const tours = await page.evaluate(async () => {
    const { tour } = await import("./app/run/playback.js");
    const line = (n) => Array.from({ length: n + 1 }, (_, k) => 1 - k / n);
    return [2, 20, 1000].flatMap((n) => [false, true].map((reduced) => ({ n, reduced, ...tour(line(n), reduced) })));
  });
  for (const { n, reduced, showings, ms } of tours) {
    assert(ms >= 5999.9, `${n} steps take ${ms} ms`);
    assert.equal(showings[0].k, 0);
    assert.equal(showings.at(-1).k, n, "the end is shown");
    const least = Math.min(...showings.slice(1).map(({ from }, k) => from - showings[k].from));
    assert(least >= (reduced ? 499.9 : 49.9), `${n} steps, shortest ${least} ms`);
  }
  await page.evaluate(() => (ruler.hold(199), (moves.length = 0), ruler.play()));
  await page.waitForFunction(() => moves.at(-1)?.t === null, null, { timeout: 8000 });
  const told = await page.evaluate(() => moves.map(({ t }) => t));
  assert.deepEqual(told, [199, 149, 99, 49, null], "from where it was, towards data");
  assert.equal(await page.evaluate(() => ruler.playing), false);
  await page.evaluate(() => ((moves.length = 0), ruler.play()));
  assert.equal(await page.evaluate(() => moves[0].t), 999, "at its end it begins anew");
  await page.evaluate(() => ruler.pause());
  await context.close();
});

/** Panels with a ruler, and settings with which they are soon done. */
const PANELS = { noise: { "n.steps": 2 }, elbo: { "e.timesteps": 10 }, generate: { "g.steps": 4, "g.count": 1 }, compare: { "c.a-steps": 4, "c.b-steps": 4, "c.count": 1 }, reconstruct: { "r.steps": 4 } };

for (const [panel, settings] of Object.entries(PANELS)) {
  test(`${panel}: data is left, noise right, on the ruler and on the plot under it`, async () => {
    const { context, page, problems } = await openApp(session, { panel, ...settings });
    await untilResults(page, 1);
    await untilIdle(page, `unnoise-${panel}`);
    const inside = page.locator(`unnoise-${panel}`);
    const left = async (name) => (await inside.locator(`.ruler ${name}`).first().boundingBox()).x;
    assert((await left(".data")) < (await left(".noise")));
    const slider = inside.locator(".ruler input").first();
    const places = [];
    for (const key of ["End", "ArrowLeft", "Home"]) {
      await slider.press(key);
      await untilDrawn(page);
      places.push({ x: await left(".thumb"), t: Number(await slider.inputValue()) });
    }
    const [noise, less, data] = places;
    assert(noise.x > less.x && less.x > data.x, JSON.stringify(places));
    assert(noise.t > less.t && less.t > data.t, JSON.stringify(places));
    // Every plot over t that is on show: its ticks rise to the right, and stand under the ruler's.
    const ticks = await inside.locator(".ruler .ticks span").evaluateAll((spans) => spans.map((span) => [span.textContent, span.getBoundingClientRect()]).map(([t, { left, width }]) => [t, left + width / 2]));
    const plots = await inside.locator(".measures .plotted svg").evaluateAll((all) =>
      all
        .filter((svg) => [...svg.querySelectorAll("text")].some((text) => text.textContent === "t") && svg.getBoundingClientRect().width > 0)
        .map((svg) => [...svg.querySelectorAll("text[text-anchor=middle]")].map((text) => [text.textContent, text.getBoundingClientRect()]).map(([t, { left, width }]) => [t, left + width / 2])),
    );
    for (const plot of plots) for (const [t, x] of plot) for (const [same, over] of ticks) if (t === same) assert(Math.abs(x - over) < 1.5, `t = ${t}: ${over} over ${x}`);
    if (panel === "elbo") assert.equal(plots.length, 1);
    assert.deepEqual(problems, []);
    await context.close();
  });
}
