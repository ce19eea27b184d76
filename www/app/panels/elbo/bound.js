/**
 * The variational bound of one picture (DDPM eq. 5) from the terms of some of its timesteps, in bits per dimension.
 *
 * Timesteps count from 0, as everywhere here: x at t = 0 is the paper's x₁, so the term of timestep t is the paper's L_t.
 */

/**
 * Timesteps `from` … `to` − 1, of which `t` is measured and stands for all.
 * @typedef {{ t: number, from: number, to: number }} Stretch
 *
 * A stretch with what was measured there. `distortion` is the RMSE of x̂₀ with pixels 0 … 255.
 * @typedef {Stretch & { bits: number, distortion: number, guess: Float32Array }} Point
 *
 * @typedef {object} Account
 * @property {number} sum Σ of the terms of t ≥ 1, as far as they are measured
 * @property {number} last L₀; NaN while it is not measured
 * @property {number} total NaN before the last point
 * @property {number[]} rates for each point, the bits that it takes to know x_t there: L_T and the terms of all timesteps above
 */

/**
 * Cuts the timesteps into stretches, the noisiest first, each measured in its middle. They are shorter where the terms are
 * larger and change faster, which is at small t: their ends grow as cubes. t = 0, whose term is of another kind, stands alone.
 *
 * @param {number} steps T
 * @param {number} count stretches, 2 … T
 * @returns {Stretch[]}
 */
export function stretches(steps, count) {
  const all = [{ t: 0, from: 0, to: 1 }];
  for (let k = 1, from = 1; k < count; k++) {
    const to = Math.max(from + 1, Math.round(1 + (steps - 1) * (k / (count - 1)) ** 3));
    all.push({ t: Math.floor((from + to - 1) / 2), from, to });
    from = to;
  }
  return all.reverse();
}

/**
 * @param {number} prior L_T
 * @param {Point[]} points the noisiest first, as far as they are measured
 * @returns {Account}
 */
export function account(prior, points) {
  const rates = [];
  let sum = 0;
  for (const { t, from, to, bits } of points) {
    rates.push(prior + sum + (to - 1 - t) * bits);
    if (t > 0) sum += (to - from) * bits;
  }
  const end = points[points.length - 1];
  const last = end?.t === 0 ? end.bits : NaN;
  return { sum, last, total: prior + sum + last, rates };
}

/** @param {Float32Array} image @param {Float32Array} guess @returns {number} RMSE with pixels 0 … 255 */
export function distortion(image, guess) {
  const squares = image.reduce((sum, value, i) => sum + (value - guess[i]) ** 2, 0);
  return 127.5 * Math.sqrt(squares / image.length);
}
