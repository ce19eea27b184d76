/** The look of <unnoise-exact>. */

import { SUMS } from "../../ui/sums.js";
import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  ${SUMS}
  .face { --accent: var(--ddim) } .face .ruler, .face:not([data-size=panel]) .ruler { --still: 8px }
  .heat { color: var(--soft); position: absolute; top: 0; height: 100%; image-rendering: auto; object-fit: fill; border-radius: 4px }
  .over { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible }
  .line-stage { position: relative; height: clamp(190px, 34cqi, 330px); user-select: none; -webkit-user-select: none } [data-size=figure] .line-stage { height: 190px } [data-size=strip] .line-stage { height: 130px }
  .edge.data { fill: color-mix(in srgb, var(--data) 55%, transparent) } .edge.noise { fill: color-mix(in srgb, var(--soft) 45%, transparent) }
  .now { stroke: var(--ink); stroke-width: 1; opacity: .5 } .slice { fill: color-mix(in srgb, var(--ink) 28%, transparent); stroke: var(--ink); stroke-width: 1.2 }
  .path { fill: none; stroke: var(--ddim); stroke-width: 1.3; opacity: .8 } .path.noisy { stroke: var(--ddpm) }
  .arrow { fill: none; stroke: var(--ink); stroke-width: 1.2; opacity: .75 } .arrow.learned { stroke: var(--vae); opacity: 1 } .sampled { fill: none; stroke: var(--vae); stroke-width: 2.5; stroke-linecap: round; opacity: .7 }
  .handle { cursor: grab; touch-action: none } .handle:focus:not(:focus-visible) { outline: none } .handle .grip { fill: transparent } .handle .mark { fill: var(--card); stroke: var(--data); stroke-width: 2.5 } .handle.deviation .mark { fill: var(--data); stroke: var(--card); stroke-width: 1.5 }
  .handle[data-chosen] .mark { stroke-width: 4 } .handle:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px } .handle:focus-visible .mark { stroke: var(--ink) } .handle:active { cursor: grabbing }
  .plane-stage { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: clamp(6px, 2cqi, 20px); max-width: 760px; margin-inline: auto } .plane-stage[hidden] { display: none } .face:not([data-size=panel]) .plane-stage { max-width: 440px } [data-size=strip] .plane-stage { max-width: 300px }
  .plane { position: relative; aspect-ratio: 1; border-radius: 6px; overflow: hidden; box-shadow: 0 0 0 1px var(--frame); background: color-mix(in srgb, var(--soft) 6%, transparent); user-select: none; -webkit-user-select: none } .plane .heat { inset: 0; width: 100% }
  .plane-stage figcaption { margin-top: 4px; font-size: 14px } .face:not([data-size=panel]) .plane-stage figcaption { font-size: 13px }
  .editor { border: 0; margin: 0; padding: 0; min-width: 0 } .editor legend { min-height: 36px } .editor .steps { display: flex; gap: 4px } .editor .steps button { width: 36px; min-height: 36px; padding: 0; font-size: 20px; line-height: 1 } .editor legend b { color: var(--ink); font-size: 14px }
  .at { font-size: 15px; margin: 0; min-height: 1.5em } .at b { font-weight: 650 }
  .elsewhere { min-height: 120px; display: grid; align-content: center; justify-items: start; gap: var(--s3) } .elsewhere p { margin: 0 }
  .measure .seg label > span { display: block; min-height: 0; padding: 7px 6px } .measure .seg label span span { display: inline; min-height: 0; padding: 0 }
  .learning .wrap { margin: var(--s2) 0 }
  @container panel (max-width: 720px) { .face .ruler { --still: 34px } .editor .steps button { width: 44px; min-height: 44px } .handle .grip { r: 22px } }
`);
