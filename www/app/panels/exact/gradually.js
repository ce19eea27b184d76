/** Numbers that take a while, one at a time between frames: those that are there are drawn, and the next is asked for. */

export class Gradually {
  #panel;
  #key = "";
  #timer = 0;
  /** @type {number[]} */ #values = [];

  /** @param {import("./panel.js").ExactPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    panel.enders.push(() => this.#stop());
  }

  /**
   * What is known by now of f at each x, in order; more after the next frame.
   *
   * @template X
   * @param {string} key of everything that f depends on
   * @param {readonly X[]} xs
   * @param {(x: X) => number} f
   */
  of(key, xs, f) {
    if (key !== this.#key) {
      this.#stop();
      this.#key = key;
      this.#values = [];
    }
    if (this.#values.length < xs.length && this.#timer === 0) {
      this.#timer = window.setTimeout(() => {
        this.#timer = 0;
        this.#values = [...this.#values, f(xs[this.#values.length])];
        this.#panel.invalidate();
      });
    }
    return this.#values;
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
