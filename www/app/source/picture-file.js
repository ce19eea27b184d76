/** A file that the reader chose, as an image of the model's size. */

import { LabError } from "../../lab/protocol.js";

/** Larger files are mistakes more often than pictures, and phones run out of memory decoding them. */
const MOST_BYTES = 40e6;

/**
 * The middle square (or whatever shape the model has) of the picture, averaged down; grey where the model has one channel.
 *
 * @param {File} file
 * @param {import("../pictures/pixels.js").Shape} shape
 * @returns {Promise<Float32Array>} [C, H, W] in [-1, 1]
 */
export async function imageFromFile(file, { channels, height, width }) {
  const found = { name: file.name, type: file.type || "—", size: (file.size / 1e6).toFixed(1) };
  if (file.size > MOST_BYTES) {
    throw new LabError(`expected a picture of at most 40 MB, found ${file.name} of ${found.size} MB; make it smaller`, "file-large", found);
  }
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new LabError(`expected a picture that this browser can read, found ${file.name} (${found.type}); choose a PNG, JPEG or WebP file`, "file-broken", found);
  });
  const { data } = reduced(bitmap, width, height).getImageData(0, 0, width, height);
  bitmap.close();
  const plane = height * width;
  const image = new Float32Array(channels * plane);
  for (let i = 0; i < plane; i++) {
    const [r, g, b] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    const grey = 0.2126 * r + 0.7152 * g + 0.0722 * b; // Rec. 709, on the values as stored
    for (let c = 0; c < channels; c++) image[c * plane + i] = (channels >= 3 ? data[4 * i + Math.min(c, 2)] : grey) / 127.5 - 1;
  }
  return image;
}

/**
 * Halved until one more halving would be too much: one big step down would skip most of the pixels.
 *
 * @param {ImageBitmap} bitmap @param {number} width @param {number} height
 */
function reduced(bitmap, width, height) {
  const scale = Math.min(bitmap.width / width, bitmap.height / height);
  let factor = 2 ** Math.max(0, Math.ceil(Math.log2(scale)) - 1);
  // A browser's canvas has its limits; beyond this nothing is gained at such sizes.
  while (factor * Math.max(width, height) > 4096) factor /= 2;
  const [cutWidth, cutHeight] = [width * scale, height * scale];
  let context = canvasOf(width * factor, height * factor);
  context.drawImage(bitmap, (bitmap.width - cutWidth) / 2, (bitmap.height - cutHeight) / 2, cutWidth, cutHeight, 0, 0, width * factor, height * factor);
  for (factor /= 2; factor >= 1; factor /= 2) {
    const half = canvasOf(width * factor, height * factor);
    half.drawImage(context.canvas, 0, 0, width * factor, height * factor);
    context = half;
  }
  return context;
}

/** @param {number} width @param {number} height */
function canvasOf(width, height) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true }));
  // What is transparent is shown as paper.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  return context;
}
