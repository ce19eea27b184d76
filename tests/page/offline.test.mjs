/** The page without a network, and after a new version is deployed: all of one version, always. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { filesIn, listOf } from "../../xtask/src/publish.mjs";
import { DIST, freshPage, openApp, pixels, start, untilHeld, untilResults, workersOf } from "./support.mjs";

let session, built;
before(async () => {
  session = await start();
  built = new Map(filesIn(DIST));
});
after(() => session?.close());
afterEach(() => {
  session.replaced.clear();
  Object.assign(session.network, { cut: false, caching: "max-age=600", silent: null, gone: null });
});

const QUICK = { lang: "en", "g.steps": 2, "g.count": 1, "c.a-steps": 2, "c.b-steps": 3, "c.count": 1, "i.steps": 2, "i.frames": 3, "n.steps": 2, "r.steps": 2, "e.timesteps": 10 };

const open = (settings = {}) => openApp(session, { ...QUICK, ...settings }, { serviceWorkers: "allow" });

/** What the page runs on: the version in the address of each of its modules, workers and fetched files. */
const versionsOf = async (page) => {
  const addresses = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  addresses.push(...page.workers().map((worker) => worker.url()));
  const own = addresses.filter((address) => !/\/(files\.json|sw\.js)$/.test(address));
  return [...new Set(own.map((address) => /\/@(\w+)\//.exec(address)?.[1] ?? "network"))];
};

/** A deployment: these files are other, and the list says so. */
function deploy(changes) {
  const all = new Map(built);
  for (const [path, change] of Object.entries(changes)) {
    const body = Buffer.from(change(String(built.get(path))));
    assert.notEqual(String(body), String(built.get(path)), `${path} does not change`);
    all.set(path, body);
    session.replaced.set(path, body);
  }
  const list = listOf(all);
  session.replaced.set("files.json", JSON.stringify(list));
  return list.version;
}

/** A change that is seen in the document, in a module, and in the worker. */
const changed = (mark) => ({
  "index.html": (text) => text.replace("<html", `<html data-deployed="${mark}"`),
  "app/panels/generate/en.js": (text) => text.replace('"Generate {count}"', `"${mark} {count}"`),
  "worker/worker.js": (text) => `${text}\nself.deployed = "${mark}";\n`,
});

/** Which deployments the parts of the page come from; they are all to be the same. */
async function seen(page) {
  await untilResults(page, 1);
  const [worker] = workersOf(page);
  const parts = await page.evaluate(() => ({
    document: document.documentElement.dataset.deployed ?? "Generate",
    module: document.querySelector("unnoise-generate").shadowRoot.querySelector("button.run").textContent.split(" ")[0],
  }));
  const found = [parts.document, parts.module, (await worker.evaluate(() => self.deployed)) ?? "Generate"];
  assert.equal(new Set(found).size, 1, `a mix of versions: ${found}`);
  return found[0];
}

test("the list names every file that the page asks for", async () => {
  const { page, context } = await openApp(session, QUICK);
  const asked = new Set();
  page.on("request", (request) => request.url().startsWith(session.url) && asked.add(new URL(request.url()).pathname.slice(new URL(session.url).pathname.length) || "index.html"));
  await page.reload();
  await untilResults(page, 1);
  const { files, version } = JSON.parse(String(built.get("files.json")));
  assert.deepEqual({ version, files }, listOf(built), "the build's list is of these files");
  assert(asked.size > 30);
  assert.deepEqual([...asked].filter((path) => !(path in files)), []);
  await context.close();
});

test("after the first visit everything works without a network", async () => {
  session.network.caching = "no-store"; // so that the browser's own cache is of no help
  const { page, problems, context } = await open();
  await untilResults(page, 1);
  const first = await pixels(page, "unnoise-generate");
  const version = await untilHeld(page);
  const goTo = async (panel) => {
    await page.click(`nav a[data-panel=${panel}]`);
    await page.waitForFunction((panel) => results.some(({ of }) => of === `unnoise-${panel}`), panel, { timeout: 60_000 });
  };
  // The theory's code, and a VAE's weights, are kept once a page has asked for them.
  const files = () => page.evaluate(async () => (await caches.open((await caches.keys()).find((name) => name.startsWith("unnoise ")))).keys().then((all) => all.length));
  await page.reload();
  const before = await files();
  await goTo("vae");
  await page.waitForTimeout(500);
  assert((await files()) >= before + 4, "its glue, code, description and weights are kept");
  session.network.cut = true;
  await page.reload();
  await untilResults(page, 1);
  await goTo("generate");
  assert.deepEqual(await pixels(page, "unnoise-generate"), first);
  for (const panel of await page.locator("nav a[data-panel]").evaluateAll((links) => links.map((link) => link.dataset.panel))) {
    await goTo(panel);
  }
  assert.deepEqual(await versionsOf(page), [version]);
  await page.goto(`${session.url}#panel=story&backend=cpu`);
  await page.locator("unnoise-story .chapter").last().scrollIntoViewIfNeeded();
  await untilResults(page, 1);
  await page.goto(`${session.url}?embed=noise&backend=cpu`);
  await untilResults(page, 1);
  await page.goto(`${session.url}examples/ko.html`);
  await page.locator("unnoise-noise").scrollIntoViewIfNeeded();
  await untilResults(page, 1);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth), "740px", "the article has its style sheet");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a new version: one reload gets all of it, and tabs that show the old one keep to that", async () => {
  const { page, problems, context } = await open();
  await untilResults(page, 1);
  const old = await untilHeld(page);
  await page.reload();
  assert.equal(await seen(page), "Generate");
  session.sent.length = 0;
  const next = deploy(changed("Make"));
  assert.notEqual(next, old);
  const other = await context.newPage();
  await other.addInitScript(() => {
    globalThis.results = [];
    addEventListener("unnoise-result", () => results.push(1));
  });
  await other.goto(page.url());
  assert.equal(await seen(other), "Make");
  assert.deepEqual(await versionsOf(other), [next]);
  assert.deepEqual(session.sent.map(({ file }) => file).sort(), ["app/panels/generate/en.js", "files.json", "index.html", "worker/worker.js"], "what has not changed is not fetched again");
  // The first tab asks for code anew: a worker for another backend.
  const [before] = workersOf(page);
  await page.evaluate(() => inside("unnoise-generate").state.set("page", "backend", "auto"));
  await untilResults(page, 2);
  assert.deepEqual(await versionsOf(page), [old]);
  assert(page.workers().every((worker) => worker !== before), "it was another worker");
  await page.reload();
  assert.equal(await seen(page), "Make");
  const third = deploy(changed("Third"));
  await page.reload();
  assert.equal(await seen(page), "Third");
  const kept = await page.evaluate(async () => {
    const cache = await caches.open((await caches.keys())[0]);
    const addresses = (await cache.keys()).map(({ url }) => url);
    const lists = addresses.filter((url) => url.endsWith("files.json"));
    const sums = new Set((await Promise.all(lists.map(async (url) => (await cache.match(url)).json()))).flatMap(({ files }) => Object.values(files)));
    return { versions: lists.map((url) => /@(\w+)/.exec(url)[1]), strays: addresses.filter((url) => url.includes("@sha256") && !sums.has(url.split("/").at(-1))) };
  });
  assert.deepEqual(kept, { versions: [next, third], strays: [] }, "the oldest version is gone, and all its files");
  assert.deepEqual(problems, []);
  await context.close();
});

test("a deployment that is only half there is not used, and neither is one that does not arrive", async () => {
  const { page, problems, context } = await open();
  await untilResults(page, 1);
  await untilHeld(page);
  const version = deploy(changed("Half"));
  const worker = session.replaced.get("worker/worker.js");
  session.replaced.delete("worker/worker.js"); // the list is of the new version, this file still of the old one
  await page.reload();
  assert.equal(await seen(page), "Generate");
  session.replaced.set("worker/worker.js", worker);
  session.network.silent = "worker/worker.js";
  await page.reload();
  assert.equal(await seen(page), "Generate", "the page does not wait for ever");
  session.network.silent = null;
  for (const socket of session.network.waiting.splice(0)) socket.destroy();
  await page.reload(); // fetches on what is missing
  await untilHeld(page, version);
  await page.reload();
  assert.equal(await seen(page), "Half");
  assert.deepEqual(problems, []);
  await context.close();
});

test("another site at the same address is not hidden behind what is held", async () => {
  const { page, context } = await open();
  await untilResults(page, 1);
  await untilHeld(page);
  session.network.gone = "files.json";
  session.replaced.set("index.html", "<!doctype html><title>another site</title>");
  await page.reload();
  assert.equal(await page.title(), "another site");
  await context.close();
});

test("an article on the same site registers nothing, and neither does an embedded panel", async () => {
  for (const address of ["examples/en.html", "?embed=noise&backend=cpu"]) {
    const { page, context } = await freshPage(session, { serviceWorkers: "allow" });
    await page.addInitScript(() => addEventListener("unnoise-result", () => (globalThis.seen = true)));
    await page.goto(session.url + address);
    await page.locator("unnoise-noise").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => globalThis.seen, null, { timeout: 60_000 });
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0, address);
    await context.close();
  }
});
