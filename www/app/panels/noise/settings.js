/** The settings of <unnoise-noise>: the subject's, what the network is told, and how the way back is walked. */

import { SUBJECT, definePanel } from "../../state/scopes.js";
import { choice, label, number, seed, steps } from "../../state/settings.js";

export const scope = definePanel("noise", "n.", {
  ...SUBJECT,
  /** The class that the network is told, whatever the picture is. */
  as: label(),
  steps: steps(20),
  /** Which of the schedule's curves is shown. */
  curve: choice("alphaBar", ["alphaBar", "snr", "beta"]),
  /** Of J_σ, whose weight of an error is shown. */
  eta: number(0.5, 0.05, 1),
  /** Of the Markov chain's noise; ε has the subject's. */
  "chain-seed": seed(0),
});
