/** Links, languages, notices, motion, keys, and elements in somebody else's page. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, freshPage, openApp, openLink, openPanel, pixels, readable, start, untilDrawn, untilIdle, untilResults, workersOf } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const LINKS = {
  generate: [{ "g.steps": 5, "g.count": 4, "g.seed": 12, "g.sampler": "ddpm", "g.label": 4 }, 1],
  compare: [{ "c.a-steps": 3, "c.b-steps": 4, "c.count": 1, "c.seed": 5 }, 2],
  interpolate: [{ "i.from": 8, "i.to": 9, "i.steps": 3, "i.frames": 3, "i.method": "lerp", "i.at": 0.8 }, 1, untilIdle],
  noise: [{ "n.t": 250, "n.steps": 5, "n.image-seed": 6, "n.seed": 2 }, 1],
  reconstruct: [{ "r.steps": 3, "r.image-seed": 6, "r.label": 2 }, 1],
  elbo: [{ "e.timesteps": 12, "e.image-seed": 6, "e.seed": 4, "e.t": 400 }, 1],
};

for (const [panel, [settings, results, until = untilDrawn]] of Object.entries(LINKS)) {
  test(`a link to ${panel} restores its picture, pixel by pixel`, async () => {
    const one = await openApp(session, { panel, ...settings });
    await untilResults(one.page, results);
    await until(one.page, `unnoise-${panel}`);
    const made = await pixels(one.page, `unnoise-${panel}`);
    await one.page.locator(`unnoise-${panel}`).evaluate((element) => inside(element).state.set("page", "lang", "ko")); // makes the page write its link
    await one.page.waitForFunction(() => location.hash.includes("lang=ko"));
    const link = one.page.url();
    await one.context.close();
    const two = await openLink(session, link);
    await untilResults(two.page, results);
    await until(two.page, `unnoise-${panel}`);
    assert.deepEqual(await pixels(two.page, `unnoise-${panel}`), made);
    assert.deepEqual(two.problems, []);
    await two.context.close();
  });
}

test("values out of range are clamped with a notice, never an exception", async () => {
  const wrong = { panel: "nowhere", "g.steps": -5, "g.eta": -3, "g.seed": "abc", "g.count": 4.4, "g.label": 77, "g.sampler": "<b>", "g.clip": "%00", model: "../evil" };
  const { page, problems, context } = await openApp(session, wrong);
  await untilResults(page, 1);
  const notices = await page.locator(".notices").innerText();
  assert.match(notices, /g\.label = 77 is out of range; 9 is used/, "the model's own limit counts too");
  const values = await page.evaluate(() => {
    const { state } = inside("unnoise-generate");
    return ["steps", "eta", "seed", "count", "label", "sampler", "clip"].map((name) => state.get("generate", name));
  });
  assert.deepEqual(values, [1, 0, 7, 4, 9, "ddim", "rederive"]);
  assert.equal(await page.evaluate(() => inside("unnoise-generate").state.get("page", "model")), "digits");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the language is the browser's, and can be switched", async () => {
  const { page, problems, context } = await openApp(session, { panel: "generate", "g.steps": 2, "g.count": 1 }, { locale: "ko-KR" });
  await untilResults(page, 1);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ko");
  const korean = await page.locator("unnoise-generate .settings").innerText();
  assert.match(korean, /샘플러/);
  await page.getByRole("button", { name: "English" }).click();
  await untilDrawn(page);
  const english = await page.locator("unnoise-generate .settings").innerText();
  assert.match(english, /Sampler/);
  assert.doesNotMatch(english, /[가-힣]/, "a string stayed Korean");
  assert.equal(await page.title(), "Generate · Unnoise");
  assert.deepEqual(problems, []);
  await context.close();
});

test("both languages have the same strings with the same places, and every key in use exists", async () => {
  const { page, context } = await barePage(session);
  const { missing, places, english } = await page.evaluate(async () => {
    await Promise.all([import("./app/panels/map.js"), import("./app/share/dialog.js"), import("./app/notation/table.js"), import("./app/story/strings/index.js")]);
    const { en, ko } = (await import("./app/strings/index.js")).STRINGS;
    const blanks = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();
    const keys = Object.keys(en);
    return {
      missing: [...keys.filter((key) => !(key in ko)), ...Object.keys(ko).filter((key) => !(key in en))],
      places: keys.filter((key) => key in ko && blanks(en[key]) !== blanks(ko[key])),
      english: keys,
    };
  });
  assert.deepEqual(missing, []);
  assert.deepEqual(places, []);
  await context.close();
  const app = await openApp(session, { panel: "generate", "g.steps": 1, "g.count": 1, "c.a-steps": 1, "c.b-steps": 1, "i.steps": 1, "n.steps": 1, "r.steps": 1, "e.timesteps": 10 });
  let results = 0;
  for (const [panel, [, count]] of Object.entries(LINKS)) {
    await openPanel(app.page, panel);
    await untilResults(app.page, (results += count));
  }
  const used = await app.page.evaluate(() => {
    const roots = [document, ...[...document.querySelectorAll("main > *")].map((panel) => panel.shadowRoot)];
    const nodes = roots.flatMap((root) => [...root.querySelectorAll("[data-s], [data-s-label], [data-s-title]")]);
    return [...new Set(nodes.flatMap(({ dataset }) => [dataset.s, dataset.sLabel, dataset.sTitle]).filter(Boolean))];
  });
  assert(used.length > 60);
  assert.deepEqual(used.filter((key) => !english.includes(key)), []);
  await app.context.close();
});

test("under reduced motion the pictures wait for the end", async () => {
  const count = async (reducedMotion) => {
    const { page, context } = await openApp(session, { panel: "generate", "g.steps": 12, "g.count": 4 }, { reducedMotion });
    await page.evaluate(() => {
      globalThis.paints = 0;
      const put = CanvasRenderingContext2D.prototype.clearRect;
      CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        if (!this.canvas.closest(".preview, .film, .picture-equation")) paints++; // the two pictures' own
        return put.apply(this, box);
      };
    });
    await page.getByRole("button", { name: "Generate 4" }).click();
    await untilResults(page, 1);
    await untilDrawn(page);
    const paints = await page.evaluate(() => globalThis.paints);
    await context.close();
    return paints;
  };
  assert((await count("reduce")) <= 6, "two canvases, painted at the start and the end");
  assert((await count("no-preference")) > 8, "otherwise the steps are seen");
});

test("the head tells the truth about the machine", async () => {
  const { page, context } = await openApp(session, { panel: "generate", "g.steps": 2, "g.count": 1, backend: "auto" });
  await untilResults(page, 1);
  await untilDrawn(page);
  const machine = await page.evaluate(async () => (await import("./unnoise.js")).detect());
  const chip = await page.locator("details.chip .short").innerText();
  assert.match(chip, /(CPU|WebGPU) · [\d.]+ images\/s/);
  if (machine.fallbackAdapter) {
    assert.match(chip, /^CPU/);
    assert.equal(await page.locator("details.chip").getAttribute("data-tone"), "warn");
  }
  assert.equal(await page.locator(".notices").innerText(), "", "what a machine lacks is no news");
  await page.locator(".chip > summary").click();
  if (machine.fallbackAdapter) {
    const why = await page.locator(".machine").innerText();
    assert(why.includes("software") && why.includes(machine.adapter), why);
  }
  assert.match(await page.locator(".chip .about").innerText(), /A step takes [\d.]+ ms for a batch of 1: at 20 steps, [\d.]+ images a second/);
  assert.match(await readable(page.locator(".chip .about")), /digits: [\d,]+ parameters, 28×28×1, T = 1000/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("details.chip").getAttribute("open"), null);
  await context.close();
});

test("the keyboard is enough: from the first control to a run", async () => {
  const { page, problems, context } = await openApp(session, { panel: "generate", "g.steps": 2, "g.count": 1 });
  await untilResults(page, 1);
  const focused = () =>
    page.evaluate(() => {
      let node = document.activeElement;
      while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
      return { tag: node.localName, name: node.getAttribute("aria-label") ?? node.textContent.trim(), outlined: node.matches(":focus-visible") };
    });
  const passed = [];
  for (let k = 0; k < 30; k++) {
    await page.keyboard.press("Tab");
    passed.push(await focused());
    if (passed.at(-1).name === "Generate 1") break;
  }
  assert.equal(passed.at(-1).name, "Generate 1", `reached ${passed.map(({ tag, name }) => `${tag} ${name}`).join(" | ")}`);
  assert(passed.every(({ outlined }) => outlined), "focus is visible everywhere");
  await page.keyboard.press("Enter");
  await untilResults(page, 2);
  assert.deepEqual(problems, []);
  await context.close();
});

test("elements in a plain article: attributes, events, one worker, one download, no styles leaked", async () => {
  const { page, problems, context } = await freshPage(session);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const article = `<!doctype html><html lang="ko"><title>article</title><style>button { background: rgb(255, 0, 0) } h2 { font-size: 50px }</style>
    <script>globalThis.results = []; addEventListener("unnoise-result", ({ target, detail }) => results.push({ of: target.localName, count: detail.count }));</script>
    <script type="module" src="elements.js"></script>
    <h2>mine</h2><unnoise-generate backend="cpu" steps="2" count="3" sampler="ddpm"></unnoise-generate>
    <unnoise-interpolate backend="cpu" steps="2" frames="3" theme="dark" lang="en"></unnoise-interpolate>`;
  await page.route("**/article.html", (route) => route.fulfill({ contentType: "text/html", body: article }));
  await page.goto(`${session.url}article.html`);
  await page.locator("unnoise-generate").scrollIntoViewIfNeeded();
  await untilResults(page, 1);
  await page.locator("unnoise-interpolate").scrollIntoViewIfNeeded();
  await untilResults(page, 2);
  assert.deepEqual(await page.evaluate(() => results), [
    { of: "unnoise-generate", count: 3 },
    { of: "unnoise-interpolate", count: 3 },
  ]);
  assert.equal(workersOf(page).length, 1);
  assert.equal(asked.filter((url) => url.endsWith(".safetensors")).length, 1);
  await untilDrawn(page);
  const { button, mine, hash, korean, english } = await page.evaluate(() => ({
    button: getComputedStyle(document.querySelector("unnoise-generate").shadowRoot.querySelector("button.run")).backgroundColor,
    mine: getComputedStyle(document.querySelector("h2")).fontSize,
    hash: location.hash,
    korean: document.querySelector("unnoise-generate").shadowRoot.querySelector(".settings").textContent,
    english: document.querySelector("unnoise-interpolate").shadowRoot.querySelector(".settings").textContent,
  }));
  assert.notEqual(button, "rgb(255, 0, 0)");
  assert.equal(mine, "50px");
  assert.equal(hash, "", "an article's address is its own");
  assert.match(korean, /샘플러/);
  assert.match(english, /Seed of the start/);
  await page.evaluate(() => document.querySelectorAll("unnoise-generate, unnoise-interpolate").forEach((element) => element.remove()));
  // Chromium lets a busy worker, and then each worker of its crew, go on for seconds before it stops them by force.
  const deadline = Date.now() + 30_000;
  while (workersOf(page).length > 0 && Date.now() < deadline) await page.waitForTimeout(50);
  assert.deepEqual(problems, []);
  assert.deepEqual(workersOf(page).map((worker) => worker.url()), [], "the worker ends with its last element");
  await context.close();
});
