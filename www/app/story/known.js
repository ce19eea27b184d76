/**
 * What is measured where all is known: data of a known density, by `createMixture`, and a VAE whose evidence is known, by
 * `createVae`. No network is loaded for it; numbers are computed in 64 bits, and those seen are at each measure.
 */

import { componentsOf } from "../panels/exact/data.js";
import { mixtureOf } from "../panels/exact/source.js";
import { averageOf, countOf, weightsOf } from "../panels/vae/blur.js";
import { examplesOf, modelOf } from "../panels/vae/source.js";
import { testDigit } from "../source/test-gallery.js";
import { codeFromMixture } from "../state/mixture-code.js";
import { scientific } from "../ui/format.js";

/** @typedef {import("./measures.js").Means} Means */
/** @typedef {import("./measures.js").Found} Found */
/** @typedef {import("../../exact/types.js").GaussianFit} GaussianFit */
/** @typedef {{ mean: number, deviation: number }} Gaussian */

const SHAPE = { channels: 1, height: 28, width: 28 };
const SIZE = 28 * 28;
const silent = () => {};
const minus = (/** @type {number} */ value, /** @type {number} */ places) => value.toFixed(places).replace("-", "−");
/** In units of the last place that is written. */
const rounded = (/** @type {number} */ value) => Math.round(1e4 * value) / 1e4;

/** Data that the last question of a density is about, by lot: their modes lie so far apart that KL(q‖p) keeps to one. @type {string[]} as mixture-code.js writes them */
const APART = [
  componentsOf("two", ""),
  [{ weight: 0.6, mean: [-0.9], deviation: 0.25 }, { weight: 0.4, mean: [0.9], deviation: 0.18 }],
  [{ weight: 0.2, mean: [-1.9], deviation: 0.15 }, { weight: 0.5, mean: [0], deviation: 0.25 }, { weight: 0.3, mean: [1.7], deviation: 0.2 }],
].map(codeFromMixture);

/** @param {string} data as the setting has it @param {string} [code] of the reader's own */
async function known(data, code = "") {
  const components = componentsOf(data, code);
  return { components, mix: await mixtureOf(components, silent) };
}

/** How many modes a Gaussian has within two deviations. @param {import("../panels/exact/data.js").Component[]} components @param {Gaussian} fit */
const modesUnder = (components, { mean, deviation }) => components.filter((component) => Math.abs(component.mean[0] - mean) < 2 * deviation).length;

/** A Gaussian as the figure's q. @param {Gaussian} fit */
const asQ = ({ mean, deviation }) => ({ "exact.measure": "fits", "exact.mean": rounded(mean), "exact.deviation": rounded(deviation) });

/** @param {string} code of data */
const asOwn = (code) => ({ "exact.mixture": code, "exact.data": "own", "exact.component": 0 });

/** Of the way back that is looked at: its t, and lengths of a step. */
const [FROM, STRIDES] = [300, [200, 100, 50, 10]];
/** The variance of p_θ, bent. */
const BENT = 2.5;

