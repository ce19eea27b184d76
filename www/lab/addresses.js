/**
 * Where the files lie that modules ask for: wasm, models, workers.
 *
 * As they are published, modules find them beside themselves. A bundler moves modules together, and reads `new URL("…",
 * import.meta.url)`, written out, as a file to copy and an address to fill in: so each has one here. For bundlers that do not
 * read it, and for files that are to lie elsewhere, `setBase` says where the package's folder is.
 */

import { LabError } from "./protocol.js";

/** @typedef {Record<string, () => URL>} Files addresses for bundlers, by the file's path in the package */

/** @type {Files} */
const FILES = {
  "wasm/cpu/unnoise.js": () => new URL("../wasm/cpu/unnoise.js", import.meta.url),
  "wasm/cpu/unnoise_bg.wasm": () => new URL("../wasm/cpu/unnoise_bg.wasm", import.meta.url),
  "wasm/webgpu/unnoise.js": () => new URL("../wasm/webgpu/unnoise.js", import.meta.url),
  "wasm/webgpu/unnoise_bg.wasm": () => new URL("../wasm/webgpu/unnoise_bg.wasm", import.meta.url),
  "wasm/exact/unnoise.js": () => new URL("../wasm/exact/unnoise.js", import.meta.url),
  "wasm/exact/unnoise_bg.wasm": () => new URL("../wasm/exact/unnoise_bg.wasm", import.meta.url),
  "models/index.json": () => new URL("../models/index.json", import.meta.url),
  // Every file that code asks for of every model in that list; tests/page/package.test.mjs says when one lacks.
  "models/digits/model.json": () => new URL("../models/digits/model.json", import.meta.url),
  "models/digits/model.safetensors": () => new URL("../models/digits/model.safetensors", import.meta.url),
  "models/digits/quality.json": () => new URL("../models/digits/quality.json", import.meta.url),
  "models/digits-ppca2/model.json": () => new URL("../models/digits-ppca2/model.json", import.meta.url),
  "models/digits-ppca2/model.safetensors": () => new URL("../models/digits-ppca2/model.safetensors", import.meta.url),
  "models/digits-ppca2/examples.bin": () => new URL("../models/digits-ppca2/examples.bin", import.meta.url),
  "models/digits-ppca16/model.json": () => new URL("../models/digits-ppca16/model.json", import.meta.url),
  "models/digits-ppca16/model.safetensors": () => new URL("../models/digits-ppca16/model.safetensors", import.meta.url),
};

/** The package's folder around this module; null where a bundler has moved it. */
const AROUND = folderAround(import.meta.url);
/** The folder that the page has named. @type {string | null} */
let base = null;

/** @param {string | undefined} here the address that this module has been given; scripts that are no modules have none */
function folderAround(here) {
  if (!here) return null;
  const url = new URL(here);
  // webpack gives the source's address on the machine where the bundle was made.
  const elsewhere = url.protocol === "file:" && globalThis.location?.protocol !== "file:";
  // Vite's server before 8 puts the modules of a package together in node_modules/.vite/deps, and leaves what is written out as it was.
  const [, beside] = (here.includes("/.vite/") && /^(.*\/node_modules\/)\.vite\/models\//.exec(FILES["models/index.json"]().pathname)) || [];
  if (beside) return new URL(`${beside}unnoise/`, url);
  return url.pathname.endsWith("/lab/addresses.js") && !elsewhere ? new URL("../", url) : null;
}

/**
 * Says where the package's folder is served, for bundlers that do not copy what `new URL("…", import.meta.url)` names (esbuild),
 * and for files that are to lie elsewhere. To be called before the first panel or lab.
 *
 * @param {string | URL} address of the folder, as seen from the page: `"/unnoise/"`
 * @throws {RangeError} for what is no address
 */
export function setBase(address) {
  const written = String(address);
  const below = written.endsWith("/") ? written : `${written}/`;
  // On a server there is no page to see it from, and nothing is asked for.
  if (written === "" || !URL.canParse(below, globalThis.document?.baseURI ?? "https://server.invalid/")) {
    throw new RangeError(`setBase: expected the address of the package's folder, as "/unnoise/", found ${JSON.stringify(written)}`);
  }
  base = below;
}

/** The package's folder, where there is one: the page's, or the one around this module. */
export const folder = () => (base === null ? AROUND : new URL(base, document.baseURI));

/** The folder of the whole site with its page, for links to it: what a page or a bundler has put somewhere is the package alone. */
export const siteFolder = () => (base === null && AROUND && !AROUND.pathname.includes("/node_modules/") ? AROUND : null);

/**
 * @param {string} path of a file in the package
 * @param {Files} [files]
 */
export function addressOf(path, files = FILES) {
  const around = folder();
  if (around) return new URL(path, around);
  const literal = files[path];
  if (!literal) throw new LabError(`${path} is not among the files that a bundler copies; serve the package's folder and say where with setBase`, "no-address", { path });
  return literal();
}
