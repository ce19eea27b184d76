/** `createMixture`: a Gaussian mixture of which every density of the diffusion is known. */

import { abortError } from "../lab/protocol.js";
import { known } from "../lab/given.js";
import { seed } from "../lab/options.js";
import { choice, integer } from "../lab/checks.js";
import { loadCode } from "./code.js";
import * as check from "./options.js";
import { train } from "./train.js";

/** @typedef {import("./types.js").PointsAt} PointsAt */
/** @typedef {Omit<ReturnType<typeof check.mixtureOptions>, "hooks">} Complete */

/**
 * Loads the code of the exact part (once) and makes a mixture. Its answers are computed at once, by the crate, in f64; only `train`
 * takes its time, in a worker.
 *
 * @param {import("./types.js").MixtureOptions} options
 * @returns {Promise<Mixture>}
 * @throws {TypeError | RangeError} at once, for options of a wrong kind; rejects with a RangeError for a component or schedule that makes none
 */
export function createMixture(options) {
  const { hooks, ...complete } = check.mixtureOptions(options);
  if (hooks.signal?.aborted) return Promise.reject(abortError());
  return make(complete, hooks);
}

/**
 * @param {Complete} options
 * @param {import("../lab/options.js").Hooks} hooks
 */
async function make(options, { signal, onProgress }) {
  const code = await loadCode(onProgress);
  if (signal?.aborted) throw abortError();
  return new Mixture(code, options);
}

/** Made by `createMixture`. t is a timestep, 0 … T − 1; where clean data makes sense, −1. */
export class Mixture {
  #code;
  #inner;
  #shape;

  /**
   * @param {import("./code.js").Code} code
   * @param {Complete} options
   */
  constructor(code, options) {
    this.#code = code;
    this.#inner = check.checked("createMixture", () => new code.bindings.Mixture(options.components, options.schedule));
    this.#shape = { dimension: this.#inner.dimension, steps: options.schedule.steps };
    /** As it was made. */
    this.options = options;
  }

  /** d, 1 or 2. */
  get dimension() {
    return this.#shape.dimension;
  }

