/** Lines that put the present place into somebody's page, and a link to it. */

import { hashFromState } from "../state/hash.js";
import { SCOPES, homeOf } from "../state/scopes.js";
import { siteOfPage } from "../state/site.js";
import { elementOf } from "../panels/map.js";
import { placeOf } from "../story/chapters.js";

/** @typedef {import("../state/state.js").State} State */

/** Height of an iframe in pixels, before it has told its own. */
const HEIGHT = { strip: 260, figure: 480, panel: 900 };

/** A link to what the reader sees; what is the reader's alone, the theme and the machine, stays here. @param {State} state */
export function linkOf(state) {
  const settings = new URLSearchParams(hashFromState(state));
  settings.delete("theme");
  settings.delete("backend");
  return `${siteOfPage()}#${settings}`;
}

/**
 * The settings of a place under two names: the element's attribute and the key in an address. All are written out, so
 * that a post outlives a change of defaults.
 *
 * @param {State} state @param {string} panel
 * @returns {{ name: string, key: string, value: string }[]}
 */
function settingsOf(state, panel) {
  // Of the story, the chapter that one is in.
  const chapter = panel === "story" ? placeOf(state.get("page", "beat"))?.chapter.id : undefined;
  if (chapter) return [{ name: "chapter", key: "chapter", value: chapter }, { name: "beat", key: "beat", value: state.get("page", "beat") }];
  const all = Object.keys(SCOPES[panel]?.settings ?? {}).map((name) => {
    const [home, own] = homeOf(panel, name);
    return { name, key: SCOPES[home].prefix + own, value: state.get(panel, name) };
  });
  // A picture of the reader's own is long, and of no use while another is shown.
  const own = all.some(({ name, value }) => name === "source" && value === "drawing");
  const kept = all.filter(({ name, value }) => value !== null && value !== "" && (own ? name !== "image-seed" && name !== "label" : name !== "picture"));
  const notation = state.get("page", "notation");
  return [...kept.map(({ value, ...names }) => ({ ...names, value: String(value) })), ...(notation === "ho" ? [] : [{ name: "notation", key: "notation", value: notation }])];
}

const escaped = (/** @type {string} */ value) => value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
const attributes = (/** @type {[string, string][]} */ all) => all.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");

/**
 * @param {State} state
 * @param {object} how
 * @param {string} how.panel
 * @param {"strip" | "figure" | "panel"} how.size
 * @param {"element" | "iframe"} how.way
 * @param {string} how.poster name of the picture's file
 * @param {string} how.words about the picture
 */
export function snippetOf(state, { panel, size, way, poster, words }) {
  const language = state.get("page", "lang");
  const settings = settingsOf(state, panel);
  if (way === "iframe") {
    const address = new URL(siteOfPage());
    for (const [key, value] of [["embed", panel], ["size", size], ["lang", language], ...settings.map(({ key, value }) => [key, value])]) address.searchParams.set(key, value);
    return `<iframe${attributes([["src", address.href], ["title", words], ["width", "100%"], ["height", String(HEIGHT[size])], ["loading", "lazy"]])} style="border: 0"></iframe>`;
  }
  const element = elementOf(panel);
  const given = attributes([["size", size], ["lang", language], ...settings.map(({ name, value }) => /** @type {[string, string]} */ ([name, value]))]);
  return [
    `<script type="module" src="${escaped(new URL("elements.js", siteOfPage()).href)}"></script>`,
    `<${element}${given}>`,
    `  <img${attributes([["src", poster], ["alt", words]])}>`,
    `</${element}>`,
  ].join("\n");
}
