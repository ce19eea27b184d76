/**
 * What every panel shares, inside its element (element.js): a shadow root in the common look, settings from the state, strings in the
 * reader's language, the shared lab, one run at a time, and a place for what went wrong.
 *
 * A panel's subclass builds its tree once (`build`), and shows the state in `draw`, which is called
 * at most once a frame after anything has changed.
 */

import { h, setText } from "../ui/dom.js";
import { keepKeys } from "../ui/keys.js";
import { followScheme } from "../ui/scheme.js";
import { machineOf } from "../page/machine.js";
import { Authored, isPlace } from "./authored.js";
import { foot } from "./foot.js";
import { Layout } from "./layout.js";
import { layoutSheet } from "./layout-sheet.js";
import { answer } from "../math/answer.js";
import { valuesAt } from "../math/values.js";
import { translate } from "../strings/index.js";
import { homeOf } from "../state/scopes.js";
import { Report } from "./report.js";
import { alphaBarOf, join, keyOf, labs, leave, shareOf } from "./shared-lab.js";
import { panelSheet } from "../ui/styles.js";

/** @typedef {{ readonly paused: boolean, pause(): void, resume(): void, step(): unknown }} Pausable as `Run` is */

/** The element of a panel. @typedef {import("./element.js").PanelElement} Panel */
/** What ends while a panel is away from the page: `leave` when it goes, `end` if it has not come back after so long. @typedef {{ ms: number, leave?: () => void, end: () => void, timer?: number }} Absence */

/** Tabs, carousels and Turbo take an element off the page and put it back: it goes on where it was, if that takes no longer. */
const MOVED_MS = 1000;

/** Settings that have not changed for so long are where the reader wants them. */
export const QUIET_MS = 250;

export class PanelBody extends Authored {
  /** Whether it works with the shared lab; the settings of the page that are the lab's do not concern the others. */
  static withLab = true;
  /** Styles of its own, over the common ones. @type {import("../ui/sheet.js").Sheet | null} */
  static sheet = null;

