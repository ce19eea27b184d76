/** The error of one network call in four measures, each from pictures of its own, so that the factors between them are seen to hold. */

import { reverse } from "../../math/kernels.js";

/** Means of squares. @typedef {{ eps: number, x0: number, v: number, mu: number }} Errors */

/**
 * x̂₀ is taken from ε̂ (DDPM, eq. 15), before anything is clipped.
 *
 * @param {{ image: Float32Array, noise: Float32Array, xt: Float32Array, epsilon: Float32Array }} call
 * @param {number} noisy ᾱ at t @param {number} clean ᾱ at t − 1, 1 where that is the picture itself
 * @returns {Errors}
 */
export function errorsOf({ image, noise, xt, epsilon }, noisy, clean) {
  const [signal, spread] = [Math.sqrt(noisy), Math.sqrt(1 - noisy)];
  const { onX0, onX } = reverse(1, noisy, clean);
  const sums = { eps: 0, x0: 0, v: 0, mu: 0 };
  for (let i = 0; i < xt.length; i++) {
    const [x0, eps, found] = [image[i], noise[i], epsilon[i]];
    const guess = (xt[i] - spread * found) / signal;
    sums.eps += (found - eps) ** 2;
    sums.x0 += (guess - x0) ** 2;
    sums.v += (signal * found - spread * guess - (signal * eps - spread * x0)) ** 2;
    sums.mu += (onX0 * guess + onX * xt[i] - (onX0 * x0 + onX * xt[i])) ** 2;
  }
  return { eps: sums.eps / xt.length, x0: sums.x0 / xt.length, v: sums.v / xt.length, mu: sums.mu / xt.length };
}
