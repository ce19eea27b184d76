/** <unnoise-interpolate>: the pictures between two latents, or among four. */

import { formula } from "../../math/formulas.js";
import { between } from "../../math/numbers.js";
import { PictureEquation } from "../../math/picture-equation.js";
import { PanelBody } from "../../panel/panel.js";
import { sizeOf } from "../../pictures/pixels.js";
import { OwnImage } from "../../source/own-image.js";
import { addStrings } from "../../strings/index.js";
import { cite } from "../../ui/cite.js";
import * as controls from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { BEATS } from "./beats.js";
import { Corners } from "./corners.js";
import en from "./en.js";
import ko from "./ko.js";
import { latentGrid } from "./latent-grid.js";
import { NormPlot, lengths } from "./norm-plot.js";
import { PlaceSlider } from "./place-slider.js";
import { scope } from "./settings.js";
import { characterOf, spanOf } from "./span.js";
import { sheet } from "./sheet.js";
import { WAYS, Walk } from "./walk.js";

addStrings(en, ko);

/** Places of the slider along the path. */
const PLACES = 100;
/** What the line under the rows can say, by whose z it is and what it led to. */
const SAID = ["each.jumps", "shared.still", "shared.walks"];
/** A run that takes no longer follows the settings by itself. */
const SOON_MS = 6000;

/** @typedef {"from" | "to"} Side */
/** @typedef {import("../../../lab/lab.js").Lab} Lab */
/** @typedef {import("../../../lab/types.js").StepProgress} StepProgress */

