/** Figures in posts: the same elements, as high as a post has room for; the author's own picture until there is one. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshPage, start, untilDrawn } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** One to three controls each, as a post would choose them; few steps, since this is about room. */
const FIGURES = {
  generate: 'controls="steps eta" steps="4" count="4"',
  compare: 'controls="count" a-steps="3" b-steps="4" count="1"',
  interpolate: 'controls="label" steps="3" frames="7" label="8"',
  noise: 'controls="steps" steps="3"',
  reconstruct: 'controls="steps" steps="4"',
  elbo: 'controls="timesteps" timesteps="10"',
};

/** A post of a blog: one column of 700 pixels. */
async function openPost(body, options) {
  const fresh = await freshPage(session, options);
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>post</title><script type="module" src="elements.js"></script><body><article style="width: 700px; margin: 0 auto">${body}</article>`;
  await fresh.page.route("**/post.html", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await fresh.page.goto(`${session.url}post.html`);
  return fresh;
}

const heightOf = (page, element) => page.locator(element).evaluate((node) => node.getBoundingClientRect().height);
/** Of the parts of a face, those that are seen. */
const seen = (page, element) =>
  page.locator(element).evaluate((node) => ["ask", "stage", "settings", "measures", "derivation"].filter((name) => node.shadowRoot.querySelector(`.face > .${name}`)?.checkVisibility()));

for (const [panel, attributes] of Object.entries(FIGURES)) {
  test(`${panel}: a figure has at most 480 pixels, a strip 260, before and after its first picture`, async () => {
    const element = `unnoise-${panel}`;
    for (const [size, most] of [["figure", 480], ["strip", 260]]) {
      const { page, problems, context } = await openPost(`<${element} backend="cpu" size="${size}" ${attributes} caption="What one sees here."></${element}>`, { width: 800 });
      await page.evaluate((element) => (globalThis.told = new Promise((done) => addEventListener("unnoise-result", done, { once: true })), element), element);
      const before = await heightOf(page, element);
      await page.evaluate(() => told);
      await untilDrawn(page);
      const after = await heightOf(page, element);
      assert(before <= most && after <= most, `${size}: ${before} pixels, then ${after}`);
      assert(after >= 100, "something is shown");
      assert.deepEqual(await seen(page, element), ["stage"], `${size}: what a post did not ask for`);
      assert.equal(await page.getByText("What one sees here.").isVisible(), size === "figure");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 800);
      assert.deepEqual(problems, []);
      await context.close();
    }
  });
}

test("the author chooses pictures and controls, also later", async () => {
  const { page, problems, context } = await openPost('<unnoise-noise backend="cpu" size="figure" show="xt guess" controls="steps" steps="3"></unnoise-noise>');
  const shown = () => page.locator("unnoise-noise").evaluate((node) => [...node.shadowRoot.querySelectorAll(".pictures [data-part]")].filter((part) => part.checkVisibility()).map(({ dataset }) => dataset.part));
  await page.waitForFunction(() => document.querySelector("unnoise-noise").shadowRoot);
  assert.deepEqual(await shown(), ["xt", "guess"]);
  const steps = page.locator("unnoise-noise").getByRole("spinbutton", { name: "Steps back" });
  assert.equal(await steps.isVisible(), true);
  await page.locator("unnoise-noise").evaluate((node) => node.setAttribute("controls", ""));
  assert.equal(await steps.isVisible(), false);
  await page.locator("unnoise-noise").evaluate((node) => node.setAttribute("show", "x0"));
  assert.deepEqual(await shown(), ["x0"]);
  await page.locator("unnoise-noise").evaluate((node) => node.removeAttribute("size"));
  assert.equal(await steps.isVisible(), true, "as a panel it has all of its settings");
  assert.deepEqual(problems, []);
  await context.close();
});

test("until its first picture a figure shows the author's; an unknown beat is a sentence in the console", async () => {
  const { page, context } = await freshPage(session, { width: 800 });
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
  await page.route("**/post.html", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>post</title><script type="module" src="elements.js"></script><unnoise-reconstruct backend="cpu" size="figure" steps="3" beat="nonsense"><img src="${pixel}" alt="a 7 and its latent"></unnoise-reconstruct>` }));
  await page.goto(`${session.url}post.html`);
  const image = page.getByAltText("a 7 and its latent");
  assert.equal(await image.isVisible(), true);
  await page.evaluate(() => new Promise((done) => addEventListener("unnoise-frame", done, { once: true })));
  assert.equal(await image.isVisible(), false, "then its own");
  assert(warnings.some((text) => /expected beat to be one of .*, found “nonsense”/.test(text)), warnings.join("\n"));
  await context.close();
});
