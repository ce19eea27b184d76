/** Pages that take keys for themselves, as reveal.js, MkDocs search and JupyterLab do: what a panel uses it keeps, and the rest is theirs. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshPage, start } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** A host that hears every key, as its target seems to it. */
const HOST = `<!doctype html><html lang="en"><title>slides</title><script>
  globalThis.heard = [];
  for (const type of ["keydown", "keyup"]) document.addEventListener(type, (event) => heard.push(event.key));
</script><script type="module" src="elements.js"></script><p tabindex="0" id="text">slide</p>
<unnoise-generate backend="cpu" steps="2" count="1"></unnoise-generate><unnoise-exact measure="conditioning"></unnoise-exact>`;

test("keys that a control uses stay in the panel; others, and those of the page itself, reach the host", async () => {
  const { page, problems, context } = await freshPage(session);
  await page.route("**/slides.html", (route) => route.fulfill({ contentType: "text/html", body: HOST }));
  await page.goto(`${session.url}slides.html`);
  const heardOf = async (selector, keys) => {
    const node = page.locator(selector).and(page.locator(":visible")).first();
    await node.focus();
    assert(await node.evaluate((node) => node.getRootNode().activeElement === node), `${selector} has the focus`);
    await page.evaluate(() => (heard.length = 0));
    for (const key of keys) await page.keyboard.press(key);
    return page.evaluate(() => [...new Set(heard)]);
  };
  const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageDown"];
  await page.locator("unnoise-generate .settings input[type=range]").first().waitFor();
  await page.locator("unnoise-exact").scrollIntoViewIfNeeded();
  await page.locator("unnoise-exact .handle").first().waitFor();
  assert.deepEqual(await heardOf("unnoise-generate .settings input[type=range]", ARROWS), [], "a slider");
  assert.deepEqual(await heardOf("unnoise-generate .settings input[type=number]", ["1", "2", "Backspace", "ArrowUp", "s"]), [], "a field");
  assert.deepEqual(await heardOf("unnoise-generate .settings input[type=radio]", ["ArrowRight", " "]), [], "a choice");
  assert.deepEqual(await heardOf("unnoise-generate summary", [" ", " "]), [], "a fold");
  assert.deepEqual(await heardOf("unnoise-exact .handle", ["ArrowLeft", "ArrowUp", " "]), [], "a handle");
  assert.deepEqual(await heardOf("unnoise-exact select", ["t"]), [], "a list");
  // What nothing in there uses is the host's: slides turn, a search opens.
  assert.deepEqual(await heardOf("unnoise-generate summary", ["ArrowRight", "s", "F2"]), ["ArrowRight", "s", "F2"]);
  assert.deepEqual(await heardOf("unnoise-generate .settings input[type=range]", ["s"]), ["s"]);
  assert.deepEqual(await heardOf("unnoise-generate .settings input[type=number]", ["Escape"]), ["Escape"]);
  assert.deepEqual(await heardOf("#text", ["ArrowRight", " "]), ["ArrowRight", " "]);
  assert.deepEqual(problems, []);
  await context.close();
});
