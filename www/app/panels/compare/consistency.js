/**
 * The consistency strip of <unnoise-compare>: one x_T over more and more steps, by DDIM with η = 0 and by
 * DDPM, and how far each picture is from that of the longest run (DDIM §5.2).
 */

import * as controls from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { duration, grouped } from "../../ui/format.js";
import { formula } from "../../math/formulas.js";
import { bytesFromTensor, paintGrid } from "../../pictures/pixels.js";

/** S of the strip; the longest run follows them. */
const STEPS = [5, 10, 20, 50, 100];
/** The step count that the sentence below the strip is about. */
const FEW = 20;

const ROWS = /** @type {const} */ ([
  { sampler: "ddim", key: "consistency.ddim" },
  { sampler: "ddpm", key: "consistency.ddpm" },
]);

/** @typedef {{ steps: number, image: Float32Array, distance: number | null }} Cell */
/** @typedef {{ seed: number, label: number | null, list: number[], rows: Cell[][], taken: number, ms: number }} Outcome */

export class Consistency {
  #panel;
  /** @type {Outcome | null} */ #outcome = null;
  #going = false;
  /** Milliseconds of a call in the newest run of the strip; before there is one, the warm-up's have to do. @type {number | null} */ #perCall = null;
  #start = h("button", { type: "button", onclick: () => this.run() });
  #cancel = text("button", "consistency.cancel", { type: "button", class: "quiet", onclick: () => this.#panel.cancel() });
  #bar = h("progress", { max: 1, value: 0, "data-s-label": "consistency.progress" });
  #made = h("p", { class: "soft num" });
  #verdict = h("p", { class: "soft num" });
  #head = h("tr");
  #body = h("tbody");
  /** What the table shows. */ #drawn = "";

