/**
 * Where the time of a network call goes: node bench/profile.mjs cpu|webgpu [BATCH [CALLS]]
 *
 * Functions have names only before wasm-opt takes them out: bind a bundle without it into the site first,
 *   wasm-bindgen --target web --out-dir dist/wasm/cpu $CARGO_TARGET_DIR/web/wasm32-unknown-unknown/web/unnoise.wasm
 * Of the GPU's own work this sees nothing but the time until its answer.
 */

import { chromium } from "playwright-core";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./serve.mjs";

const [backend = "cpu", batch = "16", calls = "10"] = process.argv.slice(2);
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const served = await serve({ root, ort: root, model: Buffer.alloc(0) });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--enable-unsafe-webgpu"] });
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(`  page: ${error}`));
await page.goto(served.plain);
// The engine itself, without its worker: the profiler sees one thread.
await page.evaluate(
  async ([backend, batch]) => {
    const engine = await import(`/dist/wasm/${backend}/unnoise.js`);
    await engine.default();
    const file = async (name) => fetch(`/dist/models/digits/${name}`);
    const model = await engine.Engine.load(await (await file("model.json")).text(), new Uint8Array(await (await file("model.safetensors")).arrayBuffer()));
    const [channels, height, width] = [1, 28, 28];
    const image = Float32Array.from({ length: batch * channels * height * width }, (_, k) => 1.7 * Math.sin(k * k));
    const t = Array.from({ length: batch }, (_, k) => (k * 37) % 1000);
    globalThis.calls = async (count) => {
      const from = performance.now();
      for (let k = 0; k < count; k++) await model.predict({ image, t, label: null, guidance: 1 });
      return (performance.now() - from) / count;
    };
    await globalThis.calls(3);
  },
  /** @type {const} */ ([backend, Number(batch)]),
);
const session = await page.context().newCDPSession(page);
await session.send("Profiler.enable");
await session.send("Profiler.setSamplingInterval", { interval: 250 });
await session.send("Profiler.start");
const each = await page.evaluate((count) => globalThis.calls(count), Number(calls));
const { profile } = await session.send("Profiler.stop");
await browser.close();
served.close();

const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName.replaceAll(/\[[0-9a-f]{16}\]/g, "") || "(no name)"]));
const own = {};
profile.samples.forEach((id, k) => (own[names.get(id)] = (own[names.get(id)] ?? 0) + profile.timeDeltas[k]));
const total = Object.values(own).reduce((sum, time) => sum + time, 0);
console.log(`${backend}, batch ${batch}: ${each.toFixed(1)} ms a call`);
for (const [name, time] of Object.entries(own).sort(([, a], [, b]) => b - a).slice(0, 20)) console.log(`${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`);
