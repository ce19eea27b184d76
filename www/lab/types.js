/**
 * The shapes of the contract: what goes in, what comes out. Only types; `tsc` turns them into
 * `unnoise.d.ts`. Tensors are `Float32Array`s laid out [N, C, H, W] (image, channel, row, column).
 *
 * @module types
 */

/** @typedef {"ddim" | "ddpm"} Sampler */
/** @typedef {"leading" | "trailing" | "linspace" | "quadratic"} Spacing */
/** @typedef {"small" | "large"} Variance */
/** @typedef {"rederive" | "keep" | "off"} Clip */
/**
 * Whose fresh noise z each image of a batch gets on its way down, where there is any (DDPM, or DDIM with η > 0): its own, or all
 * of them that of image 0. Shared, only x_T and label tell images apart, as with η = 0.
 * @typedef {"each" | "shared"} FreshNoise
 */
/** @typedef {"auto" | "webgpu" | "cpu"} BackendChoice */
/** @typedef {"linear" | "scaled_linear" | "squaredcos_cap_v2" | "cosine"} ScheduleKind */

/**
 * Progress of opening a lab: bytes while `code` and `weights` load, then calls while warming up.
 * @typedef {object} LoadProgress
 * @property {"code" | "weights" | "warm-up"} phase
 * @property {number} loaded bytes so far; during warm-up, backends timed so far
 * @property {number | null} total bytes expected, null where the server does not say; during warm-up, backends to time
 */

/**
 * @typedef {object} LabOptions
 * @property {string} [model] a name in `models/index.json` (default "digits"), or the URL of a model folder: anything with a slash
 * @property {BackendChoice} [backend] "auto" (default) times both and keeps the faster
 * @property {number} [cores] how many of the processor's cores a batch on the CPU may use, an engine of about 40 MB for each; by
 *   default all that are there, up to eight, and up to four on phones and where memory is little
 * @property {AbortSignal} [signal]
 * @property {(progress: LoadProgress) => void} [onProgress]
 */

/**
 * @typedef {object} LabInfo
 * @property {string} model the model's name
 * @property {"webgpu" | "cpu"} backend where the network runs
 * @property {string | null} adapter the GPU's name; null on the CPU
 * @property {boolean} fallbackAdapter whether that adapter is software
 * @property {number} msPerStep milliseconds of one network call, measured at warm-up
 * @property {number} msPerStepBatch images in that call
 * @property {number} parameters
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {number} channels
 * @property {number} trainSteps T, the steps of the schedule the network was trained on
 * @property {{ kind: ScheduleKind, beta_start?: number, beta_end?: number, steps?: number }} schedule
 * @property {string[]} labels names of the classes; empty for an unconditional model
 */

/**
 * Something the reader ought to know about the machine. `code` is stable, `message` an English sentence.
 * @typedef {object} Notice
 * @property {"no-webgpu" | "software-adapter" | "cpu-faster" | "gpu-refused" | "gpu-lost" | "software-forced"} code
 * @property {string} message
 * @property {string | null} adapter the WebGPU adapter that it is about, if there is one
 */

/**
 * @typedef {object} Detection
 * @property {boolean} webgpu whether an adapter was granted
 * @property {string | null} adapter its name
 * @property {boolean} fallbackAdapter whether it is software
 * @property {boolean} wasmSimd whether WebAssembly SIMD works here
 * @property {number} threads logical processors
 */

/**
 * Taken by every call that runs the network.
 * @typedef {object} Common
 * @property {AbortSignal} [signal]
 * @property {(progress: StepProgress) => void} [onProgress] called after every step, whatever `frames` says
 */

/**
 * @typedef {object} StepProgress
 * @property {number} index 0-based step
 * @property {number} of steps in this run
 * @property {number} t timestep that the network saw
 * @property {number} [alphaBar]
 * @property {number} ms milliseconds this step took
 */

/**
 * One step of a run. `xt` is the state at `t` which the network saw, `x0` its prediction from there;
 * what follows the last frame is `result.images`.
 * @typedef {object} Frame
 * @property {number} index 0-based step
 * @property {number} of steps in this run
 * @property {number} t
 * @property {number} alphaBar ᾱ_t
 * @property {number} ms milliseconds this step took
 * @property {Float32Array} xt [N, C, H, W]
 * @property {Float32Array} x0 [N, C, H, W]
 */

