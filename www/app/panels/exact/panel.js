/** <unnoise-exact>: data of which everything is known, and what the theory says of it, computed and not estimated. */

import { PanelBody } from "../../panel/panel.js";
import { formula } from "../../math/formulas.js";
import { timeAxis } from "../../plots/axis.js";
import { Ruler } from "../../run/ruler.js";
import { bounded, codeFromMixture } from "../../state/mixture-code.js";
import { addStrings } from "../../strings/index.js";
import * as controls from "../../ui/controls.js";
import { h, text } from "../../ui/dom.js";
import { alphaBar, decibels } from "../../ui/format.js";
import { BEATS } from "./beats.js";
import { componentsOf } from "./data.js";
import { Editor } from "./editor.js";
import en from "./en.js";
import ko from "./ko.js";
import { LineStage } from "./line-stage.js";
import { Conditioning } from "./measures/conditioning.js";
import { FieldMeasure } from "./measures/field.js";
import { Fits } from "./measures/fits.js";
import { Learning } from "./measures/learning.js";
import { Marginal } from "./measures/marginal.js";
import { Memory } from "./measures/memory.js";
import { Paths } from "./measures/paths.js";
import { SmallSteps } from "./measures/small-steps.js";
import { PlaneStage } from "./plane-stage.js";
import { scope } from "./settings.js";
import { sheet } from "./sheet.js";
import { STEPS, TABLES, loading, mixtureOf } from "./source.js";

addStrings(en, ko);

/** Ways drawn through the picture. */
const WAYS = 14;
const STOPS = Array.from({ length: STEPS }, (_, t) => t);

/** @typedef {import("../../../exact/mixture.js").Mixture} Mixture */
/** @typedef {import("./data.js").Component} Component */

export class ExactPanel extends PanelBody {
  static scope = scope;
  static beats = BEATS;
  static sheet = sheet;
  static withLab = false;

  /** That of the settings, once its code is loaded. @type {{ mix: Mixture, key: string } | null} */ #made = null;
  /** Ways of samples, for the settings that they are of. @type {{ key: string, walk: { paths: Float64Array, timesteps: number[], count: number } | null }} */ #walk = { key: "", walk: null };
  /** The components of the settings. @type {{ key: string, components: Component[] }} */ #components = { key: "", components: [] };

  build() {
    const axis = timeAxis(TABLES.alphaBar);
    this.axis = axis;
    this.line = new LineStage(this, axis);
    this.plane = new PlaneStage(this);
    this.ruler = new Ruler({ label: "exact.t", direction: "noise", onMove: (t) => this.set("t", t ?? 0), say: this.say });
    this.parts = {
      marginal: new Marginal(this),
      conditioning: new Conditioning(this),
      gaussian: new SmallSteps(this),
      field: new FieldMeasure(this),
      paths: new Paths(this),
      memory: new Memory(this),
      fits: new Fits(this),
      learn: new Learning(this),
    };
    this.retry = text("button", "exact.run", { class: "run", type: "submit" });
    return {
      stage: h("div", {}, this.line.element, this.plane.element),
      ruler: this.ruler.element,
      equation: h("div", { class: "equation" }, formula("exact-marginal")),
      controls: {
        data: controls.select(this, "data", "exact.data", "exact.data"),
        component: new Editor(this).element,
        seed: controls.seed(this, "seed", "exact.seed"),
      },
      actions: [h("div", { class: "actions" }, this.retry, this.cancelButton)],
      measures: Object.fromEntries(Object.entries(this.parts).map(([name, { element }]) => [name, element])),
      figure: ["line", "plane"],
    };
  }

  // The data

