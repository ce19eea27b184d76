/** Tensors as pictures: 2-D canvases at the picture's own size, enlarged without smoothing by the sheet. */

/**
 * Pixels in [-1, 1], or as bytes. Tensors are what is computed with; bytes are a quarter of their size.
 * @typedef {Float32Array | Uint8ClampedArray} Pixels
 */

/**
 * The size of one image.
 * @typedef {{ channels: number, height: number, width: number }} Shape
 */

/** @param {Shape} shape */
export const sizeOf = ({ channels, height, width }) => channels * height * width;

/** @param {Float32Array} tensor in [-1, 1]; what leaves it is cut off @returns {Uint8ClampedArray} 0 … 255, a quarter of the memory */
export function bytesFromTensor(tensor) {
  const bytes = new Uint8ClampedArray(tensor.length);
  for (let i = 0; i < tensor.length; i++) bytes[i] = (tensor[i] + 1) * 127.5;
  return bytes;
}

/** Gap between tiles, in the picture's pixels: enough to tell noise from noise. */
const GAP = 1;

/** As square as it goes. @param {number} count */
export function gridOf(count) {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  return { columns, rows: Math.max(1, Math.ceil(count / columns)) };
}

/**
 * Paints images as a grid.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Pixels | null} pixels [N, C, H, W]; null clears
 * @param {Shape} shape
 */
export function paintGrid(canvas, pixels, shape) {
  const bytes = pixels instanceof Float32Array ? bytesFromTensor(pixels) : pixels;
  const { height, width } = shape;
  const size = sizeOf(shape);
  const count = bytes ? bytes.length / size : 0;
  const { columns, rows } = gridOf(count);
  const w = columns * (width + GAP) - GAP;
  const h = rows * (height + GAP) - GAP;
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.clearRect(0, 0, w, h);
  if (!bytes) return;
  const tile = context.createImageData(width, height);
  for (let k = 0; k < count; k++) {
    fillTile(tile.data, bytes, k * size, shape);
    context.putImageData(tile, (k % columns) * (width + GAP), Math.floor(k / columns) * (height + GAP));
  }
}

/** One image as opaque pixels. @param {Uint8ClampedArray} rgba @param {Uint8ClampedArray} bytes @param {number} at where the image begins @param {Shape} shape */
export function fillTile(rgba, bytes, at, { channels, height, width }) {
  const plane = height * width;
  for (let i = 0; i < plane; i++) {
    // One channel is grey; of more, the first three are red, green, blue.
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = bytes[at + (channels >= 3 ? c : 0) * plane + i];
    rgba[4 * i + 3] = 255;
  }
}

/** One image of many. @template {Pixels} T @param {T} pixels @param {number} k @param {Shape} shape @returns {T} */
export const tileOf = (pixels, k, shape) => /** @type {T} */ (pixels.subarray(k * sizeOf(shape), (k + 1) * sizeOf(shape)));

/** @param {Uint8ClampedArray} bytes @returns {Float32Array} the values that they stand for, in [-1, 1] */
export const tensorFromBytes = (bytes) => Float32Array.from(bytes, (byte) => byte / 127.5 - 1);
