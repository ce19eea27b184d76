/**
 * DDPM of any number of steps along one path of noise. Of y = xₜ/√ᾱₜ, whose noise has the variance 1/SNR, a step of DDPM moves
 * (y − x̂₀) SNR by a normal draw whose variance is what the SNR gains (DDPM eq. 7). So the z of a run are the steps of a random walk
 * W over the SNR, and runs of any S can go along the same W: the z of a long step is the weighted sum of those of the short steps
 * that it takes the place of. For each run alone they are independent draws from N(0, I), and the run is DDPM's.
 */

import { denoise, timestepsFrom } from "../../../lab/denoise.js";
import { sizeOf } from "../../pictures/pixels.js";

/**
 * W at each timestep that is asked for, from draws between neighbours.
 *
 * @param {number[]} stops timesteps, the noisiest first
 * @param {ArrayLike<number>} snr of each timestep
 * @param {Float32Array} draws from N(0, I), one for each stop
 * @param {number} size values of one
 * @returns {Map<number, Float64Array>}
 */
export function walkOver(stops, snr, draws, size) {
  const walk = new Map([[stops[0], new Float64Array(size)]]);
  for (let k = 1; k < stops.length; k++) {
    const before = /** @type {Float64Array} */ (walk.get(stops[k - 1]));
    const root = Math.sqrt(snr[stops[k]] - snr[stops[k - 1]]);
    walk.set(stops[k], before.map((value, i) => value + root * draws[k * size + i]));
  }
  return walk;
}

/** z of the step from t to the timestep after it. @param {Map<number, Float64Array>} walk @param {ArrayLike<number>} snr @param {number} t @param {number} next */
export function between(walk, snr, t, next) {
  const [from, to] = [/** @type {Float64Array} */ (walk.get(t)), /** @type {Float64Array} */ (walk.get(next))];
  const root = Math.sqrt(snr[next] - snr[t]);
  return Float32Array.from(to, (value, i) => (value - from[i]) / root);
}

/** One run of those of `list`, whose timesteps all lie on the path. @type {import("./runs-table.js").Make} */
export async function onePath(lab, { latent, list, steps, seed, label, signal, onProgress }) {
  const size = sizeOf(lab.info);
  const last = lab.info.trainSteps - 1;
  const { snr } = lab.schedule();
  const stops = [...new Set(list.flatMap((count) => timestepsFrom(last, count)))].sort((a, b) => b - a);
  const { noise } = await lab.forwardNoise({ image: new Float32Array(stops.length * size), t: last, seed, signal });
  const walk = walkOver(stops, snr, noise, size);
  const own = timestepsFrom(last, steps);
  const stepNoise = async (/** @type {{ t: number }} */ { t }) => ({ noise: between(walk, snr, t, own[own.indexOf(t) + 1]) });
  const { image, ms } = await denoise(lab, { image: latent, t: last, steps, eta: 1, seed, noise: "each", label, guidance: 1 }, stepNoise, { signal, onProgress });
  return { images: image, ms };
}
