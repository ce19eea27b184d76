/**
 * Which class is it? Bayes' rule with the diffusion model itself for the likelihood: −(L_T + Σ Lₜ₋₁) of the variational bound with
 * each class as the label, the same noise for every class (Li et al. 2023, "Your diffusion model is secretly a zero-shot
 * classifier"). One call a timestep, for all classes at once, so the belief can be watched as it comes.
 *
 * The timesteps and what is made of their terms are those of the crate (`even_stretches` and `log_likelihood` of
 * src/diffusion/bound.rs, `belief` of src/exact/bayes.rs), to which the tests hold them.
 */

import { told } from "./told.js";

/**
 * Timesteps 1 … T − 1 cut into `count` stretches of equal length: labels differ where the shape of a picture is in doubt, and
 * hardly at small t, whose terms vary the most with the noise.
 *
 * @param {number} steps T
 * @param {number} count
 * @returns {{ t: number, length: number }[]} the cleanest first; `t` is in the middle
 */
export function evenStretches(steps, count) {
  const last = steps - 1;
  const from = (/** @type {number} */ k) => 1 + Math.floor((k * last) / count);
  return Array.from({ length: count }, (_, k) => ({ t: Math.floor((from(k) + from(k + 1) - 1) / 2), length: from(k + 1) - from(k) }));
}

/**
 * The posterior over the classes.
 *
 * @param {ArrayLike<number>} logLikelihood nats
 * @param {ArrayLike<number>} prior sums to 1
 * @returns {import("./types.js").Belief}
 */
export function beliefOf(logLikelihood, prior) {
  const joint = Array.from(logLikelihood, (log, k) => log + Math.log(prior[k]));
  const largest = Math.max(...joint);
  const shares = joint.map((log) => Math.exp(log - largest));
  const sum = shares.reduce((a, b) => a + b);
  return { logLikelihood: Float64Array.from(logLikelihood), prior: Float64Array.from(prior), posterior: Float64Array.from(shares, (share) => share / sum), evidence: largest + Math.log(sum) };
}

/**
 * @param {import("./lab.js").Lab} lab
 * @param {{ image: Float32Array, timesteps: number, seed: number, prior: number[] }} options complete
 * @param {{ signal?: AbortSignal, onProgress?: (progress: any) => void }} hooks
 * @returns {Promise<import("./types.js").Belief & { ms: number }>}
 */
export async function classify(lab, { image, timesteps, seed, prior }, { signal, onProgress }) {
  const began = performance.now();
  const classes = prior.map((_, label) => label);
  // What is far from the picture first: the belief sharpens as its shape comes into sight.
  const stretches = evenStretches(lab.info.trainSteps, timesteps).toReversed();
  const nats = image.length * Math.LN2;
  const logLikelihood = classes.map(() => 0);
  let belief = beliefOf(logLikelihood, prior);
  for (const [index, { t, length }] of stretches.entries()) {
    const from = performance.now();
    const { prior: last, bits } = await lab.bound({ image, t: classes.map(() => t), label: classes, seed, signal });
    // L_T is the same for every class.
    classes.forEach((label) => (logLikelihood[label] -= nats * (length * bits[label] + (index === 0 ? last : 0))));
    belief = beliefOf(logLikelihood, prior);
    told(onProgress, { index, of: stretches.length, t, ms: performance.now() - from, ...belief });
  }
  return { ...belief, ms: performance.now() - began };
}
