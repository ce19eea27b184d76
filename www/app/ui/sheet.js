/** A style sheet that is made when it is first adopted: modules are imported on servers too, where there are none. */

export class Sheet {
  #css;
  /** @type {CSSStyleSheet | null} */ #made = null;

  /** @param {string} css */
  constructor(css) {
    this.#css = css;
  }

  /** One object, whatever adopts it. */
  get made() {
    if (!this.#made) {
      this.#made = new CSSStyleSheet();
      this.#made.replaceSync(this.#css);
    }
    return this.#made;
  }
}
