/**
 * The benches, in the order of the model's own diagram: from a picture to noise, from noise to a picture, there and back.
 * A new panel is one line here; its settings, strings and parts are in its folder.
 */

import { ComparePanel } from "./compare/panel.js";
import { ElboPanel } from "./elbo/panel.js";
import { GeneratePanel } from "./generate/panel.js";
import { InterpolatePanel } from "./interpolate/panel.js";
import { NoisePanel } from "./noise/panel.js";
import { ReconstructPanel } from "./reconstruct/panel.js";

/** @typedef {typeof import("../panel/panel.js").Panel} PanelClass */

/** @type {{ name: string, panels: PanelClass[] }[]} */
export const BENCHES = [
  { name: "to-noise", panels: [NoisePanel, ElboPanel] },
  { name: "to-data", panels: [GeneratePanel, ComparePanel] },
  { name: "there-and-back", panels: [ReconstructPanel, InterpolatePanel] },
];

/** The name of a panel's element. @param {string} scope */
export const elementOf = (scope) => `unnoise-${scope}`;

/** The bench that a panel stands on. @param {string} scope */
export const benchOf = (scope) => BENCHES.find(({ panels }) => panels.some((panel) => panel.scope === scope));
