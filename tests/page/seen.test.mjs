/**
 * What must be seen on every face: question, pictures, ruler and equation in the first screen; sentences from 16 pixels on, all
 * other words from 13; no more than two and a half screens; what stays in sight on a phone; and the edges of what is black on dark.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openApp, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Few steps: what is measured is there soon. A measure each that has a table or facts. */
const FACES = {
  noise: { "n.steps": 1 },
  elbo: { "e.timesteps": 10 },
  generate: { "g.count": 1, "g.steps": 2 },
  compare: { "c.a-steps": 1, "c.b-steps": 2, "c.count": 1, "c.measure": "consistency" },
  reconstruct: { "r.steps": 2 },
  interpolate: { "i.steps": 2, "i.frames": 3 },
};

/** Words that are shown, with their size; formulas and plots have rules of their own. */
function shown() {
  /** @type {{ size: number, words: string, sentence: boolean }[]} */
  const all = [];
  const walk = (/** @type {ParentNode} */ node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const { parentElement: of } = child;
        const { width, height } = of.getBoundingClientRect();
        if (!child.data.trim() || !of.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || width * height < 4) continue;
        const block = of.closest("p, li, td, dd, figcaption") ?? of;
        const sentence = block.matches("p:not(.num)") && block.textContent.trim().length > 60 && !block.closest("form, .source");
        all.push({ size: parseFloat(getComputedStyle(of).fontSize), words: child.data.trim().slice(0, 50), sentence });
      } else if (child.nodeType === Node.ELEMENT_NODE && !child.matches("math, svg, style, script, noscript")) {
        if (child.shadowRoot) walk(child.shadowRoot);
        walk(child);
      }
    }
  };
  walk(document.body);
  return all;
}

/** Where the last of what a face is about ends, and where the first screen does: at the bar of benches, on a phone. */
function ends() {
  const panel = [...document.querySelector("main").children].find((child) => !child.hidden);
  const seen = (/** @type {string} */ selector) => [...panel.shadowRoot.querySelectorAll(`.ask, .stage.card ${selector}`)].filter((part) => part.checkVisibility() && !part.closest("dialog"));
  const bar = document.querySelector("nav").getBoundingClientRect().top;
  const bottoms = [".pictures", ".along", ".picture-equation", ".bound-sum"].flatMap((selector) => seen(selector).map((part) => part.getBoundingClientRect().bottom));
  return { parts: bottoms.length, last: Math.max(...bottoms), screen: bar > innerHeight / 2 ? bar : innerHeight, whole: document.documentElement.scrollHeight };
}

for (const { width, height, lang } of [{ width: 1280, height: 900, lang: "ko" }, { width: 390, height: 844, lang: "en" }]) {
  test(`at ${width} pixels every face has what it is about in the first screen, and words that can be read`, async () => {
    for (const [panel, settings] of Object.entries(FACES)) {
      const { page, context } = await openApp(session, { panel, lang, ...settings }, { width, height });
      await untilResults(page, 1);
      await page.waitForFunction((name) => document.querySelector(name).shadowRoot.querySelector(".runs td, .ruler, .walk"), `unnoise-${panel}`);
      await untilDrawn(page);
      const all = await page.evaluate(shown);
      assert(all.length > 30, `${panel}: ${all.length} pieces of text`);
      const small = all.filter(({ size, sentence }) => size < (sentence ? 16 : 13)).map(({ size, words }) => `${panel}: ${size} px: ${words}`);
      assert.deepEqual(small, []);
      const { parts, last, screen, whole } = await page.evaluate(ends);
      assert(parts >= 5, `${panel}: ${parts} parts of the stage`);
      assert(last <= screen, `${panel}: ends at ${last}, the screen at ${screen}`);
      if (width > height) assert(whole <= 2.5 * height, `${panel}: ${whole} pixels`);
      await context.close();
    }
  });
}

