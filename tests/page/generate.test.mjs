/** <unnoise-generate>: pausing and stepping, marks on the schedule, the enlarged image, files, and sending an image on. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { freshPage, openApp, pixels, readable, settle, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const QUICK = { panel: "generate", "g.steps": 4, "g.count": 4 };
const words = (page, selector) => readable(page.locator(`unnoise-generate ${selector}`).first());
const untilWords = (page, selector, wanted) =>
  page.waitForFunction(([selector, wanted]) => new RegExp(wanted).test(document.querySelector("unnoise-generate").shadowRoot.querySelector(selector).textContent), [selector, wanted]);

test("a run can be paused, taken a step at a time, resumed, and cancelled while it is paused", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "g.count": 1, "g.steps": 400 });
  await untilWords(page, ".ruler output", "^step [2-9]");
  await page.getByRole("button", { name: "Pause the run" }).click();
  await untilWords(page, ".status", "^Paused$");
  await settle(page);
  await untilDrawn(page);
  const stood = Number((await words(page, ".ruler output")).match(/step (\d+)/)[1]);
  const still = await pixels(page, "unnoise-generate");
  await settle(page);
  assert.deepEqual(await pixels(page, "unnoise-generate"), still, "nothing moves while it is paused");
  await page.getByRole("button", { name: "One step" }).click();
  await untilWords(page, ".ruler output", `^step ${stood + 1} `);
  await settle(page);
  await untilDrawn(page);
  assert.match(await words(page, ".ruler output"), new RegExp(`^step ${stood + 1} / 400 · `));
  assert.notDeepEqual(await pixels(page, "unnoise-generate"), still);
  await page.getByRole("slider", { name: "Timeline" }).fill("999");
  await page.getByRole("button", { name: "One step" }).click();
  await untilWords(page, ".ruler output", `^step ${stood + 2} `); // it is seen wherever the timeline was
  await page.getByRole("button", { name: "Resume" }).click();
  await untilWords(page, ".ruler output", `^step (?!${stood + 2} )`);
  await page.getByRole("button", { name: "Pause the run" }).click();
  await untilWords(page, ".status", "^Paused$");
  await page.getByRole("button", { name: "Cancel" }).click();
  await untilWords(page, ".status", "^Cancelled$");
  assert.equal(await page.getByRole("button", { name: "Pause the run" }).isDisabled(), true);
  assert.equal(await page.evaluate(() => results.length), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test("one step after a run walks that run, from its beginning on, and throws nothing away", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "g.sampler": "ddpm" });
  await untilResults(page, 1);
  const whole = await pixels(page, "unnoise-generate");
  for (let step = 1; step <= 4; step++) {
    await page.getByRole("button", { name: "One step" }).click();
    await untilWords(page, ".ruler output", `^step ${step} / 4 `);
    assert.match(await words(page, ".status"), /^Done in /);
  }
  await page.getByRole("button", { name: "One step" }).click();
  await untilWords(page, ".ruler output", "^done");
  await untilDrawn(page);
  assert.deepEqual(await pixels(page, "unnoise-generate"), whole);
  assert.equal(await page.evaluate(() => results.length), 1, "nothing was run anew");
  assert.deepEqual(problems, []);
  await context.close();
});

test("one step at a time makes the picture that a run makes", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "g.sampler": "ddpm" });
  await untilResults(page, 1);
  const whole = await pixels(page, "unnoise-generate");
  await page.evaluate(() => void inside("unnoise-generate").run({ stepping: true }));
  for (let step = 1; step <= 3; step++) {
    if (step > 1) await page.getByRole("button", { name: "One step" }).click();
    await untilWords(page, ".ruler output", `^step ${step} / 4 `);
    await untilWords(page, ".status", "^Paused$");
    assert.notDeepEqual(await pixels(page, "unnoise-generate"), whole);
  }
  await page.getByRole("button", { name: "One step" }).click();
  await untilResults(page, 2);
  assert.deepEqual(await pixels(page, "unnoise-generate"), whole);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the step's t, ᾱ and SNR are marked on the schedule", async () => {
  const { page, problems, context } = await openApp(session, QUICK);
  await untilResults(page, 1);
  const plot = page.getByRole("img", { name: /Plot of ᾱ and of the signal-to-noise ratio/ });
  const marks = () => plot.locator("circle[r='6']").evaluateAll((dots) => dots.map((dot) => [Number(dot.getAttribute("cx")), Number(dot.getAttribute("cy"))]));
  assert.deepEqual(await marks(), [], "the end is not on the schedule");
  const seen = [];
  for (const at of [999, 249]) {
    await page.getByRole("slider", { name: "Timeline" }).fill(String(at));
    await untilDrawn(page);
    const [, t, alphaBar, snr] = (await words(page, ".ruler output")).match(/· t (\d+) · ᾱ (\S+) · SNR (\S+ dB)/);
    assert.equal(await plot.locator(".said").textContent(), `t = ${t} · ᾱ = ${alphaBar} · ${snr}`);
    seen.push(await marks());
  }
  const [[[x, snr], [same, alpha]], [[later, snrLater], [, alphaLater]]] = seen;
  assert.equal(x, same, "one t for both curves");
  assert(later < x && alphaLater < alpha && snrLater < snr, "as t falls, signal rises");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the card of the step shows the variance that was chosen", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "g.sampler": "ddpm", "g.variance": "large" });
  await untilResults(page, 1);
  await page.getByText("Where it comes from").click();
  const card = async () => {
    await untilDrawn(page);
    const section = page.locator("unnoise-generate .derived");
    return { text: await readable(section), symbols: (await section.locator(".equation").nth(1).textContent()).replace(/\s/g, "") };
  };
  const large = await card();
  assert.match(large.text, /variance βₜ .* the larger of DDPM's two choices/);
  assert.equal(large.symbols, "σt2=βt");
  await page.getByText("More settings").click();
  await page.getByLabel("Variance of DDPM").selectOption("small");
  const small = await card();
  assert.match(small.text, /variance β̃ₜ .* the smaller of DDPM's two choices/);
  assert.notEqual(small.symbols, large.symbols);
  await page.getByRole("radio", { name: "DDIM" }).check();
  const ddim = await card();
  assert.match(ddim.text, /DDIM, eq\. 12 and 16/);
  assert.match(ddim.symbols, /^σt=η/);
  assert.deepEqual(problems, []);
  await context.close();
});

/** What has the focus, through shadow roots. */
const focused = (page) =>
  page.evaluate(() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node.getAttribute("aria-label") ?? node.textContent.trim();
  });

