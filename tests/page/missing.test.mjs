/** What a machine lacks is said where one looks, in the reader's language, with a way on. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { freshPage, start } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const QUICK = "g.steps=2&g.count=1";

/** The page with these lines put before the worker's own, as if the browser were so. */
async function open(address, before) {
  const fresh = await freshPage(session);
  await fresh.page.addInitScript(() => {
    globalThis.results = [];
    addEventListener("unnoise-result", ({ target }) => results.push(target.localName));
  });
  await fresh.page.route("**/worker/worker.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${before}\n${await response.text()}` });
  });
  await fresh.page.goto(session.url + address);
  return fresh;
}

const untilResult = (page) => page.waitForFunction(() => results.length > 0, null, { timeout: 120_000 });

const faultOf = async (page) => {
  const box = page.locator("unnoise-generate .error");
  await box.waitFor({ state: "visible", timeout: 60_000 });
  return { box, sentence: await box.locator("p").innerText(), buttons: await box.locator("button").allInnerTexts() };
};

const NO_GPU = 'Object.defineProperty(navigator, "gpu", { value: undefined });';

test("no WebGPU is said in the page's head, and under a panel that stands alone", async () => {
  const sentences = ["This browser granted no WebGPU adapter, so the network runs on the CPU.", "이 브라우저에서 WebGPU 어댑터를 얻지 못해 CPU로 실행합니다."];
  const whole = await open(`#lang=en&${QUICK}`, NO_GPU);
  await untilResult(whole.page);
  assert.match(await whole.page.locator(".chip .short").innerText(), /^CPU · /);
  assert.equal(await whole.page.locator("details.chip").getAttribute("data-tone"), "warn");
  assert.equal(await whole.page.locator(".notices div").count(), 0, "what a machine lacks is no news: it is behind the chip");
  await whole.page.click(".chip > summary");
  await whole.page.locator(".machine", { hasText: sentences[0] }).waitFor();
  await whole.page.keyboard.press("Escape");
  await whole.page.click(".language");
  await whole.page.click(".chip > summary");
  await whole.page.locator(".machine", { hasText: sentences[1] }).waitFor();
  assert.deepEqual(whole.problems, []);
  await whole.context.close();
  const alone = await open(`?embed=generate&lang=ko&${QUICK}`, NO_GPU);
  await untilResult(alone.page);
  await alone.page.locator("unnoise-generate .foot", { hasText: sentences[1] }).waitFor();
  assert.deepEqual(alone.problems, []);
  await alone.context.close();
});

test("a software adapter is named under a panel that stands alone, too", async (t) => {
  const { page, context } = await open(`?embed=generate&lang=en&${QUICK}`, "");
  await untilResult(page);
  const machine = await page.evaluate(async () => (await import("./unnoise.js")).detect());
  if (!machine.fallbackAdapter) t.skip("this browser has no software adapter");
  else await page.locator("unnoise-generate .foot", { hasText: `is software (${machine.adapter})` }).waitFor();
  await context.close();
});

test("no SIMD: which browsers have it, and no button that cannot help", async () => {
  const { page, problems, context } = await open(`#lang=en&${QUICK}`, "WebAssembly.validate = () => false;");
  const fault = await faultOf(page);
  assert.match(fault.sentence, /^This browser has no WebAssembly SIMD.*Chrome 123, Firefox 125, Safari 17\.5/);
  assert.deepEqual(fault.buttons, []);
  await page.click(".language");
  assert.match((await faultOf(page)).sentence, /WebAssembly SIMD를 지원하지 않습니다.*Chrome 123/, "what is on show follows the language");
  assert.deepEqual(problems, []);
  await context.close();
});

test("no memory for the engine is a sentence, and trying again works once there is some", async () => {
  // What Chrome throws where an instance gets no memory.
  const starved = "WebAssembly.instantiateStreaming = WebAssembly.instantiate = async () => { throw new RangeError('WebAssembly.Memory(): could not allocate memory'); };";
  const { page, problems, context } = await open(`#lang=en&backend=cpu&${QUICK}`, starved);
  const { sentence } = await faultOf(page);
  assert.match(sentence, /^There was not enough memory \(WebAssembly\.Memory\(\): could not allocate memory\)\. Ask for fewer images/);
  await page.click(".language");
  const { box, ...korean } = await faultOf(page);
  assert.match(korean.sentence, /^메모리가 부족합니다\(.*이미지 수를 줄이거나/);
  await page.unroute("**/worker/worker.js");
  await box.getByRole("button", { name: "다시 시도" }).click();
  await untilResult(page);
  await box.waitFor({ state: "hidden" });
  assert.deepEqual(problems, []);
  await context.close();
});

test("an engine that runs out of memory in the middle says so in the panel, and starts again with fewer images", async () => {
  // Rust's allocator gives up with a trap, which the browser reports as an uncaught RuntimeError of the worker.
  const trapped = `
    const next = (prototype) => { prototype.next = () => { queueMicrotask(() => { throw new WebAssembly.RuntimeError("unreachable"); }); return new Promise(() => {}); }; };
    addEventListener("message", async () => {
      const glue = await import("../wasm/cpu/unnoise.js");
      const sample = glue.Engine.prototype.sample;
      glue.Engine.prototype.sample = function (options) {
        const run = sample.call(this, options);
        if (options.count > 1) next(run);
        return run;
      };
    }, { once: true });`;
  const { page, context } = await open(`#lang=en&backend=cpu&g.steps=2&g.count=9`, trapped);
  const { box, sentence, buttons } = await faultOf(page);
  assert.match(sentence, /The engine stopped \(unreachable\), most likely out of memory\. Try fewer images\./);
  assert.deepEqual(buttons, ["Try again"]);
  await page.evaluate(() => inside("unnoise-generate").state.set("generate", "count", 1));
  await box.getByRole("button", { name: "Try again" }).click();
  await untilResult(page);
  await box.waitFor({ state: "hidden" });
  await context.close();
});

test("a worker that is not reached is a sentence, and trying again works", async () => {
  const { page, context } = await freshPage(session);
  await page.addInitScript(() => {
    globalThis.results = [];
    addEventListener("unnoise-result", () => results.push(1));
  });
  await page.route("**/worker/worker.js", (route) => route.abort("connectionrefused"));
  await page.goto(`${session.url}#lang=en&backend=cpu&${QUICK}`);
  const { box, sentence } = await faultOf(page);
  assert.match(sentence, /^The worker's script could not be reached at \/.*worker\.js\. Check the connection\.$/);
  await page.unroute("**/worker/worker.js");
  await box.getByRole("button", { name: "Try again" }).click();
  await untilResult(page);
  await context.close();
});
