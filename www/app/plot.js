/** Small plots with axes, drawn as SVG in the look's colours. */

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
  /** @type {Axis} */ #x = { min: 0, max: 1, ticks: [], name: "" };
  /** @type {Axis} */ #y = { min: 0, max: 1, ticks: [], name: "" };

  constructor() {
    this.element = svg("svg", { class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
    this.#axes = svg("g", {});
    this.#marks = svg("g", {});
    this.element.append(this.#axes, this.#marks);
  }

  /** @param {string} label what the plot shows, for those who do not see it */
  set label(label) {
    this.element.setAttribute("aria-label", label);
  }

  /** @param {Axis} x @param {Axis} y */
  axes(x, y) {
    [this.#x, this.#y] = [x, y];
    const [left, right, bottom] = [BOX.left, WIDTH - BOX.right, HEIGHT - BOX.bottom];
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

  /** @param {number} x @param {number} y @param {string} colour @param {boolean} [large] */
  dot(x, y, colour, large = false) {
    /** @type {Record<string, string | number>} */
    const ring = large ? { stroke: "var(--card)", "stroke-width": 2 } : { opacity: 0.75 };
    this.#marks.append(svg("circle", { cx: this.#px(x), cy: this.#py(y), r: large ? 6 : 2.4, fill: colour, ...ring }));
  }

  #px(/** @type {number} */ x) {
    return BOX.left + ((x - this.#x.min) / (this.#x.max - this.#x.min || 1)) * (WIDTH - BOX.left - BOX.right);
  }

  #py(/** @type {number} */ y) {
    return HEIGHT - BOX.bottom - ((y - this.#y.min) / (this.#y.max - this.#y.min || 1)) * (HEIGHT - BOX.top - BOX.bottom);
  }
}

/** ᾱ against t, with the timesteps of a run and the current one. */
export class SchedulePlot {
  #plot = new Plot();
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
  draw({ alphaBar, timesteps, current, label }) {
    const id = `${alphaBar?.length} ${alphaBar?.[0]} ${timesteps.length} ${timesteps[0]} ${current} ${label}`;
    if (id === this.#drawn) return;
    this.#drawn = id;
    const plot = this.#plot;
    plot.label = label;
    const last = (alphaBar?.length ?? 1000) - 1;
    const ticks = [0, 0.25, 0.5, 0.75].map((part) => Math.round(part * (last + 1))).concat(last);
    plot.axes({ min: 0, max: last, ticks, name: "t" }, { min: 0, max: 1, ticks: [0, 0.5, 1], name: "ᾱ", format: (v) => v.toFixed(1) });
    plot.clear();
    if (!alphaBar) return;
    const every = Math.max(1, Math.floor(alphaBar.length / 120));
    const curve = Array.from({ length: Math.ceil(alphaBar.length / every) }, (_, k) => k * every).concat(last);
    plot.line(curve, curve.map((t) => alphaBar[t]));
    const thin = Math.max(1, Math.ceil(timesteps.length / 60));
    timesteps.forEach((t, k) => k % thin === 0 && plot.dot(t, alphaBar[t], "var(--accent, var(--ddim))"));
    if (current !== null) plot.dot(current, alphaBar[current], "var(--accent, var(--ddim))", true);
  }
}
