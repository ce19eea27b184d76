/** The story: home, chapters and beats, questions answered by measurement, present mode, one chapter in a post. */

import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AXE, DIST, freshPage, openApp, openLink, start, untilDrawn } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const story = (page) => page.locator("unnoise-story");
/** The beat on show of the chapter that was chosen last. */
const beatOf = (page) => page.evaluate(() => inside("unnoise-story").state.get("page", "beat"));
const go = async (page, beat) => {
  await page.evaluate((beat) => inside("unnoise-story").state.set("page", "beat", beat), beat);
  await untilDrawn(page);
};
/** The article of a beat. */
const article = (page, beat) => page.locator(`unnoise-story [data-chapter="${beat.split("/")[0]}"] article[data-beat="${beat.split("/")[1]}"]`);
/** What a figure of the story has told, from now on. */
const listen = (page) => page.evaluate(() => {
  globalThis.told = [];
  for (const name of ["unnoise-frame", "unnoise-result"]) addEventListener(name, ({ detail }) => told.push(detail));
});
const commit = async (page, beat, option) => {
  const [chapter, name] = beat.split("/");
  await go(page, `${chapter}-${name}`);
  await article(page, beat).locator(".option").nth(option).click();
  await article(page, beat).locator("[data-right]").waitFor({ timeout: 120_000 });
  return article(page, beat).locator(".seen").evaluate((node) => node.textContent);
};