test("an image is enlarged, turned over and scrubbed by keys alone", async () => {
  const { page, problems, context } = await openApp(session, QUICK);
  await untilResults(page, 1);
  await untilDrawn(page);
  for (let k = 0; k < 40 && (await focused(page)) !== "Enlarge image 1"; k++) await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Enlarge image 1");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), "Enlarge image 3", "the grid has two columns");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Image 4 of 4" });
  await dialog.waitFor();
  const shown = async () => {
    await untilDrawn(page);
    return dialog.locator(".pair canvas").evaluateAll((canvases) => canvases.map((canvas) => canvas.toDataURL()));
  };
  const last = await shown();
  assert.equal(last.length, 2);
  assert.notEqual(last[0], last[1], "at the end the noise that it began with stands beside the image");
  const four = await page.evaluate(() => {
    const canvas = document.querySelector("unnoise-generate").shadowRoot.querySelector(".stage [data-part=x0] canvas");
    const tile = document.createElement("canvas");
    [tile.width, tile.height] = [28, 28];
    tile.getContext("2d").drawImage(canvas, -29, -29);
    return tile.toDataURL();
  });
  assert.equal(last[1], four, "it is the fourth of the grid");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("dialog", { name: "Image 1 of 4" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await dialog.waitFor();
  const slider = dialog.getByRole("slider", { name: "Timeline" });
  await slider.focus();
  await page.keyboard.press("End"); // noise
  const first = await shown();
  assert.equal(first[0], last[0], "the noise that it began with");
  assert.notEqual(first[1], last[1]);
  assert.match(await dialog.innerText(), /step 1 \/ 4/);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await focused(page), "Enlarge image 4", "the focus is back where it was");
  assert.match(await words(page, ".stage > .ruler output"), /^step 1 \/ 4 · t 999 /, "the panel went along");
  assert.deepEqual(problems, []);
  await context.close();
});

