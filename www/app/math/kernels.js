/**
 * One step between two noise levels, in f64: the kernels of the way back, and what one error of the network counts in each loss. The
 * crate has the same (src/exact/ddim.rs, weights.rs), to which the tests hold these; here they are lines of arithmetic that a cursor
 * asks for at every frame. `noisy` is ᾱ at t, `clean` ᾱ at the earlier time.
 */

/**
 * q_σ(xₛ | xₜ, x₀) = N(onX0 x₀ + onX xₜ, variance) (DDIM, eq. 7 and 16); with η = 1 DDPM's posterior (eq. 7).
 *
 * @param {number} eta @param {number} noisy @param {number} clean
 */
export function reverse(eta, noisy, clean) {
  const variance = eta * eta * ((1 - clean) / (1 - noisy)) * (1 - noisy / clean);
  const onX = Math.sqrt(Math.max(1 - clean - variance, 0)) / Math.sqrt(1 - noisy);
  return { onX0: Math.sqrt(clean) - onX * Math.sqrt(noisy), onX, variance };
}

/** σ̂² = 1 − ᾱₜ/ᾱₛ, the larger variance: β of the whole step (DDIM, §5). @param {number} noisy @param {number} clean */
export const largeVariance = (noisy, clean) => 1 - noisy / clean;

/** (1−ᾱ)/ᾱ: ‖x̂₀ − x₀‖² over ‖ε̂ − ε‖². @param {number} noisy */
export const x0Weight = (noisy) => (1 - noisy) / noisy;

/** 1/ᾱ: ‖v̂ − v‖² over ‖ε̂ − ε‖². @param {number} noisy */
export const vWeight = (noisy) => 1 / noisy;

/** β²/(α(1−ᾱ)): ‖μ̂ − μ̃‖² over ‖ε̂ − ε‖² (DDPM, eq. 11). @param {number} noisy @param {number} clean */
export function meanWeight(noisy, clean) {
  const alpha = noisy / clean;
  return (1 - alpha) ** 2 / (alpha * (1 - noisy));
}

/** ½(SNR(s) − SNR(t))(1−ᾱ)/ᾱ: the weight in the variational bound with β̃ (DDPM, eq. 12), nats. @param {number} noisy @param {number} clean */
export const boundWeight = (noisy, clean) => (0.5 * (clean - noisy)) / ((1 - clean) * noisy);

/** (1−ᾱₜ)/(2σ²ᾱₜ): the weight in J_σ as DDIM's eq. 11 leads to it in print. @param {number} eta above 0 @param {number} noisy @param {number} clean */
export const printedWeight = (eta, noisy, clean) => (1 - noisy) / (2 * reverse(eta, noisy, clean).variance * noisy);

/** The weight in J_σ (DDIM, theorem 1): the printed one times the square of x₀'s coefficient, which the mean of eq. 7 brings. @param {number} eta above 0 @param {number} noisy @param {number} clean */
export const jSigmaWeight = (eta, noisy, clean) => printedWeight(eta, noisy, clean) * reverse(eta, noisy, clean).onX0 ** 2;
