/**
 * The shapes of the exact part of the contract. All numbers are f64. Points are laid out [n, d], one after the other; t counts from 0,
 * and t = −1 is clean data.
 *
 * @module types
 */

/** @typedef {number | ArrayLike<number>} Points in one dimension a number is a point */

/**
 * @typedef {object} Component
 * @property {number} weight above 0; weights need not sum to 1
 * @property {ArrayLike<number>} mean [d], d = 1 or 2
 * @property {number} deviation standard deviation in every direction, 10⁻⁶ … 10⁶
 */

/**
 * @typedef {object} MixtureOptions
 * @property {Component[]} components 1 … 1000, all means of one length
 * @property {import("../lab/types.js").ScheduleOptions} [schedule] default: linear, 1000 steps
 * @property {AbortSignal} [signal]
 * @property {(progress: import("../lab/types.js").LoadProgress) => void} [onProgress] while the code loads
 */

/** @typedef {{ x: Points, t: number }} PointsAt */
/** @typedef {{ x0: Float64Array, noise: Float64Array, v: Float64Array, score: Float64Array }} FieldReadings E[x₀|xₜ], E[ε|xₜ], E[v|xₜ], ∇ ln pₜ, each [n·d] */
/**
 * The true kernel p(x_to | xₜ) at one xₜ: a mixture of the components' kernels, and the Gaussian of its moments.
 * @typedef {{ weights: Float64Array, means: Float64Array, variance: Float64Array, mean: Float64Array, covariance: Float64Array, kl: number }} ReverseKernel
 *   means [components·d]; covariance [d·d]; kl in nats to that Gaussian
 */
/** @typedef {{ mean: Float64Array, variance: number, onX0: number, onX: number }} PosteriorKernel mean = onX0·x₀ + onX·xₜ */
/** @typedef {{ onX0: number, onX: number, variance: number }} ForwardKernel */
/** @typedef {{ timesteps: number[], onX0: Float64Array, variance: Float64Array }} Marginals */
/** @typedef {{ marginal: number, conditional: number, constant: number }} Divergence nats */
/** @typedef {{ mean: number, deviation: number, kl: number }} GaussianFit nats */

/**
 * @typedef {object} WalkOptions
 * @property {"ddim" | "ddpm"} [sampler] default "ddim"
 * @property {number} [steps] S, 1 … T (default 50)
 * @property {number} [eta] η of DDIM (default 0)
 * @property {"small" | "large"} [variance] of DDPM (default "small")
 * @property {import("../lab/types.js").Spacing} [spacing] default "trailing"
 */
/** @typedef {WalkOptions & { count?: number, seed?: number }} MixtureSampleOptions count: paths (default 16) */
/** @typedef {{ paths: Float64Array, timesteps: number[] }} MixtureSamples paths [S + 1, count, d]: x_T first, x₀ last */

/**
 * The factors of ‖ε̂ − ε‖² in other losses: of x₀, of v (1/ᾱ), of the mean μ̃, in the variational bound with β̃ (DDPM eq. 12), in J_σ
 * (DDIM eq. 11) exactly, and as it is printed there.
 * @typedef {{ x0: number, v: number, mu: number, bound: number, jSigma: number, printed: number }} LossWeights
 */

/**
 * @typedef {object} TrainOptions
 * @property {number} [width] units of each of three hidden layers, 1 … 256 (default 64)
 * @property {number} [steps] updates of 256 points, 1 … 10⁶ (default 2000); the rate falls to 0 along half a cosine
 * @property {number} [rate] learning rate, above 0, at most 1 (default 0.005)
 * @property {"epsilon" | "x0" | "v"} [target] what the network says (default "epsilon")
 * @property {number} [seed] of weights and draws (default 0)
 * @property {AbortSignal} [signal]
 * @property {(progress: TrainProgress) => void} [onProgress] a few times a second
 */
/** @typedef {(at: PointsAt) => { x0: Float64Array, noise: Float64Array, score: Float64Array }} Predict */
/**
 * `loss` is of the network as it is, over all of the data and the noise; `floor` is what no network can be below.
 * @typedef {{ step: number, of: number, loss: number, floor: number, ms: number, predict: Predict }} TrainProgress
 */
/** @typedef {{ losses: Float64Array, loss: number, floor: number, ms: number, predict: Predict }} Trained losses: of each update's 256 points */
/** @typedef {Promise<Trained> & { pause(): void, resume(): void, cancel(): void }} Training */

/**
 * @typedef {object} VaeOptions
 * @property {string} model a name in `models/index.json`, or the URL of a model folder
 * @property {AbortSignal} [signal]
 * @property {(progress: import("../lab/types.js").LoadProgress) => void} [onProgress]
 */
/** @typedef {{ model: string, kind: string, latent: number, parameters: number, variance: number, width: number, height: number, channels: number }} VaeInfo variance: σ² of p(x | z) */
/** @typedef {{ mean: Float64Array, deviation: Float64Array }} LatentGaussian each [N·latent] */
/** @typedef {{ images: Float32Array, latents: Float64Array }} VaeSamples */
/** @typedef {{ reconstruction: number, kl: number[], elbo: number, evidence: number, gap: number }} Elbo nats an image; gap = KL(q ‖ p(z|x)) = evidence − elbo */

export {};
