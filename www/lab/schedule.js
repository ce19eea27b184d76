/**
 * The noise schedules' tables in f64. The contract answers `lab.schedule` at once, and the page plots
 * schedules before any code is loaded, so they are computed here; the tests hold them against the
 * engine's own (`scheduleTables` of the wasm) and against the anchors of the papers' schedules.
 *
 * Notation of DDPM (Ho et al. 2020), 0-based: t = 0 already carries one step of noise, ᾱ₋₁ = 1.
 */

/** Where β begins and ends, unless the model says otherwise (DDPM §4; Stable Diffusion's config). */
const RANGE = { linear: [1e-4, 0.02], scaled_linear: [0.00085, 0.012] };

/**
 * β, ᾱ, SNR and the posterior variance β̃ (DDPM eq. 7) for t = 0 … steps − 1.
 *
 * @param {import("./types.js").ScheduleKind} kind
 * @param {number} steps T
 * @param {{ beta_start?: number, beta_end?: number }} [range] of β, for the two linear kinds
 * @returns {import("./types.js").ScheduleTables}
 */
export function scheduleTables(kind, steps, range = {}) {
  const beta = betas(kind, steps, range);
  const alphaBar = new Float64Array(steps);
  const snr = new Float64Array(steps);
  const posteriorVariance = new Float64Array(steps);
  let product = 1;
  for (let t = 0; t < steps; t++) {
    const previous = product;
    product *= 1 - beta[t];
    alphaBar[t] = product;
    snr[t] = product / (1 - product);
    posteriorVariance[t] = ((1 - previous) / (1 - product)) * beta[t];
  }
  return { beta, alphaBar, snr, posteriorVariance };
}

/**
 * @param {import("./types.js").ScheduleKind} kind
 * @param {number} steps
 * @param {{ beta_start?: number, beta_end?: number }} range
 */
function betas(kind, steps, range) {
  const beta = new Float64Array(steps);
  if (kind === "squaredcos_cap_v2" || kind === "cosine") {
    // Nichol & Dhariwal 2021, eq. 17; the cap keeps the last step finite.
    const f = (/** @type {number} */ u) => Math.cos(((u + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
    for (let t = 0; t < steps; t++) beta[t] = Math.min(1 - f((t + 1) / steps) / f(t / steps), 0.999);
    return beta;
  }
  const [start, end] = [range.beta_start ?? RANGE[kind][0], range.beta_end ?? RANGE[kind][1]];
  const root = kind === "scaled_linear";
  const [low, high] = root ? [Math.sqrt(start), Math.sqrt(end)] : [start, end];
  for (let t = 0; t < steps; t++) {
    const value = steps === 1 ? low : low + ((high - low) * t) / (steps - 1);
    beta[t] = root ? value * value : value;
  }
  return beta;
}