for (const [locale, lang, words] of [["en-GB", "en", "recorded; live in a moment"], ["ko-KR", "ko", "녹화된 장면입니다"]]) {
  test(`the first moving picture needs no script of the page (${lang})`, async () => {
    const { page, problems, context } = await freshPage(session, { locale });
    session.sent.length = 0;
    await page.route("**/app/**", () => {}); // never answered
    await page.goto(session.url, { waitUntil: "commit" });
    const poster = page.locator(".first .poster");
    await poster.waitFor();
    assert.equal(await poster.evaluate((node) => node.getAnimations().length), 1, "it moves");
    assert.match(await page.locator(".first").innerText(), new RegExp(words));
    assert.equal(await page.locator(`.first [lang=${lang === "ko" ? "en" : "ko"}]`).first().isVisible(), false);
    assert(!session.sent.some(({ file }) => file.endsWith(".wasm")));
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("posters are small", async () => {
  for (const name of ["hero.png", "exact.webp", "vae.webp", "noise.webp", "elbo.webp", "generate.webp", "compare.webp", "reconstruct.webp", "interpolate.webp"]) assert((await stat(join(DIST, "posters", name))).size <= 10_000, name);
});

test("timesteps that the sentences name are what they say", async () => {
  // ᾱ of the model's linear schedule.
  const alphaBars = Array.from({ length: 1000 }, (_, t) => t).reduce((all, t) => [...all, (all.at(-1) ?? 1) * (1 - (1e-4 + ((0.02 - 1e-4) * t) / 999))], []);
  const half = alphaBars.reduce((best, value, t) => (Math.abs(value - 0.5) < Math.abs(alphaBars[best] - 0.5) ? t : best), 0);
  const sentences = ["to-noise", "way-back"].flatMap((chapter) => ["en", "ko"].map((lang) => import(new URL(`../../www/app/story/strings/${chapter}.${lang}.js`, import.meta.url))));
  for (const { default: strings } of await Promise.all(sentences)) {
    const key = Object.keys(strings).find((key) => key.endsWith(".try.half"));
    assert.match(strings[key], new RegExp(`t = ${half}$`), key);
  }
  assert(alphaBars[700] < 0.01, "a hundredth");
});

test("home is the story; every chapter and beat speaks both languages, and the hero goes live", async () => {
  const { page, problems, context } = await openLink(session, `${session.url}#backend=cpu&lang=en`);
  await story(page).waitFor();
  assert.equal(await page.title(), "Unnoise — a diffusion laboratory in the browser");
  for (const lang of ["en", "ko"]) {
    if (lang === "ko") await page.click(".language");
    const { keys, chapters } = await page.evaluate(async () => {
      const { CHAPTERS } = await import("./app/story/chapters.js");
      const { MEASURES } = await import("./app/story/measures.js");
      const element = document.querySelector("unnoise-story");
      const keys = [...element.shadowRoot.querySelectorAll("[data-s], [data-s-label]")].filter((node) => /^(story|hero)\.|^$/.test(node.textContent.trim()) && !node.hasAttribute("data-s-label"));
      const chapters = CHAPTERS.map(({ id, beats }) => ({ id, beats: beats.length, kinds: beats.flatMap(({ ask, try: tries }) => [ask?.kind, tries && "try"]).filter(Boolean), measured: beats.every(({ ask }) => !ask || ask.measure in MEASURES) }));
      return { keys: keys.map((node) => node.outerHTML), chapters };
    });
    assert.deepEqual(keys, [], lang);
    assert.equal(await page.locator("unnoise-story .chapter").count(), chapters.length);
    for (const { id, beats, kinds, measured } of chapters) {
      assert(beats >= 3 && beats <= 6 && measured, id);
      for (const kind of ["predict", "try", "check"]) assert(kinds.includes(kind), `${id} has something to ${kind}`);
    }
  }
  await page.waitForFunction(() => document.querySelector("unnoise-story").shadowRoot.querySelector(".screen canvas:not([hidden])"), null, { timeout: 60_000 });
  await page.fill("unnoise-story #hero-year", "42");
  await page.click("unnoise-story .pitch [type=submit]");
  await page.waitForFunction(() => globalThis.results.some(({ number }) => number === "42"), null, { timeout: 60_000 });
  assert.equal(await page.locator("unnoise-story .screen canvas").evaluate((canvas) => canvas.width), 58, "two digits");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a beat sets its figure, chips too; the address has it, Back, reload and a pasted link bring it back; the bench is as the figure was", async () => {
  const { page, problems, context } = await openLink(session, `${session.url}#backend=cpu&lang=en&beat=to-noise-fixed`);
  const figure = page.locator('unnoise-story [data-chapter="to-noise"] unnoise-noise');
  await figure.waitFor();
  const t = () => figure.evaluate((panel) => inside(panel).get("t"));
  assert.equal(await t(), 999);
  await page.locator('unnoise-story [data-chapter="to-noise"] .next').click();
  assert.equal(await t(), 300);
  assert.equal(await figure.getAttribute("show"), "x0 xt down");
  assert.match(page.url(), /beat=to-noise-no-return/);
  await page.locator('unnoise-story [data-chapter="to-noise"] .next').click();
  await article(page, "to-noise/again").locator(".chip").nth(1).click();
  assert.equal(await figure.evaluate((panel) => inside(panel).get("seed")), 2);
  assert.equal(await article(page, "to-noise/again").locator(".chip").nth(1).getAttribute("aria-pressed"), "true");
  await page.goBack();
  assert.equal(await beatOf(page), "to-noise-no-return");
  assert.equal(await article(page, "to-noise/no-return").isVisible(), true);
  await page.reload();
  await story(page).waitFor();
  assert.equal(await beatOf(page), "to-noise-no-return");
  assert.equal(await article(page, "to-noise/no-return").isVisible(), true);
  await go(page, "to-noise-again");
  const bench = await page.locator('unnoise-story [data-chapter="to-noise"] .bench').getAttribute("href");
  assert.match(bench, /panel=noise/);
  assert.match(bench, /x\.t=700/);
  assert.match(bench, /lang=en/);
  assert.doesNotMatch(bench, /beat=/);
  await page.locator('unnoise-story [data-chapter="to-noise"] .bench').click();
  await page.locator("main > unnoise-noise").waitFor();
  assert.equal(await page.locator("main > unnoise-noise").evaluate((panel) => inside(panel).get("t")), 700);
  assert.equal(await story(page).isVisible(), false);
  await page.goBack();
  await article(page, "to-noise/again").waitFor();
  assert.equal(await beatOf(page), "to-noise-again");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the end: a sentence a chapter, and ways on that lead where they say, in both languages", async () => {
  for (const lang of ["en", "ko"]) {
    const { page, problems, context } = await openApp(session, { panel: "story", lang });
    const ending = page.locator("unnoise-story .ending");
    assert.equal(await ending.locator("ol p").count(), await page.locator("unnoise-story .chapter").count());
    for (const line of await ending.locator("p, a, button").allInnerTexts()) assert(line.trim().length > 8 && !line.includes("ending."), line);
    await ending.locator("button").click();
    await page.waitForFunction(() => document.querySelector("unnoise-story").shadowRoot.activeElement?.id === "hero-year" && scrollY < 300);
    const [draw, compare, article] = await ending.locator("a").evaluateAll((links) => links.map(({ href }) => href));
    const response = await page.request.get(article);
    assert.equal(response.status(), 200, article);
    for (const [address, panel] of [[draw, "noise"], [compare, "compare"]]) {
      await page.goto(address);
      await page.reload();
      await page.locator(`unnoise-${panel}`).waitFor();
      if (panel === "noise") assert.deepEqual(await page.evaluate(() => ["source", "t"].map((name) => inside("unnoise-noise").state.get("subject", name))), ["drawing", 700]);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("links from before there was a story open the panel whose settings they have", async () => {
  const { page, context } = await openLink(session, `${session.url}#backend=cpu&lang=en&g.steps=2&g.count=1`);
  await page.locator("unnoise-generate").waitFor();
  assert.equal(await story(page).count(), 0);
  await context.close();
});

test("the point of no return is measured: pictures, readings, and the sentence about them", async () => {
  const { page, problems, context } = await openLink(session, `${session.url}#backend=cpu&lang=en&beat=to-noise-no-return`);
  await page.locator('unnoise-story [data-chapter="to-noise"] unnoise-noise').waitFor();
  await listen(page);
  assert.equal(await article(page, "to-noise/no-return").locator(".seen").innerText(), "");
  const seen = await commit(page, "to-noise/no-return", 2);
  const told = await page.evaluate(() => told.filter(({ became }) => became !== undefined).map(({ t, was, became }) => ({ t, was, became })));
  const words = await article(page, "to-noise/no-return").locator(".shots figcaption").allInnerTexts();
  assert.deepEqual(words.map((line) => Number(line.split(":")[0])), [300, 400, 500, 600, 700, 800, 900]);
  for (const line of words) {
    const [t, digit] = line.split(": ").map(Number);
    assert(told.some((one) => one.t === t && one.became === digit), `${line} is what the figure told`);
  }
  const at700 = told.findLast(({ t }) => t === 700);
  assert.notEqual(at700.became, 7, "the strongest moment of the site: at t = 700 a 7 comes back as another digit");
  assert.equal(at700.was, 7);
  assert.match(seen, new RegExp(`from t = 700, where 0\\.7 % .*, it is a ${at700.became}`));
  assert.equal(await page.locator('unnoise-story [data-chapter="to-noise"] unnoise-noise').evaluate((panel) => inside(panel).get("t")), 700, "and it is what one looks at");
  assert.deepEqual(problems, []);
  await context.close();
});

test("predictions and checks show what was measured", async () => {
  const { page, problems, context } = await openLink(session, `${session.url}#backend=cpu&lang=en&beat=way-back-detective`);
  await page.locator('unnoise-story [data-chapter="way-back"] unnoise-noise').waitFor();
  await listen(page);
  const where = await commit(page, "way-back/detective", 0);
  const errors = await page.evaluate(() => [50, 700].map((at) => {
    const { noise, epsilon } = told.findLast((detail) => detail.t === at && detail.epsilon);
    return noise.reduce((sum, value, i) => sum + (value - epsilon[i]) ** 2, 0) / noise.length;
  }));
  assert(errors[0] > 10 * errors[1], "the detective is better where there is much noise");
  for (const error of errors) assert(where.includes(error < 0.01 ? error.toFixed(4) : error.toFixed(3)), `${where} has ${error}`);
  const many = await commit(page, "way-back/many", 1);
  const [one, twenty] = many.match(/Squared error: ([\d.]+) for one guess, ([\d.]+) for twenty/).slice(1).map(Number);
  assert(one < twenty, "the mean is closer than a sample");
  assert.match(await commit(page, "way-back/blur", 0), /You were right/);
  assert.match(await commit(page, "to-noise/left", 2), /ᾱ.*0\.0069|0\.0069/);
  const bytes = await commit(page, "ddpm/bytes", 2);
  assert(Number(bytes.match(/(\d+) bytes of 784/)[1]) < 784 / 3, bytes);
  assert.match(await commit(page, "ddpm/bits", 2), /You were right/);
  assert.match(await commit(page, "map/straight", 2), /You were right\. In units of √784: 0\.6\d on the straight line, 0\.99 around/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the same noise: DDPM's walks part, DDIM's do not", async () => {
  const { page, problems, context } = await openLink(session, `${session.url}#backend=cpu&lang=en&beat=ddpm-walks`);
  await page.locator('unnoise-story [data-chapter="ddpm"] unnoise-generate').waitFor();
  assert.match(await commit(page, "ddpm/walks", 2), /You were right\. (\d, ){3}\d: [234] different digits/);
  const same = await commit(page, "ddim/same", 0);
  assert.match(same, /You were right\. In 4 of 4/);
  const [ddim, ddpm] = same.match(/by ([\d.]+) from 10 steps to 100 with DDIM, by ([\d.]+) with DDPM/).slice(1).map(Number);
  assert(ddim < ddpm / 2, same);
  assert.deepEqual(problems, []);
  await context.close();
});

test("present mode: P, arrows over the ends of chapters, N, B, T, Escape", async () => {
  const { page, problems, context } = await openLink(session, `${session.url}#backend=cpu&lang=en&beat=to-noise-rule`);
  await story(page).waitFor();
  await page.keyboard.press("p");
  const shown = page.locator("unnoise-story .chapter:popover-open");
  await shown.waitFor();
  assert.equal(await page.locator("body > header").evaluate((node) => node.inert), true);
  assert(parseFloat(await shown.locator("article:not([data-off]) p").first().evaluate((node) => getComputedStyle(node).fontSize)) >= 24);
  for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowRight");
  assert.equal(await beatOf(page), "way-back-steps");
  assert.equal(await shown.getAttribute("data-chapter"), "way-back");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await beatOf(page), "to-noise-left");
  await page.keyboard.press("n");
  assert.match(await shown.locator("article:not([data-off]) .notes").innerText(), /Goal: [^]*minutes\./);
  await page.keyboard.press("b");
  assert.equal(await page.locator("unnoise-story .black").isVisible(), true);
  await page.keyboard.press("b");
  await page.keyboard.press("t");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.keyboard.press("Escape");
  assert.equal(await shown.count(), 0);
  assert.equal(await page.locator("body > header").evaluate((node) => node.inert), false);
  assert.deepEqual(problems, []);
  await context.close();
  const direct = await openLink(session, `${session.url}?present#backend=cpu&lang=en&beat=ddim-eta`);
  await direct.page.locator('unnoise-story .chapter[data-chapter="ddim"]:popover-open').waitFor();
  await direct.context.close();
});

test("in print every beat is there, and what is only for the screen is not", async () => {
  const { page, context } = await openLink(session, `${session.url}#backend=cpu&lang=en`);
  await story(page).waitFor();
  await page.emulateMedia({ media: "print" });
  const hidden = await page.locator("unnoise-story article").evaluateAll((nodes) => nodes.filter((node) => !node.checkVisibility()).length);
  assert.equal(hidden, 0);
  assert.equal(await page.locator("unnoise-story .steps").first().isVisible(), false);
  await context.close();
});

test("one chapter in somebody's post: nothing else of the page, its own state", async () => {
  const { page, problems, context } = await freshPage(session, { width: 720 });
  await page.route("**/post.html", (route) => route.fulfill({ contentType: "text/html", body: '<!doctype html><html lang="ko"><title>post</title><script type="module" src="elements.js"></script><p>글</p><unnoise-story chapter="way-back" backend="cpu" notation="song"></unnoise-story>' }));
  await page.goto(`${session.url}post.html`);
  await page.locator("unnoise-story .chapter").waitFor();
  assert.equal(await page.locator("unnoise-story .chapter").count(), 1);
  assert.equal(await page.locator("unnoise-story :is(.hero, .contents)").count(), 0);
  await page.locator("unnoise-story unnoise-exact").waitFor();
  assert.equal(await page.locator("unnoise-story unnoise-exact").evaluate((panel) => inside(panel).state.get("page", "notation")), "song");
  assert.match(await page.locator("unnoise-story .chapter").innerText(), /왜 작은 스텝으로 나눌까/);
  await page.locator("unnoise-story .next").click();
  assert.match(await page.locator("unnoise-story .chapter").innerText(), /알면 학습할 수 있다/);
  await page.locator("unnoise-story .next").click();
  await page.locator("unnoise-story unnoise-noise").waitFor();
  assert.match(await page.locator("unnoise-story .chapter").innerText(), /어떤 노이즈를 더했을까/);
  assert.equal(new URL(page.url()).hash, "", "the address is the post's");
  await page.locator("body > p").click();
  await page.keyboard.press("p");
  assert.equal(await page.locator("unnoise-story .chapter:popover-open").count(), 0, "so are its keys");
  assert.deepEqual(problems, []);
  await context.close();
});

test("no sideways scroll from 320 to 1920 pixels, the Tab key goes as the eye does, and axe finds nothing", async () => {
  for (const [lang, colorScheme] of [["en", "light"], ["ko", "dark"]]) {
    const { page, problems, context } = await openApp(session, { lang }, { colorScheme, reducedMotion: "reduce" });
    await story(page).waitFor();
    await page.addScriptTag({ path: AXE });
    for (const width of [320, 390, 768, 820, 1010, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await untilDrawn(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${lang} ${width}`);
      const first = await page.locator("unnoise-story .body").first().evaluate((body) => body.firstElementChild.className);
      assert.equal(first, width <= 820 ? "seat" : "words", `${width}`);
      if (width !== 390 && width !== 1280) continue;
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`)), [], `${lang} ${width}`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  }
});

test("in print every chapter has a picture: what its figure drew last, or its poster", async () => {
  const { page, problems, context } = await openLink(session, `${session.url}#backend=cpu&lang=en&beat=to-noise-rule`);
  await page.waitForFunction(() => document.querySelector("unnoise-story").shadowRoot.querySelector("#chapter-to-noise .stage[data-drawn]"), null, { timeout: 60_000 });
  const posters = page.locator("unnoise-story .printed");
  assert.equal(await posters.evaluateAll((all) => all.filter((poster) => poster.checkVisibility()).length), 0, "not on the screen");
  await page.waitForFunction(() => [...document.querySelector("unnoise-story").shadowRoot.querySelectorAll(".printed")].every(({ complete, naturalWidth }) => complete && naturalWidth > 400));
  await page.emulateMedia({ media: "print" });
  await untilDrawn(page);
  const seen = await posters.evaluateAll((all) => all.map((poster) => [poster.previousElementSibling.hasAttribute("data-drawn"), poster.checkVisibility(), poster.previousElementSibling.checkVisibility(), poster.alt !== ""]));
  const at = await page.evaluate(async () => (await import("./app/story/chapters.js")).CHAPTERS.findIndex(({ id }) => id === "to-noise"));
  assert.deepEqual(seen[at], [true, false, true, true]);
  assert(seen.some(([drawn]) => !drawn), "one was never come to");
  for (const [drawn, poster, stage] of seen) assert.deepEqual([poster, stage], [!drawn, drawn]);
  assert.deepEqual(problems, []);
  await context.close();
});
