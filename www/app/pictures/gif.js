/** Canvases one after another as an animated GIF, by gifenc, which is loaded when it is first needed. */

import { importFrom } from "../../lab/import-from.js";
import { fileOfSite } from "../state/site.js";

/**
 * @param {Iterable<{ canvas: HTMLCanvasElement, delay: number }>} frames all of one size; `delay` in milliseconds
 * @param {{ grey: boolean }} how grey pictures need no search for colours, and lose nothing
 * @returns {Promise<Blob>} which shows them over and over
 */
export async function gifOf(frames, { grey }) {
  const { GIFEncoder, quantize, applyPalette } = await importFrom(fileOfSite("vendor/gifenc/gifenc.esm.js"));
  const encoder = GIFEncoder();
  const greys = Array.from({ length: 256 }, (_, value) => [value, value, value]);
  let first = true;
  for (const { canvas, delay } of frames) {
    const { width, height } = canvas;
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).getImageData(0, 0, width, height);
    const palette = grey ? greys : quantize(data, 256);
    const index = grey ? Uint8Array.from({ length: width * height }, (_, i) => data[4 * i]) : applyPalette(data, palette);
    encoder.writeFrame(index, width, height, { palette: first || !grey ? palette : undefined, delay, repeat: 0 });
    first = false;
    // The page goes on living meanwhile.
    await new Promise((done) => setTimeout(done));
  }
  encoder.finish();
  return new Blob([encoder.bytes()], { type: "image/gif" });
}
