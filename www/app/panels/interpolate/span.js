/** How far the pictures of a path are apart: whether it goes in small steps, and whether it goes anywhere. */

/** Root mean square, black to white being 1. @typedef {{ step: number, ends: number, count: number }} Span `step`: mean over neighbours; `ends`: the first picture to the last; `count`: pictures */

/** Of fewer pictures one cannot say whether they jump. */
const ENOUGH = 5;

/** @param {Float32Array} images [N, C, H, W] in [-1, 1] @param {number} size values of one @returns {Span} */
export function spanOf(images, size) {
  const apart = (/** @type {number} */ a, /** @type {number} */ b) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += ((images[a * size + i] - images[b * size + i]) / 2) ** 2;
    return Math.sqrt(sum / size);
  };
  const last = images.length / size - 1;
  let sum = 0;
  for (let k = 0; k < last; k++) sum += apart(k, k + 1);
  return { step: sum / last, ends: apart(0, last), count: last + 1 };
}

/**
 * What a row with added noise shows beside that of DDIM, by their numbers: "jumps" where neighbours are hardly more alike than both
 * ends, "still" where both ends come to nearly one picture, "walks" where small steps lead far; null where it is none of them.
 *
 * @param {Span} row @param {Span} ddim
 */
export function characterOf({ step, ends, count }, ddim) {
  if (count < ENOUGH) return null;
  if (ends < ddim.ends / 3) return "still";
  if (step > 0.7 * ends) return "jumps";
  return step < ends / 3 ? "walks" : null;
}
