/**
 * Every file that a lab, a VAE or a training needs, missing, silent, stalled, broken off, of another type, empty, or old in the browser's
 * cache while the others are new: a sentence each time, and once the server is well, trying again works, whatever was cached meanwhile.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { DIST, HASTY, barePage, freshPage, start } from "./support.mjs";

let session;
before(async () => {
  session = await start();
});
after(() => session?.close());
afterEach(() => well());

function well() {
  Object.assign(session.network, { cut: false, silent: null, gone: null, stalled: null, broken: null });
  for (const socket of session.network.waiting.splice(0)) socket.destroy();
  session.replaced.clear();
  session.headers.clear();
  session.replaced.set("lab/patience.js", HASTY);
}

const page = (session) => `<!doctype html><title>Not found</title><p>This is the start page of ${session.url}, which is sent for everything.`;

/** What a server does to one file. */
const FAULTS = {
  missing: (file) => (session.network.gone = file),
  silent: (file) => (session.network.silent = file),
  stalled: (file) => (session.network.stalled = file),
  broken: (file) => (session.network.broken = file),
  "a web page of its own type": (file) => session.replaced.set(file, page(session)) && session.headers.set(file, {}),
  empty: (file) => session.replaced.set(file, ""),
  // With the headers of a good answer: kept by the browser for ten minutes.
  "cut and cached": async (file) => session.replaced.set(file, (await readFile(join(DIST, file))).subarray(0, 100)),
};

const OPEN = {
  lab: async () => {
    const lab = await unnoise.createLab({ backend: "cpu", cores: 2 });
    const { images } = await lab.sample({ count: 2, steps: 1, frames: "none" }).result;
    lab.dispose();
    return images.length;
  },
  vae: async () => (await (await unnoise.createVae({ model: "digits-ppca2" })).sample({ count: 1 })).images.length,
  training: async () => {
    const mixture = await unnoise.createMixture({ components: [{ weight: 1, mean: [0], deviation: 0.5 }] });
    return (await mixture.train({ steps: 2 })).loss;
  },
};