/** The bytes of the file that an action downloads. */
async function downloaded(page, action) {
  const [file] = await Promise.all([page.waitForEvent("download"), action()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Size, frames and delays of a GIF, read block by block. */
function readGif(bytes) {
  assert.equal(bytes.toString("latin1", 0, 6), "GIF89a");
  const gif = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), frames: 0, delays: [], loops: false };
  const tableAfter = (flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableAfter(bytes[10]);
  const skipBlocks = () => {
    while (bytes[at] !== 0) at += bytes[at] + 1;
    at++;
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) gif.delays.push(10 * bytes.readUInt16LE(at + 4));
      if (bytes[at + 1] === 0xff) gif.loops = bytes.toString("latin1", at + 3, at + 11) === "NETSCAPE";
      at += 2;
    } else {
      assert.equal(bytes[at], 0x2c, `an unknown block at ${at}`);
      gif.frames++;
      at += 10 + tableAfter(bytes[at + 9]) + 1;
    }
    skipBlocks();
  }
  return gif;
}

test("images are saved as PNG, the run as an animated GIF, one image or all", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "g.seed": 12 });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await untilResults(page, 1);
  const size = (png) => [png.readUInt32BE(16), png.readUInt32BE(20)];
  const all = await downloaded(page, () => page.getByRole("button", { name: "Save as PNG" }).click());
  assert.equal(all.name, "unnoise-ddim-s4-seed12.png");
  assert.equal(all.bytes.toString("latin1", 1, 4), "PNG");
  assert.deepEqual(size(all.bytes), [57 * 7, 57 * 7], "two by two images with a gap, 7 times enlarged");
  assert(!asked.some((url) => url.includes("gifenc")), "the encoder is not loaded before it is needed");
  const run = await downloaded(page, () => page.getByRole("button", { name: "Save the run as GIF" }).click());
  assert.equal(run.name, "unnoise-ddim-s4-seed12.gif");
  const gif = readGif(run.bytes);
  assert.deepEqual(gif, { width: 2 * 57 * 3 + 6, height: 57 * 3, frames: 5, delays: [70, 70, 70, 70, 1500], loops: true });
  await page.getByRole("button", { name: "Enlarge image 2" }).first().click();
  const dialog = page.getByRole("dialog");
  const one = await downloaded(page, () => dialog.getByRole("button", { name: "Save as PNG" }).click());
  assert.equal(one.name, "unnoise-ddim-s4-seed12-image2.png");
  assert.deepEqual(size(one.bytes), [448, 448]);
  await dialog.getByRole("slider", { name: "Timeline" }).fill("749");
  const both = await downloaded(page, () => dialog.getByRole("button", { name: "Save as PNG" }).click());
  assert.deepEqual(size(both.bytes), [28 * 8 * 2 + 16, 28 * 8], "in the middle of the run xₜ stands beside x̂₀");
  const small = readGif((await downloaded(page, () => dialog.getByRole("button", { name: "Save the run as GIF" }).click())).bytes);
  assert.deepEqual([small.width, small.height, small.frames], [464, 224, 5]);
  // The browser's own decoder reads it, and what it shows first is x_T: noise, not a blank.
  const greys = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/gif;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return new Set(context.getImageData(0, 0, image.width, image.height).data).size;
  }, run.bytes.toString("base64"));
  assert(greys > 100, `found ${greys} greys in the first frame`);
  await untilDrawn(page);
  assert.match(await dialog.innerText(), /Saved as unnoise-ddim-s4-seed12-image2\.gif/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a GIF encoder that cannot be reached is a sentence", async () => {
  const { page, context } = await openApp(session, QUICK);
  await page.route("**/gifenc*", (route) => route.abort());
  await untilResults(page, 1);
  await page.getByRole("button", { name: "Save the run as GIF" }).click();
  await untilWords(page, ".go .save output", "unnoise-ddim-s4-seed7\\.gif could not be made .*Check the connection");
  await context.close();
});

