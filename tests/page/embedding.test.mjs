/** Panels in other people's pages: elements in an article, on another origin, in an iframe. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { ELEMENTS, freshPage, listen, openArticle, pixels, start, untilDrawn, untilResultOf, workersOf } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const article = (html, options) => openArticle(session, html, options);

const FIGURES = ["unnoise-noise", "unnoise-generate", "unnoise-interpolate"];

for (const [lang, word] of [["en", /Open in Unnoise/], ["ko", /Unnoise에서 열기/]]) {
  test(`the example article (${lang}): three figures and a chapter, started when seen, one download of the weights`, async () => {
    const name = `examples/${lang}.html`;
    const response = await fetch(session.url + name);
    // The reader's machine may take its time; the tests' takes fewer steps.
    session.replaced.set(name, (await response.text()).replace(/steps="\d+"/g, 'steps="3"'));
    session.sent.length = 0;
    const { page, problems, context } = await freshPage(session, { height: 400, ...(lang === "ko" ? { width: 390, colorScheme: "dark" } : {}) });
    await listen(page);
    await page.goto(session.url + name);
    const asked = () => page.evaluate(() => results.map(({ of }) => of));
    assert.deepEqual(await asked(), []);
    assert.equal(workersOf(page).length, 0, "nothing starts out of sight");
    for (const figure of FIGURES) {
      assert(await page.locator(`${figure} > img`).isVisible(), `${figure} shows its still picture before it is run`);
      await page.locator(figure).scrollIntoViewIfNeeded();
      await untilResultOf(page, figure);
      if (figure === "unnoise-noise") assert.deepEqual([...new Set(await asked())], [figure], "the figures below wait for the reader");
      assert.match(await page.locator(`${figure} .foot:visible`).last().innerText(), word);
    }
    assert.equal(workersOf(page).length, 1, "figures and chapter share one worker");
    assert.equal(session.sent.filter(({ file }) => file.endsWith(".safetensors")).length, 1, "the weights were sent once");
    assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the article is wider than the screen");
    assert.deepEqual(problems, []);
    await context.close();
  });

  test(`the example article (${lang}) is short: under 6,000 pixels, a figure at most 480`, async () => {
    const { page, problems, context } = await freshPage(session);
    await listen(page);
    await page.goto(`${session.url}examples/${lang}.html`);
    for (const figure of FIGURES) {
      await page.locator(figure).scrollIntoViewIfNeeded();
      await untilResultOf(page, figure);
    }
    await page.locator("unnoise-story").scrollIntoViewIfNeeded();
    await untilDrawn(page, "unnoise-interpolate");
    const sizes = await page.locator(FIGURES.join()).evaluateAll((all) => all.map(({ localName, clientWidth, clientHeight }) => ({ localName, clientWidth, clientHeight })));
    for (const { localName, clientWidth, clientHeight } of sizes) assert(clientWidth === 700 && clientHeight <= 480, `${localName} is ${clientWidth} × ${clientHeight}`);
    assert((await page.evaluate(() => document.documentElement.scrollHeight)) < 6000);
    assert.deepEqual(problems, []);
    await context.close();
  });

  test(`the example article (${lang}) has its pictures without JavaScript, and on paper`, async () => {
    const { page, problems, context } = await freshPage(session, { javaScriptEnabled: false });
    await page.goto(`${session.url}examples/${lang}.html`);
    for (const media of ["screen", "print"]) {
      await page.emulateMedia({ media });
      for (const figure of FIGURES) {
        const still = page.locator(`${figure} > img`);
        assert(await still.isVisible(), `${figure}, ${media}`);
        assert.equal((await still.boundingBox()).width, 700);
        assert((await still.getAttribute("alt")).length > 20);
      }
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("the page's foot leads to the article in the reader's language", async () => {
  const { page, problems, context } = await freshPage(session);
  await page.goto(`${session.url}#lang=en&backend=cpu&g.steps=1&g.count=1`);
  const link = page.locator("footer a").first();
  assert.equal(await link.evaluate((a) => a.href), `${session.url}examples/en.html`);
  await page.click(".language");
  await link.click();
  await page.waitForURL(`${session.url}examples/ko.html`);
  assert.match(await page.locator("h1").innerText(), /VAE → DDPM → DDIM/);
  assert.deepEqual(problems, []);
  await context.close();
});

/** What an article may say of its own text, at its rudest. */
const RUDE = `<style>
  :root { --ink: red; --card: red; --paper: red; --s4: 90px; direction: rtl }
  * { font: italic 40px/3 serif !important; color: red !important; letter-spacing: 9px; word-spacing: 9px; text-transform: uppercase; text-align: right; white-space: nowrap; text-indent: 50px; cursor: wait; --soft: red }
  button, input, p, h2, div, span, canvas, .card, .grid, .root { background: red !important; border: 9px solid red; padding: 30px !important; margin: 30px; display: block }
  unnoise-generate { width: 700px; margin: 0 !important; padding: 0 !important }
</style>`;

