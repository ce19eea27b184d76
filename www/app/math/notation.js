/**
 * Every symbol of the page by what it means, and its sign in three notations: `ho` (DDPM, and this page's own), `song`
 * (DDIM) and `lai` ("From VAEs to DDPMs", Lai et al.). Whoever writes a formula names meanings:
 *
 *     symbol("x-prev", "lai")      MathML of x_{i−1}, without the <math> around it; it carries data-sym="x-prev"
 *     symbol("abar", "song", "t-1")  MathML of α_{t−1}: the third is the time, where a symbol has one; else t
 *     plain("abar", "song")        "αₜ", for where no markup can stand: a plot's axis, an aria-label
 *
 * What a sign is made of is marked too: within √ᾱₜ ("root-abar") the ᾱₜ ("abar"), within that the t ("t").
 */

import { both, fence, frac, gap, i, marked, n, o, of, over, root, row, sub, sum, sup, words } from "./mathml.js";

/** @typedef {import("./mathml.js").Piece} Piece */
/** @typedef {"ho" | "song" | "lai"} Notation */
/** @typedef {"t" | "t-1" | "t+1" | "0" | "1" | "T" | "k" | "k-1" | "K" | "1…T" | ""} At a time or a level; "" for a sign without one */
/** @typedef {(index: (letter: Piece, power?: Piece) => Piece, see: (id: string, at?: At) => Piece) => Piece} Sign of a symbol: `index` puts the time under a letter, `see` is another symbol */
/** Data green, noise and schedule grey, what the network says in its colour. @typedef {"data" | "noise" | "guess" | ""} Idea */

/**
 * @typedef {object} Symbol
 * @property {Idea} idea
 * @property {At} at where nothing else is said
 * @property {At[]} times others that it is written with
 * @property {Sign} ho
 * @property {Sign} [song] where it differs
 * @property {Sign} [lai]
 */

/** @param {Idea} idea @param {At} at @param {Sign} ho @param {{ song?: Sign, lai?: Sign, times?: At[] }} [others] @returns {Symbol} */
const of3 = (idea, at, ho, { times = [], ...others } = {}) => ({ idea, at, ho, times, ...others });
const x = /** @type {Sign} */ ((index) => index(i("x")));
/** f_θ⁽ᵗ⁾(xₜ), as DDIM writes what the network says. @param {string} letter @returns {Sign} */
const says = (letter) => (_, see) => row(both(i(letter), see("theta"), row(fence("("), see("t"), fence(")"))), of(see("x")));
const subject = (/** @type {string} */ letter) => /** @type {Sign} */ ((_, see) => sub(i(letter), see("theta")));
const onPath = (/** @type {Piece | string} */ place) =>
  /** @type {Sign} */ ((index, see) => {
    const raised = row(fence("("), typeof place === "string" ? see(place) : place, fence(")"));
    return both(i("x"), see("T"), raised);
  });
/** αₜ/αₜ₋₁ in DDIM's letters: the signal's variance that a step keeps. @param {(id: string, at?: At) => Piece} see */
const kept = (see) => frac(see("abar", "t"), see("abar", "t-1"));
const term = (/** @type {string} */ letter) => /** @type {Sign} */ ((index) => index(i(letter)));
const STEPS = /** @type {At[]} */ (["t-1", "t+1"]);

