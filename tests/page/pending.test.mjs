/** The page while `cargo xtask serve` is still building the GPU's part: it says so, runs without, and says when it is there. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lacking } from "../../xtask/src/publish.mjs";
import { freshPage, start } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

test("a part that is still being built is announced, and again when it has arrived, with a button to reload", async () => {
  const { page, problems, context } = await freshPage(session);
  let there = false;
  const document = (route) => route.fetch().then(async (response) => route.fulfill({ response, body: lacking(await response.text(), "webgpu") }));
  await page.route((url) => url.pathname === new URL(session.url).pathname, (route) => (there ? route.continue() : document(route)));
  await page.route("**/wasm/webgpu/**", (route) => (there ? route.continue() : route.fulfill({ status: 404, body: "" })));
  await page.clock.install();
  await page.goto(`${session.url}#lang=en&panel=generate&g.steps=2&g.count=1&backend=cpu`);
  const notice = page.locator(".notices div");
  await notice.filter({ hasText: "everything runs on the CPU meanwhile" }).waitFor();
  await page.clock.fastForward(60_000);
  assert.equal(await page.getByRole("button", { name: "Reload" }).count(), 0);
  there = true;
  await page.clock.fastForward(10_000);
  await page.getByRole("button", { name: "Reload" }).waitFor();
  await page.clock.fastForward(60_000);
  await page.getByRole("button", { name: "Reload" }).click();
  await page.waitForFunction(() => !document.querySelector("meta[name=unnoise-pending]"));
  assert.deepEqual(problems.filter((problem) => !problem.includes("404")), []);
  await context.close();
});
