/**
 * What a picture is to the network itself: noised, it is guessed once for each label, and the label with which the noise is
 * found best is the one (Li et al. 2023, "Your diffusion model is secretly a zero-shot classifier"). How often that is right
 * on digits that it never saw (bench/reading.mjs) is in the words of the page (`noise.reading.text`).
 */

import { alphaBarOf } from "../../panel/shared-lab.js";
import { noised } from "./forward.js";

/** Where the labels differ most: the strokes are gone, and the shape is not. */
const TIME = 500;
/** Of the noise: always the same, so that a picture is always read as the same. */
const SEED = 0;
/** The noise and its opposite: what the one does to the errors by chance, the other takes back. */
const SIGNS = [1, -1];

/**
 * @param {import("../../../lab/lab.js").Lab} lab with labels
 * @param {Float32Array} image one picture
 * @param {AbortSignal} [signal]
 * @returns {Promise<number>} the label
 */
export async function read(lab, image, signal) {
  const size = image.length;
  const t = Math.min(TIME, lab.info.trainSteps - 1);
  const { noise } = await lab.forwardNoise({ image, t, seed: SEED, signal });
  const alpha = alphaBarOf(lab)[t];
  const calls = SIGNS.flatMap((sign) => lab.info.labels.map((_, label) => ({ sign, label })));
  const batch = new Float32Array(calls.length * size);
  for (const sign of SIGNS) {
    const xt = noised(image, noise.map((value) => sign * value), alpha);
    calls.forEach((call, k) => call.sign === sign && batch.set(xt, k * size));
  }
  const { noise: found } = await lab.predict({ image: batch, t, label: calls.map(({ label }) => label), signal });
  const errors = lab.info.labels.map(() => 0);
  calls.forEach(({ sign, label }, k) => {
    for (let i = 0; i < size; i++) errors[label] += (found[k * size + i] - sign * noise[i]) ** 2;
  });
  return errors.indexOf(Math.min(...errors));
}