/** @type {Record<string, Symbol>} */
export const SYMBOLS = {
  // Pictures.
  x0: of3("data", "0", x),
  x1: of3("", "1", x),
  x: of3("", "t", x),
  "x-prev": of3("", "t-1", x),
  "x-next": of3("", "t+1", x),
  xT: of3("noise", "T", x),
  "x0-hat": of3("guess", "0", (index) => index(over("x", "ˆ")), { song: says("f"), lai: subject("x") }),
  "x0-tilde": of3("guess", "0", (index) => index(over("x", "˜"))),
  "xT-from": of3("noise", "", onPath(n(0))),
  "xT-to": of3("noise", "", onPath(n(1))),
  "xT-between": of3("noise", "", onPath("a")),
  data: of3("data", "", () => i("x")),
  latent: of3("noise", "", (index) => index(i("z")), { times: ["k", "k-1", "K", "0"] }),
  "picture-S": of3("", "", (_, see) => sup(i("x"), row(fence("("), see("S"), fence(")")))),
  "picture-S-max": of3("", "", (_, see) => sup(i("x"), row(fence("("), see("S-max"), fence(")")))),
  "x-s": of3("", "", () => sub(i("x"), i("s"))),
  // Noise.
  eps: of3("noise", "", () => i("ε")),
  "eps-hat": of3("guess", "", () => over("ε", "ˆ"), { song: says("ε"), lai: subject("ε") }),
  "eps-star": of3("guess", "", () => sup(i("ε"), o("*"))),
  z: of3("noise", "t", () => i("z"), { song: (index) => index(i("ε")), lai: (index) => index(i("ε")) }),
  v: of3("noise", "", () => i("v")),
  "v-hat": of3("guess", "", () => over("v", "ˆ"), { lai: subject("v") }),
  // The schedule. In DDIM α is what DDPM writes ᾱ; in Lai et al. the letters are amplitudes, so that variances are their squares.
  abar: of3("noise", "t", (index) => index(over("α", "¯")), { song: (index) => index(i("α")), lai: (index) => index(over("α", "¯"), n(2)), times: [...STEPS, ""] }),
  "root-abar": of3("noise", "t", (_, see) => root(see("abar")), { lai: (index) => index(over("α", "¯")), times: STEPS }),
  "root-noise": of3("noise", "t", (_, see) => root(sum(n(1), o("−"), see("abar"))), { times: STEPS }),
  alpha: of3("noise", "t", (index) => index(i("α")), { song: (_, see) => kept(see), lai: (index) => index(i("α"), n(2)), times: [""] }),
  "root-alpha": of3("noise", "t", (_, see) => root(see("alpha")), { lai: (index) => index(i("α")) }),
  beta: of3("noise", "t", (index) => index(i("β")), { song: (_, see) => sum(n(1), o("−"), kept(see)), lai: (index) => index(i("β"), n(2)), times: [""] }),
  "beta-tilde": of3("noise", "t", (index) => index(over("β", "˜")), {
    song: (index) => row(index(i("σ"), n(2)), of(i("η"), o("="), n(1))),
    lai: (_, see) => row(sup(i("σ"), n(2)), of(see("t"))),
    times: [""],
  }),
  sigma: of3("noise", "t", (index) => index(i("σ")), { lai: (_, see) => row(i("σ"), of(see("t"))), times: [""] }),
  "sigma-squared": of3("noise", "t", (index) => index(i("σ"), n(2)), { lai: (_, see) => row(sup(i("σ"), n(2)), of(see("t"))) }),
  "sigma-hat": of3("noise", "", (index) => index(over("σ", "ˆ")), { times: ["t"] }),
  eta: of3("noise", "", () => i("η")),
  SNR: of3("noise", "", () => i("SNR")),
  // Time and other numbers.
  t: of3("", "", () => i("t"), { lai: () => i("i") }),
  T: of3("", "", () => i("T"), { lai: () => i("L") }),
  S: of3("", "", () => i("S")),
  "S-max": of3("", "", () => sub(i("S"), i("max"))),
  k: of3("", "", () => i("k"), { lai: () => i("i") }),
  K: of3("", "", () => i("K"), { lai: () => i("L") }),
  D: of3("", "", () => i("D")),
  a: of3("", "", () => i("a")),
  b: of3("", "", () => i("b")),
  "J-sigma": of3("", "", (_, see) => sub(i("J"), see("sigma", ""))),
  omega: of3("", "", () => i("ω")),
  "delta-S": of3("", "", (_, see) => sub(i("Δ"), see("S"))),
  // Densities, and what is counted from them.
  q: of3("noise", "", () => i("q"), { song: () => sub(i("q"), i("σ")), lai: () => i("p") }),
  p: of3("guess", "", (_, see) => sub(i("p"), see("theta"))),
  encoder: of3("guess", "", (_, see) => sub(i("q"), see("phi"))),
  prior: of3("noise", "", () => i("p"), { lai: () => sub(i("p"), words("prior")) }),
  density: of3("", "", () => i("p")),
  theta: of3("", "", () => i("θ"), { lai: () => i("φ") }),
  phi: of3("", "", () => i("φ"), { lai: () => i("θ") }),
  gauss: of3("", "", () => i("N")),
  normal: of3("noise", "", () => row(i("N"), of(n(0), o(","), i("I")))),
  kl: of3("", "", () => sub(i("D"), words("KL"))),
  expectation: of3("", "", () => i("E")),
  log: of3("", "", () => i("log")),
  score: of3("", "", (_, see) => row(o("∇"), gap, see("log"), gap, sub(i("p"), see("t")))),
  sin: of3("", "", () => i("sin")),
  L: of3("", "", () => i("L"), { lai: () => i("ℒ") }),
  "L-simple": of3("", "", () => sub(i("L"), words("simple")), { lai: () => sub(i("ℒ"), words("simple")) }),
  constant: of3("", "", () => i("C")),
  // The latents of a VAE, and the average that its best decoder is.
  "q-mean": of3("guess", "", () => i("μ")),
  "q-deviation": of3("guess", "", () => i("σ")),
  "mu-tilde": of3("", "t", (index) => index(over("μ", "˜")), { times: [""] }),
  "mu-hat": of3("guess", "", () => over("μ", "ˆ"), { lai: subject("μ") }),
  "mu-star": of3("data", "", () => sup(i("μ"), o("*"))),
  "x-i": of3("data", "", () => sub(i("x"), i("i"))),
  "w-i": of3("guess", "", () => sub(i("w"), i("i"))),
  class: of3("data", "", () => i("c")),
  // A mixture's components.
  "weight-k": of3("data", "k", (index) => index(i("w"))),
  "mean-k": of3("data", "k", (index) => index(i("m"))),
  "deviation-k": of3("data", "k", (index) => index(i("s"))),
  "L-T": of3("", "T", term("L"), { lai: term("ℒ") }),
  "L-prev": of3("", "t-1", term("L"), { lai: term("ℒ") }),
  "L-t": of3("", "t", term("L"), { lai: term("ℒ") }),
  "L-0": of3("data", "0", term("L"), { lai: term("ℒ") }),
};

