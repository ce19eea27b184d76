/** Projects of other bundlers and site generators, each as somebody would write it. */

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
