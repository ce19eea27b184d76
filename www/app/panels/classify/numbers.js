/** Bayes' rule in numbers: likelihood, prior, their product, and the evidence that it is divided by. */

import { h, setText, text } from "../../ui/dom.js";
import { percent } from "./belief.js";

const COLUMNS = ["class", "likelihood", "prior", "joint", "posterior"];

export class Numbers {
  #body = h("tbody");
  #evidence = h("p", { class: "at num" });
  element = h("div", { class: "numbers" }, h("table", { class: "costs" }, h("thead", {}, h("tr", {}, ...COLUMNS.map((name) => text("th", `classify.${name}`, { scope: "col" })))), this.#body), this.#evidence);

  /** @param {string[]} labels @param {import("../../../lab/types.js").Belief | null} belief @param {(key: string, values?: Record<string, unknown>) => string} say */
  draw(labels, belief, say) {
    const best = belief ? Math.max(...belief.logLikelihood) : 0;
    const rows = labels.map((label, k) => {
      const log = belief?.logLikelihood[k] ?? NaN;
      const cells = belief ? [nats(log - best), percent(belief.prior[k]), nats(log - best + Math.log(belief.prior[k])), percent(belief.posterior[k])] : ["—", "—", "—", "—"];
      return h("tr", {}, h("th", { scope: "row" }, label), ...cells.map((cell) => h("td", { class: "num" }, cell)));
    });
    this.#body.replaceChildren(...rows);
    setText(this.#evidence, belief ? say("classify.evidence", { best: nats(best), evidence: nats(belief.evidence) }) : "—");
  }
}

/** @param {number} value */
const nats = (value) => (value === -Infinity ? "−∞" : value.toFixed(1).replace("-", "−"));
