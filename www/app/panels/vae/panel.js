/** <unnoise-vae>: a linear VAE, whose posterior and evidence are known: encode, draw z, decode, and what each of it costs. */

import { formula } from "../../math/formulas.js";
import { PanelBody } from "../../panel/panel.js";
import { Part } from "../../pictures/part.js";
import { OwnImage } from "../../source/own-image.js";
import { TestGallery, testDigit } from "../../source/test-gallery.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, text } from "../../ui/dom.js";
import { BEATS } from "./beats.js";
import { Blur } from "./blur.js";
import en from "./en.js";
import ko from "./ko.js";
import { LatentMap, REACH } from "./map.js";
import { Samples } from "./samples.js";
import { scope } from "./settings.js";
import { sheet } from "./sheet.js";
import { examplesOf, loading, modelOf } from "./source.js";
import { Terms } from "./terms.js";

addStrings(en, ko);

const SHAPE = { channels: 1, height: 28, width: 28, labels: /** @type {string[]} */ ([]) };

/** @typedef {import("../../../exact/vae.js").Vae} Vae */
/**
 * What the settings come to.
 * @typedef {object} Outcome
 * @property {string} model
 * @property {number} latents k
 * @property {Float32Array} image x
 * @property {import("../../../exact/types.js").LatentGaussian} posterior of x
 * @property {{ mean: Float64Array, deviation: Float64Array }} q the posterior, bent
 * @property {Float64Array} z
 * @property {Float32Array} decoded mean of p(x|z)
 * @property {import("../../../exact/types.js").Elbo} elbo of q
 * @property {{ factors: Float64Array, elbos: number[] }} curve the ELBO for other variances of q
 * @property {Float32Array} tiles of the map
 * @property {Float32Array} samples of the prior
 * @property {{ images: Float32Array, means: Float64Array, deviation: Float64Array } | null} examples once they are loaded
 */

/** Variances of q that the ELBO is drawn for. */
const FACTORS = Float64Array.from({ length: 25 }, (_, k) => 0.1 * 50 ** (k / 24));
/** Samples of the prior. */
const SAMPLES = 10;

