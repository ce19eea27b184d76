/**
 * Data on a line, and all of its way to noise in one picture: time to the right as on the ruler below, x upwards, pₜ(x) as darkness,
 * pₜ of the ruler's t drawn out at its place. The data's components are taken hold of at the left.
 */

import { INSET } from "../../plots/axis.js";
import { svg } from "../../plots/svg.js";
import { h } from "../../ui/dom.js";
import { bounded } from "../../state/mixture-code.js";
import { handle } from "./handle.js";
import { paintHeat } from "./heat.js";
import { TABLES } from "./source.js";

/** Columns and rows of the picture. */
const [COLUMNS, ROWS] = [140, 110];
/** How far a slice is drawn out, in pixels. */
const SLICE = 58;
const CURVE = 160;
/** The handle of a deviation, beside that of its mean: a narrow component has both at one height. */
const BESIDE = 16;

export class LineStage {
  #panel;
  #axis;
  #canvas = h("canvas", { class: "heat", width: 1, height: 1 });
  #under = svg("g", {});
  #over = svg("g", {});
  #svg = svg("svg", { class: "over" });
  #size = { width: 0, height: 0 };
  /** @type {{ mean: import("./handle.js").Handle, deviation: import("./handle.js").Handle }[]} */ #handles = [];
  #drawn = "";

  /** @param {import("./panel.js").ExactPanel} panel @param {import("../../plots/axis.js").TimeAxis} axis */
  constructor(panel, axis) {
    this.#panel = panel;
    this.#axis = axis;
    this.#svg.append(this.#under, this.#over);
    this.element = h("div", { class: "line-stage", "data-part": "line", role: "group", "data-s-label": "exact.line.label" }, this.#canvas);
    this.element.append(this.#svg);
    new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.element;
      this.#size = { width, height };
      this.#drawn = "";
      panel.invalidate();
    }).observe(this.element);
  }

