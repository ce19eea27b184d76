/**
 * `cargo xtask bench`, after the site is built: node bench/run.mjs [--quick] [cpu] [isolated] [webgpu] [page] [learning]
 *
 * Measures in headless Chromium, writes bench/results.json and docs/benchmarks.md. All comparisons are ratios of medians
 * taken in turn in one run, since the machines that this runs on are shared. Every path is measured in a process of its own.
 */

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { watchGpu } from "./gpu.mjs";
import { exportModel, readWeights } from "./onnx.mjs";
import { operations, peak } from "./peak.mjs";
import { report } from "./report.mjs";
import { serve } from "./serve.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..");
const QUICK = process.argv.includes("--quick");
/** Calls of each engine; the software GPU takes up to a minute for one. */
const ROUNDS = QUICK ? 5 : 15;
const BATCHES = QUICK ? [1, 16] : [1, 4, 16, 64];
const ENDURANCE = QUICK ? 300 : 10_000;
/** How far the two may differ, in parts of the largest value. */
const TOLERANCE = 1e-4;

const threads = cpus().length;
/** @type {Record<string, { name: string, isolated: boolean, path: import("./engines.js").Path }>} */
const PATHS = {
  cpu: { name: "CPU, page not cross-origin isolated (their 1 thread)", isolated: false, path: { backend: "cpu", provider: "wasm", threads: 1 } },
  isolated: { name: `CPU, page cross-origin isolated (their ${threads} threads)`, isolated: true, path: { backend: "cpu", provider: "wasm", threads } },
  webgpu: { name: "WebGPU", isolated: true, path: { backend: "webgpu", provider: "webgpu", threads } },
};

const folder = join(ROOT, "models/digits");
const MODEL = { config: JSON.parse(readFileSync(join(folder, "model.json"), "utf8")).config, tensors: readWeights(join(folder, "model.safetensors")) };

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const summary = ({ ours, theirs }) => ({ ours: median(ours), theirs: median(theirs), ratio: median(ours) / median(theirs), rounds: ours.length });

const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--enable-unsafe-webgpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });

/** Calls of one path, batch by batch. */
async function measure({ isolated, path }, served) {
  const browser = await launch();
  try {
    const page = await (await browser.newContext()).newPage();
    page.on("pageerror", (error) => console.error(`  page: ${error}`));
    await page.goto(isolated ? served.isolated : served.plain);
    const gpu = path.backend === "webgpu" ? await watchGpu(page) : null;
    const call = (name, ...given) => page.evaluate(async ([name, given]) => (await import("/bench/engines.js"))[name](...given), [name, given]);
    const found = { on: await call("open", path), difference: await call("difference", 4), calls: {}, steps: {} };
    if (!(found.difference <= TOLERANCE)) throw new Error(`expected the outputs within ${TOLERANCE} of each other, found ${found.difference}`);
    if (gpu) {
      await gpu();
      await call("call", 1);
      found.dispatches = (await gpu()).dispatches;
      console.log(`  ${found.dispatches} dispatches a call`);
    }
    for (const batch of BATCHES) {
      found.calls[batch] = summary(await call("compare", batch, ROUNDS));
      found.steps[batch] = median(await call("step", batch, path.backend === "cpu" ? ROUNDS : 4));
      console.log(`  batch ${batch}: ${JSON.stringify(found.calls[batch])}, a step ${found.steps[batch].toFixed(1)} ms`);
    }
    if (path.backend === "cpu" && !isolated) {
      found.peak = await peak(page);
      found.achieved = operations(MODEL.config, MODEL.tensors) / found.steps[1] / 1e6;
      console.log(`  ${found.achieved.toFixed(1)} of ${found.peak.toFixed(1)} GFLOP/s of one thread at batch 1`);
    }
    found.sampling = summary(await call("sampling", 16, 20, path.backend === "cpu" ? ROUNDS : 1));
    console.log(`  16 digits by DDIM-20: ${JSON.stringify(found.sampling)}`);
    if (isolated) {
      // The first steps fill the caches of all that holds memory.
      await call("steps", 100);
      const weigh = async () => ({ page: await call("memory"), gpu: (await gpu?.())?.bytes });
      const [steps, before] = [gpu ? ENDURANCE / 10 : ENDURANCE, await weigh()];
      await call("steps", steps);
      found.memory = { steps, before, after: await weigh() };
      console.log(`  memory: ${JSON.stringify(found.memory)}`);
    }
    return found;
  } finally {
    await browser.close();
  }
}

