/**
 * The consistency strip of <unnoise-compare>: one x_T over more and more steps, by DDIM with η = 0 and by
 * DDPM, and how far each picture is from that of the longest run (DDIM §5.2).
 */

import * as controls from "../../ui/controls.js";
import { h, setText, text } from "../../ui/dom.js";
import { formula } from "../../math/formulas.js";
import { onePath } from "./one-path.js";
import { RunsTable } from "./runs-table.js";

/** S of the strip; the longest run follows them. */
const STEPS = [5, 10, 20, 50, 100];
/** The step count that the sentence below the strip is about. */
const FEW = 20;
/** Calls of a strip that runs without being asked: to S = 50. */
const SHORT = 200;

/** @type {Record<"each" | "shared", import("./runs-table.js").Row[]>} */
const ROWS = {
  each: [
    { way: { sampler: "ddim" }, name: "consistency.ddim" },
    { way: { sampler: "ddpm" }, name: "consistency.ddpm" },
  ],
  shared: [
    { way: { sampler: "ddim" }, name: "consistency.ddim" },
    { way: { sampler: "ddpm" }, name: "consistency.ddpm.shared", make: onePath },
  ],
};

/** @typedef {import("./runs-table.js").Outcome} Outcome */

export class Consistency {
  #panel;
  #runs;
  #verdict = h("p", { class: "num" });

  /** @param {import("../../panel/panel.js").PanelBody} panel @param {() => boolean} shown whether it is in sight */
  constructor(panel, shown) {
    this.#panel = panel;
    this.#runs = new RunsTable(panel, {
      prefix: "consistency",
      plan: () => ({ rows: ROWS[/** @type {"each" | "shared"} */ (panel.get("strip-noise"))], list: this.#list }),
      shown,
      told: (outcome) => this.#tell(outcome),
      under: (outcome, row, at) => (outcome.whole ? (at === outcome.list.length - 1 ? panel.say("consistency.is-reference") : distanceOf(outcome, row, at).toFixed(4)) : "—"),
    });
    const reference = controls.steps(panel, "reference", "consistency.reference");
    const noise = controls.segmented(panel, "strip-noise", "consistency.noise", [
      { value: "each", key: "consistency.noise.each" },
      { value: "shared", key: "consistency.noise.shared" },
    ]);
    const { table, status, buttons } = this.#runs;
    this.element = h("div", { class: "consistency" }, text("p", "consistency.text", { class: "soft" }), noise, table, this.#verdict, h("div", { class: "beside" }, reference, h("div", {}, buttons, status)), h("div", { class: "equation" }, formula("distance")), text("small", "consistency.source", { class: "source" }));
  }

  get #list() {
    const reference = this.#panel.get("reference");
    return [...STEPS.filter((steps) => steps < reference), reference];
  }

  /** @param {Outcome} outcome */
  #tell(outcome) {
    const cells = (/** @type {number} */ row) => outcome.cells[row].map((cell, at) => ({ ...cell, distance: distanceOf(outcome, row, at) }));
    this.#panel.tell("result", { of: "consistency", seed: outcome.seed, rows: outcome.rows.map(({ way, make }, row) => ({ sampler: way.sampler, noise: make ? "shared" : "each", cells: cells(row) })) });
  }

  draw() {
    this.#runs.draw();
    this.#runs.follow(SHORT);
    const { outcome } = this.#runs;
    setText(this.#verdict, outcome?.whole ? this.#sentence(outcome) : "");
  }

  /** @param {Outcome} outcome */
  #sentence(outcome) {
    const { list } = outcome;
    const at = list.findLastIndex((steps) => steps <= FEW && steps < list[list.length - 1]);
    if (at < 0) return "";
    // The table has squares; "so many times as far" is said of distances.
    const [ddim, ddpm] = outcome.rows.map((_, row) => Math.sqrt(distanceOf(outcome, row, at)));
    const far = ddpm / ddim;
    const values = { few: list[at], many: list[list.length - 1], ddim: ddim.toFixed(3), ddpm: ddpm.toFixed(3) };
    return this.#panel.say("consistency.verdict", { ...values, ratio: far.toFixed(far < 10 ? 1 : 0) });
  }
}

/** Mean squared difference to the longest run, of pixels in [0, 1]. @param {Outcome} outcome @param {number} row @param {number} at */
function distanceOf({ cells, list }, row, at) {
  const [a, b] = [cells[row][at].image, cells[row][list.length - 1].image];
  return a.reduce((sum, value, i) => sum + ((value - b[i]) / 2) ** 2, 0) / a.length;
}
