/** The settings of <unnoise-compare>: a sampler for each column, and what they share. */

import { SAMPLERS } from "../../../lab/options.js";
import { definePanel } from "../../state/scopes.js";
import { choice, eta, integer, label, seed, steps } from "../../state/settings.js";

export const COLUMNS = /** @type {const} */ (["a", "b", "c", "d"]);
export const MODES = /** @type {const} */ (["lockstep", "race"]);

/** @param {string} side @param {"ddim" | "ddpm"} sampler @param {number} count of steps @param {number} randomness */
const column = (side, sampler, count, randomness) => ({ [`${side}-sampler`]: choice(sampler, SAMPLERS), [`${side}-steps`]: steps(count), [`${side}-eta`]: eta(randomness) });

export const scope = definePanel("compare", "c.", {
  columns: integer(2, 2, COLUMNS.length),
  mode: choice("lockstep", MODES),
  ...column("a", "ddim", 20, 0),
  ...column("b", "ddpm", 200, 0),
  ...column("c", "ddpm", 20, 0),
  ...column("d", "ddim", 20, 0.5),
  reference: integer(1000, 10, 1000),
  label: label(),
  seed: seed(7),
  count: integer(4, 1, 16),
});
