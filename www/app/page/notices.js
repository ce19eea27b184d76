/** Short messages at the foot of the screen, which go by themselves. */

import { h } from "../ui/dom.js";
import { say } from "../strings/index.js";

const STAY_MS = 15_000;
const MOST = 3;

export class Notices {
  element = h("div", { class: "notices", role: "status" });

  /** @param {() => string} language */
  constructor(language) {
    this.language = language;
  }

  /**
   * @param {string} key @param {Record<string, unknown>} [values]
   * @param {{ act: string, onAct: () => void } | null} [action] something to do about it: such a notice stays
   */
  show(key, values, action = null) {
    const close = h("button", { type: "button", "aria-label": say(this.language(), "notice.close"), onclick: () => box.remove() }, "×");
    const act = action && h("button", { type: "button", onclick: action.onAct }, say(this.language(), action.act));
    const box = h("div", {}, h("span", {}, say(this.language(), key, values)), ...(act ? [act] : []), close);
    this.element.append(box);
    if (!action) setTimeout(() => box.remove(), STAY_MS);
    while (this.element.childElementCount > MOST) this.element.firstElementChild?.remove();
  }
}
