/** Quality against steps, of <unnoise-compare>: our own Table 1 of the DDIM paper, and the paper's beside it. */

import { h, setText, text } from "../../ui/dom.js";
import { grouped } from "../../ui/format.js";
import { Plot } from "../../plots/plot.js";
import { segmented } from "../../ui/controls.js";
import { PAPER, loadQuality, ranking } from "./quality.js";
import { TABLES } from "./settings.js";

/** @typedef {import("./quality.js").Table} Table */
/** @typedef {import("./quality.js").Interval} Interval */
/** A table whose maker may not have said how sure it is. @typedef {{ columns: string[], rows: (Partial<import("./quality.js").Row> & { steps: number, fd: number[] })[] }} Plotted */

/** One look for each column: η = 1 is DDPM, and σ̂ is DDPM with the large variance. */
const LOOKS = [
  { column: "0", name: "η = 0", colour: "var(--ddim)", dash: "none" },
  { column: "0.5", name: "η = 0.5", colour: "var(--ddim)", dash: "5 4" },
  { column: "1", name: "η = 1", colour: "var(--ddpm)", dash: "none" },
  { column: "σ̂", name: "σ̂", colour: "var(--ddpm)", dash: "5 4" },
];

/** How far a column's marks stand from those of the next, in pixels: their intervals would cover each other. */
const BESIDE = 4;
/** Of a plot: names of lines at the right, and high enough for an interval to be seen on the scale of both. */
const ROOM = { right: 60, height: 300 };
/** Ticks of an axis of powers: the first digit is 1 or 3. */
const TICKS = [-3, -2, -1, 0, 1, 2, 3].flatMap((power) => [1, 3].map((digit) => digit * 10 ** power));

export class Quality {
  #panel;
  #ours = new Plot(ROOM);
  #paper = new Plot(ROOM);
  #floor = h("li", {}, swatch("var(--edge)", "2 3"), text("span", "quality.floor"));
  #missing = h("p", { class: "missing soft" });
  #rank = h("p", { class: "rank num" });
  #table = h("table", { class: "costs num" });
  #figures = h("details", {}, text("summary", "quality.figures"), this.#table);
  /** @type {string | null} the model whose figures are wanted */ #of = null;
  /** @type {Awaited<ReturnType<typeof loadQuality>> | null} */ #loaded = null;
  #drawn = "";

