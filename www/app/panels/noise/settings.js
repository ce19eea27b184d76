/** The settings of <unnoise-noise>: the subject's, and how the way back is walked. */

import { SUBJECT, definePanel } from "../../state/scopes.js";
import { steps } from "../../state/settings.js";

export const scope = definePanel("noise", "n.", { ...SUBJECT, steps: steps(20) });
