/** Pages that are stricter, stranger or livelier than an article: policies, sandboxes, frameworks, tabs, themes, printers. */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { ELEMENTS, barePage, openArticle, pixels, start, untilDrawn, untilResultOf, workersOf } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const article = (html, options) => openArticle(session, html, options);
const QUICK = `<unnoise-generate backend="cpu" steps="2" count="1"></unnoise-generate>`;
const ALL = ["generate", "compare", "interpolate", "noise", "reconstruct", "elbo", "classify", "exact", "vae", "story"].map((name) => `unnoise-${name}`);

// Properties

test("properties: one for each attribute, typed, and nothing else of an element answers to a name", async () => {
  const { page, problems, context } = await article(ELEMENTS);
  const own = await page.evaluate(async (names) => {
    await Promise.all(names.map((name) => customElements.whenDefined(name)));
    return names.map((name) => {
      const element = document.createElement(name);
      const reached = new Set();
      for (let at = element; at && at !== HTMLElement.prototype; at = Object.getPrototypeOf(at)) for (const key of Object.getOwnPropertyNames(at)) reached.add(key);
      const camel = (attribute) => attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
      const attributes = customElements.get(name).observedAttributes;
      for (const known of ["constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback", "run", "cancel", "image", "receivers", ...attributes.flatMap((attribute) => [attribute, camel(attribute)])]) reached.delete(known);
      const missing = attributes.filter((attribute) => !(camel(attribute) in element));
      return { name, reached: [...reached], missing, attributes: attributes.length };
    });
  }, ALL);
  for (const { name, reached, missing, attributes } of own) {
    assert.deepEqual([reached, missing], [[], []], name);
    assert(attributes > 4, name);
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("properties: what a framework assigns, before and after the elements' script, sets; what is no setting harms nothing", async () => {
  const { page, problems, context } = await article(`<div id="app"></div>`);
  // React 19, Vue 3 and Preact: a property where `name in element`, an attribute otherwise; before the script there is no name.
  await page.evaluate(() => {
    const early = document.createElement("unnoise-generate");
    Object.assign(early, { backend: "cpu", steps: 3, count: 2, imageSeed: 1, columns: 3, source: {}, state: 1, handle: 2, running: "x" });
    document.querySelector("#app").append(early);
  });
  await page.addScriptTag({ type: "module", url: "elements.js" });
  await untilResultOf(page, "unnoise-generate");
  const early = await page.evaluate(() => {
    const element = document.querySelector("unnoise-generate");
    return { steps: element.steps, count: element.count, attribute: element.getAttribute("steps"), result: results[0].count, start: element.start, size: element.size, sampler: element.sampler };
  });
  assert.deepEqual(early, { steps: 3, count: 2, attribute: "3", result: 2, start: "view", size: "panel", sampler: "ddim" });

  await page.evaluate(() => {
    const late = document.createElement("unnoise-compare");
    Object.assign(late, { backend: "cpu", aSteps: 2, "b-steps": 3, count: 1 });
    document.querySelector("#app").append(late);
  });
  await page.locator("unnoise-compare").scrollIntoViewIfNeeded();
  await untilResultOf(page, "unnoise-compare", 2);
  const read = await page.evaluate(async () => {
    const element = document.querySelector("unnoise-compare");
    const before = [element.aSteps, element["a-steps"], element.bSteps];
    // Fields of ours once; to the element they are a stranger's, and the panel works on.
    Object.assign(element, { columns: 3, source: "x", state: null, updaters: 1, info: 2, layout: 0, running: true, alone: 7 });
    element.aSteps = 4;
    const set = element.aSteps;
    element.aSteps = null;
    return { before, set, unset: element.aSteps, attribute: element.hasAttribute("a-steps"), symbol: (element.bSteps = Symbol.iterator, element.bSteps) };
  });
  assert.deepEqual(read, { before: [2, 2, 3], set: 4, unset: 20, attribute: false, symbol: 3 });
  await page.locator("unnoise-compare").evaluate((element) => element.run());
  await untilResultOf(page, "unnoise-compare", 4);
  assert.equal(await page.evaluate(() => results.at(-1).of), "unnoise-compare");
  const chapters = await page.evaluate(async () => {
    const story = document.createElement("unnoise-story");
    story.chapter = "ddim";
    story.backend = "cpu";
    document.querySelector("#app").append(story);
    const shown = () => [...story.shadowRoot.querySelectorAll(".chapter")].map(({ dataset }) => dataset.chapter);
    const first = shown();
    story.chapter = "ddpm";
    Object.assign(story, { chapters: 3, current: 4, present: 5 });
    story.notation = "song";
    return { first, then: shown(), notation: story.notation };
  });
  assert.deepEqual(chapters, { first: ["ddim"], then: ["ddpm"], notation: "song" });
  assert.deepEqual(problems, []);
  await context.close();
});

// Moved

test("moved elements: run, pictures and worker are kept; one that is taken away for good ends", async () => {
  const { page, problems, context } = await article(`${ELEMENTS}<div id="one">${QUICK}</div><div id="two"></div>`);
  await untilResultOf(page, "unnoise-generate");
  await untilDrawn(page);
  const drawn = await pixels(page, "unnoise-generate");
  const worker = workersOf(page)[0];
  await page.evaluate(() => document.querySelector("#two").append(document.querySelector("unnoise-generate")));
  await page.waitForTimeout(300);
  assert.deepEqual(await pixels(page, "unnoise-generate"), drawn);
  assert.deepEqual([workersOf(page)[0] === worker, await page.evaluate(() => results.length)], [true, 1], "nothing began anew");

  // In the middle of a run, and out of the page for a moment, as tabs and Turbo do.
  await page.evaluate(async () => {
    const element = document.querySelector("unnoise-generate");
    Object.assign(element, { steps: 200, count: 4 });
    let frames = 0;
    const begun = new Promise((done) => element.addEventListener("unnoise-frame", () => ++frames === 5 && done()));
    element.run();
    await begun;
    element.remove();
    await new Promise((done) => setTimeout(done, 200));
    document.querySelector("#one").append(element);
  });
  await untilResultOf(page, "unnoise-generate", 2);
  assert.equal(await page.evaluate(() => results.at(-1).count), 4, "the run that was moved came to its end");
  await page.evaluate(() => document.querySelector("unnoise-generate").remove());
  for (const deadline = Date.now() + 10_000; workersOf(page).length > 0 && Date.now() < deadline; ) await page.waitForTimeout(50);
  assert.equal(workersOf(page).length, 0, "what nobody brings back lets its worker go");
  assert.deepEqual(problems, []);
  await context.close();
});

// Policies

test("sandboxed frames: an element and an iframe of ours run without an origin of their own", async () => {
  const inside = `<!doctype html><title>inside</title><script type="module" src="${session.url}elements.js"></script>${QUICK}`;
  const { page, problems, context } = await article(`<iframe sandbox="allow-scripts" srcdoc='${inside}' width="900" height="800"></iframe><iframe sandbox="allow-scripts" src="./?embed=noise&backend=cpu&lang=en" width="900" height="800"></iframe><iframe sandbox="allow-scripts" src="./#panel=generate&backend=cpu&g.steps=2&g.count=1" width="900" height="900"></iframe>`, { height: 2700 });
  const [element, embedded, whole] = page.frames().slice(1);
  await untilResultOf(element, "unnoise-generate");
  await untilResultOf(embedded, "unnoise-noise");
  await untilResultOf(whole, "unnoise-generate");
  assert.deepEqual(await Promise.all([element, embedded, whole].map((frame) => frame.evaluate(() => self.origin))), ["null", "null", "null"]);
  assert.deepEqual(problems.filter((problem) => !/request to about:srcdoc/.test(problem)), []);
  await context.close();
});

/** The policy of docs/embedding.md. @param {string} host where Unnoise lies */
const policy = (host) =>
  `default-src 'none'; script-src ${host} 'wasm-unsafe-eval'; style-src 'self'; img-src ${host} data: blob:; font-src ${host}; connect-src ${host}; worker-src ${host} blob:; require-trusted-types-for 'script'; trusted-types unnoise`;

for (const where of ["the same origin", "another origin"]) {
  test(`a strict policy with trusted types, on ${where}: every panel works and nothing is violated`, async (t) => {
    const elements = ALL.map((name) => `<${name} backend="cpu"${name === "unnoise-story" ? ' chapter="to-noise"' : ""}></${name}>`).join("");
    const host = where === "the same origin" ? "'self'" : new URL(session.url).origin;
    const body = `<!doctype html><html lang="en"><title>strict</title><link rel="icon" href="data:,"><script type="module" src="${session.url}elements.js"></script>${elements}`;
    const headers = { "content-type": "text/html", "content-security-policy": policy(host) };
    const blog = createServer((_, response) => response.writeHead(200, headers).end(body));
    await new Promise((done) => blog.listen(0, "127.0.0.1", done));
    t.after(() => blog.close());
    const prepare = (context) =>
      context.addInitScript(() => {
        globalThis.violations = [];
        document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
      });
    const url = where === "the same origin" ? undefined : `http://127.0.0.1:${blog.address().port}/`;
    const { page, problems, context } = await article(ELEMENTS + elements, { headers: { "content-security-policy": policy("'self'") }, prepare, url });
    for (const name of ALL.slice(0, -1)) {
      await page.locator(name).first().scrollIntoViewIfNeeded();
      if (["unnoise-exact", "unnoise-vae", "unnoise-classify"].includes(name)) await page.waitForFunction((name) => [...document.querySelector(name).shadowRoot.querySelectorAll("canvas, svg")].some((drawn) => drawn.getBoundingClientRect().width > 0), name);
      else await untilResultOf(page, name);
    }
    await page.locator("unnoise-story .chapter").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("unnoise-story").shadowRoot.querySelector("[data-drawn]"), null, { timeout: 60_000 });
    assert.deepEqual(await page.evaluate(() => violations), []);
    assert.deepEqual(problems.filter((problem) => !(url && problem === `request to ${url}`)), []);
    await context.close();
  });
}

test("isolated pages (COEP): the element works as it is, an iframe with `credentialless`", async () => {
  const headers = { "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" };
  // Another origin than the page's: 127.0.0.1 and localhost are two sites.
  const elsewhere = session.url.replace("127.0.0.1", "localhost");
  const { page, context } = await article(`<script type="module" src="${elsewhere}elements.js"></script>${QUICK}<unnoise-noise start="click"></unnoise-noise><iframe credentialless src="${elsewhere}?embed=generate&backend=cpu&g.steps=2&g.count=1" width="900" height="800"></iframe>`, { headers, height: 3000 });
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  await untilResultOf(page, "unnoise-generate");
  await untilResultOf(page.frames()[1], "unnoise-generate");
  await page.waitForFunction(() => document.querySelector("unnoise-noise").shadowRoot.querySelector("img.still").naturalWidth > 0);
  await context.close();
});

// Themes

const CARD = "rgb(255, 255, 255)";
const DARK_CARD = "rgb(28, 31, 37)";
const cardOf = (selector) => {
  const root = document.querySelector(selector).shadowRoot;
  return getComputedStyle(root.querySelector(".card")).backgroundColor;
};

test("themes: a class of the page's and its background decide, and are followed; property and attribute go before", async () => {
  const { page, problems, context } = await article(`${ELEMENTS}${QUICK}<unnoise-story chapter="to-noise" backend="cpu"></unnoise-story>`, {
    head: "<style>body { background: #fff } .dark body { background: #1b1b1e; color: #ddd }</style>",
    colorScheme: "light",
  });
  await page.locator("unnoise-story unnoise-noise .card").first().waitFor();
  const cards = () => page.evaluate(() => [document.querySelector("unnoise-generate").shadowRoot, document.querySelector("unnoise-story").shadowRoot.querySelector("unnoise-noise").shadowRoot].map((root) => getComputedStyle(root.querySelector(".card")).backgroundColor));
  const until = (wanted) => page.waitForFunction(([generate, wanted]) => getComputedStyle(document.querySelector(generate).shadowRoot.querySelector(".card")).backgroundColor === wanted, ["unnoise-generate", wanted]);
  assert.deepEqual(await cards(), [CARD, CARD]);
  await page.evaluate(() => document.documentElement.classList.add("dark"));
  await until(DARK_CARD);
  assert.deepEqual(await cards(), [DARK_CARD, DARK_CARD]);
  await page.evaluate(() => (document.querySelector("unnoise-generate").theme = "light"));
  await until(CARD);
  assert.deepEqual(await cards(), [CARD, DARK_CARD]);
  await page.evaluate(() => document.querySelector("unnoise-generate").removeAttribute("theme"));
  await until(DARK_CARD);
  await page.evaluate(() => document.documentElement.classList.remove("dark"));
  await until(CARD);
  assert.deepEqual(await cards(), [CARD, CARD]);
  assert.deepEqual(problems, []);
  await context.close();
});

test("themes: an iframe follows what its page tells it, and nobody else", async () => {
  const { page, context } = await article(`<iframe src="./?embed=generate&backend=cpu&lang=en&g.steps=1&g.count=1&theme=light" width="900" height="800"></iframe>`, { colorScheme: "light" });
  const frame = page.frames()[1];
  await frame.locator("unnoise-generate .card").first().waitFor();
  assert.equal(await frame.evaluate(cardOf, "unnoise-generate"), CARD);
  await page.evaluate(() => document.querySelector("iframe").contentWindow.postMessage({ type: "unnoise-theme", theme: "dark" }, "*"));
  await frame.waitForFunction((dark) => getComputedStyle(document.querySelector("unnoise-generate").shadowRoot.querySelector(".card")).backgroundColor === dark, DARK_CARD);
  for (const data of [{ type: "unnoise-theme", theme: "purple" }, { type: "unnoise-theme" }, null, "unnoise-theme"]) await page.evaluate((data) => document.querySelector("iframe").contentWindow.postMessage(data, "*"), data);
  await frame.evaluate(() => postMessage({ type: "unnoise-theme", theme: "light" }, "*"));
  await page.waitForTimeout(200);
  assert.equal(await frame.evaluate(cardOf, "unnoise-generate"), DARK_CARD);
  assert.equal(await frame.locator(".notices").innerText(), "");
  await context.close();
});

// Paper, and readers who have not begun

test("print: a panel that was never seen has a picture on paper, its author's or our own", async () => {
  const { page, context } = await article(`${ELEMENTS}<div style="height: 3000px"></div><unnoise-noise backend="cpu"></unnoise-noise><unnoise-compare><img src="posters/compare.webp" alt="my own"></unnoise-compare>`);
  await page.waitForFunction(() => customElements.get("unnoise-noise"));
  assert.equal(await page.evaluate(() => results.length), 0, "neither was seen");
  await page.pdf(); // which brings what is loaded only when it comes near
  await page.waitForFunction(() => document.querySelector("unnoise-noise").shadowRoot.querySelector("img.still").naturalWidth > 0);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("unnoise-noise img.still").isVisible(), true);
  assert.equal(await page.locator("unnoise-compare > img").isVisible(), true);
  assert.equal(await page.locator("unnoise-compare img.still").isVisible(), false);
  assert.equal(await page.evaluate(() => results.length), 0);
  await context.close();
});

test("start=click: a picture and a button, nothing is loaded; then it runs and follows as any other", async () => {
  session.sent.length = 0;
  const { page, problems, context } = await article(`${ELEMENTS}<unnoise-generate start="click" backend="cpu" steps="2" count="1" cores="1"></unnoise-generate><unnoise-exact start="click"></unnoise-exact>`);
  const start = page.locator("unnoise-generate button.start");
  await start.waitFor();
  await page.waitForFunction(() => document.querySelector("unnoise-generate").shadowRoot.querySelector("img.still").naturalWidth > 0);
  await page.waitForTimeout(500);
  assert.deepEqual([workersOf(page).length, session.sent.filter(({ file }) => /\.(wasm|safetensors)$/.test(file)).length], [0, 0]);
  await start.click();
  await untilResultOf(page, "unnoise-generate");
  assert.equal(await start.isVisible(), false);
  assert.equal(await page.locator("unnoise-generate img.still").isVisible(), false);
  assert.deepEqual(problems, []);
  await context.close();
});

test("cores: as many engines as the author lets it have; on a phone that does not tell its memory at most four", async () => {
  const members = (page) => workersOf(page).length - 1;
  const { page, context } = await article(`${ELEMENTS}<unnoise-generate backend="cpu" steps="2" count="8" cores="1"></unnoise-generate>`);
  await untilResultOf(page, "unnoise-generate");
  assert.equal(members(page), 0);
  assert.equal(await page.evaluate(() => document.querySelector("unnoise-generate").cores), 1);
  await context.close();
  for (const [memory, touched, most] of [[undefined, true, 4], [undefined, false, 8], [8, true, 8], [2, false, 4]]) {
    const bare = await barePage(session, { hasTouch: touched, isMobile: touched });
    const asked = await bare.page.evaluate(async (memory) => {
      Object.defineProperty(Navigator.prototype, "deviceMemory", { configurable: true, get: () => memory });
      Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { configurable: true, get: () => 12 });
      const send = Worker.prototype.postMessage;
      let cores = 0;
      Worker.prototype.postMessage = function (message, ...rest) {
        if (message.type === "open") cores = message.cores;
        return send.call(this, message, ...rest);
      };
      (await unnoise.createLab({ backend: "cpu" })).dispose();
      return cores;
    }, memory);
    assert.equal(asked, most, `${memory} GB, ${touched ? "touched" : "with a mouse"}`);
    await bare.context.close();
  }
});

