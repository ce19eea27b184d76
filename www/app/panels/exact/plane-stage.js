/**
 * Data in the plane: at the left the data, with its components to take hold of, at the right pₜ at the ruler's t with the field at
 * that time as arrows, and the ways that samples take through it.
 */

import { svg } from "../../plots/svg.js";
import { h, text } from "../../ui/dom.js";
import { bounded } from "../../state/mixture-code.js";
import { handle } from "./handle.js";
import { paintHeat } from "./heat.js";

/** Pixels of the picture, along each side, */
const PIXELS = 96;
/** and arrows. */
const ARROWS = 11;
/** Of an arrow, in parts of the distance between two. */
const LONGEST = 0.9;

export class PlaneStage {
  #panel;
  #data = square("exact.plane.data");
  #now = square("exact.plane.now");
  /** @type {{ mean: import("./handle.js").Handle, deviation: import("./handle.js").Handle }[]} */ #handles = [];
  #drawn = { data: "", now: "" };

  /** @param {import("./panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.element = h("div", { class: "plane-stage", "data-part": "plane" }, this.#data.element, this.#now.element);
    new ResizeObserver(() => {
      this.#drawn = { data: "", now: "" };
      panel.invalidate();
    }).observe(this.element);
  }

  get reach() {
    return Math.max(1.8, ...this.#panel.components.flatMap(({ mean, deviation }) => mean.map((value) => Math.abs(value) + 2 * deviation)));
  }
  /** Pixels of a unit. */
  get #unit() {
    return this.#data.picture.clientWidth / (2 * this.reach);
  }

  /** @param {import("../../../exact/mixture.js").Mixture} mix @param {{ paths: Float64Array, timesteps: number[], count: number } | null} walk @param {{ field: ((x: Float64Array, t: number) => Float64Array) | null, samples: Float64Array | null }} learned what a network has learned by now, beside the exact field */
  draw(mix, walk, { field: learned, samples }) {
    const panel = this.#panel;
    const size = this.#data.picture.clientWidth;
    if (size === 0) return;
    const colour = getComputedStyle(this.#data.canvas).color;
    const t = panel.get("t");
    const shapes = `${panel.dataKey} ${size} ${colour}`;
    if (this.#drawn.data !== shapes) {
      this.#drawn.data = shapes;
      this.#paint(mix, this.#data, -1);
    }
    const now = `${shapes} ${t}`;
    if (this.#drawn.now !== now) {
      this.#drawn.now = now;
      this.#paint(mix, this.#now, t);
    }
    const field = this.#arrows((x) => mix.predict({ x, t }), t, "arrow");
    const beside = learned ? this.#arrows((x) => ({ [panel.get("reading")]: learned(x, t) }), t, "arrow learned") : [];
    this.#now.over.replaceChildren(...field, ...beside, ...this.#paths(walk));
    this.#data.over.replaceChildren(...(samples ? [this.#dots(samples)] : []));
    this.#place();
  }

  /** @param {Float64Array} points [n·2] */
  #dots(points) {
    const spots = Array.from({ length: points.length / 2 }, (_, k) => `M${this.#px(points[2 * k]).toFixed(1)} ${this.#py(points[2 * k + 1]).toFixed(1)}h.01`);
    return svg("path", { d: spots.join(""), class: "sampled" });
  }

  /** @param {import("../../../exact/mixture.js").Mixture} mix @param {ReturnType<typeof square>} part @param {number} t */
  #paint(mix, part, t) {
    const { reach } = this;
    const x = new Float64Array(2 * PIXELS * PIXELS);
    const at = (/** @type {number} */ k) => reach * ((2 * (k + 0.5)) / PIXELS - 1);
    for (let row = 0; row < PIXELS; row++) for (let column = 0; column < PIXELS; column++) x.set([at(column), -at(row)], 2 * (row * PIXELS + column));
    const density = mix.density({ x, t });
    const most = density.reduce((a, b) => Math.max(a, b));
    paintHeat(part.canvas, PIXELS, PIXELS, (row, column) => density[row * PIXELS + column] / most);
  }

  /**
   * The reading as arrows: to E[x₀|xₜ], along −ε* (where taking the noise away leads), along the score.
   *
   * @param {(x: Float64Array) => any} predict @param {number} t @param {string} look
   */
  #arrows(predict, t, look) {
    const reading = this.#panel.get("reading");
    const { reach } = this;
    const points = Float64Array.from({ length: 2 * ARROWS * ARROWS }, (_, i) => {
      const k = i >> 1;
      const place = i % 2 === 0 ? k % ARROWS : Math.floor(k / ARROWS);
      return reach * ((2 * (place + 0.5)) / ARROWS - 1);
    });
    const found = predict(points)[reading];
    const vectors = Array.from({ length: ARROWS * ARROWS }, (_, k) => [0, 1].map((axis) => (reading === "x0" ? found[2 * k + axis] - points[2 * k + axis] : reading === "noise" ? -found[2 * k + axis] : found[2 * k + axis])));
    const longest = Math.max(...vectors.map(([a, b]) => Math.hypot(a, b)), 1e-9);
    // E[x₀|xₜ] is a place, so its arrow ends there, unless it would cross the next ones; the others are directions.
    const scale = Math.min(reading === "x0" ? 1 : Infinity, (LONGEST * 2 * reach) / ARROWS / longest);
    return vectors.map(([a, b], k) => {
      const [x, y] = [points[2 * k], points[2 * k + 1]];
      return arrow(this.#px(x), this.#py(y), this.#px(x + scale * a), this.#py(y + scale * b), look);
    });
  }

  #px = (/** @type {number} */ x) => (x + this.reach) * this.#unit;
  #py = (/** @type {number} */ y) => (this.reach - y) * this.#unit;

  /** @param {{ paths: Float64Array, timesteps: number[], count: number } | null} walk */
  #paths(walk) {
    if (!walk) return [];
    const { paths, timesteps, count } = walk;
    const noisy = this.#panel.get("eta") > 0;
    return Array.from({ length: count }, (_, k) => {
      const points = Array.from({ length: timesteps.length + 1 }, (_, step) => `${this.#px(paths[2 * (step * count + k)]).toFixed(1)} ${this.#py(paths[2 * (step * count + k) + 1]).toFixed(1)}`);
      return svg("path", { d: `M${points.join("L")}`, class: noisy ? "path noisy" : "path" });
    });
  }

  #place() {
    const panel = this.#panel;
    const { components } = panel;
    while (this.#handles.length > components.length) for (const each of Object.values(this.#handles.pop() ?? {})) each.element.remove();
    while (this.#handles.length < components.length) this.#add(this.#handles.length);
    components.forEach(({ mean: [x, y], deviation }, k) => {
      const chosen = panel.get("component") === k;
      const { mean: middle, deviation: width } = this.#handles[k];
      for (const each of [middle, width]) each.element.toggleAttribute("data-chosen", chosen);
      // Of many, only those of the one that is edited can be told apart.
      width.element.toggleAttribute("data-off", components.length > 8 && !chosen);
      middle.place({ x: this.#px(x), y: this.#py(y), label: panel.say("exact.handle.mean", { k: k + 1 }), words: `${x.toFixed(2)}, ${y.toFixed(2)}`, value: x, min: -3, max: 3 });
      width.place({ x: this.#px(x + deviation), y: this.#py(y), label: panel.say("exact.handle.deviation", { k: k + 1 }), words: deviation.toFixed(2), value: deviation, min: 0.02, max: 2 });
    });
  }

  #add(/** @type {number} */ k) {
    const panel = this.#panel;
    const onTake = () => panel.set("component", k);
    const onRemove = () => panel.removeComponent(k);
    const mean = handle("mean", (dx, dy) => panel.editComponent(k, ({ mean: [x, y] }) => ({ mean: [bounded("mean", x + dx / this.#unit), bounded("mean", y - dy / this.#unit)] })), { onTake, onRemove });
    const deviation = handle("deviation", (dx) => panel.editComponent(k, ({ deviation }) => ({ deviation: bounded("deviation", deviation + dx / this.#unit) })), { along: "x", onTake, onRemove });
    this.#handles.push({ mean, deviation });
    this.#data.svg.append(mean.element, deviation.element);
  }
}

/** A square picture with something over it, and its words. @param {string} key */
function square(key) {
  const canvas = h("canvas", { class: "heat", width: 1, height: 1 });
  const over = svg("g", {});
  const shape = svg("svg", { class: "over" });
  shape.append(over);
  const picture = h("div", { class: "plane", role: "group", "data-s-label": `${key}.label` }, canvas);
  picture.append(shape);
  return { canvas, over, svg: shape, picture, element: h("figure", {}, picture, text("figcaption", key)) };
}

/** @param {number} x @param {number} y @param {number} toX @param {number} toY @param {string} look */
function arrow(x, y, toX, toY, look) {
  const [dx, dy] = [toX - x, toY - y];
  const length = Math.hypot(dx, dy);
  const head = Math.min(4, length / 2);
  const [ux, uy] = length > 0 ? [dx / length, dy / length] : [0, 0];
  const side = (/** @type {number} */ sign) => `${(toX - head * (ux + sign * 0.6 * uy)).toFixed(1)} ${(toY - head * (uy - sign * 0.6 * ux)).toFixed(1)}`;
  return svg("path", { d: `M${x.toFixed(1)} ${y.toFixed(1)}L${toX.toFixed(1)} ${toY.toFixed(1)}M${side(1)}L${toX.toFixed(1)} ${toY.toFixed(1)}L${side(-1)}`, class: look });
}
