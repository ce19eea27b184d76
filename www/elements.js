/**
 * The panels as custom elements, for any page: one script tag, one element.
 *
 * ```html
 * <script type="module" src="…/elements.js"></script>
 * <unnoise-generate sampler="ddim" steps="20" seed="7"></unnoise-generate>
 * ```
 *
 * Attributes bear the names of the settings (settings.js of each panel, app/state/scopes.js), and `lang`, `theme`, `model`, `backend`.
 * Elements fire `unnoise-frame`, `unnoise-result` and `unnoise-failure`, and share one lab. What follows a
 * panel's first result (the error curve of Reconstruct, the paths beside it of Interpolate) comes in frames.
 *
 * `<unnoise-story chapter="ddim">` is one chapter of the story (app/story/chapters.js has their names), with its own figures.
 *
 * A `picture` attribute is the reader's own picture, as app/state/picture-code.js writes it.
 *
 * The page of the laboratory also hears `unnoise-send` with {target, image}: an image on its way to another
 * panel, whose property `image` takes it. An element offers that where its property `receivers` names such panels.
 */

import { addMathFont } from "./app/math/font.js";
import { PanelElement, elementFor } from "./app/panel/element.js";
import { BENCHES, elementOf } from "./app/panels/map.js";
import { StoryBody } from "./app/story/story.js";

/** On a server, which imports modules in order to write a page, nothing is defined; the browser does that. */
function defineAll() {
  addMathFont();
  for (const body of BENCHES.flatMap(({ panels }) => panels)) define(body.scope, elementFor(body, PanelElement));
  define("story", elementFor(StoryBody));
}

/** @param {string} scope @param {CustomElementConstructor} element */
function define(scope, element) {
  if (!customElements.get(elementOf(scope))) customElements.define(elementOf(scope), element);
}

if (globalThis.customElements) defineAll();
