/** Sizes of type on every face, at the width of a desk and of a phone: sentences from 16 pixels on, all other words from 13. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openApp, start, untilDrawn, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** Few steps: what is measured is there soon. A measure each that has a table or facts. */
const FACES = {
  noise: { "n.steps": 1 },
  elbo: { "e.timesteps": 10 },
  generate: { "g.count": 1, "g.steps": 2 },
  compare: { "c.a-steps": 1, "c.b-steps": 2, "c.count": 1, "c.measure": "consistency" },
  reconstruct: { "r.steps": 2 },
  interpolate: { "i.steps": 2, "i.frames": 3 },
};

/** Words that are shown, with their size; formulas and plots have rules of their own. */
function shown() {
  /** @type {{ size: number, words: string, sentence: boolean }[]} */
  const all = [];
  const walk = (/** @type {ParentNode} */ node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const { parentElement: of } = child;
        const { width, height } = of.getBoundingClientRect();
        if (!child.data.trim() || !of.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || width * height < 4) continue;
        const block = of.closest("p, li, td, dd, figcaption") ?? of;
        const sentence = block.matches("p:not(.num)") && block.textContent.trim().length > 60 && !block.closest("form, .source");
        all.push({ size: parseFloat(getComputedStyle(of).fontSize), words: child.data.trim().slice(0, 50), sentence });
      } else if (child.nodeType === Node.ELEMENT_NODE && !child.matches("math, svg, style, script, noscript")) {
        if (child.shadowRoot) walk(child.shadowRoot);
        walk(child);
      }
    }
  };
  walk(document.body);
  return all;
}

for (const [width, height] of [[1280, 900], [390, 844]]) {
  test(`at ${width} pixels no words are under 13 px, and no sentence under 16`, async () => {
    for (const [panel, settings] of Object.entries(FACES)) {
      const { page, context } = await openApp(session, { panel, ...settings }, { width, height });
      await untilResults(page, 1);
      await page.waitForFunction((name) => document.querySelector(name).shadowRoot.querySelector(".runs td, .ruler, .walk"), `unnoise-${panel}`);
      await untilDrawn(page);
      const all = await page.evaluate(shown);
      assert(all.length > 30, `${panel}: ${all.length} pieces of text`);
      const small = all.filter(({ size, sentence }) => size < (sentence ? 16 : 13)).map(({ size, words }) => `${panel}: ${size} px: ${words}`);
      assert.deepEqual(small, []);
      await context.close();
    }
  });
}
