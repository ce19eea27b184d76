/** What type checkers and editors read of the packed site: the DOM's names, JSX, Vue's templates, the manifest. */

import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { consumer, run } from "./support.mjs";

const TSC = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));

let project;
before(async () => (project = await consumer("types")));
after(() => project?.remove());

test("strict TypeScript: elements by their tags, JSX of React 19, templates of Vue 3; what is wrong is refused", async () => {
  await run(project.folder, TSC, "-p", "tsconfig.json");
});

test("without React and Vue the elements' types need neither", async () => {
  for (const name of ["@types", "vue", "@vue", "csstype"]) await rm(join(project.folder, "node_modules", name), { recursive: true });
  await run(project.folder, TSC, "--ignoreConfig", "--strict", "--noEmit", "--target", "es2023", "--lib", "es2023,dom,dom.iterable,dom.asynciterable", "--types", "", "--module", "esnext", "--moduleResolution", "bundler", "dom.ts");
});

test("the custom-elements manifest names every element and attribute that the modules define, and each says what it is", async () => {
  const made = JSON.parse(await readFile(join(project.folder, "node_modules/unnoise/package.json"), "utf8"));
  const manifest = JSON.parse(await readFile(join(project.folder, "node_modules/unnoise", made.customElements), "utf8"));
  assert.match(manifest.schemaVersion, /^2\.\d+\.\d+$/);
  const [{ declarations, exports, path }] = manifest.modules;
  assert(path === "elements.js" && made.exports["./elements"].default === `./${path}`);
  const said = await run(project.folder, process.execPath, "--input-type=module", "--eval", `
    const root = new URL("./", import.meta.resolve("unnoise"));
    const { BENCHES, elementOf } = await import(new URL("app/panels/map.js", root));
    const { elementFor } = await import(new URL("app/panel/element.js", root));
    const { StoryBody } = await import(new URL("app/story/story.js", root));
    const all = [...BENCHES.flatMap(({ panels }) => panels).map((body) => [elementOf(body.scope), body]), [elementOf("story"), StoryBody]];
    console.log(JSON.stringify(Object.fromEntries(all.map(([tag, body]) => [tag, elementFor(body).observedAttributes]))));`);
  const defined = JSON.parse(said);
  assert.deepEqual(Object.fromEntries(declarations.map(({ tagName, attributes }) => [tagName, attributes.map(({ name }) => name)])), defined);
  assert.deepEqual(exports.map(({ kind, name }) => [kind, name]), Object.keys(defined).map((tag) => ["custom-element-definition", tag]));
  for (const { tagName, attributes, events } of declarations) {
    assert(events.length > 0, tagName);
    for (const { name, description, type } of attributes) assert(description.length > 3 && type.text.length > 3, `${tagName} ${name}`);
  }
});

test("imported in Node, engine and elements do nothing, and say nothing", async () => {
  const said = await run(project.folder, process.execPath, "--input-type=module", "--eval", `
    const before = Object.keys(globalThis).length;
    await import("unnoise/elements");
    const { createLab, setBase } = await import("unnoise");
    setBase("/unnoise/");
    console.log(typeof createLab, Object.keys(globalThis).length - before);`);
  assert.equal(said, "function 0\n");
});

test("setBase refuses what is no address, in a sentence", async () => {
  const said = await run(project.folder, process.execPath, "--input-type=module", "--eval", `
    const { setBase } = await import("unnoise");
    for (const wrong of ["", "https://[/"]) try { setBase(wrong); console.log("taken"); } catch (error) { console.log(String(error)); }
    for (const right of ["/unnoise", "unnoise/", "https://unnoise.example/", new URL("https://unnoise.example/a/")]) setBase(right);`);
  assert.deepEqual(said.trim().split("\n"), ["", "https://[/"].map((wrong) => `RangeError: setBase: expected the address of the package's folder, as "/unnoise/", found ${JSON.stringify(wrong)}`));
});
