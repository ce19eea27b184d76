/**
 * Small plots with axes, drawn as SVG in the look's colours, at the pixels they have: type is 13 px at any width. Pointing at
 * one, or ← and → while it has the focus, reads its values off.
 *
 *     plot.axes(timeX(axis), { min: 0, max: 1, ticks: [0, 0.5, 1], name: "ᾱ" });   // x on the ruler's axis, or any { min, max, … }
 *     plot.clear();
 *     plot.line(xs, ys, "var(--ddim)", "none", { end: "DDIM" });                    // named at its end: colour alone tells nobody
 *     plot.dot(x, y, "var(--ddim)", true);
 *     plot.note(x, y, "4.6");                                                       // a number where it is, clear of the others
 */

import { h, onResize } from "../ui/dom.js";
import { INSET } from "./axis.js";
import { boxOf, label, overlap, spread, svg } from "./svg.js";

const HEIGHT = 196;
const BOX = { left: INSET.left, right: 16, top: 28, bottom: 42 };
/** Half of a mark. */
const LARGE = 6;

/**
 * @typedef {object} Axis
 * @property {number} min
 * @property {number} max
 * @property {number[]} ticks
 * @property {string} name
 * @property {(value: number) => string} [format] of a tick
 * @property {(value: number) => string} [read] of any value, where it is read off; else to three digits
 * @property {import("./axis.js").TimeAxis} [time] x is a timestep, on this axis
 */

/** x is t, where the ruler has it. @param {import("./axis.js").TimeAxis} time @param {string} [name] @returns {Axis} */
export const timeX = (time, name = "t") => ({ min: 0, max: time.steps - 1, ticks: [], name, time });

/**
 * What a line is, beside its looks.
 * @typedef {object} Named
 * @property {string} [end] written where it ends
 * @property {string} [name] read out before its value; else `end`
 * @property {boolean} [read] false for lines that are only a guide
 * @property {string[]} [after] read out after each value
 * @property {number} [shift] pixels to the right, so that what is measured at one place does not lie on one spot
 */

/** @typedef {{ x: number, y: number, colour: string, name: string, after?: string, shift?: number }} Reading a value to be read off */

