/**
 * Pictures that the model made, to choose an x₀ from: of a labelled model one of each class from the panel's seed, else one
 * of each seed in the ten around it. Each comes from the very call that makes the panel's own picture, since in a batch each
 * image has noise of its own: choosing one sets seed and label, and gives the picture that was seen.
 *
 * They are made while the panel is in sight and has nothing else to do, a step at a time, each step behind all that waits.
 */

import { h, setText, text } from "../ui/dom.js";
import { bytesFromTensor, paintGrid } from "../pictures/pixels.js";
import { rove, stopAt } from "../ui/roving.js";

/** Pictures, and how many of them in a row. */
const [PLACES, COLUMNS] = [10, 5];
/** More than this many, and those of seeds long left are in the way. */
const KEPT = 200;

/**
 * What the model's picture is made of.
 * @typedef {{ seed: number, label: number | null }} Recipe
 * @typedef {import("../../lab/lab.js").Lab} Lab
 * @typedef {(lab: Lab, recipe: Recipe, how: { signal: AbortSignal, paused?: boolean }) => import("../../lab/run.js").Run} Make
 */

const keyOf = (/** @type {Recipe} */ { seed, label }) => `${seed} ${label}`;

export class Gallery {
  /** @type {Map<string, Float32Array>} made by now, by recipe */ #images = new Map();
  /** @type {Lab | null} that made them */ #lab = null;
  /** @type {{ key: string, controller: AbortController } | null} what is being made */ #making = null;
  /** Whether the reader has cancelled, or the engine failed: nothing is made until the panel runs again. */ #stopped = false;
  #inSight = false;
  /** @type {(Float32Array | undefined)[]} */ #painted = [];
  /** @type {() => void} */ #wake = () => {};

  /** @param {import("../panel/panel.js").PanelBody} panel with the settings of `imageSettings` (state.js) @param {Make} make */
  constructor(panel, make) {
    this.panel = panel;
    this.make = make;
    this.buttons = Array.from({ length: PLACES }, (_, k) => h("button", { type: "button", onclick: () => this.#choose(k) }, h("canvas", { width: 1, height: 1, hidden: true })));
    stopAt(this.buttons, 0);
    const onkeydown = (/** @type {KeyboardEvent} */ event) => rove(event, this.buttons, COLUMNS);
    const grid = h("div", { class: "gallery", role: "group", "data-s-label": "gallery.name", onkeydown }, ...this.buttons);
    /** How far it is, while some of its places are empty. */
    this.count = h("span", { class: "num" });
    this.element = h("div", { class: "field" }, h("div", { class: "name" }, text("span", "gallery.name"), this.count), grid);
    panel.updaters.push(() => this.#draw());
    panel.enders.push(() => this.#stop());
    new IntersectionObserver((entries) => {
      this.#inSight = entries[entries.length - 1].isIntersecting;
      panel.invalidate();
    }).observe(grid);
  }

  /** @param {Lab} lab @param {Recipe} recipe */
  imageOf(lab, recipe) {
    return lab === this.#lab ? this.#images.get(keyOf(recipe)) : undefined;
  }

  /** Takes the panel's own picture, after which the others may be made. @param {Lab} lab @param {Recipe} recipe @param {Float32Array} image */
  keep(lab, recipe, image) {
    if (lab !== this.#lab || this.#images.size >= KEPT) this.#images.clear();
    this.#lab = lab;
    this.#images.set(keyOf(recipe), image);
  }

  /** The same for each of its pictures, so that choosing one leaves the others where they are. @returns {Recipe[]} */
  get recipes() {
    const classes = this.panel.info?.labels.length ?? 0;
    const seeds = Math.ceil(PLACES / Math.max(1, classes));
    const chosen = this.panel.get("image-seed");
    const first = chosen - (chosen % seeds);
    return Array.from({ length: PLACES }, (_, k) => (classes > 0 ? { seed: first + Math.floor(k / classes), label: k % classes } : { seed: first + k, label: null }));
  }

  #choose(/** @type {number} */ k) {
    const { seed, label } = this.recipes[k];
    stopAt(this.buttons, k);
    this.panel.set("label", label);
    this.panel.set("image-seed", seed);
  }

  #draw() {
    const { panel } = this;
    const { info } = panel;
    const recipes = this.recipes;
    const chosen = keyOf({ seed: panel.get("image-seed"), label: panel.get("label") });
    for (const [k, button] of this.buttons.entries()) {
      const { seed, label } = recipes[k];
      const key = label === null ? "gallery.seed" : "gallery.class";
      button.setAttribute("aria-label", panel.say(key, { seed, label: info?.labels[label ?? 0] }));
      button.setAttribute("aria-pressed", String(keyOf(recipes[k]) === chosen));
      button.disabled = info === null;
      const image = this.#images.get(keyOf(recipes[k]));
      if (image === this.#painted[k]) continue;
      this.#painted[k] = image;
      const canvas = /** @type {HTMLCanvasElement} */ (button.firstElementChild);
      canvas.hidden = !image;
      if (image && info) paintGrid(canvas, bytesFromTensor(image), info);
    }
    const keys = recipes.map(keyOf);
    const done = keys.filter((key) => this.#images.has(key)).length;
    setText(this.count, done < PLACES && info ? panel.say("gallery.making", { done, of: PLACES }) : "");
    this.buttons.forEach((button, k) => button.toggleAttribute("data-making", this.#making?.key === keys[k] && !this.#images.has(keys[k])));
    if (this.#making && !keys.includes(this.#making.key)) this.#making.controller.abort();
    if (panel.running && !panel.running.signal.aborted) this.#stopped = false;
    if (this.#free || this.#making?.controller.signal.aborted) this.#wake();
    if (this.#free && !this.#making) this.#next(recipes.filter((recipe) => !this.#images.has(keyOf(recipe)))[0]);
  }

  /** Whether there is nothing that it would hold up. */
  get #free() {
    return this.#inSight && !this.#stopped && this.#lab?.alive === true && this.panel.running === null;
  }

  /** @param {Recipe | undefined} recipe */
  async #next(recipe) {
    const lab = this.#lab;
    if (!recipe || !lab) return;
    const controller = new AbortController();
    const { signal } = controller;
    this.#making = { key: keyOf(recipe), controller };
    try {
      const run = this.make(lab, recipe, { signal, paused: true });
      do {
        while (!this.#free && !signal.aborted) await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#wake = resolve));
      } while ((await run.step()) !== null);
      this.keep(lab, recipe, (await run.result).images);
    } catch (error) {
      if (/** @type {any} */ (error)?.name !== "AbortError") {
        // The panel's own next run says what is wrong; these are an offer.
        console.info("Unnoise:", error);
        this.#stopped = true;
      }
    } finally {
      this.#making = null;
      this.panel.invalidate();
    }
  }

  #stop() {
    this.#stopped = true;
    this.#making?.controller.abort();
    this.#wake();
  }
}
