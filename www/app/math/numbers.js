/**
 * What the terms of an equation of pictures are, from the frames at hand: which picture, times which number. Each equation's
 * terms add up to its left side. Pictures are of one image; sums are made in f64.
 */

/**
 * @typedef {object} Term
 * @property {"+" | "−"} sign
 * @property {{ name: string, value: number }} coefficient `name` as in math/terms.js
 * @property {string} symbol an id of math/notation.js
 * @property {Float32Array | null} picture null where it is not known
 * @property {string} label key of its words
 */

/**
 * @typedef {object} Equation
 * @property {{ symbol: string, picture: Float32Array | null, label: string }} left
 * @property {Term[]} terms
 * @property {string | null} note key of a sentence about what cannot be shown
 */

/** @typedef {Float32Array | null} Picture null where it is not known, whose place is kept */
/** @typedef {{ sampler: "ddim" | "ddpm", eta: number, variance?: "small" | "large", clip?: "rederive" | "keep" | "off" }} Plan of a run */

/** @param {string} name @param {number} value @param {string} symbol @param {Float32Array | null} picture @param {"+" | "−"} [sign] @returns {Term} */
const term = (name, value, symbol, picture, sign = "+") => ({ sign, coefficient: { name, value }, symbol, picture, label: `term.${symbol}` });
/** @param {string} symbol @param {Float32Array | null} picture @param {Term[]} terms @param {string | null} [note] @returns {Equation} */
const equation = (symbol, picture, terms, note = null) => ({ left: { symbol, picture, label: `term.${symbol}` }, terms, note });

/** Σ cₖ pₖ. @param {[number, Float32Array][]} parts */
function sum(parts) {
  const size = parts[0][1].length;
  return Float32Array.from({ length: size }, (_, i) => parts.reduce((total, [factor, picture]) => total + factor * picture[i], 0));
}

/** What its terms add up to; null where a term that counts is not known. @param {Equation} equation @returns {Float32Array | null} */
export function total({ terms }) {
  const counted = terms.filter(({ coefficient }) => coefficient.value !== 0);
  if (counted.some(({ picture }) => picture === null)) return null;
  return sum(counted.map(({ sign, coefficient, picture }) => [sign === "−" ? -coefficient.value : coefficient.value, /** @type {Float32Array} */ (picture)]));
}

const [root, noiseOf] = [Math.sqrt, (/** @type {number} */ alphaBar) => Math.sqrt(1 - alphaBar)];

/** ε̂ that xₜ and x̂₀ agree on (DDPM, eq. 4). @param {Float32Array} xt @param {Float32Array} x0 @param {number} alphaBar */
const epsilonOf = (xt, x0, alphaBar) => sum([[1 / noiseOf(alphaBar), xt], [-root(alphaBar) / noiseOf(alphaBar), x0]]);

/** xₜ = √ᾱₜ x₀ + √(1−ᾱₜ) ε. @param {{ xt: Picture, image: Picture, noise: Picture, alphaBar: number }} what */
export const forward = ({ xt, image, noise, alphaBar }) => equation("x", xt, [term("signal", root(alphaBar), "x0", image), term("noise", noiseOf(alphaBar), "eps", noise)]);

/** x̂₀ = (xₜ − √(1−ᾱₜ) ε̂)/√ᾱₜ. @param {{ xt: Picture, guess: Picture, epsilon: Picture, alphaBar: number }} what */
export const guess = ({ xt, guess: x0, epsilon, alphaBar }) =>
  equation("x0-hat", x0, [term("guess-xt", 1 / root(alphaBar), "x", xt), term("guess-eps", noiseOf(alphaBar) / root(alphaBar), "eps-hat", epsilon, "−")]);

/** A left side that is not at hand but follows from the terms. @param {Equation} equation */
const filled = (equation) => (equation.left.picture ? equation : { ...equation, left: { ...equation.left, picture: total(equation) } });

/**
 * A latent between two, as the engine makes it (src/interpolation): of parallel latents slerp is lerp.
 *
 * @param {{ from: Float32Array, to: Float32Array, a: number, method: "slerp" | "lerp", between?: Float32Array | null }} what
 */
export function between({ from, to, a, method, between: picture = null }) {
  const dot = (/** @type {Float32Array} */ p, /** @type {Float32Array} */ q) => p.reduce((total, value, i) => total + value * q[i], 0);
  const norms = root(dot(from, from)) * root(dot(to, to));
  const angle = Math.acos(Math.min(1, Math.max(-1, dot(from, to) / norms)));
  const arc = method === "slerp" && norms > 1e-30 && Math.sin(angle) >= 1e-2;
  const weight = (/** @type {number} */ share) => (arc ? Math.sin(share * angle) / Math.sin(angle) : share);
  return filled(equation("xT-between", picture, [term(`${method}-from`, weight(1 - a), "xT-from", from), term(`${method}-to`, weight(a), "xT-to", to)]));
}

/** One draw of the kernel that leads to xₜ₋₁, as a part of x̂₀ and a part of xₜ (DDIM, eq. 7). @param {{ onX0: number, onX: number, variance: number, x0: Float32Array, xt: Float32Array, z: Float32Array }} what */
export const kernel = ({ onX0, onX, variance, x0, xt, z }) =>
  filled(equation("x-prev", null, [term("kernel-x0", onX0, "x0-hat", x0), term("kernel-xt", onX, "x", xt), term("sigma", root(variance), "z", variance > 0 ? z : null)]));

