/** Wrong input of every function: an error at once, which names the option, what was expected, what was found. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start, workersOf } from "./support.mjs";

let session, page;

before(async () => {
  session = await start();
  ({ page } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ backend: "cpu" });
    globalThis.image = new Float32Array(784);
    globalThis.posted = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message) {
      posted++;
      return post.apply(this, message);
    };
  });
});
after(() => session?.close());

/** [what is called, the kind of error, what its message holds] */
const CASES = [
  ["unnoise.createLab({ backend: 'gpu' })", "RangeError", /"backend".*"auto", "webgpu", "cpu".*"gpu"/],
  ["unnoise.createLab({ backend: 1 })", "TypeError", /"backend".*found 1/],
  ["unnoise.createLab({ model: 7 })", "TypeError", /"model"/],
  ["unnoise.createLab({ model: '' })", "RangeError", /"model"/],
  ["unnoise.createLab({ signal: {} })", "TypeError", /"signal".*AbortSignal/],
  ["unnoise.createLab({ onProgress: 5 })", "TypeError", /"onProgress".*function/],
  ["unnoise.createLab({ modle: 'digits' })", "TypeError", /"modle".*unknown/],
  ["unnoise.createLab('digits')", "TypeError", /object/],
  ["lab.sample({ count: 0 })", "RangeError", /"count".*1 to 1024.*found 0/],
  ["lab.sample({ count: 2.5 })", "RangeError", /"count".*integer.*2\.5/],
  ["lab.sample({ count: '4' })", "TypeError", /"count".*integer.*"4"/],
  ["lab.sample({ count: NaN })", "RangeError", /"count".*NaN/],
  ["lab.sample({ sampler: 'euler' })", "RangeError", /"sampler".*"ddim", "ddpm".*"euler"/],
  ["lab.sample({ steps: 0 })", "RangeError", /"steps".*1 to 1000.*found 0/],
  ["lab.sample({ steps: 1001 })", "RangeError", /"steps".*1 to 1000.*1001/],
  ["lab.sample({ eta: 1.5 })", "RangeError", /"eta".*0 to 1.*1\.5/],
  ["lab.sample({ spacing: 'even' })", "RangeError", /"spacing".*"trailing".*"even"/],
  ["lab.sample({ seed: -1 })", "RangeError", /"seed".*found -1/],
  ["lab.sample({ seed: 2 ** 60 })", "RangeError", /"seed"/],
  ["lab.sample({ seed: 7n })", "TypeError", /"seed".*7/],
  ["lab.sample({ label: 10 })", "RangeError", /"label".*0 to 9.*10/],
  ["lab.sample({ label: 'three' })", "TypeError", /"label".*"three"/],
  ["lab.sample({ count: 3, label: [1, 2] })", "RangeError", /"label".*3 in all.*length 2/],
  ["lab.sample({ count: 2, label: [1, 12] })", "RangeError", /"label\[1\]".*12/],
  ["lab.sample({ guidance: -1 })", "RangeError", /"guidance".*-1/],
  ["lab.sample({ guidance: Infinity })", "RangeError", /"guidance".*Infinity/],
  ["lab.sample({ variance: 'huge' })", "RangeError", /"variance".*"small", "large".*"huge"/],
  ["lab.sample({ noise: 'own' })", "RangeError", /"noise".*"each", "shared".*"own"/],
  ["lab.sample({ clip: true })", "TypeError", /"clip".*found true/],
  ["lab.sample({ frames: 'some' })", "RangeError", /"frames".*"all", "none".*"some"/],
  ["lab.sample({ frames: 0 })", "RangeError", /"frames".*found 0/],
  ["lab.sample({ stesp: 3 })", "TypeError", /"stesp".*unknown.*steps/],
  ["lab.sample(null)", "TypeError", /sample.*null/],
  ["lab.interpolate({})", "TypeError", /"from".*seed, latent, image.*undefined/],
  ["lab.interpolate()", "TypeError", /"from"/],
  ["lab.interpolate({ from: { seed: 1 }, to: { seed: 2, image } })", "TypeError", /"to".*exactly one.*seed, image/],
  ["lab.interpolate({ from: { seed: 1 }, to: {} })", "TypeError", /"to".*none/],
  ["lab.interpolate({ from: { seed: -4 }, to: { seed: 2 } })", "RangeError", /"from\.seed".*-4/],
  ["lab.interpolate({ from: { latent: new Float32Array(3) }, to: { seed: 2 } })", "RangeError", /"from\.latent".*784.*length 3/],
  ["lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, frames: 1 })", "RangeError", /"frames".*found 1/],
  ["lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, method: 'line' })", "RangeError", /"method".*"slerp", "lerp".*"line"/],
  ["lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, sampler: 'euler' })", "RangeError", /"sampler".*"ddim", "ddpm".*"euler"/],
  ["lab.interpolate({ from: { seed: 1 }, to: { seed: 2 }, noise: true })", "TypeError", /"noise".*found true/],
  ["lab.forwardNoise({ t: 3 })", "TypeError", /"image".*Float32Array.*undefined/],
  ["lab.forwardNoise({ image: [...image], t: 3 })", "TypeError", /"image".*Float32Array.*Array of length 784/],
  ["lab.forwardNoise({ image: new Float32Array(783), t: 3 })", "RangeError", /"image".*784.*length 783/],
  ["lab.forwardNoise({ image: new Float32Array(784).fill(255), t: 3 })", "RangeError", /"image".*-1 to 1.*255 at position 0/],
  ["lab.forwardNoise({ image: new Float32Array(784).fill(NaN), t: 3 })", "RangeError", /"image".*NaN/],
  ["lab.forwardNoise({ image })", "TypeError", /"t".*0 to 999.*undefined/],
  ["lab.forwardNoise({ image, t: 1000 })", "RangeError", /"t".*0 to 999.*1000/],
  ["lab.forwardNoise({ image, t: [1, -2] })", "RangeError", /"t\[1\]".*-2/],
  ["lab.forwardNoise({ image, t: [] })", "RangeError", /"t"/],
  ["lab.encode({})", "TypeError", /"image"/],
  ["lab.encode({ image, steps: 2000 })", "RangeError", /"steps".*2000/],
  ["lab.reconstruct({ image: 'a cat' })", "TypeError", /"image".*"a cat"/],
  ["lab.reconstruct({ image, label: [1, 2] })", "RangeError", /"label".*1 in all/],
  ["lab.predict({ image })", "TypeError", /"t"/],
  ["lab.predict({ image, t: [1, 2] })", "RangeError", /"t".*1 in all/],
  ["lab.predict({ image, t: 1, guidance: 'much' })", "TypeError", /"guidance".*"much"/],
  ["lab.bound({ image })", "TypeError", /"t"/],
  ["lab.bound({ image: new Float32Array(1568), t: 3 })", "RangeError", /"image".*784.*1568/],
  ["lab.bound({ image, t: [3, 1000] })", "RangeError", /"t\[1\]".*1000/],
  ["lab.schedule({ kind: 'sigmoid' })", "RangeError", /"kind".*"linear".*"sigmoid"/],
  ["lab.schedule({ steps: 0 })", "RangeError", /"steps".*found 0/],
];

test("wrong input is refused at once", async (t) => {
  for (const [call, kind, message] of CASES) {
    await t.test(call, async () => {
      const error = await page.evaluate((source) => thrown(() => (0, eval)(source)), call);
      assert.equal(error.name, kind, error.message);
      if (message) assert.match(error.message, message);
      assert.match(error.message, /expected .*found /, "the message says what was expected and what was found");
    });
  }
});

test("nothing was started, and the lab works on", async () => {
  assert.equal(await page.evaluate(() => posted), 0, "a message went to the worker");
  assert.equal(workersOf(page).length, 1, "another worker was started");
  assert.equal(await page.evaluate(async () => (await lab.sample({ count: 1, steps: 1, frames: "none" }).result).count), 1);
});
