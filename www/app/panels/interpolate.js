/** <unnoise-interpolate>: the pictures between two seeds. */

import * as controls from "../controls.js";
import { fragment, h, reducedMotion, setText, text } from "../dom.js";
import { formula } from "../formulas.js";
import { Panel } from "../panel.js";
import { paintGrid, sizeOf } from "../pixels.js";
import { Plot } from "../plot.js";
import { Recording } from "../recording.js";
import { follow, onProgressOf } from "../record.js";
import { Timeline } from "../timeline.js";

export class InterpolatePanel extends Panel {
  static scope = "interpolate";

  /** @type {Recording | null} */ recording = null;
  /** @type {number[]} ‖x_T‖/√d along the strip of the last run */ norms = [];
  /** @type {unknown} */ #painted = undefined;
  #plotted = "";

  build() {
    this.timeline = new Timeline({ onMove: () => this.invalidate(), say: (key, values) => this.say(key, values) });
    this.xt = this.#strip("x<sub>t</sub>", "picture.xt");
    this.x0 = this.#strip("x̂<sub>0</sub>", "picture.x0");
    this.plot = new Plot();
    this.equation = h("div", { class: "equation" });
    this.equationSource = h("small", { class: "source" });
    this.equationText = h("p", { class: "soft" });
    const settings = h(
      "form",
      { class: "settings", "data-sampler": "ddim", "data-s-label": "control.settings", onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.run()) },
      controls.seed(this, "from", "interpolate.from"),
      controls.seed(this, "to", "interpolate.to"),
      controls.segmented(this, "method", "interpolate.method", [
        { value: "slerp", key: "interpolate.slerp" },
        { value: "lerp", key: "interpolate.lerp" },
      ]),
      controls.slider(this, "frames", "interpolate.frames"),
      controls.steps(this, "steps"),
      controls.labels(this, "label"),
      h("div", { class: "actions" }, text("button", "interpolate.run", { class: "run", type: "submit" }), this.cancelButton ?? null),
      this.statusBox ?? null,
    );
    const stage = h("div", { class: "stage card" }, this.xt.element, h("div", { style: "height: 16px" }), this.x0.element, this.timeline.element, this.errorBox ?? null);
    const below = h(
      "div",
      { class: "below" },
      h("section", { class: "card" }, h("h2", {}, text("span", "interpolate.norm"), text("small", "interpolate.norm.axis")), this.plot.element),
      h("section", { class: "card" }, h("h2", {}, text("span", "interpolate.path"), this.equationSource), this.equation, this.equationText),
    );
    return h("div", { class: "grid", "data-sampler": "ddim" }, settings, stage, below);
  }

  /** One row of tiles. @param {string} symbol @param {string} key */
  #strip(symbol, key) {
    const tiles = h("div", { class: "strip", role: "img", "data-s-label": `${key}.label` });
    /** @type {HTMLCanvasElement[]} */
    const canvases = [];
    // As many tiles as the setting says, so that their room is there before the pictures are.
    this.updaters.push(() => {
      const count = this.get("frames");
      tiles.style.setProperty("--wide", String(count <= 13 ? count : Math.ceil(count / 2)));
      tiles.style.setProperty("--narrow", String(Math.min(count, 5)));
      while (canvases.length < count) {
        const canvas = h("canvas", { width: 1, height: 1 });
        canvases.push(canvas);
        tiles.append(h("div", { class: "picture" }, canvas));
      }
      while (canvases.length > count) canvases.pop()?.parentElement?.remove();
    });
    const element = h("figure", {}, h("h2", {}, h("span", { class: "math" }, fragment(symbol)), text("small", key)), tiles);
    return { element, canvases };
  }

  /** @param {import("../../lab/types.js").LabInfo} info */
  fitTo(info) {
    this.state?.limit("interpolate", "steps", info.trainSteps);
    if (info.labels.length > 0) this.state?.limit("interpolate", "label", info.labels.length - 1);
  }

  /** @param {string} name */
  settingChanged(name) {
    super.settingChanged(name);
    if (name === "frames") this.#painted = undefined;
  }

  async run() {
    await this.work(async (lab, signal) => {
      this.timeline?.reset();
      const [steps, frames] = [this.get("steps"), this.get("frames")];
      const recording = new Recording(steps);
      const options = { from: { seed: this.get("from") }, to: { seed: this.get("to") }, frames, steps, method: this.get("method"), label: this.get("label") };
      const run = lab.interpolate({ ...options, signal, onProgress: onProgressOf(this, recording) });
      const result = await follow(this, run, recording, () => (this.recording = recording));
      this.norms = lengths(result.latents, sizeOf(lab.info));
    });
  }

  draw() {
    const { timeline, recording, info } = this;
    if (!timeline) return;
    const moments = recording?.moments ?? [];
    if (timeline.following && (!this.running || !reducedMotion())) timeline.move(moments.length - 1);
    const moment = moments[Math.min(timeline.position, moments.length - 1)] ?? null;
    const of = recording?.of ?? 0;
    const words = moment === null ? "" : this.say(moment.t === null ? "timeline.end" : "timeline.step", { index: moment.index + 1, of });
    timeline.draw(moments.length, recording?.expected ?? 0, words);
    if (info && moment && moment !== this.#painted) {
      this.#painted = moment;
      const size = sizeOf(info);
      this.xt?.canvases.forEach((canvas, k) => paintGrid(canvas, tile(moment.xt, k, size), info));
      this.x0?.canvases.forEach((canvas, k) => paintGrid(canvas, tile(moment.x0, k, size), info));
    }
    this.#drawPath();
    this.#drawNorms();
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

  #drawNorms() {
    const { plot, norms } = this;
    const id = `${this.language} ${norms.join()}`;
    if (!plot || id === this.#plotted) return;
    this.#plotted = id;
    plot.label = this.say("interpolate.norm.label");
    plot.axes(
      { min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1], name: "a" },
      { min: 0.6, max: 1.2, ticks: [0.6, 0.8, 1, 1.2], name: "‖x‖/√d", format: (v) => v.toFixed(1) },
    );
    plot.clear();
    plot.line([0, 1], [1, 1], "var(--edge)");
    if (norms.length === 0) return;
    const along = norms.map((_, k) => k / (norms.length - 1));
    plot.line(along, norms, "var(--ddim)");
    norms.forEach((norm, k) => plot.dot(along[k], norm, "var(--ddim)"));
  }
}

/** @param {Uint8ClampedArray} bytes @param {number} k @param {number} size */
const tile = (bytes, k, size) => (bytes.length >= (k + 1) * size ? bytes.subarray(k * size, (k + 1) * size) : null);

/** @param {Float32Array} latents @param {number} size d @returns {number[]} ‖z‖/√d of each */
function lengths(latents, size) {
  return Array.from({ length: latents.length / size }, (_, k) => {
    let sum = 0;
    for (let i = k * size; i < (k + 1) * size; i++) sum += latents[i] ** 2;
    return Math.sqrt(sum / size);
  });
}
