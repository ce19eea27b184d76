/** <unnoise-elbo>: the variational bound of a picture, term by term, and what its bits buy. */

import { formula } from "../../math/formulas.js";
import { Panel } from "../../panel/panel.js";
import { bytesFromTensor, paintGrid, sizeOf, tensorFromBytes } from "../../pictures/pixels.js";
import { Timeline } from "../../run/timeline.js";
import { ImageSource } from "../../source/image-source.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { fragment, h, setText, text } from "../../ui/dom.js";
import { scientific } from "../../ui/format.js";
import { RatePlot, TermPlot } from "./bound-plots.js";
import { account, distortion, stretches } from "./bound.js";
import en from "./en.js";
import ko from "./ko.js";
import { scope } from "./settings.js";

addStrings(en, ko);

/** Timesteps measured in one network call: few enough to see the points come, and to cancel between. */
const CHUNK = 10;
/** Pictures of the way, in one row or in two. */
const [STAGES, NARROW] = [10, 5];

/** @typedef {import("./bound.js").Point} Point */

/**
 * What is measured by now.
 * @typedef {object} Outcome
 * @property {Float32Array} of x₀ as its source gave it
 * @property {Float32Array} image x₀ in 256 levels
 * @property {number} prior L_T
 * @property {Point[]} points the noisiest first
 * @property {import("./bound.js").Account} account
 * @property {number} expected points that there will be
 */

export class ElboPanel extends Panel {
  static scope = scope;

  /** @type {Outcome | null} */ outcome = null;
  /** @type {Float32Array | null} x₀, in 256 levels */ image = null;
  /** @type {unknown} */ #shown = undefined;
  /** @type {Float32Array | null} */ #guess = null;
  #drawn = "";
  /** Counts outcomes. */ #edition = 0;