/**
 * All noise of a run follows from its seed. x_T of image k depends on the seed and on k; the z that a step adds on the seed, on k
 * and on the timestep t that the network sees in it, not on the number of the step or the sampler. So runs of one seed begin alike
 * whatever S is, and get the same z wherever they visit the same t: with trailing steps all at T − 1, and, of T = 1000, the run of
 * S = 10 only such as those of 20, 50 and 100 get too. How much of it a step adds, its σ, depends on the length of the step.
 * @typedef {object} SampleOwn
 * @property {number} [count] images, 1 … 1024 (default 16)
 * @property {Sampler} [sampler] default "ddim"
 * @property {number} [steps] S, 1 … T (default 50)
 * @property {number} [eta] η of DDIM, 0 … 1 (default 0); DDPM has none and ignores it
 * @property {Spacing} [spacing] default "trailing"
 * @property {number} [seed] 0 … 2⁵³ − 1 (default 0)
 * @property {FreshNoise} [noise] default "each"; x_T is each image's own in any case
 * @property {null | number | ArrayLike<number>} [label] null for any, a class, or one class per image
 * @property {number} [guidance] 0 … 100; 1 (default) is the labelled network itself
 * @property {Variance} [variance] of DDPM (default "small"); DDIM ignores it
 * @property {Clip} [clip] of x̂₀ (default "rederive")
 * @property {"all" | "none" | number} [frames] which frames the iteration gives (default "all"); n: every n-th and the last
 * @property {boolean} [paused] start paused: no step is taken before `resume()` or `step()` (default false)
 * @typedef {SampleOwn & Common} SampleOptions
 */

/**
 * One end of an interpolation: exactly one of the three.
 * @typedef {object} Endpoint
 * @property {number} [seed]
 * @property {Float32Array} [latent] [C, H, W]
 * @property {Float32Array} [image] [C, H, W] in [-1, 1]; encoded first
 */

/**
 * @typedef {object} InterpolateOwn
 * @property {Endpoint} from
 * @property {Endpoint} to
 * @property {number} [frames] images in the strip, ends included, 2 … 256 (default 9)
 * @property {Sampler} [sampler] default "ddim"; only with its η = 0 does an end that is an image come back
 * @property {number} [steps] default 50
 * @property {number} [eta] η of DDIM (default 0)
 * @property {"slerp" | "lerp"} [method] default "slerp"
 * @property {Spacing} [spacing]
 * @property {number} [seed] of the noise that DDPM, or η > 0, adds (default 0); the ends have seeds of their own
 * @property {FreshNoise} [noise] default "each"
 * @property {null | number} [label]
 * @property {number} [guidance]
 * @property {Variance} [variance] of DDPM (default "small")
 * @property {Clip} [clip]
 * @property {boolean} [paused] start paused, as for `sample`
 * @typedef {InterpolateOwn & Common} InterpolateOptions
 */

/**
 * @typedef {object} ForwardNoiseOwn
 * @property {Float32Array} image x₀, [N, C, H, W] in [-1, 1]
 * @property {number | ArrayLike<number>} t one timestep, or one per image; a single image may be taken to many
 * @property {number} [seed] default 0
 * @typedef {ForwardNoiseOwn & { signal?: AbortSignal }} ForwardNoiseOptions
 */

/**
 * @typedef {object} EncodeOwn
 * @property {Float32Array} image x₀, [N, C, H, W] in [-1, 1]
 * @property {number} [steps] default 50
 * @property {Spacing} [spacing]
 * @property {null | number | ArrayLike<number>} [label]
 * @typedef {EncodeOwn & Common} EncodeOptions
 */

/**
 * @typedef {object} PredictOwn
 * @property {Float32Array} image x_t, [N, C, H, W]
 * @property {number | ArrayLike<number>} t
 * @property {null | number | ArrayLike<number>} [label]
 * @property {number} [guidance]
 * @typedef {PredictOwn & { signal?: AbortSignal }} PredictOptions
 */

