/**
 * Every control that a panel shows, found by looking and not from a list, is used once, whatever is running meanwhile:
 * each has an effect, none fails, and the words stay in the reader's language.
 */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openApp, start, untilDrawn, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

const QUICK = { "g.steps": 2, "g.count": 2, "c.a-steps": 2, "c.b-steps": 3, "c.count": 1, "c.columns": 3, "i.steps": 2, "i.frames": 3, "i.side": 2, "n.steps": 2, "r.steps": 2, "e.timesteps": 10, "w.timesteps": 2 };
/** Results that a panel reports for its first pictures, and the fewest controls that it is known to have. */
const PANELS = { generate: [1, 30], compare: [3, 30], interpolate: [1, 20], noise: [1, 20], reconstruct: [1, 15], elbo: [1, 15], vae: [1, 20], exact: [1, 25], classify: [1, 25] };
const WAYS = [
  { lang: "en", colorScheme: "light", width: 1280, height: 900 },
  { lang: "ko", colorScheme: "dark", width: 390, height: 844, hasTouch: true },
];

/** A picture to choose as a file: 2×2 pixels. */
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgaGD4/x8ABIQC/6VAEkYAAAAASUVORK5CYII=", "base64");

/** Marks the first control that has not been used yet; null when there is none left. */
const next = (page, panel) =>
  page.evaluate((panel) => {
    const root = document.querySelector(panel).shadowRoot;
    for (const details of root.querySelectorAll("details")) details.open = true;
    const dialog = root.querySelector("dialog[open]");
    const controls = (dialog ?? root).querySelectorAll("button:not(.keys button), input, select, summary, [tabindex='0']:not(dialog, .keys button)"); // a formula's keys: glossary.test.mjs
    const used = (globalThis.used ??= new Set());
    /** The same control although its node may be another: a panel builds some of them anew. */
    const named = (node) => [node.localName, node.type, node.value && node.type === "radio" ? node.value : "", node.id, node.getAttribute("aria-label") ?? node.textContent, Boolean(dialog)].join("|");
    const alike = {};
    for (const node of controls) {
      const key = `${named(node)} ${(alike[named(node)] = (alike[named(node)] ?? 0) + 1)}`;
      const file = node.type === "file";
      if (used.has(key) || node.matches(":disabled") || !(file || node.checkVisibility({ visibilityProperty: true })) || (node.type === "radio" && node.checked)) continue;
      used.add((globalThis.latest = key));
      for (const marked of root.querySelectorAll("[data-next]")) delete marked.dataset.next;
      node.dataset.next = "";
      return { kind: node.localName === "input" ? node.type : node.role === "slider" ? "handle" : node.localName, name: node.labels?.[0]?.textContent || node.getAttribute("aria-label") || node.textContent.trim() || node.outerHTML.slice(0, 80) };
    }
    return null;
  }, panel);

/** All that a control may change: its own value and the others', words, pictures, the focus. */
const seen = (page, panel) =>
  page.evaluate((panel) => {
    const root = document.querySelector(panel).shadowRoot;
    const valueOf = (node) => (node.type === "radio" ? String(node.checked) : (node.value ?? node.getAttribute("aria-valuetext") + node.ariaValueNow));
    const values = Array.from(root.querySelectorAll("input, select"), valueOf);
    const pictures = Array.from(root.querySelectorAll("canvas:not(.gallery canvas)"), (canvas) => canvas.toDataURL());
    const open = root.querySelectorAll("details[open], dialog[open]").length;
    const own = root.querySelector("input[data-next]:not([type=file]), select[data-next], [role=slider][data-next]");
    return { own: own && valueOf(own), all: [root.textContent, ...values, ...pictures, results.length, open, root.activeElement?.outerHTML].join("\n") };
  }, panel);

/** Uses the marked control as a reader would. */
async function use(page, { kind }) {
  const node = page.locator("[data-next]");
  const { value, room } = await node.evaluate(({ value, max, ariaValueNow, ariaValueMax }) => ({ value: Number(value), room: Number(value ?? ariaValueNow) < Number(max ?? ariaValueMax) }));
  switch (kind) {
    case "range":
      return node.press(room ? "ArrowRight" : "ArrowLeft");
    case "number":
      await node.fill(String(value + (room ? 1 : -1)));
      return node.press("Tab");
    case "radio":
      return node.check();
    case "select":
      return node.selectOption({ index: await node.evaluate((box) => (box.selectedIndex + 1) % box.options.length) });
    case "file":
      return node.setInputFiles({ name: "picture.png", mimeType: "image/png", buffer: PICTURE });
    case "handle": // another one may lie over it
      return node.press(room ? "ArrowRight" : "ArrowLeft");
    case "canvas":
      return node.press("Space");
    default:
      return node.click({ timeout: 5_000 });
  }
}

