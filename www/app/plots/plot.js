/** Small plots with axes, drawn as SVG in the look's colours. */

import { alphaBar, decibels } from "../ui/format.js";

const [WIDTH, HEIGHT] = [360, 170];
const BOX = { left: 34, right: 14, top: 24, bottom: 34 };

/**
 * @typedef {object} Axis
 * @property {number} min
 * @property {number} max
 * @property {number[]} ticks
 * @property {string} name
 * @property {(value: number) => string} [format]
 */

/** @param {string} tag @param {Record<string, string | number>} attributes */
function svg(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

export class Plot {
  /** @type {SVGElement} */ #marks;
  /** @type {SVGElement} */ #axes;
  #right;
  /** @type {Axis} */ #x = { min: 0, max: 1, ticks: [], name: "" };
  /** @type {Axis} */ #y = { min: 0, max: 1, ticks: [], name: "" };

  /** @param {{ right?: number }} [room] at the right, where an axis is to stand there too */
  constructor({ right = BOX.right } = {}) {
    this.#right = WIDTH - right;
    this.element = svg("svg", { class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
    this.#axes = svg("g", {});
    this.#marks = svg("g", {});
    this.element.append(this.#axes, this.#marks);
  }

  /** @param {string} label what the plot shows, for those who do not see it */
  set label(label) {
    this.element.setAttribute("aria-label", label);
  }

  /** @param {Axis} x @param {Axis} y @param {Axis} [other] a second scale of y, at the right; lines are drawn on the first */
  axes(x, y, other) {
    [this.#x, this.#y] = [x, y];
    const [left, right, bottom] = [BOX.left, this.#right, HEIGHT - BOX.bottom];
    const nodes = [svg("path", { d: `M${left} ${BOX.top}V${bottom}H${right}`, fill: "none", stroke: "var(--edge)" })];
    /** @param {number} px @param {number} py @param {string} anchor @param {string} value */
    const label = (px, py, anchor, value) => {
      const node = svg("text", { x: px, y: py, "text-anchor": anchor });
      node.textContent = value;
      nodes.push(node);
    };
    for (const tick of y.ticks) {
      const at = this.#py(tick);
      if (tick !== y.min) nodes.push(svg("path", { d: `M${left} ${at}H${right}`, stroke: "var(--line)", "stroke-dasharray": "2 4" }));
      label(left - 5, at + 4, "end", (y.format ?? String)(tick));
    }
    for (const tick of x.ticks) {
      const at = this.#px(tick);
      nodes.push(svg("path", { d: `M${at} ${bottom}v4`, stroke: "var(--edge)" }));
      label(at, bottom + 16, "middle", (x.format ?? String)(tick));
    }
    for (const tick of other?.ticks ?? []) {
      const part = (tick - (other?.min ?? 0)) / ((other?.max ?? 1) - (other?.min ?? 0));
      label(right + 5, this.#py(y.min + part * (y.max - y.min)) + 4, "start", (other?.format ?? String)(tick));
    }
    if (other) label(WIDTH, BOX.top - 12, "end", other.name);
    label((left + right) / 2, HEIGHT - 4, "middle", x.name);
    label(left - 5, BOX.top - 12, "start", y.name);
    this.#axes.replaceChildren(...nodes);
  }

  clear() {
    this.#marks.replaceChildren();
  }

  /** @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {string} [colour] @param {string} [dash] as in SVG */
  line(xs, ys, colour = "var(--soft)", dash = "none") {
    const points = Array.from(xs, (x, k) => `${this.#px(x).toFixed(1)} ${this.#py(ys[k]).toFixed(1)}`);
    this.#marks.append(svg("path", { d: `M${points.join("L")}`, fill: "none", stroke: colour, "stroke-width": 1.6, "stroke-dasharray": dash }));
  }

  /**
   * Bars side by side from the lower end of the x axis. What would leave the plot is cut off, and the greatest height written there.
   *
   * @param {number[]} heights
   * @param {number} width of a bar
   * @param {string} colour
   */
  bars(heights, width, colour) {
    const { min } = this.#x;
    const { max } = this.#y;
    const bottom = this.#py(this.#y.min);
    heights.forEach((height, k) => {
      if (!(height > 0)) return;
      const [left, right, top] = [this.#px(min + k * width), this.#px(min + (k + 1) * width), this.#py(Math.min(height, max))];
      this.#marks.append(svg("rect", { x: left + 0.5, y: top, width: Math.max(0.5, right - left - 1), height: bottom - top, fill: colour, opacity: 0.6 }));
    });
    const last = heights.findLastIndex((height) => height > max);
    if (last < 0) return;
    const cut = svg("text", { x: this.#px(min + (last + 1) * width) + 3, y: this.#py(max) + 9 });
    cut.textContent = `↑ ${Math.max(...heights).toFixed(1)}`;
    this.#marks.append(cut);
  }

  /** What is said in the middle above the plot. @param {string} words */
  say(words) {
    const node = svg("text", { x: (BOX.left + this.#right) / 2, y: BOX.top - 12, "text-anchor": "middle", class: "said" });
    node.textContent = words;
    this.#marks.append(node);
  }

  /** @param {number} x @param {number} y @param {string} colour @param {boolean} [large] */
  dot(x, y, colour, large = false) {
    /** @type {Record<string, string | number>} */
    const ring = large ? { stroke: "var(--card)", "stroke-width": 2 } : { opacity: 0.75 };
    this.#marks.append(svg("circle", { cx: this.#px(x), cy: this.#py(y), r: large ? 6 : 2.4, fill: colour, ...ring }));
  }

  #px(/** @type {number} */ x) {
    return BOX.left + ((x - this.#x.min) / (this.#x.max - this.#x.min || 1)) * (this.#right - BOX.left);
  }

  #py(/** @type {number} */ y) {
    return HEIGHT - BOX.bottom - ((y - this.#y.min) / (this.#y.max - this.#y.min || 1)) * (HEIGHT - BOX.top - BOX.bottom);
  }
}

/**
 * ᾱ and the signal-to-noise ratio against t, with the timesteps of a run and the current one. The scale
 * of the ratio has 0 dB in the middle, where ᾱ is ½, so that both curves cross there.
 */
export class SchedulePlot {
  #plot = new Plot({ right: 36 });
  #drawn = "";

  get element() {
    return this.#plot.element;
  }

  /**
   * @param {object} what
   * @param {Float64Array | null} what.alphaBar null before a model is known
   * @param {number[]} what.timesteps
   * @param {number | null} what.current
   * @param {string} what.label
   */
  draw({ alphaBar: table, timesteps, current, label }) {
    const id = `${table?.length} ${table?.[0]} ${timesteps.length} ${timesteps[0]} ${current} ${label}`;
    if (id === this.#drawn) return;
    this.#drawn = id;
    const plot = this.#plot;
    plot.label = label;
    const last = (table?.length ?? 1000) - 1;
    const ticks = [0, 0.25, 0.5, 0.75].map((part) => Math.round(part * (last + 1))).concat(last);
    const ratio = (/** @type {number} */ alpha) => 10 * Math.log10(alpha / (1 - alpha));
    const bound = table ? 10 * Math.ceil(Math.max(Math.abs(ratio(table[0])), Math.abs(ratio(table[last]))) / 10) : 50;
    plot.axes(
      { min: 0, max: last, ticks, name: "t" },
      { min: 0, max: 1, ticks: [0, 0.5, 1], name: "ᾱ", format: (v) => v.toFixed(1) },
      { min: -bound, max: bound, ticks: [-bound, 0, bound], name: "SNR, dB", format: (v) => String(v).replace("-", "−") },
    );
    plot.clear();
    if (!table) return;
    const height = (/** @type {number} */ t) => (ratio(table[t]) / bound + 1) / 2;
    const every = Math.max(1, Math.floor(table.length / 120));
    const curve = Array.from({ length: Math.ceil(table.length / every) }, (_, k) => k * every).concat(last);
    plot.line(curve, curve.map(height), "var(--edge)", "4 3");
    plot.line(curve, curve.map((t) => table[t]));
    const thin = Math.max(1, Math.ceil(timesteps.length / 60));
    const accent = "var(--accent, var(--ddim))";
    timesteps.forEach((t, k) => k % thin === 0 && plot.dot(t, table[t], accent));
    if (current === null) return;
    plot.line([current, current], [0, Math.max(table[current], height(current))], accent, "1 3");
    plot.dot(current, height(current), "var(--edge)", true);
    plot.dot(current, table[current], accent, true);
    plot.say(`t = ${current} · ᾱ = ${alphaBar(table[current])} · ${decibels(table[current])}`);
  }
}
