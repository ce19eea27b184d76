/** Quality against steps, of <unnoise-compare>: our own Table 1 of the DDIM paper, and the paper's beside it. */

import { h, setText, text } from "../../ui/dom.js";
import { grouped } from "../../ui/format.js";
import { Plot } from "../../plots/plot.js";
import { PAPER, loadQuality } from "./quality.js";

/** @typedef {import("./quality.js").Table} Table */

/** One look for each column: η = 1 is DDPM, and σ̂ is DDPM with the large variance. */
const LOOKS = [
  { column: "0", name: "η = 0", colour: "var(--ddim)", dash: "none" },
  { column: "0.5", name: "η = 0.5", colour: "var(--ddim)", dash: "5 4" },
  { column: "1", name: "η = 1", colour: "var(--ddpm)", dash: "none" },
  { column: "σ̂", name: "σ̂", colour: "var(--ddpm)", dash: "5 4" },
];

/** Ticks of an axis of powers: the first digit is 1 or 3. */
const TICKS = [-3, -2, -1, 0, 1, 2, 3].flatMap((power) => [1, 3].map((digit) => digit * 10 ** power));

export class Quality {
  #panel;
  #ours = new Plot({ right: 52 });
  #paper = new Plot({ right: 52 });
  #floor = h("li", {}, swatch("var(--edge)", "2 3"), text("span", "quality.floor"));
  #missing = h("p", { class: "missing soft" });
  #samples = h("p", { class: "soft num" });
  #table = h("table", { class: "costs num" });
  #figures = h("details", {}, text("summary", "quality.figures"), this.#table);
  /** @type {string | null} the model whose figures are wanted */ #of = null;
  /** @type {Awaited<ReturnType<typeof loadQuality>> | null} */ #loaded = null;
  #drawn = "";

  /** @param {import("../../panel/panel.js").Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    const legend = h("ul", { class: "legend num" }, ...LOOKS.map(({ name, colour, dash }) => h("li", {}, swatch(colour, dash), name)), this.#floor);
    this.element = h(
      "section",
      { class: "quality" },
      h(
        "div",
        { class: "pair" },
        h("figure", {}, h("h3", { "data-s": "quality.ours" }), this.#ours.element, this.#missing),
        h("figure", {}, h("h3", { "data-s": "quality.paper" }), this.#paper.element),
      ),
      legend,
      text("p", "quality.text", { class: "soft" }),
      this.#samples,
      this.#figures,
      text("small", "quality.source", { class: "source" }),
    );
  }

  draw() {
    const model = this.#panel.state?.get("page", "model");
    if (model !== this.#of) this.#load(model);
    const now = `${this.#panel.language} ${this.#of} ${this.#loaded?.fault} ${this.#loaded?.table?.rows.length}`;
    if (now === this.#drawn) return;
    this.#drawn = now;
    const { table, fault } = this.#loaded ?? { table: null, fault: null };
    const { say } = this.#panel;
    this.#missing.hidden = fault === null;
    this.#floor.hidden = fault !== null; // the paper states none
    if (fault) setText(this.#missing, say(`quality.${fault}`, { model }));
    // Its room is kept while the figures are on their way.
    this.#ours.element.style.display = fault ? "none" : "";
    this.#figures.hidden = this.#samples.hidden = table === null;
    if (table) {
      plot(this.#ours, table, scaleOf(table, PAPER), "FD", say("quality.ours.label"), say("quality.floor"));
      setText(this.#samples, say("quality.samples", { samples: [...new Set(table.rows.map(({ samples }) => grouped(samples)))].join(" · ") }));
      this.#fill(table);
    }
    plot(this.#paper, PAPER, scaleOf(PAPER, table), "FID", say("quality.paper.label"));
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
    const body = rows.map(({ steps, floor, fd }) => h("tr", {}, h("th", { scope: "row" }, String(steps)), ...[...fd, floor].map((value) => h("td", {}, value.toFixed(2)))));
    this.#table.replaceChildren(h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...body));
  }
}

const log = Math.log10;
const whole = (/** @type {number} */ power) => String(Math.round(10 ** power));

/** What both plots reach over, so that equal distances are equal ratios. @param {(Table | null)[]} tables */
function scaleOf(...tables) {
  const rows = tables.flatMap((table) => table?.rows ?? []);
  const steps = [...new Set(rows.map((row) => row.steps))].sort((a, b) => a - b);
  const values = rows.flatMap(({ fd, floor }) => [...fd, floor]).filter(Number.isFinite);
  const low = TICKS.findLast((tick) => tick <= Math.min(...values)) ?? TICKS[0];
  const high = TICKS.find((tick) => tick >= Math.max(...values)) ?? TICKS[TICKS.length - 1];
  return { steps, low, high };
}

/** @param {Plot} plot @param {Table} table @param {ReturnType<typeof scaleOf>} scale @param {string} name of the distance @param {string} label @param {string} [floor] name of what lies below */
function plot(plot, { columns, rows }, scale, name, label, floor) {
  const format = (/** @type {number} */ power) => String(Number((10 ** power).toPrecision(1)));
  const { low, high } = scale;
  const steps = rows.map((row) => row.steps);
  plot.label = label;
  plot.axes(
    { min: log(scale.steps[0]), max: log(scale.steps[scale.steps.length - 1]), ticks: scale.steps.map(log), name: "S", format: whole, read: whole },
    { min: log(low), max: log(high), ticks: TICKS.filter((tick) => tick >= low && tick <= high).map(log), name, format, read: (power) => (10 ** power).toFixed(2) },
  );
  plot.clear();
  const xs = steps.map(log);
  const floors = rows.map(({ floor }) => log(floor));
  if (floors.every(Number.isFinite)) plot.line(xs, floors, "var(--edge)", "2 3", { name: floor });
  columns.forEach((column, k) => {
    const look = LOOKS.find((candidate) => candidate.column === column);
    if (!look) return;
    const ys = rows.map(({ fd }) => log(fd[k]));
    plot.line(xs, ys, look.colour, look.dash, { end: look.name });
    xs.forEach((x, at) => plot.dot(x, ys[at], look.colour));
  });
}

/** A piece of line, as in the plot. @param {string} colour @param {string} dash */
function swatch(colour, dash) {
  const line = h("span", { class: "swatch", "aria-hidden": "true" });
  line.style.background = dash !== "none" ? `repeating-linear-gradient(90deg, ${colour} 0 5px, transparent 5px 9px)` : colour;
  return line;
}
