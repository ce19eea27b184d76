/** The look of <unnoise-interpolate>: rows of a path, and the square among four corners. */

import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  .walks { display: grid; gap: var(--s3) }
  .walk { --large: clamp(72px, 15cqi, 128px); display: grid; grid-template-columns: var(--large) minmax(0, 1fr); gap: var(--s1) var(--s3); align-items: center; margin: 0 }
  .walk > h3 { grid-column: 1 / -1; margin: 0; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6em; font-size: 15px; font-weight: 600; line-height: 1.3; color: var(--accent); overflow-wrap: anywhere; min-width: 0 } .walk small { font-weight: 400; font-size: 13px; color: var(--soft); min-width: 0 }
  .walk .strip { grid-template-columns: repeat(var(--wide), minmax(0, var(--large))); gap: 3px }
  .corners { display: grid; grid-template-columns: minmax(0, min(520px, 62cqi)) minmax(90px, 220px); gap: var(--s6); align-items: center; justify-content: center }
  .square { display: grid; grid-template-columns: 1fr 1fr; gap: 2px } .square > .picture { grid-column: 1 / -1 } .corner { font-size: 13px; color: var(--soft) } .corner:is(.to, .fourth) { text-align: end }
  .chosen-one p { text-align: center }
  .stroke { border-top: 2px solid var(--ddim) } .stroke.lerp { border-top-style: dashed } .stroke.shell { border-top: 2px dotted var(--edge) }
  .row-said { margin: var(--s2) 0 0; min-height: 3em; line-height: 1.5; font-size: 16px; max-width: 52em } .walk h3 small + small:not(:empty)::before { content: "· " }
  @container panel (max-width: 560px) { .row-said { line-height: 1.4; min-height: 4.2em } }
  [data-size=figure] .walk { --large: 72px } .face:not([data-size=panel]) .row-said { display: none }
`);
