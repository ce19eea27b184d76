/**
 * What a picture is to the network itself: noised, it is guessed once for each label, and the label with which the noise is
 * found best is the one (Li et al. 2023, "Your diffusion model is secretly a zero-shot classifier"). How often that is right
 * on digits that it never saw is in the words of the page (`noise.reading.text`).
 */

import { noised } from "./forward.js";

/** Where the labels differ most: the strokes are gone, and the shape is not. */
const TIMES = [450, 600];
/** Of the noise: always the same, so that a picture is always read as the same. */
const SEED = 0;

/**
 * @param {import("../../../lab/lab.js").Lab} lab with labels
 * @param {Float32Array} image one picture
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the label
 */
export async function read(lab, image, signal) {
  const size = image.length;
  const { noise } = await lab.forwardNoise({ image, t: 0, seed: SEED, signal });
  const { alphaBar } = lab.schedule();
  const errors = lab.info.labels.map(() => 0);
  for (const t of TIMES) {
    const xt = noised(image, noise, alphaBar[t]);
    const batch = new Float32Array(errors.length * size);
    errors.forEach((_, label) => batch.set(xt, label * size));
    const { noise: found } = await lab.predict({ image: batch, t, label: errors.map((_, label) => label), signal });
    for (let i = 0; i < found.length; i++) errors[Math.floor(i / size)] += (found[i] - noise[i % size]) ** 2;
  }
  return errors.indexOf(Math.min(...errors));
}