/**
 * @typedef {object} BoundOwn
 * @property {Float32Array} image one x₀ in [-1, 1], [C, H, W]; rounded to the levels 2k/255 − 1, k = 0 … 255, which the bound is about
 * @property {number | ArrayLike<number>} t timesteps whose terms are asked for
 * @property {number} [seed] of the noise in x_t, which depends on it and on t alone (default 0)
 * @property {null | number | ArrayLike<number>} [label] null for any, a class, or one class per timestep
 * @typedef {BoundOwn & { signal?: AbortSignal }} BoundOptions
 */

/**
 * @typedef {object} ClassifyOwn
 * @property {Float32Array} image one x₀ in [-1, 1], [C, H, W]; rounded to 256 levels, as for the bound
 * @property {number} [timesteps] at which the bound is measured, 1 … T − 1 (default 20)
 * @property {number} [seed] of the noise, the same for every class (default 0)
 * @property {null | ArrayLike<number>} [prior] a weight for each class, of any sum; null (default) for equal ones
 * @property {AbortSignal} [signal]
 * @property {(progress: Belief & { index: number, of: number, t: number, ms: number }) => void} [onProgress] after each timestep, the noisiest first, with the belief so far
 * @typedef {ClassifyOwn} ClassifyOptions
 */

/**
 * @typedef {object} DenoiseOwn
 * @property {Float32Array} image x_t, [N, C, H, W]
 * @property {number} t the timestep that it is at
 * @property {number} [steps] S, 1 … t + 1 (default 50, or t + 1), evenly from t down
 * @property {number} [eta] η, 0 … 1 (default 0); 1 is DDPM with the small variance
 * @property {number} [seed] of the noise that η > 0 adds, the same that `sample` adds at those timesteps (default 0)
 * @property {FreshNoise} [noise] default "each"
 * @property {null | number | ArrayLike<number>} [label]
 * @property {number} [guidance]
 * @typedef {DenoiseOwn & Common} DenoiseOptions
 */

/**
 * @typedef {object} ScheduleOptions
 * @property {ScheduleKind} [kind] default: the model's
 * @property {number} [steps] T (default: the model's)
 */

/**
 * @typedef {object} SampleResult
 * @property {Float32Array} images [N, C, H, W] in [-1, 1] (beyond it with `clip: "off"`)
 * @property {Float32Array} latents x_T, [N, C, H, W]
 * @property {number} count
 * @property {number} channels
 * @property {number} height
 * @property {number} width
 * @property {number} ms milliseconds of the whole run, waiting in the queue and pauses not counted
 */

/**
 * @typedef {object} NoiseResult
 * @property {Float32Array} xt
 * @property {Float32Array} noise ε
 * @property {number | ArrayLike<number>} alphaBar an array where `t` was one
 * @property {number | ArrayLike<number>} snr
 */

/** @typedef {{ latent: Float32Array, ms: number }} EncodeResult */
/** @typedef {{ image: Float32Array, latent: Float32Array, mse: number, mseEach: number[], ms: number }} ReconstructResult errors with pixels in [0, 1], over all images and of each */
/** @typedef {{ noise: Float32Array, x0: Float32Array }} PredictResult */
/** @typedef {{ image: Float32Array, ms: number }} DenoiseResult */
/**
 * Bits per dimension. `prior` is L_T; `bits[k]` is the term of the k-th timestep: L_{t−1} for t ≥ 1, and L₀ for t = 0, over 256
 * levels of a pixel. The bound is their sum over all t. `x0` is x̂₀ at each timestep, clipped, [n, C, H, W].
 * @typedef {{ prior: number, bits: Float64Array, x0: Float32Array }} BoundResult
 */
/**
 * Bayes' rule over the classes: `logLikelihood` and `evidence` (ln Σ p(x | c) p(c)) in nats; `prior` and `posterior` sum to 1.
 * @typedef {{ logLikelihood: Float64Array, prior: Float64Array, posterior: Float64Array, evidence: number }} Belief
 */
/** @typedef {{ beta: Float64Array, alphaBar: Float64Array, snr: Float64Array, posteriorVariance: Float64Array }} ScheduleTables */

export {};
