/** The bench Exact: data that the reader edits, every measure by its link, the known numbers on the page, and a training that is held and kept. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, freshPage, openApp, openPanel, readable, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const PANEL = "unnoise-exact";
const MEASURES = ["marginal", "conditioning", "gaussian", "field", "paths", "memory", "fits", "learn"];
const open = async (settings = {}, options) => {
  const opened = await openApp(session, { panel: "exact", ...settings }, options);
  await untilResults(opened.page, 1);
  await untilDrawn(opened.page);
  return opened;
};
/** The number that stands under a name among the sums. */
const sum = (page, name) => page.locator(`${PANEL} [role=tabpanel]:not([hidden]) .sums div`, { hasText: name }).locator("dd").innerText();

test("every measure opens by its link, with words and plots, accessible at both ends of the screens, console empty", async () => {
  for (const [lang, width] of [["en", 1280], ["ko", 390]]) {
    const { page, problems, context } = await open({ lang }, { width, height: width === 390 ? 844 : 900 });
    await page.addScriptTag({ path: AXE });
    for (const measure of MEASURES) {
      await page.evaluate((measure) => (location.hash = location.hash.replace(/&x1\.measure=[^&]*|$/, `&x1.measure=${measure}`)), measure);
      await page.waitForFunction((name) => document.querySelector("unnoise-exact").shadowRoot.querySelectorAll("[role=tab]")[name]?.getAttribute("aria-selected") === "true", MEASURES.indexOf(measure));
      await page.waitForTimeout(measure === "paths" ? 2500 : 700);
      const { violations } = await page.evaluate(() => axe.run(document.querySelector("main"), { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${measure} ${id}: ${target.flat().join(" ")}`)), []);
      const { scroll, words } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth - innerWidth, words: document.querySelector("unnoise-exact").shadowRoot.querySelector("[role=tabpanel]:not([hidden])").innerText }));
      assert(scroll <= 0, `${measure}: ${scroll} pixels too wide`);
      assert.doesNotMatch(words, /undefined|NaN|\{\w+\}/);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("the known numbers stand on the page", async () => {
  const { page, problems, context } = await open({ "x1.t": 500, "x1.stride": 100, "x1.measure": "conditioning" });
  const constant = page.locator(`${PANEL} [role=tabpanel]:not([hidden]) .sums div`, { hasText: "their difference" }).locator("dd");
  await page.waitForFunction(() => [...document.querySelector("unnoise-exact").shadowRoot.querySelectorAll("[role=tabpanel]:not([hidden]) .sums dd")].at(-1)?.textContent === "0.021299");
  const [marginal, conditional] = [await sum(page, "KL to p(x"), await sum(page, "KL to q(x")].map(Number);
  assert(Math.abs(conditional - marginal - 0.021299) < 2e-5, `${conditional} − ${marginal}`);
  // Bent, both losses move, and their difference does not.
  await page.getByLabel("Variance of p").fill("2.5");
  await page.waitForFunction((before) => document.querySelector("unnoise-exact").shadowRoot.querySelector("[role=tabpanel]:not([hidden]) .sums dd")?.textContent !== before, String(marginal.toPrecision(4)));
  assert.equal(await constant.innerText(), "0.021299");

  await page.evaluate(() => (location.hash = "#backend=cpu&panel=exact&x1.t=100&x1.eta=0&x1.measure=memory"));
  await page.waitForFunction(() => document.querySelector("unnoise-exact").shadowRoot.querySelector("[role=tabpanel]:not([hidden]) .sums dd")?.textContent === "−0.009581");
  await page.evaluate(() => (location.hash = "#backend=cpu&panel=exact&x1.t=100&x1.eta=1&x1.measure=memory"));
  await page.waitForFunction(() => document.querySelector("unnoise-exact").shadowRoot.querySelector("[role=tabpanel]:not([hidden]) .sums dd")?.textContent === "0.000000");

  await page.evaluate(() => (location.hash = "#backend=cpu&panel=exact&x1.measure=fits"));
  const best = page.locator(`${PANEL} [role=tabpanel]:not([hidden]) .wrap button`);
  await best.nth(0).click();
  await untilDrawn(page);
  assert.equal(await sum(page, "maximum likelihood"), "0.5276 (best 0.5276)");
  await best.nth(1).click();
  await untilDrawn(page);
  assert.equal(await sum(page, "KL(q‖p)"), "0.3559 (best 0.3559)");

  await page.evaluate(() => (location.hash = "#backend=cpu&panel=exact&x1.measure=paths&x1.eta=0"));
  await page.waitForFunction(() => /0\.0892[^]*0\.0190[^]*4\.7/.test(document.querySelector("unnoise-exact").shadowRoot.querySelector("[role=tabpanel]:not([hidden])").innerText));
  assert.deepEqual(problems, []);
  await context.close();
});

test("data are edited by pointer and by keyboard, and a link brings them back", async () => {
  const { page, problems, context } = await open();
  const state = () => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  const mean = page.locator(`${PANEL} .handle.mean`).nth(1);
  const box = await mean.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 40, { steps: 4 });
  await page.mouse.up();
  await untilDrawn(page);
  const dragged = Number(await mean.getAttribute("aria-valuenow"));
  assert(dragged > 0.8, `the mean of 0.5 went up to ${dragged}`);
  const deviation = page.locator(`${PANEL} .handle.deviation`).nth(1);
  await deviation.focus();
  const before = Number(await deviation.getAttribute("aria-valuenow"));
  await page.keyboard.press("ArrowUp");
  await untilDrawn(page);
  assert(Number(await deviation.getAttribute("aria-valuenow")) > before);
  await page.getByRole("button", { name: "Add one" }).click();
  await untilDrawn(page);
  assert.equal(await page.locator(`${PANEL} .handle.mean`).count(), 3);
  await page.keyboard.press("Tab");
  await page.locator(`${PANEL} .handle.mean`).nth(0).focus();
  await page.keyboard.press("Delete");
  await untilDrawn(page);
  assert.equal(await page.locator(`${PANEL} .handle.mean`).count(), 2);
  await page.waitForTimeout(700); // the address is written when settings rest
  const link = await state();
  assert.equal(link["x1.data"], "own");
  const again = await openApp(session, link);
  await untilResults(again.page, 1);
  await untilDrawn(again.page);
  const values = (page) => page.locator(`${PANEL} .handle`).evaluateAll((all) => all.map((node) => node.getAttribute("aria-valuetext")));
  assert.deepEqual(await values(again.page), await values(page));
  assert.deepEqual([...problems, ...again.problems], []);
  await context.close();
  await again.context.close();
});

test("in the plane: both pictures, arrows and paths; measures of the line say where they are", async () => {
  const { page, problems, context } = await open({ "x1.data": "eight", "x1.t": 300, "x1.measure": "fits" });
  assert.equal(await page.locator(`${PANEL} .arrow`).count(), 121);
  assert.equal(await page.locator(`${PANEL} .plane-stage .path`).count(), 14);
  assert.match(await readable(page.locator(`${PANEL} [role=tabpanel]:not([hidden])`)), /data on a line/);
  await page.getByRole("button", { name: "Take the two modes" }).click();
  await untilDrawn(page);
  assert(await page.locator(`${PANEL} .line-stage`).isVisible());
  for (const data of ["ring", "spiral", "digits", "three", "one"]) {
    await page.locator(`${PANEL} select`).selectOption(data);
    await untilDrawn(page);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("training nears the floor; leaving holds it and coming back goes on; new data are said to be new", async () => {
  const { page, problems, context } = await open({ "x1.measure": "learn", "x1.width": 32 });
  const at = page.locator(`${PANEL} .learning .at`);
  await page.getByRole("button", { name: "Train it" }).click();
  await page.waitForFunction(() => /Update [1-9]/.test(document.querySelector("unnoise-exact").shadowRoot.querySelector(".learning .at").textContent));
  await page.getByRole("button", { name: "Pause" }).click();
  await page.waitForTimeout(600);
  const held = await at.innerText();
  await page.waitForTimeout(800);
  assert.equal(await at.innerText(), held, "held");
  await page.getByRole("button", { name: "Go on" }).click();
  await openPanel(page, "noise");
  await page.waitForTimeout(300);
  await openPanel(page, "exact");
  await page.waitForFunction(() => /^Done/.test(document.querySelector("unnoise-exact").shadowRoot.querySelector(".learning .at").textContent), null, { timeout: 60_000 });
  const over = Number.parseFloat((await sum(page, "over the floor")).replace("+", ""));
  assert(over >= 0 && over < 10, `${over} % over the floor`);
  await page.locator(`${PANEL} select`).selectOption("three");
  await untilDrawn(page);
  assert.match(await at.innerText(), /train anew/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("an element that is moved keeps its training, and one that is taken away for good ends it", async () => {
  const { page, problems, context } = await freshPage(session);
  await page.clock.install();
  await page.route("**/post.html", (route) => route.fulfill({ contentType: "text/html", body: '<!doctype html><html lang="en"><title>post</title><script type="module" src="elements.js"></script><div id="one"><unnoise-exact measure="learn" width="16"></unnoise-exact></div><div id="two"></div>' }));
  await page.goto(`${session.url}post.html`);
  await page.getByRole("button", { name: "Train it" }).click();
  const words = () => page.evaluate(() => (globalThis.panel ??= document.querySelector("unnoise-exact")).shadowRoot.querySelector(".learning .at").textContent);
  await page.waitForFunction(() => /^Update [1-9]/.test(document.querySelector("unnoise-exact").shadowRoot.querySelector(".learning .at").textContent));
  await words();
  await page.evaluate(() => document.querySelector("#two").append(globalThis.panel));
  await page.waitForFunction(() => /^Held/.test(globalThis.panel.shadowRoot.querySelector(".learning .at").textContent));
  assert.equal(page.workers().length, 1, "moved, it is held and not lost");
  await page.clock.fastForward(120_000);
  assert.match(await words(), /^Held/, "and stays so while it is on the page");
  await page.evaluate(() => globalThis.panel.remove());
  await page.clock.fastForward(59_000);
  assert.equal(page.workers().length, 1);
  await page.clock.fastForward(2_000);
  for (const deadline = Date.now() + 5_000; page.workers().length > 0 && Date.now() < deadline; ) await page.waitForTimeout(50);
  assert.equal(page.workers().length, 0);
  await page.evaluate(() => document.querySelector("#two").append(globalThis.panel));
  await page.waitForFunction(() => /^Ended at update/.test(globalThis.panel.shadowRoot.querySelector(".learning .at").textContent));
  assert.deepEqual(problems, []);
  await context.close();
});
