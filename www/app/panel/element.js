/**
 * The custom element around a panel. What an author, a script or a framework can reach of it is what stands here: a typed
 * property for each attribute, `run()` and `cancel()`, `image` and `receivers`. All that a panel is made of is in its body
 * (panel.js), out of reach of names: React, Vue and Preact assign `element[name]` wherever `name in element`.
 */

import { State } from "../state/state.js";

/** Leads from an element to its body, for our own page and tests; no framework assigns a symbol. */
export const INSIDE = Symbol.for("unnoise");

/** @typedef {import("./panel.js").PanelBody} PanelBody */

/** The body of an element of ours; of the story, which has none, the element itself. @param {HTMLElement} element @returns {any} */
export const insideOf = (element) => /** @type {any} */ (element)[INSIDE] ?? element;

/** `a-steps` is the property `aSteps`, as frameworks write it. @param {string} attribute */
export const propertyOf = (attribute) => attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Every element has these properties already; they mirror their attributes. */
const NATIVE = ["lang"];

export class PanelElement extends HTMLElement {
  /** @type {typeof import("./panel.js").PanelBody} */ static body;
  /** @type {PanelBody} */ #body;
  /** Whether our own page or story has given it a state. */ #given = false;

  static get observedAttributes() {
    return ["lang", "theme", ...this.body.attributes];
  }

  constructor() {
    super();
    const { body: Body } = /** @type {typeof PanelElement} */ (this.constructor);
    this.#body = new Body(this);
  }

  get [INSIDE]() {
    return this.#body;
  }

  /** Starts the panel's work with the settings as they are. */
  async run() {
    await this.#body.run();
  }
  /** Ends it before its next step. */
  cancel() {
    this.#body.cancel();
  }

  /** A picture of the author's own, as tensors are: [C, H, W] in [−1, 1]. Panels that show no picture of the reader's ignore it. */
  get image() {
    return null;
  }
  set image(given) {
    const image = /** @type {unknown} */ (given);
    if (image instanceof Float32Array && image.length > 0 && image.every(Number.isFinite)) this.#body.take(image);
    else if (image !== null && image !== undefined) console.warn(`<${this.localName}>: expected image to be a Float32Array of finite numbers, found ${typeof image}`);
  }

  /** Panels that the page around it opens with an image of this one, on "unnoise-send" with {target, image}. @returns {string[]} */
  get receivers() {
    return [...this.#body.receivers];
  }
  set receivers(names) {
    this.#body.receivers = Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
    this.#body.invalidate();
  }

  // For the story, whose figures are these elements: it gives them its state before they are connected. Nothing else is taken.

  /** @returns {State | null} */
  get state() {
    return this.#body.state;
  }
  set state(state) {
    if (!(state instanceof State) || this.#body.state) return;
    this.#given = true;
    this.#body.state = state;
  }
  /** @returns {boolean | undefined} */
  get alone() {
    return this.#body.alone;
  }
  set alone(alone) {
    if (this.#given && typeof alone === "boolean") this.#body.alone = alone;
  }
  get sight() {
    return this.#body.sight;
  }
  set sight(sight) {
    if (this.#given && typeof sight === "number") this.#body.sight = sight;
  }
  get ready() {
    return this.#body.ready;
  }
  set ready(_) {}
  get info() {
    return this.#body.info;
  }
  set info(_) {}
  asked() {
    this.#body.asked();
  }

  connectedCallback() {
    this.#adopt();
    this.#body.connected();
  }
  disconnectedCallback() {
    this.#body.disconnected();
  }
  /** @param {string} name @param {string | null} _old @param {string | null} value */
  attributeChangedCallback(name, _old, value) {
    this.#body.attributeChanged(name, value);
  }

  /** What a framework assigned before this script ran lies over the properties: it is assigned anew. */
  #adopt() {
    const here = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
    const { attributes } = /** @type {typeof PanelElement} */ (this.constructor).body;
    for (const name of ["receivers", "image", ...attributes.flatMap((attribute) => [attribute, propertyOf(attribute)]), "theme"]) {
      if (!Object.hasOwn(here, name)) continue;
      const value = here[name];
      delete here[name];
      here[name] = value;
    }
  }
}

/** What an attribute says for a value that a script assigns; null takes the attribute away, undefined leaves all as it is. @param {unknown} value */
function writtenOf(value) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(" ");
  return ["string", "number", "boolean", "bigint"].includes(typeof value) ? String(value) : undefined;
}

/** A property that mirrors an attribute: it writes the attribute, and reads what is so now, whether author or reader has set it. @param {string} name */
const mirror = (name) => ({
  enumerable: true,
  configurable: true,
  /** @this {PanelElement} */
  get() {
    return this[INSIDE].read(name);
  },
  /** @this {PanelElement} @param {unknown} value */
  set(value) {
    const written = writtenOf(value);
    if (written === undefined) console.warn(`<${this.localName}>: expected ${name} to be a string, a number or null, found ${typeof value}`);
    else if (written === null) this.removeAttribute(name);
    else this.setAttribute(name, written);
  },
});

/** The class of a panel's element. @param {typeof import("./panel.js").PanelBody} body */
export function elementFor(body) {
  class Element extends PanelElement {
    static body = body;
  }
  for (const attribute of Element.observedAttributes) {
    if (NATIVE.includes(attribute)) continue;
    for (const name of new Set([attribute, propertyOf(attribute)])) Object.defineProperty(Element.prototype, name, mirror(attribute));
  }
  return Element;
}
