/**
 * The panels as custom elements, for any page: one script tag, one element.
 *
 * ```html
 * <script type="module" src="…/elements.js"></script>
 * <unnoise-generate sampler="ddim" steps="20" seed="7"></unnoise-generate>
 * ```
 *
 * Attributes bear the names of the settings (app/state.js), and `lang`, `theme`, `model`, `backend`.
 * Elements fire `unnoise-frame`, `unnoise-result` and `unnoise-failure`, and share one lab. What follows a
 * panel's first result (the error curve of Reconstruct, the paths beside it of Interpolate) comes in frames.
 *
 * A `picture` attribute is the reader's own picture, as app/picture-code.js writes it.
 *
 * The page of the laboratory also hears `unnoise-send` with {target, image}: an image on its way to another
 * panel, whose property `image` takes it. An element offers that where its property `receivers` names such panels.
 */

import { ComparePanel } from "./app/panels/compare.js";
import { ElboPanel } from "./app/panels/elbo.js";
import { GeneratePanel } from "./app/panels/generate.js";
import { InterpolatePanel } from "./app/panels/interpolate.js";
import { NoisePanel } from "./app/panels/noise.js";
import { ReconstructPanel } from "./app/panels/reconstruct.js";

const ELEMENTS = {
  "unnoise-generate": GeneratePanel,
  "unnoise-compare": ComparePanel,
  "unnoise-interpolate": InterpolatePanel,
  "unnoise-noise": NoisePanel,
  "unnoise-reconstruct": ReconstructPanel,
  "unnoise-elbo": ElboPanel,
};

for (const [name, element] of Object.entries(ELEMENTS)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
