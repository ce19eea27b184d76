/**
 * Formulas in MathML, as lists of terms: each term is a <math> of its own, so that a long formula
 * wraps between terms on a narrow screen instead of leaving its card.
 */

import { fragment } from "../ui/dom.js";

const i = (/** @type {string} */ s) => `<mi>${s}</mi>`;
const o = (/** @type {string} */ s) => `<mo>${s}</mo>`;
/** An operator at the start of a term: what comes before it is in another <math>, so that it would be taken for a sign. */
const then = (/** @type {string} */ s) => `<mo form="infix">${s}</mo>`;
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
const noise = [then("+"), sub(i("σ"), t), i("z")];
const square = `<msubsup>${i("σ")}${t}${n(2)}</msubsup>`;
const angle = (/** @type {string[]} */ ...s) => row(i("sin"), o("("), ...s, o(")"));
const latent = (/** @type {number} */ k) => sup(i("z"), row(o("("), n(k), o(")")));
/** A fence that stays as high as the letters, so that what is inside may wrap. */
const fence = (/** @type {string} */ s) => `<mo stretchy="false">${s}</mo>`;
const of = (/** @type {string[]} */ ...s) => row(fence("("), ...s, fence(")"));
const given = (/** @type {string} */ density, /** @type {string} */ a, /** @type {string} */ b) => row(density, of(a, fence("|"), b));
const divergence = sub(i("D"), `<mtext>KL</mtext>`);
const kl = (/** @type {string} */ one, /** @type {string} */ other) => row(divergence, of(one, fence("‖"), other));
const log = (/** @type {string} */ s) => row(i("log"), `<mspace width=".17em"/>`, s);
const minusLog = (/** @type {string} */ s) => row(o("−"), log(s));
const sum = (/** @type {string} */ from, /** @type {string} */ to = "") => (to ? `<munderover>${o("∑")}${from}${to}</munderover>` : `<munder>${o("∑")}${from}</munder>`);
const [p, q] = [sub(i("p"), i("θ")), sub(i("q"), i("φ"))];
const mean = (/** @type {string} */ by) => row(sub(i("E"), by), fence("["));
const [end, comma] = [fence("]"), o(",")];
const level = (/** @type {string} */ at) => sub(i("z"), at);
const lower = row(i("k"), o("−"), n(1));
const snr = (/** @type {string} */ at) => row(i("SNR"), of(at));

/** @type {Record<string, string[][]>} */
const FORMULAS = {
  ddim: [
    [x(previous), o("="), root(bar(previous)), guess],
    [then("+"), root(row(n(1), o("−"), bar(previous), o("−"), square)), epsilon],
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
    [then("+"), frac(row(root(sub(i("α"), t)), o("("), one(bar(previous)), o(")")), one(bar(t))), x(t)],
    noise,
  ],
  forward: [
    [x(t), o("="), root(bar(t)), x(n(0)), o("+"), root(one(bar(t))), i("ε"), o(",")],
    [i("ε"), o("∼"), i("N"), o("("), n(0), o(","), i("I"), o(")")],
  ],
  guess: [[guess, o("="), frac(row(x(t), o("−"), root(one(bar(t))), epsilon), root(bar(t)))]],
  inversion: [
    [x(following), o("="), root(bar(following)), guess],
    [then("+"), root(one(bar(following))), epsilon],
  ],
  distance: [
    [sub(i("d"), i("S")), o("="), frac(n(1), i("D"))],
    [`<msubsup>${row(o("‖"), sup(i("x"), row(o("("), i("S"), o(")"))), o("−"), sup(i("x"), row(o("("), sub(i("S"), i("max")), o(")"))), o("‖"))}${n(2)}${n(2)}</msubsup>`],
  ],
  slerp: [
    [sup(i("z"), row(o("("), i("a"), o(")"))), o("="), frac(angle(row(o("("), n(1), o("−"), i("a"), o(")")), i("θ")), row(i("sin"), i("θ"))), latent(0)],
    [then("+"), frac(angle(i("a"), i("θ")), row(i("sin"), i("θ"))), latent(1)],
  ],
  lerp: [
    [sup(i("z"), row(o("("), i("a"), o(")"))), o("="), o("("), n(1), o("−"), i("a"), o(")"), latent(0)],
    [then("+"), i("a"), latent(1)],
  ],
  "elbo-vae": [
    [minusLog(row(p, of(i("x")))), o("≤"), kl(given(q, i("z"), i("x")), row(i("p"), of(i("z"))))],
    [then("+"), mean(given(q, i("z"), i("x"))), minusLog(given(p, i("x"), i("z"))), end],
  ],
  "elbo-deep": [
    [minusLog(row(p, of(i("x")))), o("≤"), mean(q), minusLog(row(i("p"), of(level(i("K")))))],
    [then("−"), sum(row(i("k"), o("="), n(1)), i("K")), log(frac(given(p, level(lower), level(i("k"))), given(q, level(i("k")), level(lower)))), end, comma],
    [level(n(0)), o("="), i("x")],
  ],
  "elbo-ddpm": [
    [minusLog(row(p, of(x(n(0))))), o("≤"), mean(i("q")), minusLog(row(i("p"), of(x(i("T")))))],
    [then("−"), sum(row(t, o("≥"), n(1))), log(frac(given(p, x(previous), x(t)), given(i("q"), x(t), x(previous)))), end],
    [then("="), mean(i("q")), sub(i("L"), i("T")), o("+"), sum(row(t, o(">"), n(1))), sub(i("L"), previous), o("+"), sub(i("L"), n(0)), end],
  ],
  "elbo-terms": [
    [sub(i("L"), i("T")), o("="), kl(given(i("q"), x(i("T")), x(n(0))), row(i("p"), of(x(i("T"))))), comma],
    [sub(i("L"), previous), o("="), divergence, fence("("), given(i("q"), x(previous), row(x(t), comma, x(n(0))))],
    [fence("‖"), given(p, x(previous), x(t)), fence(")"), comma],
    [sub(i("L"), n(0)), o("="), minusLog(given(p, x(n(0)), x(n(1))))],
  ],
  // DDPM eq. 8 with the variance β̃ and eq. 7, written for x̂₀.
  "elbo-weight": [
    [sub(i("L"), previous), o("="), frac(n(1), n(2)), of(snr(previous), o("−"), snr(t))],
    [sup(row(fence("‖"), x(n(0)), o("−"), guess, fence("‖")), n(2))],
  ],
};

/** @param {keyof typeof FORMULAS} name */
export function formula(name) {
  return fragment(FORMULAS[name].map((term) => `<math displaystyle="true">${row(...term)}</math>`).join(" "));
}
