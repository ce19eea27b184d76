/**
 * What the page's tests share: a static server over the built site, a browser, and a page that
 * reports every console error.
 *
 * The site is $UNNOISE_DIST (default ./dist), the browser $CHROMIUM (default /usr/bin/chromium).
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";

export const DIST = resolve(process.env.UNNOISE_DIST ?? "dist");
/** What checks accessibility within a page: `addScriptTag({ path: AXE })`. */
export const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** The page's own promise: it works from any sub-path. */
const BASE = "/some/where/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** www/lab/patience.js with limits that a test can wait for; a server that is well answers sooner, on a busy machine too. */
export const HASTY = (await readFile(join(DIST, "lab/patience.js"), "utf8").catch(() => "")).replace(/\{[^{}]*\bdownload:[^{}]*\}/, "{ download: 1500, kept: 6000, worker: 2000, gpu: 1500, crew: 1500, member: 1500 }");

/**
 * A plain static host, with the headers that GitHub Pages sends; what is not there is a 404. `replaced` holds the bodies
 * of files that are other than in the built site, `headers` what goes out with a file besides, and `sent` the names and lengths of the bodies that went out, in order.
 * `network` can be cut, told to forbid caching, to compress (a body's first time takes long), to leave the requests for
 * one file without an answer (their sockets wait), to deny one file, or to send half of one, after which nothing comes or the connection breaks.
 */
export async function serve() {
  /** @type {Map<string, string | Buffer>} */
  const replaced = new Map();
  /** @type {Map<string, Record<string, string>>} */
  const headers = new Map();
  const sent = [];
  /** @type {Map<string, Buffer>} */
  const compressed = new Map();
  const network = { cut: false, caching: "max-age=600", compressing: false, silent: /** @type {string | null} */ (null), waiting: [], gone: /** @type {string | null} */ (null), stalled: /** @type {string | null} */ (null), broken: /** @type {string | null} */ (null) };
  await stat(join(DIST, "unnoise.js")).catch(() => {
    throw new Error(`expected the built site in ${DIST}; run \`cargo xtask build\`, or name its folder in UNNOISE_DIST`);
  });
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    if (network.cut) return request.socket.destroy();
    if (network.silent !== null && path.endsWith(network.silent)) return network.waiting.push(request.socket);
    try {
      assert(path.startsWith(BASE) && !(network.gone && path.endsWith(network.gone)));
      const file = normalize(path.slice(BASE.length) || "index.html");
      const body = replaced.get(file) ?? (await readFile(join(DIST, file)));
      const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
      const usual = { etag, "cache-control": network.caching, "access-control-allow-origin": "*", ...headers.get(file) };
      if (request.headers["if-none-match"] === etag) return response.writeHead(304, usual).end();
      const brotli = network.compressing && /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
      if (brotli && !compressed.has(etag)) compressed.set(etag, brotliCompressSync(body));
      const sending = brotli ? compressed.get(etag) : body;
      sent.push({ file, bytes: sending.length });
      const type = { "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
      const half = ["stalled", "broken"].find((fault) => network[fault] !== null && path.endsWith(network[fault]));
      if (half) {
        response.writeHead(200, { ...usual, ...type, "content-length": sending.length });
        return response.write(sending.subarray(0, sending.length >> 1), () => (half === "broken" ? request.socket.destroy() : network.waiting.push(request.socket)));
      }
      response.writeHead(200, { ...usual, ...type, ...(brotli ? { "content-encoding": "br" } : {}) }).end(sending);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}${BASE}`, replaced, headers, sent, network, close: () => server.close() };
}

/** Starts server and browser; `close` ends both. */
export async function start() {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--enable-unsafe-webgpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  return {
    ...server,
    browser,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/**
 * A fresh page without a service worker (which would answer before `page.route` does) that keeps what went wrong in
 * `problems`: console errors, uncaught errors, requests to another origin. `prepare` is called with its context.
 */
export async function freshPage({ browser, url }, { width = 1280, height = 900, prepare = async (_context) => {}, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "en-GB", serviceWorkers: "block", ...options });
  await prepare(context);
  // What is inside an element of ours, which no script of a page around it is to touch; by its name or itself.
  await context.addInitScript(() => (globalThis.inside = (of) => (typeof of === "string" ? document.querySelector(of) : of)?.[Symbol.for("unnoise")]));
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.stack ?? error}`));
  page.on("request", (request) => {
    const own = request.url().startsWith(url) || /^(data|blob):/.test(request.url());
    if (!own) problems.push(`request to ${request.url()}`);
  });
  return { context, page, problems };
}

