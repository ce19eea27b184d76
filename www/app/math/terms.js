/**
 * Formulas, written once in what their parts mean (notation.js) and shown in the reader's notation. Each is a list of terms,
 * a <math> of its own each, so that a long formula wraps between terms on a narrow screen instead of leaving its card.
 */

import { between, factor, fence, frac, gap, minus, n, o, of, root, row, square, sub, sum, then, under } from "./mathml.js";
import { sign } from "./notation.js";

/** @typedef {import("./mathml.js").Piece} Piece */
/** @typedef {import("./notation.js").At} At */
/** @typedef {import("./notation.js").Notation} Notation */

/**
 * The parts that several formulas share, and the coefficients that the equation of pictures shows alone.
 *
 * @param {Notation} notation
 */
function partsIn(notation) {
  const s = (/** @type {string} */ id, /** @type {At} */ at) => sign(id, notation, at);
  const signal = (/** @type {At} */ at) => s("root-abar", at);
  const noise = (/** @type {At} */ at) => s("root-noise", at);
  const one = (/** @type {Piece} */ less) => sum(n(1), o("−"), less);
  const without = (/** @type {At} */ at) => one(s("abar", at));
  /** What of the noise points the way that the network says, so that fresh noise of σₜ makes it whole. */
  const direction = root(sum(n(1), o("−"), s("abar", "t-1"), o("−"), s("sigma-squared", "t")));
  /** The posterior's mean: how much of x̂₀ and how much of xₜ (DDPM, eq. 7). */
  const posteriorX0 = frac(row(signal("t-1"), factor(s("beta", "t"))), without("t"));
  const posteriorXt = frac(row(s("root-alpha", "t"), of(without("t-1"))), without("t"));
  /** The weights of two latents on the way between them: of slerp, and of lerp. */
  const a = s("a", "");
  const sine = (/** @type {Piece} */ share) => row(s("sin", ""), share, s("omega", ""));
  const arcFrom = frac(sine(of(one(a))), sine(row()));
  const arcTo = frac(sine(a), sine(row()));
  return { s, signal, noise, one, without, direction, posteriorX0, posteriorXt, a, arcFrom, arcTo };
}

