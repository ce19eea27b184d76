/**
 * The custom elements. What an author, a script or a framework can reach of one is what stands here: a typed property for each
 * attribute, and of a panel `run()` and `cancel()`, `image` and `receivers`. All that it is made of is in its body (panel.js,
 * story.js), out of reach of names: React, Vue and Preact assign `element[name]` wherever `name in element`.
 */

/**
 * What is inside an element, made with it.
 * @typedef {object} Body
 * @property {() => void} connected the element is on the page
 * @property {() => void} disconnected it is off the page, perhaps on its way to another place
 * @property {(name: string, value: string | null) => void} attributeChanged
 * @property {(name: string) => string | number | null} read what holds for an attribute now
 */

/** @typedef {{ new (host: HTMLElement): Body, readonly attributes: string[] }} BodyClass its attributes but `lang` and `theme` */

/** Leads from an element to its body, for our own page and tests; no framework assigns a symbol. */
export const INSIDE = Symbol.for("unnoise");

/** The body of an element of ours. @param {HTMLElement} element @returns {any} */
export const insideOf = (element) => /** @type {any} */ (element)[INSIDE];

/** `a-steps` is the property `aSteps`, as frameworks write it. @param {string} attribute */
export const propertyOf = (attribute) => attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Every element has these properties already; they mirror their attributes. */
const NATIVE = ["lang"];

/** Servers, which import modules in order to write a page, have no elements: a class to look at is enough there. @type {typeof HTMLElement} */
const Base = globalThis.HTMLElement ?? class {};

class UnnoiseElement extends Base {
  /** @type {BodyClass} */ static body;
  /** Properties that are not attributes. @type {string[]} */ static own = [];
  #body;

  static get observedAttributes() {
    return ["lang", "theme", ...this.body.attributes];
  }

  constructor() {
    super();
    this.#body = new /** @type {typeof UnnoiseElement} */ (this.constructor).body(this);
  }

  get [INSIDE]() {
    return this.#body;
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
    const { own, observedAttributes } = /** @type {typeof UnnoiseElement} */ (this.constructor);
    for (const name of [...own, ...observedAttributes.flatMap((attribute) => [attribute, propertyOf(attribute)])]) {
      if (!Object.hasOwn(here, name)) continue;
      const value = here[name];
      delete here[name];
      here[name] = value;
    }
  }
}

/** The element of a panel. */
export class PanelElement extends UnnoiseElement {
  static own = ["image", "receivers"];

  /** @returns {import("./panel.js").PanelBody} */
  get #panel() {
    return insideOf(this);
  }

  /** Starts the panel's work with the settings as they are. */
  async run() {
    await this.#panel.run();
  }
  /** Ends it before its next step. */
  cancel() {
    this.#panel.cancel();
  }

  /** A picture of the author's own, as tensors are: [C, H, W] in [−1, 1]. It is shown, and not given back; panels that show no picture of the reader's ignore it. */
  get image() {
    return null;
  }
  set image(given) {
    const image = /** @type {unknown} */ (given);
    if (image instanceof Float32Array && image.length > 0 && image.every(Number.isFinite)) this.#panel.take(image);
    else if (image !== null && image !== undefined) console.warn(`<${this.localName}>: expected image to be a Float32Array of finite numbers, found ${typeof image}`);
  }

  /** Panels that the page around it opens with an image of this one, on "unnoise-send" with {target, image}. @returns {string[]} */
  get receivers() {
    return [...this.#panel.receivers];
  }
  set receivers(names) {
    this.#panel.receivers = Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
    this.#panel.invalidate();
  }
}

/** What an attribute says for a value that a script assigns: null takes it away, undefined means that there is no such value. @param {unknown} value */
function writtenOf(value) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(" ");
  return ["string", "number", "boolean", "bigint"].includes(typeof value) ? String(value) : undefined;
}

/** A property that mirrors an attribute: it writes the attribute, and reads what is so now, whether author or reader has set it. @param {string} name */
const mirror = (name) => ({
  enumerable: true,
  configurable: true,
  /** @this {HTMLElement} */
  get() {
    return insideOf(this).read(name);
  },
  /** @this {HTMLElement} @param {unknown} value */
  set(value) {
    const written = writtenOf(value);
    if (written === undefined) console.warn(`<${this.localName}>: expected ${name} to be a string, a number or null, found ${typeof value}`);
    else if (written === null) this.removeAttribute(name);
    else this.setAttribute(name, written);
  },
});

/** The class of an element. @param {BodyClass} body @param {typeof UnnoiseElement} [base] @returns {typeof UnnoiseElement} */
export function elementFor(body, base = UnnoiseElement) {
  const Element = class extends base {
    static body = body;
  };
  for (const attribute of Element.observedAttributes) {
    if (NATIVE.includes(attribute)) continue;
    for (const name of new Set([attribute, propertyOf(attribute)])) Object.defineProperty(Element.prototype, name, mirror(attribute));
  }
  return Element;
}
