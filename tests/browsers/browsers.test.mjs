/**
 * The page and an article in three engines: every panel is used by a link on the CPU, and one link gives the same bytes
 * in all of them.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { DIST, serve } from "../page/support.mjs";
import { BROWSERS, openFirefoxOnLavapipe } from "./drivers.mjs";

/** What each panel is opened with: few steps, since three browsers take them. */
const LINKS = {
  generate: { "g.steps": 4, "g.count": 4 },
  compare: { "c.a-steps": 2, "c.b-steps": 3, "c.count": 1 },
  interpolate: { "i.steps": 2, "i.frames": 7 },
  noise: { "n.t": 400, "n.steps": 4 },
  reconstruct: { "r.steps": 2 },
  elbo: { "e.timesteps": 10 },
  vae: {},
  exact: {},
  classify: { "w.timesteps": 2, "x.source": "digit", "x.digit": 7 },
};
/** A phone's width, or the least that the browser's window can have. */
const NARROW = { Chromium: 390, Firefox: 390, WebKit: 450 };
/** Those whose pictures are drawn pixel by pixel from the engine's numbers; the others draw curves and letters, which each engine smooths in its own way. */
const BYTES = ["generate", "compare", "interpolate", "noise", "reconstruct"];

/** Keeps in the page what went wrong in it and what its panels reported; the service worker would answer with the page as it was built. */
const WATCH = `<script>
  delete Navigator.prototype.serviceWorker;
  globalThis.results = []; globalThis.faults = [];
  addEventListener("unnoise-result", ({ target }) => results.push(target.localName));
  addEventListener("error", ({ message }) => faults.push(message));
  addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
  const report = console.error; console.error = (...words) => { faults.push(words.join(" ")); report(...words); };
</script>`;

/** Fingerprints of a panel's pictures, as bytes of pixels: PNGs differ from engine to engine. */
const PICTURES = (panel) => `(async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const own = "canvas:not([hidden], .gallery canvas, .preview canvas, .film canvas, .picture-equation canvas)";
  const prints = [];
  for (const canvas of document.querySelector("unnoise-${panel}").shadowRoot.querySelectorAll(own)) {
    if (canvas.width * canvas.height === 0) continue;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    prints.push({ size: canvas.width + "x" + canvas.height, shades: new Set(data).size, print: Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("") });
  }
  return prints;
})()`;

/** What the panels say of themselves, for the report of a wait that did not end. */
const STATES = `[...document.querySelectorAll("*")].flatMap(({ localName, shadowRoot }) => { const status = shadowRoot?.querySelector(".status"); return status ? [localName + (status.dataset.busy === undefined ? "" : " (busy)") + ": " + status.textContent] : []; })`;

let server;
before(async () => {
  server = await serve();
  for (const file of ["index.html", "examples/en.html", "examples/ko.html"]) {
    const html = await readFile(join(DIST, file), "utf8");
    server.replaced.set(file, html.replace("<head>", `<head>${WATCH}`));
  }
});
after(() => server?.close());

/** Asks again until the page says yes. */
async function until(browser, condition, what) {
  for (const deadline = Date.now() + 120_000; !(await browser.evaluate(`Boolean(${condition})`)); await sleep(100)) {
    if (Date.now() > deadline) assert.fail(`${what}: did not come to hold ${condition}; faults ${JSON.stringify(await browser.evaluate("globalThis.faults"))}, states ${JSON.stringify(await browser.evaluate(STATES))}`);
  }
}

/** Where a control of a panel is, once it is in sight, and it as `control` in the page. @param {string} panel @param {string} selector @param {number} at how far along it, from the left */
const CONTROL = (panel, selector, at) => `(() => {
  const controls = [...document.querySelector("unnoise-${panel}").shadowRoot.querySelectorAll("${selector}")];
  globalThis.control = controls.find((node) => node.checkVisibility() && node.getBoundingClientRect().width > 0 && !node.disabled);
  if (!control) return null;
  control.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = control.getBoundingClientRect();
  return [left + ${at} * width, top + height / 2];
})()`;

/** Uses a panel as a reader does: a slider by the mouse and by a key, and the button that runs it. */
async function use(browser, panel, name) {
  const slider = await browser.evaluate(CONTROL(panel, "input[type=range]", 0.7));
  assert(slider, `${panel} has a slider`);
  const before = await browser.evaluate("control.value");
  await browser.click(...slider);
  await until(browser, `control.value !== "${before}"`, `${name} ${panel}, a click on the slider`);
  const clicked = await browser.evaluate("control.value");
  await browser.press("ArrowLeft");
  await until(browser, `control.value !== "${clicked}"`, `${name} ${panel}, a key on the slider`);
  const button = await browser.evaluate(CONTROL(panel, "button.run", 0.5));
  if (!button) return;
  await browser.evaluate("results.length = 0");
  await browser.click(...button);
  await until(browser, `results.includes("unnoise-${panel}")`, `${name} ${panel}, a click on its button`);
}

