/** A grid between four latents: the left and the right edge first, then each row between them. */

import { sizeOf } from "../../pictures/pixels.js";

/** @typedef {import("../../../lab/types.js").Endpoint} Endpoint */

/**
 * @param {import("../../../lab/lab.js").Lab} lab
 * @param {object} options
 * @param {[Endpoint, Endpoint, Endpoint, Endpoint]} options.corners top left, top right, bottom left, bottom right
 * @param {number} options.side images in a row, and rows
 * @param {number} options.steps
 * @param {"slerp" | "lerp"} options.method
 * @param {number | null} options.label
 * @param {AbortSignal} options.signal
 * @param {(images: Float32Array, part: number) => void} options.onFrame the whole grid, black where nothing is yet
 */
export async function latentGrid(lab, { corners, side, steps, method, label, signal, onFrame }) {
  const size = sizeOf(lab.info);
  const shared = { frames: side, method, label, signal };
  // Of the edges only the latents are wanted, and one step costs least.
  const edge = (/** @type {Endpoint} */ from, /** @type {Endpoint} */ to) => lab.interpolate({ from, to, ...shared, steps: 1 }).result.then(({ latents }) => latents);
  const [left, right] = [await edge(corners[0], corners[2]), await edge(corners[1], corners[3])];
  const latentAt = (/** @type {Float32Array} */ latents, /** @type {number} */ row) => ({ latent: latents.slice(row * size, (row + 1) * size) });
  const images = new Float32Array(side * side * size).fill(-1);
  const latents = new Float32Array(images.length);
  let ms = 0;
  for (let row = 0; row < side; row++) {
    const run = lab.interpolate({ from: latentAt(left, row), to: latentAt(right, row), ...shared, steps });
    for await (const { x0, index } of run) {
      images.set(x0, row * side * size);
      onFrame(images, (row + (index + 1) / steps) / side);
    }
    const result = await run.result;
    images.set(result.images, row * side * size);
    latents.set(result.latents, row * side * size);
    ms += result.ms;
    onFrame(images, (row + 1) / side);
  }
  return { images, latents, ms };
}
