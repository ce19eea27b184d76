/** The look of <unnoise-classify>. */

import { PARTS } from "../../ui/styles/parts.js";
import { BELIEF } from "./belief.js";
import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  .face { --accent: var(--vae) } ${PARTS} ${BELIEF} .face .ruler, .face:not([data-size=panel]) .ruler { --still: 8px }
  .parts { grid-auto-flow: row; grid-template-columns: minmax(0, 220px) minmax(0, 1fr); justify-content: stretch; align-items: center } .face:not([data-size=panel]) .parts { grid-template-columns: minmax(84px, 150px) minmax(0, 1fr) } .face:not([data-size=panel]) .belief > div { line-height: 14px; font-size: 13px } [data-size=strip] .parts { grid-template-columns: auto minmax(0, 320px); grid-auto-flow: column }
  .verdict { margin: var(--s2) 0 0; font-weight: 600; min-height: 1.5em }
  .priors { border: 0; margin: 0; padding: 0 } .prior { display: grid; grid-template-columns: 1.4em minmax(0, 1fr) 3.4em; gap: var(--s2); align-items: center; font-size: 14px } .prior output { text-align: end }
  .numbers .costs { max-width: 34em } .at { font-size: 15px; margin: 0 0 var(--s2); min-height: 1.5em }
  @container panel (max-width: 720px) { .face .ruler { --still: 34px } }
  @container panel (max-width: 560px) { .parts, .parts[data-drawing] { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) } .parts[data-drawing] { grid-template-columns: minmax(0, 1fr) } .belief > div { grid-template-columns: 1.2em minmax(0, 1fr) 5.4em; gap: 6px; font-size: 13px } .numbers .costs { font-size: 13px } }
`);
