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
import { BROWSERS } from "./drivers.mjs";

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
  for (const file of ["index.html", "examples/en.html"]) {
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
          assert.deepEqual(await browser.evaluate("faults"), []);
        });
      }
      await t.test("the story", async () => {
        await browser.goto(`${server.url}?story#backend=cpu&lang=en`);
        await until(browser, `document.querySelector("unnoise-story")?.shadowRoot.querySelector("h2, h3")`, `${name} story`);
        await until(browser, `results.length > 0`, `${name} story`);
        assert.deepEqual(await browser.evaluate("faults"), []);
      });
      await t.test("an article", async () => {
        await browser.goto(`${server.url}examples/en.html`);
        const panels = await browser.evaluate(`[...document.querySelectorAll("article :is(unnoise-vae, unnoise-noise, unnoise-exact, unnoise-generate)")].map((node) => node.localName)`);
        for (const panel of panels) {
          await browser.evaluate(`document.querySelector("${panel}").scrollIntoView({ block: "center", behavior: "instant" })`);
          await until(browser, `results.includes("${panel}")`, `${name} article`);
        }
        assert.deepEqual(await browser.evaluate("faults"), []);
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
