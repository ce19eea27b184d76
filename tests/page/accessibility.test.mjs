/** axe-core over every panel, both themes, both languages, at the widths that are promised; keyboard and touch. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, freshPage, openApp, openPanel, openSheet, start, switchLanguage, untilDrawn } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Few steps and images: these tests are about the page. */
const QUICK = { "g.steps": 2, "g.count": 1, "c.a-steps": 2, "c.b-steps": 3, "c.count": 1, "i.steps": 2, "i.frames": 3, "n.steps": 2, "r.steps": 2, "e.timesteps": 10 };

const panelsOf = (page) => page.locator("nav a[data-panel]").evaluateAll((links) => links.map((link) => link.dataset.panel));

/** Everything that axe holds against the page as it is, a line each. */
async function violations(page) {
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`));
}

/** Shows a panel, and whatever of it is folded away; waits for its pictures, but not for what it measures after them. */
async function show(page, panel) {
  await openPanel(page, panel);
  const results = panel === "compare" ? 2 : 1;
  await page.waitForFunction(([panel, results]) => globalThis.results.filter(({ of }) => of === `unnoise-${panel}`).length >= results, [panel, results], { timeout: 120_000 });
  await page.locator(`unnoise-${panel}`).evaluate((element) => element.cancel());
  await page.waitForFunction((panel) => !document.querySelector(`unnoise-${panel}`).shadowRoot.querySelector(".status[data-busy]"), panel, { timeout: 60_000 });
  await page.evaluate((panel) => {
    for (const details of document.querySelector(`unnoise-${panel}`).shadowRoot.querySelectorAll("details")) details.open = true;
  }, panel);
  await untilDrawn(page);
}

const WAYS = [
  { lang: "en", width: 1280, height: 900 },
  { lang: "ko", width: 390, height: 844, hasTouch: true },
];

for (const { lang, ...options } of WAYS) {
  test(`axe finds nothing in any panel at ${options.width} pixels, light and dark, both languages`, async () => {
    const { page, problems, context } = await openApp(session, { ...QUICK, lang }, { ...options, colorScheme: "light" });
    await page.addScriptTag({ path: AXE });
    for (const panel of await panelsOf(page)) {
      await show(page, panel);
      for (const colorScheme of ["light", "dark", "dark", "light"]) {
        await page.emulateMedia({ colorScheme });
        await untilDrawn(page);
        assert.deepEqual(await violations(page), [], `${panel}, ${colorScheme}, ${await page.evaluate(() => document.documentElement.lang)}`);
        if (colorScheme === "dark") await switchLanguage(page); // twice, so each language has been seen in both
      }
    }
    await page.click(".chip > summary");
    assert.deepEqual(await violations(page), [], "with the chip open");
    await openSheet(page);
    assert.deepEqual(await violations(page), [], "with the sheet open");
    await page.keyboard.press("Escape");
    await page.click("header .share");
    assert.deepEqual(await violations(page), [], "with Share open");
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("axe finds nothing in the example articles and in an embedded panel", async () => {
  for (const [address, panel] of [["examples/en.html", "unnoise-noise"], ["examples/ko.html", "unnoise-noise"], ["?embed=noise&backend=cpu&lang=en", "unnoise-noise"]]) {
    const { page, problems, context } = await freshPage(session, { colorScheme: address.includes("ko") ? "dark" : "light" });
    await page.goto(session.url + address);
    await page.addScriptTag({ path: AXE });
    await page.locator(panel).scrollIntoViewIfNeeded();
    await page.waitForFunction((panel) => /^(Done|[\d.]+.+완료)/.test(document.querySelector(panel).shadowRoot.querySelector(".status").textContent), panel, { timeout: 120_000 });
    assert.deepEqual(await violations(page), [], address);
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("axe looks into the panels: a control without its label is found", async () => {
  const { page, context } = await openApp(session, QUICK);
  await page.addScriptTag({ path: AXE });
  await show(page, "generate");
  await page.evaluate(() => document.querySelector("unnoise-generate").shadowRoot.querySelector("label[for]").remove());
  assert.match((await violations(page)).join("\n"), /label: unnoise-generate /);
  await context.close();
});

/** What can be used in the open panel and the page around it; of a group of radios, the one that is chosen. */
const usable = (page) =>
  page.evaluate(() => {
    const panel = document.querySelector("main > :not([hidden])");
    const all = [document.body, panel.shadowRoot].flatMap((root) => [...root.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]);
    const used = all.filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.matches(":disabled") && node.tabIndex >= 0 && !(node.type === "radio" && !node.checked));
    used.forEach((node, k) => (node.dataset.usable = k));
    return used.map((node) => node.outerHTML.slice(0, 120));
  });

test("the keyboard reaches everything in every panel, and shows where it is", async () => {
  const { page, problems, context } = await openApp(session, QUICK);
  for (const panel of await panelsOf(page)) {
    await show(page, panel);
    const expected = await usable(page);
    await page.evaluate(() => document.activeElement.blur());
    const reached = new Set();
    for (let k = 0; k < expected.length + 2; k++) {
      await page.keyboard.press("Tab");
      const { id, outline, what } = await page.evaluate(() => {
        let node = document.activeElement;
        while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
        // A radio is drawn by the text beside it.
        const { outlineStyle, outlineWidth } = getComputedStyle(node.matches(".seg input") ? node.nextElementSibling : node);
        return { id: node.dataset.usable, outline: outlineStyle === "none" ? 0 : parseFloat(outlineWidth), what: node.outerHTML.slice(0, 120) };
      });
      if (id === undefined) continue;
      reached.add(Number(id));
      assert(outline >= 2, `${panel}: the focus is not seen on ${what}`);
    }
    assert.deepEqual(expected.filter((_, k) => !reached.has(k)), [], `${panel}: not reached by the Tab key`);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("the page is used without a pointer: skip, panel, language, slider, run", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, lang: "en" });
  await show(page, "generate");
  await page.locator(".skip").focus();
  assert((await page.locator(".skip").boundingBox()).x >= 0, "the link at the top is seen while it has the focus");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "panel", "the link at the top skips to the panel");
  await page.getByRole("spinbutton", { name: "Seed" }).focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => results.length === 2, null, { timeout: 60_000 });
  await page.getByRole("slider", { name: "Timeline" }).focus();
  await page.keyboard.press("End");
  await untilDrawn(page);
  assert.match(await page.locator("unnoise-generate .ruler output").first().innerText(), /step 1 \/ 2/);
  await page.locator(".chip > summary").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".chip[open]").count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".chip[open]").count(), 0);
  await page.locator(".language").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.documentElement.lang === "ko");
  await page.locator("nav a[data-panel=noise]").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => results.some(({ of }) => of === "unnoise-noise"), null, { timeout: 60_000 });
  assert.deepEqual(problems, []);
  await context.close();
});

/** Pixels: what a finger hits (WCAG 2.5.5). */
const FINGER = 44;

test("everything fits a finger at 360 pixels, and nothing leaves the screen", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, lang: "en" }, { width: 360, height: 740, hasTouch: true });
  for (const panel of await panelsOf(page)) {
    await show(page, panel);
    for (const turn of ["first", "other"]) {
      await switchLanguage(page);
      await untilDrawn(page);
      const { small, wide } = await page.evaluate((finger) => {
        const panel = document.querySelector("main > :not([hidden])");
        const all = [document.body, panel.shadowRoot].flatMap((root) => [...root.querySelectorAll("a[href]:not(.skip):not(p a), button:not(.keys button), input, select, summary")]);
        // A formula's keys are for the keyboard: a finger taps the symbols themselves.
        const small = [];
        for (const node of all.filter((node) => node.checkVisibility())) {
          // A choice is hit anywhere on its label; many labels share rows, so they may be narrower.
          const hit = node.matches(".seg input") ? node.closest("label") : node;
          const { width, height } = hit.getBoundingClientRect();
          if (height < finger - 0.5 || width < (hit.localName === "label" ? 36 : finger - 0.5)) small.push(`${Math.round(width)}×${Math.round(height)} ${node.outerHTML.slice(0, 100)}`);
        }
        return { small, wide: document.documentElement.scrollWidth };
      }, FINGER);
      assert.deepEqual(small, [], `${panel}, ${turn} language: too small for a finger`);
      assert(wide <= 360, `${panel}, ${turn} language: the page is ${wide} pixels wide`);
    }
  }
  assert.deepEqual(problems, []);
  await context.close();
});
