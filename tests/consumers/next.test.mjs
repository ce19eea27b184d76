/** An application of Next.js: imported on the server, where it does nothing, and in the browser. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, consumer, own, run, works } from "./support.mjs";

let project, browser;
before(async () => {
  project = await consumer("next");
  browser = await browse();
});
after(async () => {
  await browser?.close();
  await project?.remove();
});

test("next build and next start: the server imports the elements and writes their tags, the browser runs them", async (t) => {
  await run(project.folder, project.bin("next"), "build");
  const server = await own(project.folder, project.bin("next"), "start", "--port", "0", "--hostname", "127.0.0.1");
  t.after(server.close);
  assert.match(await (await fetch(server.url)).text(), /<unnoise-generate backend="cpu" steps="2"/, "written on the server");
  await works(browser, server.url);
});
