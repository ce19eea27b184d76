/** Model folders that are hostile until checked: each is refused within two seconds in a sentence, without a panic, and the lab works after it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session;
let page;
let problems;
let context;
before(async () => {
  session = await start();
  ({ page, problems, context } = await barePage(session));
});
after(async () => {
  await context?.close();
  await session?.close();
});

const DESCRIPTION = "**/models/digits/model.json";
const LIST = "**/models/index.json";
/** Milliseconds until a refusal is there. */
const SOON = 2_000;
/** Characters of a sentence at most. */
const MOST = 320;

/** What opening a lab says while one file is as given. @param {string} pattern @param {(json: any) => any} change of the file, or its text */
async function refusal(pattern, change) {
  await page.route(pattern, async (route) => {
    const response = await route.fetch();
    const found = change(await response.json());
    await route.fulfill({ response, headers: { "content-type": "application/json" }, body: typeof found === "string" ? found : JSON.stringify(found) });
  });
  const found = await page.evaluate(async () => {
    const began = performance.now();
    try {
      const lab = await unnoise.createLab({ model: "digits", backend: "cpu" });
      lab.dispose();
      return { name: "none", message: "it opened", ms: performance.now() - began };
    } catch ({ name, message }) {
      return { name, message, ms: performance.now() - began };
    }
  });
  await page.unroute(pattern);
  return found;
}

const config = (change) => (json) => (change(json.config), json);

/** By kind: what is wrong, and what the sentence names. @type {[string, string, (json: any) => any, RegExp][]} */
const CASES = [
  ["a list that is none", LIST, () => ({ models: {} }), /list of models .*holds \{\}/],
  ["a list of nothing", LIST, () => ({ models: [null] }), /list of models .*holds null/],
  ["an entry without folder", LIST, () => ({ models: [{ name: "digits" }] }), /list of models .*"name" and "folder"/],
  ["a folder elsewhere", LIST, () => ({ models: [{ name: "digits", folder: "../../secret" }] }), /list of models/],
  ["a list without end", LIST, () => ({ models: Array.from({ length: 15_000 }, (_, k) => ({ name: `m${k}`, folder: "x" })) }), /15000 models/],
  ["a list of others", LIST, () => ({ models: Array.from({ length: 900 }, (_, k) => ({ name: `m${k}`, folder: "x" })) }), /expected one of m0, m1.*…/],
  ["a description that is a list", DESCRIPTION, () => [], /"weights".*holds none/],
  ["a description without end", DESCRIPTION, (json) => JSON.stringify({ ...json, more: "x".repeat(2 ** 21) }), /at most \d+ characters/],
  ["weights elsewhere", DESCRIPTION, (json) => ({ ...json, weights: "http://[" }), /"weights", the name of a file beside it, and holds "http:/],
  ["weights above", DESCRIPTION, (json) => ({ ...json, weights: "../x.safetensors" }), /"weights"/],
  ["a sum that is none", DESCRIPTION, (json) => ({ ...json, sha256: "0" }), /"sha256", 64 hexadecimal digits/],
  ...[-1, 0, 0.5, 1e300, 2 ** 64, "7", null].map((bytes) => [`${bytes} bytes`, DESCRIPTION, (json) => ({ ...json, bytes }), /"bytes", a whole number/]),
  ["bytes past all numbers", DESCRIPTION, (json) => JSON.stringify({ ...json, bytes: 0 }).replace('"bytes":0', '"bytes":1e400'), /"bytes"/],
  ["T of 2³¹", DESCRIPTION, config((it) => (it.schedule.steps = 2 ** 31)), /`steps` to be at most 100000/],
  ["T of 10⁵ that leaves no signal", DESCRIPTION, config((it) => (it.schedule.steps = 100_000)), /some signal at t = 99999/],
  ["betas near 0", DESCRIPTION, config((it) => Object.assign(it.schedule, { beta_start: 1e-18, beta_end: 0.02 })), /some noise at t = 0/],
  ["a patch of 2³¹", DESCRIPTION, config((it) => (it.unet.patch = 2 ** 31)), /`patch` to be at most/],
  ["100 000 blocks", DESCRIPTION, config((it) => (it.unet.blocks = 100_000)), /`blocks` to be at most/],
  ["512 pixels and many blocks", DESCRIPTION, config((it) => Object.assign(it.unet, { height: 512, width: 512, blocks: 64, widths: [960, 960, 960] })), /`parameters` to be at most/],
  ["a million kinds of label", DESCRIPTION, config((it) => (it.unet.labels = new Array(100_000).fill(2))), /`kinds of label` to be at most/],
  ["a width without end", DESCRIPTION, config((it) => (it.unet.widths = [48, 2 ** 31])), /`widths` to be at most/],
  ["a negative width", DESCRIPTION, config((it) => (it.unet.widths = [-48, 96])), /model\.json/],
  ["levels without end", DESCRIPTION, config((it) => (it.unet.widths = new Array(64).fill(96))), /`levels` to be at most/],
];

test("each hostile folder is refused soon and in a sentence, and the next lab opens", async (t) => {
  for (const [name, pattern, change, sentence] of CASES) {
    await t.test(name, async () => {
      const found = await refusal(pattern, change);
      assert.match(found.message, sentence);
      assert(found.message.length <= MOST, `${found.message.length} characters: ${found.message}`);
      assert(found.ms < SOON, `${found.ms} ms`);
    });
  }
  assert.deepEqual(problems, [], "nothing in the console");
  const works = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ model: "digits", backend: "cpu" });
    const { images } = await lab.sample({ count: 1, steps: 1 }).result;
    lab.dispose();
    return images.every(Number.isFinite);
  });
  assert(works);
});

test("an address of a model that is none is a RangeError that names the option, at once", async () => {
  const found = await page.evaluate(() => ["http://[/", "https://:99999/"].map((model) => thrown(() => unnoise.createLab({ model, backend: "cpu" }))));
  for (const { name, message } of found) assert.match(`${name}: ${message}`, /^RangeError: option "model": expected .*found the string "https?:/);
});
