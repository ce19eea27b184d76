/** The look of <unnoise-compare>: what is shared at the left, lines to the columns, the difference at the right. */

import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  .ways { position: relative; display: grid; grid-template-columns: minmax(72px, .55fr) repeat(2, minmax(0, 1fr)) minmax(0, 1fr); gap: var(--s3) var(--s4); align-items: start; padding-top: 22px; justify-content: center }
  .ways[data-columns="3"] { grid-template-columns: minmax(72px, .6fr) repeat(3, minmax(0, 1fr)) minmax(0, 1fr); gap: var(--s3) } .ways[data-columns="4"] { grid-template-columns: minmax(72px, .7fr) repeat(4, minmax(0, 1fr)) minmax(0, 1fr); gap: var(--s3) }
  .lines { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: visible } .lines path { fill: none; stroke: var(--edge); stroke-width: 1.5 }
  .ways > figure { display: grid; grid-template-rows: subgrid; grid-row: span 4; row-gap: 4px } .ways h2 { margin: 0; font-size: 14px; line-height: 1.35; min-height: 2.7em; align-content: start; display: block } .ways h2 small { display: block }
  .ways .xT h2 .math { font-size: 16px }
  .column-name button { all: unset; display: inline-block; box-sizing: border-box; min-width: 24px; min-height: 24px; line-height: 20px; text-align: center; margin: -4px 4px -4px 0; vertical-align: baseline; cursor: pointer; border: 1px solid currentColor; border-radius: 6px } .column-name button[aria-pressed=true] { background: var(--accent); color: var(--on-accent); border-color: var(--accent) } .column-name button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px }
  .ways .track { margin: 0 } .difference .track { background: none } .cost { margin: 0; font-size: 13px; line-height: 1.4; min-height: 1.4em; color: var(--soft) } .cost strong { color: var(--ink); font-weight: 600 }
  .ways[data-ahead] canvas { opacity: .45 }
  .verdict.same { min-height: 3em; margin: var(--s3) 0 0; font-size: 16px; line-height: 1.5; max-width: 52em }
  .side { border-inline-start: 3px solid var(--accent); padding-inline-start: var(--s3); gap: var(--s2) } .which { display: flex; align-items: end; gap: var(--s2) } .which > .seg { flex: 1 } .letter { font-weight: 700; font-size: 18px; line-height: 38px; color: var(--accent); min-width: 14px }
  .side details > summary { min-height: 28px; font-size: 14px }
  .counts { display: flex; align-items: center; gap: var(--s2); font-size: 14px; color: var(--soft) } .counts > span { flex: 1 } .counts button { min-height: 32px; min-width: 44px; padding: 0 } .counts [aria-pressed=true] { border-color: var(--ink); color: var(--ink); box-shadow: inset 0 0 0 1px currentColor }
  .runs { font-size: 14px; max-width: 640px } .runs tr[data-sampler] th { font-size: 15px } .contact .runs { max-width: 560px } .runs td { vertical-align: top }
  .contact .beside, .consistency .beside { align-items: center }
  .quality > .seg { margin-bottom: var(--s4) } .quality td small { color: var(--soft); white-space: nowrap }
  .error-bar { stroke-width: 1.4 }
  .ways .picture { width: 100% }
  .face:not([data-size=panel]) .ways { padding-top: 20px; grid-template-columns: minmax(48px, .5fr) repeat(2, minmax(0, 1fr)) minmax(0, 1fr); gap: 4px var(--s3) } .face:not([data-size=panel]) .ways h2 { font-size: 13px; min-height: 2.7em }
  [data-size=figure] .xT h2 small { display: none } .face[data-size=figure] .ways { max-width: 456px; grid-template-columns: minmax(40px, .34fr) repeat(3, minmax(0, 1fr)); margin-inline: auto; width: 100% } [data-size=figure] .verdict.same { font-size: 14px; min-height: 1.4em; margin: 4px 0 0; max-width: none } [data-size=figure] .chosen { align-items: start }
  [data-size=figure] .ways > :not(.difference) > .cost { visibility: hidden; height: 0; min-height: 0; overflow: hidden } [data-size=figure] .difference .cost { white-space: nowrap; width: 0 }
  [data-size=figure] .of-column .picture-equation { --cell: 32px; min-height: 54px } [data-size=figure] .of-column .factor { font-size: 14px }
  [data-size=strip] .ways { display: flex; justify-content: center; padding: 0 } [data-size=strip] .ways > figure { width: 92px } [data-size=strip] .ways .cost, [data-size=strip] .ways h2, [data-size=strip] .lines { display: none }
  @container panel (max-width: 640px) {
    .face[data-size=panel] .ways, .face[data-size=panel] .ways[data-columns] { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 4px var(--s3); padding: 0 }
    .face[data-size=panel] .ways > .xT, .face[data-size=panel] .ways > .difference { grid-row: 1; display: grid; grid-template: "picture name" auto "picture cost" 1fr / 68px minmax(0, 1fr); gap: 0 var(--s2); align-items: center }
    .face[data-size=panel] .ways > .xT { margin-bottom: 18px } /* what is drawn is small, and its target is not */
    .column-name button[aria-pressed] { min-width: 44px; min-height: 44px; line-height: 24px; margin: -14px -6px -14px -10px; border: 10px solid transparent; border-radius: 16px; background-clip: padding-box; box-shadow: inset 0 0 0 1px var(--accent) }
    .of-column .picture-equation { --cell: 36px; min-height: 118px } .of-column figcaption small { display: none } .of-column .part:first-child > figure:first-child small { display: block; margin-inline: -24px; white-space: nowrap }
    [data-size=panel] .ways > :is(.xT, .difference) .picture { grid-area: picture } [data-size=panel] .ways > :is(.xT, .difference) h2 { grid-area: name; min-height: 0 } [data-size=panel] .ways > .difference .track { display: none } [data-size=panel] .ways > .difference .cost { grid-area: cost }
    [data-size=figure] .ways { gap: 4px var(--s2) } [data-size=figure] .difference .cost { white-space: normal; width: auto }
    .quality .pair { grid-template-columns: minmax(0, 1fr); gap: var(--s4) }
    .counts button { min-height: 44px; min-width: 56px } .side details > summary { min-height: 44px } .verdict.same { font-size: 16px; margin-top: var(--s2) }
  }
`);