/** A page of this origin without the application, for the contract: `lab` code runs in `page.evaluate`. */
export async function barePage(session, options) {
  const fresh = await freshPage(session, options);
  const entry = `${session.url}bare.html`;
  await fresh.page.route(entry, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>bare</title>" }));
  await fresh.page.goto(entry);
  await fresh.page.evaluate(async () => {
    globalThis.unnoise = await import("./unnoise.js");
    /** What a call throws at once; a promise that it would give instead is reported as such. */
    globalThis.thrown = (call) => {
      try {
        const value = call();
        value?.catch?.(() => {});
        return { name: "nothing", message: `no error was thrown, but ${typeof value} given` };
      } catch (error) {
        return { name: error.name, message: error.message };
      }
    };
    /** What a promise rejects with. */
    globalThis.rejected = (promise) =>
      promise.then(
        () => ({ name: "nothing", message: "it resolved" }),
        (error) => ({ name: error.name, message: error.message, code: error.code }),
      );
    /** A short fingerprint of a tensor's bytes. */
    globalThis.print = async (array) => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
    };
    globalThis.frames = async (run) => {
      const all = [];
      for await (const frame of run) all.push(frame);
      return all;
    };
  });
  return fresh;
}

/**
 * The application, opened by a link in a fresh profile. `results` on the page holds what its panels
 * reported, in order.
 */
export async function openLink(session, link, options) {
  const fresh = await freshPage(session, options);
  await fresh.page.addInitScript(() => {
    globalThis.results = [];
    addEventListener("unnoise-result", ({ target, detail }) => results.push({ of: target.localName, ...detail }));
  });
  await fresh.page.goto(link);
  return fresh;
}

/** The line that an article has for all elements. */
export const ELEMENTS = `<script type="module" src="elements.js"></script>`;

/** A page with these contents, somewhere on the site, with `headers` of its own; `results` and `sizes` hold what its panels and iframes told. */
export async function openArticle(session, html, { head = "", headers = {}, url = `${session.url}article.html`, ...options } = {}) {
  const fresh = await freshPage(session, options);
  await listen(fresh.page);
  session.replaced.set("article.html", `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>article</title>${head}${html}`);
  session.headers.set("article.html", headers);
  await fresh.page.goto(url);
  return fresh;
}

export const listen = (page) =>
  page.addInitScript(() => {
    globalThis.results = [];
    globalThis.sizes = [];
    addEventListener("unnoise-result", ({ target, detail }) => results.push({ of: target.localName, ...detail }));
    addEventListener("message", ({ data }) => data.type === "unnoise-size" && sizes.push(data.height));
  });

/** @param {any} page a page, or a frame in one that `listen` has reached */
export const untilResultOf = (page, element, count = 1) =>
  page.waitForFunction(([element, count]) => results.filter(({ of }) => of === element).length >= count, [element, count], { timeout: 120_000 });

/** The application, opened with settings in the URL's hash. */
export const openApp = (session, settings, options) =>
  openLink(session, `${session.url}#${new URLSearchParams({ backend: "cpu", ...settings })}`, options);

/** Opens a panel by the map; on a phone only the bench that is open shows its faces. */
export async function openPanel(page, panel) {
  const face = page.locator(`nav a[data-panel=${panel}]`);
  if (!(await face.isVisible())) await page.locator(".map > li", { has: page.locator(`a[data-panel=${panel}]`) }).locator("a.bench").click();
  await face.click();
}

/** Opens the sheet that has the reader's own choices, where they are not in the head's row. */
export async function openSheet(page) {
  const menu = page.locator("header .menu");
  if ((await menu.isVisible()) && (await menu.getAttribute("aria-expanded")) !== "true") await menu.click();
}

export async function switchLanguage(page) {
  await openSheet(page);
  await page.click(".language");
}

/** Waits until the panels have reported so many results in all. */
export const untilResults = (page, count) => page.waitForFunction((count) => globalThis.results.length >= count, count, { timeout: 120_000 });

