/** The settings of <unnoise-elbo>: the subject's, and how many timesteps are measured. */

import { SUBJECT, definePanel } from "../../state/scopes.js";
import { integer } from "../../state/settings.js";

export const scope = definePanel("elbo", "e.", { ...SUBJECT, timesteps: integer(50, 10, 200) });
