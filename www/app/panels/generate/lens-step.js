/** Which step of a run is under the lens, and what its kernels draw: arithmetic only. */

import { largeVariance, reverse } from "../../math/kernels.js";

/** A member of the family: η, or the mean of η = 1 with the larger variance σ̂². @typedef {number | "large"} Member */
/** @typedef {import("../../run/recording.js").Moment} Moment */
/** A step from a moment to the run's next timestep, null for the finished picture. @typedef {{ now: Moment, t: number, to: number | null, noisy: number, clean: number }} Step */

/**
 * The step that leaves a moment. Which it leads to is the run's list, not the next frame: of a long run not all are kept. A run that
 * has ended leaves none, and the step before the newest one may be all that is known of a run that goes on.
 *
 * @param {import("../../run/recording.js").Recording} recording @param {number} place of the moment on show @param {Float64Array} alphaBar
 * @returns {{ step: Step | null, chosen: boolean }} `chosen`: by the lens, of a run that has ended: where there is about as much picture as noise
 */
export function stepUnder({ moments, timesteps, of }, place, alphaBar) {
  const steps = moments.flatMap((now) => {
    const last = now.index + 1 === of;
    const to = last ? null : timesteps[now.index + 1];
    return now.t === null || to === undefined ? [] : [{ now, t: now.t, to, noisy: alphaBar[now.t], clean: to === null ? 1 : alphaBar[to] }];
  });
  const shown = moments[place];
  if (shown?.t !== null) return { step: steps.findLast(({ now }) => now.index <= (shown?.index ?? -1)) ?? null, chosen: false };
  const off = (/** @type {Step} */ { noisy }) => Math.abs(Math.log(noisy / (1 - noisy)));
  const drawing = steps.some(({ to }) => to !== null) ? steps.filter(({ to }) => to !== null) : steps;
  return { step: drawing.reduce((best, step) => (!best || off(step) < off(best) ? step : best), /** @type {Step | null} */ (null)), chosen: true };
}

/** The kernel of a step; to the finished picture no sampler adds noise. @param {Member} member @param {Step} step */
export function kernelOf(member, { noisy, clean }) {
  if (member !== "large") return reverse(member, noisy, clean);
  return { ...reverse(1, noisy, clean), variance: clean === 1 ? 0 : largeVariance(noisy, clean) };
}

/** The deviation of all noise after a step, over what its level asks for: the mean still has (onX)²(1 − ᾱₜ) of it. NaN where none is asked for. @param {{ onX: number, variance: number }} kernel @param {Step} step */
export const share = ({ onX, variance }, { noisy, clean }) => Math.sqrt((onX * onX * (1 - noisy) + variance) / (1 - clean));

/**
 * Draws of a kernel, one picture after the other.
 *
 * @param {{ onX0: number, onX: number, variance: number }} kernel @param {Float32Array} x0 x̂₀ @param {Float32Array} xt @param {Float32Array} z of all draws
 */
export function draws({ onX0, onX, variance }, x0, xt, z) {
  const [sigma, size] = [Math.sqrt(variance), xt.length];
  return z.map((fresh, i) => onX0 * x0[i % size] + onX * xt[i % size] + sigma * fresh);
}

/** The standard deviation of draws about their own mean, pixel by pixel, over all pixels; and its standard error, by chance alone. @param {Float32Array} all @param {number} size of a picture */
export function spreadOf(all, size) {
  const count = all.length / size;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    let [sum, sum2] = [0, 0];
    for (let k = 0; k < count; k++) sum += all[k * size + i];
    for (let k = 0; k < count; k++) sum2 += (all[k * size + i] - sum / count) ** 2;
    squares += sum2;
  }
  const free = (count - 1) * size;
  const deviation = Math.sqrt(squares / free);
  return { deviation, error: deviation / Math.sqrt(2 * free) };
}
