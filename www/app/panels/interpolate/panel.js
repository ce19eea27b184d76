/** <unnoise-interpolate>: the pictures between two latents, or among four. */

import { formula } from "../../math/formulas.js";
import { Panel } from "../../panel/panel.js";
import { bytesFromTensor, paintGrid, sizeOf } from "../../pictures/pixels.js";
import { figureOf } from "../../pictures/strips.js";
import { follow, onProgressOf } from "../../run/record.js";
import { Recording } from "../../run/recording.js";
import { Timeline } from "../../run/timeline.js";
import { OwnImage } from "../../source/own-image.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, reducedMotion, setText, text } from "../../ui/dom.js";
import en from "./en.js";
import ko from "./ko.js";
import { latentGrid } from "./latent-grid.js";
import { NormPlot, lengths } from "./norm-plot.js";
import { scope } from "./settings.js";
import { Walk } from "./walk.js";

addStrings(en, ko);

/** Places of the slider along the path. */
const PLACES = 100;

/** @typedef {"from" | "to"} Side */
/** @typedef {import("../../../lab/lab.js").Lab} Lab */

export class InterpolatePanel extends Panel {
  static scope = scope;

  /** @type {Recording | null} */ recording = null;
  /** @type {Record<"slerp" | "lerp", number[]>} ‖x_T‖/√d along each path */ norms = { slerp: [], lerp: [] };
  /** @type {Uint8ClampedArray | null} the grid so far */ grid = null;
  /** @type {unknown} the grid on the canvas */ #painted = undefined;
  /** @type {{ moment: unknown, frames: number }} on the strips */ #shown = { moment: null, frames: 0 };

  build() {
    const say = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ values = {}) => this.say(key, values);
    this.timeline = new Timeline({ onMove: () => this.invalidate(), say });
    this.place = new Timeline({ label: "interpolate.at", onMove: () => this.set("at", (this.place?.position ?? 0) / PLACES), say });
    this.xt = figureOf("x<sub>t</sub>", "picture.xt");
    this.x0 = figureOf("x̂<sub>0</sub>", "picture.x0");
    this.walk = new Walk();
    this.norm = new NormPlot();
    this.own = { from: new OwnImage(this, { picture: "from-picture", source: "from-source" }), to: new OwnImage(this, { picture: "to-picture", source: "to-source" }) };
    this.equation = h("div", { class: "equation" });
    this.equationSource = h("small", { class: "source" });
    this.equationText = h("p", { class: "soft" });
    this.gridCanvas = h("canvas", { width: 1, height: 1, role: "img", "data-s-label": "interpolate.grid.label", hidden: true });
    this.stripBox = h("div", {}, this.xt.element, h("div", { style: "height: 16px" }), this.x0.element, this.timeline.element);
    this.gridBox = h("figure", {}, h("h2", {}, h("span", { class: "math" }, "x̂", h("sub", {}, "0")), text("small", "interpolate.grid.what")), h("div", { class: "picture" }, this.gridCanvas));
    const stage = h("div", { class: "stage card" }, this.stripBox, this.gridBox, this.errorBox ?? null);
    return h("div", { class: "grid", "data-sampler": "ddim" }, this.#settings(), stage, this.#below());
  }

