/** A question of the story: the reader commits to an answer, then sees what is measured, and by how much it was so. */

import { join } from "../panel/shared-lab.js";
import { bytesFromTensor, paintGrid } from "../pictures/pixels.js";
import { say } from "../strings/index.js";
import { h, setText, text } from "../ui/dom.js";
import { sentenceOf } from "../ui/faults.js";
import { MEASURES, PREPARED } from "./measures.js";

/** @typedef {import("./measures.js").Shot} Shot */

export class Question {
  #ask;
  #key;
  #stage;
  #user;
  /** @type {HTMLButtonElement[]} */ #options;
  #bar = h("progress", { max: 1, value: 0, hidden: true, "aria-hidden": "true" });
  #shots = h("div", { class: "shots" });
  #seen = h("p", { class: "seen", role: "status" });
  #again = h("button", { type: "button", class: "quiet again", hidden: true, onclick: () => this.#anew() });
  /** Whether its beat is on show. */ #here = false;
  /** @type {AbortController | null} */ #asking = null;
  /** @type {Promise<any> | null} what has to be there before the answer */ #prepared = null;
  /** @type {import("./chapters.js").Settings | undefined} the figure as it is asked about */ #ready = undefined;
  /** @type {{ chosen: string, found: import("./measures.js").Found | null, failure: Error | null } | null} */ #answer = null;

  /**
   * @param {import("./chapters.js").Ask} ask @param {string} key of the beat's strings @param {import("./stage.js").Stage} stage
   * @param {{ language: string } & object} user of the lab, whose language is spoken
   */
  constructor(ask, key, stage, user) {
    this.#ask = ask;
    this.#key = key;
    this.#stage = stage;
    this.#user = user;
    this.#options = ask.options.map((name) => h("button", { type: "button", class: "quiet option", "aria-pressed": "false", onclick: () => this.#commit(name) }, text("span", `${key}.option.${name}`)));
    if (PREPARED[ask.measure]) this.#again.append(text("span", `${key}.again`));
    this.element = h(
      "div",
      { class: "ask", "data-kind": ask.kind },
      h("p", { class: "asked" }, text("b", `story.${ask.kind}`), " ", text("span", `${key}.ask`)),
      h("div", { class: "options", role: "group", "data-s-label": `${key}.ask` }, ...this.#options),
      this.#bar,
      this.#shots,
      this.#seen,
      this.#again,
    );
  }

  /** The reader came to it, perhaps again: the figure is then as it was left. */
  enter() {
    this.#here = true;
    this.#prepare();
    this.#put(this.#answer?.found?.set ?? this.#ready);
  }

  #prepare() {
    if (!PREPARED[this.#ask.measure] || this.#prepared) return;
    this.#prepared = this.#work(new AbortController().signal, async (means, show) => {
      const prepared = await PREPARED[this.#ask.measure](means);
      show(prepared.shots);
      this.#put((this.#ready = prepared.set));
      return prepared;
    });
    this.#prepared.catch(() => (this.#prepared = null)); // asked for again with the answer, and told there
  }

  /** Sets the figure, which other beats have too. @param {import("./chapters.js").Settings | undefined} settings */
  #put(settings) {
    if (settings && this.#here) this.#stage.set(settings);
  }

  /** Another one of the kind. */
  #anew() {
    this.#answer = this.#prepared = null;
    this.#ready = undefined;
    this.#shots.replaceChildren();
    this.enter();
    this.draw();
    this.#options[0].focus();
  }

  /**
   * @template T
   * @param {AbortSignal} signal
   * @param {(means: import("./measures.js").Means, show: (shots?: Shot[], anew?: boolean) => void) => Promise<T>} work
   */
  async #work(signal, work) {
    const { state, figure } = this.#stage;
    /** @type {import("../pictures/pixels.js").Shape | null | undefined} of pictures: the network's, or the figure's */
    let shape = figure?.info;
    const openLab = async () => {
      const lab = await join(this.#user, { model: state.get("page", "model"), backend: state.get("page", "backend") });
      signal.throwIfAborted();
      shape = lab.info;
      return lab;
    };
    const show = (/** @type {Shot[] | undefined} */ shots, /** @type {boolean | undefined} */ anew = undefined) => {
      if (shots && shots.length > 0 && shape) this.#show(shots, shape, anew);
    };
    const tell = (/** @type {number} */ part, /** @type {Shot[] | undefined} */ shots) => {
      this.#bar.value = part;
      show(shots);
    };
    return work({ stage: this.#stage, openLab, signal, tell }, show);
  }

  /** The reader went on: what is being measured for nobody ends. */
  leave() {
    this.#here = false;
    this.#asking?.abort();
  }

  /** @param {string} chosen */
  async #commit(chosen) {
    if (this.#asking || this.#answer?.found) return;
    const { signal } = (this.#asking = new AbortController());
    this.#answer = { chosen, found: null, failure: null };
    this.#bar.hidden = false;
    this.#bar.value = 0;
    this.draw();
    try {
      this.#prepare();
      const prepared = await this.#prepared;
      const found = await this.#work(signal, async (means, show) => {
        const found = await MEASURES[this.#ask.measure]({ ...means, prepared });
        signal.throwIfAborted();
        show(found.shots, true);
        this.#put(found.set);
        return found;
      });
      this.#answer = { chosen, found, failure: null };
    } catch (error) {
      this.#answer = signal.aborted ? null : { chosen, found: null, failure: /** @type {Error} */ (error) };
    } finally {
      this.#asking = null;
      this.#bar.hidden = true;
      this.draw();
    }
  }

  /** @param {Shot[]} shots @param {import("../pictures/pixels.js").Shape} shape @param {boolean} [anew] whether those on show are others */
  #show(shots, shape, anew = shots.length < this.#shots.childElementCount) {
    if (anew) this.#shots.replaceChildren();
    for (const { image, words, mark } of shots.slice(this.#shots.childElementCount)) {
      const canvas = h("canvas", { width: 1, height: 1, role: "img", "aria-label": words });
      paintGrid(canvas, bytesFromTensor(image), shape);
      this.#shots.append(h("figure", { "data-mark": mark === true }, canvas, h("figcaption", { class: "num" }, words)));
    }
  }

  /** In the language as it is now. */
  draw() {
    const language = this.#user.language;
    const answer = this.#answer;
    const right = answer?.found?.right;
    this.#options.forEach((option, k) => {
      const name = this.#ask.options[k];
      option.setAttribute("aria-pressed", String(answer?.chosen === name));
      option.toggleAttribute("data-right", right === name);
      // aria-disabled, so that the focus stays where the reader has it.
      option.setAttribute("aria-disabled", String(answer !== null && answer.failure === null));
    });
    this.#again.hidden = !answer?.found || this.#prepared === null;
    if (!answer) return setText(this.#seen, "");
    if (answer.failure) return setText(this.#seen, sentenceOf(/** @type {any} */ (answer.failure), language));
    if (!answer.found) return setText(this.#seen, say(language, "story.measuring"));
    const verdict = say(language, answer.chosen === right ? "story.right" : "story.wrong", { right: say(language, `${this.#key}.option.${right}`) });
    setText(this.#seen, `${verdict} ${say(language, `${this.#key}.seen`, answer.found.values)}`);
  }
}
