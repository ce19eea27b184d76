/** The settings of <unnoise-reconstruct>: the subject's picture, and S. */

import { SUBJECT_PICTURE, definePanel } from "../../state/scopes.js";
import { steps } from "../../state/settings.js";

export const scope = definePanel("reconstruct", "r.", { ...SUBJECT_PICTURE, steps: steps(50) });
