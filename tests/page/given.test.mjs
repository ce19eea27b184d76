/** What callers give, of every kind that is odd: refused at once in a short sentence that names the option, or taken as it was when the call was made. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start } from "./support.mjs";

let session;
let page;
let problems;
before(async () => {
  session = await start();
  ({ page, problems } = await barePage(session));
  await page.evaluate(async () => {
    globalThis.lab = await unnoise.createLab({ model: "digits", backend: "cpu" });
    globalThis.mixture = await unnoise.createMixture({ components: [{ weight: 1, mean: [0], deviation: 1 }] });
    globalThis.image = () => Float32Array.from({ length: 784 }, (_, i) => Math.sin(i));
    globalThis.detached = (array) => (structuredClone(array.buffer, { transfer: [array.buffer] }), array);
    globalThis.thrower = (name) => Object.defineProperty({}, name, { enumerable: true, get: () => { throw new Error("mine"); } });
  });
});
after(() => session?.close());

/** By kind: a call, and what its error says. A value is what the page evaluates. */
const REFUSED = {
  "a BigInt": ['lab.sample({ steps: 5n })', /TypeError.*"steps".*found 5n, a BigInt/],
  "a long BigInt": ['lab.sample({ steps: 10n ** 500n })', /TypeError.*"steps"/],
  "a getter that throws": ['lab.sample(thrower("steps"))', /TypeError.*"steps".*cannot be read \(mine\)/],
  "a signal that throws": ['lab.encode(Object.assign(thrower("signal"), { image: image() }))', /TypeError.*"signal"/],
  "a proxy": ['lab.sample(new Proxy({}, { ownKeys() { throw new Error("mine"); } }))', /TypeError.*mine/],
  "a revoked proxy": ['(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return lab.sample(proxy); })()', /TypeError/],
  "a revoked array": ['(() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return lab.sample({ label: proxy }); })()', /TypeError.*"label"/],
  "an element that throws": ['lab.sample({ count: 1, label: Object.defineProperty([0], 0, { get() { throw new Error("mine"); } }) })', /TypeError.*"label"/],
  "an inherited option": ['lab.sample(Object.create({ steps: 0 }))', /RangeError.*"steps".*found 0/],
  "frames past the engine's": ['lab.sample({ frames: 2 ** 53 - 1 })', /RangeError.*"frames".*found 9007199254740991/],
  "frames of 2³²": ['lab.sample({ frames: 2 ** 32 })', /RangeError.*"frames"/],
  "a name without end": ['lab.sample({ ["x".repeat(1e6)]: 1 })', /TypeError.*unknown name/],
  "a string without end": ['lab.sample({ sampler: "x".repeat(1e6) })', /RangeError.*"sampler"/],
  "an endpoint that is a tensor": ['lab.interpolate({ from: new Float32Array(784), to: { seed: 1 } })', /TypeError.*"from".*exactly one of seed, latent, image/],
  "an endpoint that throws": ['lab.interpolate({ from: thrower("seed"), to: { seed: 1 } })', /TypeError.*"seed"/],
  "a detached image": ['lab.encode({ image: detached(image()) })', /TypeError.*"image".*detached/],
  "a detached list": ['lab.forwardNoise({ image: image(), t: detached(Int32Array.of(5)) })', /TypeError.*"t".*detached/],
  "a class that lies": ['lab.encode({ image: Object.create(Float32Array.prototype) })', /TypeError.*"image"/],
  "half a signal": ['lab.sample({ signal: { aborted: false, addEventListener() {} } })', /TypeError.*"signal".*AbortSignal/],
  "a symbol": ['lab.sample({ steps: Symbol("x") })', /TypeError.*"steps".*found a symbol/],
  "an object of no class": ['lab.sample({ steps: Object.create(null) })', /TypeError.*"steps"/],
  "an address that is none": ['unnoise.createLab({ model: "http://[/" })', /RangeError.*"model"/],
  "an address of a VAE that is none": ['unnoise.createVae({ model: "http://[/" })', /RangeError.*"model"/],
  "a component that throws": ['unnoise.createMixture({ components: [thrower("weight")] })', /TypeError.*"components\[0\]"/],
  "components without end": ['unnoise.createMixture({ components: new Array(1e6).fill({ weight: 1, mean: [0], deviation: 1 }) })', /RangeError.*"components"/],
  "a training's half signal": ['mixture.train({ signal: { aborted: false, addEventListener() {} } })', /TypeError.*"signal"/],
  "points that throw": ['mixture.density({ x: Object.defineProperty([0], 0, { get() { throw new Error("mine"); } }), t: 5 })', /TypeError.*"x"/],
};

