/**
 * Chromium, Firefox and WebKitGTK (Safari's engine) behind one handle: `goto` an address, `evaluate` an expression in
 * the page, `click` a point of it and `press` a key as a reader does, `resize` and `close`. What each page did wrong is kept by the page itself (see `watched` in support.mjs),
 * so that the three are asked in the same words.
 *
 * Their programs are $CHROMIUM, $FIREFOX, $WEBKIT_DRIVER and $XVFB, and $LAVAPIPE is the manifest of the Vulkan driver that
 * Firefox's WebGPU runs on; `cargo xtask test` finds or installs them.
 */

import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";

const WIDTH = 1280;
const HEIGHT = 900;
/** The name that Debian gives it, for tests that are run by hand. */
const LAVAPIPE = process.env.LAVAPIPE ?? "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json";

async function openChromium() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  const page = await (await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, locale: "en-GB", serviceWorkers: "block" })).newPage();
  return {
    goto: (url) => page.goto(url),
    evaluate: (expression) => page.evaluate(expression),
    click: (x, y) => page.mouse.click(x, y),
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.setViewportSize({ width, height }),
    close: () => browser.close(),
  };
}

/** Firefox without the blocklist of drivers, and with one that every machine has: Mesa's Vulkan on the processor. */
export const openFirefoxOnLavapipe = () =>
  openFirefox({ "dom.webgpu.enabled": true, "gfx.webgpu.ignore-blocklist": true }, { VK_DRIVER_FILES: LAVAPIPE, VK_ICD_FILENAMES: LAVAPIPE });

async function openFirefox(preferences = {}, variables = {}) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
    protocolTimeout: 600_000,
    env: { ...process.env, ...variables },
    extraPrefsFirefox: { "dom.serviceWorkers.enabled": false, "intl.accept_languages": "en-GB", ...preferences },
  });
  const page = await browser.newPage();
  await page.setViewport({ width: WIDTH, height: HEIGHT });
  return {
    goto: (url) => page.goto(url),
    evaluate: (expression) => page.evaluate(expression),
    click: (x, y) => page.mouse.click(x, y),
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.setViewport({ width, height }),
    close: () => browser.close(),
  };
}

/** A port that nobody listens on. */
const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer();
    server.on("error", fail).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** WebKitGTK's own little browser; Debian puts it in no folder of the PATH. */
async function miniBrowser() {
  if (process.env.WEBKIT_BROWSER) return process.env.WEBKIT_BROWSER;
  const libraries = (await readdir("/usr/lib", { withFileTypes: true })).filter((entry) => entry.isDirectory() && /-linux-gnu/.test(entry.name));
  for (const { name } of libraries) {
    const folder = join("/usr/lib", name);
    for (const inner of (await readdir(folder)).filter((entry) => /^webkit2?gtk-[\d.]+$/.test(entry)).sort().reverse()) {
      if ((await readdir(join(folder, inner))).includes("MiniBrowser")) return join(folder, inner, "MiniBrowser");
    }
  }
  throw new Error("no MiniBrowser of WebKitGTK under /usr/lib; name it in WEBKIT_BROWSER");
}

/** A display without a screen. It chooses its number itself and says it on its fourth channel. */
function openDisplay() {
  const server = spawn(process.env.XVFB ?? "Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  return new Promise((done, fail) => {
    server.on("error", fail).on("exit", (code) => fail(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3].on("data", (number) => done({ name: `:${String(number).trim()}`, close: () => server.kill() }));
  });
}

/** Keys as WebDriver writes them. */
const KEYS = { ArrowLeft: "\uE012", ArrowRight: "\uE014", Enter: "\uE007", Tab: "\uE004" };

/** Plain WebDriver over HTTP: a few commands are all that is asked. */
async function openWebKit() {
  const binary = await miniBrowser();
  const display = await openDisplay();
  const home = await mkdtemp(join(tmpdir(), "unnoise-webkit-"));
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display.name, LIBGL_ALWAYS_SOFTWARE: "1", HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home, LANG: "en_GB.UTF-8", LANGUAGE: "en_GB" };
  const driver = spawn(process.env.WEBKIT_DRIVER ?? "WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const end = async () => {
    driver.kill();
    display.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  try {
    for (const deadline = Date.now() + 30_000; ; await sleep(100)) {
      if (await call("GET", "/status").then(() => true, () => false)) break;
      if (Date.now() > deadline) throw new Error("WebKitWebDriver does not answer");
    }
    const options = { binary, args: ["--automation"] };
    const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": options } } });
    const at = `/session/${sessionId}`;
    await call("POST", `${at}/timeouts`, { script: 300_000, pageLoad: 120_000 });
    const evaluate = (expression) => call("POST", `${at}/execute/async`, { script: "const done = arguments[1]; Promise.resolve((0, eval)(arguments[0])).then(done, (error) => done(`failed: ${error}`));", args: [expression] });
    // What the window's frame takes is known only by trying.
    const resize = async (width, height) => {
      let frame = [0, 0];
      for (let k = 0; k < 10; k++) {
        await call("POST", `${at}/window/rect`, { width: width + frame[0], height: height + frame[1] });
        await sleep(200);
        const [w, h] = await evaluate("[innerWidth, innerHeight]");
        if (w === width && h === height) return;
        frame = [frame[0] + width - w, frame[1] + height - h];
      }
    };
    await resize(WIDTH, HEIGHT);
    const act = (actions) => call("POST", `${at}/actions`, { actions });
    return {
      goto: (url) => call("POST", `${at}/url`, { url }),
      evaluate,
      click: (x, y) => act([{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [{ type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }] }]),
      press: (key) => act([{ type: "key", id: "keys", actions: [{ type: "keyDown", value: KEYS[key] }, { type: "keyUp", value: KEYS[key] }] }]),
      resize,
      async close() {
        await call("DELETE", at).catch(() => {});
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** @type {Record<string, () => Promise<any>>} */
export const BROWSERS = { Chromium: openChromium, Firefox: openFirefox, WebKit: openWebKit };
