/**
 * Words of the trade in sentences (encoder, seed, MSE), which answer as symbols do. Each has one entry: its name in full and what
 * it is, and the forms in which sentences have it (strings/words.{en,ko}.js). Only the first of its kind in a sentence is marked.
 */

import en from "../strings/words.en.js";
import ko from "../strings/words.ko.js";

/** @typedef {{ word: string, text: string }} Word an entry's id, and its form in the sentence */

/** Every word that has an entry. */
export const WORDS = Object.keys(en).filter((key) => key.endsWith(".forms")).map((key) => key.split(".")[1]);

/** @type {Map<string, string>} which word a form is of; upper and lower case are one */
const FORMS = new Map();
for (const strings of /** @type {Record<string, string>[]} */ ([en, ko])) {
  for (const word of WORDS) for (const form of strings[`word.${word}.forms`].split("|")) FORMS.set(form.toLowerCase(), word);
}
const longestFirst = [...FORMS.keys()].sort((a, b) => b.length - a.length);
const inHangul = (/** @type {string} */ form) => /[가-힣]/.test(form);
const [latin, hangul] = [longestFirst.filter((form) => !inHangul(form)), longestFirst.filter(inHangul)];
/** A Latin word ends where it ends; a Korean one goes on with its particle. */
const WORD = new RegExp(`(?<![A-Za-z0-9_-])(?:${latin.join("|")})(?![A-Za-z0-9_]|-[A-Za-z])|(?<![가-힣A-Za-z])(?:${hangul.join("|")})`, "giu");

/** The text before, between and after words, and the words; null where there is none. @param {string} text @param {Set<string>} seen words that were marked before in this sentence @returns {(string | Word)[] | null} */
export function wordsIn(text, seen) {
  /** @type {(string | Word)[]} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(WORD)) {
    const word = /** @type {string} */ (FORMS.get(match[0].toLowerCase()));
    if (seen.has(word)) continue;
    seen.add(word);
    parts.push(text.slice(from, match.index), { word, text: match[0] });
    from = match.index + match[0].length;
  }
  return parts.length === 0 ? null : [...parts, text.slice(from)];
}
