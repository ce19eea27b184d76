/**
 * Symbols in sentences. A string writes them in Unicode and in this page's own notation (xₜ₋₁, x̂₀, ᾱₜ, x_T, √(1 − ᾱₜ)); this
 * finds them, so that they can be set as mathematics and in the reader's letters. Single Latin letters count only where they
 * stand alone; the latent and the data of a VAE are written 𝑧 and 𝑥, since z alone is fresh noise.
 */

import { SYMBOLS, plain } from "./notation.js";

/** @typedef {import("./notation.js").At} At */
/** @typedef {{ id: string, at: At, tight: boolean }} Found a symbol; `tight`: in a product, so that a sum needs brackets */

/** Not found in sentences: letters that words are made of, and what only formulas have. */
const NOT_IN_WORDS = ["a", "b", "k", "data", "log", "sin", "density", "prior", "expectation", "sigma-squared", "picture-S", "picture-S-max", "L", "gauss", "constant", "L-simple", "q-mean", "q-deviation", "x-i", "w-i", "class"];
/** Letters of other writing than a formula's. @type {[string, string, At][]} */
const ALSO = [
  ["𝑧", "latent", ""],
  ["𝑥", "data", ""],
  ["z_k", "latent", "k"],
  ["D_KL", "kl", ""],
  ["L_{t−1}", "L-prev", "t-1"],
  ["x_T⁽⁰⁾", "xT-from", ""],
  ["N(0, I)", "normal", ""],
  ["ε*", "eps-star", ""],
  ["∇ log pₜ", "score", ""],
  ["L_simple", "L-simple", ""],
  ["J_σ", "J-sigma", ""],
  ["μ*", "mu-star", ""],
];

/** @type {Map<string, { id: string, at: At }>} by how strings write them, decomposed */
const FORMS = new Map();
for (const [id, { at, times }] of Object.entries(SYMBOLS)) {
  if (NOT_IN_WORDS.includes(id)) continue;
  for (const time of [at, ...times]) {
    const form = plain(id, "ho", time).normalize("NFD");
    if (!FORMS.has(form)) FORMS.set(form, { id, at: time });
  }
}
for (const [form, id, at] of ALSO) FORMS.set(form.normalize("NFD"), { id, at });
// The letter of fresh noise has no time in this page's notation, and that of the VAE's latent looks the same.
FORMS.set("z", { id: "z", at: "t" });

const escaped = [...FORMS.keys()].sort((a, b) => b.length - a.length).map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
/** A density before its brackets, E before its own, or a symbol that stands alone and does not number a section (appendix D.2). */
const SYMBOL = new RegExp(`(?<![A-Za-z0-9'’_-])(?:([qp](?:_[φθ])?)(?=\\()|(E)(?=\\[)|(${escaped.join("|")}))(?![A-Za-z0-9'’_\\u0300-\\u036f]|-[A-Za-z]|\\.\\d)`, "gu");

/** @param {string} density @param {string} after what follows it */
function densityOf(density, after) {
  if (density === "q") return "q";
  if (density !== "p") return density === "q_φ" ? "encoder" : "p";
  return /^\((?:𝑧|x_T|z_K)\)/u.test(after) ? "prior" : "density";
}

/** What was found before: strings are few, and some are set at every frame. @type {Map<string, (string | Found)[] | null>} */
const known = new Map();
const MOST_KNOWN = 2000;

/** Text and symbols in turn, text first and last; null for a string without symbols. @param {string} value @returns {(string | Found)[] | null} */
export function parse(value) {
  let parts = known.get(value);
  if (parts !== undefined) return parts;
  if (known.size > MOST_KNOWN) known.clear();
  known.set(value, (parts = found(value)));
  return parts;
}

/** In the brackets of a density, letters that stand alone are the VAE's: p_θ(x|z). @param {string} text */
const withLetters = (text) =>
  text.replace(/[qp](?:_[φθ])?\([^()]*\)/gu, (density) => density.replace(/(?<![A-Za-z0-9_])[xz](?![A-Za-z0-9_₀-ₜ⁽\u0300-\u036f])/gu, (letter) => (letter === "x" ? "𝑥" : "𝑧")));

/** A string in a notation, for where no markup can stand: the words of a plot, an aria-label. @param {string} value @param {import("./notation.js").Notation} notation */
export const inNotation = (value, notation) => (notation === "ho" ? value : (parse(value)?.map((part) => (typeof part === "string" ? part : plain(part.id, notation, part.at))).join("") ?? value));

/** @param {string} value */
function found(value) {
  const text = withLetters(value.normalize("NFD"));
  /** @type {(string | Found)[]} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(SYMBOL)) {
    const [whole, density, expected] = match;
    const end = match.index + whole.length;
    const before = text.slice(from, match.index);
    const tight = /[−·/√]\s?$/u.test(text.slice(0, match.index)) || /^\s?[·/²]/u.test(text.slice(end));
    const { id, at } = density ? { id: densityOf(density, text.slice(end)), at: /** @type {At} */ ("") } : expected ? { id: "expectation", at: /** @type {At} */ ("") } : /** @type {{ id: string, at: At }} */ (FORMS.get(whole));
    parts.push(before.normalize("NFC"), { id, at, tight });
    from = end;
  }
  return parts.length === 0 ? null : [...parts, text.slice(from).normalize("NFC")];
}
