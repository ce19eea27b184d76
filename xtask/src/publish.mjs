// Finishes the staged site: node publish.mjs FOLDER VERSION
//
// Writes package.json, with which the folder is an npm package, and files.json, the list by which the service worker
// (www/sw.js) keeps whole versions of the site. Both say what is in the folder, so this runs after everything else.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** What the page never asks for (the card is for pages that show a link to it), and what has to come from the network for a new version to be noticed. */
const NOT_KEPT = /(\.d\.ts|\.js\.map|\.md|^LICENSE[^/]*|^package\.json|^files\.json|^custom-elements\.json|^sw\.js|^posters\/card\.png|^models\/[^/]+\/training\.json)$/;

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

/**
 * The document with the address at which it will be, for those who show a link to it: a picture's address has to be whole for
 * most of them. Without one the site is the same wherever it lies, and its card has no picture there.
 *
 * @param {string} html
 * @param {string} address of the page's folder, with http:// or https://
 */
export function addressed(html, address) {
  const page = new URL(address.endsWith("/") ? address : `${address}/`);
  if (!/^https?:$/.test(page.protocol)) throw new Error(`expected UNNOISE_ADDRESS to be an address like https://example.org/unnoise/, found ${address}`);
  const relative = /<meta property="og:image" content="(posters\/card\.png)">/;
  if (!relative.test(html)) throw new Error("expected a card in index.html, found none");
  return html.replace(relative, (_, path) => `<meta property="og:url" content="${page.href}">\n  <meta property="og:image" content="${new URL(path, page).href}">`);
}

/** The document of a site that lacks bundles for now: the page says when they are there (www/app/page/pending.js). @param {string} html @param {string} bundles names, with spaces between */
export const lacking = (html, bundles) => html.replace("<meta charset", `<meta name="unnoise-pending" content="${bundles}">\n  <meta charset`);

export const packageOf = (version) => ({
  name: "unnoise",
  version,
  description: "A small diffusion model that runs in the browser: an engine and custom elements for DDPM and DDIM",
  keywords: ["diffusion", "ddpm", "ddim", "webgpu", "wasm", "custom-elements"],
  // The code's, and those of the weights (LICENSE.md in models/digits and models/kittens).
  license: "(MIT OR Apache-2.0) AND CC-BY-SA-3.0 AND CC-BY-4.0",
  type: "module",
  main: "./unnoise.js",
  types: "./unnoise.d.ts",
  exports: {
    ".": { types: "./unnoise.d.ts", default: "./unnoise.js" },
    "./elements": { types: "./elements.d.ts", default: "./elements.js" },
    // Types alone, for what knows elements by their names.
    "./react": { types: "./react.d.ts" },
    "./vue": { types: "./vue.d.ts" },
    "./custom-elements.json": "./custom-elements.json",
    "./models/*": "./models/*",
    "./package.json": "./package.json",
  },
  customElements: "./custom-elements.json",
  // Modules of the elements tell each other their words and settings when they are imported.
  sideEffects: ["./elements.js", "./app/**/*.js", "./worker/*.js", "./exact/trainer.js"],
  // Not the page, its service worker, its card and its examples.
  files: ["unnoise.js", "unnoise.d.ts", "elements.js", "elements.d.ts", "react.d.ts", "vue.d.ts", "custom-elements.json", "app", "exact", "lab", "models", "posters", "!posters/card.png", "vendor", "wasm", "worker", "LICENSE-APACHE", "LICENSE-MIT"],
});

function publish(folder, version) {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  for (const name of ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, name), join(folder, name));
  const document = join(folder, "index.html");
  if (process.env.UNNOISE_ADDRESS) writeFileSync(document, addressed(readFileSync(document, "utf8"), process.env.UNNOISE_ADDRESS));
  const pending = process.env.UNNOISE_PENDING;
  if (pending) writeFileSync(document, lacking(readFileSync(document, "utf8"), pending));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(packageOf(version), null, 2)}\n`);
  writeFileSync(join(folder, "files.json"), `${JSON.stringify(listOf(filesIn(folder)))}\n`);
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) publish(process.argv[2], process.argv[3]);
