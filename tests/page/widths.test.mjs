/**
 * Home, benches and figures from the narrowest phone to a projector, in both languages and themes: nothing leaves the screen, no
 * word is cut off, axe finds nothing, and the Tab key goes as the eye does.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, freshPage, openApp, openPanel, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const WIDTHS = [320, 390, 768, 820, 1010, 1280, 1920];
const QUICK = { "g.steps": 2, "g.count": 4, "c.a-steps": 2, "c.b-steps": 3, "c.count": 1, "i.steps": 2, "i.frames": 7, "n.steps": 2, "r.steps": 2, "e.timesteps": 10, "w.timesteps": 2 };
const PANELS = ["vae", "noise", "elbo", "generate", "compare", "reconstruct", "interpolate", "exact", "classify"];
const SIZES = { figure: 'controls="steps" caption="What one sees here."', strip: "" };

/** What leaves the screen, is cut off or not accessible, of the document and of elements' own trees, at each width; themes take turns, and each language begins with another. */
async function lookAtAll(page, elements, lang) {
  const found = {};
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: AXE });
  for (const [k, width] of WIDTHS.entries()) {
    await page.setViewportSize({ width, height: width < 760 ? 844 : 900 });
    const colorScheme = (k + (lang === "ko" ? 1 : 0)) % 2 === 0 ? "light" : "dark";
    await page.emulateMedia({ colorScheme });
    await untilDrawn(page);
    const seen = await page.evaluate((elements) => {
      const trees = [...document.querySelectorAll(elements)].map((node) => node.shadowRoot);
      const all = trees.flatMap((tree) => [...tree.querySelectorAll(":not(.chips *, .keys *)")]); // chips are moved sideways by the finger, keys are for the keyboard
      const out = all.filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1 && !node.closest(".tries, .hidden-text"));
      const cut = trees.flatMap((tree) => [...tree.querySelectorAll("button, legend, dd, .seg span, figcaption small, h3")]).filter((node) => node.checkVisibility() && node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1 && !["inline", "contents"].includes(getComputedStyle(node).display));
      const say = (node) => node.outerHTML.slice(0, 90);
      return { scroll: document.documentElement.scrollWidth - innerWidth, out: out.slice(0, 4).map(say), cut: cut.slice(0, 4).map(say) };
    }, elements);
    const { violations } = await page.evaluate(() => axe.run(document.querySelector("main"), { resultTypes: ["violations"] }));
    const axe = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`));
    if (seen.scroll > 0 || seen.out.length > 0 || seen.cut.length > 0 || axe.length > 0) found[`${width} ${colorScheme}`] = { ...seen, axe };
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

/** Where the Tab key leads within an element: pairs of which the later one lies wholly above the earlier, in a column that both are in. */
async function stepsUp(page, element) {
  await page.evaluate(() => (scrollTo(0, 0), document.activeElement?.blur()));
  await page.locator(element).evaluate((node) => node.shadowRoot.querySelector("button, a[href], input, summary")?.focus());
  const stops = [];
  for (let k = 0; k < 60; k++) {
    const stop = await page.evaluate((element) => {
      const node = document.querySelector(element).shadowRoot.activeElement;
      if (!node) return null;
      const box = (node.closest("label") ?? node).getBoundingClientRect();
      return { left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY, rail: Boolean(node.closest(".settings")), placed: node.matches("[role=slider]:not(input)"), what: node.outerHTML.slice(0, 60) };
    }, element);
    if (!stop) break;
    stops.push(stop);
    await page.keyboard.press("Tab");
  }
  // The rail beside the stage begins at its top again, and sticks to the screen. Handles in a picture lie where their values put them.
  const upwards = stops.flatMap((stop, k) => (k > 0 && stop.rail === stops[k - 1].rail && stop.bottom <= stops[k - 1].top + 1 && !stop.rail && !stop.placed ? [`${stops[k - 1].what} → ${stop.what}`] : []));
  return { stops: stops.length, upwards };
}

for (const lang of ["en", "ko"]) {
  test(`home and benches from 320 to 1920 pixels: nothing leaves the screen or is cut off, axe finds nothing, ${lang}`, async () => {
    const { page, problems, context } = await openApp(session, { ...QUICK, panel: "story", lang });
    await untilResults(page, 1);
    assert.deepEqual(await lookAtAll(page, "unnoise-story", lang), {}, "home");
    for (const panel of PANELS) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await openPanel(page, panel);
      await page.waitForFunction((panel) => globalThis.results.some(({ of }) => of === `unnoise-${panel}`), panel, { timeout: 120_000 });
      await untilIdle(page, `unnoise-${panel}`);
      assert.deepEqual(await lookAtAll(page, `unnoise-${panel}`, lang), {}, panel);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });

  test(`figures and strips from 320 to 1920 pixels: the same, ${lang}`, async () => {
    for (const [size, attributes] of Object.entries(SIZES)) {
      const { page, problems, context } = await freshPage(session);
      const body = PANELS.map((panel) => `<unnoise-${panel} backend="cpu" size="${size}" ${attributes} steps="2" a-steps="2" b-steps="3" timesteps="10" count="4" frames="7"></unnoise-${panel}>`).join("");
      const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>post</title><script>globalThis.results = []; addEventListener("unnoise-result", () => results.push(1));</script><script type="module" src="elements.js"></script><body style="margin: 0; color-scheme: light dark; background: Canvas"><main>${body}</main>`;
      await page.route("**/post.html", (route) => route.fulfill({ contentType: "text/html", body: html }));
      await page.goto(`${session.url}post.html`);
      for (const panel of PANELS) {
        await page.locator(`unnoise-${panel}`).scrollIntoViewIfNeeded();
        await untilIdle(page, `unnoise-${panel}`);
      }
      assert.deepEqual(await lookAtAll(page, PANELS.map((panel) => `unnoise-${panel}`).join(), lang), {}, size);
      assert.deepEqual(problems, []);
      await context.close();
    }
  });
}

for (const width of [390, 1280]) {
  test(`at ${width} pixels the Tab key goes through every face as the eye does`, async () => {
    const { page, problems, context } = await openApp(session, { ...QUICK, panel: "noise", lang: "en" }, { width, height: width < 760 ? 844 : 900 });
    for (const panel of PANELS) {
      await openPanel(page, panel);
      await page.waitForFunction((panel) => globalThis.results.some(({ of }) => of === `unnoise-${panel}`), panel, { timeout: 120_000 });
      await untilIdle(page, `unnoise-${panel}`);
      const { stops, upwards } = await stepsUp(page, `unnoise-${panel}`);
      assert(stops > 8, `${panel}: ${stops} stops`);
      assert.deepEqual(upwards, [], panel);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}
