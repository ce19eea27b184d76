/** The versions of browsers that the page says it needs: each feature's as MDN has them, and the sentence as their maximum. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import data from "@mdn/browser-compat-data" with { type: "json" };

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
const BROWSERS = ["chrome", "firefox", "safari"];

/** Where MDN's data have a feature of docs/browsers.md. */
const PLACES = {
  "`light-dark()`": "css.types.color.light-dark",
  "`popover`": "html.global_attributes.popover",
  "CSS `subgrid`": "css.properties.grid-template-columns.subgrid",
  "CSS nesting without `&`": "css.selectors.nesting",
  "`:has()`": "css.selectors.has",
  "module workers": "api.Worker.Worker.options_type_parameter",
  "container queries": "css.at-rules.container",
  "`checkVisibility()`": "api.Element.checkVisibility",
  "`color-mix()`": "css.types.color.color-mix",
  MathML: "mathml.elements.math",
  "`adoptedStyleSheets`, `new CSSStyleSheet()`": "api.CSSStyleSheet.CSSStyleSheet",
  "WebAssembly SIMD": "webassembly.fixed-width-SIMD",
};

/** The first version of a browser that has a feature whole. @param {string} place @param {string} browser */
function versionOf(place, browser) {
  const { support } = place.split(".").reduce((at, name) => at[name], data).__compat;
  const [statement] = [support[browser]].flat();
  assert(!statement.flags, `${place} needs a flag in ${browser}`);
  return statement.version_added;
}

test("docs/browsers.md has each feature's versions as MDN has them, and every sentence their maximum", async () => {
  const document = await read("docs/browsers.md");
  const rows = [...document.matchAll(/^\| (.+?) \| (?:.+?) \| \**([\d.]+)\** \| \**([\d.]+)\** \| \**([\d.]+)\** \|$/gm)];
  assert.deepEqual(rows.map(([, feature]) => feature).sort(), Object.keys(PLACES).sort());
  for (const [, feature, ...versions] of rows) assert.deepEqual(versions, BROWSERS.map((browser) => versionOf(PLACES[feature], browser)), feature);
  const [chrome, firefox, safari] = [2, 3, 4].map((column) => rows.map((row) => Number(row[column])).reduce((most, version) => Math.max(most, version)));
  const sentence = `Chrome ${chrome}, Firefox ${firefox}, Safari ${safari}`;
  for (const path of ["docs/browsers.md", "www/worker/host.js", "www/app/strings/run.en.js", "www/app/strings/run.ko.js"]) assert((await read(path)).includes(sentence), `${path} says ${sentence}`);
});
