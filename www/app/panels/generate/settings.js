/** The settings of <unnoise-generate>. */

import { CLIPS, SAMPLERS, SPACINGS, VARIANCES } from "../../../lab/options.js";
import { definePanel } from "../../state/scopes.js";
import { choice, eta, guidance, integer, label, seed, steps } from "../../state/settings.js";

export const scope = definePanel("generate", "g.", {
  sampler: choice("ddim", SAMPLERS),
  steps: steps(20),
  eta: eta(0),
  label: label(),
  guidance: guidance(),
  seed: seed(7),
  count: integer(16, 1, 64),
  spacing: choice("trailing", SPACINGS),
  variance: choice("small", VARIANCES),
  clip: choice("rederive", CLIPS),
  /** Of the kernel that the lens shows in pictures. */
  "lens-eta": choice("1", ["0", "0.5", "1"]),
});
