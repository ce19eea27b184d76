/** A beat in words: what is said, what to predict, what to try. */

import { h, text } from "../ui/dom.js";
import { Question } from "./question.js";

export class BeatText {
  #stage;
  /** @type {{ set: import("./chapters.js").Settings, button: HTMLButtonElement }[]} */ #chips;

  /**
   * @param {import("./chapters.js").Chapter} chapter @param {import("./chapters.js").Beat} beat @param {import("./stage.js").Stage} stage
   * @param {{ language: string }} user
   */
  constructor(chapter, beat, stage, user) {
    this.#stage = stage;
    const key = `story.${chapter.id}.${beat.id}`;
    this.question = beat.ask ? new Question(beat.ask, key, stage, user) : null;
    this.#chips = (beat.try ?? []).map(({ key: name, set }) => ({ set, button: text("button", `${key}.try.${name}`, { type: "button", class: "quiet chip", onclick: () => this.#take(set) }) }));
    this.title = text("h3", `${key}.title`);
    this.element = h(
      "article",
      { class: "beat", "data-beat": beat.id },
      this.title,
      text("p", `${key}.text`),
      this.question?.element ?? null,
      this.#chips.length > 0 ? h("div", { class: "tries", role: "group", "data-s-label": "story.try" }, text("b", "story.try"), ...this.#chips.map(({ button }) => button)) : null,
      h("aside", { class: "notes" }, text("b", "story.notes"), " ", text("span", `${key}.notes`)),
    );
    stage.state.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  /** @param {import("./chapters.js").Settings} settings */
  #take(settings) {
    this.#stage.set(settings);
    this.#stage.figure?.asked();
  }

  /** Which of the chips is what is on show. */
  #draw() {
    for (const { set, button } of this.#chips) {
      const here = Object.entries(set).every(([key, value]) => {
        const [scope, name] = key.split(".");
        return this.#stage.state.get(scope, name) === value;
      });
      button.setAttribute("aria-pressed", String(here));
    }
  }
}
