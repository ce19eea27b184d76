/**
 * What a visit costs, as Lighthouse would see it: bytes, and how soon there is something to read, to use, and to see.
 * Bytes and order are promises. Times are figures of the machine, printed for the README and not held against anything.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshPage, openApp, openPanel, start, untilHeld, untilResults } from "./support.mjs";

/** The promise for a first visit on the CPU path, in bytes over the wire. */
const BUDGET = 3_000_000;
/** What Lighthouse calls good: https://web.dev/articles/cls. */
const GOOD_LAYOUT_SHIFT = 0.1;

let session;
before(async () => {
  session = await start();
  session.network.compressing = true;
});
after(() => session?.close());

/** Notes on the page when what came, in milliseconds since the navigation. */
function observe() {
  const facts = { firstPaint: 0, usable: 0, firstFrame: 0, firstDigits: 0, shift: 0, blocked: 0 };
  globalThis.facts = facts;
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("paint", (entry) => entry.name === "first-contentful-paint" && (facts.firstPaint = entry.startTime));
  watch("layout-shift", (entry) => (facts.shift += entry.hadRecentInput ? 0 : entry.value));
  watch("longtask", (entry) => (facts.blocked += Math.max(entry.duration - 50, 0)));
  const first = (name) => () => (facts[name] ||= performance.now());
  addEventListener("unnoise-frame", first("firstFrame"));
  addEventListener("unnoise-result", first("firstDigits"));
  const look = () => {
    const button = document.querySelector("unnoise-generate")?.shadowRoot?.querySelector("button.run");
    if (button?.textContent) first("usable")();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** A fresh profile that may keep a service worker, with the page opened in it. */
async function visit(settings = {}) {
  session.sent.length = 0;
  const opened = await openApp(session, { lang: "en", ...settings }, { serviceWorkers: "allow", prepare: (context) => context.addInitScript(observe) });
  await untilResults(opened.page, 1);
  return opened;
}

/** A visit before the one that counts, to its end: after it the host has everything compressed, and nothing is on its way any more. */
async function visitBefore(settings) {
  const { page, context } = await visit(settings);
  await untilHeld(page);
  await context.close();
}

const total = (sent) => sent.reduce((sum, { bytes }) => sum + bytes, 0);

test("a first visit keeps its budget, asks for nothing twice, and a second one asks only whether there is a new version", async (t) => {
  await visitBefore({ panel: "generate" });
  const { page, context, problems } = await visit({ panel: "generate" });
  const bytes = total(session.sent);
  const facts = await page.evaluate(() => globalThis.facts);
  await untilHeld(page);
  const names = session.sent.map(({ file }) => file);
  const all = total(session.sent);
  const twice = names.filter((name, k) => names.indexOf(name) !== k);
  assert.deepEqual(twice, ["index.html"], "the document has two addresses, with and without its name; all else is sent once");
  assert(!names.some((name) => name.startsWith("wasm/webgpu/")), "the code for a GPU is not loaded on the CPU path");
  assert(bytes > 1_000_000 && all >= bytes && all <= BUDGET, `${bytes} bytes until the first digits, ${all} in all`);
  assert(facts.firstPaint > 0 && facts.firstPaint <= facts.firstFrame && facts.usable > 0 && facts.usable < facts.firstFrame && facts.firstFrame < facts.firstDigits, JSON.stringify(facts));
  assert(facts.shift < GOOD_LAYOUT_SHIFT, `the page's parts moved by ${facts.shift}`);

  session.sent.length = 0;
  await page.reload();
  await untilResults(page, 1);
  const again = await page.evaluate(() => globalThis.facts);
  assert.deepEqual(session.sent.map(({ file }) => file), ["files.json"]);
  assert.deepEqual(problems, []);
  const told = (facts) => Object.entries(facts).map(([name, value]) => `${name} ${name === "shift" ? value.toFixed(3) : `${Math.round(value)} ms`}`).join(", ");
  t.diagnostic(`first visit: ${(bytes / 1e6).toFixed(2)} MB until 16 digits by DDIM-20, ${(all / 1e6).toFixed(2)} MB with all that is kept for use without a network; ${told(facts)}`);
  t.diagnostic(`second visit: ${total(session.sent)} bytes; ${told(again)}`);
  await context.close();
});

test("a first visit to the home: a picture moves before the page's scripts are there, then it is live", async (t) => {
  await visitBefore();
  const { page, context, problems } = await visit();
  await untilHeld(page);
  const all = total(session.sent);
  const facts = await page.evaluate(() => globalThis.facts);
  const poster = await page.evaluate(() => performance.getEntriesByType("resource").find(({ name }) => name.endsWith("posters/hero.png")).responseEnd);
  const scripts = await page.evaluate(() => performance.getEntriesByType("resource").find(({ name }) => name.endsWith("page/main.js")).responseEnd);
  assert(facts.firstPaint > 0 && facts.firstPaint < facts.firstFrame && facts.firstFrame < facts.firstDigits, JSON.stringify(facts));
  assert(session.sent.findIndex(({ file }) => file.endsWith("hero.png")) < session.sent.findIndex(({ file }) => file.endsWith(".wasm")), "the poster comes before the network's code");
  assert(all <= BUDGET, `${all} bytes in all`);
  assert(facts.shift < GOOD_LAYOUT_SHIFT, `the page's parts moved by ${facts.shift}`);
  assert.deepEqual(problems, []);
  t.diagnostic(`home: first paint ${Math.round(facts.firstPaint)} ms, poster there ${Math.round(poster)} ms, scripts begin ${Math.round(scripts)} ms, live ${Math.round(facts.firstFrame)} ms, first number ${Math.round(facts.firstDigits)} ms, ${(all / 1e6).toFixed(2)} MB in all, shift ${facts.shift.toFixed(3)}`);
  await context.close();
});

test("what is asked for ahead is used: the home's first picture, before anything that the page's scripts ask for, and nothing on a bench", async (t) => {
  for (const [settings, used] of [[{}, true], [{ panel: "noise" }, false], [{ "g.count": 1, "g.steps": 2 }, false]]) {
    const { page, context } = await freshPage(session);
    const warnings = [];
    page.on("console", (message) => /preload/.test(message.text()) && warnings.push(message.text()));
    await page.goto(`${session.url}#${new URLSearchParams({ backend: "cpu", ...settings })}`);
    await page.waitForTimeout(4000); // the browser warns three seconds after the page's load
    const entries = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name, startTime, initiatorType }) => ({ name, startTime, initiatorType })));
    const hero = entries.filter(({ name }) => name.endsWith("posters/hero.png"));
    const told = JSON.stringify(settings);
    assert.equal(hero.length, used ? 1 : 0, told);
    if (used) {
      assert.equal(hero[0].initiatorType, "link", "asked for ahead, not when the look is known");
      const second = entries.find(({ name }) => name.endsWith("app/math/answer.js")); // one that main.js asks for
      assert(hero[0].startTime < second.startTime, `${hero[0].startTime} ms, ${second.startTime} ms`);
      t.diagnostic(`the first picture is asked for ${Math.round(hero[0].startTime)} ms after the visit begins`);
    }
    assert.deepEqual(warnings, [], told);
    await context.close();
  }
});

