/**
 * The page's service worker: keeps the site for use without a network, one whole version at a time.
 *
 * The build writes `files.json` (xtask/src/publish.mjs): a version, and the SHA-256 of every file. A version is held once
 * all of its files are in the cache and have the sums that the list says; only then is it used. Documents are served
 * with the addresses of what they load led into a folder that names their version, `@VERSION/app/main.js`, and modules,
 * workers, wasm and weights are all found relative to those. So whatever a document loads, however late, is of its own
 * version, and no two versions ever mix, whichever of them other tabs show.
 *
 * Versions that tabs still show are held, and the two newest. A file is served only with its sum: what a disk has damaged is fetched
 * again, and if the server no longer has it, the page hears that its version is gone (HTTP 410).
 *
 * Each navigation asks the network for the list, so one reload brings a new version, whole; without an answer, or while
 * the new version is not held, the newest one that is held is shown.
 *
 * Registered as `sw.js?gpu` it also holds the WebGPU bundle, which is large and of use only there.
 */

/** @type {any} the worker's scope; the DOM's types, which the page needs, have no name for it */
const scope = self;

/** @typedef {{ version: string, files: Record<string, string> }} List */

const ROOT = new URL("./", scope.location.href);
const CACHE = `unnoise ${ROOT.pathname}`;
const WITH_GPU = new URL(scope.location.href).searchParams.has("gpu");

/** How long a navigation waits for the list, and then for the files of a new version; they are fetched on in any case. */
const LIST_MS = 3_000;
const FILES_MS = 6_000;
/** Where nothing comes of any file for this long, what is on its way is given up; it would otherwise be joined for ever. */
const STALL_MS = 20_000;
/** Versions held whether or not a tab shows them, so that a deployment can be taken back; */
const HELD = 2;
/** and at most, however many tabs there are. */
const MOST_HELD = 12;
/** How long a tab that is being opened is waited for. */
const TAB_MS = 2_000;

const listAddress = (/** @type {string} */ version) => new URL(`@${version}/files.json`, ROOT).href;
const tabAddress = (/** @type {string} */ client) => new URL(`@tab/${client}`, ROOT).href;
const fileAddress = (/** @type {string} */ sum) => new URL(`@sha256/${sum}`, ROOT).href;
/** What is kept only once a page has asked for it. */
const WHEN_ASKED = /^(wasm\/exact|models\/(digits-ppca\d+|kittens))\//;
const needed = (/** @type {string} */ path) => !WHEN_ASKED.test(path) && (WITH_GPU || !path.startsWith("wasm/webgpu/"));

// Versions

/** @type {Map<string, Promise<void>>} versions on their way into the cache */
const filling = new Map();

/** The list that the network has now; null where it does not answer, or not with a list. @returns {Promise<List | "gone" | null>} */
async function newest() {
  try {
    const response = await fetch(new URL("files.json", ROOT), { cache: "no-store", signal: AbortSignal.timeout(LIST_MS) });
    if (response.status === 404 || response.status === 410) return "gone";
    const list = response.ok ? await response.json() : null;
    return isList(list) ? list : null;
  } catch {
    return null;
  }
}

/** @param {any} list @returns {list is List} */
const isList = (list) => typeof list?.version === "string" && typeof list.files?.["index.html"] === "string" && Object.values(list.files).every((sum) => /^[0-9a-f]{64}$/.test(String(sum)));

/** @param {string} version @returns {Promise<List | null>} the list of a version that is held */
async function held(version) {
  const cache = await caches.open(CACHE);
  const response = await cache.match(listAddress(version));
  if (!response) return null;
  const list = await response.json().catch(() => null);
  if (isList(list) && list.version === version) return list;
  await cache.delete(listAddress(version));
  return null;
}

/** Versions that are held, the one used last at the end: a cache keeps its entries in the order they were put. */
async function versions() {
  const keys = await (await caches.open(CACHE)).keys();
  return keys.flatMap(({ url }) => /\/@(\w+)\/files\.json$/.exec(url)?.[1] ?? []);
}

