/** The reader's own picture: drawn, chosen, dropped, inverted, cleared, and carried by the link. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openApp, openLink, pixels, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** A PNG of 90×60 pixels, its left half white and its right half red. */
async function png(page) {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 90, height: 60 });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 45, 60);
    context.fillStyle = "#f00";
    context.fillRect(45, 0, 45, 60);
    const blob = await new Promise((done) => canvas.toBlob(done));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return { name: "halves.png", mimeType: "image/png", buffer: Buffer.from(bytes) };
}

/** The last result's picture, at the middle of its left and of its right half. */
const halves = (page) => page.evaluate(() => [results.at(-1).image[14 * 28 + 5], results.at(-1).image[14 * 28 + 22]]);
const until = (page, check) => page.waitForFunction(check, null, { timeout: 120_000 });
const near = (found, expected) => found.every((value, k) => Math.abs(value - expected[k]) < 0.03);

test("a file: cut to the middle, made grey, inverted, cleared; a bad one is a sentence", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.t": 100, "n.steps": 2 });
  await untilResults(page, 1);
  await page.getByRole("radio", { name: "your own" }).check();
  const input = page.locator("unnoise-noise input[type=file]");
  await input.setInputFiles(await png(page));
  await until(page, () => results.at(-1).image[0] === 1);
  const grey = 2 * 0.2126 - 1;
  assert(near(await halves(page), [1, grey]), `white and red in grey: ${await halves(page)}`);
  await page.getByRole("button", { name: "Invert" }).click();
  await until(page, () => results.at(-1).image[0] === -1);
  assert(near(await halves(page), [-1, -grey]), `inverted: ${await halves(page)}`);
  const fault = page.locator("unnoise-noise .fault");
  assert.equal(await fault.isVisible(), false);
  await input.setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
  await fault.waitFor({ state: "visible" });
  assert.match(await fault.innerText(), /notes\.txt \(text\/plain\) is not a picture .* Choose a PNG/);
  assert(near(await halves(page), [-1, -grey]), "the picture of before stays");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await until(page, () => results.at(-1).image.every((value) => value === -1));
  assert.equal(await fault.isVisible(), false);
  assert.deepEqual(problems, []);
  await context.close();
});

test("a file dropped on the picture is taken, and a link carries it", async () => {
  const { page, problems, context } = await openApp(session, { panel: "reconstruct", "r.steps": 2 });
  await untilResults(page, 1);
  const { buffer } = await png(page);
  const took = await page.locator("unnoise-reconstruct .picture").first().evaluate((place, bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "halves.png", { type: "image/png" }));
    const over = new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true, composed: true });
    place.dispatchEvent(over);
    const marked = place.hasAttribute("data-over");
    place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, composed: true }));
    return { prevented: over.defaultPrevented, marked, left: place.hasAttribute("data-over") };
  }, [...buffer]);
  assert.deepEqual(took, { prevented: true, marked: true, left: false });
  await until(page, () => results.at(-1).original[0] === 1);
  await page.waitForFunction(() => location.hash.includes("x.source=drawing") && /x\.picture=\w/.test(location.hash));
  const made = await pixels(page, "unnoise-reconstruct");
  const link = page.url();
  assert(link.length < 1500, `the link has ${link.length} characters`);
  await context.close();
  const two = await openLink(session, link);
  await untilResults(two.page, 1);
  // The canvas to draw on has the picture enlarged; the three others are the panel's own.
  assert.deepEqual(await pixels(two.page, "unnoise-reconstruct"), made);
  assert.deepEqual([...problems, ...two.problems], []);
  await two.context.close();
});

test("a picture in a link that is none, or of another size, is left out with a notice", async () => {
  for (const code of ["<b>", "A*783."]) {
    const { page, problems, context } = await openApp(session, { panel: "noise", "n.source": "drawing", "n.steps": 1, "n.picture": code });
    await untilResults(page, 1);
    await untilDrawn(page);
    const notices = await page.locator(".notices").innerText();
    assert(notices.includes(`n.picture = ${code}`), notices);
    assert.equal(await page.evaluate(() => results.at(-1).image.every((value) => value === -1)), true);
    assert.deepEqual(problems, []);
    await context.close();
  }
});
