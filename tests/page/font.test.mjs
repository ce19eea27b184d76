/** The font of formulas: every sign that the page writes is in the subset that the build makes. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barePage, openApp, start, untilIdle, untilResults } from "./support.mjs";

let session;
before(async () => (session = await start()));
after(() => session?.close());

/** What Chromium drew the signs of the page's formulas with, shadow roots included. Signs that a panel draws anew meanwhile are passed over. */
async function signsOf(page) {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send("DOM.enable");
  await inspector.send("CSS.enable");
  const { root } = await inspector.send("DOM.getDocument", { depth: -1, pierce: true });
  const leaves = [];
  const look = (node, inFormula) => {
    const within = inFormula || node.localName === "math";
    const words = node.children?.filter(({ nodeType }) => nodeType === 3).map(({ nodeValue }) => nodeValue.trim()).join("");
    if (within && words) leaves.push({ nodeId: node.nodeId, sign: words });
    for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) look(child, within);
  };
  look(root, false);
  const gone = ({ message }) => (/Could not find node/.test(message) ? { fonts: [] } : Promise.reject(new Error(message)));
  const signs = await Promise.all(leaves.map(async ({ nodeId, sign }) => {
    const { fonts } = await inspector.send("CSS.getPlatformFontsForNode", { nodeId }).catch(gone);
    return fonts.map(({ familyName, isCustomFont }) => ({ sign, familyName, isCustomFont }));
  }));
  await inspector.detach();
  return signs.flat();
}

test("every symbol and every formula is drawn in the page's own math font, in all notations", async () => {
  const { page, problems, context } = await barePage(session);
  await page.evaluate(async () => {
    const [{ addMathFont }, { SYMBOLS, math, symbol }, { formulaMarkup, names }, { fragment }, { TOKENS }] = await Promise.all(
      ["math/font.js", "math/notation.js", "math/terms.js", "ui/fragment.js", "ui/styles/tokens.js"].map((file) => import(`./app/${file}`)),
    );
    addMathFont();
    addMathFont(); // as a second script of the elements would
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root { ${TOKENS} } math { font-family: var(--math) }`);
    document.adoptedStyleSheets = [sheet];
    for (const notation of ["ho", "song", "lai"]) {
      for (const name of names()) document.body.append(fragment(formulaMarkup(name, notation)));
      for (const [id, { at, times }] of Object.entries(SYMBOLS)) for (const time of [at, ...times]) document.body.append(fragment(math(symbol(id, notation, time))));
    }
    document.body.getBoundingClientRect();
    await document.fonts.ready;
  });
  assert.equal(await page.evaluate(() => [...document.fonts].filter(({ family }) => family.includes("Unnoise Math")).length), 1);
  const signs = await signsOf(page);
  assert(signs.length > 1000, `${signs.length} signs were drawn`);
  const lacking = signs.filter(({ isCustomFont }) => !isCustomFont).map(({ sign }) => sign);
  assert.deepEqual([...new Set(lacking)], [], "signs that the subset lacks");
  const roots = await page.evaluate(() => [...document.querySelectorAll("msqrt")].map((root) => root.firstElementChild.getBoundingClientRect().left - root.getBoundingClientRect().left));
  assert(roots.length > 20 && roots.every((room) => room > 4), `a root's sign stands before what is under it: ${roots.join(" ")}`);
  assert.deepEqual(problems, []);
  await context.close();
});

test("numbers and signs of a panel are drawn in it too", async () => {
  const { page, problems, context } = await openApp(session, { panel: "generate", "g.steps": 2, "g.count": 1 });
  await untilResults(page, 1);
  await untilIdle(page, "unnoise-generate");
  await page.evaluate(() => document.fonts.ready);
  const signs = await signsOf(page);
  assert(signs.length > 20, `${signs.length} signs were drawn`);
  assert.deepEqual(signs.filter(({ isCustomFont }) => !isCustomFont), []);
  assert.deepEqual(problems, []);
  await context.close();
});