/** Brings a version into the cache; a file that another version has too is not fetched again. @param {List} list */
function hold(list) {
  const known = filling.get(list.version);
  if (known) return known;
  const work = fill(list).finally(() => filling.delete(list.version));
  filling.set(list.version, work);
  return work;
}

/** @param {List} list */
async function fill(list) {
  const cache = await caches.open(CACHE);
  const paths = Object.keys(list.files).filter(needed);
  const missing = await Promise.all(paths.map(async (path) => ((await kept(list.files[path])) ? [] : [path])));
  await Promise.all(missing.flat().map((path) => keep(path, list.files[path])));
  // The list comes last: a version whose list is there is whole.
  await cache.put(listAddress(list.version), new Response(JSON.stringify(list)));
  const [all, open] = [await versions(), await shown()];
  await drop(all.filter((version, k) => k < all.length - HELD && (k < all.length - MOST_HELD || !open.has(version))));
}

const sumOf = async (/** @type {BufferSource} */ bytes) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A file as it is kept; null where it is not, or not as it was. @param {string} sum @returns {Promise<Response | null>} */
async function kept(sum) {
  const cache = await caches.open(CACHE);
  const response = await cache.match(fileAddress(sum));
  if (!response) return null;
  const bytes = await response.arrayBuffer().catch(() => new ArrayBuffer(0));
  if ((await sumOf(bytes)) === sum) return new Response(bytes, { headers: response.headers });
  await cache.delete(fileAddress(sum));
  return null;
}

/** When something came of a file last. A browser has six connections for a server, so files wait for each other. */
let moved = 0;

/** A file of the network, whole; rejects where nothing more comes. @param {string} path */
async function download(path) {
  const controller = new AbortController();
  moved = Date.now();
  const watch = setInterval(() => Date.now() - moved > STALL_MS && controller.abort(), STALL_MS / 10);
  try {
    const response = await fetch(new URL(path, ROOT), { cache: "no-cache", signal: controller.signal });
    const parts = [];
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      parts.push(part.value);
      moved = Date.now();
    }
    return { response, bytes: await new Blob(/** @type {any} */ (parts)).arrayBuffer() };
  } finally {
    clearInterval(watch);
  }
}

/** Fetches a file into the cache. Its sum tells a server in the middle of a deployment from one that has it whole. @param {string} path @param {string} sum */
async function keep(path, sum) {
  const { response, bytes } = await download(path);
  const found = await sumOf(bytes);
  if (!response.ok || found !== sum) throw new Error(`expected ${path} with SHA-256 ${sum}, found HTTP ${response.status} and ${found}; the next visit tries again`);
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  const made = new Response(bytes, { headers: { "content-type": type, "content-length": String(bytes.byteLength) } });
  await (await caches.open(CACHE)).put(fileAddress(sum), made.clone());
  return made;
}

/** Forgets versions, and every file that no other one has. @param {string[]} old */
async function drop(old) {
  const cache = await caches.open(CACHE);
  for (const version of old) await cache.delete(listAddress(version));
  // Another version on its way would lose files that it has found; it cleans up itself.
  if (filling.size > 1) return;
  const lists = await Promise.all((await versions()).map(held));
  const used = new Set(lists.flatMap((list) => Object.values(list?.files ?? {}).map(fileAddress)));
  for (const { url } of await cache.keys()) if (url.includes("/@sha256/") && !used.has(url)) await cache.delete(url);
}

// Tabs

/** Remembers which version a tab shows: this worker itself is ended and started again in between. @param {string} client @param {string} version */
async function note(client, version) {
  await (await caches.open(CACHE)).put(tabAddress(client), new Response(version));
  await shown();
}

/** Versions that tabs show; those that are closed are forgotten. @returns {Promise<Set<string>>} */
async function shown() {
  const cache = await caches.open(CACHE);
  const found = await Promise.all(
    (await cache.keys()).map(async ({ url }) => {
      const [, client] = /\/@tab\/([^/]+)$/.exec(url) ?? [];
      if (!client) return [];
      // One that is being opened is there only once it is.
      const open = await Promise.race([scope.clients.get(client), new Promise((done) => setTimeout(done, TAB_MS, true))]);
      if (open) return [(await (await cache.match(url))?.text()) ?? ""];
      await cache.delete(url);
      return [];
    }),
  );
  return new Set(found.flat());
}

