/** A density as a picture: the darker, the denser. */

/** How much of a small density is still seen. */
const GAMMA = 0.6;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} width @param {number} height in its pixels
 * @param {(row: number, column: number) => number} density 0 … 1, of its largest
 */
export function paintHeat(canvas, width, height, density) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const picture = context.createImageData(width, height);
  const ink = colourOf(canvas);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = 4 * (row * width + column);
      picture.data.set(ink, at);
      picture.data[at + 3] = 215 * Math.min(1, Math.max(0, density(row, column))) ** GAMMA;
    }
  }
  context.putImageData(picture, 0, 0);
}

/** The colour that the canvas has from the sheet. @param {HTMLCanvasElement} canvas */
function colourOf(canvas) {
  const [red = 0, green = 0, blue = 0] = getComputedStyle(canvas).color.match(/\d+/g)?.map(Number) ?? [];
  return [red, green, blue];
}