  #settings() {
    const corners = h("div", { class: "stack" }, controls.seed(this, "third", "interpolate.third"), controls.seed(this, "fourth", "interpolate.fourth"), controls.slider(this, "side", "interpolate.side"));
    const frames = controls.slider(this, "frames", "interpolate.frames");
    this.updaters.push(() => {
      corners.hidden = this.get("view") !== "grid";
      frames.hidden = !corners.hidden;
    });
    return h(
      "form",
      { class: "settings", "data-sampler": "ddim", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      controls.segmented(this, "view", "interpolate.view", [
        { value: "strip", key: "interpolate.view.strip" },
        { value: "grid", key: "interpolate.view.grid" },
      ]),
      this.#end("from"),
      this.#end("to"),
      corners,
      controls.segmented(this, "method", "interpolate.method", [
        { value: "slerp", key: "interpolate.slerp" },
        { value: "lerp", key: "interpolate.lerp" },
      ]),
      frames,
      controls.steps(this, "steps"),
      controls.labels(this, "label"),
      h("div", { class: "actions" }, text("button", "interpolate.run", { class: "run", type: "submit" }), this.cancelButton ?? null),
      this.statusBox ?? null,
    );
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

  #below() {
    const { walk, place, norm, equation, equationText, equationSource } = this;
    this.walkCard = h(
      "section",
      { class: "card whole" },
      h("h2", {}, text("span", "walk.title"), text("small", "walk.source")),
      ...(walk?.elements ?? []),
      place?.element ?? null,
      text("p", "walk.text", { class: "soft", style: "margin-top: 12px" }),
    );
    const legend = h(
      "p",
      { class: "legend" },
      ...[["slerp", "solid var(--ddim)"], ["lerp", "dashed var(--ddim)"], ["shell", "dotted var(--edge)"]].map(([name, stroke]) => h("span", {}, h("i", { style: `border-top: 2px ${stroke}` }), text("span", `interpolate.${name}`))),
    );
    this.normCard = h("section", { class: "card" }, h("h2", {}, text("span", "interpolate.norm"), text("small", "interpolate.norm.axis")), norm?.element ?? null, legend);
    const path = h("section", { class: "card" }, h("h2", {}, text("span", "interpolate.path"), equationSource ?? null), equation ?? null, equationText ?? null);
    return h("div", { class: "below" }, this.walkCard, this.normCard, path);
  }

  /** @param {import("../../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.limit("steps", info.trainSteps);
    if (info.labels.length > 0) this.limit("label", info.labels.length - 1);
    this.own?.from.fitTo(info);
    this.own?.to.fitTo(info);
  }

  /** @param {string} name */
  settingChanged(name) {
    if (name !== "at") super.settingChanged(name);
  }

  async run() {
    await this.work(async (lab, signal) => {
      const [from, to] = [await this.#endpoint(lab, "from", signal), await this.#endpoint(lab, "to", signal)];
      if (this.get("view") === "grid") await this.#runGrid(lab, from, to, signal);
      else await this.#runStrip(lab, from, to, signal);
    });
  }

  /** @param {Lab} lab @param {Side} side @param {AbortSignal} signal @returns {Promise<import("../../../lab/types.js").Endpoint>} */
  async #endpoint(lab, side, signal) {
    const own = /** @type {Record<Side, OwnImage>} */ (this.own)[side];
    if (!own.chosen) return { seed: this.get(side) };
    const onProgress = (/** @type {import("../../../lab/types.js").StepProgress} */ { index, of }) => this.status("interpolate.encoding", { part: (index + 1) / of });
    const { latent } = await lab.encode({ image: own.image(lab.info), steps: this.get("steps"), label: this.get("label"), signal, onProgress });
    return { latent };
  }

