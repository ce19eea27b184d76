/** The notation table: every symbol, every equation of the readers' texts and where it is computed, and the document that says the same. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { EQUATIONS, PLACES, equationsOf } from "../../www/app/notation/equations.js";
import { MISPRINTS, wordingIn } from "../../www/app/notation/misprints.js";
import { markup, scripted } from "../../www/app/notation/scripts.js";
import { document as written } from "../../xtask/src/equations.mjs";
import { AXE, freshPage, openApp, start, untilDrawn } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Displayed equations of each text, counted in it; of blocks whose lines say different things, the lines. */
const COUNTS = { luo: 20, lai: 74, ddim: 48 };
const ALL = Object.keys(EQUATIONS).flatMap(equationsOf);

test("every displayed equation has its place, and the document says the same", async () => {
  assert.deepEqual(Object.fromEntries(Object.keys(EQUATIONS).map((text) => [text, equationsOf(text).length])), COUNTS);
  for (const text of Object.keys(EQUATIONS)) {
    const numbers = equationsOf(text).map(([number]) => number);
    assert.equal(new Set(numbers).size, numbers.length, `${text}: a number twice`);
    // An equation without a number has its place among all.
    numbers.forEach((number, k) => number.startsWith("#") && assert.equal(number, `#${k + 1}`));
  }
  for (const [number, english, korean, place, how] of ALL) {
    assert(place in PLACES, `${number}: ${place}`);
    assert(english.length > 5 && /[가-힣]|MLE|prior|loss/.test(korean) && !/[가-힣]/.test(english), number);
    assert(how === undefined || ["step", "shown", "alike"].includes(how), `${number}: ${how}`);
  }
  const used = new Set(ALL.map(([, , , place]) => place));
  assert.deepEqual(Object.keys(PLACES).filter((place) => !used.has(place)), [], "places that no equation leads to");
  // A place to which nothing but steps lead would be no place.
  for (const place of used) assert(ALL.some(([, , , each, how]) => each === place && how !== "step"), place);
  assert.equal(await readFile(new URL("../../docs/equations.md", import.meta.url), "utf8"), written(), "run node xtask/src/equations.mjs");
});

test("misprints stand at equations that there are, and the known ones are among them", () => {
  for (const { text, at, printed, meant } of MISPRINTS) {
    for (const number of at) assert(equationsOf(text).some(([each]) => each === number), `${text} ${number}`);
    for (const language of ["en", "ko"]) assert.notEqual(wordingIn(printed, language), wordingIn(meant, language));
    assert(/[가-힣]/.test(wordingIn(printed, "ko")) || wordingIn(printed, "ko") === wordingIn(printed, "en"));
  }
  const has = (text, number, words) => assert(MISPRINTS.some((each) => each.text === text && each.at.includes(number) && !!each.words === words), `${text} ${number}`);
  // The root, ᾱ for ᾱ², the weight's root, {0, 1}, m × n, p without x₀; σ², the KL to the posterior, "maximises the evidence"; the weight of J_σ, x₀ for f_θ.
  for (const number of ["(20)", "(29)", "#63", "(34)", "#46", "#47", "#49", "#50", "#52", "#53", "#55"]) has("lai", number, false);
  for (const number of ["(16)", "(10)"]) has("lai", number, true);
  for (const number of ["#14", "(2)"]) has("luo", number, false);
  has("luo", "#12", true);
  for (const number of ["(26)", "(35)", "(36)", "(37)", "(42)", "(43)", "(44)", "(45)"]) has("ddim", number, false);
});

test("signs below and above the line are set, one within the other", () => {
  const set = (text) => markup(scripted(text));
  assert.equal(set("E_{q_φ(z|x)}[log p_θ(x|z)], x_T and n^m"), "E<sub>q<sub>φ</sub>(z|x)</sub>[log p<sub>θ</sub>(x|z)], x<sub>T</sub> and n<sup>m</sup>");
  assert.equal(set("ε_θ^{(t)}(xₜ)"), "ε<sub>θ</sub><sup>(t)</sup>(x<sub>t</sub>)");
  assert.equal(set("zₜ₋₁, x_{i₁}"), "z<sub>t−1</sub>, x<sub>i<sub>1</sub></sub>");
  assert.equal(set("p_data를"), "p<sub>data</sub>를");
});

