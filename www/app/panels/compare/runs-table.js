/** Pictures of many runs from one x_T: a row for each way, a column for each S. Of <unnoise-compare>. */

import { h, setText, text } from "../../ui/dom.js";
import { duration, grouped } from "../../ui/format.js";
import { paintGrid } from "../../pictures/pixels.js";

/** @typedef {Record<string, unknown>} Way options of `lab.sample` beside S, seed and label */
/**
 * A run that is made otherwise than by `lab.sample`.
 * @typedef {(lab: import("../../../lab/lab.js").Lab, options: { latent: Float32Array, list: number[], steps: number, seed: number, label: number | null, signal: AbortSignal, onProgress: () => void }) => Promise<{ images: Float32Array, ms: number }>} Make
 */
/** @typedef {{ way: Way, name: string, make?: Make }} Row `name`: what is written over it; `make` needs a row by `lab.sample` before it, for x_T */
/** @typedef {{ steps: number, image: Float32Array }} Cell */
/** @typedef {{ id: string, seed: number, label: number | null, rows: Row[], list: number[], cells: Cell[][], taken: number, calls: number, ms: number, whole: boolean }} Outcome */

/**
 * What is to be run.
 * @typedef {object} Plan
 * @property {Row[]} rows
 * @property {number[]} list S of the columns
 */

export class RunsTable {
  /** @type {Outcome | null} */ outcome = null;
  #panel;
  #plan;
  #shown;
  #prefix;
  #going = false;
  /** The plan that was begun by itself last: one that was cancelled is not begun again. */ #begun = "";
  /** Milliseconds of a call in the newest run; before there is one, the warm-up's have to do. @type {number | null} */ #perCall = null;
  /** @type {(outcome: Outcome) => void} */ #told;
  /** @type {(outcome: Outcome, row: number, at: number) => string} */ #under;
  #start = h("button", { type: "button", class: "quiet", onclick: () => this.run() });
  #cancel = text("button", "control.cancel", { type: "button", class: "quiet", onclick: () => this.#panel.cancel() });
  #bar = h("progress", { max: 1, value: 0, "data-s-label": "runs.progress" });
  #made = h("p", { class: "soft num" });
  #head = h("tr");
  #body = h("tbody");
  /** What the table shows. */ #drawn = "";

