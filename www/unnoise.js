/**
 * Unnoise: diffusion models in the browser.
 *
 * The published entry: a few functions, and the types of what they give. Everything else is reached through the lab that
 * `createLab` returns, the mixture of `createMixture`, and the latent-variable model of `createVae`. No dependencies, no globals; every address is taken
 * relative to this file, so the folder works wherever it is put; bundlers read these addresses, and `setBase` overrides them.
 *
 * ```js
 * import { createLab } from "./unnoise.js";
 * const lab = await createLab({ model: "digits" });
 * const run = lab.sample({ count: 16, sampler: "ddim", steps: 20, seed: 7 });
 * for await (const frame of run) console.log(frame.index, frame.t);
 * const { images } = await run.result; // Float32Array [16, 1, 28, 28] in [-1, 1]
 * ```
 *
 * @module unnoise
 */

export { createLab, Lab } from "./lab/lab.js";
export { Run } from "./lab/run.js";
export { setBase } from "./lab/addresses.js";
export { detect } from "./lab/detect.js";
export { createMixture, Mixture } from "./exact/mixture.js";
export { createVae, Vae } from "./exact/vae.js";

/** @typedef {import("./lab/types.js").LabOptions} LabOptions */
/** @typedef {import("./lab/types.js").LabInfo} LabInfo */
/** @typedef {import("./lab/types.js").Notice} Notice */
/** @typedef {import("./lab/types.js").Detection} Detection */
/** @typedef {import("./lab/types.js").SampleOptions} SampleOptions */
/** @typedef {import("./lab/types.js").InterpolateOptions} InterpolateOptions */
/** @typedef {import("./lab/types.js").ForwardNoiseOptions} ForwardNoiseOptions */
/** @typedef {import("./lab/types.js").EncodeOptions} EncodeOptions */
/** @typedef {import("./lab/types.js").PredictOptions} PredictOptions */
/** @typedef {import("./lab/types.js").DenoiseOptions} DenoiseOptions */
/** @typedef {import("./lab/types.js").ClassifyOptions} ClassifyOptions */
/** @typedef {import("./lab/types.js").ScheduleOptions} ScheduleOptions */
/** @typedef {import("./lab/types.js").Frame} Frame */
/** @typedef {import("./lab/types.js").StepProgress} StepProgress */
/** @typedef {import("./lab/types.js").SampleResult} SampleResult */
/** @typedef {import("./lab/types.js").NoiseResult} NoiseResult */
/** @typedef {import("./lab/types.js").EncodeResult} EncodeResult */
/** @typedef {import("./lab/types.js").ReconstructResult} ReconstructResult */
/** @typedef {import("./lab/types.js").PredictResult} PredictResult */
/** @typedef {import("./lab/types.js").DenoiseResult} DenoiseResult */
/** @typedef {import("./lab/types.js").Belief} Belief */
/** @typedef {import("./lab/types.js").ScheduleTables} ScheduleTables */
/** @typedef {import("./exact/types.js").Points} Points */
/** @typedef {import("./exact/types.js").Component} Component */
/** @typedef {import("./exact/types.js").MixtureOptions} MixtureOptions */
/** @typedef {import("./exact/types.js").PointsAt} PointsAt */
/** @typedef {import("./exact/types.js").FieldReadings} FieldReadings */
/** @typedef {import("./exact/types.js").ReverseKernel} ReverseKernel */
/** @typedef {import("./exact/types.js").PosteriorKernel} PosteriorKernel */
/** @typedef {import("./exact/types.js").ForwardKernel} ForwardKernel */
/** @typedef {import("./exact/types.js").Marginals} Marginals */
/** @typedef {import("./exact/types.js").Divergence} Divergence */
/** @typedef {import("./exact/types.js").GaussianFit} GaussianFit */
/** @typedef {import("./exact/types.js").WalkOptions} WalkOptions */
/** @typedef {import("./exact/types.js").MixtureSampleOptions} MixtureSampleOptions */
/** @typedef {import("./exact/types.js").MixtureSamples} MixtureSamples */
/** @typedef {import("./exact/types.js").LossWeights} LossWeights */
/** @typedef {import("./exact/types.js").TrainOptions} TrainOptions */
/** @typedef {import("./exact/types.js").TrainProgress} TrainProgress */
/** @typedef {import("./exact/types.js").Trained} Trained */
/** @typedef {import("./exact/types.js").Training} Training */
/** @typedef {import("./exact/types.js").VaeOptions} VaeOptions */
/** @typedef {import("./exact/types.js").VaeInfo} VaeInfo */
/** @typedef {import("./exact/types.js").LatentGaussian} LatentGaussian */
/** @typedef {import("./exact/types.js").VaeSamples} VaeSamples */
/** @typedef {import("./exact/types.js").Elbo} Elbo */
