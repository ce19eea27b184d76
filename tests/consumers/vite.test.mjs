/** An application of Vite: an import, and nothing else. */

import { after, before, test } from "node:test";
import { join } from "node:path";
import { browse, consumer, host, own, run, works } from "./support.mjs";

let project, browser;
before(async () => {
  project = await consumer("vite");
  browser = await browse();
});
after(async () => {
  await browser?.close();
  await project?.remove();
});

test("vite build: panels, engine, exact part and training work on a plain host, below a path too", async (t) => {
  await run(project.folder, project.bin("vite"), "build", "--base=/blog/app/");
  const server = await host(join(project.folder, "dist"), "/blog/app/");
  t.after(server.close);
  await works(browser, server.url);
});

test("vite dev: the same, from the modules as they are developed", async (t) => {
  const server = await own(project.folder, project.bin("vite"), "--host", "127.0.0.1", "--port", "0");
  t.after(server.close);
  await works(browser, server.url);
});