/** σ of a step (DDPM §3.2; DDIM eq. 16). @param {Plan} plan @param {number} alphaBar @param {number} previous ᾱₜ₋₁ */
export function sigmaOf({ sampler, eta, variance = "small" }, alphaBar, previous) {
  if (previous === 1) return 0; // nothing is added on the last step
  const beta = 1 - alphaBar / previous;
  if (sampler === "ddpm" && variance === "large") return root(beta);
  return (sampler === "ddpm" ? 1 : eta) * root(((1 - previous) / (1 - alphaBar)) * beta);
}

/**
 * One step of a run: DDIM (eq. 12) or DDPM (eq. 7, algorithm 2).
 *
 * @param {Plan} plan
 * @param {{ xt: Float32Array, x0: Float32Array, alphaBar: number }} now what the network saw and said
 * @param {{ xt: Float32Array | null, alphaBar: number }} next xₜ₋₁, null where it is not at hand
 * @returns {Equation}
 */
export function step(plan, now, next) {
  const sigma = sigmaOf(plan, now.alphaBar, next.alphaBar);
  const { terms, note } = plan.sampler === "ddim" ? ddim(plan, now, next, sigma) : { terms: ddpm(now, next), note: null };
  const mean = total(equation("x-prev", null, terms));
  const z = sigma > 0 && mean && next.xt ? sum([[1 / sigma, next.xt], [-1 / sigma, mean]]) : null;
  const missing = sigma > 0 && next.xt === null ? "equation.left-out" : null;
  return filled(equation("x-prev", next.xt, [...terms, term("sigma", sigma, "z", z)], note ?? missing));
}

/** A step before there is a run: its signs, and room for what belongs to them. @param {Plan} plan */
export const outline = ({ sampler, eta }) =>
  equation("x-prev", null, [
    ...(sampler === "ddpm" ? [term("posterior-x0", NaN, "x0-hat", null), term("posterior-xt", NaN, "x", null)] : [term("signal-prev", NaN, "x0-hat", null), term(eta > 0 ? "direction" : "noise-prev", NaN, "eps-hat", null)]),
    term("sigma", sampler === "ddim" && eta === 0 ? 0 : NaN, "z", null),
  ]);

/** @param {Plan} plan @param {{ xt: Float32Array, x0: Float32Array, alphaBar: number }} now @param {{ xt: Float32Array | null, alphaBar: number }} next @param {number} sigma */
function ddim({ clip = "rederive" }, { xt, x0, alphaBar }, next, sigma) {
  const [signal, direction] = [root(next.alphaBar), root(Math.max(0, 1 - next.alphaBar - sigma * sigma))];
  const first = term("signal-prev", signal, "x0-hat", x0);
  const second = (/** @type {Float32Array | null} */ epsilon) => [first, term(sigma > 0 ? "direction" : "noise-prev", direction, "eps-hat", epsilon)];
  // A clipped x̂₀ beside the ε̂ of before does not explain xₜ: then ε̂ is what leads to xₜ₋₁, where no z is added to it.
  if (clip !== "keep") return { terms: second(epsilonOf(xt, x0, alphaBar)), note: null };
  if (sigma > 0 || direction === 0) return { terms: second(null), note: sigma > 0 ? "equation.kept" : null };
  return { terms: second(next.xt && sum([[1 / direction, next.xt], [-signal / direction, x0]])), note: next.xt ? null : "equation.left-out" };
}

/** @param {{ xt: Float32Array, x0: Float32Array, alphaBar: number }} now @param {{ alphaBar: number }} next */
function ddpm({ xt, x0, alphaBar }, { alphaBar: previous }) {
  const alpha = alphaBar / previous;
  return [term("posterior-x0", (root(previous) * (1 - alpha)) / (1 - alphaBar), "x0-hat", x0), term("posterior-xt", (root(alpha) * (1 - previous)) / (1 - alphaBar), "x", xt)];
}

/**
 * The step that a recorded run takes from one of its moments; from the newest, and from the finished picture, the step that
 * led to it.
 *
 * @param {import("../run/recording.js").Recording} recording
 * @param {number} place of the moment
 * @param {(pixels: Float32Array) => Float32Array} image takes one image out of a moment's
 * @param {Plan} plan
 * @param {Float64Array} table ᾱ of each timestep
 * @returns {Equation | null} null before there is a step
 */
export function stepOf(recording, place, image, plan, table) {
  const { moments, timesteps, of } = recording;
  const now = moments[place];
  if (!now) return null;
  const next = moments[place + 1]?.index === now.index + 1 ? moments[place + 1] : null;
  const following = now.index + 1 === of ? 1 : table[timesteps[now.index + 1]];
  if (now.t === null || following === undefined || (now.index + 1 === of && !next)) return place > 0 ? stepOf(recording, place - 1, image, plan, table) : null;
  return step(plan, { xt: image(now.xt), x0: image(now.x0), alphaBar: now.alphaBar }, { xt: next && image(next.xt), alphaBar: following });
}
