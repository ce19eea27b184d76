/**
 * What is measured for a question of the story, when it is asked: by moving the chapter's own figure and listening to it, or, for
 * what no face shows, by calls to the same lab. Each gives the option that is right, numbers for the sentence, and pictures.
 *
 * Numbers seen with the model `digits` on the CPU are at each measure; nothing is shown but what was measured then and there.
 */

import { alphaBarOf } from "../panel/shared-lab.js";
import { KNOWN, KNOWN_PREPARED } from "./known.js";
import { clipped, squaredError } from "./numbers.js";
import { read } from "../panels/noise/reading.js";

/** @typedef {import("../../lab/lab.js").Lab} Lab */
/** @typedef {{ image: Float32Array, words: string, mark?: boolean }} Shot a picture of one sample and what stands under it */
/**
 * @typedef {object} Found
 * @property {string} right which option
 * @property {Record<string, string | number>} values for `….seen`
 * @property {import("./chapters.js").Settings} [set] of the figure, so that it shows the answer
 * @property {Shot[]} [shots]
 */
/**
 * @typedef {object} Means
 * @property {import("./stage.js").Stage} stage
 * @property {() => Promise<Lab>} openLab the network's, for measures that need it: data and latents of the first chapters have none
 * @property {AbortSignal} signal
 * @property {(part: number, shots?: Shot[]) => void} tell how far it is, and what is there already
 * @property {any} [prepared] what `PREPARED` gave
 */

const LAST = 999;
const digits = (/** @type {number} */ value) => (value < 0.01 ? value.toFixed(4) : value < 1 ? value.toFixed(3) : value.toFixed(2));
const percent = (/** @type {number} */ part) => `${100 * part < 1 ? (100 * part).toFixed(1) : Math.round(100 * part)}`;

/** Each sample of a batch. @param {Float32Array} batch @param {Lab} lab */
function each(batch, lab) {
  const size = lab.info.channels * lab.info.height * lab.info.width;
  return Array.from({ length: batch.length / size }, (_, k) => batch.slice(k * size, (k + 1) * size));
}

/** @param {Float32Array[]} images */
const together = (images) => Float32Array.from(images.flatMap((image) => [...image]));

/** The figure at t, once it has been there. @param {Means} means @param {number} t @param {(detail: any) => boolean} [enough] */
async function at({ stage, signal }, t, enough = (detail) => detail.denoised !== undefined) {
  // Where the reader drags meanwhile, the figure comes back.
  const seen = stage.until((detail) => detail.t === t && enough(detail), signal, (detail) => detail.denoised && stage.state.set("subject", "t", t));
  if (stage.state.get("subject", "t") === t) stage.figure?.run();
  else stage.state.set("subject", "t", t);
  return seen;
}

/** One x_T, four ways. @param {Lab} lab @param {AbortSignal} signal */
async function oneLatent(lab, signal) {
  const { latents } = await lab.sample({ count: 1, steps: 1, seed: 7, frames: "none", signal }).result;
  return together([latents, latents, latents, latents]);
}