  /** @param {import("../../panel/panel.js").PanelBody} panel */
  constructor(panel) {
    this.#panel = panel;
    const spacing = segmented(panel, "table", "quality.spacing", TABLES.map((value) => ({ value, key: `quality.${value}` })));
    const legend = h("ul", { class: "legend num" }, ...LOOKS.map(({ name, colour, dash }) => h("li", {}, swatch(colour, dash), name)), this.#floor);
    this.element = h(
      "section",
      { class: "quality" },
      spacing,
      h(
        "div",
        { class: "pair" },
        h("figure", {}, h("h3", { "data-s": "quality.ours" }), this.#ours.element, this.#missing),
        h("figure", {}, h("h3", { "data-s": "quality.paper" }), this.#paper.element),
      ),
      legend,
      this.#rank,
      text("p", "quality.text", { class: "soft" }),
      this.#figures,
      text("small", "quality.source", { class: "source" }),
    );
  }

  draw() {
    const model = this.#panel.state?.get("page", "model");
    if (model !== this.#of) this.#load(model);
    const spacing = /** @type {"trailing" | "quadratic"} */ (this.#panel.get("table"));
    const now = `${this.#panel.language} ${this.#of} ${this.#loaded?.fault} ${this.#loaded?.tables?.[spacing].rows.length} ${spacing}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    const { tables, fault } = this.#loaded ?? { tables: null, fault: null };
    const { say } = this.#panel;
    this.#missing.hidden = fault === null;
    this.#floor.hidden = fault !== null; // the paper states none
    if (fault) setText(this.#missing, say(`quality.${fault}`, { model }));
    // Its room is kept while the figures are on their way.
    this.#ours.element.style.display = fault ? "none" : "";
    this.#figures.hidden = this.#rank.hidden = tables === null;
    const scale = scaleOf(PAPER, ...Object.values(tables ?? {}));
    if (tables) {
      plot(this.#ours, tables[spacing], scale, "FD", say("quality.ours.label"), say("quality.floor"));
      this.#tell(tables[spacing]);
      this.#fill(tables[spacing]);
    }
    plot(this.#paper, PAPER, scale, "FID", say("quality.paper.label"));
  }

  /** @param {Table} table */
  #tell(table) {
    const { rows } = table;
    const samples = [...new Set(rows.map((row) => grouped(row.samples)))].join(" · ");
    const [low, high] = rows[0].floor_interval.map((value) => value.toFixed(1));
    setText(this.#rank, this.#panel.say("quality.rank", { samples, low, high, ...ranking(table) }));
  }

  /** @param {string} model */
  async #load(model) {
    this.#of = model;
    this.#loaded = null;
    const loaded = await loadQuality(model);
    if (this.#of !== model) return;
    this.#loaded = loaded;
    this.#panel.invalidate();
  }

  /** @param {Table} table */
  #fill({ columns, rows }) {
    const heads = ["S", ...columns.map((column) => LOOKS.find((look) => look.column === column)?.name ?? column), this.#panel.say("quality.floor")];
    const body = rows.map(({ steps, floor, floor_interval, fd, interval }) => {
      const cells = [...fd, floor].map((value, k) => h("td", {}, value.toFixed(2), h("small", {}, between([...interval, floor_interval][k]))));
      return h("tr", {}, h("th", { scope: "row" }, String(steps)), ...cells);
    });
    this.#table.replaceChildren(h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...body));
  }
}

/** @param {Interval} interval */
const between = ([low, high]) => ` (${low.toFixed(1)}–${high.toFixed(1)})`;
const log = Math.log10;
const whole = (/** @type {number} */ power) => String(Math.round(10 ** power));

/** What all plots reach over, so that equal distances are equal ratios. @param {Plotted[]} tables */
function scaleOf(...tables) {
  const rows = tables.flatMap((table) => table.rows);
  const steps = [...new Set(rows.map((row) => row.steps))].sort((a, b) => a - b);
  const values = rows.flatMap(({ fd, interval = [], floor_interval = [] }) => [...fd, ...interval.flat(), ...floor_interval]).filter((value) => value > 0);
  const low = TICKS.findLast((tick) => tick <= Math.min(...values)) ?? TICKS[0];
  const high = TICKS.find((tick) => tick >= Math.max(...values)) ?? TICKS[TICKS.length - 1];
  return { steps, low, high };
}

/** @param {Plot} plot @param {Plotted} table @param {ReturnType<typeof scaleOf>} scale @param {string} name of the distance @param {string} label @param {string} [floor] name of the training images' distance */
function plot(plot, { columns, rows }, scale, name, label, floor) {
  const format = (/** @type {number} */ power) => String(Number((10 ** power).toPrecision(1)));
  const { low, high } = scale;
  plot.label = label;
  plot.axes(
    { min: log(scale.steps[0]), max: log(scale.steps[scale.steps.length - 1]), ticks: scale.steps.map(log), name: "S", format: whole, read: whole },
    { min: log(low), max: log(high), ticks: TICKS.filter((tick) => tick >= low && tick <= high).map(log), name, format, read: (power) => (10 ** power).toFixed(2) },
  );
  plot.clear();
  const xs = rows.map(({ steps }) => log(steps));
  const down = (/** @type {number} */ value) => log(Math.max(value, low)); // an interval may reach below 0
  const floors = rows.flatMap(({ floor, floor_interval: around }) => (floor && around ? [{ value: log(floor), low: down(around[0]), high: log(around[1]), after: between(around) }] : []));
  if (floors.length === rows.length) {
    plot.band(xs, floors.map(({ low }) => low), floors.map(({ high }) => high), "var(--soft)");
    plot.line(xs, floors.map(({ value }) => value), "var(--edge)", "2 3", { name: floor, after: floors.map(({ after }) => after) });
  }
  columns.forEach((column, k) => {
    const look = LOOKS.find((candidate) => candidate.column === column);
    if (!look) return;
    const shift = rows[0].interval ? (k - (columns.length - 1) / 2) * BESIDE : 0;
    const ys = rows.map(({ fd }) => log(fd[k]));
    const around = rows.map(({ interval }) => interval?.[k]);
    around.forEach((each, at) => each && plot.interval(xs[at], down(each[0]), log(each[1]), look.colour, shift));
    plot.line(xs, ys, look.colour, look.dash, { end: look.name, shift, after: around.map((each) => (each ? between(each) : "")) });
    xs.forEach((x, at) => plot.dot(x, ys[at], look.colour, false, shift));
  });
}

/** A piece of line, as in the plot. @param {string} colour @param {string} dash */
function swatch(colour, dash) {
  const line = h("span", { class: "swatch", "aria-hidden": "true" });
  line.style.background = dash !== "none" ? `repeating-linear-gradient(90deg, ${colour} 0 5px, transparent 5px 9px)` : colour;
  return line;
}