/** What a reader of the page waits for: from opening to the first digit, from a click to the last pixel, from a slider's move to its picture. */
async function page(served) {
  const browser = await launch();
  const settings = (more) => `${served.page}#${new URLSearchParams({ backend: "cpu", lang: "en", ...more })}`;
  const result = () => addEventListener("unnoise-result", () => requestAnimationFrame(() => requestAnimationFrame(() => (globalThis.shown = performance.now()))));
  try {
    const cold = [];
    const click = [];
    const slide = [];
    for (let round = 0; round < ROUNDS; round++) {
      const context = await browser.newContext();
      await context.addInitScript(result);
      const page = await context.newPage();
      await page.goto(settings({ "g.count": 1, "g.steps": 10 }));
      cold.push(await page.waitForFunction(() => globalThis.shown).then((handle) => handle.jsonValue()));
      await page.getByLabel("Steps", { exact: true }).first().fill("20");
      await page.getByText("More: spacing").click();
      await page.getByLabel("Images").fill("16");
      await page.evaluate(() => {
        globalThis.shown = 0;
        addEventListener("click", () => (globalThis.clicked = performance.now()), { capture: true, once: true });
      });
      await page.getByRole("button", { name: "Generate 16" }).click();
      click.push(await page.waitForFunction(() => globalThis.shown && globalThis.shown - globalThis.clicked).then((handle) => handle.jsonValue()));
      await page.evaluate(() => {
        const preview = document.querySelector("unnoise-generate").shadowRoot.querySelector(".preview");
        const painted = () => preview.dataset.steps === "5" && requestAnimationFrame(() => (globalThis.previewed ??= performance.now()));
        new MutationObserver(painted).observe(preview, { attributeFilter: ["data-steps"] });
        addEventListener("input", () => (globalThis.moved = performance.now()), { capture: true, once: true });
      });
      await page.getByLabel("η", { exact: false }).first().fill("0.5");
      slide.push(await page.waitForFunction(() => globalThis.previewed && globalThis.previewed - globalThis.moved).then((handle) => handle.jsonValue()));
      await context.close();
    }
    return { cold: median(cold), click: median(click), slide: median(slide), rounds: ROUNDS };
  } finally {
    await browser.close();
  }
}

/** The network that the exact bench trains in the tab, on its two modes: how long until its loss is within a tenth of the floor, and where it ends. */
async function learning(served) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(served.plain);
    const found = {};
    for (const target of ["epsilon", "x0", "v"]) {
      found[target] = await page.evaluate(async (target) => {
        const { createMixture } = await import("/dist/unnoise.js");
        const mix = await createMixture({ components: [{ weight: 0.3, mean: [-0.6], deviation: 0.12 }, { weight: 0.7, mean: [0.5], deviation: 0.2 }] });
        let near = null;
        const began = performance.now();
        const { loss, floor } = await mix.train({
          width: 64,
          steps: 3000,
          target,
          onProgress: ({ step, loss, floor }) => {
            if (near === null && loss <= 1.1 * floor) near = { ms: performance.now() - began, step };
          },
        });
        return { near, ms: performance.now() - began, over: loss / floor - 1, floor };
      }, target);
      console.log(`  ${target}: ${JSON.stringify(found[target])}`);
    }
    return found;
  } finally {
    await browser.close();
  }
}

const require = createRequire(import.meta.url);
const served = await serve({ root: ROOT, ort: dirname(require.resolve("onnxruntime-web")), model: Buffer.from(exportModel(folder)) });
const FILE = join(HERE, "results.json");
const only = process.argv.slice(2).filter((word) => word in PATHS || word === "page" || word === "learning");
const wanted = (key) => only.length === 0 || only.includes(key);
// What is not measured this time stays as it was, with the commit that it was measured at.
const before = only.length > 0 && existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
const results = {
  ...before,
  machine: `${cpus()[0].model}, ${threads} cores`,
  versions: Object.fromEntries(["onnxruntime-web"].map((name) => [name, JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")).devDependencies[name]])),
  paths: { ...before.paths },
};
for (const [key, path] of Object.entries(PATHS)) {
  if (!wanted(key)) continue;
  console.log(`bench: ${path.name}`);
  results.paths[key] = { name: path.name, commit, ...(await measure(path, served)) };
}
if (wanted("page")) {
  console.log("bench: the page");
  results.page = { commit, ...(await page(served)) };
  console.log(`  ${JSON.stringify(results.page)}`);
}
if (wanted("learning")) {
  console.log("bench: a network that learns in the tab");
  results.learning = { commit, ...(await learning(served)) };
}
served.close();
if (!QUICK) {
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(ROOT, "docs/benchmarks.md"), report(results));
}