/** @type {Record<string, (means: Means) => Promise<Found>>} */
export const MEASURES = {
  ...KNOWN,

  /** Seen: 7 up to t = 500, 1 at 600, 3 from 700 (test digit 7, noise seed 0, 20 steps, told nothing). */
  async "no-return"(means) {
    const { tell } = means;
    const ts = [300, 400, 500, 600, 700, 800, 900];
    /** @type {Shot[]} */ const shots = [];
    /** @type {{ t: number, became: number }[]} */ const all = [];
    let was = NaN;
    for (const t of ts) {
      const denoised = at(means, t);
      const named = means.stage.until((detail) => detail.t === t && detail.became !== undefined, means.signal);
      const [{ denoised: image }, reading] = await Promise.all([denoised, named]);
      was = reading.was;
      all.push({ t, became: reading.became });
      shots.push({ image, words: `${t}: ${reading.became}`, mark: reading.became !== was });
      tell(shots.length / ts.length, shots);
    }
    means.stage.state.set("subject", "t", 700);
    const last = all.findLast(({ became }) => became === was);
    const first = all.find(({ became }) => became !== was);
    const right = !first ? "never" : first.t <= 400 ? "early" : first.t <= 700 ? "middle" : "late";
    const alphaBar = alphaBarOf(await means.openLab());
    const values = { was, same: last?.t ?? 0, t: first?.t ?? LAST, became: first?.became ?? was, at: all[4].t, then: all[4].became, percent: percent(alphaBar[all[4].t]) };
    return { right, values, shots };
  },

  /** ᾱ at t = 700 is 0.0069. */
  async left({ stage, openLab }) {
    const t = stage.state.get("subject", "t");
    const alphaBar = alphaBarOf(await openLab())[t];
    return { right: alphaBar > 0.3 ? "half" : alphaBar > 0.03 ? "tenth" : "hundredth", values: { t, alphaBar: digits(alphaBar), percent: percent(alphaBar) } };
  },

  /** Mean of (ε̂ − ε)²: 0.052 at t = 100, 0.012 at 300, 0.0017 at 700. */
  async detective(means) {
    const errors = [];
    for (const t of [50, 700]) {
      const { noise, epsilon } = await at(means, t, (detail) => detail.epsilon !== undefined);
      errors.push(squaredError(noise, epsilon));
      means.tell(errors.length / 2);
    }
    const [little, much] = errors;
    const ratio = Math.max(little, much) / Math.min(little, much);
    return { right: ratio < 1.5 ? "same" : little < much ? "little" : "much", values: { little: digits(little), much: digits(much), ratio: Math.round(ratio) } };
  },

  /** At t = 700: one guess 0.062, twenty steps 0.137, in squared error of pixels in [0, 1]. */
  async "one-or-many"(means) {
    const { image, x0, denoised } = await at(means, 700);
    const [one, many] = [x0, denoised].map((found) => squaredError(clipped(found), image) / 4);
    return { right: one < many ? "one" : "many", values: { one: digits(one), many: digits(many), times: (Math.max(one, many) / Math.min(one, many)).toFixed(1) } };
  },

  /** Four noises at t = 999: how far x̂₀ and the digits that come of them lie apart. */
  async blurs({ openLab, signal, tell }) {
    const lab = await openLab();
    const { latents } = await lab.sample({ count: 4, steps: 1, seed: 21, frames: "none", signal }).result;
    const { x0 } = await lab.predict({ image: latents, t: LAST, signal });
    tell(0.3);
    const { image } = await lab.denoise({ image: latents, t: LAST, steps: 20, signal });
    const [guesses, sharp] = [x0, image].map((batch) => each(clipped(batch), lab));
    const apart = (/** @type {Float32Array[]} */ all) => Math.sqrt(squaredError(all[0], all[1]) / 4);
    const [blur, digit] = [apart(guesses), apart(sharp)];
    return { right: blur < digit / 2 ? "blur" : "digits", values: { blur: digits(blur), digit: digits(digit) }, shots: guesses.map((guess, k) => ({ image: guess, words: `x̂₀ ${k + 1}` })) };
  },

  /** One x_T, fresh z: 0, 2, 4, 6. The same x_T by DDIM: 2, 2, 2, 2. */
  async walks({ openLab, signal, tell }) {
    const lab = await openLab();
    const image = await oneLatent(lab, signal);
    const { image: batch } = await lab.denoise({ image, t: LAST, steps: 50, eta: 1, seed: 1, signal, onProgress: ({ index, of }) => tell((0.7 * index) / of) });
    const shots = [];
    for (const made of each(clipped(batch), lab)) {
      shots.push({ image: made, words: String(await read(lab, made, signal)) });
      tell(0.7 + 0.3 * (shots.length / 4), shots);
    }
    const kinds = new Set(shots.map(({ words }) => words)).size;
    const apart = Math.sqrt(squaredError(shots[0].image, shots[1].image) / 4);
    return { right: kinds > 1 ? "digits" : apart > 0.02 ? "hand" : "same", values: { kinds, all: shots.map(({ words }) => words).join(", ") }, shots };
  },

  /** Of 1.85 bits/dim: L₀ 1.11, t < 100 all but 0.08. */
  async bits({ stage, signal, tell }) {
    const { points, rates, total } = await bound(stage, signal, tell);
    // What has been sent when t = 100 is reached.
    const until = rates[points.findLastIndex((/** @type {{ t: number }} */ point) => point.t >= 100)];
    const late = 1 - until / total;
    return { right: late > 0.6 ? "data" : late > 0.3 ? "even" : "noise", values: { percent: percent(late), total: total.toFixed(2), rest: percent(1 - late) } };
  },

  /** 182 bytes of 784. */
  async bytes({ stage, openLab, signal, tell }) {
    const lab = await openLab();
    const { total } = await bound(stage, signal, tell);
    const size = lab.info.channels * lab.info.height * lab.info.width;
    const bytes = Math.round((total * size) / 8);
    return { right: bytes > 0.75 * size ? "all" : bytes > size / 3 ? "half" : "third", values: { total: total.toFixed(2), bytes, size } };
  },

  /** Of four, seed 0: DDIM 4 the same digit, RMSE 0.03; DDPM 0 or 1, RMSE 0.31. */
  async "fewer-steps"({ stage, openLab, signal, tell }) {
    const lab = await openLab();
    const [a, b] = ["a", "b"].map((column) => stage.until((detail) => detail.column === column && detail.images, signal));
    stage.figure?.run();
    const [few, many] = (await Promise.all([a, b])).map(({ images }) => images);
    tell(0.4);
    const seed = stage.state.get("compare", "seed");
    const made = [];
    for (const steps of [10, 100]) {
      made.push((await lab.sample({ count: 4, sampler: "ddpm", steps, seed, frames: "none", signal }).result).images);
      tell(0.4 + 0.2 * made.length);
    }
    /** @type {number[]} */ const labels = [];
    for (const image of [...each(clipped(few), lab), ...each(clipped(many), lab)]) labels.push(await read(lab, image, signal));
    const same = [0, 1, 2, 3].filter((k) => labels[k] === labels[k + 4]).length;
    const apart = (/** @type {Float32Array} */ one, /** @type {Float32Array} */ two) => Math.sqrt(squaredError(clipped(one), clipped(two)) / 4);
    return { right: same === 4 ? "all" : same > 0 ? "some" : "none", values: { same, ddim: digits(apart(few, many)), ddpm: digits(apart(made[0], made[1])), first: labels.slice(0, 4).join(" "), second: labels.slice(4).join(" ") } };
  },

  /** Typically 0.03 to 0.08 apart. */
  async blind({ prepared: { right, apart, shots } }) {
    const steps = right === "left" ? [10, 100] : [100, 10];
    return { right, values: { apart: digits(apart) }, shots: shots.map((/** @type {Shot} */ shot, /** @type {number} */ k) => ({ ...shot, words: `${shot.words}: S = ${steps[k]}` })) };
  },

  /** ‖x_T‖/√D at the middle: slerp 0.99, straight 0.68. */
  async straight({ stage, openLab, signal }) {
    const lab = await openLab();
    const [slerp, lerp] = ["slerp", "lerp"].map((way) => stage.until((detail) => detail.way === way && detail.latents, signal));
    stage.figure?.run();
    const [arc, line] = (await Promise.all([slerp, lerp])).map(({ latents }) => {
      const all = each(latents, lab);
      const middle = all[all.length >> 1];
      return Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length);
    });
    return { right: line > 1.1 * arc ? "longer" : line < 0.9 * arc ? "shorter" : "same", values: { arc: arc.toFixed(2), line: line.toFixed(2) } };
  },

  /** Root mean square error of test digit 7: S = 5 0.041, 10 0.028, 20 0.018, 50 0.009, 100 0.005. */
  async "came-back"({ stage, signal, tell }) {
    const whole = stage.until((detail) => detail.errors && detail.complete, signal, (detail) => detail.errors && tell(Object.keys(detail.errors).length / 5));
    stage.figure?.run();
    const { errors } = await whole;
    const all = Object.entries(errors).map(([steps, mse]) => ({ steps: Number(steps), rmse: Math.sqrt(Number(mse)) }));
    const enough = all.filter(({ rmse }) => rmse < CLOSE).sort((a, b) => a.steps - b.steps)[0];
    const of = (/** @type {number} */ steps) => digits(all.find((one) => one.steps === steps)?.rmse ?? NaN);
    return { right: !enough ? "many" : enough.steps <= 10 ? "few" : enough.steps <= 50 ? "some" : "many", values: { steps: enough?.steps ?? "—", five: of(5), fifty: of(50), hundred: of(100), close: CLOSE } };
  },

  /** The latent of the 7, taken down by DDPM. */
  async "random-back"({ stage, openLab, signal, tell }) {
    const lab = await openLab();
    const outcome = stage.until((detail) => detail.latent && detail.original, signal);
    stage.figure?.run();
    const { original, latent, image } = await outcome;
    tell(0.4);
    const { image: random } = await lab.denoise({ image: latent, t: LAST, steps: 50, eta: 1, seed: 1, signal, onProgress: ({ index, of }) => tell(0.4 + (0.5 * index) / of) });
    const [ddim, ddpm] = [image, random].map((found) => Math.sqrt(squaredError(clipped(found), original) / 4));
    const [was, became] = [await read(lab, original, signal), await read(lab, clipped(random), signal)];
    const shots = [{ image: clipped(image), words: `DDIM ${digits(ddim)}` }, { image: clipped(random), words: `DDPM ${digits(ddpm)}` }];
    return { right: ddpm < 2 * ddim ? "yes" : "no", values: { ddim: digits(ddim), ddpm: digits(ddpm), was, became }, shots };
  },
};