/** What every engine made of a link, by panel and engine. */
const made = {};
for (const [name, open] of Object.entries(BROWSERS)) {
  test(name, async (t) => {
    const browser = await open();
    try {
      for (const [panel, settings] of Object.entries(LINKS)) {
        await t.test(panel, async (t) => {
          const whole = async (/** @type {number} */ time) => {
            // Another search than the last: only the hash would not load the page anew.
            await browser.goto(`${server.url}?${panel}${time}#${new URLSearchParams({ backend: "cpu", lang: "en", panel, ...settings })}`);
            await until(browser, `globalThis.results?.includes("unnoise-${panel}")`, `${name} ${panel}`);
            await until(browser, `document.querySelector("unnoise-${panel}").shadowRoot.querySelector(".status:not([data-busy])")`, `${name} ${panel}`);
          };
          // One opening in fifteen did not end in Firefox on a busy machine (docs/browsers.md): it is told, and has one more.
          await whole(1).catch((error) => (t.diagnostic(`opened again: ${error.message}`), whole(2)));
          (made[panel] ??= {})[name] = await browser.evaluate(PICTURES(panel));
          await use(browser, panel, name);
          assert.deepEqual(await browser.evaluate("globalThis.faults"), []);
        });
      }
      await t.test("the story", async () => {
        await browser.goto(`${server.url}?story#backend=cpu&lang=en`);
        await until(browser, `document.querySelector("unnoise-story")?.shadowRoot.querySelector("h2, h3")`, `${name} story`);
        await until(browser, `results.length > 0`, `${name} story`);
        assert.deepEqual(await browser.evaluate("globalThis.faults"), []);
      });
      for (const [language, width] of [["en", 1280], ["ko", NARROW[name]]]) await t.test(`an article, ${language}, ${width} pixels`, async () => {
        await browser.resize(width, 900);
        await browser.goto(`${server.url}examples/${language}.html`);
        const panels = await browser.evaluate(`[...document.querySelectorAll("article :is(unnoise-vae, unnoise-noise, unnoise-exact, unnoise-generate)")].map((node) => node.localName)`);
        for (const panel of panels) {
          await browser.evaluate(`document.querySelector("${panel}").scrollIntoView({ block: "center", behavior: "instant" })`);
          await until(browser, `results.includes("${panel}")`, `${name} article`);
        }
        assert(await browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen");
        assert.deepEqual(await browser.evaluate("globalThis.faults"), []);
      });
    } finally {
      await browser.close();
    }
  });
}

test("one link, the same bytes in every engine", async (t) => {
  for (const panel of BYTES) {
    await t.test(panel, () => {
      const { Chromium, ...others } = made[panel];
      assert(Chromium.length > 0 && Chromium.some(({ shades }) => shades > 8), "there are pictures");
      for (const name of ["Firefox", "WebKit"]) assert.deepEqual(others[name], Chromium, name);
    });
  }
});

// WebGPU in a second implementation: Firefox's is wgpu on Vulkan, Chromium's is Dawn (tests/page/gpu.test.mjs).

/** By which a picture may differ from the CPU's, of a range of 2. */
const TOLERANCE = 1e-3;

/** Pictures of a few calls on the GPU and on the CPU: by how much they differ at most, and what the GPU is. */
const AGREEMENT = `(async () => {
  const { createLab } = await import("./unnoise.js");
  const make = async (backend) => {
    const lab = await createLab({ backend });
    const { info, notice } = lab;
    const { images, latents } = await lab.sample({ count: 4, steps: 5, seed: 7 }).result;
    const image = latents.slice(0, 784).map((value) => Math.min(Math.max(value, -1), 1));
    const { x0, noise } = await lab.predict({ image, t: 400 });
    const strip = (await lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, frames: 3, steps: 3, sampler: "ddpm" }).result).images;
    lab.dispose();
    return { info, notice, parts: { latents, images, x0, noise, strip } };
  };
  const [gpu, cpu] = [await make("webgpu"), await make("cpu")];
  const gaps = Object.entries(gpu.parts).map(([name, values]) => [name, Math.max(...values.map((value, k) => Math.abs(value - cpu.parts[name][k])))]);
  return { backend: gpu.info.backend, fallback: gpu.info.fallbackAdapter, notice: gpu.notice?.code, extent: Math.max(...gpu.parts.images) - Math.min(...gpu.parts.images), gaps: Object.fromEntries(gaps) };
})()`;

test("Firefox's WebGPU, on lavapipe", async (t) => {
  const browser = await openFirefoxOnLavapipe();
  try {
    await t.test("agrees with the CPU", async (t) => {
      await browser.goto(`${server.url}?agreement#lang=en&backend=cpu`);
      const { gaps, extent, ...rest } = await browser.evaluate(AGREEMENT);
      assert.deepEqual(rest, { backend: "webgpu", fallback: true, notice: "software-forced" });
      assert.equal(gaps.latents, 0, "noise is bit-equal on every backend");
      for (const [name, gap] of Object.entries(gaps)) assert(gap < TOLERANCE, `${name} differ by ${gap}`);
      assert(extent > 0.5, "the pictures are not blank");
      t.diagnostic(JSON.stringify(gaps));
    });
    for (const panel of ["generate", "compare", "noise"]) {
      await t.test(panel, async () => {
        await browser.goto(`${server.url}?gpu${panel}#${new URLSearchParams({ backend: "webgpu", lang: "en", panel, ...LINKS[panel] })}`);
        await until(browser, `globalThis.results?.includes("unnoise-${panel}")`, `lavapipe ${panel}`);
        await until(browser, `document.querySelector("unnoise-${panel}").shadowRoot.querySelector(".status:not([data-busy])")`, `lavapipe ${panel}`);
        assert.match(await browser.evaluate(`document.querySelector(".machine, .chip").textContent`), /WebGPU/);
        assert.deepEqual(await browser.evaluate("globalThis.faults"), []);
      });
    }
  } finally {
    await browser.close();
  }
});