// Answers

/** The version for a new document: the network's if it can be had in time, else the newest that is held. @returns {Promise<List | null>} */
async function choose(/** @type {any} */ event) {
  const list = await newest();
  // Something else lies at this address now, which is not to be hidden behind what is held.
  if (list === "gone") return null;
  if (list) {
    const ready = held(list.version).then((found) => (found ? touch(found) : hold(list)));
    event.waitUntil(ready.catch((error) => console.info("Unnoise:", error.message)));
    await Promise.race([ready.catch(() => {}), new Promise((done) => setTimeout(done, FILES_MS))]);
    const whole = await held(list.version);
    if (whole) return whole;
  }
  const last = (await versions()).at(-1);
  return last ? held(last) : null;
}

/** Makes a version the newest again, as after a deployment that was taken back. @param {List} list */
async function touch(list) {
  if ((await versions()).at(-1) === list.version) return;
  const cache = await caches.open(CACHE);
  await cache.delete(listAddress(list.version));
  await cache.put(listAddress(list.version), new Response(JSON.stringify(list)));
}

/** A document, with what it loads led into its version's folder. */
async function navigate(/** @type {any} */ event, /** @type {string} */ path) {
  const list = await choose(event);
  const sum = list?.files[path];
  const document = list && sum && ((await kept(sum)) ?? (await keep(path, sum).catch(() => null)));
  if (!list || !document) return fetch(event.request);
  if (event.resultingClientId) event.waitUntil(note(event.resultingClientId, list.version));
  const page = new URL(path, ROOT);
  const led = (await document.text()).replace(/(<(?:script|link|img)\b[^>]*?\s(?:src|href)=")([^":#]+)(")/g, (_, before, address, after) => {
    const target = new URL(address, page);
    const inside = target.href.startsWith(ROOT.href) && target.href.slice(ROOT.href.length) in list.files;
    return before + (inside ? `${ROOT.pathname}@${list.version}/${target.href.slice(ROOT.href.length)}` : address) + after;
  });
  return new Response(led, { headers: { "content-type": "text/html; charset=utf-8" } });
}

/** A file of the version that the address names. */
async function file(/** @type {string} */ version, /** @type {string} */ path) {
  const gone = (/** @type {string} */ what) => new Response(`${what}; reload the page`, { status: 410, headers: { "content-type": "text/plain" } });
  const list = await held(version);
  if (!list) return gone(`version ${version} is no longer kept`);
  const sum = list.files[path];
  if (!sum) return gone(`version ${version} has no ${path}`);
  const found = await kept(sum);
  if (found) return found;
  try {
    return await keep(path, sum);
  } catch (error) {
    // Unreachable, or stalled, is the fetch's own failure; another sum means that the server has moved on to another version.
    return error instanceof TypeError || error instanceof DOMException ? Response.error() : gone(/** @type {Error} */ (error).message);
  }
}

scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(ROOT.href)) return;
  const path = url.pathname.slice(ROOT.pathname.length);
  const [, version, inside] = /^@(\w+)\/(.*)$/.exec(path) ?? [];
  if (request.mode === "navigate") {
    if (version === undefined) event.respondWith(navigate(event, path || "index.html").catch(() => fetch(request)));
    else event.respondWith(Response.redirect(new URL(inside + url.search, ROOT)));
  } else if (version !== undefined) {
    event.respondWith(file(version, inside));
  }
});

// Life

scope.addEventListener("install", (/** @type {any} */ event) => {
  // Addresses name their version, so a new worker serves the documents of the one before as well as that did.
  scope.skipWaiting();
  event.waitUntil(
    newest().then((list) => {
      if (!list || list === "gone") throw new Error("the list of files was not reached; the next visit tries again");
      return hold(list);
    }),
  );
});
