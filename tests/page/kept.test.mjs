/** What the service worker keeps, damaged by a disk or a clean-up; versions in a row while old tabs live; downloads that stall under it. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { filesIn, listOf } from "../../xtask/src/publish.mjs";
import { DIST, openApp, start, untilHeld, untilResults, workersOf } from "./support.mjs";

let session, built;
before(async () => {
  session = await start();
  built = new Map(filesIn(DIST));
});
after(() => session?.close());
afterEach(() => {
  session.replaced.clear();
  Object.assign(session.network, { cut: false, silent: null, gone: null, stalled: null });
  for (const socket of session.network.waiting.splice(0)) socket.destroy();
});

const QUICK = { panel: "generate", lang: "en", "g.steps": 2, "g.count": 1 };
const open = () => openApp(session, QUICK, { serviceWorkers: "allow" });

/** A page whose version is held and shown. */
async function held() {
  const fresh = await open();
  await untilResults(fresh.page, 1);
  const version = await untilHeld(fresh.page);
  await fresh.page.reload();
  await untilResults(fresh.page, 1);
  return { ...fresh, version };
}

/** Puts something else where the service worker keeps these files; null: its list of the version. */
const damage = (page, paths, body, type) =>
  page.evaluate(
    async ([paths, body, type]) => {
      const cache = await caches.open((await caches.keys()).find((name) => name.startsWith("unnoise ")));
      const list = (await cache.keys()).find(({ url }) => url.endsWith("/files.json"));
      const { files } = await (await cache.match(list)).json();
      const wrong = () => new Response(body, { headers: { "content-type": type } });
      for (const path of paths) await cache.put(path === null ? list : new URL(`@sha256/${files[path]}`, document.baseURI.replace(/#.*/, "")), wrong());
    },
    [paths, body, type],
  );

/** Waits until what is kept of a version, those files that were asked for, has the sums of its list. */
async function untilWhole(page, version) {
  const wrong = () =>
    page.evaluate(async (version) => {
      const cache = await caches.open((await caches.keys()).find((name) => name.startsWith("unnoise ")));
      const keys = await cache.keys();
      const list = keys.find(({ url }) => url.endsWith(`@${version}/files.json`));
      const files = list && (await (await cache.match(list)).json().catch(() => null))?.files;
      if (!files) return ["files.json"];
      const sums = await Promise.all(
        keys.filter(({ url }) => url.includes("/@sha256/")).map(async (key) => {
          const digest = await crypto.subtle.digest("SHA-256", await (await cache.match(key)).arrayBuffer());
          return [key.url.split("/").at(-1), Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")];
        }),
      );
      return sums.flatMap(([said, found]) => (said === found ? [] : [said]));
    }, version);
  let found = await wrong();
  for (const deadline = Date.now() + 30_000; found.length > 0 && Date.now() < deadline; found = await wrong()) await page.waitForTimeout(200);
  assert.deepEqual(found, [], "still damaged");
}

/** A deployment in which all three parts bear a mark. */
function deploy(mark) {
  const all = new Map(built);
  const change = (path, make) => {
    const body = Buffer.from(make(String(built.get(path))));
    all.set(path, body);
    session.replaced.set(path, body);
  };
  change("index.html", (text) => text.replace("<html", `<html data-deployed="${mark}"`));
  change("worker/worker.js", (text) => `${text}\nself.deployed = "${mark}";\n`);
  change("worker/host.js", (text) => `${text}\nself.hosted = "${mark}";\n`);
  const list = listOf(all);
  session.replaced.set("files.json", JSON.stringify(list));
  return list.version;
}

const DAMAGES = [
  ["the weights", ["models/digits/model.safetensors"], "x".repeat(100), "application/octet-stream"],
  ["a script", ["app/page/main.js"], "<!doctype html><p>sign in", "text/html"],
  ["the worker's script", ["worker/worker.js"], "", "text/javascript"],
  ["the engine's code and glue", ["wasm/cpu/unnoise_bg.wasm", "wasm/cpu/unnoise.js"], "\0asm", "application/wasm"],
  ["the document", ["index.html"], "<!doctype html><title>nothing</title>", "text/html"],
  ["the description and the list of models", ["models/digits/model.json", "models/index.json"], "{", "application/json"],
  ["the list of files", [null], "<!doctype html>", "text/html"],
  ["the list of files, JSON of another kind", [null], '{"version":"x","files":null}', "application/json"],
];

test("a kept file that is damaged is fetched again at the next visit", async (t) => {
  const { page, context, version } = await held();
  for (const [what, paths, body, type] of DAMAGES) {
    await t.test(what, async () => {
      await damage(page, paths, body, type);
      await page.reload();
      await untilResults(page, 1);
      assert.equal(await page.title(), "Generate · Unnoise");
      await untilWhole(page, version);
    });
  }
  // All of it is as it was, without a network too.
  session.network.cut = true;
  await page.reload();
  await untilResults(page, 1);
  await context.close();
});

test("three versions in a row, and a fourth: tabs of each work on with the files of theirs", async () => {
  const { page: first, problems, context, version: old } = await held();
  const tabs = [[first, undefined, old]];
  for (const mark of ["second", "third", "fourth"]) {
    const version = deploy(mark);
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.results = [];
      addEventListener("unnoise-result", ({ target }) => results.push(target.localName));
    });
    await page.goto(first.url());
    await untilResults(page, 1);
    await untilHeld(page, version);
    tabs.push([page, mark, version]);
  }
  for (const [page, mark, version] of tabs) {
    const before = await page.evaluate(() => results.length);
    // Code that this tab has not asked for so far: a worker for another backend.
    await page.evaluate(() => document.querySelector("unnoise-generate")[Symbol.for("unnoise")].state.set("page", "backend", "auto"));
    await untilResults(page, before + 1);
    const [worker] = workersOf(page);
    assert.deepEqual([await worker.evaluate(() => self.deployed), await worker.evaluate(() => self.hosted)], [mark, mark]);
    assert.match(worker.url(), new RegExp(`@${version}/`));
  }
  // Once they are closed, the next deployment lets their versions go; that of the first tab is shown until its document is left.
  for (const [page] of tabs.slice(1)) await page.close();
  const fifth = deploy("fifth");
  await first.reload();
  await untilResults(first, 1);
  await untilHeld(first, fifth);
  const kept = await first.evaluate(async () => (await (await caches.open((await caches.keys()).find((name) => name.startsWith("unnoise ")))).keys()).flatMap(({ url }) => /@(\w+)\/files\.json$/.exec(url)?.[1] ?? []));
  assert.deepEqual(kept.filter((version) => version !== old), [tabs[3][2], fifth]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a tab whose version is gone everywhere says so, and reloading helps", async () => {
  const { page, context, version } = await held();
  deploy("other");
  // As if a browser had cleaned up: of the old version nothing is left, and the server has another one.
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.evaluate(() => inside("unnoise-generate").state.set("page", "backend", "auto"));
  const box = page.locator("unnoise-generate .error");
  await box.waitFor({ state: "visible", timeout: 60_000 });
  assert.match(await box.locator("p").innerText(), /^The site was renewed since this tab was opened, and \/.*worker.* of its version is gone\. Reload the page\.$/);
  assert.deepEqual(await box.locator("button").allInnerTexts().then((all) => all.filter((text) => text === "Try again")), [], "no button that cannot help");
  await page.reload();
  await untilResults(page, 1);
  assert.doesNotMatch(workersOf(page)[0].url(), new RegExp(version));
  await context.close();
});

test("a download that stalls while a version is being kept is given up, and the next visit tries again", async () => {
  const sw = String(built.get("sw.js"));
  const hasty = sw.replace(/STALL_MS = 20_000|=\s*2e4\b/, (found) => found.replace(/20_000|2e4/, "2500"));
  assert.notEqual(hasty, sw, "the limit was not found");
  session.replaced.set("sw.js", hasty);
  const { page, context } = await held();
  const version = deploy("stalled");
  session.network.stalled = "worker/host.js";
  await page.reload();
  await untilResults(page, 1);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.deployed ?? null), null, "the old version is shown");
  // While its connection still hangs: the try before is over, or this one would wait for it.
  session.network.stalled = null;
  await page.waitForTimeout(4_000);
  await page.reload();
  await untilHeld(page, version);
  await page.reload();
  await untilResults(page, 1);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.deployed), "stalled");
  await context.close();
});
