/** Pictures and runs as files: PNG by the browser, GIF by gif.js. */

import { gifOf } from "./gif.js";
import { paintGrid, tileOf } from "./pixels.js";

/** @typedef {import("../run/recording.js").Moment} Moment */
/** @typedef {import("./pixels.js").Shape} Shape */
/** @typedef {{ moments: Moment[], shape: Shape, tile: number | null }} What `tile`: one image of them, or null for all */

/** A saved picture is enlarged, without smoothing, to about so many pixels. */
const WIDTH = 448;
/** A GIF shows at most so many moments, evenly chosen, and the last one for longer. */
const MOMENTS = 60;
const DELAY = 70;
const LAST_DELAY = 1500;

/** @param {What} what @param {number} place of the moment @returns {Promise<Blob>} xₜ beside x̂₀, or at the end the images */
export async function png({ moments, shape, tile }, place) {
  const moment = moments[place];
  const canvas = compose(partsOf(moment, tile, shape, moment.t === null), shape);
  return pngOf(canvas);
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
export const pngOf = (canvas) =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`expected the browser to encode ${canvas.width}×${canvas.height} pixels as PNG, found that it could not; try fewer images`))), "image/png"),
  );

/** @param {What} what @returns {Promise<Blob>} the whole run, xₜ beside x̂₀, over and over */
export async function gif({ moments, shape, tile }) {
  const stride = Math.max(1, (moments.length - 1) / (MOMENTS - 1));
  const count = Math.min(moments.length, MOMENTS);
  function* frames() {
    for (let k = 0; k < count; k++) {
      const moment = moments[k === count - 1 ? moments.length - 1 : Math.round(k * stride)];
      yield { canvas: compose(partsOf(moment, tile, shape, false), shape), delay: k === count - 1 ? LAST_DELAY : DELAY };
    }
  }
  return gifOf(frames(), { grey: shape.channels < 3 });
}

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the address after this call.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {Moment} moment @param {number | null} tile @param {Shape} shape @param {boolean} one whether x̂₀ alone is wanted */
function partsOf({ xt, x0 }, tile, shape, one) {
  const parts = one ? [x0] : [xt, x0];
  return tile === null ? parts : parts.map((pixels) => tileOf(pixels, tile, shape));
}

/** Grids side by side on white. @param {import("./pixels.js").Pixels[]} parts @param {Shape} shape */
function compose(parts, shape) {
  const grids = parts.map((pixels) => {
    const canvas = document.createElement("canvas");
    paintGrid(canvas, pixels, shape);
    return canvas;
  });
  const [{ width, height }] = grids;
  const scale = Math.max(1, Math.floor(WIDTH / (width * parts.length)));
  const gap = parts.length > 1 ? 2 * scale : 0;
  const canvas = document.createElement("canvas");
  canvas.width = parts.length * width * scale + (parts.length - 1) * gap;
  canvas.height = height * scale;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.imageSmoothingEnabled = false;
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  grids.forEach((grid, k) => context.drawImage(grid, k * (width * scale + gap), 0, width * scale, height * scale));
  return canvas;
}
