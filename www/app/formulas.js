/**
 * Formulas in MathML, as lists of terms: each term is a <math> of its own, so that a long formula
 * wraps between terms on a narrow screen instead of leaving its card.
 */

import { fragment } from "./dom.js";

const i = (/** @type {string} */ s) => `<mi>${s}</mi>`;
const o = (/** @type {string} */ s) => `<mo>${s}</mo>`;
const n = (/** @type {string | number} */ s) => `<mn>${s}</mn>`;
const row = (/** @type {string[]} */ ...s) => `<mrow>${s.join("")}</mrow>`;
const sub = (/** @type {string} */ a, /** @type {string} */ b) => `<msub>${a}${b}</msub>`;
const over = (/** @type {string} */ a, /** @type {string} */ mark) => `<mover accent="true">${i(a)}${o(mark)}</mover>`;
const root = (/** @type {string} */ s) => `<msqrt>${s}</msqrt>`;
const frac = (/** @type {string} */ a, /** @type {string} */ b) => `<mfrac>${a}${b}</mfrac>`;
const sup = (/** @type {string} */ a, /** @type {string} */ b) => `<msup>${a}${b}</msup>`;

const t = i("t");
const following = row(i("t"), o("+"), n(1));
const previous = row(i("t"), o("−"), n(1));
const bar = (/** @type {string} */ at) => sub(over("α", "¯"), at);
const x = (/** @type {string} */ at) => sub(i("x"), at);
const guess = sub(over("x", "^"), n(0));
const epsilon = over("ε", "^");
const one = (/** @type {string} */ minus) => row(n(1), o("−"), minus);
const noise = [o("+"), sub(i("σ"), t), i("z")];
const square = `<msubsup>${i("σ")}${t}${n(2)}</msubsup>`;
const angle = (/** @type {string[]} */ ...s) => row(i("sin"), o("("), ...s, o(")"));
const latent = (/** @type {number} */ k) => sup(i("z"), row(o("("), n(k), o(")")));

/** @type {Record<string, string[][]>} */
const FORMULAS = {
  ddim: [
    [x(previous), o("="), root(bar(previous)), guess],
    [o("+"), root(row(n(1), o("−"), bar(previous), o("−"), square)), epsilon],
    noise,
  ],
  // DDIM with η = 0.
  ddim0: [[x(previous), o("="), root(bar(previous)), guess, o("+"), root(one(bar(previous))), epsilon]],
  "sigma-ddim": [
    [sub(i("σ"), t), o("="), i("η"), root(frac(one(bar(previous)), one(bar(t)))), root(row(n(1), o("−"), frac(bar(t), bar(previous))))],
  ],
  "sigma-small": [[square, o("="), sub(over("β", "˜"), t), o("="), frac(one(bar(previous)), one(bar(t))), sub(i("β"), t)]],
  "sigma-large": [[square, o("="), sub(i("β"), t)]],
  ddpm: [
    [x(previous), o("="), frac(row(root(bar(previous)), sub(i("β"), t)), one(bar(t))), guess],
    [o("+"), frac(row(root(sub(i("α"), t)), o("("), one(bar(previous)), o(")")), one(bar(t))), x(t)],
    noise,
  ],
  forward: [
    [x(t), o("="), root(bar(t)), x(n(0)), o("+"), root(one(bar(t))), i("ε"), o(",")],
    [i("ε"), o("∼"), i("N"), o("("), n(0), o(","), i("I"), o(")")],
  ],
  guess: [[guess, o("="), frac(row(x(t), o("−"), root(one(bar(t))), epsilon), root(bar(t)))]],
  inversion: [
    [x(following), o("="), root(bar(following)), guess],
    [o("+"), root(one(bar(following))), epsilon],
  ],
  distance: [
    [sub(i("d"), i("S")), o("="), frac(n(1), i("D"))],
    [`<msubsup>${row(o("‖"), sup(i("x"), row(o("("), i("S"), o(")"))), o("−"), sup(i("x"), row(o("("), sub(i("S"), i("max")), o(")"))), o("‖"))}${n(2)}${n(2)}</msubsup>`],
  ],
  slerp: [
    [sup(i("z"), row(o("("), i("a"), o(")"))), o("="), frac(angle(row(o("("), n(1), o("−"), i("a"), o(")")), i("θ")), row(i("sin"), i("θ"))), latent(0)],
    [o("+"), frac(angle(i("a"), i("θ")), row(i("sin"), i("θ"))), latent(1)],
  ],
  lerp: [
    [sup(i("z"), row(o("("), i("a"), o(")"))), o("="), o("("), n(1), o("−"), i("a"), o(")"), latent(0)],
    [o("+"), i("a"), latent(1)],
  ],
};

/** @param {keyof typeof FORMULAS} name */
export function formula(name) {
  return fragment(FORMULAS[name].map((term) => `<math displaystyle="true">${row(...term)}</math>`).join(" "));
}