// Frames that nobody reads

test("frames that nobody reads are let go; who asks for them late gets all of them, the same", async () => {
  const { page, context } = await barePage(session);
  const facts = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "cpu" });
    const options = { count: 64, steps: 24, seed: 3 }; // 9.6 MB of frames, of which 8 wait
    const read = async (run) => {
      const all = [];
      for await (const { index, xt, x0 } of run) all.push([index, await print(xt), await print(x0)]);
      return all;
    };
    const whole = await read(lab.sample(options));
    const late = lab.sample(options);
    const { images } = await late.result;
    const again = await read(late);
    const rest = await read(late);
    const midway = lab.sample({ ...options, paused: true });
    for (let k = 0; k < 22; k++) await midway.step();
    const iterator = midway[Symbol.asyncIterator]();
    const first = [];
    for (let k = 0; k < 22; k++) first.push((await iterator.next()).value.index);
    const beyond = await Promise.race([iterator.next().then(() => "came"), new Promise((done) => setTimeout(() => done("waits"), 300))]);
    midway.resume();
    await midway.result;
    const cancelled = lab.sample(options);
    await cancelled.result;
    const reading = cancelled[Symbol.asyncIterator]().next();
    cancelled.cancel();
    const ended = await rejected(reading);
    lab.dispose();
    return { frames: whole.length, same: JSON.stringify(whole) === JSON.stringify(again), rest: rest.length, images: images.length, first, beyond, ended: ended.name };
  });
  assert.deepEqual(facts, { frames: 24, same: true, rest: 0, images: 64 * 784, first: Array.from({ length: 22 }, (_, k) => k), beyond: "waits", ended: "AbortError" });
  await context.close();
});

test("a long run that nobody reads holds no more than its allowance", async () => {
  const { page, context } = await barePage(session);
  const arrived = await page.evaluate(async () => {
    const lab = await unnoise.createLab({ backend: "cpu" });
    let bytes = 0;
    const get = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data").get;
    Object.defineProperty(MessageEvent.prototype, "data", {
      get() {
        const data = get.call(this);
        if (data?.type === "step" && data.step.xt && !this.counted) (this.counted = true), (bytes += data.step.xt.byteLength * 2);
        return data;
      },
    });
    await lab.sample({ count: 64, steps: 80 }).result; // 32 MB of frames
    lab.dispose();
    return bytes;
  });
  assert(arrived > 0 && arrived <= 12e6, `${arrived} bytes of frames came`);
  await context.close();
});
