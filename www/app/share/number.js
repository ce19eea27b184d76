/**
 * A number written in noise: each digit is a sample of that label, all side by side, from noise to data. The hero of the
 * story shows the moments, the Share dialog makes a GIF of them.
 */

import { gifOf } from "../pictures/gif.js";
import { bytesFromTensor, fillTile, sizeOf } from "../pictures/pixels.js";
import { captioned } from "./caption.js";

/** @typedef {import("../pictures/pixels.js").Shape} Shape */
/**
 * @typedef {object} Written
 * @property {number[]} digits
 * @property {{ t: number | null, bytes: Uint8ClampedArray }[]} moments xₜ of all digits, from noise; the last one is the samples, without t
 * @property {Shape} shape of one digit
 */

export const MOST_DIGITS = 8;
const STEPS = 24;
/** Denser where digits take shape: with equal steps of t, more than half of the moments look like pure noise. */
const SPACING = "quadratic";
/** A little guidance, so that each digit is told from the others. */
const GUIDANCE = 1.5;
/** Of the GIF, in pixels: enough for the caption. */
const WIDTH = 480;
const GAP = 2;
/** In milliseconds. */
const DELAY = { first: 500, step: 80, last: 2500 };

/** @param {string} text @returns {number[]} its digits, at most `MOST_DIGITS` */
export const digitsOf = (text) => Array.from(text.normalize("NFKC").replace(/\D/g, "").slice(0, MOST_DIGITS), Number);

/** Whether a model has a label for each digit. @param {{ labels: string[] }} info */
export const writesDigits = ({ labels }) => Array.from({ length: 10 }, (_, digit) => String(digit)).every((name, digit) => labels[digit] === name);

/**
 * @param {import("../../lab/lab.js").Lab} lab
 * @param {object} what
 * @param {number[]} what.digits
 * @param {number} [what.seed]
 * @param {number} [what.steps]
 * @param {AbortSignal} [what.signal]
 * @param {(written: Written) => void} [what.onMoment] with all that there is so far
 * @returns {Promise<Written>}
 */
export async function writeNumber(lab, { digits, seed = 0, steps = Math.min(STEPS, lab.info.trainSteps), signal, onMoment }) {
  /** @type {Written} */
  const written = { digits, moments: [], shape: lab.info };
  const add = (/** @type {number | null} */ t, /** @type {Float32Array} */ tensor) => {
    written.moments.push({ t, bytes: bytesFromTensor(tensor) });
    onMoment?.(written);
  };
  const run = lab.sample({ count: digits.length, label: digits, guidance: GUIDANCE, seed, steps, spacing: SPACING, signal });
  for await (const { t, xt } of run) add(t, xt);
  add(null, (await run.result).images);
  return written;
}

/** The size of a number at one pixel a pixel. @param {Written} written */
const sizeOfRow = ({ digits, shape }) => ({ width: digits.length * (shape.width + GAP) - GAP, height: shape.height });

/** Paints a moment: the digits in a row, at their own size. @param {HTMLCanvasElement} canvas @param {Written} written @param {number} [place] the last one, if none is named */
export function paintNumber(canvas, written, place = written.moments.length - 1) {
  const { moments, shape } = written;
  const { width, height } = sizeOfRow(written);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  const { bytes } = moments[place];
  const tile = context.createImageData(shape.width, shape.height);
  for (let k = 0; k < bytes.length / sizeOf(shape); k++) {
    fillTile(tile.data, bytes, k * sizeOf(shape), shape);
    context.putImageData(tile, k * (shape.width + GAP), 0);
  }
}

/** @param {Written} written @param {{ caption: string, address: string }} words under the digits; the address may be empty @returns {Promise<Blob>} */
export function gifOfNumber(written, { caption, address }) {
  const row = document.createElement("canvas");
  const { width, height } = sizeOfRow(written);
  const scale = Math.max(1, Math.floor(WIDTH / width));
  const last = written.moments.length - 1;
  function* frames() {
    for (let k = 0; k <= last; k++) {
      paintNumber(row, written, k);
      const paint = (/** @type {CanvasRenderingContext2D} */ context) => context.drawImage(row, 0, 0, width * scale, height * scale);
      yield { canvas: captioned({ width: width * scale, height: height * scale, least: WIDTH, paint, lines: [caption, address].filter(Boolean), dark: true }), delay: k === 0 ? DELAY.first : k === last ? DELAY.last : DELAY.step };
    }
  }
  return gifOf(frames(), { grey: written.shape.channels < 3 });
}