test("what is refused is refused at once, in at most 200 characters", async (t) => {
  for (const [name, [call, expected]] of Object.entries(REFUSED)) {
    await t.test(name, async () => {
      const found = await page.evaluate((call) => thrown(() => eval(call)), call);
      const said = `${found.name}: ${found.message}`;
      assert.match(said, expected);
      assert(found.message.length <= 200, `${found.message.length} characters`);
    });
  }
  const cause = await page.evaluate(() => {
    try {
      lab.sample(thrower("steps"));
    } catch (error) {
      return error.cause?.message;
    }
  });
  assert.equal(cause, "mine", "the caller's own error is the cause");
});

test("options are as they were when the call was made: arrays that change, views, shared memory, other frames", async () => {
  const same = await page.evaluate(async () => {
    const plain = (await lab.encode({ image: image(), steps: 3 })).latent;
    const as = async (given, change = () => {}) => {
      const promise = lab.encode({ image: given, steps: 3 });
      change(given);
      return (await promise).latent.every((value, i) => value === plain[i]);
    };
    const large = new Float32Array(100_000);
    large.set(image(), 500);
    const frame = document.body.appendChild(document.createElement("iframe")).contentWindow;
    const other = new frame.Float32Array(image());
    const shared = globalThis.SharedArrayBuffer ? new Float32Array(new SharedArrayBuffer(4 * 784)) : image();
    shared.set(image());
    const list = [7, 3];
    const two = Float32Array.from({ length: 2 * 784 }, (_, i) => image()[i % 784]);
    const noised = lab.forwardNoise({ image: two, t: list });
    list.fill(900);
    return {
      changed: await as(image(), (given) => given.fill(NaN)),
      view: await as(large.subarray(500, 500 + 784)),
      "another frame's": await as(other),
      shared: await as(shared, (given) => given.fill(0.5)),
      list: (await noised).alphaBar[0] > 0.99,
    };
  });
  for (const [name, holds] of Object.entries(same)) assert(holds, name);
});

test("callbacks that throw, steps and pauses in one go, calls that nobody waits for: every run settles", async () => {
  const found = await page.evaluate(async () => {
    const heard = [];
    const hear = (event) => (heard.push(event.message ?? String(event.reason)), event.preventDefault());
    addEventListener("error", hear);
    addEventListener("unhandledrejection", hear);
    const within = (promise) => Promise.race([promise.then(() => "settled", ({ name }) => name), new Promise((done) => setTimeout(() => done("never"), 15_000))]);
    const throwing = lab.sample({ count: 1, steps: 3, paused: true, onProgress: () => { throw new Error("of the caller"); } });
    const stepped = await within(throwing.step());
    throwing.resume();
    const ended = await within(throwing.result);
    const hasty = lab.sample({ count: 1, steps: 4, paused: true });
    const step = hasty.step();
    hasty.resume();
    hasty.pause();
    const settled = await within(step);
    hasty.resume();
    const whole = await within(hasty.result);
    const more = await unnoise.createLab({ model: "digits", backend: "cpu", onProgress: () => { throw new Error("of the caller"); } });
    more.denoise({ image: image(), t: 500, steps: 5 });
    more.classify({ image: image(), timesteps: 3 });
    more.encode({ image: image() });
    more.sample({ count: 1 });
    more.dispose();
    await new Promise((done) => setTimeout(done, 300));
    removeEventListener("error", hear);
    removeEventListener("unhandledrejection", hear);
    return { stepped, ended, settled, whole, own: heard.filter((message) => !message.includes("of the caller")), theirs: heard.length > 0 };
  });
  assert.deepEqual(found, { stepped: "settled", ended: "settled", settled: "settled", whole: "settled", own: [], theirs: true });
  assert.deepEqual(problems.filter((problem) => !problem.includes("of the caller")), []);
});
