/** The settings of <unnoise-compare>: how each column goes, and what they share. */

import { CLIPS, NOISES, SAMPLERS, SPACINGS, VARIANCES } from "../../../lab/options.js";
import { definePanel } from "../../state/scopes.js";
import { choice, eta, guidance, integer, label, seed, steps } from "../../state/settings.js";

export const COLUMNS = /** @type {const} */ (["a", "b", "c", "d"]);
export const MODES = /** @type {const} */ (["lockstep", "race"]);
/** What a column shows: the sampler's state, or what the network predicts from it. */
export const VIEWS = /** @type {const} */ (["xt", "x0"]);
/** What the rows of the contact sheet differ in. */
export const SHEETS = /** @type {const} */ (["eta", "guidance"]);

/** Timesteps that our figures of quality are measured with. */
export const TABLES = /** @type {const} */ (["quadratic", "trailing"]);

/** Of a column's label, none means that of all columns. @param {string} side @param {"ddim" | "ddpm"} sampler @param {number} count of steps @param {number} randomness */
const column = (side, sampler, count, randomness) => ({
  [`${side}-sampler`]: choice(sampler, SAMPLERS),
  [`${side}-steps`]: steps(count),
  [`${side}-eta`]: eta(randomness),
  [`${side}-label`]: label(),
  [`${side}-guidance`]: guidance(),
  [`${side}-spacing`]: choice("trailing", SPACINGS),
  [`${side}-variance`]: choice("small", VARIANCES),
  [`${side}-clip`]: choice("rederive", CLIPS),
  [`${side}-noise`]: choice("each", NOISES),
});

export const scope = definePanel("compare", "c.", {
  columns: integer(2, 2, COLUMNS.length),
  mode: choice("lockstep", MODES),
  view: choice("xt", VIEWS),
  ...column("a", "ddim", 20, 0),
  ...column("b", "ddpm", 200, 0),
  ...column("c", "ddpm", 20, 0),
  ...column("d", "ddim", 20, 0.5),
  reference: integer(50, 10, 1000),
  /** Of the consistency strip: z drawn for each timestep, or one path of it for all runs. */
  "strip-noise": choice("each", NOISES),
  sheet: choice("eta", SHEETS),
  table: choice("quadratic", TABLES),
  label: label(),
  seed: seed(7),
  count: integer(4, 1, 16),
});
