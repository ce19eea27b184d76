/**
 * The look: design tokens, and one sheet that every element adopts into its shadow root. A sheet made
 * in script is there before the first paint, so nothing is seen unstyled; one object serves them all.
 */

import { Sheet } from "./sheet.js";
import { BASE } from "./styles/base.js";
import { EQUATION } from "./styles/equation.js";
import { MATH } from "./styles/math.js";
import { PAGE } from "./styles/page.js";
import { PANEL } from "./styles/panel.js";
import { PLOT } from "./styles/plot.js";
import { RULER } from "./styles/ruler.js";
import { TOKENS } from "./styles/tokens.js";

/** For shadow roots. What an article says of its own text ends at the root; its colour scheme goes on, unless `theme` says otherwise. */
export const panelSheet = new Sheet(`
  :host { display: block } :host([hidden]) { display: none }
  .root { all: initial; direction: ltr; color-scheme: inherit; display: block; container: panel / inline-size; ${TOKENS} }
  .root[data-scheme=light] { color-scheme: light } .root[data-scheme=dark] { color-scheme: dark }
  :host([theme=light]) { color-scheme: light } :host([theme=dark]) { color-scheme: dark }
  ${BASE} ${MATH} ${PANEL} ${RULER} ${EQUATION} ${PLOT}
`);

/** For the page itself. */
export const pageSheet = new Sheet(`:root { color-scheme: light dark; ${TOKENS} } :root[data-theme=light] { color-scheme: light } :root[data-theme=dark] { color-scheme: dark } ${BASE} ${MATH} ${PAGE}`);