/** The time itself, of symbols too. @param {At} at @param {Notation} notation @returns {Piece | null} */
function timeOf(at, notation) {
  const see = (/** @type {string} */ id) => sign(id, notation);
  if (at === "") return null;
  if (at === "1…T") return row(n(1), o(":"), see("T"));
  const [letter, step] = [at[0], at.slice(1)];
  if (/\d/.test(letter)) return n(letter);
  return step === "" ? see(letter) : row(see(letter), step === "-1" ? o("−") : o("+"), n(1));
}

/** @param {string} id @param {Notation} notation @param {At} [at] @returns {Piece} */
export function sign(id, notation, at) {
  const known = SYMBOLS[id];
  if (!known) throw new Error(`expected a symbol of notation.js, found “${id}”`);
  const time = at ?? known.at;
  const index = (/** @type {Piece} */ letter, /** @type {Piece | undefined} */ power) => {
    const lower = timeOf(time, notation);
    if (lower) return power ? both(letter, lower, power) : sub(letter, lower);
    return power ? sup(letter, power) : letter;
  };
  /** Parts have the time of the whole, where they can. */
  const see = (/** @type {string} */ other, /** @type {At} */ when = time) => {
    const { at: own, times } = SYMBOLS[other];
    return sign(other, notation, times.includes(when) ? when : own);
  };
  const made = (known[notation] ?? known.ho)(index, see);
  return marked({ ...made, u: made.u.normalize("NFC") }, id, known.idea);
}

/** @param {string} id @param {Notation} [notation] @param {At} [at] @returns {string} MathML, to be put into <math> */
export const symbol = (id, notation = "ho", at) => sign(id, notation, at).m;

/** @param {string} id @param {Notation} [notation] @param {At} [at] @returns {string} */
export const plain = (id, notation = "ho", at) => sign(id, notation, at).u;

/** A <math> of its own around markup. @param {string} markup */
export const math = (markup) => `<math>${markup}</math>`;
