/** The look of <unnoise-generate>: what made the pictures over them, and a figure with its equation beside the pictures. */

import { LENS } from "./lens.js";
import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  ${LENS}
  .made { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--s4); margin: 0; font-size: 14px; line-height: 1.5; color: var(--soft); min-height: 1.5em }
  .made strong { font-weight: 600; color: var(--accent, var(--ddim)) }
  .go .save { margin: 0 } .go .save output:empty { display: none }
  .stage .made { margin-bottom: var(--s2) }
  .pictures .pair figure { min-width: 0 } .pictures .picture { overflow: visible } .pictures .picture canvas { border-radius: 6px }
  [data-ahead] > .pair canvas, [data-ahead] > .made { opacity: .45 } [data-ahead] .preview canvas { opacity: 1 }
  .preview { position: absolute; inset: 0; margin: auto; width: min(58%, 220px); height: fit-content; flex-direction: column; gap: 2px; min-height: 0; padding: var(--s2); border-radius: 8px; background: var(--card); box-shadow: 0 1px 8px rgb(0 0 0 / .35); text-align: center; pointer-events: none }
  .preview[hidden] { display: none } .preview .picture { width: 100% } .preview p { font-size: 13px; line-height: 1.3 } .preview small { font-size: 13px; min-height: 1.3em }
  .tiles [data-here] { outline: 2px solid var(--accent, var(--ddim)); outline-offset: 0; border-radius: 2px; background: none }
  .face[data-size=panel] > .stage > .pictures .pair { width: min(100%, max(320px, 2 * (100dvh - 512px))); margin-inline: auto }
  [data-size=figure] > .stage { display: grid; grid-template: "pictures equation" auto "ruler ruler" auto "chosen chosen" auto "caption caption" auto / 344px minmax(0, 1fr); gap: var(--s2) var(--s4) }
  [data-size=figure] > .stage > .pictures { grid-area: pictures } [data-size=figure] > .stage > .along { grid-area: ruler } [data-size=figure] > .stage > .chosen { grid-area: chosen } [data-size=figure] > .stage > .of-one { grid-area: equation; align-self: center } [data-size=figure] .picture-equation { --cell: 42px; min-height: 0 } [data-size=figure] .picture-equation figure { width: calc(var(--cell) + 30px) } [data-size=figure] > .stage > .caption { grid-area: caption }
  [data-size=figure] .picture-equation > .terms { justify-content: start } [data-size=strip] .made { display: none } [data-size=figure] .made { margin: 0; font-size: 13px }
  .pair figure { display: grid; grid-template-rows: subgrid; grid-row: span 2; row-gap: 0 } .pair h2 { align-content: start }
  [data-size=figure] .pair { gap: var(--s3) } [data-size=strip] .pair { width: 88px; margin-inline: auto; display: block } [data-size=strip] .pair h2 small { display: none }
  @container panel (max-width: 560px) {
    .stage .made { font-size: 13px } [data-size=panel] .pictures { display: flex; flex-direction: column } [data-size=panel] .made { order: 1; margin: var(--s2) 0 0 } [data-size=panel] .made > :last-child { flex-basis: 100% } [data-size=figure] :is(.made > :last-child, .pair h2 small) { display: none }
    .pair h2 small { display: block; flex: 1 0 100%; line-height: 1.25 }
    [data-size=figure] > .stage { display: flex } [data-size=figure] .pair { width: min(100%, 3 * var(--figure-picture, 140px)); margin-inline: auto }
  }
  [data-size=strip] > .stage > .of-one { display: block !important } [data-size=strip] .picture-equation { display: none }
`);
