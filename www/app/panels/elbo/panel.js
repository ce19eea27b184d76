/** <unnoise-elbo>: the variational bound of a picture, term by term, and what its bits buy. */

import { formula } from "../../math/formulas.js";
import { PanelBody } from "../../panel/panel.js";
import { Part } from "../../pictures/part.js";
import { bytesFromTensor, sizeOf, tensorFromBytes } from "../../pictures/pixels.js";
import { timeAxis } from "../../plots/axis.js";
import { Ruler } from "../../run/ruler.js";
import { ImageSource } from "../../source/image-source.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, text } from "../../ui/dom.js";
import { scientific } from "../../ui/format.js";
import { AccountView } from "./account.js";
import { BEATS } from "./beats.js";
import { BitsRow } from "./bits-row.js";
import { RatePlot, TermPlot } from "./bound-plots.js";
import { account, distortion, stretches } from "./bound.js";
import en from "./en.js";
import ko from "./ko.js";
import { scope } from "./settings.js";
import { sheet } from "./sheet.js";
import { BoundSum } from "./sum.js";
import { WhichDigit } from "./which-digit.js";

addStrings(en, ko);

/** Timesteps measured in one network call: few enough to see the points come, and to cancel between. */
const CHUNK = 10;

/** @typedef {import("./bound.js").Point} Point */

/**
 * What is measured by now.
 * @typedef {object} Outcome
 * @property {Float32Array} of x₀ as its source gave it
 * @property {Float32Array} image x₀ in 256 levels
 * @property {number | null} label that the network was told
 * @property {number} prior L_T
 * @property {Point[]} points the noisiest first
 * @property {import("./bound.js").Account} account
 * @property {number} expected points that there will be
 */

