/** What the reader set or drew stays, whatever the address says after ?, and however early it came. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshPage, start, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const opened = async (address) => {
  const fresh = await freshPage(session);
  await fresh.page.addInitScript(() => {
    globalThis.results = [];
    addEventListener("unnoise-result", ({ target }) => results.push(target.localName));
  });
  await fresh.page.goto(session.url + address);
  return fresh;
};
const get = (page, ...names) => page.evaluate((names) => names.map(([scope, name]) => inside("unnoise-generate").state.get(scope, name)), names);
const set = (page, scope, name, value) => page.evaluate(([scope, name, value]) => inside("unnoise-generate").state.set(scope, name, value), [scope, name, value]);

test("settings after ?, set back to their default by the reader, stay so after a reload; what is no setting stays in the address", async () => {
  const { page, problems, context } = await opened("?panel=generate&backend=cpu&lang=en&utm=x&g.steps=2&g.count=1&c.a-steps=3&i.frames=4#c.b-steps=5");
  await untilResults(page, 1);
  assert.deepEqual(await get(page, ["compare", "a-steps"], ["compare", "b-steps"], ["interpolate", "frames"]), [3, 5, 4]);
  const initial = await page.evaluate(async () => (await import("./app/state/scopes.js")).settingOf("compare", "a-steps").initial);
  await set(page, "compare", "a-steps", initial);
  await set(page, "generate", "steps", 4);
  await page.waitForFunction(() => location.hash.includes("g.steps=4"));
  assert.equal(new URL(page.url()).search, "?utm=x");
  await page.reload();
  await untilResults(page, 1);
  assert.deepEqual(await get(page, ["compare", "a-steps"], ["compare", "b-steps"], ["interpolate", "frames"], ["generate", "steps"], ["generate", "count"]), [initial, 5, 4, 4, 1]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("strokes drawn while the model is on its way are there when it has come, and are kept", async () => {
  const { page, problems, context } = await freshPage(session);
  let letGo = () => {};
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route("**/models/digits/*.safetensors", async (route) => (await held, route.continue()));
  await page.goto(`${session.url}#panel=noise&backend=cpu&lang=en&x.source=drawing&n.steps=2`);
  const canvas = page.locator("unnoise-noise canvas.draw");
  await canvas.waitFor({ state: "visible", timeout: 30_000 });
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.8, { steps: 5 });
  await page.mouse.up();
  letGo();
  await page.waitForFunction(() => inside("unnoise-noise").state.get("subject", "picture") !== "", null, { timeout: 60_000 });
  const column = await page.evaluate(async () => {
    const { pictureFromCode } = await import("./app/state/picture-code.js");
    const picture = pictureFromCode(inside("unnoise-noise").state.get("subject", "picture"));
    return { size: picture.length, middle: picture[14 * 28 + 14], side: picture[14 * 28 + 3] };
  });
  assert.equal(column.size, 784);
  assert(column.middle > 0.5 && column.side < -0.9, JSON.stringify(column));
  assert.deepEqual(problems, []);
  await context.close();
});