export class InterpolatePanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;

  /** @type {Record<"slerp" | "lerp", number[]>} ‖x_T‖/√D along each path */ norms = { slerp: [], lerp: [] };

  /** How far apart the pictures of the rows are that are finished. @type {Partial<Record<import("./walk.js").Way, import("./span.js").Span>>} */ spans = {};
  /** How the last row on show was made. @type {{ eta: number, noise: "each" | "shared" } | null} */ fresh = null;

  /** The latent at the place of the slider. @type {{ of: string, ends: unknown, equation: import("../../math/numbers.js").Equation } | null} */ #mixed = null;
  /** x_T of both ends. @type {{ from: Float32Array, to: Float32Array } | null} */ ends = null;

  build() {
    const { say } = this;
    this.place = new PlaceSlider({ label: "interpolate.at", onMove: () => this.set("at", (this.place?.position ?? 0) / PLACES), say });
    this.walk = new Walk();
    this.corners = new Corners(this);
    this.verdict = h("p", { class: "verdict row-said", "aria-live": "polite" });
    this.norm = new NormPlot();
    this.own = { from: new OwnImage(this, { picture: "from-picture", source: "from-source" }), to: new OwnImage(this, { picture: "to-picture", source: "to-source" }) };
    this.equation = new PictureEquation(this);
    const third = h("div", { class: "stack" }, controls.seed(this, "third", "interpolate.third"), controls.seed(this, "fourth", "interpolate.fourth"));
    const frames = controls.slider(this, "frames", "interpolate.frames");
    const side = controls.slider(this, "side", "interpolate.side");
    const eta = controls.slider(this, "eta", "interpolate.eta", { step: 0.05, format: (v) => v.toFixed(2) });
    const noise = controls.noise(this, "noise", "interpolate.noise", () => (this.get("eta") === 0 ? "control.noise.none" : null));
    this.updaters.push(() => {
      third.hidden = side.hidden = this.get("view") !== "grid";
      // The grid adds no noise.
      frames.hidden = eta.hidden = noise.hidden = !third.hidden;
    });
    const run = text("button", "interpolate.run", { class: "run", type: "submit" });
    return {
      stage: h("div", { "data-sampler": "ddim" }, this.walk.element, this.verdict, this.corners.element),
      figure: ["slerp", "ddpm"],
      ruler: this.place.element,
      equation: this.equation.element,
      controls: {
        view: controls.segmented(this, "view", "interpolate.view", [
          { value: "strip", key: "interpolate.view.strip" },
          { value: "grid", key: "interpolate.view.grid" },
        ]),
        from: this.#end("from"),
        to: this.#end("to"),
        corners: third,
        label: controls.labels(this, "label"),
        noise,
      },
      more: [
        eta,
        controls.segmented(this, "method", "interpolate.method", [
          { value: "slerp", key: "interpolate.slerp" },
          { value: "lerp", key: "interpolate.lerp" },
        ]),
        frames,
        side,
        controls.steps(this, "steps"),
      ],
      actions: [h("div", { class: "actions" }, run, this.cancelButton)],
      measures: { length: this.#length() },
      derivation: [
        h("section", {}, h("h3", {}, text("span", "interpolate.path"), (this.pathSource = h("small", { class: "source" }))), (this.path = h("div", { class: "equation" })), (this.pathText = h("p", { class: "soft" }))),
        h("section", {}, h("h3", {}, text("span", "walk.title"), text("small", "walk.source", { class: "source" })), text("p", "walk.text", { class: "soft" })),
      ],
    };
  }

  /** One end: a seed's latent, or a picture of the reader's own, which is encoded. @param {Side} side */
  #end(side) {
    const own = /** @type {Record<Side, OwnImage>} */ (this.own)[side];
    const place = h("div", { class: "picture" });
    own.attach(place);
    const ofReader = h("div", { class: "stack own" }, place, own.element);
    const seed = controls.seed(this, side, `interpolate.${side}`);
    this.updaters.push(() => {
      seed.hidden = own.chosen;
      ofReader.hidden = !own.chosen;
    });
    const choice = controls.segmented(this, `${side}-source`, `interpolate.${side}-end`, [
      { value: "seed", key: "interpolate.seed" },
      { value: "drawing", key: "source.drawing" },
    ]);
    return h("div", { class: "stack" }, choice, seed, ofReader);
  }

  #length() {
    const line = (/** @type {string} */ name) => h("span", {}, h("i", { class: `stroke ${name}` }), text("span", `interpolate.${name}`));
    return h("div", {}, this.norm?.element ?? null, h("p", { class: "legend" }, line("slerp"), line("lerp"), line("shell")), text("p", "interpolate.norm.text", { class: "soft" }));
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.limit("steps", info.trainSteps);
    if (info.labels.length > 0) this.limit("label", info.labels.length - 1);
    this.own?.from.fitTo(info);
    this.own?.to.fitTo(info);
  }

  /** Follows the settings, as long as that takes seconds. @param {string} name */
  settingChanged(name) {
    if (name === "at") return;
    if (this.#expected <= SOON_MS) this.runSoon();
    else super.settingChanged(name);
  }

  rolled() {} // the change of the seed has already started it
  asked() {
    this.runSoon();
  }

  /** Milliseconds that a run with these settings takes, by the warm-up. */
  get #expected() {
    const { info } = this;
    const images = this.get("view") === "grid" ? this.get("side") ** 2 : 3 * this.get("frames");
    return info ? (images * this.get("steps") * info.msPerStep) / info.msPerStepBatch : 0;
  }

  async run() {
    await this.work(async (lab, signal) => {
      this.walk?.behind();
      const [from, to] = [await this.#endpoint(lab, "from", signal), await this.#endpoint(lab, "to", signal)];
      if (this.get("view") === "grid") await this.#runGrid(lab, from, to, signal);
      else await this.#runStrip(lab, from, to, signal);
    });
  }

  /** @param {Lab} lab @param {Side} side @param {AbortSignal} signal @returns {Promise<import("../../../lab/types.js").Endpoint>} */
  async #endpoint(lab, side, signal) {
    const own = /** @type {Record<Side, OwnImage>} */ (this.own)[side];
    if (!own.chosen) return { seed: this.get(side) };
    const onProgress = (/** @type {StepProgress} */ { index, of }) => this.status("interpolate.encoding", { part: (index + 1) / of });
    const { latent } = await lab.encode({ image: own.image(lab.info), steps: this.get("steps"), label: this.get("label"), signal, onProgress });
    return { latent };
  }

  /**
   * The chosen path first, its guesses as they come; then what stands beside it.
   *
   * @param {Lab} lab @param {import("../../../lab/types.js").Endpoint} from @param {import("../../../lab/types.js").Endpoint} to @param {AbortSignal} signal
   */
  async #runStrip(lab, from, to, signal) {
    const method = /** @type {"slerp" | "lerp"} */ (this.get("method"));
    const other = method === "slerp" ? "lerp" : "slerp";
    const [steps, label] = [this.get("steps"), this.get("label")];
    const fresh = { eta: this.get("eta"), noise: this.get("noise") };
    const options = { from, to, frames: this.get("frames"), steps, label, signal };
    const onProgress = (/** @type {import("./walk.js").Way} */ way) => (/** @type {StepProgress} */ { index, of }) => this.status("walk.running", { way: this.#nameOf(way, fresh), part: (index + 1) / of });
    this.norms = { slerp: [], lerp: [] };
    const run = lab.interpolate({ ...options, method, onProgress: onProgress(method) });
    delete this.spans[method];
    for await (const frame of run) {
      this.walk?.set(method, frame.x0);
      this.tell("frame", frame);
      this.invalidate();
    }
    const first = await run.result;
    this.#keep(method, first, lab.info);
    const size = sizeOf(lab.info);
    this.ends = { from: first.latents.slice(0, size), to: first.latents.slice(-size) };
    this.announce("live.done");
    this.tell("result", { ...first, msPerStep: first.ms / steps, batch: first.count });
    const second = await lab.interpolate({ ...options, method: other, onProgress: onProgress(other) }).result;
    this.#keep(other, second, lab.info);
    const latents = (method === "slerp" ? first : second).latents;
    const down = await lab.denoise({ image: latents, t: lab.info.trainSteps - 1, steps, ...fresh, label, signal, onProgress: onProgress("ddpm") });
    this.fresh = fresh;
    this.#show("ddpm", down.image, latents, size);
  }

  /** @param {"slerp" | "lerp"} way @param {import("../../../lab/types.js").SampleResult} result @param {import("../../pictures/pixels.js").Shape} shape */
  #keep(way, { images, latents }, shape) {
    this.norms = { ...this.norms, [way]: lengths(latents, sizeOf(shape)) };
    this.#show(way, images, latents, sizeOf(shape));
  }

  /** A row that is finished. @param {import("./walk.js").Way} way @param {Float32Array} images @param {Float32Array} latents @param {number} size */
  #show(way, images, latents, size) {
    this.walk?.set(way, images);
    this.spans = { ...this.spans, [way]: spanOf(images, size) };
    this.tell("frame", { way, images, latents });
    this.invalidate();
  }

  /** @param {import("./walk.js").Way} way @param {{ eta: number }} fresh */
  #nameOf(way, { eta }) {
    return way === "ddpm" && eta < 1 ? this.say("walk.eta", { eta: eta.toFixed(2) }) : this.say(`walk.${way}`);
  }

  /** The rows' names and distances, and in words what the last one shows beside the first. @param {boolean} strip */
  #drawWords(strip) {
    const { spans, walk, verdict } = this;
    const fresh = this.fresh ?? { eta: this.get("eta"), noise: this.get("noise") };
    for (const way of WAYS) {
      const span = spans[way];
      const what = way !== "ddpm" ? `walk.${way}.what` : fresh.eta === 0 ? "walk.none.what" : fresh.noise === "shared" ? "walk.shared.what" : "walk.ddpm.what";
      walk?.explain(way, {
        name: this.#nameOf(way, fresh),
        what: this.say(what),
        span: span ? this.say("walk.span", { step: span.step.toFixed(3), ends: span.ends.toFixed(3) }) : "",
        sampler: way === "ddpm" && fresh.eta === 1 ? "ddpm" : "ddim",
      });
    }
    if (!verdict) return;
    verdict.hidden = !strip;
    const seen = spans.ddpm && spans.slerp && fresh.eta > 0 ? `${fresh.noise}.${characterOf(spans.ddpm, spans.slerp)}` : "";
    setText(verdict, SAID.includes(seen) ? this.say(`walk.${seen}`) : "");
  }

  /** @param {Lab} lab @param {import("../../../lab/types.js").Endpoint} from @param {import("../../../lab/types.js").Endpoint} to @param {AbortSignal} signal */
  async #runGrid(lab, from, to, signal) {
    const [side, steps] = [this.get("side"), this.get("steps")];
    const result = await latentGrid(lab, {
      corners: [from, to, { seed: this.get("third") }, { seed: this.get("fourth") }],
      side,
      steps,
      method: this.get("method"),
      label: this.get("label"),
      signal,
      onFrame: (images, part) => {
        this.corners?.set(images, side);
        this.status("status.running", { part });
      },
    });
    this.announce("live.done");
    this.tell("result", { ...result, count: side * side, msPerStep: result.ms / (side * steps), batch: side });
  }

  draw() {
    const { info, place, norm, corners, walk } = this;
    if (!place || !corners || !walk) return;
    const strip = this.get("view") === "strip";
    walk.element.hidden = !strip;
    corners.element.hidden = strip;
    place.element.hidden = !strip;
    if (this.equation) this.equation.element.hidden = !strip;
    if (this.layout && !strip) this.layout.measures.element.hidden = true; // lengths are measured along a path
    const at = this.get("at");
    place.move(Math.round(at * PLACES));
    place.draw(PLACES + 1, PLACES + 1, `a = ${at.toFixed(2)}`);
    this.#drawPath();
    this.#drawWords(strip);
    if (!info) return;
    walk.draw(at, this.get("frames"), info);
    this.#drawEquation(at, info);
    corners.draw(info);
    norm?.draw({ norms: this.norms, at, method: this.get("method"), size: sizeOf(info), label: this.say("interpolate.norm.label") });
  }

  /** @param {number} at @param {import("../../pictures/pixels.js").Shape} shape */
  #drawEquation(at, shape) {
    const { ends, equation } = this;
    const method = this.get("method");
    const now = `${method} ${at}`;
    if (!ends || !equation) return;
    if (this.#mixed?.of !== now || this.#mixed.ends !== ends) this.#mixed = { of: now, ends, equation: between({ ...ends, a: at, method }) };
    equation.draw(this.#mixed.equation, shape);
  }

  #drawPath() {
    const method = this.get("method");
    if (this.path && this.path.dataset.of !== method) {
      this.path.dataset.of = method;
      this.path.replaceChildren(formula(method));
    }
    if (this.pathSource) cite(this.pathSource, this.say(`interpolate.${method}.source`));
    if (this.pathText) setText(this.pathText, this.say(`interpolate.${method}.text`));
  }
}