  /**
   * The chosen path first, with its steps; then what stands beside it.
   *
   * @param {Lab} lab @param {import("../../../lab/types.js").Endpoint} from @param {import("../../../lab/types.js").Endpoint} to @param {AbortSignal} signal
   */
  async #runStrip(lab, from, to, signal) {
    this.timeline?.reset();
    const method = /** @type {"slerp" | "lerp"} */ (this.get("method"));
    const other = method === "slerp" ? "lerp" : "slerp";
    const [steps, label] = [this.get("steps"), this.get("label")];
    const options = { from, to, frames: this.get("frames"), steps, label, signal };
    const recording = new Recording(steps);
    const run = lab.interpolate({ ...options, method, onProgress: onProgressOf(this, recording) });
    const begun = () => {
      this.recording = recording;
      this.walk?.clear();
      this.norms = { slerp: [], lerp: [] };
    };
    const first = await follow(this, run, recording, begun);
    this.#keep(method, first, lab.info);
    const onProgress = (/** @type {string} */ way) => (/** @type {import("../../../lab/types.js").StepProgress} */ { index, of }) => this.status("walk.running", { way: this.say(`walk.${way}`), part: (index + 1) / of });
    const beside = lab.interpolate({ ...options, method: other, onProgress: onProgress(other) });
    const second = await beside.result;
    this.#keep(other, second, lab.info);
    const latents = (method === "slerp" ? first : second).latents;
    const down = await lab.denoise({ image: latents, t: lab.info.trainSteps - 1, steps, eta: 1, label, signal, onProgress: onProgress("ddpm") });
    this.walk?.set("ddpm", bytesFromTensor(down.image));
    this.tell("frame", { way: "ddpm", images: down.image, latents });
  }

  /** @param {"slerp" | "lerp"} way @param {import("../../../lab/types.js").SampleResult} result @param {import("../../pictures/pixels.js").Shape} shape */
  #keep(way, { images, latents }, shape) {
    this.norms = { ...this.norms, [way]: lengths(latents, sizeOf(shape)) };
    this.walk?.set(way, bytesFromTensor(images));
    this.tell("frame", { way, images, latents });
    this.invalidate();
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
      onFrame: (bytes, part) => {
        this.grid = bytes;
        this.status("status.running", { part });
      },
    });
    this.announce("live.done");
    this.tell("result", { ...result, count: side * side, msPerStep: result.ms / (side * steps), batch: side });
  }

  draw() {
    const { timeline, info, stripBox, gridBox, walkCard, normCard, place, norm } = this;
    if (!timeline || !stripBox || !gridBox || !walkCard || !normCard || !place) return;
    const strip = this.get("view") === "strip";
    stripBox.hidden = walkCard.hidden = normCard.hidden = !strip;
    gridBox.hidden = strip;
    const [at, frames] = [this.get("at"), this.get("frames")];
    place.move(Math.round(at * PLACES));
    place.draw(PLACES + 1, PLACES + 1, `a = ${at.toFixed(2)}`);
    this.#drawPath();
    this.#drawStrips(frames);
    if (!info) return;
    this.walk?.draw(at, frames, info);
    norm?.draw({ norms: this.norms, at, method: this.get("method"), size: sizeOf(info), label: this.say("interpolate.norm.label") });
    if (!this.gridCanvas || !this.grid || this.grid === this.#painted) return;
    this.#painted = this.grid;
    this.gridCanvas.hidden = false;
    paintGrid(this.gridCanvas, this.grid, info);
  }

  /** @param {number} frames */
  #drawStrips(frames) {
    const { timeline, recording, info, xt, x0 } = this;
    const moments = recording?.moments ?? [];
    if (!timeline || !xt || !x0) return;
    if (timeline.following && (!this.running || !reducedMotion())) timeline.move(moments.length - 1);
    const moment = moments[Math.min(timeline.position, moments.length - 1)] ?? null;
    const words = moment === null ? "" : this.say(moment.t === null ? "timeline.end" : "timeline.step", { index: moment.index + 1, of: recording?.of ?? 0 });
    timeline.draw(moments.length, recording?.expected ?? 0, words);
    // As many tiles as the setting says, so that their room is there before the pictures are.
    for (const { strip } of [xt, x0]) strip.size(frames);
    if (!info || !moment || (this.#shown.moment === moment && this.#shown.frames === frames)) return;
    this.#shown = { moment, frames };
    xt.strip.paint(moment.xt, info);
    x0.strip.paint(moment.x0, info);
  }

  #drawPath() {
    const method = this.get("method");
    if (this.equation && this.equation.dataset.of !== method) {
      this.equation.dataset.of = method;
      this.equation.replaceChildren(formula(method));
    }
    if (this.equationSource) setText(this.equationSource, this.say(`interpolate.${method}.source`));
    if (this.equationText) setText(this.equationText, this.say(`interpolate.${method}.text`));
  }
}
