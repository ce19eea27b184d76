/**
 * What is known of each symbol: one entry a symbol of notation.js. Its words are strings: `symbol.ID.reads`, `symbol.ID.is`. And of
 * each word of the trade: one entry a word of words.js, `word.ID.name`, `word.ID.is`.
 */

import { addStrings, has, say } from "../strings/index.js";
import en from "../strings/symbols.en.js";
import ko from "../strings/symbols.ko.js";
import wordsEn from "../strings/words.en.js";
import wordsKo from "../strings/words.ko.js";
import { NOTATIONS } from "../state/scopes.js";
import { symbol } from "./notation.js";

addStrings(en, ko);
addStrings(wordsEn, wordsKo);

/** @typedef {import("./notation.js").Notation} Notation */

/**
 * @typedef {object} Entry
 * @property {string} reads how its sign is read
 * @property {string} is what it is, in a sentence or two
 * @property {{ notation: Notation, paper: string, markup: string }[]} signs in each notation, as MathML
 */

/** @param {string} id @param {string} language @param {Notation} notation whose sign is read @returns {Entry} */
export function entry(id, language, notation) {
  const own = `symbol.${id}.reads.${notation}`;
  return {
    reads: say(language, has(own) ? own : `symbol.${id}.reads`),
    is: say(language, `symbol.${id}.is`),
    signs: NOTATIONS.map((each) => ({ notation: each, paper: say(language, `symbol.paper.${each}`), markup: symbol(id, each) })),
  };
}

/** @param {string} word @param {string} language */
export const wordEntry = (word, language) => ({ name: say(language, `word.${word}.name`), is: say(language, `word.${word}.is`) });

/** Where in a tree a symbol is to be seen, in words. @param {ParentNode} root @param {string} id @param {string} language */
export function places(root, id, language) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const node of root.querySelectorAll(`[data-sym="${id}"]`)) {
    const title = node.closest("figure > :is(h2, h3, figcaption)");
    const words = title?.querySelector("small")?.textContent;
    if (node.closest("[data-gloss]")) continue;
    else if (node.closest(".picture-equation, .bound-sum")) found.add(say(language, "symbol.where.equation"));
    else if (title) found.add(words ? say(language, "symbol.where.picture", { words }) : say(language, "symbol.where.pictures"));
    else if (node.closest("svg")) found.add(say(language, "symbol.where.plot"));
    else if (node.closest("[data-formula]")) found.add(say(language, "symbol.where.formula"));
    else if (node.closest("dl, table")) found.add(say(language, "symbol.where.number"));
    else if (node.closest("math")) found.add(say(language, node.closest("p, output, small, summary, label, legend") ? "symbol.where.words" : "symbol.where.equation"));
  }
  return [...found].join(", ");
}