export class VaePanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;
  static withLab = false;

  /** @type {Outcome | null} */ outcome = null;
  /** What does not change with q and z, by model. @type {Map<string, Pick<Outcome, "tiles" | "samples">>} */ #of = new Map();
  /** Posteriors of the examples, by model. @type {Map<string, NonNullable<Outcome["examples"]>>} */ #examples = new Map();
  #again = false;

  build() {
    this.info = /** @type {any} */ (SHAPE);
    this.reader = new OwnImage(this, { picture: "picture", source: "source" });
    this.parts = { x: new Part("x", "𝑥", "vae.x"), decoded: new Part("decoded", "", "vae.decoded") };
    this.reader.attach(/** @type {HTMLElement} */ (this.parts.x.canvas.parentElement));
    this.reader.fitTo(SHAPE);
    const { canvas } = this.parts.x;
    this.map = new LatentMap(this);
    this.terms = new Terms(this);
    this.samples = new Samples(this);
    this.average = new Blur(this);
    const tests = new TestGallery(this).element;
    const own = this.reader.element;
    this.updaters.push(() => {
      canvas.hidden = this.get("source") === "drawing";
      tests.hidden = this.get("source") !== "digit";
      roll.hidden = this.get("from") !== "q" && this.get("latents") === "2";
      this.row?.toggleAttribute("data-drawing", this.get("source") === "drawing");
    });
    const roll = controls.seed(this, "seed", "vae.seed");
    this.row = h("div", { class: "parts" }, this.parts.x.element, this.map.element, this.parts.decoded.element);
    const choice = controls.segmented(this, "source", "vae.source", ["digit", "drawing"].map((value) => ({ value, key: `source.${value}` })));
    return {
      stage: h("div", {}, this.row),
      equation: h("div", { class: "equations" }, h("div", { class: "equation" }, formula("vae-reparameterisation"))),
      controls: {
        source: h("div", { class: "stack" }, choice, tests, own),
        latents: controls.segmented(this, "latents", "vae.latents", [{ value: "2" }, { value: "16" }]),
        seed: roll,
      },
      actions: [h("div", { class: "actions" }, text("button", "vae.run", { class: "run", type: "submit" }), this.cancelButton)],
      measures: { terms: this.terms.element, map: this.samples.element, blur: this.average.element },
      figure: ["x", "map", "decoded"],
    };
  }

  // The latent

  /** Puts z somewhere. @param {number} z1 @param {number} z2 */
  putLatent(z1, z2) {
    const bound = (/** @type {number} */ value) => Math.min(Math.max(value, -REACH), REACH);
    this.set("z1", bound(z1));
    this.set("z2", bound(z2));
    this.set("from", "hand");
  }
  /** @param {number} by1 @param {number} by2 */
  moveLatent(by1, by2) {
    const z = this.outcome?.z ?? [0, 0];
    const held = this.get("from") === "hand";
    this.putLatent((held ? this.get("z1") : z[0]) + by1, (held ? this.get("z2") : z[1]) + by2);
  }

  // The work

  open() {
    return modelOf(this.get("latents"), () => this.invalidate());
  }
  get ready() {
    return this.outcome !== null;
  }
  get loading() {
    return loading;
  }
  get machine() {
    return { short: this.say("exact.machine"), why: "" };
  }
  /** An x from another panel. @param {Float32Array} image [C, H, W] in [-1, 1] */
  set image(image) {
    this.reader?.take(image);
  }
  /** A seed that is rolled draws z from q again. */
  rolled() {
    this.set("from", "q");
  }
  asked() {}

  /** Everything here answers at once, so it follows the settings. @param {string} _name */
  settingChanged(_name) {
    if (this.ready || this.running) this.run();
  }

  async run() {
    if (this.running && !this.running.signal.aborted) {
      this.#again = true;
      return;
    }
    await this.work(async () => {
      do {
        this.#again = false;
        const vae = await modelOf(this.get("latents"), () => this.invalidate());
        this.outcome = await this.#outcome(vae);
        this.invalidate();
      } while (this.#again);
      const { posterior, z, elbo } = /** @type {Outcome} */ (this.outcome);
      this.tell("result", { mean: posterior.mean, deviation: posterior.deviation, latent: z, ...elbo });
      if (!this.#examples.has(this.get("latents"))) await this.#learnExamples();
    });
  }

  /** @param {Vae} vae @returns {Promise<Outcome>} */
  async #outcome(vae) {
    const { latent: latents, model } = vae.info;
    const image = this.get("source") === "drawing" ? /** @type {OwnImage} */ (this.reader).image(SHAPE) : testDigit(this.get("digit"), SHAPE);
    const [posterior, drawn, constant] = await Promise.all([vae.encode({ image }), vae.sample({ count: 1, seed: this.get("seed") }), this.#constant(vae)]);
    const [shift, factor] = [this.get("shift"), this.get("factor")];
    const bend = (/** @type {number} */ factor) => ({ mean: posterior.mean.map((value, k) => value + shift * posterior.deviation[k]), deviation: posterior.deviation.map((value) => value * Math.sqrt(factor)) });
    const q = bend(factor);
    // The prior's draw is the ε of the reparameterisation.
    const z = q.mean.map((value, k) => value + q.deviation[k] * drawn.latents[k]);
    if (this.get("from") === "hand") z.set([this.get("z1"), this.get("z2")]);
    const [{ image: decoded }, elbo, ...elbos] = await Promise.all([vae.decode({ latent: z }), vae.elbo({ image, ...q }), ...Array.from(FACTORS, (factor) => vae.elbo({ image, ...bend(factor) }))]);
    return { model, latents, image, posterior, q, z, decoded, elbo, curve: { factors: FACTORS, elbos: elbos.map(({ elbo }) => elbo) }, ...constant, examples: this.#examples.get(String(latents)) ?? null };
  }

  /** @param {Vae} vae */
  async #constant(vae) {
    const { model, latent } = vae.info;
    const known = this.#of.get(model);
    if (known) return known;
    const [{ image: tiles }, { images: samples }] = await Promise.all([vae.decode({ latent: LatentMap.places(latent) }), vae.sample({ count: SAMPLES, seed: 1 })]);
    const made = { tiles, samples };
    this.#of.set(model, made);
    return made;
  }

  /** Where the examples lie: of the map, and of the average that blurs. */
  async #learnExamples() {
    const latents = this.get("latents");
    const [vae, images] = await Promise.all([modelOf(latents, () => {}), examplesOf()]);
    const { mean, deviation } = await vae.encode({ image: images });
    this.#examples.set(latents, { images, means: mean, deviation: deviation.slice(0, vae.info.latent) });
    if (this.outcome && String(this.outcome.latents) === latents) this.outcome = { ...this.outcome, examples: this.#examples.get(latents) ?? null };
  }

  /** @returns {Record<string, string>} of both latents, where there are only two */
  symbolValues() {
    const { z, q, latents } = this.outcome ?? {};
    if (!z || !q || latents !== 2) return {};
    const two = (/** @type {Float64Array} */ values) => Array.from(values, (value) => value.toFixed(2)).join(", ");
    return { latent: two(z), "q-mean": two(q.mean), "q-deviation": two(q.deviation) };
  }

  draw() {
    const { outcome, parts, map } = this;
    if (!outcome || !parts || !map) return;
    parts.x.paint(outcome.image, SHAPE);
    parts.decoded.paint(outcome.decoded, SHAPE);
    parts.decoded.say(this.say("vae.mse", { value: meanSquare(outcome.image, outcome.decoded).toFixed(4) }));
    map.draw({ key: outcome.model, ...outcome, examples: outcome.examples?.means ?? null });
    [this.terms, this.samples, this.average][this.layout?.measures.shown ?? -1]?.draw(outcome);
  }
}

/** With pixels in [0, 1]. @param {Float32Array} a @param {Float32Array} b */
const meanSquare = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length / 4;
