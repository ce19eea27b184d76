// Finishes the staged site: node publish.mjs FOLDER VERSION
//
// Writes package.json, with which the folder is an npm package, and files.json, the list by which the service worker
// (www/sw.js) keeps whole versions of the site. Both say what is in the folder, so this runs after everything else.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** What the page never asks for, and what has to come from the network for a new version to be noticed. */
const NOT_KEPT = /(\.d\.ts|\.js\.map|\.md|^LICENSE[^/]*|^package\.json|^files\.json|^sw\.js|^models\/[^/]+\/training\.json)$/;

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The list of a site's files: their SHA-256 by path, and a version that stands for all of them. */
export function listOf(files) {
  const kept = [...files].filter(([path]) => !NOT_KEPT.test(path)).sort(([a], [b]) => (a < b ? -1 : 1));
  const sums = Object.fromEntries(kept.map(([path, bytes]) => [path, sha256(bytes)]));
  return { version: sha256(JSON.stringify(sums)).slice(0, 16), files: sums };
}

/** All files of a folder as [path below it, bytes]. */
export function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    return [relative(folder, file).split(sep).join("/"), readFileSync(file)];
  });
}

export const packageOf = (version) => ({
  name: "unnoise",
  version,
  description: "A small diffusion model that runs in the browser: an engine and custom elements for DDPM and DDIM",
  keywords: ["diffusion", "ddpm", "ddim", "webgpu", "wasm", "custom-elements"],
  // The code's, and that of the weights (models/digits/LICENSE.md).
  license: "(MIT OR Apache-2.0) AND CC-BY-SA-3.0",
  type: "module",
  main: "./unnoise.js",
  types: "./unnoise.d.ts",
  exports: {
    ".": { types: "./unnoise.d.ts", default: "./unnoise.js" },
    "./elements": { types: "./elements.d.ts", default: "./elements.js" },
    "./models/*": "./models/*",
    "./package.json": "./package.json",
  },
  sideEffects: ["./elements.js", "./worker/*.js"],
  // Not the page, its service worker and its examples.
  files: ["unnoise.js", "unnoise.d.ts", "elements.js", "elements.d.ts", "app", "lab", "models", "posters", "vendor", "wasm", "worker", "LICENSE-APACHE", "LICENSE-MIT"],
});

function publish(folder, version) {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  for (const name of ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, name), join(folder, name));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(packageOf(version), null, 2)}\n`);
  writeFileSync(join(folder, "files.json"), `${JSON.stringify(listOf(filesIn(folder)))}\n`);
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) publish(process.argv[2], process.argv[3]);
