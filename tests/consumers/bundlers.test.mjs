/** Projects of other bundlers and site generators, each as somebody would write it. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { browse, consumer, host, run, works } from "./support.mjs";

let browser;
before(async () => (browser = await browse()));
after(() => browser?.close());

/** How each is built, and where it puts what is to be served. The generators' pages train nothing. */
const PROJECTS = [
  { name: "webpack", build: ({ folder, bin }) => run(folder, bin("webpack")), out: "public", trained: true },
  // It copies no files of others: the folder of the package is served, and setBase says where.
  { name: "esbuild", build: ({ folder }) => run(folder, "npm", "run", "build"), out: "public", trained: true },
  { name: "astro", build: ({ folder, bin }) => run(folder, bin("astro"), "build"), out: "dist", trained: false },
  { name: "vitepress", build: ({ folder, bin }) => run(folder, bin("vitepress"), "build"), out: ".vitepress/dist", trained: false },
];

for (const { name, build, out, trained } of PROJECTS) {
  test(`${name}: built and opened, the panels make pictures`, async (t) => {
    const project = await consumer(name);
    t.after(project.remove);
    await build(project);
    const server = await host(join(project.folder, out));
    t.after(server.close);
    await works(browser, server.url, { trained });
  });
}

test("esbuild without setBase: what fails says what to do", async (t) => {
  const project = await consumer("esbuild");
  t.after(project.remove);
  await writeFile(join(project.folder, "main.js"), `import "unnoise/elements";\n`);
  await run(project.folder, "npm", "run", "build");
  const server = await host(join(project.folder, "public"));
  t.after(server.close);
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.addInitScript(() => addEventListener("unnoise-failure", ({ target, detail }) => target.localName === "unnoise-generate" && (globalThis.said = `${detail.code}: ${detail.message}`)));
  await page.goto(server.url);
  await page.waitForFunction(() => "said" in globalThis);
  assert.equal(await page.evaluate(() => said), "worker-unreachable: the worker's script worker/worker.js could not be reached; check the connection, or, if the bundler has copied no workers, serve the package's folder and say where with setBase");
});