export class Plot {
  #right;
  #height;
  /** @type {Axis} */ #x = { min: 0, max: 1, ticks: [], name: "" };
  /** @type {Axis} */ #y = { min: 0, max: 1, ticks: [], name: "" };
  /** @type {Axis | undefined} */ #other = undefined;
  /** What is drawn, again whenever the width changes. @type {(() => Element[])[]} */ #marks = [];
  /** @type {Reading[]} */ #readings = [];
  /** @type {{ x: number, y: number, colour: string, words: string, shift: number }[]} */ #ends = [];
  /** @type {import("./svg.js").Box[]} taken by labels */ #taken = [];
  /** Places of x that can be read off, in pixels. @type {number[]} */ #places = [];
  #at = -1;
  /** Until it is seen: a plot in a tab that is closed is drawn all the same. */ #width = 360;
  #asked = false;
  #axes = svg("g", {});
  #drawn = svg("g", {});
  #pointed = svg("g", { class: "pointed" });
  #svg = svg("svg", { class: "plot", role: "img", tabindex: 0 });
  #output = h("output", { class: "reading num", hidden: true });
  element = h("div", { class: "plotted", onpointermove: (/** @type {PointerEvent} */ event) => this.#point(event), onpointerdown: (/** @type {PointerEvent} */ event) => this.#point(event), onpointerleave: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && this.#read(-1), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), onfocusout: () => this.#read(-1) });

  /** @param {{ right?: number, height?: number }} [room] `right`: where a second scale or the ends' names are to stand */
  constructor({ right = BOX.right, height = HEIGHT } = {}) {
    this.#right = right;
    this.#height = height;
    this.#svg.append(this.#axes, this.#pointed, this.#drawn);
    this.element.append(this.#svg, this.#output);
    onResize(this.element, () => {
      const { clientWidth: width } = this.element;
      if (width === 0 || width === this.#width) return;
      this.#width = width;
      this.#render();
    });
  }

  /** @param {string} label what the plot shows, for those who do not see it */
  set label(label) {
    this.#svg.setAttribute("aria-label", label);
  }

  /** @param {Axis} x @param {Axis} y @param {Axis} [other] a second scale of y, at the right; lines are drawn on the first */
  axes(x, y, other) {
    [this.#x, this.#y, this.#other] = [x, y, other];
    this.#ask();
  }

  clear() {
    this.#marks = [];
    this.#readings = [];
    this.#ends = [];
    this.#ask();
  }

  /** @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {string} [colour] @param {string} [dash] as in SVG @param {Named} [what] */
  line(xs, ys, colour = "var(--soft)", dash = "none", { end, name = end ?? "", read = xs.length > 2, after = [], shift = 0 } = {}) {
    if (read) Array.from(xs, (x, k) => this.#readings.push({ x, y: ys[k], colour, name, after: after[k], shift }));
    if (end) this.#ends.push({ x: xs[xs.length - 1], y: ys[ys.length - 1], colour, words: end, shift });
    this.#add(() => {
      const points = Array.from(xs, (x, k) => `${(this.#px(x) + shift).toFixed(1)} ${this.#py(ys[k]).toFixed(1)}`);
      return [svg("path", { d: `M${points.join("L")}`, fill: "none", stroke: colour, "stroke-width": 1.8, "stroke-dasharray": dash })];
    });
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
    const { max, min: base } = this.#y;
    heights.forEach((height, k) => this.#readings.push({ x: min + (k + 0.5) * width, y: height, colour, name: "" }));
    this.#add(() => {
      const bottom = this.#py(base);
      const nodes = heights.map((height, k) => {
        if (!(height > 0)) return null;
        const [left, right, top] = [this.#px(min + k * width), this.#px(min + (k + 1) * width), this.#py(Math.min(height, max))];
        return svg("rect", { x: left + 0.5, y: top, width: Math.max(0.5, right - left - 1), height: bottom - top, fill: colour, opacity: 0.6 });
      });
      const last = heights.findLastIndex((height) => height > max);
      if (last >= 0) nodes.push(label(this.#px(min + (last + 1) * width) + 3, this.#py(max) + 10, "start", `↑ ${Math.max(...heights).toFixed(1)}`));
      return nodes.filter((node) => node !== null);
    });
  }

  /** What is said in the middle above the plot. @param {string} words */
  say(words) {
    this.#add(() => {
      const node = label((BOX.left + this.#end) / 2, BOX.top - 14, "middle", words);
      node.setAttribute("class", "said");
      return [node];
    });
  }

  /** What lies between two lines. @param {ArrayLike<number>} xs @param {ArrayLike<number>} lows @param {ArrayLike<number>} highs @param {string} colour */
  band(xs, lows, highs, colour) {
    this.#add(() => {
      const edge = (/** @type {ArrayLike<number>} */ ys) => Array.from(xs, (x, k) => `${this.#px(x).toFixed(1)} ${this.#py(ys[k]).toFixed(1)}`);
      return [svg("path", { d: `M${[...edge(lows), ...edge(highs).reverse()].join("L")}Z`, class: "band", fill: colour, opacity: 0.14 })];
    });
  }

  /** Within which a value lies. @param {number} x @param {number} low @param {number} high @param {string} colour @param {number} [shift] pixels to the right */
  interval(x, low, high, colour, shift = 0) {
    this.#add(() => {
      const [px, bottom, top] = [this.#px(x) + shift, this.#py(low), this.#py(high)].map((v) => v.toFixed(1));
      return [svg("path", { d: `M${px} ${bottom}V${top}`, class: "interval", stroke: colour, "stroke-width": 2.5, opacity: 0.4 })];
    });
  }

  /** @param {number} x @param {number} y @param {string} colour @param {boolean} [large] @param {number} [shift] pixels to the right */
  dot(x, y, colour, large = false, shift = 0) {
    /** @type {Record<string, string | number>} */
    const ring = large ? { stroke: "var(--card)", "stroke-width": 2 } : { opacity: 0.75 };
    if (!this.#readings.some((each) => each.x === x && each.y === y)) this.#readings.push({ x, y, colour, name: "" });
    this.#add(() => [svg("circle", { cx: this.#px(x) + shift, cy: this.#py(y), r: large ? LARGE : 2.6, fill: colour, ...ring })]);
  }

  /** A few words beside a point, where nothing else is said. @param {number} x @param {number} y @param {string} words */
  note(x, y, words) {
    this.#add(() => {
      const [px, py] = [this.#px(x), this.#py(y)];
      /** @type {[number, number, string][]} */
      const places = [[px + 9, py - 6, "start"], [px, py - 10, "middle"], [px - 9, py - 6, "end"], [px, py + 20, "middle"], [px + 9, py + 14, "start"], [px - 9, py + 14, "end"]];
      const within = (/** @type {import("./svg.js").Box} */ { left, right, top, bottom }) => left >= BOX.left && right <= this.#width && top >= BOX.top - 12 && bottom <= this.#height - BOX.bottom;
      const free = places.find(([left, top, anchor]) => {
        const box = boxOf(left, top, anchor, words);
        return within(box) && !this.#taken.some((other) => overlap(box, other));
      });
      if (!free) return [];
      this.#taken.push(boxOf(...free, words));
      const node = label(...free, words);
      node.setAttribute("class", "note");
      return [node];
    });
  }

  /** @param {() => Element[]} mark */
  #add(mark) {
    this.#marks.push(mark);
    this.#ask();
  }

  // Drawing

  /** Once for all that is added in one go. */
  #ask() {
    if (this.#asked) return;
    this.#asked = true;
    queueMicrotask(() => {
      this.#asked = false;
      this.#render();
    });
  }

  #render() {
    this.#svg.setAttribute("width", String(this.#width));
    this.#svg.setAttribute("height", String(this.#height));
    this.#taken = [];
    this.#drawAxes();
    const ends = this.#drawEnds();
    this.#drawn.replaceChildren(...this.#marks.flatMap((mark) => mark()), ...ends);
    this.#places = [...new Set(this.#readings.filter(({ y }) => Number.isFinite(y)).map(({ x }) => x))].sort((a, b) => a - b).map((x) => this.#px(x));
    this.#read(Math.min(this.#at, this.#places.length - 1));
  }

  get #end() {
    return this.#width - (this.#x.time ? INSET.right : this.#right);
  }

