/** Several runs side by side on one machine. */

/**
 * Steps paused runs in turns until all have ended: the next step is always that of the run which is
 * furthest behind. Can be paused and stepped itself, as one run can.
 */
export class Conductor {
  /** Steps that may still be taken: Infinity, or while it is paused those that were asked for. */ #steps;
  /** @type {() => void} */ #wake = () => {};

  /** @param {{ paused?: boolean }} [how] */
  constructor({ paused = false } = {}) {
    this.#steps = paused ? 0 : Infinity;
  }

  /**
   * @param {import("../../lab/run.js").Run[]} runs
   * @param {(k: number) => number} position of run k on its way, in whatever is to be kept equal
   */
  async conduct(runs, position) {
    const going = [...runs.keys()];
    while (going.length > 0) {
      while (this.#steps === 0) await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#wake = resolve));
      this.#steps -= 1;
      const next = going.reduce((behind, k) => (position(k) < position(behind) ? k : behind));
      if ((await runs[next].step()) !== null) continue;
      // It had ended, so nothing was taken.
      this.#steps += 1;
      going.splice(going.indexOf(next), 1);
    }
  }

  get paused() {
    return this.#steps !== Infinity;
  }

  pause() {
    if (!this.paused) this.#steps = 0;
  }

  resume() {
    this.#steps = Infinity;
    this.#wake();
  }

  /** Takes one step of the run that is furthest behind. */
  step() {
    this.pause();
    this.#steps += 1;
    this.#wake();
  }
}