/** @type {Record<string, (means: Means) => Promise<Found>>} */
export const KNOWN = {
  /** Two modes: KL(p‖q) N(0.17, 0.5352²) 0.5276, KL(q‖p) N(0.4994, 0.2011²) 0.3559. */
  async fits() {
    const { components, mix } = await known("two");
    const [covers, seeks] = [mix.fit({ direction: "forward" }), mix.fit({ direction: "reverse" })];
    const under = modesUnder(components, covers);
    const named = (/** @type {string} */ of, /** @type {GaussianFit} */ { mean, deviation, kl }) => ({ [`${of}Mean`]: minus(mean, 2), [`${of}Deviation`]: deviation.toFixed(2), [`${of}Kl`]: kl.toFixed(4) });
    return { right: under === components.length ? "both" : under > 0 ? "one" : "between", values: { ...named("covers", covers), ...named("seeks", seeks) }, set: { "exact.data": "two", "exact.answers": "shown", ...asQ(covers) } };
  },

  /** Whichever of the two is no larger than it must be. */
  async "which-kl"({ prepared: { code, q } }) {
    const { components, mix } = await known("own", code);
    const own = mix.divergences(q);
    const least = { forward: mix.fit({ direction: "forward" }).kl, reverse: mix.fit({ direction: "reverse" }).kl };
    const nats = (/** @type {number} */ kl) => (kl > 1e4 ? "> 10⁴" : kl.toFixed(2));
    const values = { modes: modesUnder(components, q), of: components.length, forward: nats(own.forward), leastForward: nats(least.forward), reverse: nats(own.reverse), leastReverse: nats(least.reverse) };
    return { right: own.forward - least.forward < own.reverse - least.reverse ? "forward" : "reverse", values, set: { ...asOwn(code), "exact.answers": "shown", ...asQ(q) } };
  },

  /** From t = 300: 0.043 nats at 200, 8.0·10⁻⁴ at 100, 4.5·10⁻⁵ at 50, 2.0·10⁻⁷ at 10. */
  async gaps({ tell }) {
    const { mix } = await known("two");
    /** @type {number[]} */ const gaps = [];
    for (const stride of STRIDES) {
      gaps.push(mix.gap({ t: FROM, to: FROM - stride }));
      tell(gaps.length / STRIDES.length);
    }
    const ratio = gaps[0] / gaps[1];
    const values = Object.fromEntries(STRIDES.map((stride, k) => [`at${stride}`, gaps[k] < 0.01 ? scientific(gaps[k]) : gaps[k].toPrecision(2)]));
    return { right: ratio > 10 ? "much" : ratio > 3 ? "quarter" : "half", values: { ...values, ratio: Math.round(ratio) }, set: { "exact.answers": "shown", "exact.stride": STRIDES[1] } };
  },

  /** From t = 300 to 100, with 2.5 times the variance of the best p_θ. */
  async told({ stage }) {
    const { mix } = await known("two");
    const t = stage.state.get("exact", "t");
    const to = t - stage.state.get("exact", "stride");
    const [best, bent] = [1, BENT].map((factor) => mix.divergence({ t, to, factor }));
    const [marginal, conditional] = [bent.marginal - best.marginal, bent.conditional - best.conditional];
    const nats = (/** @type {number} */ kl) => kl.toFixed(4);
    const values = { factor: BENT, grown: nats(marginal), marginal: nats(best.marginal), marginalBent: nats(bent.marginal), conditional: nats(best.conditional), conditionalBent: nats(bent.conditional), constant: nats(best.constant) };
    return { right: Math.abs(conditional - marginal) < 0.01 * marginal ? "same" : conditional > marginal ? "more" : "less", values, set: { "exact.answers": "shown", "exact.factor": BENT } };
  },

  /** The 7 with two latents: −440.93 nats; the ELBO falls by 2 · 0.153. */
  async evidence({ stage }) {
    const vae = await modelOf(stage.state.get("vae", "latents"), silent);
    const image = testDigit(stage.state.get("subject", "digit"), SHAPE);
    const { mean, deviation } = await vae.encode({ image });
    const [best, bent] = [await vae.elbo({ image, mean, deviation }), await vae.elbo({ image, mean, deviation: deviation.map((value) => value * Math.SQRT2) })];
    const [fell, moved] = [best.elbo - bent.elbo, bent.evidence - best.evidence];
    const right = Math.abs(moved) < 1e-6 * fell ? "still" : moved < 0 ? "falls" : "rises";
    return { right, values: { evidence: minus(bent.evidence, 2), best: minus(best.elbo, 2), bent: minus(bent.elbo, 2), fell: fell.toFixed(3), kl: bent.gap.toFixed(3), each: (fell / vae.info.latent).toFixed(3) }, set: { "vae.factor": 2, "vae.answers": "shown" } };
  },

  /** Of 400 training digits, each as heavy as its q has z. */
  async between({ stage, tell }) {
    const latents = stage.state.get("vae", "latents");
    const [vae, images] = await Promise.all([modelOf(latents, silent), examplesOf()]);
    tell(0.5);
    const z = ["z1", "z2"].map((name) => stage.state.get("vae", name));
    const { mean, deviation } = await vae.encode({ image: images });
    const weights = weightsOf(z, { means: mean, deviation }, vae.info.latent);
    const average = averageOf(images, weights);
    // They are sorted by class.
    const shares = Array.from({ length: 10 }, (_, digit) => ({ digit, share: weights.slice((digit * weights.length) / 10, ((digit + 1) * weights.length) / 10).reduce((a, b) => a + b) })).sort((a, b) => b.share - a.share);
    const several = shares.filter(({ share }) => share > 0.1).length;
    const heaviest = [...weights.keys()].sort((a, b) => weights[b] - weights[a]).slice(0, 6);
    const percent = (/** @type {number} */ part) => `${Math.round(100 * part)} %`;
    const shots = [{ image: average, words: "μ*", mark: true }, ...heaviest.map((k) => ({ image: images.slice(k * SIZE, (k + 1) * SIZE), words: percent(weights[k]) }))];
    const [first, second] = shares;
    return { right: countOf(weights) < 2 ? "sharp" : several > 1 ? "average" : "other", values: { count: countOf(weights).toFixed(0), all: weights.length, first: first.digit, firstShare: percent(first.share), second: second.digit, secondShare: percent(second.share) }, shots };
  },
};

/** @type {Record<string, (means: Means) => Promise<{ set: import("./chapters.js").Settings } & Record<string, any>>>} */
export const KNOWN_PREPARED = {
  /** Data and a KL by lot, and the q that it likes best. */
  async "which-kl"() {
    const code = APART[Math.floor(Math.random() * APART.length)];
    const { mix } = await known("own", code);
    const { mean, deviation } = mix.fit({ direction: Math.random() < 0.5 ? "forward" : "reverse" });
    const q = { mean: rounded(mean), deviation: rounded(deviation) };
    return { code, q, set: { ...asOwn(code), "exact.answers": "hidden", ...asQ(q) } };
  },
};