test("on a phone the ruler of a bench stays in sight while its plot goes by, in less than half of the screen, and covers nothing that has the focus", async () => {
  for (const [panel, settings] of Object.entries(FACES)) {
    const { page, context } = await openApp(session, { panel, ...settings }, { width: 390, height: 844 });
    await untilResults(page, 1);
    await untilDrawn(page);
    const found = await page.evaluate((name) => {
      const { shadowRoot } = document.querySelector(name);
      const [plot, ruler, stage] = [".measures :is(svg, table, .plotted)", ".along", ".stage.card"].map((selector) => [...shadowRoot.querySelectorAll(selector)].find((node) => node.checkVisibility()));
      const head = document.querySelector("header").getBoundingClientRect().bottom;
      const bar = document.querySelector("nav").getBoundingClientRect().top;
      const box = (node) => node.getBoundingClientRect();
      scrollBy(0, box(plot).top - head - 0.48 * innerHeight);
      const seen = { head, bar, ruler: box(ruler).top, kept: box(stage).bottom, plot: box(plot).top };
      const below = [...shadowRoot.querySelectorAll(".settings :is(button, input, select)")].filter((node) => node.checkVisibility() && !node.disabled && box(node).width > 8);
      below.at(-1).focus();
      scrollTo(0, document.documentElement.scrollHeight);
      below[0].focus(); // the browser brings it in sight
      return { ...seen, focused: box(below[0]).top, covered: box(stage).bottom };
    }, `unnoise-${panel}`);
    assert(found.ruler >= found.head - 2 && found.ruler < found.head + 4, `${panel}: the ruler is at ${found.ruler}, the head ends at ${found.head}`);
    assert(found.kept - found.head <= 0.48 * 844 && found.plot >= found.kept && found.plot < found.bar - 60, `${panel}: ${JSON.stringify(found)}`);
    assert(found.focused >= found.covered - 1, `${panel}: what has the focus is at ${found.focused}, under what ends at ${found.covered}`);
    await context.close();
  }
});

test("on a phone no figure of the story is cut off, and one that stays in sight takes half of the screen at most", async () => {
  const { page, problems, context } = await openApp(session, { panel: "story" }, { width: 390, height: 844 });
  const beats = await page.evaluate(async () => {
    const { CHAPTERS, nameOf } = await import("./app/story/chapters.js");
    return CHAPTERS.flatMap((chapter) => chapter.beats.map((beat) => nameOf(chapter, beat)));
  });
  let staying = 0;
  for (const beat of beats) {
    await page.evaluate((beat) => inside("unnoise-story").state.set("page", "beat", beat), beat);
    await page.waitForFunction(() => inside("unnoise-story").current.stage.figure?.ready, null, { timeout: 60_000 });
    await untilDrawn(page);
    const seat = await page.evaluate(() => {
      const { seat, stage, element } = inside("unnoise-story").current;
      const head = document.querySelector("header").getBoundingClientRect().bottom;
      const inner = stage.figure.host.shadowRoot.querySelector(".stage.card");
      return { clips: getComputedStyle(seat).overflowY !== "visible", lost: stage.element.getBoundingClientRect().bottom - seat.getBoundingClientRect().bottom, wide: inner.scrollWidth - inner.clientWidth, stays: getComputedStyle(seat).position === "sticky", height: seat.offsetHeight, top: element.getBoundingClientRect().top - head };
    });
    assert(!seat.clips && seat.lost <= 0 && seat.wide <= 0, `${beat}: ${JSON.stringify(seat)}`);
    assert(Math.abs(seat.top) < 2, `${beat}: its chapter begins ${seat.top} below the head`);
    if (seat.stays) assert(seat.height <= 0.5 * 844 + 4, `${beat}: ${seat.height}`);
    staying += seat.stays ? 1 : 0;
  }
  assert(staying >= 10, `${staying} of ${beats.length} stay in sight`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("in the dark a black picture has an edge that is seen, 3 : 1 against its card", async () => {
  const { page, context } = await openApp(session, { panel: "noise", "n.steps": 1, theme: "dark" });
  await untilResults(page, 1);
  const ratios = await page.evaluate(() => {
    const root = document.querySelector("unnoise-noise").shadowRoot;
    const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = (colour) => ((rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]))(colour.match(/[\d.]+/g).map(Number));
    const card = light(getComputedStyle(root.querySelector(".stage.card")).backgroundColor);
    return [".parts .picture", ".picture-equation .cell"].map((of) => {
      const edge = light(getComputedStyle(root.querySelector(of)).boxShadow);
      return (Math.max(edge, card) + 0.05) / (Math.min(edge, card) + 0.05);
    });
  });
  for (const ratio of ratios) assert(ratio >= 3, `${ratio}`);
  await context.close();
});
