/** The settings of <unnoise-interpolate>. */

import { METHODS, NOISES } from "../../../lab/options.js";
import { definePanel } from "../../state/scopes.js";
import { choice, eta, integer, label, number, picture, seed, steps } from "../../state/settings.js";

/** One end: a seed, or the reader's own image. @param {string} side @param {number} from */
const end = (side, from) => ({ [`${side}-source`]: choice("seed", ["seed", "drawing"]), [side]: seed(from), [`${side}-picture`]: picture() });

export const scope = definePanel("interpolate", "i.", {
  view: choice("strip", ["strip", "grid"]),
  ...end("from", 1),
  ...end("to", 2),
  third: seed(3),
  fourth: seed(4),
  side: integer(5, 2, 9),
  frames: integer(9, 2, 49),
  steps: steps(20),
  method: choice("slerp", METHODS),
  /** Of the last row: how much noise it adds on the way, and whether all of its pictures get the same. */
  eta: eta(1),
  noise: choice("each", NOISES),
  label: label(),
  at: number(0.5, 0, 1),
});
