/** The settings of <unnoise-exact>: the data, a place in it, and what is asked there. */

import { definePanel } from "../../state/scopes.js";
import { choice, eta, integer, mixture, number, seed } from "../../state/settings.js";

export const DATA = /** @type {const} */ (["two", "three", "one", "ring", "eight", "spiral", "digits", "own"]);

export const ANSWERS = /** @type {const} */ (["shown", "hidden"]);

export const scope = definePanel("exact", "x1.", {
  data: choice("two", DATA),
  /** The reader's own, where `data` is "own". */
  mixture: mixture(),
  /** The component that is edited. */
  component: integer(0, 0, 59),
  t: integer(300, 0, 999),
  /** What a measure would give away to those who guess first: the best fits, the gaps, the losses. */
  answers: choice("shown", ANSWERS),
  /** xₜ and x₀ where kernels are looked at. */
  x: number(0.1, -3, 3),
  x0: number(0.5, -3, 3),
  /** Timesteps between xₜ and xₛ. */
  stride: integer(100, 1, 999),
  /** p_φ beside the best Gaussian: its mean moved by so many deviations, its variance so many times. */
  shift: number(0, -3, 3),
  factor: number(1, 0.1, 5),
  reading: choice("x0", ["x0", "noise", "score"]),
  steps: integer(20, 1, 200),
  eta: eta(0),
  seed: seed(0),
  /** The Gaussian that the reader fits. */
  mean: number(0, -3, 3),
  deviation: number(0.3, 0.05, 2),
  width: integer(64, 4, 256),
  /** Learning rate in thousandths. */
  rate: number(5, 0.1, 50),
  target: choice("epsilon", ["epsilon", "x0", "v"]),
});
