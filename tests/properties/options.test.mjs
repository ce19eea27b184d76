/**
 * Options by the contract's own tables: either a call throws a TypeError or RangeError of at most 200 characters at once, or the engine
 * accepts it and what it gives is finite.
 */

import { after, before, test } from "node:test";
import { barePage, start } from "../page/support.mjs";
import { CASES, SEED, giveFastCheck, judge } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

test("options: refused at once in a sentence, or finite", { timeout: 3_600_000 }, async () => {
  const { page, problems, context } = await barePage(session);
  await giveFastCheck(page);
  const outcome = await page.evaluate(
    async ([cases, seed]) => {
      const fc = await import("./fast-check.js");
      const tables = await import("./lab/options.js");
      const lab = await unnoise.createLab({ backend: "cpu", cores: 1 });
      const SIZE = 784;
      const picture = (level) => new Float32Array(SIZE).map((_, k) => level * Math.sin(k));
      const junk = fc.oneof(
        fc.constantFrom(null, NaN, Infinity, -1, -0, 0.5, 1e9, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, "", "3", "constructor", "__proto__", true, [], {}, [1], [null], new Float32Array(3), new Float64Array(SIZE), new Uint8Array(SIZE), new ArrayBuffer(8), new Date(0), Symbol.iterator, 5n, 10n ** 400n, "x".repeat(5000)),
        fc.constantFrom(() => 1, { length: SIZE }, new Proxy({}, { get() { throw new Error("no"); } }), Object.create(null), new Float32Array(SIZE).fill(NaN), new Float32Array(SIZE).fill(3e38), new Float32Array(SIZE).fill(200)),
        fc.anything(),
      );
      const whole = (min, max) => fc.oneof({ weight: 5, arbitrary: fc.integer({ min, max }) }, { weight: 1, arbitrary: junk });
      const one = (choices) => fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...choices) }, { weight: 1, arbitrary: junk });
      const real = (min, max) => fc.oneof({ weight: 5, arbitrary: fc.double({ min, max, noNaN: true }) }, { weight: 1, arbitrary: junk });
      const label = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(null, 0, 9, [1], [1, 2], Uint8Array.of(3)) }, { weight: 1, arbitrary: junk });
      const image = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(picture(0), picture(0.9), new Float32Array(2 * SIZE)) }, { weight: 1, arbitrary: junk });
      const latent = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(picture(3), picture(1e20), picture(3e38), picture(1e-40)) }, { weight: 1, arbitrary: junk });
      const t = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(0, 1, 500, 999, [0], [999], [3, 4], Int32Array.of(7)) }, { weight: 1, arbitrary: junk });
      const end = fc.oneof({ weight: 5, arbitrary: fc.oneof(fc.record({ seed: whole(0, 9) }), fc.record({ latent }), fc.record({ image })) }, { weight: 1, arbitrary: junk });
      const way = { sampler: one(tables.SAMPLERS), steps: whole(1, 2), eta: real(0, 1), spacing: one(tables.SPACINGS), seed: whole(0, 2 ** 53 - 1), noise: one(tables.NOISES), variance: one(tables.VARIANCES), clip: one(tables.CLIPS), guidance: real(0, 100) };
      const calls = {
        sample: [{ ...way, count: whole(1, 2), label, frames: fc.oneof(one(["all", "none"]), whole(1, 3)) }, []],
        interpolate: [{ ...way, from: end, to: end, frames: whole(2, 3), method: one(tables.METHODS), label: one([null, 4]) }, ["from", "to"]],
        forwardNoise: [{ image, t, seed: whole(0, 9) }, ["image", "t"]],
        encode: [{ image, steps: whole(1, 2), spacing: one(tables.SPACINGS), label }, ["image"]],
        reconstruct: [{ image, steps: whole(1, 2), spacing: one(tables.SPACINGS), label }, ["image"]],
        predict: [{ image: fc.oneof(image, latent), t, label, guidance: real(0, 100) }, ["image", "t"]],
        bound: [{ image, t, seed: whole(0, 9), label }, ["image", "t"]],
        denoise: [{ image: fc.oneof(image, latent), t: whole(0, 1), steps: whole(1, 2), eta: real(0, 1), seed: whole(0, 9), noise: one(tables.NOISES), label, guidance: real(0, 100) }, ["image", "t", "steps"]],
        classify: [{ image, timesteps: whole(1, 2), seed: whole(0, 9), prior: fc.oneof(fc.constantFrom(null, undefined, new Array(10).fill(1)), junk) }, ["image", "timesteps"]],
        schedule: [{ kind: one(tables.SCHEDULES), steps: whole(1, 2000) }, []],
      };
      const input = fc.oneof(
        ...Object.entries(calls).map(([call, [fields, requiredKeys]]) => fc.tuple(fc.constant(call), fc.oneof({ weight: 12, arbitrary: fc.record(fields, { requiredKeys }) }, { weight: 1, arbitrary: junk }))),
      );
      // One that is refused costs nothing, one that is accepted a call: as many of both as there are inputs.
      const counts = { refused: 0, given: 0, overflowed: 0 };
      const finite = (value) => {
        if (typeof value === "number") return Number.isFinite(value) || value === Infinity; // a signal-to-noise ratio at t = 0 may be
        if (ArrayBuffer.isView(value)) return value.every((number) => !Number.isNaN(number) && Math.abs(number) !== Infinity);
        return typeof value !== "object" || value === null || Object.values(value).every(finite);
      };
      const property = fc.asyncProperty(input, async ([call, options]) => {
        let run;
        try {
          run = lab[call](options);
        } catch (error) {
          counts.refused += 1;
          if (!(error instanceof TypeError || error instanceof RangeError)) throw new Error(`thrown: ${error?.name}: ${error?.message}`);
          if (error.message.length > 200 || !/expected/.test(error.message)) throw new Error(`no sentence: ${error.message}`);
          return;
        }
        try {
          const value = await (run.result ?? run);
          counts.given += 1;
          if (!finite(value)) throw new Error(`${call} gave what is not finite`);
        } catch (error) {
          // Finite numbers may be too large for the arithmetic between; then that is said.
          if (!/finite|NaN|infinit|too large/i.test(error.message) || /gave what/.test(error.message)) throw new Error(`${call} was accepted, and then: ${error.message}`);
          counts.overflowed += 1;
        }
      });
      const { failed, numRuns, counterexample, errorInstance } = await fc.check(property, { numRuns: cases, seed });
      const alive = (await lab.sample({ count: 1, steps: 1 }).result).images.length === SIZE;
      return { failed: failed || !alive, numRuns, seed, counterexample: fc.stringify(counterexample).slice(0, 1000), error: String(errorInstance?.message), facts: Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(", ") };
    },
    [CASES, SEED],
  );
  await context.close();
  judge("options of every call", outcome);
  judge("nothing in the console", { failed: problems.length > 0, numRuns: outcome.numRuns, seed: SEED, counterexample: problems.slice(0, 3), error: "" });
});