  /** pₜ at points. @param {PointsAt} at @returns {Float64Array} [n] */
  density(at) {
    const { x, t } = check.pointsAt("density", at, this.#shape);
    return check.checked("density", () => this.#inner.density(x, t));
  }

  /** What the best network would say: E[x₀|xₜ], E[ε|xₜ], E[v|xₜ], and the score. @param {PointsAt} at @returns {import("./types.js").FieldReadings} */
  predict(at) {
    const { x, t } = check.pointsAt("predict", at, this.#shape);
    return check.checked("predict", () => this.#inner.predict(x, t));
  }

  /** The true p(x_to | xₜ) at one x. @param {{ x: import("./types.js").Points, t: number, to?: number }} options `to`: default t − 1 @returns {import("./types.js").ReverseKernel} */
  reverse(options) {
    const o = known("reverse", options, ["x", "t", "to"]);
    const { t, to } = check.pair(o, this.#shape);
    const x = check.point("x", o.x, this.#shape);
    return check.checked("reverse", () => this.#inner.reverse(x, t, to));
  }

  /** KL of p(x_to | xₜ) to its own Gaussian, averaged over xₜ, nats: 0 as steps get short. 1-D. @param {{ t: number, to?: number }} options */
  gap(options) {
    const { t, to } = check.pair(known("gap", options, ["t", "to"]), this.#shape);
    return /** @type {number} */ (check.checked("gap", () => this.#inner.gap(t, to)));
  }

  /**
   * q_σ(x_to | xₜ, x₀) (DDIM eq. 7); with η = 1 the posterior of DDPM.
   *
   * @param {{ x0: import("./types.js").Points, x: import("./types.js").Points, t: number, to?: number, eta?: number }} options `eta`: default 1
   * @returns {import("./types.js").PosteriorKernel}
   */
  posterior(options) {
    const o = known("posterior", options, ["x0", "x", "t", "to", "eta"]);
    const { t, to } = check.pair(o, this.#shape);
    const [x0, x, eta] = [check.point("x0", o.x0, this.#shape), check.point("x", o.x, this.#shape), check.eta(o.eta)];
    return check.checked("posterior", () => this.#inner.posterior(x0, x, t, to, eta));
  }

  /** q_σ(xₜ | x_from, x₀): a Markov chain's at η = 1 only. @param {{ t: number, from?: number, eta?: number }} options @returns {import("./types.js").ForwardKernel} */
  forward(options) {
    const o = known("forward", options, ["t", "from", "eta"]);
    const { t, to } = check.pair(o, this.#shape, "from", 0);
    const eta = check.eta(o.eta);
    return check.checked("forward", () => this.#inner.forward(t, to, eta));
  }

  /** q_σ(xₜ | x₀) = N(onX0·x₀, variance), composed kernel by kernel along a walk: lemma 1 of DDIM. @param {{ steps?: number, eta?: number, spacing?: import("../lab/types.js").Spacing }} [options] @returns {import("./types.js").Marginals} */
  marginals(options) {
    const { walk } = check.walk("marginals", options, this.#shape);
    return check.checked("marginals", () => this.#inner.marginals(walk, walk.eta));
  }

  /**
   * Both losses of a Gaussian p_φ(x_to | xₜ) and the constant between them (1-D): of N(scale·xₜ + shift, deviation²), or, where no
   * `scale` is given, of the best Gaussian with its mean moved by `shift` deviations and its variance times `factor`.
   *
   * @param {{ t: number, to?: number, scale?: number, shift?: number, deviation?: number, factor?: number }} options
   * @returns {import("./types.js").Divergence}
   */
  divergence(options) {
    const o = known("divergence", options, ["t", "to", "scale", "shift", "deviation", "factor"]);
    const { t, to } = check.pair(o, this.#shape, "to", 0);
    const shift = check.finite("shift", o.shift ?? 0);
    if (o.scale === undefined && o.deviation === undefined) {
      const factor = check.finite("factor", o.factor ?? 1);
      return check.checked("divergence", () => this.#inner.bent(t, to, shift, factor));
    }
    const [scale, deviation] = [check.finite("scale", o.scale), check.finite("deviation", o.deviation)];
    return check.checked("divergence", () => this.#inner.divergence(t, to, scale, shift, deviation));
  }

  /** Both losses of the best Gaussian bent, for many factors of its variance at once: each [factors]. 1-D. @param {{ t: number, to?: number, shift?: number, factors: ArrayLike<number> }} options @returns {{ marginal: Float64Array, conditional: Float64Array }} */
  bent(options) {
    const o = known("bent", options, ["t", "to", "shift", "factors"]);
    const { t, to } = check.pair(o, this.#shape, "to", 0);
    const [shift, factors] = [check.finite("shift", o.shift ?? 0), check.doubles("factors", o.factors, "an array of numbers above 0")];
    return check.checked("bent", () => this.#inner.bentBy(t, to, shift, factors));
  }

  /** One Gaussian for the data: by KL(p‖q), which covers, or by KL(q‖p), which seeks. 1-D. @param {{ direction?: "forward" | "reverse" }} [options] @returns {import("./types.js").GaussianFit} */
  fit(options) {
    const o = known("fit", options, ["direction"]);
    const direction = choice("direction", o.direction ?? "forward", /** @type {const} */ (["forward", "reverse"]));
    return check.checked("fit", () => this.#inner.fit(direction === "reverse"));
  }

  /** KL(p‖q) and KL(q‖p) of q = N(mean, deviation²), nats. 1-D. @param {{ mean: number, deviation: number }} options @returns {{ forward: number, reverse: number }} */
  divergences(options) {
    const o = known("divergences", options, ["mean", "deviation"]);
    const [mean, deviation] = [check.finite("mean", o.mean), check.finite("deviation", o.deviation)];
    const { forward, backward } = check.checked("divergences", () => this.#inner.divergences(mean, deviation));
    return { forward, reverse: backward };
  }

  /** Points of the data, noised to t (default −1, clean). @param {{ count?: number, seed?: number, t?: number }} [options] @returns {Float64Array} [count·d] */
  draw(options) {
    const o = known("draw", options, ["count", "seed", "t"]);
    const [count, from, t] = [integer("count", o.count ?? 16, 1, 1_000_000), seed("seed", o.seed), check.timestep(o.t ?? -1, this.#shape)];
    return check.checked("draw", () => this.#inner.draw(count, from, t));
  }

  /** DDPM or DDIM along the exact field, with the noise that `lab.sample` takes. @param {import("./types.js").MixtureSampleOptions} [options] @returns {import("./types.js").MixtureSamples} */
  sample(options) {
    const { walk, count, seed: from } = check.sampleOptions(options, this.#shape);
    return check.checked("sample", () => this.#inner.sample(walk, count, from));
  }

  /** How far the law of such samples is from the data: W₁, without sampling. 1-D. @param {import("./types.js").WalkOptions} [options] @returns {number} */
  distance(options) {
    const { walk } = check.walk("distance", options, this.#shape);
    return check.checked("distance", () => this.#inner.distance(walk));
  }

  /** The factor of ‖ε̂ − ε‖² in each loss of a step. @param {{ t: number, to?: number, eta?: number }} options `eta` of J_σ, above 0 (default 1) @returns {import("./types.js").LossWeights} */
  weights(options) {
    const o = known("weights", options, ["t", "to", "eta"]);
    const { t, to } = check.pair(o, this.#shape, "to", 0);
    const eta = check.eta(o.eta);
    return check.checked("weights", () => this.#inner.weights(t, to, eta));
  }

  /**
   * A small network, trained here and now by DDPM's algorithm 1, in a worker of its own. The promise has `pause()`, `resume()` and
   * `cancel()`, after which it rejects with the name "AbortError".
   *
   * @param {import("./types.js").TrainOptions} [options]
   * @returns {import("./types.js").Training}
   */
  train(options) {
    const { hooks, ...config } = check.trainOptions(options);
    return train({ code: this.#code, mixture: this.options, config, ...hooks, network: (weights) => this.#network(config, weights) });
  }

  /** @param {Record<string, any>} config @param {Float32Array} weights @returns {import("./types.js").Predict} */
  #network(config, weights) {
    const network = new this.#code.bindings.Network(this.#inner, config, weights);
    return (at) => {
      const { x, t } = check.pointsAt("predict", at, this.#shape);
      integer("t", t, 0, this.#shape.steps - 1);
      return check.checked("predict", () => network.predict(this.#inner, x, t));
    };
  }
}
