/** The contact sheet of <unnoise-compare>: one x_T, more steps from left to right, more randomness or more guidance downwards. */

import * as controls from "../../ui/controls.js";
import { h, setText } from "../../ui/dom.js";
import { RunsTable } from "./runs-table.js";

const STEPS = [3, 5, 10, 20, 50];
/** Calls of a sheet that runs without being asked. */
const SHORT = 300;

/** @type {Record<"eta" | "guidance", import("./runs-table.js").Row[]>} */
const ROWS = {
  eta: [0, 0.5, 1].map((eta) => ({ way: { sampler: "ddim", eta }, name: `contact.eta.${eta}` })),
  guidance: [1, 2, 4].map((guidance) => ({ way: { sampler: "ddim", guidance }, name: `contact.guidance.${guidance}` })),
};

export class ContactSheet {
  #panel;
  #runs;
  #note = h("p", { class: "soft" });

  /** @param {import("../../panel/panel.js").PanelBody} panel @param {() => boolean} shown whether it is in sight */
  constructor(panel, shown) {
    this.#panel = panel;
    this.#runs = new RunsTable(panel, {
      prefix: "contact",
      plan: () => ({ rows: ROWS[/** @type {"eta" | "guidance"} */ (panel.get("sheet"))], list: STEPS }),
      shown,
      told: ({ seed, rows, cells }) => panel.tell("result", { of: "contact", seed, rows: rows.map(({ way }, row) => ({ ...way, cells: cells[row] })) }),
    });
    const choice = controls.segmented(panel, "sheet", "contact.rows", [
      { value: "eta", key: "contact.rows.eta" },
      { value: "guidance", key: "contact.rows.guidance" },
    ]);
    this.element = h("div", { class: "contact" }, h("div", { class: "beside" }, choice, h("div", {}, this.#runs.buttons, this.#runs.status)), this.#runs.table, this.#note);
  }

  draw() {
    const guided = this.#panel.get("sheet") === "guidance";
    // Without a label there is nothing that guidance could go towards.
    const idle = guided && this.#panel.get("label") === null;
    this.#runs.buttons.hidden = idle;
    this.#runs.table.hidden = idle;
    this.#runs.draw();
    if (!idle) this.#runs.follow(SHORT);
    setText(this.#note, this.#panel.say(idle ? "contact.no-label" : guided ? "contact.guidance.text" : "contact.eta.text"));
  }
}