/** Whether the panel of a place is shown, with its measure open. */
const arrived = (page, hash, timeout = 10_000) => {
  const wanted = new URLSearchParams(hash);
  const measure = [...wanted].find(([key]) => key.endsWith(".measure"))?.[1] ?? null;
  return page.waitForFunction(
    ([panel, measure]) => {
      const shown = document.querySelector("main > :not([hidden])");
      if (shown?.localName !== `unnoise-${panel}`) return false;
      return !measure || (inside(shown).layout?.measures.name === measure && shown.shadowRoot.querySelector("[role=tab][aria-selected=true]")?.dataset.s === `${panel}.measure.${measure}`);
    },
    [wanted.get("panel"), measure],
    { timeout },
  );
};

test("each link leads to a panel that is there, with that measure open", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", lang: "en" });
  for (const [name, hash] of Object.entries(PLACES)) {
    await page.evaluate((hash) => (location.hash = `#backend=cpu&lang=en&${hash}`), hash);
    await arrived(page, hash).catch(() => assert.fail(`${name}: ${hash} did not open`));
    const panel = new URLSearchParams(hash).get("panel");
    const unknown = await page.evaluate(async (hash) => {
      const { SCOPES } = await import("./app/state/scopes.js");
      const keys = Object.values(SCOPES).flatMap(({ prefix, settings }) => Object.keys(settings).map((name) => prefix + name));
      return [...new URLSearchParams(hash).keys()].filter((key) => !keys.includes(key));
    }, hash);
    assert.deepEqual(unknown, [], `${name}: settings that there are not`);
    const words = await page.evaluate((panel) => document.querySelector(`unnoise-${panel}`).shadowRoot.querySelector(".derivation, [role=tabpanel]:not([hidden]) math, .equation math") !== null, panel);
    assert(words, `${name}: no formula there`);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("the table opens from a symbol's entry, from head and foot and by its link; it has every symbol; Escape closes it", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", lang: "en", table: "notation" }, { width: 1440, height: 900 });
  const dialog = page.locator(".notation-table");
  await page.locator("[data-symbol-row]").first().waitFor();
  const [shown, known] = await page.evaluate(async () => [[...document.querySelectorAll("[data-symbol-row]")].map(({ dataset }) => dataset.symbolRow), Object.keys((await import("./app/math/notation.js")).SYMBOLS)]);
  assert.deepEqual(shown.toSorted(), known.toSorted());
  const groups = await dialog.locator(".of-symbols tbody").evaluateAll((all) => all.map((group) => group.rows.length));
  assert(groups.length >= 8 && groups.every((rows) => rows > 1), `rows of groups: ${groups}`);
  assert.equal(await dialog.locator(".of-equations tbody tr", { has: page.locator("a") }).count(), ALL.length);
  assert.equal(await dialog.locator(".of-misprints tbody td").count(), 2 * MISPRINTS.length);
  const raw = await dialog.locator("tbody").evaluateAll((all) => all.flatMap((group) => group.textContent.match(/\S*[_^{]\S*/g) ?? []));
  assert.deepEqual(raw.filter((word) => word !== "{0,"), [], "signs that are not set");
  await page.keyboard.press("Escape");
  await untilDrawn(page);
  assert.equal(await dialog.isVisible(), false);
  await page.waitForFunction(() => !/table=/.test(location.hash));

  for (const at of ["header", "footer"]) {
    await page.locator(at).getByRole("button", { name: "Notation", exact: true }).click();
    assert.equal(await dialog.isVisible(), true, at);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate((at) => document.activeElement.closest(at) !== null, at), true, `the focus is back in the ${at}`);
  }

  // From a formula's keys: the first press opens the entry, the next the table.
  const key = page.locator("unnoise-noise .derived .keys button").first();
  await page.locator("unnoise-noise details.derivation").evaluate((node) => (node.open = true));
  await key.focus();
  await page.keyboard.press("Enter");
  assert.equal(await dialog.isVisible(), true);
  await page.keyboard.press("Escape");
  await untilDrawn(page);
  assert(await page.evaluate(() => document.querySelector("unnoise-noise").shadowRoot.activeElement?.matches("[data-key]")), "the focus is back");
  // By the pointer: the entry's own link, which in an article leads to the page with the reader's letters and language.
  await page.locator("unnoise-noise .derived .symbol [data-sym], unnoise-noise .derived [data-sym]").first().hover();
  const all = page.locator("unnoise-noise .gloss .all");
  assert.match(await all.getAttribute("href"), /#table=notation&lang=en&notation=ho$/);
  await all.click();
  assert.equal(await dialog.isVisible(), true);
  // What it is stands beside each symbol: no entry opens over it.
  await dialog.locator(".of-symbols math").first().hover();
  await page.waitForTimeout(300);
  assert.equal(await page.locator(".gloss:popover-open").count(), 0);
  // A click beside it closes it, as Share.
  await page.mouse.click(4, 450);
  assert.equal(await dialog.isVisible(), false);
  assert.deepEqual(problems, []);
  await context.close();
});

for (const [width, height] of [[1280, 900], [390, 844]]) {
  test(`axe finds nothing in the table at ${width} pixels, and nothing leaves the screen, in both languages`, async () => {
    const { page, problems, context } = await openApp(session, { panel: "noise", lang: "en", table: "notation" }, { width, height });
    await page.addScriptTag({ path: AXE });
    const dialog = page.locator(".notation-table");
    for (const lang of ["en", "ko"]) {
      await page.evaluate((lang) => (location.hash = `#backend=cpu&panel=noise&table=notation&lang=${lang}`), lang);
      await page.locator("summary", { hasText: lang === "ko" ? "오탈자" : "Misprints" }).waitFor();
      await dialog.locator("details").evaluateAll((all) => all.forEach((node) => (node.open = true)));
      await untilDrawn(page);
      const { violations } = await page.evaluate(() => axe.run(document.querySelector(".notation-table"), { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`)), [], lang);
      assert(await dialog.evaluate((node) => node.scrollWidth <= node.clientWidth + 1), `${lang}: wider than the screen`);
      // Columns stand under their names, and sentences have the width of the dialog.
      const columns = await dialog.locator(".of-symbols").evaluate((table) => [table.tHead.rows[0], table.querySelector("[data-symbol-row]")].map((row) => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().left))));
      assert.deepEqual(columns[0], columns[1], lang);
      const [sentence, whole] = await dialog.evaluate((node) => [node.querySelector("[data-symbol-row] td:last-child"), node.querySelector(".of-symbols")].map((each) => each.getBoundingClientRect().width));
      assert(sentence > 0.6 * whole, `${lang}: ${sentence} of ${whole} pixels`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("a link of the table keeps the reader's settings, brings the measure under the keys, and Back brings the table", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", lang: "ko", notation: "lai", "x.t": 123, table: "notation" });
  const dialog = page.locator(".notation-table");
  const unfold = () => dialog.locator("details:is([data-section=equations], [data-text])").evaluateAll((all) => all.forEach((node) => (node.open = true)));
  await page.locator("[data-symbol-row]").first().waitFor();
  await unfold();
  await dialog.locator("a", { hasText: "정확히: 학습" }).first().click();
  await arrived(page, PLACES.learn);
  assert.equal(await dialog.isVisible(), false);
  const kept = await page.evaluate(() => ["notation", "lang", "x.t", "table"].map((key) => new URLSearchParams(location.hash.slice(1)).get(key)));
  assert.deepEqual(kept, ["lai", "ko", "123", null]);
  const tab = await page.evaluate(() => document.querySelector("unnoise-exact").shadowRoot.activeElement?.dataset.s);
  assert.equal(tab, "exact.measure.learn");
  await page.goBack();
  await dialog.waitFor({ state: "visible" });
  assert.equal(await dialog.locator("a").first().isVisible(), true, "as it was left");
  // What is not computed stands among the formulas, which are folded at first.
  await dialog.locator("a[data-how=shown]").first().click();
  await arrived(page, PLACES.formulas);
  assert(await page.locator("unnoise-elbo [data-formula=elbo-deep] math").first().isVisible());
  assert.deepEqual(problems, []);
  await context.close();
});

test("in an article, which has no table, a symbol's entry leads to the page, in the article's language and the figure's letters", async () => {
  const { page, problems, context } = await freshPage(session);
  await page.goto(`${session.url}examples/ko.html`);
  const panel = page.locator("unnoise-noise[size=figure]").first();
  await panel.scrollIntoViewIfNeeded();
  await panel.evaluate((element) => element.setAttribute("notation", "song"));
  await panel.locator("figure [data-sym=x]").first().hover();
  const link = panel.locator(".gloss:popover-open .all");
  await link.waitFor();
  assert.equal(await link.innerText(), "모든 기호");
  const [other] = await Promise.all([context.waitForEvent("page"), link.click()]);
  await other.locator("[data-symbol-row]").first().waitFor();
  assert.deepEqual(await other.evaluate(() => [document.documentElement.lang, new URLSearchParams(location.hash.slice(1)).get("notation")]), ["ko", "song"]);
  assert.deepEqual(problems, []);
  await context.close();
});