/** Files, what needs them, and the beginnings of what may be said. @type {[string, keyof typeof OPEN, RegExp][]} */
const FILES = [
  ["worker/worker.js", "lab", /worker/],
  ["worker/host.js", "lab", /worker/],
  ["wasm/cpu/unnoise.js", "lab", /code for the cpu backend/],
  ["wasm/cpu/unnoise_bg.wasm", "lab", /code for the cpu backend/],
  ["models/index.json", "lab", /list of models/],
  ["models/digits/model.json", "lab", /model's description/],
  ["models/digits/model.safetensors", "lab", /file of weights/],
  ["wasm/exact/unnoise.js", "vae", /code of the exact part/],
  ["wasm/exact/unnoise_bg.wasm", "vae", /code of the exact part/],
  ["models/digits-ppca2/model.json", "vae", /model's description/],
  ["models/digits-ppca2/model.safetensors", "vae", /file of weights/],
  ["exact/trainer.js", "training", /worker/],
];

/** What a page that has the contract says of it. */
const outcome = (page, what) =>
  page.evaluate(
    ([source]) => (0, eval)(`(${source})`)().then((value) => ({ value }), ({ name, message, code }) => ({ name, message, code })),
    [String(OPEN[what])],
  );

for (const [file, what, named] of FILES) {
  test(`${file}: a sentence for each fault, and a way on`, async (t) => {
    for (const [fault, spoil] of Object.entries(FAULTS)) {
      await t.test(fault, async () => {
        well();
        const { page, problems, context } = await barePage(session);
        await spoil(file);
        const found = await outcome(page, what);
        assert.equal(found.value, undefined, "it is there all the same");
        assert.match(found.message, named);
        assert(found.message.length <= 400 && !/undefined|null|\[object/.test(found.message), found.message);
        assert.equal(typeof found.code, "string", `no code: ${found.message}`);
        well();
        const again = await outcome(page, what);
        assert(again.value !== undefined, `trying again: ${JSON.stringify(again)}`);
        assert.deepEqual(problems.filter((problem) => problem.startsWith("uncaught")), []);
        await context.close();
      });
    }
  });
}

test("a crew whose script is missing, silent, broken, empty or a web page: one worker makes the batch", async (t) => {
  for (const [fault, spoil] of Object.entries(FAULTS)) {
    await t.test(fault, async () => {
      well();
      const { page, problems, context } = await barePage(session);
      await spoil("worker/member.js");
      assert.deepEqual(await outcome(page, "lab"), { value: 2 * 784 });
      assert.deepEqual(problems.filter((problem) => problem.startsWith("uncaught")), []);
      await context.close();
    });
  }
});

/** A file of the site, changed as a new version would, once a page has the old one in its cache. */
const changedWeights = async () => {
  // A tensor more or less would be another network; a name in the header is no difference to it.
  const old = await readFile(join(DIST, "models/digits/model.safetensors"));
  const length = Number(old.readBigUInt64LE(0));
  const header = JSON.parse(old.subarray(8, 8 + length).toString());
  header.__metadata__ = { ...header.__metadata__, version: "new" };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  const weights = Buffer.concat([size, text, old.subarray(8 + length)]);
  const model = JSON.parse(await readFile(join(DIST, "models/digits/model.json"), "utf8"));
  return { weights, description: JSON.stringify({ ...model, bytes: weights.length, sha256: createHash("sha256").update(weights).digest("hex") }) };
};

test("a description in the cache and new weights, or the other way round: one more fetch past the cache", async (t) => {
  const { weights, description } = await changedWeights();
  for (const cached of ["models/digits/model.json", "models/digits/model.safetensors"]) {
    await t.test(cached, async () => {
      well();
      const { page, context } = await barePage(session);
      assert.deepEqual(await outcome(page, "lab"), { value: 2 * 784 });
      // The browser keeps one for ten minutes, and asks for the other each time.
      session.replaced.set("models/digits/model.json", description);
      session.replaced.set("models/digits/model.safetensors", weights);
      await page.evaluate(([other]) => fetch(other, { cache: "reload" }).then((response) => response.arrayBuffer()), [["models/digits/model.json", "models/digits/model.safetensors"].find((file) => file !== cached)]);
      session.sent.length = 0;
      assert.deepEqual(await outcome(page, "lab"), { value: 2 * 784 });
      assert(session.sent.some(({ file }) => file === cached), "it was fetched once more");
      await context.close();
    });
  }
});

test("glue in the cache and other wasm: one more fetch past the cache", async () => {
  well();
  const glue = await readFile(join(DIST, "wasm/cpu/unnoise.js"), "utf8");
  // An old version's glue lacks what this version's wasm imports.
  const old = glue.replaceAll(/__wbg_\w+/g, (name) => `${name}_old`);
  session.replaced.set("wasm/cpu/unnoise.js", old);
  const { page, context } = await barePage(session);
  await page.evaluate(() => fetch("wasm/cpu/unnoise.js").then((response) => response.text()));
  session.replaced.delete("wasm/cpu/unnoise.js");
  assert.deepEqual(await outcome(page, "lab"), { value: 2 * 784 });
  await context.close();
});

test("in a panel: a stall is told in both languages, and trying again works", async () => {
  well();
  session.network.stalled = "models/digits/model.safetensors";
  const { page, context } = await freshPage(session);
  await page.addInitScript(() => addEventListener("unnoise-result", () => (globalThis.seen = true)));
  await page.goto(`${session.url}#panel=generate&backend=cpu&lang=en&g.steps=2&g.count=1`);
  const box = page.locator("unnoise-generate .error");
  await box.waitFor({ state: "visible", timeout: 60_000 });
  assert.match(await box.locator("p").innerText(), /^The weights at \/.*safetensors stalled: nothing came for 1\.5 s\. Check the connection\.$/);
  await page.click(".language");
  assert.match(await box.locator("p").innerText(), /1\.5초 동안 아무것도 오지 않았습니다/);
  well();
  await box.getByRole("button", { name: "다시 시도" }).click();
  await page.waitForFunction(() => globalThis.seen, null, { timeout: 60_000 });
  await context.close();
});

test("blocked workers are a sentence, as a policy or a browser's settings block them", async () => {
  well();
  const { page, context } = await barePage(session, { prepare: (context) => context.addInitScript(() => (globalThis.Worker = class { constructor() { throw new DOMException("Access denied", "SecurityError"); } })) });
  const found = await outcome(page, "lab");
  assert.equal(found.code, "worker-blocked");
  assert.match(found.message, /could not be started at .*Access denied.*have to allow workers/);
  await context.close();
  const policy = await freshPage(session);
  const entry = `${session.url}policy.html`;
  await policy.page.route(entry, (route) => route.fulfill({ contentType: "text/html", headers: { "content-security-policy": "worker-src 'none'" }, body: "<!doctype html><title>policy</title>" }));
  await policy.page.goto(entry);
  await policy.page.evaluate(async () => (globalThis.unnoise = await import("./unnoise.js")));
  const refused = await outcome(policy.page, "lab");
  assert.match(refused.code, /^worker-(refused|blocked)$/);
  assert.match(refused.message, /policy/);
  await policy.context.close();
});
