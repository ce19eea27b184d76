/** The look of a face's places, by size; what stands in them has its look from ui/styles. */

import { Sheet } from "../ui/sheet.js";

const CSS = `
  .root { font-size: 16px } .foot { align-items: baseline } .face:not([data-size=panel]) + .foot { margin-top: 2px; min-height: 0 }
  .face { position: relative; display: grid; grid-template: "ask ask" auto "stage settings" auto "measures settings" auto "derivation settings" 1fr / minmax(0, 1fr) 280px; gap: var(--s4) var(--s6); align-items: start }
  .ask { grid-area: ask; display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2) var(--s4) }
  .question { font-size: 21px; font-weight: 600; line-height: 1.3; margin: 0; flex: 1 1 20em; display: block }
  .chips { display: flex; flex-wrap: wrap; gap: 6px }
  .chips .chip { min-height: 32px; padding: 3px 12px; border-radius: 999px; border-color: var(--edge); font-size: 14px; line-height: 1.3 }
  .chips [aria-pressed=true] { border-color: var(--accent, var(--ddim)); color: var(--accent, var(--ddim)); box-shadow: inset 0 0 0 1px currentColor }
  .face > .stage { grid-area: stage; margin: 0; display: flex; flex-direction: column; gap: var(--s3) }
  .face > .settings { grid-area: settings; position: sticky; top: calc(var(--head, 0px) + var(--s3)); max-height: calc(100dvh - var(--head, 0px) - 2 * var(--s3)); overflow: auto; overscroll-behavior: contain; padding: 3px; margin: -3px }
  .face > .measures { grid-area: measures } .face > .derivation { grid-area: derivation }
  .tabs { display: flex; flex-wrap: wrap; gap: 2px; margin: calc(-1 * var(--s2)) 0 var(--s3); border-bottom: 1px solid var(--line) }
  .tabs button { background: none; color: var(--soft); font-weight: 500; font-size: 15px; min-height: 40px; padding: 0 12px; border: 0; border-bottom: 3px solid transparent; border-radius: 0; margin-bottom: -1px }
  .tabs [aria-selected=true] { color: var(--ink); border-bottom-color: var(--accent, var(--ddim)) } .tabs button:focus-visible { outline-offset: -2px }
  .measure .soft:not(.source), .derived .soft:not(.source) { font-size: 16px; max-width: 42em; color: var(--ink) } .measure > .card { border: 0; padding: 0; background: none }
  .derived { display: grid; gap: var(--s6); grid-template-columns: repeat(auto-fit, minmax(min(360px, 100%), 1fr)) }
  .derivation > summary { font-size: 15px; font-weight: 600; color: var(--ink) }
  .chosen { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: var(--s2) var(--s4); align-items: end }
  .caption { text-align: start; font-size: 14px; color: var(--soft); margin: 0 }
  .pictures .quartet, .quartet.pictures { grid-template-columns: repeat(var(--shown, 4), minmax(0, 1fr)); gap: clamp(6px, 2cqi, 16px) }
  .face:not([data-size=panel]) .quartet { margin-inline: auto } [data-size=strip] .quartet h2 small { display: none }
  [data-off] { display: none !important }
  .poster:not([data-own], [data-waits]) { display: none }
  .poster { position: absolute; inset: 0; z-index: 2; background: var(--card); border-radius: var(--r); overflow: hidden }
  .poster slot::slotted(img), .still { display: block; width: 100%; height: 100%; object-fit: contain; image-rendering: pixelated }
  .start { position: absolute; left: 50%; top: 50%; translate: -50% -50%; box-shadow: 0 0 0 3px var(--card) }
  .face:not([data-size=panel]) { display: block } .face:not([data-size=panel]) > :is(.ask, .derivation) { display: none }
  .face:not([data-size=panel]) > .stage { padding: 10px var(--s3); gap: 5px }
  [data-size=figure] > .measures { margin-top: var(--s2); padding: 10px var(--s3) } [data-size=figure] .tabs { display: none } .stage.card[data-bare] { padding: 0 !important; border: 0; background: none } [data-size=figure] > .stage[data-bare] + .settings + .measures { margin-top: 0 }
  /* What a measure says of itself is a post's own to say. */
  [data-size=figure] .measure :is(.said, .guess) { display: none } [data-size=figure] .measure :is(.asked, .sums) { margin-bottom: 0 }
  [data-size=strip] > .stage > :not(.pictures, .along, .error, .poster), [data-size=strip] .verdict { display: none }
  @container panel (max-width: 860px) {
    [data-size=panel].face { grid-template: "ask" auto "stage" auto "settings" auto "measures" auto "derivation" auto / minmax(0, 1fr) }
    .face > .settings { position: static; max-height: none; overflow: visible }
  }
  @container panel (max-width: 560px) {
    .tabs button { min-height: 44px } .source a { display: inline-block; padding: 15px 0; margin: -15px 0 }
    .question { font-size: 18px; flex-basis: 100% } .chips .chip { min-height: 44px } .face { gap: var(--s3) } .face > .stage { padding: var(--s3) }
    .chips { flex-wrap: nowrap; overflow-x: auto; max-width: 100%; scrollbar-width: none } .chips .chip { white-space: nowrap }
  }
  .face:not([data-size=panel]) .equation { min-height: 0; padding: 2px 0 } .face:not([data-size=panel]) .quartet { max-width: calc(var(--shown, 4) * 104px) } [data-size=strip] .quartet { max-width: calc(var(--shown, 4) * 92px) !important }
  .face:not([data-size=panel]) .ruler { --still: 30px } .face:not([data-size=panel]) .time { margin-top: 0 } .face:not([data-size=panel]) .verdict { font-size: 14px; min-height: 1.4em; line-height: 1.4 }
  .face:not([data-size=panel]) .picture-equation { --cell: 42px; min-height: calc(var(--cell) + 24px) } .face:not([data-size=panel]) .picture-equation figcaption small { display: none }
  @media (pointer: fine) {
    .face:not([data-size=panel]) + .foot a { min-height: 24px }
    .face:not([data-size=panel]) :is(.seg span, .play, .time button, input[type=number]) { min-height: 32px } .face:not([data-size=panel]) input[type=range] { height: 24px } .face:not([data-size=panel]) input[type=number] { height: 30px; min-height: 30px !important }
    .face:not([data-size=panel]) .labels label { flex: 1 1 auto } .face:not([data-size=panel]) .labels .choices { min-height: 38px; flex-wrap: nowrap }
  }
  @media (max-width: 860px) and (min-height: 561px) {
    [data-size=panel] > .stage[data-stays] { position: sticky; top: calc(var(--head, 0px) - var(--above)); z-index: 2 }
    .face:has(> .stage[data-stays]) > :is(.settings, .measures, .derivation) :is(a, button, input, select, summary) { scroll-margin-top: calc(var(--head, 0px) + var(--kept)) }
  }
  @media print { .face > .settings, .chips, .tabs, .actions, .start { display: none } .poster { display: block !important } .poster, .face > .stage { break-inside: avoid } }
`;

export const layoutSheet = new Sheet(CSS);