/** @param {Notation} notation @returns {Record<string, Piece[][]>} terms by name */
function formulasIn(notation) {
  const { s, signal, noise, one, without, direction, posteriorX0, posteriorXt, a, arcFrom, arcTo } = partsIn(notation);
  const plain = (/** @type {string} */ id) => s(id, /** @type {any} */ (undefined));
  const [x, x0, xT, previous, next] = ["x", "x0", "xT", "x-prev", "x-next"].map(plain);
  const [guess, epsilon, eps, z, t] = ["x0-hat", "eps-hat", "eps", "z", "t"].map(plain);
  const [q, p, encoder, prior] = ["q", "p", "encoder", "prior"].map(plain);
  const fresh = [then("+"), plain("sigma"), z];
  const given = (/** @type {Piece} */ density, /** @type {Piece} */ a, /** @type {Piece} */ b) => row(density, of(a, fence("|"), b));
  const kl = (/** @type {Piece} */ a, /** @type {Piece} */ b) => row(plain("kl"), of(a, fence("‖"), b));
  const log = (/** @type {Piece} */ a) => row(plain("log"), gap, a);
  const minusLog = (/** @type {Piece} */ a) => row(minus, log(a));
  const mean = (/** @type {Piece} */ by) => row(sub(plain("expectation"), by), fence("["));
  const level = (/** @type {At} */ at) => s("latent", at);
  const [end, comma, sigmaOf] = [fence("]"), o(","), o("∑")];
  const norm = (/** @type {Piece[]} */ ...a) => row(fence("‖"), ...a, fence("‖"));
  const [data, latent] = [plain("data"), plain("latent")];
  const error = (/** @type {Piece} */ found, /** @type {Piece} */ is) => square(norm(found, o("−"), is));

  return {
    ddim: [[previous, o("="), signal("t-1"), guess], [then("+"), direction, epsilon], fresh],
    // DDIM with η = 0.
    ddim0: [[previous, o("="), signal("t-1"), guess, o("+"), noise("t-1"), epsilon]],
    "sigma-ddim": [
      [plain("sigma"), o("="), plain("eta"), root(frac(without("t-1"), without("t"))), root(one(frac(s("abar", "t"), s("abar", "t-1"))))],
    ],
    "sigma-small": [
      [plain("sigma-squared"), o("="), ...(notation === "ho" ? [plain("beta-tilde"), o("=")] : []), frac(without("t-1"), without("t")), factor(plain("beta"))],
    ],
    "sigma-large": [[plain("sigma-squared"), o("="), plain("beta")]],
    ddpm: [
      [previous, o("="), posteriorX0, guess],
      [then("+"), posteriorXt, x],
      // In DDIM's letters both are written with α of two times already.
      ...(notation === "song" ? [fresh] : [[...fresh, comma], [plain("alpha"), o("="), one(plain("beta"))]]),
    ],
    forward: [
      [x, o("="), signal("t"), x0, o("+"), noise("t"), eps, o(",")],
      [eps, o("∼"), plain("normal")],
    ],
    // DDIM, eq. 7; with η = 1 DDPM, eq. 6 and 7.
    kernel: [
      [given(q, previous, row(x, comma, x0)), o("="), plain("gauss"), fence("("), previous, o(";"), s("a", ""), x0, o("+"), s("b", ""), x, comma, plain("sigma-squared"), fence(")"), comma],
      [s("b", ""), o("="), frac(direction, noise("t")), comma],
      [s("a", ""), o("="), signal("t-1"), o("−"), s("b", ""), signal("t")],
    ],
    "forward-step": [[x, o("="), plain("root-alpha"), previous, o("+"), root(plain("beta")), z, comma], [z, o("∼"), plain("normal")]],
    // One error in other measures (DDPM, eq. 11 and 15; Salimans and Ho 2022).
    "error-eps": [[error(epsilon, eps)]],
    "error-x0": [[error(guess, x0), o("="), frac(without("t"), s("abar", "t"))], [error(epsilon, eps)]],
    "error-v": [[error(plain("v-hat"), plain("v")), o("="), frac(n(1), s("abar", "t"))], [error(epsilon, eps)]],
    "error-mu": [[error(plain("mu-hat"), s("mu-tilde", "")), o("="), frac(square(notation === "ho" ? plain("beta") : of(plain("beta"))), row(plain("alpha"), of(without("t"))))], [error(epsilon, eps)]],
    // What it counts in the bound with β̃ (DDPM, eq. 12) and in J_σ (DDIM, eq. 11), nats.
    "weight-v": [[frac(n(1), s("abar", "t"))]],
    "weight-bound": [[frac(n(1), n(2)), of(ratio("t-1"), o("−"), ratio("t"))], [frac(without("t"), s("abar", "t"))]],
    "weight-j": [[frac(without("t"), row(n(2), plain("sigma-squared"), s("abar", "t")))], [square(row(o("("), signal("t-1"), o("−"), frac(row(direction, signal("t")), noise("t")), o(")")))]],
    guess: [[guess, o("="), frac(sum(x, o("−"), noise("t"), epsilon), signal("t"))]],
    inversion: [[next, o("="), signal("t+1"), guess], [then("+"), noise("t+1"), epsilon]],
    distance: [[plain("delta-S"), o("="), frac(n(1), plain("D"))], [square(norm(plain("picture-S"), o("−"), plain("picture-S-max")))]],
    slerp: [
      [plain("xT-between"), o("="), arcFrom, plain("xT-from")],
      [then("+"), arcTo, plain("xT-to")],
    ],
    lerp: [[plain("xT-between"), o("="), of(one(a)), plain("xT-from")], [then("+"), a, plain("xT-to")]],
    "elbo-vae": [
      [minusLog(row(p, of(data))), o("≤"), kl(given(encoder, latent, data), row(prior, of(latent)))],
      [then("+"), mean(given(encoder, latent, data)), minusLog(given(p, data, latent)), end],
    ],
    "elbo-deep": [
      [minusLog(row(p, of(data))), o("≤"), mean(encoder), minusLog(row(prior, of(level("K"))))],
      [then("−"), between(sigmaOf, row(plain("k"), o("="), n(1)), plain("K")), log(frac(given(p, level("k-1"), level("k")), given(encoder, level("k"), level("k-1")))), end, comma],
      [level("0"), o("="), data],
    ],
    "elbo-ddpm": [
      [minusLog(row(p, of(x0))), o("≤"), mean(q), minusLog(row(prior, of(xT)))],
      [then("−"), under(sigmaOf, row(t, o("≥"), n(1))), log(frac(given(p, previous, x), given(q, x, s("x-prev", "t-1")))), end],
      [then("="), mean(q), plain("L-T"), o("+"), under(sigmaOf, row(t, o(">"), n(1))), plain("L-prev"), o("+"), plain("L-0"), end],
    ],
    "elbo-terms": [
      [plain("L-T"), o("="), kl(given(q, xT, x0), row(prior, of(xT))), comma],
      [plain("L-prev"), o("="), plain("kl"), fence("("), given(q, previous, row(x, comma, x0))],
      [fence("‖"), given(p, previous, x), fence(")"), comma],
      [plain("L-0"), o("="), minusLog(given(p, x0, plain("x1")))],
    ],
    bayes: [[given(plain("density"), plain("class"), x0), o("="), frac(row(given(plain("density"), x0, plain("class")), plain("density"), of(plain("class"))), row(plain("density"), of(x0)))]],
    "vae-evidence": [
      [log(row(plain("density"), of(data))), o("="), mean(given(encoder, latent, data)), log(given(p, data, latent)), end],
      [then("−"), kl(given(encoder, latent, data), row(prior, of(latent)))],
      [then("+"), kl(given(encoder, latent, data), given(plain("density"), latent, data))],
    ],
    "vae-reparameterisation": [[latent, o("="), plain("q-mean"), o("+"), plain("q-deviation"), o("⊙"), eps, comma], [eps, o("∼"), plain("normal")]],
    "vae-average": [[plain("mu-star"), of(latent), o("="), under(sigmaOf, plain("x-i")), plain("w-i"), of(latent), plain("x-i"), comma], [plain("w-i"), of(latent), o("∝"), given(encoder, latent, plain("x-i"))]],
    "exact-marginal": [
      [plain("density"), of(x), o("="), under(sigmaOf, plain("k")), plain("weight-k"), plain("gauss"), fence("("), x, o(";"), signal("t"), plain("mean-k"), comma],
      [plain("abar"), square(plain("deviation-k")), o("+"), n(1), o("−"), plain("abar"), fence(")")],
    ],
    "exact-theorem": [
      [plain("expectation"), fence("["), plain("kl"), fence("("), given(q, plain("x-s"), row(x, comma, x0)), fence("‖"), given(p, plain("x-s"), x), fence(")"), end],
      [then("="), plain("expectation"), fence("["), plain("kl"), fence("("), given(plain("density"), plain("x-s"), x), fence("‖"), given(p, plain("x-s"), x), fence(")"), end, o("+"), plain("constant")],
    ],
    "exact-field": [[plain("expectation"), fence("["), x0, fence("|"), x, end, o("="), frac(sum(x, o("−"), noise("t"), plain("eps-star")), signal("t"))]],
    "exact-score": [[plain("eps-star"), o("="), minus, noise("t"), plain("score"), of(x)]],
    // DDIM, after eq. 7: Bayes' rule.
    "exact-memory": [[given(q, x, row(previous, comma, x0)), o("="), frac(row(given(q, previous, row(x, comma, x0)), given(q, x, x0)), given(q, previous, x0))]],
    "exact-fits": [[kl(plain("density"), q), o("="), mean(plain("density")), log(frac(row(plain("density"), of(data)), row(q, of(data)))), end]],
    "exact-simple": [[plain("L-simple"), o("="), plain("expectation"), fence("["), square(norm(eps, o("−"), epsilon)), end]],
    // DDPM eq. 8 with the variance β̃ and eq. 7, written for x̂₀.
    "elbo-weight": [
      [plain("L-prev"), o("="), frac(n(1), n(2)), of(ratio("t-1"), o("−"), ratio("t"))],
      [square(norm(x0, o("−"), guess))],
    ],
  };

  /** @param {"t" | "t-1"} at */
  function ratio(at) {
    return row(plain("SNR"), of(at === "t" ? t : row(t, o("−"), n(1))));
  }
}

