/** The notation table: every symbol, every equation of the readers' texts and where it is computed, and the document that says the same. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { EQUATIONS, PLACES } from "../../www/app/notation/equations.js";
import { MISPRINTS } from "../../www/app/notation/misprints.js";
import { document as written } from "../../xtask/src/equations.mjs";
import { AXE, openApp, start, untilDrawn } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Displayed equations of each text, counted in it; of blocks whose lines say different things, the lines. */
const COUNTS = { luo: 20, lai: 74, ddim: 48 };

test("every displayed equation has its place, and the document says the same", async () => {
  assert.deepEqual(Object.fromEntries(Object.entries(EQUATIONS).map(([text, list]) => [text, list.length])), COUNTS);
  for (const [number, english, korean, place] of Object.values(EQUATIONS).flat()) {
    assert(place in PLACES, `${number}: ${place}`);
    assert(english.length > 5 && /[가-힣A-Za-z]/.test(korean), number);
  }
  const used = new Set(Object.values(EQUATIONS).flatMap((list) => list.map(([, , , place]) => place)));
  assert.deepEqual(Object.keys(PLACES).filter((place) => !used.has(place)), [], "places that no equation leads to");
  assert(MISPRINTS.length >= 12 && MISPRINTS.every(({ printed, meant }) => printed !== meant));
  assert.equal(await readFile(new URL("../../docs/equations.md", import.meta.url), "utf8"), written(), "run node xtask/src/equations.mjs");
});

test("each link leads to a panel that is there, with that measure open", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", lang: "en" });
  for (const [name, hash] of Object.entries(PLACES)) {
    const wanted = Object.fromEntries(new URLSearchParams(hash));
    const measure = Object.entries(wanted).find(([key]) => key.endsWith(".measure"))?.[1];
    await page.evaluate((hash) => (location.hash = `#backend=cpu&lang=en&${hash}`), hash);
    await page.waitForFunction(
      ([panel, measure]) => {
        const shown = document.querySelector("main > :not([hidden])");
        if (shown?.localName !== `unnoise-${panel}`) return false;
        return !measure || (shown.layout.measures.name === measure && shown.shadowRoot.querySelector("[role=tab][aria-selected=true]")?.dataset.s === `${panel}.measure.${measure}`);
      },
      [wanted.panel, measure],
      { timeout: 10_000 },
    ).catch(() => assert.fail(`${name}: ${hash} did not open`));
    const words = await page.evaluate((panel) => document.querySelector(`unnoise-${panel}`).shadowRoot.querySelector(".derivation, [role=tabpanel]:not([hidden]) .math, [role=tabpanel]:not([hidden]) math") !== null, wanted.panel);
    assert(words, `${name}: no formula there`);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("the table opens from a symbol's entry, from the foot and by its link; it has every symbol; Escape closes it", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", lang: "en", table: "notation" });
  const dialog = page.locator(".notation-table");
  await page.locator("[data-symbol-row]").first().waitFor();
  const [shown, known] = await page.evaluate(async () => [[...document.querySelectorAll("[data-symbol-row]")].map(({ dataset }) => dataset.symbolRow), Object.keys((await import("./app/math/notation.js")).SYMBOLS)]);
  assert.deepEqual(shown, known);
  assert.equal(await dialog.locator("tbody tr", { has: page.locator("a") }).count(), 142);
  await page.keyboard.press("Escape");
  await untilDrawn(page);
  assert.equal(await dialog.isVisible(), false);
  await page.waitForFunction(() => !/table=/.test(location.hash));

  await page.getByRole("button", { name: "Notation", exact: true }).last().click();
  assert.equal(await dialog.isVisible(), true);
  await page.keyboard.press("Escape");

  // From a formula's keys: the first press opens the entry, the next the table.
  const key = page.locator("unnoise-noise .derived .keys button").first();
  await page.locator("unnoise-noise details.derivation").evaluate((node) => (node.open = true));
  await key.focus();
  await page.keyboard.press("Enter");
  assert.equal(await dialog.isVisible(), true);
  await page.keyboard.press("Escape");
  await untilDrawn(page);
  assert(await page.evaluate(() => document.querySelector("unnoise-noise").shadowRoot.activeElement?.matches("[data-key]")), "the focus is back");
  // By the pointer: the entry's own link.
  await page.locator("unnoise-noise .derived .symbol [data-sym], unnoise-noise .derived [data-sym]").first().hover();
  await page.locator("unnoise-noise .gloss .all").click();
  assert.equal(await dialog.isVisible(), true);

  await page.addScriptTag({ path: AXE });
  for (const lang of ["en", "ko"]) {
    await page.evaluate((lang) => (location.hash = `#backend=cpu&panel=noise&table=notation&lang=${lang}`), lang);
    await page.locator("[data-symbol-row]").first().waitFor();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await dialog.locator("details").evaluateAll((all) => all.forEach((node) => (node.open = true)));
      await untilDrawn(page);
      const { violations } = await page.evaluate(() => axe.run(document.querySelector(".notation-table"), { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`)), [], `${lang} ${width}`);
      assert(await dialog.evaluate((node) => node.scrollWidth <= node.clientWidth + 1), `${lang} ${width}: wider than the screen`);
    }
  }
  await dialog.locator("a", { hasText: "정확히: 학습" }).first().click();
  await page.waitForFunction(() => document.querySelector("main > :not([hidden])")?.localName === "unnoise-exact");
  assert.equal(await dialog.isVisible(), false);
  assert.deepEqual(problems, []);
  await context.close();
});