/** Uses the marked control, and waits for what it does. @returns {Promise<boolean>} whether it does something */
async function tried(page, panel, control) {
  const before = await seen(page, panel);
  await use(page, control);
  return changes(page, panel, before);
}

const MISSED = "missed";

/** How often a control may be gone when it is to be used. */
const MOST_MISSED = 3;

/** Of a control that a run's end has taken away meanwhile, with what there was to cancel or pause: it waits for the next run. */
async function missed(page, error) {
  const node = page.locator("[data-next]");
  if ((await node.isVisible()) && (await node.isEnabled())) throw error;
  const often = await page.evaluate(() => {
    const { latest, used } = globalThis;
    used.delete(latest);
    return ((globalThis.missed ??= {})[latest] = (globalThis.missed[latest] ?? 0) + 1);
  });
  if (often > MOST_MISSED) throw error; // it would be looked for without end
  return MISSED;
}

/** Whether something is soon other than before; of a control with a value, that value, and it stays so. */
async function changes(page, panel, before) {
  for (const deadline = Date.now() + 3_000; Date.now() < deadline; await page.waitForTimeout(50)) {
    await untilDrawn(page);
    const now = await seen(page, panel);
    if (now.own === null ? now.all !== before.all : now.own !== before.own) return true;
  }
  return false;
}

/** Ends what is going on, also if it was paused: some controls wait for that. */
async function idle(page, panel) {
  await page.locator(panel).evaluate((element) => element.cancel());
  await untilIdle(page, panel);
  await untilDrawn(page);
}

/** Leaves a dialog whose controls are all used, for those behind it. */
const left = (page, panel) => page.locator(panel).evaluate((element) => element.shadowRoot.querySelector("dialog[open]")?.close());

/** Makes the panel's pictures, whole. */
async function finished(page, panel) {
  await idle(page, panel);
  await page.locator(panel).evaluate((element) => element.run());
  await idle(page, panel);
}

for (const { lang, ...options } of WAYS) {
  for (const [name, [results, fewest]] of Object.entries(PANELS)) {
    test(`${name}: every control at ${options.width} pixels, ${options.colorScheme}, ${lang}`, async () => {
      const { page, problems, context } = await openApp(session, { ...QUICK, panel: name, lang }, options);
      const panel = `unnoise-${name}`;
      await untilResults(page, results);
      const used = [];
      const dead = [];
      for (let control; (control = (await next(page, panel)) ?? (await left(page, panel), await next(page, panel)) ?? (await idle(page, panel), await next(page, panel))); ) {
        let effect = await tried(page, panel, control).catch((error) => missed(page, error));
        if (effect === false) {
          // A run in progress may have its own say, as over the timeline, and one that was cancelled may have left it nothing.
          await finished(page, panel);
          effect = await tried(page, panel, control).catch((error) => missed(page, error));
        }
        if (effect === MISSED) continue;
        used.push(`${control.kind}: ${control.name}`);
        if (!effect) dead.push(`${control.kind}: ${control.name}`);
        // Some lead to another panel, with its picture.
        if (!(await page.locator(panel).isVisible())) await page.evaluate((name) => document.querySelector(`nav a[data-panel=${name}]`).click(), name); // on a phone its bench may be shut
      }
      const words = await page.locator(panel).evaluate((element) => element.shadowRoot.querySelector(".root").innerText);
      if (lang === "en") assert.doesNotMatch(words, /[가-힣]/);
      else assert.match(words, /[가-힣]/);
      assert.doesNotMatch(words, /undefined|NaN|\[object|\{\w+\}/);
      assert.deepEqual(dead, [], "controls without an effect");
      assert(used.length >= fewest, `found ${used.length} controls:\n${used.join("\n")}`);
      assert.deepEqual(problems, []);
      await context.close();
    });
  }
}
