/**
 * The map: the model's own diagram as navigation. Data is at the left of each line and noise at its right, the line is the
 * law that leads from one to the other. Under it are the faces of the bench. On a phone it is the bar at the thumb, where
 * only the bench that is open shows its faces.
 */

import { h, text } from "../ui/dom.js";
import { BENCHES, benchOf } from "../panels/map.js";
import { addressOf } from "./address.js";

/** Letters of the two laws in each notation: Lai et al. write p for what the others call q. @type {Record<string, Record<"forward" | "back", [letter: string, below: string]>>} */
const LAWS = {
  ho: { forward: ["q", ""], back: ["p", "θ"] },
  song: { forward: ["q", ""], back: ["p", "θ"] },
  lai: { forward: ["p", ""], back: ["p", "φ"] },
};

export class BenchMap {
  /** The face that was open last on each bench. @type {Map<string, string>} */
  #last = new Map(BENCHES.map(({ name, panels }) => [name, panels[0].scope]));
  /** @type {{ bench: string, law: "forward" | "back" | undefined, element: HTMLElement }[]} */
  #laws = [];

  /** @param {import("../state/state.js").State} state @param {(event: MouseEvent, panel: string) => void} go */
  constructor(state, go) {
    this.state = state;
    this.faces = BENCHES.flatMap(({ panels }) => panels.map(({ scope }) => text("a", `panel.${scope}`, { href: "#", "data-panel": scope, onclick: (/** @type {MouseEvent} */ event) => go(event, scope) })));
    this.benches = BENCHES.map((bench) => {
      const sign = () => this.#sign(bench);
      const link = h("a", { class: "bench", href: "#", "data-bench": bench.name, onclick: (/** @type {MouseEvent} */ event) => go(event, this.#last.get(bench.name) ?? "") }, sign(), text("span", `bench.${bench.name}`));
      const faces = this.faces.filter(({ dataset }) => benchOf(dataset.panel ?? "") === bench);
      const title = text("span", `bench.${bench.name}`, { class: "hidden-text", id: `bench-${bench.name}` });
      const list = h("ul", { class: "faces", "aria-labelledby": title.id }, ...faces.map((face) => h("li", {}, face)));
      return { bench, link, element: h("li", { "data-s-title": `bench.${bench.name}.question` }, title, sign(), link, list) };
    });
    this.element = h("nav", { "data-s-label": "page.panels" }, h("ul", { class: "map" }, ...this.benches.map(({ element }) => element)));
  }

  /** @param {typeof BENCHES[number]} bench */
  #sign({ name, sign: { heads, law, letter = "" } }) {
    const element = h("i", {}, letter);
    this.#laws.push({ bench: name, law, element });
    return h("span", { class: "sign", "data-heads": heads, "aria-hidden": "true" }, h("b"), element, h("b"));
  }

  draw() {
    const { state } = this;
    const open = state.get("page", "panel");
    const here = benchOf(open);
    if (here) this.#last.set(here.name, open);
    for (const face of this.faces) {
      face.href = addressOf(state, face.dataset.panel ?? "");
      if (face.dataset.panel === open) face.setAttribute("aria-current", "page");
      else face.removeAttribute("aria-current");
    }
    for (const { bench, link, element } of this.benches) {
      link.href = addressOf(state, this.#last.get(bench.name) ?? "");
      element.toggleAttribute("data-here", bench === here);
    }
    for (const { law, element } of this.#laws) {
      if (!law) continue;
      const [letter, below] = LAWS[state.get("page", "notation")][law];
      element.replaceChildren(letter, ...(below ? [h("sub", {}, below)] : []));
    }
  }
}
