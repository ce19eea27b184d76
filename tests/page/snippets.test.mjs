/** The snippets of docs/embedding.md and docs/embedding.ko.md, run as they are written. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { barePage, freshPage, start } from "./support.mjs";

/** Where the documents say that Unnoise lies. */
const SITE = "https://unnoise.example/";
const DOCUMENTS = ["docs/embedding.md", "docs/embedding.ko.md"];

let session;
const texts = {};
before(async () => {
  for (const name of DOCUMENTS) texts[name] = await readFile(new URL(`../../${name}`, import.meta.url), "utf8");
  session = await start();
});
after(() => session?.close());

/** The bodies of a document's code blocks; of a post, what follows its front matter, for Markdown leaves HTML as it is. */
const snippets = (text) => [...text.matchAll(/^```(?:html|markdown)\n([\s\S]*?)^```$/gm)].map(([, body]) => body.replace(/^---\n[\s\S]*?\n---\n/, ""));

/** What each snippet is to lead to, in the documents' order. */
const OUTCOMES = [
  ["one element", (page) => page.waitForFunction(() => results.some(({ of, count }) => of === "unnoise-generate" && count === 2), null, { timeout: 120_000 })],
  [
    "a figure",
    async (page) => {
      const figure = page.locator("unnoise-noise");
      await page.waitForFunction(() => results.some(({ of }) => of === "unnoise-noise"), null, { timeout: 120_000 });
      assert((await figure.evaluate(({ clientHeight }) => clientHeight)) <= 480);
      assert.deepEqual(await figure.locator("[data-part]:visible").evaluateAll((parts) => parts.map(({ dataset }) => dataset.part).filter((part) => ["x0", "xt", "guess", "down"].includes(part))), ["x0", "xt", "down"]);
    },
  ],
  ["a chapter", (page) => page.locator("unnoise-story unnoise-noise .ruler output", { hasText: /150/ }).waitFor({ timeout: 120_000 })],
  ["a post", (page) => page.waitForFunction(() => results.filter(({ of }) => of === "unnoise-compare").length === 2, null, { timeout: 120_000 })],
  ["events", (page) => page.waitForFunction(() => /2.*28×28|28×28.*2/.test(document.getElementById("told").textContent), null, { timeout: 120_000 })],
  [
    "an iframe",
    async (page) => {
      const panel = page.frameLocator("iframe").locator("unnoise-generate");
      await panel.locator(".ruler output", { hasText: /^(done|완료), 20 / }).waitFor({ timeout: 120_000 });
      assert.equal(await panel.getByRole("radio", { name: "DDPM" }).isChecked(), true);
    },
  ],
  [
    "an iframe that grows",
    async (page) => {
      await page.frameLocator("iframe").locator("unnoise-noise .ruler output", { hasText: /200/ }).waitFor({ timeout: 120_000 });
      await page.waitForFunction(() => document.querySelector("iframe").clientHeight > 200);
    },
  ],
  [
    "the engine alone",
    (page) =>
      page.waitForFunction(() => {
        const { data } = document.getElementById("digit").getContext("2d").getImageData(0, 0, 28, 28);
        const greys = new Set(data);
        return greys.size > 20;
      }, null, { timeout: 120_000 }),
  ],
  ["the theory alone", (page) => page.waitForFunction(() => /0\.021299 nats.* 1\.\d\d/.test(document.getElementById("exact").textContent), null, { timeout: 60_000 })],
];

for (const name of DOCUMENTS) {
  for (const [k, [what, outcome]] of OUTCOMES.entries()) {
    test(`${name}: ${what}`, async () => {
      const all = snippets(texts[name]);
      assert.equal(all.length, OUTCOMES.length, "a snippet was added or removed; say here what it leads to");
      assert(all[k].includes(SITE), "a snippet loads Unnoise");
      const { page, problems, context } = await freshPage(session);
      await page.addInitScript(() => {
        globalThis.results = [];
        addEventListener("unnoise-result", ({ target, detail }) => results.push({ of: target.localName, count: detail.count }));
      });
      session.replaced.set("snippet.html", `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>snippet</title>\n${all[k].replaceAll(SITE, session.url)}`);
      await page.goto(`${session.url}snippet.html`);
      await outcome(page);
      assert.deepEqual(problems, []);
      await context.close();
    });
  }
}

/** Attribute names in a document's table, with the elements that it says have them. */
function documented(text, elements) {
  const names = new Map(elements.map((element) => [element, new Set()]));
  for (const [, attributes, of] of text.matchAll(/^\| (`.*?`(?:, `.*?`)*) \| ([^|]+) \| [^|]+ \|$/gm)) {
    for (const element of elements) {
      const has = /^(all|모두)$/.test(of.trim()) || of.includes(element);
      if (has) for (const [, attribute] of attributes.matchAll(/`(.*?)`/g)) names.get(element).add(attribute);
    }
  }
  return names;
}

test("the documents name every element and each of its attributes, and no others", async () => {
  const { page, context } = await barePage(session);
  const actual = await page.evaluate(async () => {
    await import("./app/panels/map.js");
    const { PANELS } = await import("./app/state/scopes.js");
    await import("./elements.js");
    return PANELS.map((panel) => [panel, customElements.get(`unnoise-${panel}`).observedAttributes]);
  });
  await context.close();
  for (const name of DOCUMENTS) {
    const said = documented(texts[name], actual.map(([panel]) => panel));
    for (const [panel, attributes] of actual) {
      assert.deepEqual([...said.get(panel)].sort(), [...attributes].sort(), `${name}: attributes of ${panel}`);
      assert(texts[name].includes(`<unnoise-${panel}>`), `${name} does not name <unnoise-${panel}>`);
    }
    for (const [, tag] of texts[name].matchAll(/<unnoise-(\w+)/g)) assert(tag === "story" || said.has(tag), `${name} names <unnoise-${tag}>, which is not there`);
  }
});