  /** Everything that says what the data are. */
  get dataKey() {
    return this.get("data") === "own" ? this.get("mixture") : this.get("data");
  }
  get components() {
    const key = this.dataKey;
    if (this.#components.key !== key) this.#components = { key, components: componentsOf(this.get("data"), this.get("mixture")) };
    return this.#components.components;
  }
  get dimension() {
    return this.components[0].mean.length;
  }

  /** Another mixture, which is the reader's own from here on. @param {Component[]} components */
  #own(components) {
    this.set("mixture", codeFromMixture(components));
    this.set("data", "own");
  }
  /** Changes a component. @param {number} k @param {(component: Component) => Partial<Component>} change */
  editComponent(k, change) {
    const total = this.components.reduce((sum, { weight }) => sum + weight, 0);
    this.#own(this.components.map((component, at) => {
      const share = { ...component, weight: bounded("weight", component.weight / total) };
      return at === k ? { ...share, ...change(share) } : share;
    }));
  }
  /** Adds one beside the component that is edited. */
  addComponent() {
    const { weight, mean, deviation } = this.components[this.get("component")] ?? this.components[0];
    const beside = mean.map((value) => bounded("mean", value + (value > 0 ? -1 : 1) * 3 * Math.max(deviation, 0.15)));
    this.#own([...this.components, { weight, mean: beside, deviation }]);
    this.set("component", this.components.length - 1);
  }
  /** @param {number} k */
  removeComponent(k) {
    if (this.components.length === 1) return;
    this.#own(this.components.filter((_, at) => at !== k));
    this.set("component", Math.min(k, this.components.length - 1));
  }

  // The work

  open() {
    return mixtureOf(this.components, () => this.invalidate());
  }
  get ready() {
    return this.#made !== null;
  }
  get loading() {
    return loading;
  }
  get machine() {
    return { short: this.say("exact.machine"), why: "" };
  }
  get alphaBar() {
    return TABLES.alphaBar;
  }
  rolled() {
    this.invalidate();
  }
  asked() {
    this.run();
  }

  /** Made anew when the data change; the code is loaded by then, so at once. @param {string} name */
  settingChanged(name) {
    if ((name === "data" || name === "mixture") && this.#made) this.#make();
    if (name === "data" || name === "mixture") this.limit("component", Math.max(this.components.length - 1, 0));
  }
  async #make() {
    const key = this.dataKey;
    const mix = await mixtureOf(this.components, () => {});
    if (key !== this.dataKey) return; // a newer one is on its way
    this.#made = { mix, key };
    this.invalidate();
  }

  async run() {
    await this.work(async (mixture) => {
      const mix = /** @type {Mixture} */ (/** @type {unknown} */ (mixture));
      this.#made = { mix, key: this.dataKey };
      this.tell("result", { components: this.components });
      return "exact.hint";
    });
  }

  draw() {
    const { line, plane, ruler, parts, axis } = this;
    if (!line || !plane || !ruler || !parts) return;
    const flat = this.dimension === 1;
    line.element.hidden = !flat;
    plane.element.hidden = flat;
    if (this.retry) this.retry.hidden = this.#made !== null;
    const t = this.get("t");
    const words = this.say("ruler.facts", { t, alphaBar: alphaBar(TABLES.alphaBar[t]), snr: decibels(TABLES.alphaBar[t]) });
    ruler.draw({ axis: axis ?? null, stops: STOPS, here: t, words });
    const made = this.#made;
    if (!made || made.key !== this.dataKey) return;
    const walk = this.#walkOf(made.mix);
    if (flat) line.draw(made.mix, walk);
    else plane.draw(made.mix, walk, parts.learn);
    const shown = Object.values(parts)[this.layout?.measures.shown ?? -1];
    shown?.draw(made.mix);
  }

  /** @param {Mixture} mix */
  #walkOf(mix) {
    const [steps, eta, seed] = [this.get("steps"), this.get("eta"), this.get("seed")];
    const key = `${this.dataKey} ${steps} ${eta} ${seed}`;
    if (this.#walk.key !== key) {
      const { paths, timesteps } = mix.sample({ count: WAYS, steps, eta, seed });
      this.#walk = { key, walk: { paths, timesteps, count: WAYS } };
    }
    return this.#walk.walk;
  }

  /** @returns {Record<string, string>} */
  symbolValues() {
    const { weight, mean, deviation } = this.components[this.get("component")] ?? this.components[0];
    const total = this.components.reduce((sum, { weight }) => sum + weight, 0);
    /** @type {Record<string, string>} */
    const places = this.dimension === 1 ? { x: this.get("x").toFixed(2), x0: this.get("x0").toFixed(2) } : {};
    return {
      ...super.symbolValues(),
      ...places,
      "weight-k": (weight / total).toFixed(2),
      "mean-k": mean.map((value) => value.toFixed(2)).join(", "),
      "deviation-k": deviation.toFixed(2),
      k: String(this.get("component") + 1),
    };
  }
}