  /** From −reach to reach. */
  get reach() {
    return Math.max(2.6, ...this.#panel.components.map(({ mean, deviation }) => Math.abs(mean[0]) + 2 * deviation));
  }
  #y = (/** @type {number} */ x) => (this.#size.height * (1 - x / this.reach)) / 2;
  #x = (/** @type {number} */ place) => INSET.left + place * (this.#size.width - INSET.left - INSET.right);

  /** @param {import("../../../exact/mixture.js").Mixture} mix @param {{ paths: Float64Array, timesteps: number[], count: number } | null} walk */
  draw(mix, walk) {
    if (this.#size.width === 0) return;
    const panel = this.#panel;
    const now = `${panel.dataKey} ${this.#size.width} ${this.#size.height} ${getComputedStyle(this.#canvas).color}`;
    if (now !== this.#drawn) {
      this.#drawn = now;
      this.#paint(mix);
      this.#edges(mix);
    }
    this.#over.replaceChildren(...this.#paths(walk), ...this.#slice(mix));
    this.#place();
  }

  /** @param {import("../../../exact/mixture.js").Mixture} mix */
  #paint(mix) {
    const { reach } = this;
    const x = Float64Array.from({ length: ROWS }, (_, row) => reach * (1 - (2 * (row + 0.5)) / ROWS));
    const columns = Array.from({ length: COLUMNS }, (_, k) => {
      const place = (k + 0.5) / COLUMNS;
      const t = this.#axis.t(place);
      // Before t = 0 there is clean data.
      return mix.density({ x, t: place < this.#axis.at(0) ? -1 : t });
    });
    const most = columns.map((column) => Math.max(...column));
    paintHeat(this.#canvas, COLUMNS, ROWS, (row, column) => columns[column][row] / most[column]);
    Object.assign(this.#canvas.style, { left: `${INSET.left}px`, width: `${this.#size.width - INSET.left - INSET.right}px` });
  }

  /** The data at the left end, N(0, 1) at the right, drawn outwards. @param {import("../../../exact/mixture.js").Mixture} mix */
  #edges(mix) {
    const room = INSET.left - 12;
    const left = this.#outline(mix, -1, this.#x(0), -room);
    const right = this.#outline(mix, TABLES.alphaBar.length - 1, this.#x(1), INSET.right - 12);
    this.#under.replaceChildren(svg("path", { d: left, class: "edge data" }), svg("path", { d: right, class: "edge noise" }));
  }

  /** pₜ drawn out from a vertical line. @param {import("../../../exact/mixture.js").Mixture} mix @param {number} t @param {number} from pixels @param {number} out pixels of the largest value */
  #outline(mix, t, from, out) {
    const { reach } = this;
    const x = Float64Array.from({ length: CURVE }, (_, k) => reach * (1 - (2 * k) / (CURVE - 1)));
    const density = mix.density({ x, t });
    const most = Math.max(...density);
    const points = Array.from(x, (x, k) => `${(from + (out * density[k]) / most).toFixed(1)} ${this.#y(x).toFixed(1)}`);
    return `M${from} ${this.#y(reach).toFixed(1)}L${points.join("L")}L${from} ${this.#y(-reach).toFixed(1)}Z`;
  }

  /** @param {import("../../../exact/mixture.js").Mixture} mix */
  #slice(mix) {
    const t = this.#panel.get("t");
    const at = this.#x(this.#axis.at(t));
    const left = at > this.#size.width - INSET.right - SLICE - 8;
    return [svg("path", { d: `M${at} 0V${this.#size.height}`, class: "now" }), svg("path", { d: this.#outline(mix, t, at, left ? -SLICE : SLICE), class: "slice" })];
  }

  /** @param {{ paths: Float64Array, timesteps: number[], count: number } | null} walk */
  #paths(walk) {
    if (!walk) return [];
    const { paths, timesteps, count } = walk;
    const places = [...timesteps.map((t) => this.#axis.at(t)), 0];
    const noisy = this.#panel.get("eta") > 0;
    return Array.from({ length: count }, (_, k) => {
      // What leaves the picture goes along its edge.
      const y = (/** @type {number} */ x) => Math.min(Math.max(this.#y(x), 0), this.#size.height);
      const points = places.map((place, step) => `${this.#x(place).toFixed(1)} ${y(paths[step * count + k]).toFixed(1)}`);
      return svg("path", { d: `M${points.join("L")}`, class: noisy ? "path noisy" : "path" });
    });
  }

  /** The handles, of each component its mean and one of its deviations. */
  #place() {
    const panel = this.#panel;
    const { components } = panel;
    while (this.#handles.length > components.length) for (const each of Object.values(this.#handles.pop() ?? {})) each.element.remove();
    while (this.#handles.length < components.length) this.#add(this.#handles.length);
    components.forEach(({ mean, deviation }, k) => {
      const x = INSET.left;
      const chosen = panel.get("component") === k;
      const { mean: middle, deviation: width } = this.#handles[k];
      for (const each of [middle, width]) each.element.toggleAttribute("data-chosen", chosen);
      middle.place({ x, y: this.#y(mean[0]), label: panel.say("exact.handle.mean", { k: k + 1 }), words: mean[0].toFixed(2), value: mean[0], min: -3, max: 3 });
      width.place({ x: x - BESIDE, y: this.#y(mean[0] + deviation), label: panel.say("exact.handle.deviation", { k: k + 1 }), words: deviation.toFixed(2), value: deviation, min: 0.02, max: 2 });
    });
  }

  #add(/** @type {number} */ k) {
    const panel = this.#panel;
    const perPixel = () => (2 * this.reach) / this.#size.height;
    const onTake = () => panel.set("component", k);
    const onRemove = () => panel.removeComponent(k);
    const mean = handle("mean", (_, dy) => panel.editComponent(k, ({ mean }) => ({ mean: [bounded("mean", mean[0] - dy * perPixel())] })), { along: "y", onTake, onRemove });
    const deviation = handle("deviation", (_, dy) => panel.editComponent(k, ({ deviation }) => ({ deviation: bounded("deviation", deviation - dy * perPixel()) })), { along: "y", onTake, onRemove });
    this.#handles.push({ mean, deviation });
    this.#svg.append(mean.element, deviation.element);
  }
}
