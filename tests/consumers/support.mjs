/**
 * The packed site in projects of others: each folder beside this file is one, as somebody would write it, with its own lock file.
 * It is copied to a temporary folder, its locked packages are installed, then the archive that `npm pack` makes of the site; it is built and opened.
 *
 * The site is $UNNOISE_DIST, as in tests/page.
 */

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { DIST, freshPage, listen, untilResultOf } from "../page/support.mjs";

const exec = promisify(execFile);
const env = { ...process.env, npm_config_update_notifier: "false", NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1", NO_COLOR: "1", CI: "1" };
const QUIET = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

/** Runs a program in a folder; what it said goes into the failure. */
export async function run(cwd, program, ...args) {
  try {
    return (await exec(program, args, { cwd, env, maxBuffer: 1e8 })).stdout;
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}: expected success, found ${error.code ?? error.signal}\n${error.stdout}\n${error.stderr}`);
  }
}

/** The path of the site's archive in a folder. @param {string} folder */
export async function pack(folder) {
  const said = await run(DIST, "npm", "pack", "--json", "--pack-destination", folder);
  return join(folder, JSON.parse(said)[0].filename);
}

/** A project, copied and installed. @param {string} name of the folder beside this file */
export async function consumer(name) {
  const home = await mkdtemp(join(tmpdir(), `unnoise-${name}-`));
  const folder = join(home, "project");
  await cp(fileURLToPath(new URL(name, import.meta.url)), folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
  await run(folder, "npm", "ci", ...QUIET);
  // What is locked stays as it is: the archive has no lock entry, since it is made anew with every build.
  const lock = await readFile(join(folder, "package-lock.json"), "utf8");
  await run(folder, "npm", "install", "--no-save", "--no-package-lock", ...QUIET, await pack(home));
  assert.equal(await readFile(join(folder, "package-lock.json"), "utf8"), lock, "the lock file was changed");
  return { folder, bin: (program) => join(folder, "node_modules/.bin", program), remove: () => rm(home, { recursive: true, force: true }) };
}

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".wasm": "application/wasm", ".webp": "image/webp", ".png": "image/png", ".woff2": "font/woff2" };

/** A static host of one folder below a path, without any setting. @param {string} folder @param {string} [below] */
export async function host(folder, below = "/") {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    try {
      assert(path.startsWith(below));
      const file = normalize(path.endsWith("/") ? `${path.slice(below.length)}index.html` : path.slice(below.length));
      const body = await readFile(join(folder, file));
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}${below}`, close: () => server.close() };
}

/** A server of the project's own; it is there when it has said its address. @param {string} cwd @param {string} program @param {string[]} args */
export async function own(cwd, program, ...args) {
  const process = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  const url = await new Promise((done, fail) => {
    const hear = (part) => {
      said += part;
      const [address] = /https?:\/\/(?:localhost|127\.0\.0\.1):\d+\S*/.exec(said) ?? [];
      if (address) done(address.replace("localhost", "127.0.0.1"));
    };
    process.stdout.on("data", hear);
    process.stderr.on("data", hear);
    process.on("exit", (code) => fail(new Error(`${program} ${args.join(" ")}: expected an address, found the end (${code}):\n${said}`)));
    setTimeout(() => fail(new Error(`${program} ${args.join(" ")}: expected an address within a minute, found:\n${said}`)), 60_000).unref();
  });
  // With all that it has started: it leads a group of its own.
  return { url: url.endsWith("/") ? url : `${url}/`, said: () => said, close: () => globalThis.process.kill(-process.pid, "SIGTERM") };
}

export const browse = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"] });

/** Keys of strings that stand where their words should: a bundler has left out the module that has them. Runs in the page. */
function keysShown() {
  const within = (root) => [...root.querySelectorAll("*")].flatMap((node) => [...(node.shadowRoot ? within(node.shadowRoot) : []), ...[...node.childNodes].flatMap(({ nodeType, data }) => (nodeType === 3 && /^[a-z]+(\.[a-z-]+)+$/.test(data.trim()) ? [data] : []))]);
  return within(document);
}

/**
 * What an opened project has to show: pictures made by an engine and its helper, the exact part, a training, a still, the font,
 * a chapter with its words, and no link to a page that is not there; nothing in the console, nothing from elsewhere.
 */
export async function works(browser, url, { path = "", trained = true } = {}) {
  const { page, problems, context } = await freshPage({ browser, url }, { height: 4000 });
  await listen(page);
  const missing = [];
  page.on("response", (response) => response.status() >= 400 && missing.push(`${response.status()} ${response.url()}`));
  const said = (error) => assert.fail([error.message, ...problems, ...missing].join("\n"));
  await page.goto(url + path);
  await untilResultOf(page, "unnoise-generate").catch(said);
  const facts = await page.evaluate(() => {
    const { count, images } = results.find(({ of }) => of === "unnoise-generate");
    return { count, values: new Set(images).size, link: document.querySelector("unnoise-generate").shadowRoot.querySelector(".foot a").checkVisibility() };
  });
  assert.equal(facts.count, 2);
  assert(facts.values > 100, "the images are pictures");
  assert.equal(facts.link, false, "there is no page of Unnoise to lead to");
  await page.waitForFunction(() => [...(document.querySelector("unnoise-exact").shadowRoot?.querySelectorAll("canvas, svg") ?? [])].some((drawn) => drawn.getBoundingClientRect().width > 0), null, { timeout: 60_000 }).catch(said);
  await page.waitForFunction(() => document.querySelector("unnoise-noise").shadowRoot?.querySelector("img.still").naturalWidth > 0).catch(said);
  await page.waitForFunction(() => [...document.fonts].some(({ family, status }) => /Unnoise Math/.test(family) && status === "loaded")).catch(said);
  if (trained) await page.waitForFunction(() => Number(document.body.dataset.trained) > 0).catch(said);
  // It starts when it is seen, and some pages are narrow and long.
  await page.locator("unnoise-story .chapter").scrollIntoViewIfNeeded();
  await untilResultOf(page, "unnoise-story").catch(said);
  // The training's own worker has ended with it.
  assert(page.workers().length >= 3, `an engine and its helper, and the chapter's engine: ${page.workers().map((worker) => worker.url())}`);
  assert.deepEqual(await page.evaluate(keysShown), [], "strings without words");
  assert.deepEqual([...problems, ...missing], []);
  await context.close();
}
