// Writes the font of the page's formulas: node math-font.mjs FOLDER
//
// A subset of STIX Two Math with the signs that formulas are made of, and with the tables by which roots, accents and brackets
// grow. Without a math font a browser draws a root that does not meet its bar, and x̂₀ looks different in every sentence.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

import { SYMBOLS, sign } from "../../www/app/math/notation.js";
import { formulaMarkup, names } from "../../www/app/math/terms.js";

const NOTATIONS = ["ho", "song", "lai"];
/** What numbers are written with, the root's own sign, which markup does not write, and what numbers may come to. */
const ALWAYS = " 0123456789.,−+=/·×%∞√()[]{}|";

/** Mathematical italic, which browsers use for an identifier of one letter. Planck's constant is where its h would be. */
function italic(letter) {
  const from = (first, start) => String.fromCodePoint(start + letter.codePointAt(0) - first.codePointAt(0));
  if (letter === "h") return "ℎ";
  if (/[A-Z]/.test(letter)) return from("A", 0x1d434);
  if (/[a-z]/.test(letter)) return from("a", 0x1d44e);
  if (/[Α-Ω]/.test(letter)) return from("Α", 0x1d6e2);
  if (/[α-ω]/.test(letter)) return from("α", 0x1d6fc);
  return letter;
}

/** Every sign that formulas and symbols are written with, in all notations. */
export function signs() {
  const markup = NOTATIONS.flatMap((notation) => [
    ...names().map((name) => formulaMarkup(name, notation)),
    ...Object.entries(SYMBOLS).flatMap(([id, { at, times }]) => [at, ...times].map((time) => sign(id, notation, time).m)),
  ]).join("");
  const found = new Set(ALWAYS);
  for (const [, letter] of markup.matchAll(/<mi[^>]*>(.)<\/mi>/gu)) found.add(italic(letter));
  for (const letter of markup.replace(/<[^>]*>/g, "").replace(/&\w+;/g, "")) found.add(letter);
  return [...found].sort().join("");
}

async function write(folder) {
  const source = dirname(createRequire(import.meta.url).resolve("@fontsource/stix-two-math/package.json"));
  const whole = readFileSync(join(source, "files/stix-two-math-latin-400-normal.woff2"));
  const target = join(folder, "vendor/stix-two-math");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "math.woff2"), await subsetFont(whole, signs(), { targetFormat: "woff2" }));
  copyFileSync(join(source, "LICENSE"), join(target, "LICENSE.md"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await write(process.argv[2]);
