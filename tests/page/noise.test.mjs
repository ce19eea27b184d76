/** Noise: the forward process in sight, the network's guess with its errors, and the way down from any t. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { notBlank, openApp, pixels, readable, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const shown = (page, selector) => page.locator(`unnoise-noise ${selector}`);

test("the detective's errors and the spread are those of the tensors", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.t": 400, "n.steps": 4, "n.label": 2 });
  await untilResults(page, 1);
  await untilDrawn(page);
  assert(await notBlank(page, "unnoise-noise"), "six pictures");
  const found = await page.evaluate(async () => {
    const { xt, noise, epsilon, guess, image, denoised, t, steps } = results[0];
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const error = (a, b) => mean(a.map((value, i) => (value - Math.max(-1, Math.min(1, b[i]))) ** 2)) / 4;
    const alpha = inside("unnoise-noise").lab.schedule().alphaBar[t];
    const off = Math.max(...xt.map((value, i) => Math.abs(value - Math.sqrt(alpha) * image[i] - Math.sqrt(1 - alpha) * noise[i])));
    return { t, steps, off, mean: mean(xt), epsilon: mean(noise.map((value, i) => (value - epsilon[i]) ** 2)), guess: error(image, guess), down: error(image, denoised), alpha };
  });
  assert.equal(found.t, 400);
  assert.equal(found.steps, 4);
  assert(found.off < 1e-5, `xₜ is not what eq. 4 says, by ${found.off}`);
  // Each error stands under its own picture.
  await page.locator("unnoise-noise").evaluate((panel) => panel.setAttribute("show", "x0 xt guess down eps eps-hat"));
  await untilDrawn(page);
  for (const [part, value] of Object.entries({ "eps-hat": found.epsilon, guess: found.guess, down: found.down })) {
    assert.equal(await shown(page, `[data-part=${part}] .of`).innerText(), `MSE ${value.toFixed(4)}`);
  }
  const text = await readable(shown(page, ".measures"));
  assert(text.includes(Math.abs(found.mean).toFixed(3)), "the mean of xₜ");
  assert((await shown(page, ".measures svg.plot rect").count()) > 8, "the histogram has bars");
  await page.getByRole("tab", { name: "Schedule" }).click();
  for (const [name, value] of [["ᾱ", found.alpha.toFixed(4)], ["SNR", `${(10 * Math.log10(found.alpha / (1 - found.alpha))).toFixed(1).replace("-", "−")} dB`], ["β", ""]]) {
    await page.getByRole("radio", { name }).check();
    await untilDrawn(page);
    assert((await readable(shown(page, ".measures"))).includes(`at t = 400: ${value}`), `${name} at t, on the plot`);
    const curves = await shown(page, ".legend").evaluate((node) => node.parentElement.querySelectorAll("svg.plot g:last-child path").length);
    assert.equal(curves, 3, "three schedules in each");
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test("from small t the picture comes back; what was made from another t does not pass for new", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.t": 20, "n.steps": 5 });
  await untilResults(page, 1);
  const error = () => page.evaluate(() => results.at(-1).image.reduce((sum, value, i) => sum + ((value - results.at(-1).denoised[i]) / 2) ** 2, 0) / 784);
  const near = await error();
  assert(near < 0.005, `from t = 20 the error is ${near}`);
  await page.evaluate(() => {
    // Whether the result of t = 20 is marked while x_t is already that of t = 900.
    globalThis.marked = [];
    addEventListener("unnoise-frame", ({ detail }) => {
      requestAnimationFrame(() => requestAnimationFrame(() => marked.push([detail.t, document.querySelector("unnoise-noise").shadowRoot.querySelectorAll("[data-behind]").length])));
    });
  });
  await page.getByLabel("Steps back").first().fill("60");
  await page.getByLabel("Steps back").first().press("Enter");
  await page.getByRole("slider", { name: "Timestep t" }).fill("900");
  await page.waitForFunction(() => results.at(-1).t === 900 && results.at(-1).steps === 60, null, { timeout: 120_000 });
  await untilDrawn(page);
  assert(await page.evaluate(() => marked.some(([t, count]) => t === 900 && count === 1)), `marked: ${await page.evaluate(() => JSON.stringify(marked))}`);
  assert.equal(await shown(page, "[data-behind]").count(), 0, "in the end nothing is behind");
  assert((await error()) > 4 * near, "from t = 900 another picture comes");
  assert.deepEqual(problems, []);
  await context.close();
});

test("play walks t to its end; cancel stops, and the button goes on", async () => {
  const { page, problems, context } = await openApp(session, { panel: "noise", "n.t": 700, "n.steps": 2 });
  await untilResults(page, 1);
  const first = await pixels(page, "unnoise-noise");
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => results.at(-1).t === 999, null, { timeout: 120_000 });
  await page.waitForFunction(() => /x\.t=999/.test(location.hash));
  assert.match(await readable(shown(page, ".ruler output")), /^t 999 /);
  const last = await pixels(page, "unnoise-noise");
  assert.equal(last[0], first[0]);
  assert.notEqual(last[1], first[1]);
  const steps = page.getByLabel("Steps back").first();
  await steps.fill("1000");
  await steps.press("Enter");
  const status = (what) => page.waitForFunction((what) => new RegExp(what).test(document.querySelector("unnoise-noise").shadowRoot.querySelector(".status").textContent), what);
  await status("step [3-9] of 1000");
  await page.getByRole("button", { name: "Cancel" }).click();
  await status("^Cancelled");
  await steps.fill("3");
  await page.getByRole("button", { name: "Denoise from here" }).click();
  await page.waitForFunction(() => results.at(-1).steps === 3, null, { timeout: 120_000 });
  await page.getByRole("button", { name: "Cancel" }).waitFor({ state: "hidden" }); // there is nothing left to cancel
  assert.deepEqual(problems, []);
  await context.close();
});