/** Waits until what is shown is what is known: panels draw at the next frame. */
export const untilDrawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Waits until a panel's work is over: some go on after their result, and say so with frames. */
export const untilIdle = (page, panel) =>
  page.waitForFunction((panel) => document.querySelector(panel).shadowRoot.querySelector(".status:not([data-busy])"), panel, { timeout: 120_000 });

/** A panel's own pictures: those of the gallery are made one by one while it is idle, the preview when settings move, and film and equation go along with a run. */
const PICTURES = "canvas:not([hidden], .gallery canvas, .preview canvas, .film canvas, .picture-equation canvas)";

/** The words of an element as they are seen, its symbols in Unicode as the strings write them: innerText would give x^0 for x̂₀. */
export const readable = (locator) =>
  locator.evaluate((node) => {
    const symbols = [...node.querySelectorAll(".symbol")];
    const math = symbols.map((symbol) => symbol.firstElementChild);
    symbols.forEach((symbol, k) => symbol.replaceChildren(math[k].getAttribute("aria-label")));
    const text = node.innerText;
    symbols.forEach((symbol, k) => symbol.replaceChildren(math[k]));
    return text.normalize("NFC");
  });

/** The pixels of a panel's canvases, as short texts. */
export async function pixels(page, panel) {
  await untilDrawn(page);
  return page.evaluate(
    ([panel, pictures]) => Array.from(document.querySelector(panel).shadowRoot.querySelectorAll(pictures), (canvas) => canvas.toDataURL()),
    [panel, PICTURES],
  );
}

/** Whether a canvas shows more than one colour. */
export const notBlank = (page, panel) =>
  page.evaluate(([panel, pictures]) => {
    const canvases = [...document.querySelector(panel).shadowRoot.querySelectorAll(pictures)].filter((canvas) => canvas.checkVisibility());
    return canvases.length > 0 && canvases.every((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const greys = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) greys.add(256 * data[i] + data[i + 3]); // a density is drawn by how opaque it is
      return greys.size > 8;
    });
  }, [panel, PICTURES]);

/** A round through the worker: what it was doing when this was called, it has answered since. */
export const settle = (page) =>
  page.evaluate(async () => {
    const { keyOf, shareOf } = await import("./app/panel/shared-lab.js");
    await shareOf(keyOf({ model: "digits", backend: "cpu" })).lab.sample({ count: 1, steps: 1, frames: "none" }).result;
  });

/** The page's workers, without those that help one of them with a batch. */
export const workersOf = (page) => page.workers().filter((worker) => !worker.url().endsWith("/member.js"));

/** Waits until the page's service worker holds a version and answers, and returns it. Asked again and again from here: `waitForFunction` takes the promise of an async function for a yes. @param {import("playwright-core").Page} page */
export async function untilHeld(page, version = "") {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await page.waitForTimeout(100)) {
    const held = await page.evaluate(async () => {
      if ((await navigator.serviceWorker.getRegistration())?.active?.state !== "activated") return [];
      const [name] = (await caches.keys()).filter((name) => name.startsWith("unnoise "));
      return (await (await caches.open(name)).keys()).flatMap(({ url }) => /@(\w+)\/files\.json$/.exec(url)?.[1] ?? []);
    });
    const found = held.find((candidate) => candidate === version || !version);
    if (found) return found;
  }
  assert.fail("the service worker did not come to hold a version");
}

/** Within a part of what is expected. */
export const near = (found, expected, part, what = "") => assert(Math.abs(found - expected) <= part * Math.abs(expected), `${what} expected ${expected}, found ${found}`);

/** In both languages, wide and narrow, light and dark: axe finds nothing and nothing leaves the screen. */
export async function sound(page, what) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: AXE });
  for (const [lang, width, colorScheme] of [["en", 1280, "dark"], ["ko", 1280, "light"], ["en", 390, "light"], ["ko", 390, "dark"]]) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    await page.evaluate((lang) => (location.hash = location.hash.replace(/lang=\w+/, `lang=${lang}`)), lang);
    await page.waitForFunction((lang) => document.documentElement.lang === lang, lang);
    await untilDrawn(page);
    const { violations } = await page.evaluate(() => axe.run(document.querySelector("main"), { resultTypes: ["violations"] }));
    assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`)), [], `${what} ${lang} ${width}`);
    assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} ${lang} ${width}: scrolls sideways`);
  }
}
