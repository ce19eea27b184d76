/** The look of <unnoise-noise>. */

import { PARTS } from "../../ui/styles/parts.js";
import { FORMULA_TABLE } from "./formula-table.js";
import { STEP_BY_STEP } from "./step-by-step.js";
import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  .face { --accent: var(--soft) } .parts, .equations, .derived, .came-back { --accent: var(--ddim) } ${PARTS} ${FORMULA_TABLE} ${STEP_BY_STEP}
  .came-back { margin-top: var(--s2) } .came-back .verdict { margin: 0; min-height: 1.5em; font-weight: 600 }
  .equations { display: flex; flex-wrap: wrap; justify-content: space-evenly; gap: var(--s2) var(--s4) } .face:not([data-size=panel]) .equations > :last-child { display: none }
  .parts[data-other] [data-part=down] .picture { box-shadow: 0 0 0 3px var(--ddim) }
  .how { display: block; min-height: 1.5em } .how[data-off] { display: block !important; visibility: hidden } .face:not([data-size=panel]) .how { display: none !important }
  .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: var(--s6); align-items: start }
  .stroke { border-top: 2px solid var(--edge) } .stroke.scaled_linear { border-top-style: dashed } .stroke.cosine { border-top-style: dotted } .stroke[data-own] { border-top-color: var(--ink) }
  .stroke[data-of=simple] { border-top-color: var(--ink) } .stroke[data-of=loss] { border-top-color: var(--ddim) } .stroke[data-of=bound] { border-top-color: var(--vae) } .stroke[data-of=j] { border-top: 2px dashed var(--ddpm) }
  .weights [data-old] td { color: var(--soft) } .weights .at { min-height: 1.5em } .weights p.soft { margin: 0 0 var(--s3) } .weights .beside { margin: 0; gap: 0 var(--s6) } .averaged { margin-top: var(--s4) }
  .measure .seg label > span { display: block; min-height: 0; padding: 7px 6px } .measure .seg label span span { display: inline; min-height: 0; padding: 0 }
  .at { font-size: 14px; color: var(--soft); margin: 0 }
`);
