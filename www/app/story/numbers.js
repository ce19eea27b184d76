/** What measures of the story are made of. */

/** Mean of squared differences. @param {Float32Array} a @param {Float32Array} b */
export const squaredError = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length;

/** As it is shown. @param {Float32Array} image */
export const clipped = (image) => image.map((value) => Math.max(-1, Math.min(1, value)));
