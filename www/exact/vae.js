/** `createVae`: latent-variable models. So far linear ones, whose posterior and evidence are exact. */

import { abortError } from "../lab/protocol.js";
import { integer, outOfRange, tensor } from "../lab/checks.js";
import { known } from "../lab/given.js";
import { seed } from "../lab/options.js";
import { told } from "../lab/told.js";
import { loadModel } from "../worker/model.js";
import { loadCode } from "./code.js";
import { checked, doubles, vaeOptions } from "./options.js";

/** Kinds of model in `models/index.json` that this makes. */
const KINDS = ["ppca"];

/**
 * Loads the code of the exact part (once) and a model, its SHA-256 verified.
 *
 * @param {import("./types.js").VaeOptions} options
 * @returns {Promise<Vae>} rejects with a sentence where something is missing or damaged, or the model is of another kind
 * @throws {TypeError | RangeError} at once, for wrong options
 */
export function createVae(options) {
  const { name, hooks } = vaeOptions(options);
  if (hooks.signal?.aborted) return Promise.reject(abortError());
  return open(name, hooks);
}

/**
 * @param {string} name
 * @param {import("../lab/options.js").Hooks} hooks
 */
async function open(name, { signal, onProgress: caller }) {
  const onProgress = (/** @type {import("../lab/types.js").LoadProgress} */ progress) => told(caller, progress);
  const [{ bindings }, model] = await Promise.all([loadCode(onProgress), loadModel(name, onProgress, KINDS)]);
  if (signal?.aborted) throw abortError();
  const inner = checked(`the model ${model.name}`, () => new bindings.LinearVae(model.config, model.weights));
  const { parameters, config } = JSON.parse(model.config);
  const { latents, variance, width, height, channels } = config;
  return new Vae(inner, { model: model.name, kind: "ppca", latent: latents, parameters, variance, width, height, channels });
}

/**
 * Made by `createVae`: p(z) = N(0, I), p(x | z) = N(decode(z), σ²I), q(z | x). Images are in [−1, 1].
 */
export class Vae {
  #inner;

  /** @param {any} inner of the wasm @param {import("./types.js").VaeInfo} info */
  constructor(inner, info) {
    this.#inner = inner;
    this.info = info;
  }

  /** q(z | x) of each image. @param {{ image: Float32Array }} options [N, C, H, W] @returns {Promise<import("./types.js").LatentGaussian>} */
  async encode(options) {
    const o = known("encode", options, ["image"]);
    const image = Float64Array.from(tensor("image", o.image, this.info));
    return checked("encode", () => this.#inner.encode(image));
  }

  /** The mean of p(x | z). @param {{ latent: ArrayLike<number> }} options [N·latent] @returns {Promise<{ image: Float32Array }>} [N, C, H, W] */
  async decode(options) {
    const o = known("decode", options, ["latent"]);
    const latent = this.#latent("latent", o.latent);
    return { image: Float32Array.from(checked("decode", () => this.#inner.decode(latent))) };
  }

  /** Images from the prior: the means of p(x | z), z ~ N(0, I). @param {{ count?: number, seed?: number }} [options] @returns {Promise<import("./types.js").VaeSamples>} */
  async sample(options) {
    const o = known("sample", options, ["count", "seed"]);
    const [count, from] = [integer("count", o.count ?? 16, 1, 1024), seed("seed", o.seed)];
    const latents = this.#inner.prior(count, from);
    return { images: Float32Array.from(this.#inner.decode(latents)), latents };
  }

  /**
   * The ELBO and its two terms, their expectations taken exactly, of q(z | x), or of another q = N(mean, deviation²) where one is
   * given for a single image. Of several images, the means.
   *
   * @param {{ image: Float32Array, mean?: ArrayLike<number>, deviation?: ArrayLike<number>, seed?: number }} options `seed` is for models that sample; here nothing is random
   * @returns {Promise<import("./types.js").Elbo>}
   */
  async elbo(options) {
    const o = known("elbo", options, ["image", "mean", "deviation", "seed"]);
    seed("seed", o.seed);
    const images = Float64Array.from(tensor("image", o.image, this.info));
    const size = this.info.channels * this.info.height * this.info.width;
    const count = images.length / size;
    const bent = o.mean !== undefined || o.deviation !== undefined;
    if (bent && count > 1) return outOfRange("image", "one image where q is given", o.image);
    const mean = bent ? this.#latent("mean", o.mean, 1) : new Float64Array();
    const deviation = bent ? this.#latent("deviation", o.deviation, 1) : new Float64Array();
    for (const d of deviation) if (!(d > 0)) return outOfRange("deviation", "numbers above 0", d);
    const sum = { reconstruction: 0, kl: [0], elbo: 0, evidence: 0, gap: 0 };
    for (let k = 0; k < count; k++) {
      const one = checked("elbo", () => this.#inner.elbo(images.subarray(k * size, (k + 1) * size), mean, deviation));
      sum.kl[0] += one.kl / count;
      for (const term of /** @type {const} */ (["reconstruction", "elbo", "evidence", "gap"])) sum[term] += one[term] / count;
    }
    return sum;
  }

  /** @param {string} name @param {unknown} value @param {number} [count] of latents */
  #latent(name, value, count) {
    const { latent } = this.info;
    const list = doubles(name, value, `an array of ${latent} numbers a latent`);
    const fits = list.length > 0 && list.length % latent === 0 && (count === undefined || list.length === count * latent);
    return fits ? list : outOfRange(name, `${count === undefined ? "a multiple of " : ""}${latent} numbers`, value);
  }
}
