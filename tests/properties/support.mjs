/** What chance is asked: how many inputs, of which seed. `cargo xtask fuzz` sets both; in the gate they are always the same. */

import assert from "node:assert/strict";
import { buildSync } from "esbuild";

export const CASES = Number(process.env.UNNOISE_CASES ?? 2000);
export const SEED = Number(process.env.UNNOISE_SEED ?? 18) | 0;

/** Prints what a property was tried with, and fails with the smallest input that it does not hold for. */
export function judge(name, { failed, numRuns, seed, counterexample, error, facts = "" }) {
  console.log(`property: ${name}: ${numRuns} inputs, seed ${seed}${facts && `; ${facts}`}`);
  assert(!failed, `${name}, seed ${seed}: ${counterexample}\n${error}`);
}

/** fast-check as one module, for a page, where it makes what no message carries: getters, functions, arrays of other kinds. */
export async function giveFastCheck(page) {
  const { outputFiles } = buildSync({ stdin: { contents: 'export * from "fast-check";', resolveDir: import.meta.dirname }, bundle: true, format: "esm", write: false, minify: true });
  await page.route("**/fast-check.js", (route) => route.fulfill({ contentType: "text/javascript", body: outputFiles[0].text }));
}
