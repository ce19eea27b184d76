/** The built site as an npm package: packed, unpacked, imported and type-checked as somebody who installs it would. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DIST } from "./support.mjs";

const run = promisify(execFile);
/** npm of its own accord asks the network for news. */
const env = { ...process.env, npm_config_update_notifier: "false", npm_config_offline: "true" };
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let packed, made, consumer;
before(async () => {
  made = JSON.parse(await readFile(join(DIST, "package.json"), "utf8"));
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json"], { cwd: DIST, env, maxBuffer: 1e8 });
  [packed] = JSON.parse(stdout);
  // A link stands for the unpacked archive: what it may hold is checked by name below.
  consumer = await mkdtemp(join(tmpdir(), "unnoise-"));
  await mkdir(join(consumer, "node_modules"));
  await symlink(DIST, join(consumer, "node_modules", "unnoise"), "dir");
  await writeFile(join(consumer, "package.json"), `{ "type": "module", "private": true }`);
});
after(() => consumer && rm(consumer, { recursive: true }));

const names = () => new Set(packed.files.map(({ path }) => path));

test("name, version and licence", async () => {
  const cargo = await readFile(join(ROOT, "Cargo.toml"), "utf8");
  assert.equal(packed.id, `unnoise@${/^version = "(.*)"$/m.exec(cargo)[1]}`);
  assert.equal(made.license, "(MIT OR Apache-2.0) AND CC-BY-SA-3.0 AND CC-BY-4.0");
  for (const file of ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE", "models/digits/LICENSE.md", "models/kittens/LICENSE.md"]) assert(names().has(file), `${file} is not packed`);
});

test("the archive has everything that its modules and the worker ask for, and nothing of the page", async () => {
  const all = names();
  const wanted = new Set(["wasm/cpu/unnoise_bg.wasm", "wasm/webgpu/unnoise_bg.wasm", "models/index.json", "models/digits/model.json", "models/digits/model.safetensors"]);
  const entries = Object.values(made.exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
  for (const entry of entries) if (!entry.includes("*")) wanted.add(entry.replace("./", ""));
  for (const file of all) {
    if (!/\.(js|d\.ts)$/.test(file)) continue;
    const source = await readFile(join(DIST, file), "utf8");
    for (const [, target] of source.matchAll(/(?:from|import|import\(|new URL\()\s*"(\.{1,2}\/[^"]+\.(?:js|wasm|json|safetensors|bin|webp|png|woff2))"/g)) {
      const path = resolve("/", dirname(file), target).slice(1);
      wanted.add(file.endsWith(".d.ts") ? path.replace(/\.js$/, ".d.ts") : path);
    }
  }
  assert(wanted.size > 40, "the modules' imports were read");
  assert.deepEqual([...wanted].filter((file) => !all.has(file)), []);
  assert.deepEqual([...all].filter((file) => /^(index\.html|sw\.js|files\.json|examples\/)/.test(file)), []);
});

test("bundlers are told of every file of every model in the list", async () => {
  const addresses = await readFile(join(DIST, "lab/addresses.js"), "utf8");
  const { models } = JSON.parse(await readFile(join(DIST, "models/index.json"), "utf8"));
  for (const { folder, quality } of models) {
    const { weights } = JSON.parse(await readFile(join(DIST, "models", folder, "model.json"), "utf8"));
    for (const file of ["model.json", weights, ...(quality ? [quality] : [])]) {
      const path = `models/${folder}/${file}`;
      assert(addresses.includes(`"${path}":()=>new URL("../${path}",import.meta.url)`), `www/lab/addresses.js has no line for ${path}; add it beside those of the other models`);
    }
  }
});

test("`unnoise` is imported by its name, and `unnoise/elements` is found", async () => {
  const script = `const { createLab, detect } = await import("unnoise"); console.log(typeof createLab, typeof detect, import.meta.resolve("unnoise/elements"), import.meta.resolve("unnoise/models/digits/model.json"));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: consumer });
  assert.match(stdout, /^function function file:.*\/elements\.js file:.*\/models\/digits\/model\.json\n$/);
  await assert.rejects(run(process.execPath, ["--input-type=module", "--eval", `await import("unnoise/worker/host.js")`], { cwd: consumer }), /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

/** As TypeScript finds modules for a bundler, and for node. */
for (const [module, moduleResolution] of [["esnext", "bundler"], ["nodenext", "nodenext"]]) {
  test(`the types of the package are found and right (${moduleResolution})`, async () => {
    const source = `
      import { createLab, detect, type LabInfo, type Frame } from "unnoise";
      import "unnoise/elements";
      const lab = await createLab({ model: "digits", backend: "auto", onProgress: ({ phase, loaded }) => { const text: string = phase; const bytes: number = loaded; void text; void bytes; } });
      const info: LabInfo = lab.info;
      for await (const frame of lab.sample({ count: 2, sampler: "ddim" })) { const f: Frame = frame; const x: Float32Array = f.x0; void x; }
      const gpu: boolean = (await detect()).webgpu;
      // @ts-expect-error a count is a number
      lab.sample({ count: "2" });
      // @ts-expect-error there is no such sampler
      lab.sample({ sampler: "euler" });
      void info; void gpu;
    `;
    await writeFile(join(consumer, "use.ts"), source);
    const options = ["--noEmit", "--strict", "--target", "es2023", "--lib", "es2023,dom,dom.iterable,dom.asynciterable", "--types", "", "--module", module, "--moduleResolution", moduleResolution, "use.ts"];
    await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...options], { cwd: consumer }).catch((error) => assert.fail(error.stdout || error.message));
  });
}

test("what others show of a link: a picture of its own size, whole where the build is told the address, and no part of a visit", async () => {
  const html = await readFile(join(DIST, "index.html"), "utf8");
  const { addressed } = await import("../../xtask/src/publish.mjs");
  const tags = (text) => Object.fromEntries([...text.matchAll(/<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">/g)].map(([, name, content]) => [name, content]));
  const { "og:title": title, "og:description": description, "og:type": type, "og:image:alt": alt, "twitter:card": card } = tags(html);
  assert(title && description && alt);
  assert.deepEqual([type, card], ["website", "summary_large_image"]);
  const picture = await readFile(join(ROOT, "www/posters/card.png"));
  assert.deepEqual([...picture.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)].map(String), [tags(html)["og:image:width"], tags(html)["og:image:height"]]);
  assert(picture.length <= 60_000, `${picture.length} bytes`);
  assert(!("posters/card.png" in JSON.parse(await readFile(join(DIST, "files.json"), "utf8")).files), "the service worker does not keep it");
  assert(!names().has("posters/card.png") && names().has("posters/noise.webp"), "the package has the posters, and not the page's card");
  for (const address of ["https://example.org/unnoise", "https://example.org/unnoise/"]) {
    const whole = tags(addressed(html.replace(/<meta property="og:url".*\n\s*/, "").replace(/content="[^"]*posters\/card.png"/, 'content="posters/card.png"'), address));
    assert.deepEqual([whole["og:url"], whole["og:image"]], ["https://example.org/unnoise/", "https://example.org/unnoise/posters/card.png"]);
  }
  for (const address of ["unnoise", "ftp://example.org/"]) assert.throws(() => addressed(html, address), /URL|UNNOISE_ADDRESS/);
});