/** What has to be there before the question can be answered: pictures, or the figure as it is asked about. @type {Record<string, (means: Means) => Promise<{ shots?: Shot[], set?: import("./chapters.js").Settings } & Record<string, any>>>} */
export const PREPARED = {
  ...KNOWN_PREPARED,

  /** A pair from one x_T, in 10 steps and in 100, on sides drawn by lot. */
  async blind({ openLab, signal }) {
    const lab = await openLab();
    const draw = () => Math.floor(Math.random() * 1e6);
    const [seed, label] = [draw(), lab.info.labels.length > 0 ? draw() % lab.info.labels.length : null];
    const made = [];
    for (const steps of [10, 100]) made.push(clipped((await lab.sample({ count: 1, steps, seed, label, frames: "none", signal }).result).images));
    const right = draw() % 2 === 0 ? "left" : "right";
    const sides = right === "left" ? made : made.toReversed();
    return { right, apart: Math.sqrt(squaredError(made[0], made[1]) / 4), shots: sides.map((image, k) => ({ image, words: "AB"[k] })) };
  },
};

/** A pixel is off by no more than this, of black to white: three of 256 levels. */
const CLOSE = 0.01;

/** The bound of the figure's picture, measured anew. @param {import("./stage.js").Stage} stage @param {AbortSignal} signal @param {Means["tell"]} tell */
async function bound(stage, signal, tell) {
  const known = stage.last((/** @type {any} */ detail) => detail.points && Number.isFinite(detail.total));
  if (known) return known;
  const seen = stage.until((detail) => detail.points && Number.isFinite(detail.total), signal, (detail) => detail.points && tell(detail.points.length / 50));
  stage.figure?.run();
  return seen;
}