  build() {
    this.source = new ImageSource(this);
    this.x0 = controls.picture(this, "x<sub>0</sub>", "elbo.x0", "elbo.x0.label");
    this.guess = controls.picture(this, "x̂<sub>0</sub>", "elbo.guess", "elbo.guess.label");
    this.source.attach(this.x0.canvas);
    this.timeline = new Timeline({ label: "elbo.t", onMove: () => this.#moved(), say: (key, values) => this.say(key, values) });
    this.facts = controls.facts({ t: "t", rate: "elbo.rate", bytes: "elbo.bytes", distortion: "elbo.distortion" });
    this.stages = Array.from({ length: STAGES }, () => {
      const canvas = h("canvas", { width: 1, height: 1, role: "img", hidden: true });
      const caption = h("figcaption", { class: "soft num" }, "—");
      return { canvas, caption, element: h("figure", {}, h("div", { class: "picture" }, canvas), caption) };
    });
    this.way = h("div", { class: "strip", role: "group", "data-s-label": "elbo.way", style: `--wide: ${STAGES}; --narrow: ${NARROW}` }, ...this.stages.map(({ element }) => element));
    const settings = h(
      "form",
      { class: "settings", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      this.source.element,
      controls.seed(this, "seed", "elbo.seed"),
      controls.slider(this, "timesteps", "elbo.timesteps"),
      h("div", { class: "actions" }, text("button", "elbo.run", { class: "run", type: "submit" }), this.cancelButton ?? null),
      this.statusBox ?? null,
    );
    this.trio = h("div", { class: "trio" }, this.x0.element, this.guess.element, this.#buildTable());
    const stage = h("div", { class: "stage card" }, this.trio, this.timeline.element, this.facts.element, this.way, text("p", "elbo.way.text", { class: "soft" }), this.errorBox ?? null);
    return h("div", { class: "grid", style: "--accent: var(--vae)" }, settings, stage, this.#below());
  }

  #buildTable() {
    const row = (/** @type {string} */ symbol, /** @type {string} */ key) => {
      const value = h("td", {}, "—");
      return { value, element: h("tr", {}, h("th", { scope: "row" }, h("span", { class: "math" }, fragment(symbol)), text("small", key, { class: "soft" })), value) };
    };
    this.terms = {
      prior: row("L<sub>T</sub>", "elbo.prior"),
      sum: row("L<sub>1</sub> + … + L<sub>T−1</sub>", "elbo.sum"),
      last: row("L<sub>0</sub>", "elbo.last"),
      total: row("L", "elbo.total"),
    };
    this.verdict = h("p", { class: "soft num verdict" });
    const heads = h("tr", {}, text("th", "elbo.term", { scope: "col" }), text("th", "elbo.bits", { scope: "col" }));
    const table = h("table", { class: "costs num terms" }, h("thead", {}, heads), h("tbody", {}, ...Object.values(this.terms).map(({ element }) => element)));
    return h("section", {}, h("h2", {}, text("span", "elbo.bound"), text("small", "elbo.bound.source")), table, this.verdict);
  }

  #below() {
    this.termPlot = new TermPlot();
    this.ratePlot = new RatePlot();
    const card = (/** @type {string} */ name, /** @type {(Node | null)[]} */ ...parts) =>
      h("section", { class: "card" }, h("h2", {}, text("span", `elbo.${name}`), text("small", `elbo.${name}.source`)), ...parts, text("p", `elbo.${name}.text`, { class: "soft" }));
    const shown = (/** @type {string} */ name) => h("div", { class: "equation" }, formula(name));
    const ddpm = card("ddpm", shown("elbo-ddpm"), shown("elbo-terms"));
    ddpm.classList.add("whole");
    return h(
      "div",
      { class: "below" },
      card("over", this.termPlot.element, shown("elbo-weight")),
      card("buys", this.ratePlot.element),
      card("vae", shown("elbo-vae")),
      card("deep", shown("elbo-deep")),
      ddpm,
    );
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

  async run() {
    await this.work(async (lab, signal) => {
      const source = /** @type {ImageSource} */ (this.source);
      const of = await source.image(lab, signal);
      const [label, seed] = [source.label, this.get("seed")];
      // The code length is that of a picture in 256 levels.
      const image = (this.image = tensorFromBytes(bytesFromTensor(of)));
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
        this.outcome = { of, image, prior, points: [...points], account: account(prior, points), expected: all.length };
        this.#edition += 1;
        this.status("elbo.measuring", { index: points.length, of: all.length, part: points.length / all.length });
        this.tell("frame", { ...told(this.outcome), complete: false });
      }
      const outcome = /** @type {Outcome} */ (this.outcome);
      this.announce("elbo.live", { total: outcome.account.total.toFixed(2) });
      this.tell("result", { ...told(outcome), count: 1, ms: performance.now() - began });
    });
  }

  /** Which of the points is shown: the one nearest to t. While they come, that is the newest until t is reached. */
  get #at() {
    const points = this.outcome?.points ?? [];
    const off = (/** @type {number} */ k) => Math.abs(points[k].t - this.get("t"));
    return points.reduce((best, _, k) => (best < 0 || off(k) < off(best) ? k : best), -1);
  }

  #moved() {
    const { outcome, timeline } = this;
    const point = outcome?.points[Math.min(timeline?.position ?? 0, outcome.points.length - 1)];
    if (point) this.set("t", point.t);
    this.invalidate(); // also where t stays: playing has begun or ended
  }

  draw() {
    const { info, outcome, source, timeline, trio } = this;
    if (!info || !trio || !timeline || !source) return;
    trio.toggleAttribute("data-drawing", source.own);
    const behind = outcome !== null && outcome.of !== source.current;
    this.guess?.element.toggleAttribute("data-behind", behind);
    this.way?.toggleAttribute("data-behind", behind);
    if (this.image && this.image !== this.#shown && this.x0) {
      this.#shown = this.image;
      paintGrid(this.x0.canvas, bytesFromTensor(this.image), info);
    }
    const at = this.#at;
    const rate = outcome?.account.rates[at];
    if (outcome) timeline.move(at);
    timeline.draw(outcome?.points.length ?? 0, outcome?.expected ?? 1, rate === undefined ? "—" : this.say("elbo.at", { t: outcome?.points[at].t, rate: short(rate) }));
    const now = `${this.language} ${this.#edition} ${at}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#drawNumbers(info, at);
    this.#drawPictures(info, at);
    const points = outcome?.points ?? [];
    const y = this.say("elbo.bits");
    this.termPlot?.draw(points, points[at]?.t ?? null, info.trainSteps, { y, label: this.say("elbo.over.label") });
    this.ratePlot?.draw(points, outcome?.account ?? account(0, []), at, { x: this.say("elbo.buys.x"), y: this.say("elbo.buys.y"), label: this.say("elbo.buys.label") });
  }

  /** @param {import("../../../lab/types.js").LabInfo} info @param {number} at */
  #drawNumbers(info, at) {
    const { outcome, terms, verdict } = this;
    if (!outcome || !terms || !verdict) return;
    const { prior, points, account } = outcome;
    const number = (/** @type {number} */ value) => (Number.isNaN(value) ? "—" : scientific(value));
    for (const [name, value] of Object.entries({ ...account, prior })) {
      if (name in terms) setText(terms[/** @type {keyof typeof terms} */ (name)].value, number(/** @type {number} */ (value)));
    }
    const bytes = (/** @type {number} */ rate) => String(Math.round((rate * sizeOf(info)) / 8));
    const { total } = account;
    setText(verdict, Number.isNaN(total) ? "" : this.say("elbo.verdict", { total: total.toFixed(2), bytes: bytes(total), raw: sizeOf(info) }));
    this.facts?.draw({ t: String(points[at].t), rate: scientific(account.rates[at]), bytes: bytes(account.rates[at]), distortion: points[at].distortion.toFixed(1) });
  }

  /** @param {import("../../../lab/types.js").LabInfo} info @param {number} at */
  #drawPictures(info, at) {
    const { outcome, stages, guess } = this;
    if (!outcome || !stages || !guess) return;
    const { points, account, expected } = outcome;
    if (this.#guess !== points[at].guess) {
      this.#guess = points[at].guess;
      paintGrid(guess.canvas, bytesFromTensor(this.#guess), info);
    }
    const places = stages.map((_, i) => Math.round((i * (expected - 1)) / (STAGES - 1)));
    const nearest = places.reduce((best, place) => (Math.abs(place - at) < Math.abs(best - at) ? place : best));
    stages.forEach(({ canvas, caption }, i) => {
      const [k, point] = [places[i], points[places[i]]];
      canvas.hidden = point === undefined;
      canvas.parentElement?.toggleAttribute("data-here", point !== undefined && k === nearest);
      setText(caption, point ? short(account.rates[k]) : "—");
      if (!point) return;
      canvas.setAttribute("aria-label", this.say("elbo.stage", { t: point.t, rate: short(account.rates[k]) }));
      paintGrid(canvas, bytesFromTensor(point.guess), info);
    });
  }
}

/** Fits below a small picture. @param {number} rate */
const short = (rate) => (rate < 0.005 ? "< 0.01" : rate.toFixed(2));

/** An outcome as listeners get it. @param {Outcome} outcome */
function told({ image, prior, points, account }) {
  const { sum, last, total, rates } = account;
  return { image, prior, sum, last, total, rates, points: points.map(({ guess, ...point }) => ({ ...point, x0: guess })) };
}
