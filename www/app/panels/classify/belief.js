/** What is believed of each class: a bar each, and the prior as a mark on it. */

import { h, setText } from "../../ui/dom.js";

export class BeliefBars {
  /** @type {{ element: HTMLElement, name: HTMLElement, bar: HTMLElement, mark: HTMLElement, value: HTMLElement }[]} */ #rows = [];
  element = h("div", { class: "belief", role: "group", "data-s-label": "classify.bars" });

  /** @param {string[]} labels @param {import("../../../lab/types.js").Belief | null} belief @param {number | null} known the class that it is, where that is known */
  draw(labels, belief, known) {
    if (this.#rows.length !== labels.length) this.#make(labels.length);
    const most = belief ? belief.posterior.indexOf(Math.max(...belief.posterior)) : -1;
    labels.forEach((label, k) => {
      const { element, name, bar, mark, value } = this.#rows[k];
      setText(name, label);
      bar.style.width = `${100 * (belief?.posterior[k] ?? 0)}%`;
      mark.style.insetInlineStart = `${100 * (belief?.prior[k] ?? 0)}%`;
      mark.hidden = belief === null;
      setText(value, belief ? percent(belief.posterior[k]) : "—");
      element.toggleAttribute("data-most", k === most);
      element.toggleAttribute("data-known", k === known);
    });
  }

  #make(/** @type {number} */ count) {
    this.#rows = Array.from({ length: count }, () => {
      const [name, bar, mark, value] = [h("b", {}), h("i", {}), h("s", { "aria-hidden": "true" }), h("span", { class: "num" })];
      return { element: h("div", {}, name, h("div", { class: "rail" }, bar, mark), value), name, bar, mark, value };
    });
    this.element.replaceChildren(...this.#rows.map(({ element }) => element));
  }
}

/** @param {number} share */
export const percent = (share) => (share < 0.0005 ? "< 0.1 %" : share > 0.9995 ? "> 99.9 %" : `${(100 * share).toFixed(1)} %`);

/** The look of the bars. */
export const BELIEF = `
  .belief { display: grid; gap: 3px; min-width: 0; align-content: center } .belief > div { display: grid; grid-template-columns: 1.4em minmax(0, 1fr) 5em; gap: var(--s2); align-items: center; font-size: 14px; line-height: 18px }
  .belief .rail { position: relative; height: 12px; border-radius: 6px; background: var(--line) } .belief i { position: absolute; inset: 0 auto 0 0; border-radius: 6px; background: var(--edge) } .belief [data-most] i { background: var(--accent, var(--vae)) } .belief [data-most] { font-weight: 650 } .belief [data-known] b { color: var(--data) }
  .belief s { position: absolute; top: -3px; bottom: -3px; width: 2px; margin-inline-start: -1px; background: var(--ink); text-decoration: none } .belief span { text-align: end; white-space: nowrap }
`;