  /**
   * @param {import("../../panel/panel.js").PanelBody} panel
   * @param {object} of
   * @param {string} of.prefix of its strings
   * @param {() => Plan} of.plan by the settings as they are
   * @param {() => boolean} of.shown whether it is in sight, and may run by itself
   * @param {(outcome: Outcome) => void} [of.told] called when all is made
   * @param {(outcome: Outcome, row: number, at: number) => string} [of.under] words under a picture
   */
  constructor(panel, { prefix, plan, shown, told = () => {}, under = () => "" }) {
    this.#panel = panel;
    this.#prefix = prefix;
    this.#plan = plan;
    this.#shown = shown;
    this.#told = told;
    this.#under = under;
    this.buttons = h("div", { class: "actions" }, this.#start, this.#cancel);
    this.status = h("div", { class: "status" }, this.#made, this.#bar);
    this.table = h("table", { class: "runs num", "data-s-label": `${prefix}.table` }, h("thead", {}, this.#head), this.#body);
  }

  /** What the settings ask for. @returns {Outcome} nothing of it made yet */
  get #wanted() {
    const { rows, list } = this.#plan();
    const [seed, label] = [this.#panel.get("seed"), this.#panel.get("label")];
    const calls = rows.reduce((sum, { way }) => sum + callsOf(list, way, label), 0);
    const id = JSON.stringify([seed, label, list, rows.map(({ way, name }) => [way, name]), this.#panel.info?.model]);
    return { id, seed, label, rows, list, cells: rows.map(() => []), taken: 0, calls, ms: 0, whole: false };
  }

  /** Runs by itself where it is in sight and nothing else goes on: once for each plan, if that is not long. @param {number} most calls */
  follow(most) {
    const panel = this.#panel;
    if (!this.#shown() || panel.running || !panel.info) return;
    const { id, calls } = this.#wanted;
    if (calls > most || id === this.#begun || id === this.outcome?.id) return;
    this.run();
  }

  async run() {
    const panel = this.#panel;
    const { stale } = panel;
    const outcome = this.#wanted;
    this.#begun = outcome.id;
    await panel.work(async (lab, signal) => {
      panel.stale = stale; // said of the columns, which this does not touch
      this.#going = true;
      this.outcome = outcome;
      const { seed, label, list, calls } = outcome;
      const onProgress = () => panel.status("status.running", { part: ++outcome.taken / stepsOf(outcome) });
      panel.announce("live.started", { of: calls });
      try {
        let latent = new Float32Array(0);
        for (const [k, { way, make }] of outcome.rows.entries()) {
          for (const steps of list) {
            const common = { steps, seed, label, signal, onProgress };
            const sample = async () => {
              const made = await lab.sample(/** @type {any} */ ({ count: 1, eta: 0, ...way, ...common, frames: "none" })).result;
              latent = /** @type {Float32Array<ArrayBuffer>} */ (made.latents);
              return made;
            };
            const { images, ms } = await (make ? make(lab, { ...common, latent, list }) : sample());
            outcome.ms += ms;
            this.#perCall = ms / callsOf([steps], way, label);
            outcome.cells[k].push({ steps, image: images });
            panel.invalidate();
          }
        }
        outcome.whole = true;
      } finally {
        this.#going = false;
      }
      panel.announce("live.done");
      this.#told(outcome);
      return outcome.ms;
    });
  }

  draw() {
    const panel = this.#panel;
    const { outcome } = this;
    const wanted = this.#wanted;
    const { info } = panel;
    const time = info ? duration(panel.language, wanted.calls * (this.#perCall ?? info.msPerStep)) : "—";
    setText(this.#start, panel.say(`${this.#prefix}.run`, { calls: grouped(wanted.calls), time }));
    // What is there already is not offered; while the columns run the machine is theirs.
    this.#start.hidden = this.#going || (outcome?.whole === true && outcome.id === wanted.id);
    this.#start.disabled = panel.running !== null;
    this.#cancel.hidden = !this.#going;
    this.#bar.style.visibility = this.#going ? "visible" : "hidden";
    this.#bar.value = outcome ? outcome.taken / stepsOf(outcome) : 0;
    const made = outcome?.cells.flat().length ?? 0;
    const of = outcome && { seed: outcome.seed, label: this.#labelOf(outcome.label), made, all: outcome.rows.length * outcome.list.length, calls: grouped(outcome.calls) };
    setText(this.#made, of ? panel.say(this.#going ? "runs.going" : "runs.made", of) : "");
    this.#drawTable(outcome ?? wanted);
  }

  /** @param {number | null} label */
  #labelOf(label) {
    return label === null ? this.#panel.say("control.any") : this.#panel.info?.labels[label] ?? String(label);
  }

  /** @param {Outcome} outcome */
  #drawTable(outcome) {
    const { list, rows, cells, id, whole } = outcome;
    const names = rows.map(({ name }) => this.#panel.say(name));
    const now = JSON.stringify([id, names, cells.map((row) => row.length), whole]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#head.replaceChildren(...list.map((steps) => h("th", { scope: "col" }, `S = ${steps}`)));
    this.#body.replaceChildren(
      ...rows.flatMap(({ way }, k) => {
        const sampler = /** @type {string} */ (way.sampler ?? "ddim");
        const head = h("th", { scope: "rowgroup", colspan: list.length });
        setText(head, names[k]);
        return [h("tr", { "data-sampler": sampler }, head), h("tr", { "data-sampler": sampler }, ...list.map((steps, at) => this.#cell(outcome, k, at, names[k])))];
      }),
    );
  }

  /** @param {Outcome} outcome @param {number} row @param {number} at @param {string} name */
  #cell(outcome, row, at, name) {
    const { info } = this.#panel;
    const cell = outcome.cells[row][at];
    const label = this.#panel.say("runs.picture", { row: name, steps: outcome.list[at] });
    const canvas = h("canvas", { width: 1, height: 1, role: "img", "aria-label": label, hidden: !cell });
    if (cell && info) paintGrid(canvas, cell.image, info);
    return h("td", {}, h("div", { class: "picture" }, canvas), cell ? this.#under(outcome, row, at) : "");
  }
}

/** Network calls of a row. @param {number[]} list @param {Way} way @param {number | null} label */
const callsOf = (list, way, label) => (label !== null && (way.guidance ?? 1) !== 1 ? 2 : 1) * list.reduce((sum, steps) => sum + steps, 0);

/** @param {Outcome} outcome */
const stepsOf = ({ rows, list }) => rows.length * list.reduce((sum, steps) => sum + steps, 0);