test("styles leak neither way", async () => {
  const looks = async (head) => {
    const { page, context } = await article(`<h2>mine</h2><p>mine <button>mine</button></p><unnoise-generate style="display: block; width: 700px" backend="cpu" steps="2" count="1"></unnoise-generate>`, { head });
    const own = () => page.evaluate(() => [...document.querySelectorAll("h2, p, p button, body, html")].map((node) => JSON.stringify(Object.fromEntries([...getComputedStyle(node)].filter((name) => !/^(block-size|height|perspective-origin|transform-origin|inline-size|width)$/.test(name)).map((name) => [name, getComputedStyle(node).getPropertyValue(name)])))));
    const globals = () => page.evaluate(() => Object.keys(globalThis).sort().join());
    const before = [await own(), await globals()];
    await page.addScriptTag({ type: "module", url: "elements.js" });
    await untilResultOf(page, "unnoise-generate");
    await untilDrawn(page);
    assert.deepEqual([await own(), await globals()], before, "the article changed");
    assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length + document.styleSheets.length), head ? 1 : 0);
    const panel = await page.evaluate(() =>
      [...document.querySelector("unnoise-generate").shadowRoot.querySelectorAll("*")]
        .filter((node) => !node.closest(".facts, .foot, .status, .ruler")) // whose numbers differ from run to run
        .map((node) => {
          const style = getComputedStyle(node);
          const names = ["color", "background-color", "font", "letter-spacing", "word-spacing", "text-transform", "text-align", "text-indent", "white-space", "padding", "margin", "border", "display", "direction", "cursor"];
          return `${node.localName}.${node.className}: ${names.map((name) => style.getPropertyValue(name)).join(" | ")}`;
        }),
    );
    await context.close();
    return panel;
  };
  const calm = await looks("");
  assert(calm.length > 100);
  assert.deepEqual(await looks(RUDE), calm, "the panel changed");
});

test("a panel takes the article's colour scheme, unless it is told", async () => {
  const { page, context } = await article(`${ELEMENTS}<unnoise-noise backend="cpu"></unnoise-noise><unnoise-noise theme="light" backend="cpu"></unnoise-noise>`, {
    head: "<style>:root { color-scheme: dark }</style>",
    colorScheme: "light",
  });
  await untilResultOf(page, "unnoise-noise");
  const [taken, told] = await page.evaluate(() => [...document.querySelectorAll("unnoise-noise")].map((panel) => getComputedStyle(panel.shadowRoot.querySelector(".card")).backgroundColor));
  assert.deepEqual([taken, told], ["rgb(28, 31, 37)", "rgb(255, 255, 255)"]);
  await context.close();
});