test("an image is sent to another panel as its x₀", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "n.steps": 2, "r.steps": 2 });
  await page.evaluate(() => addEventListener("unnoise-send", ({ detail }) => (globalThis.sent = detail)));
  await untilResults(page, 1);
  const send = async (k, name, panel) => {
    await page.getByRole("button", { name: `Enlarge image ${k}` }).first().click();
    await page.getByRole("button", { name: `Use as x₀ in ${name}` }).click();
    await page.waitForFunction((panel) => document.querySelector("main > :not([hidden])").localName === panel, panel);
    // It came to be a setting, in 64 levels.
    const came = () => {
      const { source } = inside("main > :not([hidden])");
      return source.own && source.current?.every((value, k) => Math.abs(value - sent.image[k]) < 0.02);
    };
    await page.waitForFunction(came);
  };
  await send(1, "Reconstruct", "unnoise-reconstruct");
  await page.getByRole("link", { name: "Generate" }).click();
  await send(2, "Noise", "unnoise-noise");
  await page.getByRole("link", { name: "Generate" }).click();
  await send(3, "Noise", "unnoise-noise"); // also to a panel that was there before
  const { exact, target } = await page.evaluate(() => ({ target: sent.target, exact: sent.image.every((value, k) => value === results[0].images[2 * 784 + k]) }));
  assert.equal(target, "noise");
  assert(exact, "the finished image is sent as it is, not as its bytes");
  assert.equal(await page.getByRole("link", { name: "Noise", exact: true }).getAttribute("aria-current"), "page");
  await page.waitForFunction(() => /panel=noise/.test(location.hash) && /source=drawing/.test(location.hash));
  assert.deepEqual(problems, []);
  await context.close();
});

