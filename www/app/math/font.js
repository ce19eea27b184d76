/**
 * The font of formulas: a subset of STIX Two Math, which the build makes of the signs they use (xtask/src/math-font.mjs). With
 * it a sign looks the same in every browser and every article, and roots meet their bars.
 */

import { fileOfSite } from "../state/site.js";

/** The family's name in the style sheets (ui/styles/tokens.js). */
const FAMILY = "Unnoise Math";

/** A rule in a shadow root's style sheet would not count, so the document has it. It comes when the first formula is drawn. */
export function addMathFont() {
  if ([...document.fonts].some(({ family }) => family.replaceAll('"', "") === FAMILY)) return;
  document.fonts.add(new FontFace(FAMILY, `url("${fileOfSite("vendor/stix-two-math/math.woff2")}")`, { display: "swap" }));
}