export class ElboPanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;

  /** @type {import("../../../lab/lab.js").Lab | null} */ lab = null;
  /** @type {Outcome | null} */ outcome = null;
  /** @type {Float32Array | null} x₀, in 256 levels */ levels = null;
  /** The ruler's pictures of an edition; of one that goes on, those that are there stay. */
  #strip = { edition: 0, stills: /** @type {{ t: number | null, guess: Float32Array, bytes: Uint8ClampedArray }[]} */ ([]) };
  #drawn = "";
  /** Counts outcomes. */ #edition = 0;

  build() {
    this.source = new ImageSource(this);
    this.parts = { x0: new Part("x0", "x₀", "elbo.x0"), guess: new Part("guess", "x̂₀", "elbo.guess") };
    this.source.attach(this.parts.x0.canvas);
    this.account = new AccountView(this);
    this.bits = new BitsRow();
    this.sum = new BoundSum();
    this.ruler = new Ruler({ label: "elbo.t", direction: "data", onMove: (t) => this.set("t", t ?? 0), say: this.say });
    this.row = h("div", { class: "parts" }, this.parts.x0.element, this.parts.guess.element, this.account.element);
    this.termPlot = new TermPlot();
    this.ratePlot = new RatePlot();
    this.which = new WhichDigit(this);
    return {
      stage: h("div", {}, this.row),
      ruler: h("div", {}, this.bits.element, this.ruler.element),
      equation: this.sum.element,
      controls: {
        source: this.source.element,
        seed: controls.seed(this, "seed", "elbo.seed"),
        timesteps: controls.slider(this, "timesteps", "elbo.timesteps"),
      },
      actions: [h("div", { class: "actions" }, text("button", "elbo.run", { class: "run", type: "submit" }), this.cancelButton)],
      measures: { over: this.#measure("over", this.termPlot.element, "elbo-weight"), buys: this.#measure("buys", this.ratePlot.element), classify: this.which.element },
      derivation: [derived("vae", "elbo-vae"), derived("deep", "elbo-deep"), derived("ddpm", "elbo-ddpm", "elbo-terms")],
      figure: ["guess", "x0", "account"],
    };
  }

  /** @param {string} name @param {Element} plot @param {string} [which] formula */
  #measure(name, plot, which) {
    return h("div", {}, plot, which ? h("div", { class: "equation" }, formula(which)) : null, text("p", `elbo.${name}.text`, { class: "soft" }), text("p", `elbo.${name}.source`, { class: "source" }));
  }

  /** An x₀ from another panel. @param {Float32Array} image [C, H, W] in [-1, 1] */
  set image(image) {
    this.source?.reader.take(image);
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.limit("t", info.trainSteps - 1);
    this.limit("timesteps", info.trainSteps);
    this.source?.fitTo(info);
  }

  /** Follows the settings without the button, which is there for after a cancel. @param {string} name */
  settingChanged(name) {
    if (["seed", "timesteps"].includes(name) || this.source?.concerns(name)) this.runSoon();
  }

  rolled() {} // the change of the seed has already started it
  asked() {} // so have those of the beat

  async run() {
    await this.work(async (lab, signal) => {
      this.lab = lab;
      const source = /** @type {ImageSource} */ (this.source);
      const of = await source.image(lab, signal);
      const [label, seed] = [source.label, this.get("seed")];
      // The code length is that of a picture in 256 levels.
      const image = (this.levels = tensorFromBytes(bytesFromTensor(of)));
      const all = stretches(lab.info.trainSteps, Math.min(this.get("timesteps"), lab.info.trainSteps));
      const began = performance.now();
      /** @type {Point[]} */
      const points = [];
      while (points.length < all.length) {
        const some = all.slice(points.length, points.length + CHUNK);
        const { prior, bits, x0 } = await lab.bound({ image, t: some.map(({ t }) => t), seed, label, signal });
        some.forEach((stretch, k) => {
          const guess = x0.slice(k * image.length, (k + 1) * image.length);
          points.push({ ...stretch, bits: bits[k], distortion: distortion(image, guess), guess });
        });
        this.outcome = { of, image, label, prior, points: [...points], account: account(prior, points), expected: all.length };
        this.#edition += 1;
        this.status("elbo.measuring", { index: points.length, of: all.length, part: points.length / all.length });
        this.tell("frame", { ...told(this.outcome), complete: false });
      }
      const outcome = /** @type {Outcome} */ (this.outcome);
      this.announce("elbo.live", { total: outcome.account.total.toFixed(2) });
      this.tell("result", { ...told(outcome), count: 1, ms: performance.now() - began });
    });
  }

  /** Which of the points is shown: the one nearest to t on the ruler. While they come, that is the newest until t is reached. */
  get #at() {
    const { axis } = this;
    const points = this.outcome?.points ?? [];
    if (!axis) return points.length - 1;
    const off = (/** @type {number} */ k) => Math.abs(axis.at(points[k].t) - axis.at(this.get("t")));
    return points.reduce((best, _, k) => (best < 0 || off(k) < off(best) ? k : best), -1);
  }

  get axis() {
    return this.alphaBar && timeAxis(this.alphaBar);
  }

  draw() {
    const { info, outcome, source, parts } = this;
    if (!info || !source || !parts) return;
    this.row?.toggleAttribute("data-drawing", source.own);
    parts.guess.behind = outcome !== null && outcome.of !== source.current;
    parts.x0.paint(this.levels, info);
    parts.x0.say(source.says);
    this.which?.draw();
    const at = this.#at;
    const point = outcome?.points[at];
    const rate = outcome?.account.rates[at];
    const words = point && rate !== undefined ? this.say("elbo.at", { t: point.t, rate: short(rate), distortion: point.distortion.toFixed(1) }) : "—";
    this.ruler?.draw({ axis: this.axis, stops: outcome?.points.map(({ t }) => t) ?? [], here: point?.t, film: this.#film(), shape: info, words });
    const now = `${this.language} ${this.#edition} ${at}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#drawNumbers(info, at);
    this.#drawPlots(info, at);
  }

  /** x̂₀ of every point, and with all of the bits x₀ itself. */
  #film() {
    const { outcome } = this;
    if (!outcome) return [];
    const { account, image, points } = outcome;
    if (this.#strip.edition !== this.#edition) {
      const stills = points.map((point) => this.#strip.stills.find(({ guess }) => guess === point.guess) ?? { t: point.t, guess: point.guess, bytes: bytesFromTensor(point.guess) });
      if (!Number.isNaN(account.total)) stills.push({ t: null, guess: image, bytes: bytesFromTensor(image) });
      this.#strip = { edition: this.#edition, stills };
    }
    return this.#strip.stills;
  }

  /** @param {import("../../../lab/types.js").LabInfo} info @param {number} at */
  #drawNumbers(info, at) {
    const { outcome, sum, parts } = this;
    if (!outcome || !sum || !parts) return;
    const { prior, points, account, label } = outcome;
    const number = (/** @type {number} */ value) => (Number.isNaN(value) ? "—" : scientific(value));
    sum.draw({ prior: number(prior), sum: number(account.sum), last: number(account.last), total: number(account.total) }, this.say(label === null ? "elbo.bounds.any" : "elbo.bounds.label"));
    this.account?.draw({ rate: account.rates[at], total: account.total, size: sizeOf(info), empty: this.source?.empty ?? false });
    const lossless = Number.isNaN(account.total) ? [] : [account.total];
    this.bits?.draw([...points.map(({ t }) => t), ...lossless.map(() => null)], [...account.rates, ...lossless], this.axis, short);
    parts.guess.paint(points[at].guess, info);
    parts.guess.say(this.say("elbo.rmse", { value: points[at].distortion.toFixed(1) }));
  }

  /** @param {import("../../../lab/types.js").LabInfo} info @param {number} at */
  #drawPlots(info, at) {
    const { outcome } = this;
    const points = outcome?.points ?? [];
    const y = this.say("elbo.bits");
    this.termPlot?.draw(points, points[at]?.t ?? null, this.axis, { y, label: this.say("elbo.over.label") });
    this.ratePlot?.draw(points, outcome?.account ?? account(0, []), at, { x: this.say("elbo.buys.x"), y: this.say("elbo.buys.y"), label: this.say("elbo.buys.label") });
  }
}

/** A step of the derivation. @param {string} name @param {...string} which formulas */
function derived(name, ...which) {
  const title = h("h3", {}, text("span", `elbo.${name}`), " ", text("small", `elbo.${name}.source`, { class: "source" }));
  return h("section", {}, title, ...which.map((each) => h("div", { class: "equation" }, formula(each))), text("p", `elbo.${name}.text`, { class: "soft" }));
}

/** Fits below a small picture. @param {number} rate */
const short = (rate) => (rate < 0.005 ? "< 0.01" : rate.toFixed(2));

/** An outcome as listeners get it. @param {Outcome} outcome */
function told({ image, prior, points, account }) {
  const { sum, last, total, rates } = account;
  return { image, prior, sum, last, total, rates, points: points.map(({ guess, ...point }) => ({ ...point, x0: guess })) };
}