  #drawAxes() {
    const [x, y, other] = [this.#x, this.#y, this.#other];
    const [left, right, bottom] = [BOX.left, this.#end, this.#height - BOX.bottom];
    /** @type {Element[]} */
    const nodes = [svg("path", { d: `M${left} ${BOX.top}V${bottom}H${right}`, fill: "none", stroke: "var(--edge)" })];
    for (const tick of y.ticks) {
      const at = this.#py(tick);
      if (tick !== y.min) nodes.push(svg("path", { d: `M${left} ${at}H${right}`, stroke: "var(--line)", "stroke-dasharray": "2 4" }));
      nodes.push(label(left - 6, at + 4, "end", (y.format ?? String)(tick)));
    }
    const ticks = x.time ? x.time.ticks(right - left) : x.ticks.map((tick) => ({ at: (this.#px(tick) - left) / (right - left), text: (x.format ?? String)(tick) }));
    /** @type {import("./svg.js").Box | null} */
    let before = null;
    for (const { at, text } of ticks) {
      const px = left + at * (right - left);
      nodes.push(svg("path", { d: `M${px} ${bottom}v4`, stroke: "var(--edge)" }));
      const box = boxOf(px, bottom + 18, "middle", text);
      if (before && box.left < before.right + 4) continue; // not two on one place
      before = box;
      nodes.push(label(px, bottom + 18, "middle", text));
    }
    for (const tick of other?.ticks ?? []) {
      const part = (tick - (other?.min ?? 0)) / ((other?.max ?? 1) - (other?.min ?? 0));
      nodes.push(label(right + 6, this.#py(y.min + part * (y.max - y.min)) + 4, "start", (other?.format ?? String)(tick)));
    }
    if (other) nodes.push(label(this.#width, BOX.top - 14, "end", other.name));
    nodes.push(label((left + right) / 2, this.#height - 5, "middle", x.name), label(0, BOX.top - 14, "start", y.name));
    this.#axes.replaceChildren(...nodes);
  }

  #drawEnds() {
    const ys = spread(this.#ends.map(({ y }) => this.#py(y)), BOX.top + 4, this.#height - BOX.bottom - 4);
    const clear = 4 + Math.max(0, ...this.#ends.map(({ shift }) => shift));
    return this.#ends.map(({ x, colour, words }, k) => {
      const node = label(this.#px(x) + clear, ys[k] + 4, "start", words);
      node.setAttribute("class", "end");
      node.style.fill = colour;
      this.#taken.push(boxOf(this.#px(x) + clear, ys[k] + 4, "start", words));
      return node;
    });
  }

  #px(/** @type {number} */ x) {
    const [left, right] = [BOX.left, this.#end];
    const part = this.#x.time ? this.#x.time.at(x) : (x - this.#x.min) / (this.#x.max - this.#x.min || 1);
    return left + part * (right - left);
  }

  #py(/** @type {number} */ y) {
    return this.#height - BOX.bottom - ((y - this.#y.min) / (this.#y.max - this.#y.min || 1)) * (this.#height - BOX.top - BOX.bottom);
  }

  // Reading off

  /** @param {PointerEvent} event */
  #point(event) {
    const px = event.clientX - this.element.getBoundingClientRect().left;
    this.#read(this.#places.reduce((best, place, k) => (best < 0 || Math.abs(place - px) < Math.abs(this.#places[best] - px) ? k : best), -1));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = this.#places.length - 1;
    const to = { ArrowLeft: this.#at < 0 ? last : this.#at - 1, ArrowRight: this.#at + 1, Home: 0, End: last, Escape: -1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#read(to < 0 && event.key !== "Escape" ? 0 : Math.min(to, last));
  }

  /** Shows the values at a place, −1 for none. @param {number} at */
  #read(at) {
    this.#at = at;
    this.#output.hidden = at < 0;
    if (at < 0) return this.#pointed.replaceChildren();
    const px = this.#places[at];
    const here = this.#readings.filter(({ x, y }) => Math.abs(this.#px(x) - px) < 0.01 && Number.isFinite(y));
    const value = (/** @type {Axis} */ axis, /** @type {number} */ v) => (axis.read ?? plainly)(v);
    const lines = here.map(({ y, colour, name, after = "" }) => {
      const line = h("span", {}, `${name || this.#y.name}${name || this.#y.name ? " " : ""}${value(this.#y, y)}${after}`);
      line.style.setProperty("--of", colour);
      return line;
    });
    this.#output.replaceChildren(h("b", {}, `${this.#x.name} ${value(this.#x, here[0].x)}`.trim()), ...lines);
    const [top, bottom] = [BOX.top, this.#height - BOX.bottom];
    const rings = here.map(({ y, colour, shift = 0 }) => svg("circle", { cx: px + shift, cy: this.#py(Math.min(y, this.#y.max)), r: 4.5, fill: "none", stroke: colour, "stroke-width": 2 }));
    this.#pointed.replaceChildren(svg("path", { d: `M${px} ${top}V${bottom}`, stroke: "var(--edge)" }), ...rings);
    const { style } = this.#output;
    const flip = px > this.#width / 2;
    style.left = flip ? "auto" : `${px + 8}px`;
    style.right = flip ? `${this.#width - px + 8}px` : "auto";
  }
}

/** @param {number} value */
const plainly = (value) => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)))).replace("-", "−");