test("attributes: out of range is clamped and said in the console; a later change reaches the setting", async () => {
  const warnings = [];
  const fresh = await freshPage(session);
  await listen(fresh.page);
  fresh.page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  session.replaced.set("article.html", `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>article</title>${ELEMENTS}<unnoise-generate backend="cpu" steps="2" count="900" eta="none"></unnoise-generate>`);
  await fresh.page.goto(`${session.url}article.html`);
  const panel = fresh.page.locator("unnoise-generate");
  await panel.locator("input[type=number]").first().waitFor();
  assert.deepEqual(warnings.sort(), ["<unnoise-generate>: g.count = 900 is out of range; 64 is used.", "<unnoise-generate>: g.eta = none is out of range; 0 is used."]);
  await panel.evaluate((element) => {
    element.setAttribute("count", "2");
    element.setAttribute("sampler", "ddpm");
  });
  await fresh.page.getByRole("button", { name: "Generate 2" }).click();
  await fresh.page.waitForFunction(() => results.at(-1)?.count === 2, null, { timeout: 120_000 });
  assert.equal(await fresh.page.getByRole("radio", { name: "DDPM" }).isChecked(), true);
  assert.deepEqual(fresh.problems, []);
  await fresh.context.close();
});

test("elements on another origin than Unnoise: they work, and register no service worker", async (t) => {
  const html = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>a blog</title><script type="module" src="${session.url}elements.js"></script><unnoise-generate backend="cpu" steps="2" count="1"></unnoise-generate>`;
  const blog = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(html));
  await new Promise((done) => blog.listen(0, "127.0.0.1", done));
  t.after(() => blog.close()); // also if this fails, or the file's process would not end
  const address = `http://127.0.0.1:${blog.address().port}/`;
  const { page, problems, context } = await freshPage({ ...session, url: "http://127.0.0.1:" });
  await listen(page);
  await page.goto(address);
  await untilResultOf(page, "unnoise-generate");
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.equal(await page.locator("unnoise-generate .foot a").evaluate((a) => a.href.split("#")[0]), session.url, "the link leads to Unnoise, not to the blog");
  assert.deepEqual(problems, []);
  await context.close();
});

test("?embed=compare shows that panel and nothing else, with the settings of the address", async () => {
  const { page, problems, context } = await freshPage(session, { colorScheme: "dark" });
  await listen(page);
  await page.goto(`${session.url}?embed=compare&backend=cpu&lang=en&theme=light&c.a-steps=2&c.b-steps=3&c.count=1&c.seed=5`);
  await untilResultOf(page, "unnoise-compare", 2);
  assert.equal(await page.locator("header, nav, footer, .machine").count(), 0);
  assert.deepEqual(await page.locator("main > :not(h1)").evaluateAll((nodes) => nodes.map(({ localName }) => localName)), ["unnoise-compare"]);
  const { background, card } = await page.evaluate(() => ({
    background: getComputedStyle(document.body).backgroundColor,
    card: getComputedStyle(document.querySelector("unnoise-compare").shadowRoot.querySelector(".card")).backgroundColor,
  }));
  assert.deepEqual([background, card], ["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"], "see-through, and light although the system is dark");
  const made = await pixels(page, "unnoise-compare");
  assert.match(await page.locator("unnoise-compare .foot").innerText(), /CPU · [\d.]+ images\/s · You chose the CPU\./);
  const [whole] = await Promise.all([context.waitForEvent("page"), page.locator("unnoise-compare .foot a").click()]);
  await whole.locator("nav a[data-panel=compare][aria-current]").waitFor();
  await whole.waitForFunction(() => document.querySelector("unnoise-compare").shadowRoot.querySelector(".status").textContent.startsWith("Done"), null, { timeout: 120_000 });
  assert.deepEqual(await pixels(whole, "unnoise-compare"), made, "the whole page shows the same pictures");
  assert.equal(await whole.locator("unnoise-compare .foot").isVisible(), false, "there the head says it");
  assert.deepEqual(problems, []);
  await context.close();
});

for (const [settings, used] of [["&g.steps=1&g.count=1", "generate"], ["&n.t=20", "noise"], ["", "story"]]) {
  test(`?embed= of a panel that is not there: a notice, and ${used}, which its settings mean`, async () => {
    const { page, problems, context } = await freshPage(session);
    await page.goto(`${session.url}?embed=nothing&lang=en&backend=cpu${settings}`);
    await page.locator(`unnoise-${used}`).waitFor();
    assert.match(await page.locator(".notices").innerText(), new RegExp(`panel = nothing is out of range; ${used} is used`));
    assert.deepEqual(problems, []);
    await context.close();
  });
}
