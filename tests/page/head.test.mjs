/** The page's head and what belongs to it: widths, the map, history, titles, theme, notation, Share. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { freshPage, openApp, openLink, openPanel, openSheet, pixels, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const QUICK = { "g.steps": 2, "g.count": 1, "c.a-steps": 2, "c.b-steps": 3, "c.count": 1, "i.steps": 2, "i.frames": 3, "n.steps": 2, "r.steps": 2, "e.timesteps": 10 };
const WIDTHS = [320, 390, 768, 844, 900, 980, 981, 1010, 1011, 1239, 1240, 1280, 1399, 1400, 1920];

/** As if a GPU of a long name ran the network. */
const LONG = "NVIDIA GeForce RTX 4090 Laptop GPU (0x00002757) Direct3D11 vs_5_0 ps_5_0, D3D11";

const showLong = (page) =>
  page.evaluate(async (adapter) => {
    const { keyOf, labs, shareOf } = await import("./app/panel/shared-lab.js");
    Object.assign(shareOf(keyOf({ model: "digits", backend: "cpu" })).lab.info, { adapter, backend: "webgpu" });
    labs.dispatchEvent(new CustomEvent("change", { detail: {} }));
  }, LONG);

for (const lang of ["en", "ko"]) {
  test(`the head is one row and nothing leaves the screen from 320 to 1920 pixels, ${lang}`, async () => {
    const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate", lang });
    await untilResults(page, 1);
    await showLong(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await untilDrawn(page);
      const seen = await page.evaluate(() => {
        const head = document.querySelector("header");
        const parts = [...document.querySelectorAll("header :is(a, button, summary, select), nav a")].filter((node) => node.checkVisibility());
        const boxes = parts.map((node) => ({ what: node.outerHTML.slice(0, 60), box: node.getBoundingClientRect(), bar: !head.contains(node) }));
        const out = boxes.filter(({ box }) => box.left < 0 || box.right > innerWidth).map(({ what }) => what);
        const over = boxes.flatMap((one, k) => boxes.slice(k + 1).filter((other) => Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 1 && Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 1).map((other) => `${one.what} over ${other.what}`));
        const bar = boxes.filter(({ bar }) => bar).map(({ box }) => innerHeight - box.bottom);
        return { scroll: document.documentElement.scrollWidth, height: head.getBoundingClientRect().height, out, over, bar };
      });
      assert(seen.scroll <= width, `${width}: the page is ${seen.scroll} pixels wide`);
      assert(seen.height <= (width <= 980 ? 49 : 61), `${width}: the head is ${seen.height} pixels high`);
      assert.deepEqual([seen.out, seen.over], [[], []], `${width}: parts of the head leave the screen or lie over one another`);
      assert.equal(seen.bar.length > 0, width <= 980, `${width}: the map is at the thumb on phones alone`);
      assert(seen.bar.every((below) => below >= -1 && below < 16), `${width}: the bar is at the bottom`);
    }
    await page.click(".chip > summary");
    assert((await page.locator(".chip .about").innerText()).includes(LONG), "the adapter's name is behind the chip");
    for (const width of [320, 820, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await untilDrawn(page);
      assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: with the chip open`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });

  test(`the head says which chapter is on screen and leads to each, from 320 to 1920 pixels, ${lang}`, async () => {
    const { page, problems, context } = await openApp(session, { lang }, { reducedMotion: "reduce" });
    const chapters = await page.evaluate(async (lang) => {
      const [{ CHAPTERS }, { say }] = await Promise.all([import("./app/story/chapters.js"), import("./app/strings/index.js")]);
      return CHAPTERS.map(({ id }) => ({ id, title: say(lang, `story.${id}.title`) }));
    }, lang);
    await untilResults(page, 1);
    await showLong(page);
    const [all, last] = [chapters.length, chapters.at(-1)];
    const button = page.locator("header .story button");
    const place = (text) => page.waitForFunction((text) => document.querySelector("header .story .num").textContent === text, text);
    const inView = (id) => page.locator(`unnoise-story #chapter-${id}`).evaluate((node) => [node.getBoundingClientRect().top, document.querySelector("header").getBoundingClientRect()].map((value) => value.bottom ?? value));
    for (const width of [320, 390, 768, 900, 980, 981, 1010, 1240, 1280, 1400, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(() => scrollTo(0, 0));
      await place("");
      // Live while one scrolls, with the head always in sight.
      for (const [k, { id, title }] of chapters.entries()) {
        await page.locator(`unnoise-story #chapter-${id}`).evaluate((node) => node.scrollIntoView());
        await place(`${k + 1}/${all}`);
        assert.equal(await page.locator("header .story .title").textContent(), title);
      }
      const seen = await page.evaluate(() => {
        const head = document.querySelector("header");
        const boxes = [...head.querySelectorAll("a, button, summary, select, nav a")].filter((node) => node.checkVisibility()).map((node) => node.getBoundingClientRect());
        const over = boxes.filter((one, k) => boxes.slice(k + 1).some((other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1)).length;
        return { over, out: boxes.filter(({ left, right }) => left < 0 || right > innerWidth).length, scroll: document.documentElement.scrollWidth, top: head.getBoundingClientRect().top, height: head.getBoundingClientRect().height };
      });
      assert.deepEqual(seen, { over: 0, out: 0, scroll: width, top: 0, height: width <= 980 ? 48 : 60 }, `${width}`);
      await page.locator("unnoise-story .ending").evaluate((node) => node.scrollIntoView());
      await place(`${all}/${all}`); // what comes after the last chapter is its end
      await button.click();
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      const links = page.locator("#chapters a");
      assert.deepEqual(await links.evaluateAll((links) => links.slice(1).map(({ textContent }) => textContent)), chapters.map(({ title }) => title));
      assert.equal(await page.locator("#chapters [aria-current]").textContent(), last.title);
      assert(await links.evaluateAll((links) => links.every((link) => { const { left, right, height } = link.getBoundingClientRect(); return left >= 0 && right <= innerWidth && height >= (innerWidth <= 980 ? 44 : 24); })), `${width}: the list is on the screen`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${width}: with the list open`);
      await links.nth(2).click();
      await place(`2/${all}`);
      assert.equal(await page.locator("#chapters").isVisible(), false);
      const [top, below] = await inView(chapters[1].id);
      assert(Math.abs(top - below) < 2, `${width}: the chapter begins under the head, ${top} under ${below}`);
      assert.match(await page.evaluate(() => inside("unnoise-story").state.get("page", "beat")), new RegExp(`^${chapters[1].id}-`));
    }
    // To the same chapter again, by keys, and to the beginning.
    await page.evaluate(() => scrollTo(0, 0));
    await place("");
    await button.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#chapters").isVisible(), false);
    await page.keyboard.press("Enter");
    for (const _ of [0, 1, 2]) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await place(`2/${all}`);
    await button.click();
    await page.locator("#chapters a").first().click();
    await place("");
    assert.equal(await page.evaluate(() => scrollY), 0);
    // On a bench the same place in the head leads home.
    await openPanel(page, "noise");
    const home = page.locator("header .story a").first();
    assert.equal(await button.isVisible(), false);
    await home.click();
    assert.equal(await page.locator("unnoise-story").isVisible(), true);
    assert.equal(await home.isVisible(), false);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("the content grows with the screen, and the head with it", async () => {
  const { page, context } = await openApp(session, { ...QUICK, panel: "generate" }, { width: 1920, height: 1080 });
  await untilResults(page, 1);
  const [content, logo] = await page.evaluate(() => [document.querySelector("unnoise-generate"), document.querySelector(".logo")].map((node) => node.getBoundingClientRect()).map(({ left, width }) => ({ left, width })));
  assert(content.width > 1400, `${content.width} pixels of 1920 are used`);
  assert(Math.abs(content.left - logo.left) < 2, "the head begins where the content does");
  await context.close();
});

test("Back, Forward and reload go by places, and find each as it was left", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "noise", "x.t": 300, lang: "en" });
  await untilResults(page, 1);
  const length = () => page.evaluate(() => history.length);
  const open = () => page.locator("nav a[aria-current=page]").getAttribute("data-panel");
  const t = () => page.evaluate(() => inside("unnoise-noise").state.get("noise", "t"));
  const before = await length();
  assert.equal(await page.title(), "Noise · Unnoise");
  for (const value of [400, 500, 600]) await page.evaluate((value) => inside("unnoise-noise").set("t", value), value);
  await openPanel(page, "generate"); // before the address has caught up with the settings
  assert.equal(await length(), before + 1, "settings are no places");
  assert.equal(await page.title(), "Generate · Unnoise");
  await untilResults(page, 2);
  await openPanel(page, "compare");
  await page.evaluate(() => inside("unnoise-generate").state.set("page", "lang", "ko"));
  assert.equal(await page.title(), "비교 · Unnoise");
  await page.waitForFunction(() => location.hash.includes("lang=ko"));
  await page.goBack();
  await page.waitForFunction(() => document.title === "Generate · Unnoise");
  assert.equal(await open(), "generate");
  await page.goBack();
  await page.waitForFunction(() => document.title === "Noise · Unnoise");
  assert.equal(await t(), 600, "as it was left");
  await page.goForward();
  await page.goForward();
  await page.waitForFunction(() => document.title === "비교 · Unnoise");
  assert.equal(await length(), before + 2);
  await page.goBack();
  await page.goBack();
  await page.waitForFunction(() => document.title === "Noise · Unnoise");
  // Pictures are made anew for the settings of the place, and are those that the same link gives.
  const shown = await page.evaluate(() => results.length);
  await page.reload();
  await untilResults(page, 1);
  assert.equal(await t(), 600);
  assert(shown >= 2);
  const made = await pixels(page, "unnoise-noise");
  const other = await openLink(session, page.url());
  await untilResults(other.page, 1);
  assert.deepEqual(await pixels(other.page, "unnoise-noise"), made, "a pasted link shows the same");
  assert.deepEqual([...problems, ...other.problems], []);
  await other.context.close();
  await context.close();
});

test("one subject: what is drawn or sent in one bench is there in the others", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate" });
  await untilResults(page, 1);
  const image = await page.evaluate(() => {
    const image = Float32Array.from({ length: 784 }, (_, i) => (i % 28 > 10 && i % 28 < 16 ? 1 : -1));
    document.querySelector("unnoise-generate").dispatchEvent(new CustomEvent("unnoise-send", { detail: { target: "reconstruct", image }, bubbles: true, composed: true }));
    return [...image];
  });
  await page.waitForFunction(() => results.some(({ of }) => of === "unnoise-reconstruct"), null, { timeout: 60_000 });
  assert.equal(await page.title(), "Reconstruct · Unnoise");
  await openPanel(page, "noise");
  await page.waitForFunction(() => results.some(({ of }) => of === "unnoise-noise"), null, { timeout: 60_000 });
  assert.deepEqual(await page.evaluate(() => [...results.at(-1).image]), image);
  assert.deepEqual(problems, []);
  await context.close();
});

test("theme and notation are chosen in the head, and the link has them", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate", lang: "en" }, { colorScheme: "light" });
  await untilResults(page, 1);
  const look = () => page.evaluate(() => [document.body, document.querySelector("unnoise-generate").shadowRoot.querySelector(".card")].map((node) => getComputedStyle(node).backgroundColor));
  const light = await look();
  const button = page.locator(".theme");
  assert.equal(await button.getAttribute("aria-label"), "Theme: as the system");
  await button.click();
  assert.deepEqual(await look(), light);
  await button.click();
  assert.equal(await button.getAttribute("aria-label"), "Theme: dark");
  assert.deepEqual(await look(), ["rgb(20, 22, 26)", "rgb(28, 31, 37)"]);
  assert.deepEqual(await page.locator("meta[name=theme-color][media=all]").evaluateAll((metas) => metas.map(({ content }) => content)), ["#14161a"]);
  await page.getByRole("combobox", { name: "Notation" }).selectOption("lai");
  assert.deepEqual(await page.locator(".map > li > .sign i").allTextContents(), ["z", "p", "pφ", "", "="], "the map is in the same letters");
  await page.waitForFunction(() => /theme=dark/.test(location.hash) && /notation=lai/.test(location.hash));
  await page.setViewportSize({ width: 390, height: 844 });
  await openSheet(page);
  await button.click();
  assert.deepEqual(await look(), light, "back to the system's");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".tools").isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.className), "quiet menu");
  assert.deepEqual(problems, []);
  await context.close();
});

test("Share: the link leads to the same picture, whoever opens it", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "noise", "x.t": 250, lang: "ko", theme: "dark" }, { permissions: ["clipboard-read", "clipboard-write"] });
  await untilResults(page, 1);
  const made = await pixels(page, "unnoise-noise");
  await page.locator("header .share").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "링크");
  await page.getByRole("button", { name: "링크 복사" }).click();
  await page.locator(".said", { hasText: "복사했습니다" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.doesNotMatch(link, /theme=|backend=/, "the reader's theme and machine stay");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.match(await page.evaluate(() => document.activeElement.className), /share/);
  assert.deepEqual(problems, []);
  await context.close();
  const other = await openLink(session, `${link}&backend=cpu`);
  await untilResults(other.page, 1);
  assert.deepEqual(await pixels(other.page, "unnoise-noise"), made);
  await other.context.close();
});

for (const way of ["element", "iframe"]) {
  test(`Share: the lines for a page of one's own work when they are pasted: ${way}`, async () => {
    const { page, problems, context } = await openApp(session, { ...QUICK, panel: "noise", "x.t": 250, "x.image-seed": 5, lang: "en" });
    await untilResults(page, 1);
    await page.click("header .share");
    await page.getByLabel("How it is put in").selectOption(way);
    const lines = await page.locator(".sharing textarea").inputValue();
    const [poster] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save with caption" }).click()]);
    assert.equal(poster.suggestedFilename(), "unnoise-noise.png");
    const bytes = await readFile(await poster.path());
    assert.deepEqual([...bytes.subarray(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
    assert(bytes.readUInt32BE(16) > 600, "wide enough for a post");
    assert.deepEqual(problems, []);
    await context.close();

    const post = await freshPage(session);
    session.replaced.set("posts/post.html", `<!doctype html><html lang="ko"><meta charset="utf-8"><link rel="icon" href="data:,"><title>post</title><main style="width: 700px"><h1>글</h1>${lines}</main>`);
    session.replaced.set("posts/unnoise-noise.png", bytes);
    await post.page.addInitScript(() => addEventListener("unnoise-result", ({ detail }) => (globalThis.result = detail)));
    await post.page.goto(`${session.url}posts/post.html`);
    const frame = way === "element" ? post.page.mainFrame() : await (await post.page.waitForSelector("iframe")).contentFrame();
    await frame.waitForFunction(() => globalThis.result, null, { timeout: 60_000 });
    const panel = frame.locator("unnoise-noise");
    assert.deepEqual(await panel.evaluate((element) => [element.t, element.imageSeed]), [250, 5]);
    assert.equal(await panel.getAttribute("size"), "figure");
    if (way === "element") assert.equal(await panel.locator("img").evaluate((image) => image.complete && image.naturalWidth > 600 && image.alt.startsWith("Noise · t = 250")), true, "the poster is there for who has no script");
    assert.deepEqual(post.problems, []);
    await post.context.close();
  });
}

test("Share: a number in noise, as a GIF with the site's address", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, panel: "generate", lang: "en" });
  await untilResults(page, 1);
  await page.click("header .share");
  const field = page.getByLabel("Up to 8 digits");
  await page.getByRole("button", { name: "Write", exact: true }).click();
  await page.getByText("Type at least one digit").waitFor();
  await field.fill("4x2");
  await field.press("Enter");
  const image = page.locator(".sharing img");
  await image.waitFor({ timeout: 120_000 });
  assert.equal(await field.inputValue(), "42", "what is no digit is left out");
  assert.equal(await image.getAttribute("alt"), "42, made out of noise");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save GIF" }).click()]);
  assert.equal(file.suggestedFilename(), "unnoise-42.gif");
  const bytes = await readFile(await file.path());
  assert.equal(bytes.subarray(0, 6).toString(), "GIF89a");
  // Each frame begins with a graphic control extension.
  let frames = 0;
  for (let at = bytes.indexOf("21f904", 0, "hex"); at >= 0; at = bytes.indexOf("21f904", at + 1, "hex")) frames++;
  assert(frames >= 20, `${frames} frames`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("?embed= passes size, caption and the pictures to the element", async () => {
  const { page, problems, context } = await freshPage(session);
  await page.goto(`${session.url}?embed=noise&backend=cpu&lang=en&size=figure&show=x0+xt&caption=A+seven&controls=t&x.t=200`);
  const panel = page.locator("unnoise-noise");
  await panel.waitFor();
  assert.deepEqual(await panel.evaluate((element) => ["size", "show", "caption", "controls"].map((name) => element.getAttribute(name))), ["figure", "x0 xt", "A seven", "t"]);
  assert.equal(await panel.evaluate((element) => inside(element).get("t")), 200);
  assert.equal(await page.locator("body > :is(header, nav, footer, dialog.sharing)").count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});