  /** Panels that the page opens with an image of this one, on "unnoise-send" with {target, image}. @type {string[]} */ receivers = [];
  /** Whether it stands in an article or an iframe, without the page's head; undefined means: if it has no state. @type {boolean | undefined} */
  alone = undefined;
  /** How much of it is in sight when it begins to work; set before it is connected. */ sight = 0;
  /** Shown after every change. @type {(() => void)[]} */
  updaters = [];
  /** Called when the panel's work is cancelled, for what is done beside it. @type {(() => void)[]} */
  enders = [];
  /** @type {Absence[]} */
  absences = [{ ms: MOVED_MS, end: () => this.#leave() }];
  /** @type {import("../../lab/types.js").LabInfo | null} */ info = null;
  /** @type {AbortController | null} of the run in progress */ running = null;
  /** The run in progress, where it can be paused. @type {Pausable | null} */ handle = null;
  /** Settings changed since the last run began. */ stale = false;
  #report = new Report(this);
  #scheduled = false;
  /** @type {number | undefined} the timer of a run that waits for the settings to rest */ #soon;
  /** @type {IntersectionObserver | null} */ #sight = null;
  #built = false;
  /** Whether it was ever run. */ #begun = false;
  /** Whether it has begun to work here: it is on the page, or was until a moment ago. */ #here = false;
  /** @type {ReturnType<typeof followScheme> | null} */ #scheme = null;

  /** Called by the dice: a new seed is asked for in order to be seen. */
  rolled() {
    this.run();
  }
  /** Called when a beat was chosen, whose settings are set by now: it is to be seen. */
  asked() {
    this.run();
  }

  // For subclasses

  /** @returns {import("./layout.js").Face} the parts of the panel; called once */
  build() {
    return { stage: h("div") };
  }
  /** Shows state and run. */
  draw() {}
  /** Starts the panel's work with the settings as they are. @param {{ stepping?: boolean }} [_how] `stepping`: paused after one step */
  async run(_how) {}
  /** Called when a single step was asked for: it is to be seen, wherever the timeline was left. */
  toNewest() {}
  /** Goes a step on in the run that has ended, where it is of the settings as they are; a run is not thrown away for one step. @returns {boolean} whether there was one */
  walkOn() {
    return false;
  }
  /** The time of what is shown: where its ruler is, or its setting; null for a finished picture. @returns {number | null | undefined} */
  get timeShown() {
    const { ruler } = /** @type {{ ruler?: import("../run/ruler.js").Ruler }} */ (/** @type {unknown} */ (this));
    return ruler ? ruler.here : this.has("t") ? this.get("t") : undefined;
  }
  /** What symbols are worth now, by their ids (math/notation.js). @returns {Record<string, string>} */
  symbolValues() {
    const settings = { S: "steps", eta: "eta" };
    const own = Object.entries(settings).filter(([, name]) => this.has(name)).map(([id, name]) => [id, String(this.get(name))]);
    return { ...valuesAt(this.alphaBar, this.timeShown), ...Object.fromEntries(own) };
  }
  /** What `work` is done with: the shared lab; a panel without a network has something else. @returns {Promise<unknown>} */
  open() {
    return join(this, this.#want);
  }
  /** Whether that is there, so that following the settings is wanted. */
  get ready() {
    return this.info !== null;
  }
  /** How far it is with loading; null when it is not. @returns {import("../../lab/types.js").LoadProgress | null | undefined} */
  get loading() {
    const share = shareOf(keyOf(this.#want));
    return share && !share.lab && !share.failed ? share.progress : null;
  }
  /** What it runs on, for the foot: in short, and why. @returns {{ short: string, why: string }} */
  get machine() {
    const lab = shareOf(keyOf(this.#want))?.lab;
    return lab ? machineOf(lab, { language: this.language, choice: this.#want.backend }) : { short: "", why: "" };
  }
  /** Takes a picture that somebody gives it, where it shows one. @param {Float32Array} image [C, H, W] in [−1, 1] */
  take(image) {
    if (this.#built && "image" in this) /** @type {{ image: Float32Array | null }} */ (/** @type {unknown} */ (this)).image = image;
  }
  /** Called when the model is known: bring settings within its limits. @param {import("../../lab/types.js").LabInfo} _info */
  fitTo(_info) {}

  // Life

  /** The element is on the page. */
  connected() {
    for (const { timer } of this.absences) clearTimeout(timer);
    this.alone ??= this.state === null;
    this.state ??= this.ownState();
    if (!this.#built) this.#build();
    this.#scheme?.look();
    this.invalidate();
    if (this.#here) return; // it was only moved
    this.#here = true;
    const { host, root, sight } = this;
    if (root) this.#scheme = followScheme(host, root, () => this.invalidate());
    this.state.addEventListener("change", this.#changed);
    labs.addEventListener("change", this.#labChanged);
    this.#sight = new IntersectionObserver((entries) => entries.some(({ isIntersecting, intersectionRatio }) => isIntersecting && intersectionRatio >= sight) && this.#seen(), { threshold: sight });
    this.#sight.observe(host);
  }

  /** The element is off the page, perhaps on its way to another place. */
  disconnected() {
    for (const absence of this.absences) {
      absence.leave?.();
      absence.timer = window.setTimeout(absence.end, absence.ms);
    }
  }

  #leave() {
    this.#here = false;
    clearTimeout(this.#soon);
    this.cancel();
    this.#sight?.disconnect();
    this.#scheme?.end();
    this.state?.removeEventListener("change", this.#changed);
    labs.removeEventListener("change", this.#labChanged);
    leave(this);
  }

  /** @param {string} name @param {string | null} value */
  attributeChanged(name, value) {
    if (!this.#built) return; // read when built
    if (name === "lang") this.#translate();
    else if (name === "theme") this.#scheme?.look(), this.invalidate();
    else if (name === "cores") this.#backendChanged();
    else if (isPlace(name)) this.layout?.place();
    else this.takeAttribute(name, value);
  }

  #build() {
    this.#built = true;
    this.takeAttributes();
    const shadow = this.host.attachShadow({ mode: "open" });
    keepKeys(shadow);
    const { sheet } = /** @type {typeof PanelBody} */ (this.constructor);
    shadow.adoptedStyleSheets = [panelSheet, layoutSheet, ...(sheet ? [sheet] : [])].map(({ made }) => made);
    this.layout = new Layout(this, this.build());
    this.root = h("div", { class: "root" }, this.layout.element, foot(this), this.#report.live);
    shadow.append(this.root);
    this.glossary = answer(this.root, this);
    this.#translate();
  }

  #translate() {
    if (!this.root) return;
    translate(this.root, this.language);
    this.#report.translate();
    // An article may have several panels, and a landmark's name is to tell them apart.
    const name = `${this.say(`panel.${this.scope}`)}: ${this.say("control.settings")}`;
    this.root.querySelector("form.settings")?.setAttribute("aria-label", name);
    this.invalidate();
  }

  #changed = (/** @type {Event} */ event) => {
    const { scope, name } = /** @type {CustomEvent} */ (event).detail;
    if (this.has(name) && homeOf(this.scope, name)[0] === scope && name !== "measure") this.settingChanged(name);
    if (scope === "page" && (name === "backend" || name === "model") && this.#withLab) this.#backendChanged();
    this.invalidate();
  };

  /** @param {string} _name */
  settingChanged(_name) {
    this.stale = true;
  }

  #backendChanged() {
    this.cancel();
    this.info = null;
    if (this.host.checkVisibility() && !this.waits) this.run();
  }

  get #withLab() {
    return /** @type {typeof PanelBody} */ (this.constructor).withLab;
  }

  #labChanged = () => {
    if (!this.#withLab) return;
    const share = shareOf(keyOf(this.#want));
    const info = share?.lab?.info ?? null;
    if (info && info !== this.info) {
      this.info = info;
      this.fitTo(info);
    }
    this.invalidate();
  };

  /** A link is to show its picture, so the first run starts by itself, but only once it would be seen. */
  #seen() {
    this.#sight?.disconnect();
    this.#labChanged();
    if (!this.waits && !this.running) this.run();
  }

  /** Whether it waits for the reader's word to start, and not only for being seen: its author has it so, or the reader's browser saves data. */
  get waits() {
    return !this.#begun && (this.host.getAttribute("start") === "click" || /** @type {any} */ (navigator).connection?.saveData === true);
  }

  /** The lab, once it is there. */
  get openLab() {
    const lab = shareOf(keyOf(this.#want))?.lab;
    return lab?.alive ? lab : null;
  }

  /** ᾱ of each timestep of the open lab's model; null before there is one. */
  get alphaBar() {
    const lab = this.openLab;
    return lab && alphaBarOf(lab);
  }

  get #want() {
    return { model: this.state?.get("page", "model"), backend: this.state?.get("page", "backend"), cores: this.cores };
  }

  // Work

  /** Runs once the settings rest, for panels that follow them. Before its first run a panel is not in sight, or was not wanted. */
  runSoon() {
    clearTimeout(this.#soon);
    if (this.ready || this.running) this.#soon = window.setTimeout(() => this.run(), QUIET_MS);
  }

  /**
   * Runs one piece of work with the lab; a piece before it is cancelled.
   *
   * @param {(lab: import("../../lab/lab.js").Lab, signal: AbortSignal) => Promise<number | string | void>} work may give the milliseconds
   *   that it took, or the words that say what is to be done now; else the clock counts, pauses and all
   */
  async work(work) {
    clearTimeout(this.#soon);
    this.#begun = true;
    this.running?.abort();
    this.handle = null;
    const controller = (this.running = new AbortController());
    const { signal } = controller;
    this.showError(null);
    this.stale = false;
    this.status("status.running");
    try {
      const lab = /** @type {any} */ (await untilAborted(this.open(), signal));
      this.#labChanged();
      const began = performance.now();
      const said = await work(lab, signal);
      if (this.running !== controller) return;
      if (typeof said === "string") this.status(said);
      else this.status("status.done", { ms: said ?? performance.now() - began });
    } catch (error) {
      if (this.running !== controller) return; // another piece has taken over
      if (/** @type {any} */ (error)?.name === "AbortError") this.status("status.cancelled");
      else this.#failed(error);
    } finally {
      if (this.running === controller) this.running = this.handle = null;
      this.invalidate();
    }
  }

  cancel() {
    this.running?.abort();
    for (const end of this.enders) end();
  }

  // Telling

  /** Tells those who listen on the element. @param {"frame" | "result" | "failure" | "send"} name @param {unknown} detail */
  tell(name, detail) {
    this.host.dispatchEvent(new CustomEvent(`unnoise-${name}`, { detail, bubbles: true, composed: true }));
  }

  /** @param {string} key @param {Record<string, unknown>} [values] */
  status(key, values = {}) {
    this.#report.set(key, values);
    this.invalidate();
  }

  /** Read out by screen readers. @param {string} key @param {Record<string, unknown>} [values] */
  announce(key, values) {
    setText(this.#report.live, this.say(key, values));
  }

  /** @param {unknown} error */
  #failed(error) {
    console.info("Unnoise:", error);
    this.status("status.failed");
    this.showError(/** @type {Error} */ (error));
    this.tell("failure", error);
  }

  /** Shows an error where one looks, with a way on. @param {import("../ui/faults.js").Fault | null} error */
  showError(error) {
    this.#report.showError(error);
  }

  /** For the face: how far the work is, what went wrong, and what ends it. */
  get statusBox() {
    return this.#report.box;
  }
  get errorBox() {
    return this.#report.errorBox;
  }
  get cancelButton() {
    return this.#report.cancel;
  }

  /** Draws at the next frame. */
  invalidate() {
    if (this.#scheduled || !this.#built) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      for (const update of this.updaters) update();
      this.#report.draw();
      this.draw();
      this.glossary?.refresh();
    });
  }
}

/** @template T @param {Promise<T>} promise @param {AbortSignal} signal @returns {Promise<T>} */
function untilAborted(promise, signal) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")), { once: true });
    promise.then(resolve, reject);
  });
}
