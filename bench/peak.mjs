/** What one thread's SIMD can do at most in this browser: products and sums of vectors that stay in registers. */

import binaryen from "binaryen";

/** Sums that do not wait for each other: more than the latency of one times the units that work on it. */
const SUMS = 12;
/** Operations on numbers of one round: a product and a sum in each of 4 lanes. */
const OPERATIONS = SUMS * 4 * 2;

/** A module whose `run(rounds)` does nothing but this. @returns {Uint8Array} */
function kernel() {
  const each = (/** @type {(k: number) => string} */ write) => Array.from({ length: SUMS }, (_, k) => write(k)).join("\n");
  const module = binaryen.parseText(`(module
    (func (export "run") (param $rounds i32) (result f32)
      (local $b v128)
      ${each((k) => `(local $s${k} v128)`)}
      (local.set $b (f32x4.splat (f32.convert_i32_s (local.get $rounds))))
      (loop $again
        ${each((k) => `(local.set $s${k} (f32x4.add (local.get $s${k}) (f32x4.mul (local.get $s${(k + 1) % SUMS}) (local.get $b))))`)}
        (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
      (f32x4.extract_lane 0 ${Array.from({ length: SUMS - 1 }, (_, k) => k + 1).reduce((sum, k) => `(f32x4.add ${sum} (local.get $s${k}))`, "(local.get $s0)")})))`);
  module.setFeatures(binaryen.Features.SIMD128);
  if (!module.validate()) throw new Error("expected a valid kernel of products and sums, found one that binaryen refuses");
  return module.emitBinary();
}

/** Billions of operations a second, the best of a few tries. @param {import("playwright-core").Page} page */
export const peak = (page) =>
  page.evaluate(
    async ([bytes, operations]) => {
      const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes));
      const run = /** @type {(rounds: number) => number} */ (instance.exports.run);
      const rounds = 5e6;
      let best = Infinity;
      for (let k = 0; k < 12; k++) {
        const from = performance.now();
        run(rounds);
        best = Math.min(best, performance.now() - from);
      }
      return (rounds * operations) / best / 1e6;
    },
    /** @type {const} */ ([[...kernel()], OPERATIONS]),
  );

/**
 * Operations of the network for one image: a product and a sum for each weight at each place where it is used, and those of
 * attention between all pairs of positions.
 *
 * @param {{ unet: { height: number, width: number, patch: number, widths: number[] } }} config
 * @param {Record<string, { dims: number[] }>} tensors of the weights file, by name
 */
export function operations({ unet: { height, width, patch, widths } }, tensors) {
  const lowest = widths.length - 1;
  const places = (/** @type {number} */ level) => ((height / patch) * (width / patch)) / 4 ** level;
  const level = (/** @type {string} */ name) => {
    if (/^(middle|attention)\./.test(name)) return lowest;
    const [, number, part] = /^levels\.(\d+)\.(\w+)/.exec(name) ?? [null, 0, ""];
    return Number(number) + (part === "down" || part === "up" ? 1 : 0);
  };
  let products = 0;
  for (const [name, { dims }] of Object.entries(tensors)) {
    if (!name.endsWith(".weight") || name.includes(".labels.")) continue;
    const once = name.includes("condition.");
    products += dims.reduce((all, n) => all * n, 1) * (once ? 1 : places(level(name)));
    if (name.endsWith(".qkv.weight")) products += 2 * places(lowest) ** 2 * widths[lowest];
  }
  return 2 * products;
}
