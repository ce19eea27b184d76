/**
 * The benches, in the order of the model's own diagram: latents, from a picture to noise, from noise to a picture, there and back;
 * and what is exact about all of it.
 * A new panel is one line here; its settings, strings and parts are in its folder.
 */

import { ClassifyPanel } from "./classify/panel.js";
import { ComparePanel } from "./compare/panel.js";
import { ElboPanel } from "./elbo/panel.js";
import { ExactPanel } from "./exact/panel.js";
import { GeneratePanel } from "./generate/panel.js";
import { InterpolatePanel } from "./interpolate/panel.js";
import { NoisePanel } from "./noise/panel.js";
import { ReconstructPanel } from "./reconstruct/panel.js";
import { VaePanel } from "./vae/panel.js";

/** @typedef {typeof import("../panel/panel.js").PanelBody} PanelClass */

/**
 * `sign`: how the bench is drawn between data at the left and noise at the right: which way its line points, and whose law it is, or another letter on it.
 * @type {{ name: string, sign: { heads: "noise" | "data" | "both" | "none", law?: "forward" | "back", letter?: string }, panels: PanelClass[] }[]}
 */
export const BENCHES = [
  { name: "latents", sign: { heads: "both", letter: "z" }, panels: [VaePanel] },
  { name: "to-noise", sign: { heads: "noise", law: "forward" }, panels: [NoisePanel, ElboPanel] },
  { name: "to-data", sign: { heads: "data", law: "back" }, panels: [GeneratePanel, ComparePanel] },
  { name: "there-and-back", sign: { heads: "both" }, panels: [ReconstructPanel, InterpolatePanel] },
  { name: "exact", sign: { heads: "none", letter: "=" }, panels: [ExactPanel, ClassifyPanel] },
];

/** The name of a panel's element. @param {string} scope */
export const elementOf = (scope) => `unnoise-${scope}`;

/** The bench that a panel stands on. @param {string} scope */
export const benchOf = (scope) => BENCHES.find(({ panels }) => panels.some((panel) => panel.scope === scope));
