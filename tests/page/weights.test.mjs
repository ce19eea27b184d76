/** Damaged, truncated, missing files: each has its own sentence where one looks, and a way on. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, freshPage, start, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const WEIGHTS = "**/models/digits/*.safetensors";

/** The page with one kind of file spoilt. */
async function spoilt(pattern, spoil, hash = "lang=en") {
  const fresh = await freshPage(session);
  await fresh.page.addInitScript(() => {
    globalThis.results = [];
    addEventListener("unnoise-result", () => results.push(1));
  });
  await fresh.page.route(pattern, spoil);
  await fresh.page.goto(`${session.url}#backend=cpu&g.steps=2&g.count=1&${hash}`);
  const box = fresh.page.locator("unnoise-generate .error");
  await box.waitFor({ state: "visible", timeout: 60_000 });
  return { ...fresh, box, sentence: await box.locator("p").innerText() };
}

/** @param {(body: Buffer) => Buffer} change */
const changed = (change) => async (route) => {
  const response = await route.fetch();
  const body = change(Buffer.from(await response.body()));
  await route.fulfill({ status: 200, contentType: "application/octet-stream", body });
};

const damage = changed((body) => {
  body[body.length >> 1] ^= 1;
  return body;
});

const CASES = [
  ["one bit flipped", WEIGHTS, damage, /weights at \/.*safetensors are damaged: expected SHA-256 [0-9a-f]{12}…, found [0-9a-f]{12}…/],
  ["cut off", WEIGHTS, changed((body) => body.subarray(0, 1000)), /weights at \/.* are incomplete: expected \d+ bytes, found 1000\./],
  ["too long", WEIGHTS, changed((body) => Buffer.concat([body, body])), /weights at \/.* are incomplete: expected \d+ bytes, found \d+\./],
  ["not there", WEIGHTS, (route) => route.fulfill({ status: 404, body: "" }), /weights expected at \/.* are not there \(HTTP 404\)/],
  ["not reached", WEIGHTS, (route) => route.abort("connectionrefused"), /weights could not be reached at \/.*connection/],
  ["no description", "**/models/digits/model.json", (route) => route.fulfill({ status: 404, body: "" }), /model's description expected at .* not there \(HTTP 404\)/],
  ["description is a web page", "**/models/digits/model.json", (route) => route.fulfill({ body: "<!doctype html>" }), /model's description at .* damaged/],
  ["description without sum", "**/models/digits/model.json", (route) => route.fulfill({ body: '{"weights": "model.safetensors"}' }), /model's description at .* damaged/],
  ["no list of models", "**/models/index.json", (route) => route.fulfill({ status: 500, body: "" }), /list of models expected at .* \(HTTP 500\)/],
  ["no code", "**/wasm/cpu/unnoise_bg.wasm", (route) => route.fulfill({ status: 404, body: "" }), /engine's code expected at .* not there \(HTTP 404\)/],
  ["code is a web page", "**/wasm/cpu/unnoise_bg.wasm", (route) => route.fulfill({ body: "<!doctype html>" }), /engine's code at .* could not be started/],
];

test("each fault has its own sentence", async (t) => {
  for (const [name, pattern, spoil, sentence] of CASES) {
    await t.test(name, async () => {
      const page = await spoilt(pattern, spoil);
      assert.match(page.sentence, sentence);
      assert.deepEqual(page.problems.filter((problem) => problem.startsWith("uncaught")), []);
      assert.match(await page.page.locator("details.chip").innerText(), /not running/);
      assert.equal(await page.page.locator("unnoise-generate .status[data-busy]").count(), 0, "nothing pretends to be going on");
      await page.context.close();
    });
  }
});

test("trying again after the fault is gone leads to a picture", async () => {
  const { page, box, context } = await spoilt(WEIGHTS, damage);
  await page.unroute(WEIGHTS);
  await box.getByRole("button", { name: "Try again" }).click();
  await untilResults(page, 1);
  await box.waitFor({ state: "hidden" });
  await context.close();
});

test("the sentence is said in Korean too", async () => {
  const { sentence, box, context } = await spoilt(WEIGHTS, damage, "lang=ko");
  assert.match(sentence, /가중치 파일.*손상/);
  assert.match(await box.innerText(), /다시 시도/);
  await context.close();
});

test("weights of another shape, with their right sum, are refused by the engine with a sentence", async () => {
  // A whole and undamaged file that is not this network's: an empty set of tensors.
  const empty = Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from("{}")]);
  const { createHash } = await import("node:crypto");
  const { page, context } = await barePage(session);
  await page.route(WEIGHTS, (route) => route.fulfill({ body: empty }));
  await page.route("**/models/digits/model.json", async (route) => {
    const response = await route.fetch();
    const model = { ...(await response.json()), bytes: empty.length, sha256: createHash("sha256").update(empty).digest("hex") };
    await route.fulfill({ json: model });
  });
  const error = await page.evaluate(() => rejected(unnoise.createLab({ backend: "cpu" })));
  assert.notEqual(error.name, "nothing", "weights without a single tensor were accepted");
  assert.match(error.message, /expected|missing|tensor/i);
  await context.close();
});

test("SHA-256 without the browser's own, as on plain http", async () => {
  const { createHash, randomBytes } = await import("node:crypto");
  const { page, context } = await barePage(session);
  for (const size of [0, 1, 55, 56, 63, 64, 65, 1000, 70_001]) {
    const bytes = randomBytes(size);
    const found = await page.evaluate(async (bytes) => {
      const { sha256Here } = await import("./worker/sha256.js");
      return Array.from(sha256Here(Uint8Array.from(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    }, [...bytes]);
    assert.equal(found, createHash("sha256").update(bytes).digest("hex"), `${size} bytes`);
  }
  await context.close();
});