  /** @param {import("../../panel/panel.js").Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    const reference = controls.steps(panel, "reference", "consistency.reference");
    this.element = h(
      "section",
      { class: "card whole consistency" },
      h("h2", {}, text("span", "consistency.title"), text("small", "consistency.source")),
      text("p", "consistency.text", { class: "soft" }),
      h("div", { class: "beside" }, reference, h("div", { class: "actions" }, this.#start, this.#cancel)),
      h("div", { class: "status" }, this.#made, this.#bar),
      h("table", { class: "runs num", "data-s-label": "consistency.table" }, h("thead", {}, this.#head), this.#body),
      h("div", { class: "equation" }, formula("distance")),
      this.#verdict,
    );
  }

  get #list() {
    const reference = this.#panel.get("reference");
    return [...STEPS.filter((steps) => steps < reference), reference];
  }

  async run() {
    const panel = this.#panel;
    const { stale } = panel;
    await panel.work(async (lab, signal) => {
      panel.stale = stale; // said of the columns, which this does not touch
      this.#going = true;
      const list = this.#list;
      const [seed, label] = [panel.get("seed"), panel.get("label")];
      const outcome = (this.#outcome = /** @type {Outcome} */ ({ seed, label, list, rows: ROWS.map(() => []), taken: 0, ms: 0 }));
      const calls = callsOf(list);
      const onProgress = () => panel.status("status.running", { part: ++outcome.taken / calls });
      panel.announce("live.started", { of: calls });
      try {
        for (const [k, { sampler }] of ROWS.entries()) {
          for (const steps of list) {
            const { images, ms } = await lab.sample({ count: 1, sampler, eta: 0, steps, seed, label, frames: "none", signal, onProgress }).result;
            outcome.ms += ms;
            this.#perCall = ms / steps;
            outcome.rows[k].push({ steps, image: images, distance: null });
            panel.invalidate();
          }
          const last = outcome.rows[k][list.length - 1].image;
          for (const cell of outcome.rows[k]) cell.distance = distance(cell.image, last);
        }
      } finally {
        this.#going = false;
      }
      panel.announce("live.done");
      panel.tell("result", { of: "consistency", seed, rows: ROWS.map(({ sampler }, k) => ({ sampler, cells: outcome.rows[k] })) });
      return outcome.ms;
    });
  }

  draw() {
    const panel = this.#panel;
    const outcome = this.#outcome;
    const calls = callsOf(this.#list);
    const { info } = panel;
    const time = info ? duration(panel.language, calls * (this.#perCall ?? info.msPerStep)) : "—";
    setText(this.#start, panel.say("consistency.run", { calls: grouped(calls), time }));
    // While the columns run the machine is theirs.
    this.#start.disabled = panel.running !== null;
    this.#cancel.disabled = !this.#going;
    this.#bar.style.visibility = this.#going ? "visible" : "hidden";
    this.#bar.value = outcome ? outcome.taken / callsOf(outcome.list) : 0;
    const of = outcome && { seed: outcome.seed, label: this.#labelOf(outcome.label), taken: grouped(outcome.taken), calls: grouped(callsOf(outcome.list)) };
    setText(this.#made, of ? panel.say(this.#going ? "consistency.going" : "consistency.made", of) : panel.say("consistency.waiting"));
    this.#drawTable(outcome);
    setText(this.#verdict, outcome ? this.#sentence(outcome) : "");
  }

  /** @param {number | null} label */
  #labelOf(label) {
    return label === null ? this.#panel.say("control.any") : this.#panel.info?.labels[label] ?? String(label);
  }

  /** @param {Outcome | null} outcome */
  #drawTable(outcome) {
    const panel = this.#panel;
    const list = outcome?.list ?? this.#list;
    const cells = outcome?.rows.map((row) => row.map(({ distance }) => distance)) ?? [];
    const now = JSON.stringify([panel.language, list, cells, outcome?.seed, panel.info === null]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#head.replaceChildren(...list.map((steps) => h("th", { scope: "col" }, `S = ${steps}`)));
    this.#body.replaceChildren(
      ...ROWS.flatMap(({ sampler, key }, k) => [
        h("tr", { "data-sampler": sampler }, h("th", { scope: "rowgroup", colspan: list.length }, panel.say(key))),
        h("tr", { "data-sampler": sampler }, ...list.map((steps, at) => this.#cell(steps, outcome?.rows[k][at], panel.say(key)))),
      ]),
    );
  }

  /** @param {number} steps @param {Cell | undefined} cell @param {string} row */
  #cell(steps, cell, row) {
    const { info } = this.#panel;
    const label = this.#panel.say("consistency.picture", { row, steps });
    const canvas = h("canvas", { width: 1, height: 1, role: "img", "aria-label": label, hidden: !cell });
    if (cell && info) paintGrid(canvas, bytesFromTensor(cell.image), info);
    return h("td", {}, h("div", { class: "picture" }, canvas), cell?.distance == null ? "—" : cell.distance.toFixed(4));
  }

  /** @param {Outcome} outcome */
  #sentence({ rows, list }) {
    const few = Math.max(...list.filter((steps) => steps <= FEW && steps < list[list.length - 1]));
    const [ddim, ddpm] = rows.map((row) => row.find(({ steps }) => steps === few)?.distance ?? null);
    if (ddim === null || ddpm === null) return "";
    // The table has squares; "so many times as far" is said of distances.
    const far = Math.sqrt(ddpm / ddim);
    const values = { few, many: list[list.length - 1], ddim: Math.sqrt(ddim).toFixed(3), ddpm: Math.sqrt(ddpm).toFixed(3) };
    return this.#panel.say("consistency.verdict", { ...values, ratio: far.toFixed(far < 10 ? 1 : 0) });
  }
}

/** @param {number[]} list */
const callsOf = (list) => ROWS.length * list.reduce((sum, steps) => sum + steps, 0);

/** Mean squared difference of pixels in [0, 1]. @param {Float32Array} a @param {Float32Array} b */
function distance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] - b[i]) / 2) ** 2;
  return sum / a.length;
}
