/**
 * Model folders as chance damages them, through the loader and the engine as the worker has them: each is refused in a sentence, or
 * gives a model whose pictures are finite, and the engine's code lives on.
 */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { barePage, start } from "../page/support.mjs";
import { CASES, SEED, giveFastCheck, judge } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const FIXTURE = new URL("../fixtures/unet/", import.meta.url);

test("model folders: refused in a sentence, or finite", { timeout: 3_600_000 }, async () => {
  const { page, problems, context } = await barePage(session);
  await giveFastCheck(page);
  const weights = await readFile(new URL("weights.safetensors", FIXTURE));
  const unet = JSON.parse(await readFile(new URL("config.json", FIXTURE), "utf8"));
  const labels = ["colour", "size"].map((name) => ({ name, classes: ["one", "two"] }));
  const model = { name: "tiny", weights: "weights.safetensors", sha256: createHash("sha256").update(weights).digest("hex"), bytes: weights.length, parameters: 0, licence: "CC0", config: { unet, schedule: { kind: "linear", steps: 1000 }, parameterisation: "v", labels } };
  const outcome = await page.evaluate(
    async ([model, encoded, cases, seed]) => {
      const fc = await import("./fast-check.js");
      const { loadModel } = await import("./worker/model.js");
      const glue = await import("./wasm/cpu/unnoise.js");
      await glue.default({ module_or_path: "./wasm/cpu/unnoise_bg.wasm" });
      const weights = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
      const index = { models: [{ name: "tiny", folder: "tiny" }] };
      /** A server of one folder, whose files are as given. */
      let files = {};
      globalThis.fetch = async (url) => {
        const body = files[String(url).split("/").at(-1)];
        return body === undefined ? new Response("not found", { status: 404 }) : new Response(body);
      };
      const value = fc.oneof(
        fc.constantFrom(null, 0, 1, 2, 3, 7, 16, 64, -1, 0.5, 1e-18, 1e300, 2 ** 31, 2 ** 32, 2 ** 53, "", "x", "constructor", "__proto__", "http://[", "../x", "x".repeat(9000), true, [], {}, [null], [8, 12, 16], [2 ** 40], ["a", "b"], "cosine", "epsilon", "ppca"),
        fc.double(), fc.string(), fc.jsonValue({ maxDepth: 2 }),
      );
      const steps = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
      const changes = fc.array(fc.tuple(steps, value, fc.boolean()), { minLength: 1, maxLength: 3 });
      /** The thing with something in it changed, or taken away. */
      const changed = (thing, list) => {
        let whole = structuredClone(thing);
        for (const [way, value, gone] of list) {
          let [place, key] = [{ whole }, "whole"];
          const root = place;
          for (const step of way) {
            if (typeof place[key] !== "object" || place[key] === null || Object.keys(place[key]).length === 0) break;
            place = place[key];
            key = Object.keys(place)[step % Object.keys(place).length];
          }
          if (gone && place !== root) delete place[key];
          else place[key] = value;
          whole = root.whole;
        }
        return whole;
      };
      const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
      const damaged = (list, cut) => {
        const bytes = weights.slice(0, cut === null ? undefined : cut % weights.length);
        const header = 8 + Number(new DataView(weights.buffer).getBigUint64(0, true));
        // Half of the edits go where the header is, which is a small part of the file.
        for (const [at, byte] of list) if (bytes.length > 0) bytes[at % (at % 2 ? bytes.length : Math.min(header, bytes.length))] = byte;
        return bytes;
      };
      const hex = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      const input = fc.oneof(
        { weight: 5, arbitrary: fc.record({ description: changes }) },
        { weight: 2, arbitrary: fc.record({ list: changes }) },
        { weight: 3, arbitrary: fc.record({ edits, cut: fc.option(fc.nat(), { freq: 3 }) }) },
        { weight: 1, arbitrary: fc.record({ text: fc.string(), file: fc.constantFrom("model.json", "index.json", "weights.safetensors") }) },
      );
      const counts = { refused: 0, opened: 0 };
      const property = fc.asyncProperty(input, async ({ description = [], list = [], edits, cut = null, text, file }) => {
        const bytes = edits ? damaged(edits, cut) : weights;
        const stated = edits ? { ...model, bytes: bytes.length, sha256: await hex(bytes) } : model;
        files = { "index.json": JSON.stringify(changed(index, list)), "model.json": JSON.stringify(changed(stated, description)), "weights.safetensors": bytes };
        if (file) files[file] = text;
        const began = performance.now();
        try {
          const loaded = await loadModel("tiny", () => {});
          const engine = await glue.Engine.load(loaded.config, loaded.weights);
          try {
            const run = engine.sample({ count: 1, steps: 1, sampler: "ddim", eta: 0, spacing: "trailing", variance: "small", clip: "rederive", seed: 0, noise: "each", label: null, guidance: 1, frames: "none" });
            while (await run.next());
            const { images } = await run.result();
            run.free();
            if (!images.every(Number.isFinite)) throw Object.assign(new Error("not finite"), { bad: true });
          } finally {
            engine.free();
          }
          counts.opened += 1;
        } catch (error) {
          const message = String(error?.message ?? error);
          const trapped = error instanceof WebAssembly.RuntimeError || error.bad;
          if (trapped || message.length > 600 || message.length < 20 || /panic|unreachable|undefined|is not a function|Cannot read/.test(message)) throw new Error(`no sentence: ${message.slice(0, 600)}`);
          counts.refused += 1;
        }
        if (performance.now() - began > 10_000) throw new Error("it took more than ten seconds");
      });
      const { failed, numRuns, counterexample, errorInstance } = await fc.check(property, { numRuns: cases, seed });
      return { failed, numRuns, seed, counterexample: fc.stringify(counterexample).slice(0, 1000), error: String(errorInstance?.message), facts: Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(", ") };
    },
    [model, weights.toString("base64"), CASES, SEED],
  );
  await context.close();
  judge("model folders", outcome);
  judge("nothing in the console", { failed: problems.length > 0, numRuns: outcome.numRuns, seed: SEED, counterexample: problems.slice(0, 3), error: "" });
});