/** Made when first asked for. @type {Partial<Record<Notation, Record<string, Piece[][]>>>} */
const made = {};
/** @param {Notation} notation */
const formulas = (notation) => (made[notation] ??= formulasIn(notation));

/** Names of all formulas. */
export const names = () => Object.keys(formulas("ho"));

/** @param {string} name @param {Notation} [notation] @returns {string} a <math> a term */
export const formulaMarkup = (name, notation = "ho") => formulas(notation)[name].map((term) => `<math displaystyle="true">${row(...term).m}</math>`).join(" ");

/**
 * What stands before a picture in its equation: `signal` √ᾱₜ, `noise` √(1−ᾱₜ), `signal-prev`, `noise-prev`, `direction`
 * √(1−ᾱₜ₋₁−σₜ²), `posterior-x0`, `posterior-xt` (DDPM, eq. 7), `sigma`; a and b of any kernel, `kernel-x0`, `kernel-xt`; `guess-xt` 1/√ᾱₜ and `guess-eps` √(1−ᾱₜ)/√ᾱₜ; the
 * weights of a path's ends, `slerp-from`, `slerp-to`, `lerp-from`, `lerp-to`.
 *
 * @param {string} name
 * @param {Notation} [notation]
 * @returns {string} MathML, to be put into <math>
 */
export function coefficient(name, notation = "ho") {
  const { s, signal, noise, one, direction, posteriorX0, posteriorXt, a, arcFrom, arcTo } = partsIn(notation);
  const all = /** @type {Record<string, Piece>} */ ({
    signal: signal("t"),
    noise: noise("t"),
    "signal-prev": signal("t-1"),
    "noise-prev": noise("t-1"),
    direction,
    "posterior-x0": posteriorX0,
    "posterior-xt": posteriorXt,
    sigma: s("sigma", "t"),
    "kernel-x0": a,
    "kernel-xt": s("b", ""),
    "guess-xt": frac(n(1), signal("t")),
    "guess-eps": frac(noise("t"), signal("t")),
    "slerp-from": arcFrom,
    "slerp-to": arcTo,
    "lerp-from": of(one(a)),
    "lerp-to": a,
  });
  return all[name].m;
}
