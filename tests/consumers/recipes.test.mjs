/** What docs/embedding.md and docs/embedding.ko.md say of bundlers is what the projects here do, which are built and opened. */

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);

/** Blocks of code with the file that they are from, which a comment before them names. @param {string} text */
const recipes = (text) => [...text.matchAll(/^<!-- (\S+) -->\n```\w+\n([\s\S]*?)^```$/gm)].map(([, file, body]) => ({ file, body }));

for (const document of ["docs/embedding.md", "docs/embedding.ko.md"]) {
  test(`${document}: each recipe stands in the project that it is from`, async () => {
    const found = recipes(await readFile(new URL(document, ROOT), "utf8"));
    for (const { file, body } of found) {
      const source = await readFile(new URL(file, ROOT), "utf8");
      assert(source.includes(body.trimEnd()), `expected ${file} to hold\n${body}`);
    }
    const told = new Set(found.map(({ file }) => file.split("/")[2]));
    const projects = (await readdir(new URL("./", import.meta.url), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
    // webpack's is Vite's own line.
    assert.deepEqual([...told].sort(), projects.filter((name) => name !== "webpack").sort());
    const webpack = await readFile(new URL("webpack/main.js", import.meta.url), "utf8");
    assert(webpack.includes(found.find(({ file }) => file.includes("/vite/")).body.trimEnd()));
  });
}
