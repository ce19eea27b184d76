/** The forward process on the page: with x₀, ε and ᾱ at hand, xₜ of every t is a line of arithmetic (DDPM eq. 4), and no call. */

import { bytesFromTensor } from "../../pictures/pixels.js";

/** Pictures of the way for the ruler, more than fit on it. */
const STILLS = 48;

/** @param {Float32Array} image x₀ @param {Float32Array} noise ε @param {number} alpha ᾱₜ */
export function noised(image, noise, alpha) {
  const [signal, spread] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
  return image.map((value, i) => signal * value + spread * noise[i]);
}

/**
 * The whole way from x₀ to noise, evenly over the ruler.
 *
 * @param {Float32Array} image @param {Float32Array} noise @param {import("../../plots/axis.js").TimeAxis} axis
 * @returns {import("../../run/filmstrip.js").Still[]}
 */
export function filmOf(image, noise, axis) {
  const ts = new Set(Array.from({ length: STILLS }, (_, k) => axis.t(k / (STILLS - 1))));
  return [{ t: null, bytes: bytesFromTensor(image) }, ...Array.from(ts, (t) => ({ t, bytes: bytesFromTensor(noised(image, noise, axis.alphaBar[t])) }))];
}