test("an element that stands alone offers no other panel", async () => {
  const { page, problems, context } = await freshPage(session);
  const article = `<!doctype html><html lang="en"><title>article</title><script type="module" src="elements.js"></script>
    <unnoise-generate backend="cpu" steps="2" count="1"></unnoise-generate>`;
  await page.route("**/article.html", (route) => route.fulfill({ contentType: "text/html", body: article }));
  await page.goto(`${session.url}article.html`);
  await page.getByRole("button", { name: "Enlarge image 1" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Image 1 of 1" });
  await dialog.waitFor();
  assert.equal(await page.getByRole("button", { name: /Use as x₀/ }).count(), 0);
  assert.equal(await dialog.getByRole("button", { name: "Save as PNG" }).count(), 1);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a run of less than a second follows the settings by itself; back where it was, nothing is ahead", async () => {
  const { page, problems, context } = await openApp(session, QUICK);
  await untilResults(page, 1);
  const panel = page.locator("unnoise-generate");
  const ahead = () => panel.evaluate((node) => node.shadowRoot.querySelector(".pictures").hasAttribute("data-ahead"));
  const first = await pixels(page, "unnoise-generate");
  await panel.evaluate((node) => (inside(node).recording.ms = 1e6)); // as on a slow machine
  const eta = page.getByRole("slider", { name: "η — randomness" });
  await eta.fill("0.5");
  await untilDrawn(page);
  assert.equal(await ahead(), true);
  assert.match(await words(page, ".made"), /^Still: DDIM · S\s=\s4 · η\s=\s0 · seed 7/u);
  await eta.fill("0");
  await untilDrawn(page);
  assert.equal(await ahead(), false);
  await panel.evaluate((node) => (inside(node).recording.ms = 1)); // as on a fast one
  await eta.fill("1");
  await untilResults(page, 2);
  await untilDrawn(page);
  assert.equal(await ahead(), false);
  assert.match(await words(page, ".made"), /^DDIM · S\s=\s4 · η\s=\s1 · seed 7/u);
  assert.notDeepEqual(await pixels(page, "unnoise-generate"), first);
  assert.deepEqual(problems, []);
  await context.close();
});

test("the equation is of the image that was looked at last, and goes along with the ruler", async () => {
  const { page, problems, context } = await openApp(session, QUICK);
  await untilResults(page, 1);
  await untilDrawn(page);
  const equation = page.locator("unnoise-generate .of-one .picture-equation");
  const shown = async () => (await untilDrawn(page), equation.locator("canvas").evaluateAll((all) => all.map((canvas) => canvas.toDataURL())));
  const end = await shown();
  assert.equal(end[0], end[1], "the last step is x̂₀ itself");
  await page.getByRole("slider", { name: "Timeline" }).fill("999");
  const first = await shown();
  assert.notEqual(first[0], end[0]);
  assert.match(await equation.getAttribute("aria-label"), /^xₜ₋₁ = 0\.\d+ x̂₀ \+ 0\.\d+ ε̂ \+ 0 z$/u);
  await page.getByRole("button", { name: "Enlarge image 3" }).first().click();
  await page.keyboard.press("Escape");
  const third = await shown();
  assert.notEqual(third[1], first[1]);
  const predicted = await page.evaluate(() => {
    const canvas = document.querySelector("unnoise-generate").shadowRoot.querySelector(".stage [data-part=x0] canvas");
    const tile = document.createElement("canvas");
    [tile.width, tile.height] = [28, 28];
    tile.getContext("2d").drawImage(canvas, 0, -29);
    return tile.toDataURL();
  });
  assert.equal(third[1], predicted, "its x̂₀ is that of the stage");
  assert.match(await words(page, ".made"), /1 of 4 network calls/);
  assert.deepEqual(problems, []);
  await context.close();
});

test("while settings move, the first image follows by few steps, then by all of theirs; the run on show stays", async () => {
  const { page, problems, context } = await openApp(session, { ...QUICK, "g.steps": 60, "g.count": 36 }, { reducedMotion: "reduce" }) /* long enough for the settings not to run by themselves, and nothing plays */;
  await untilResults(page, 1);
  const preview = page.locator("unnoise-generate .preview");
  const image = () => preview.locator("canvas").evaluate((canvas) => canvas.toDataURL());
  const says = (words) => page.waitForFunction((words) => document.querySelector("unnoise-generate").shadowRoot.querySelector(".preview small").textContent.replaceAll("\u00a0", " ") === words, words);
  await says("DDIM, η = 0, S = 60"); // what the run has made
  const [run, first] = [await pixels(page, "unnoise-generate"), await image()];

  await page.evaluate(() => {
    globalThis.seen = [];
    const by = document.querySelector("unnoise-generate").shadowRoot.querySelector(".preview small");
    new MutationObserver(() => seen.push(by.textContent)).observe(by, { childList: true, characterData: true, subtree: true });
  });
  const slider = page.getByRole("slider", { name: "η — randomness" });
  for (const eta of ["0.2", "0.4", "0.6"]) await slider.fill(eta);
  await says("DDIM, η = 0.6, S = 60");
  const seen = await page.evaluate(() => seen);
  assert(seen.some((words) => words.endsWith("5")), `found ${seen}`);
  assert.notEqual(await image(), first);
  assert.deepEqual(await pixels(page, "unnoise-generate"), run);

  const refined = await image();
  await page.getByRole("button", { name: "Generate 36" }).click();
  await untilResults(page, 2);
  await untilDrawn(page);
  assert.equal(await image(), refined, "the first image of the run");
  assert.deepEqual(problems, []);
  await context.close();
});
