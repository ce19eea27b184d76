/** Plots: at real pixels, on the ruler's axis, read off by pointer and keys, told apart without colour. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, start, untilDrawn } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session.close());

/** A ruler and a plot of ᾱ under it, two lines that end side by side, and a plot of its own scale. */
async function plotPage(options) {
  const fresh = await barePage(session, options);
  await fresh.page.evaluate(async () => {
    const { Ruler } = await import("./app/run/ruler.js");
    const { timeAxis } = await import("./app/plots/axis.js");
    const { Plot, timeX } = await import("./app/plots/plot.js");
    const { panelSheet } = await import("./app/ui/styles.js");
    const { scheduleTables } = await import("./lab/schedule.js");
    document.body.style.margin = "0";
    const root = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [panelSheet.made];
    const box = root.appendChild(document.createElement("div"));
    box.className = "root";
    const { alphaBar } = scheduleTables("linear", 1000);
    const axis = timeAxis(alphaBar);
    globalThis.ruler = new Ruler({ say: (key) => key, onMove: () => {} });
    globalThis.stops = [...alphaBar.keys()];
    globalThis.at = (t) => ruler.draw({ axis, stops, here: t, words: "" });
    const plot = new Plot();
    box.append(ruler.element, plot.element);
    plot.label = "ᾱ over t";
    plot.axes(timeX(axis), { min: 0, max: 1, ticks: [0, 1], name: "ᾱ" });
    const ts = [0, 10, 100, 300, 500, 700, 999];
    plot.line(ts, ts.map((t) => alphaBar[t]), "var(--ddim)", "none", { end: "DDIM" });
    plot.line(ts, ts.map((t) => alphaBar[t] / 2), "var(--ddpm)", "5 4", { end: "DDPM" });
    for (const t of ts) plot.dot(t, alphaBar[t], "var(--ddim)");
    plot.note(300, alphaBar[300], "0.39");
    plot.note(300, alphaBar[300], "again");
  });
  await untilDrawn(fresh.page);
  return fresh;
}

for (const width of [1280, 700, 390]) {
  test(`at ${width} pixels a plot over t stands under the ruler to the pixel, and its type is 13 px`, async () => {
    const { context, page, problems } = await plotPage({ width, height: 844 });
    for (const [k, t] of [0, 10, 100, 300, 500, 700, 999].entries()) {
      await page.evaluate((t) => at(t), t);
      const thumb = await page.locator(".thumb").boundingBox();
      const dot = await page.locator(".plot circle").nth(k).boundingBox();
      assert(Math.abs(thumb.x + thumb.width / 2 - (dot.x + dot.width / 2)) <= 0.5, `t = ${t}: ${thumb.x} over ${dot.x}`);
    }
    const sizes = await page.locator(".plot text").evaluateAll((nodes) => [...new Set(nodes.map((node) => getComputedStyle(node).fontSize))]);
    assert.deepEqual(sizes, ["13px"]);
    const scale = await page.locator("svg.plot").evaluate((node) => node.getScreenCTM().a);
    assert.equal(scale, 1, "nothing is scaled");
    const boxes = await page.locator(".plot text").evaluateAll((nodes) => nodes.map((node) => ({ words: node.textContent, ...node.getBoundingClientRect().toJSON() })));
    for (const { words, left, right } of boxes) assert(left >= 0 && right <= width, `${words} sticks out`);
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => assert(a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 3 || b.bottom <= a.top + 3, `${a.words} is over ${b.words}`)));
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test("lines are told apart by their dashes and by the names at their ends, and read off by pointer and by keys", async () => {
  const { context, page } = await plotPage({ width: 700, height: 844 });
  assert.deepEqual(await page.locator(".plot .end").allTextContents(), ["DDIM", "DDPM"]);
  const dashes = await page.locator(".plot path[stroke-width='1.8']").evaluateAll((lines) => lines.map((line) => line.getAttribute("stroke-dasharray")));
  assert.deepEqual(dashes, ["none", "5 4"]);
  const reading = page.locator("output.reading");
  assert(await reading.isHidden());
  const dot = await page.locator(".plot circle").nth(3).boundingBox();
  await page.mouse.move(dot.x + 8, dot.y + 40);
  assert.equal(await reading.innerText(), "t 300\nDDIM 0.394\nDDPM 0.197");
  await page.mouse.move(5, 600);
  assert(await reading.isHidden(), "it goes with the pointer");
  await page.getByRole("img", { name: "ᾱ over t" }).focus();
  await page.keyboard.press("Home");
  assert.match(await reading.innerText(), /^t 0\n/);
  await page.keyboard.press("ArrowRight");
  assert.match(await reading.innerText(), /^t 10\n/);
  await page.keyboard.press("End");
  assert.match(await reading.innerText(), /^t 999\n/);
  const box = await reading.boundingBox();
  assert(box.x >= 0 && box.x + box.width <= 700);
  await page.keyboard.press("Escape");
  assert(await reading.isHidden());
  await context.close();
});
