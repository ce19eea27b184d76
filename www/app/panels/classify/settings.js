/** The settings of <unnoise-classify>: the subject's, at how many timesteps it is asked, and what was believed before. */

import { SUBJECT, definePanel } from "../../state/scopes.js";
import { integer } from "../../state/settings.js";

/** Classes whose prior can be set: digits. */
export const PRIORS = Array.from({ length: 10 }, (_, k) => `p${k}`);

export const scope = definePanel("classify", "w.", {
  ...SUBJECT,
  timesteps: integer(20, 2, 100),
  // Weights of the classes, of any sum.
  ...Object.fromEntries(PRIORS.map((name) => [name, integer(10, 0, 100)])),
});