test("one digit by DDIM-10 from a cold start", async (t) => {
  const { page, context } = await visit({ "g.count": 1, "g.steps": 10 });
  const facts = await page.evaluate(() => globalThis.facts);
  assert(facts.firstDigits > facts.usable);
  t.diagnostic(`first digit: ${Math.round(facts.firstDigits)} ms`);
  await context.close();
});

test("the page can be used while the weights are on their way", async () => {
  let release;
  const arrived = new Promise((done) => (release = done));
  const held = async (route) => (await arrived, route.continue());
  const prepare = async (context) => {
    await context.addInitScript(observe);
    await context.route("**/*.safetensors", held);
  };
  const { page, context, problems } = await openApp(session, { lang: "en", "g.count": 1, "g.steps": 2 }, { prepare });
  await page.getByLabel("Seed", { exact: true }).fill("12");
  await page.getByRole("radio", { name: "DDPM" }).check();
  await page.waitForFunction(() => /g\.seed=12/.test(location.hash) && /g\.sampler=ddpm/.test(location.hash));
  await openPanel(page, "noise");
  await openPanel(page, "generate");
  assert.equal(await page.evaluate(() => results.length), 0, "nothing is shown before its weights are there");
  release();
  await untilResults(page, 1);
  assert((await page.evaluate(() => globalThis.facts.shift)) < GOOD_LAYOUT_SHIFT);
  assert.deepEqual(problems, []);
  await context.close();
});
