/**
 * From x_t down to an image, from any timestep: DDIM (eq. 12, 16). The engine's own sampler starts at
 * x_T; here it makes the network calls, one `predict` a step, and what is left between them is a line of
 * arithmetic, for which the engine gives the noise that its own sampler would add there. So from t = T − 1 this is `sample`, which
 * the tests hold it to, and from a frame of a run the rest of that run.
 */

import { told } from "./told.js";

/**
 * S of the timesteps t … 0, the noisiest first: "trailing" of a chain that ends at t. Halves go to the
 * even neighbour, as in the engine.
 *
 * @param {number} t
 * @param {number} steps S, 1 … t + 1
 */
export function timestepsFrom(t, steps) {
  return Array.from({ length: steps }, (_, k) => {
    const numerator = (t + 1) * (steps - k);
    const [quotient, rest] = [Math.floor(numerator / steps), numerator % steps];
    const up = 2 * rest > steps || (2 * rest === steps && quotient % 2 === 1);
    return quotient + Number(up) - 1;
  });
}

/** σ² of DDIM between two levels: η² times the posterior variance (eq. 16). @param {number} alpha ᾱ_t @param {number} previous ᾱ of the step that follows @param {number} eta */
export const variance = (alpha, previous, eta) => eta * eta * ((1 - previous) / (1 - alpha)) * (1 - alpha / previous);

/**
 * @param {import("./lab.js").Lab} lab
 * @param {{ image: Float32Array, t: number, steps: number, eta: number, seed: number, noise: "each" | "shared", label: any, guidance: number }} options complete
 * @param {(options: { count: number, t: number, seed: number, noise: "each" | "shared" }) => Promise<{ noise: Float32Array }>} stepNoise of the engine
 * @param {{ signal?: AbortSignal, onProgress?: (step: import("./types.js").StepProgress) => void }} hooks
 * @returns {Promise<import("./types.js").DenoiseResult>}
 */
export async function denoise(lab, { image, t, steps, eta, seed, noise, label, guidance }, stepNoise, { signal, onProgress }) {
  const began = performance.now();
  const { alphaBar } = lab.schedule();
  const { channels, height, width } = lab.info;
  const count = image.length / (channels * height * width);
  const list = timestepsFrom(t, steps);
  const still = new Float32Array(image.length);
  let x = image;
  for (const [index, now] of list.entries()) {
    const from = performance.now();
    const { x0 } = await lab.predict({ image: x, t: now, label, guidance, signal });
    const alpha = alphaBar[now];
    const previous = index + 1 < steps ? alphaBar[list[index + 1]] : 1;
    const sigma2 = variance(alpha, previous, eta);
    const z = sigma2 > 0 ? (await stepNoise({ count, t: now, seed, noise })).noise : still;
    const [clean, noisy, fresh] = [Math.sqrt(previous), Math.sqrt(1 - previous - sigma2), Math.sqrt(sigma2)];
    x = x.map((value, i) => {
      // x̂₀ clipped, ε̂ re-derived from it, as `sample` does by default.
      const guess = Math.min(1, Math.max(-1, x0[i]));
      const epsilon = (value - Math.sqrt(alpha) * guess) / Math.sqrt(1 - alpha);
      return clean * guess + noisy * epsilon + fresh * z[i];
    });
    told(onProgress, { index, of: steps, t: now, alphaBar: alpha, ms: performance.now() - from });
  }
  return { image: x, ms: performance.now() - began };
}
