/** The look of <unnoise-vae>. */

import { PARTS } from "../../ui/styles/parts.js";
import { SUMS } from "../../ui/sums.js";
import { Sheet } from "../../ui/sheet.js";

/** Ten classes that are told apart in both themes; the map's legend is the pictures under the dots. */
const HUES = [25, 55, 95, 140, 165, 200, 235, 270, 305, 345];

export const sheet = new Sheet(`
  .face { --accent: var(--vae) } ${PARTS} ${SUMS}
  .parts { grid-auto-columns: minmax(0, 220px) } .parts > [data-part=map] { max-width: 340px } .parts:not(.averages) { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) minmax(0, 2fr); align-items: center } .parts.averages { justify-content: start; grid-auto-columns: minmax(0, 150px) }
  .latent-map { position: relative; aspect-ratio: 1; border-radius: 6px; overflow: hidden; background: #000; cursor: crosshair; touch-action: none; user-select: none; -webkit-user-select: none } .tiles-of-map { position: absolute; inset: 0; width: 100%; height: 100%; opacity: .5; image-rendering: auto }
  .over { position: absolute; inset: 0; width: 100%; height: 100% }
  .prior { fill: none; stroke: #fff; stroke-opacity: .55; stroke-dasharray: 3 4 } .q { fill: color-mix(in srgb, var(--vae) 30%, transparent); stroke: #fff; stroke-width: 1.4 }
  .example { fill: none; stroke-width: 3.2; stroke-linecap: round } ${HUES.map((hue, digit) => `.of-${digit} { stroke: hsl(${hue} 85% 62%) }`).join(" ")}
  .handle { cursor: grab; touch-action: none } .handle .grip { fill: transparent } .handle .mark { fill: var(--vae); stroke: #fff; stroke-width: 2.5; r: 8px } .handle:focus-visible { outline: 2px solid #fff; outline-offset: 2px } .handle:active { cursor: grabbing }
  .at { font-size: 15px; margin: 0 0 var(--s2); min-height: 1.5em }
  .drawn-latents { display: grid; grid-template-columns: repeat(10, minmax(0, 1fr)); gap: 6px; margin-bottom: var(--s3) } .drawn-latents figcaption { font-size: 13px; text-align: center; margin: 2px 0 0 } .drawn-latents .picture { border-radius: 4px }
  /* A figure of a measure with the map alone has both side by side. */
  @container panel (min-width: 561px) { [data-size=figure].face:has(> .measures:not([hidden])):has([data-part=x][data-off]):has([data-part=decoded][data-off]) { display: grid !important; grid-template: "stage measures" auto / minmax(0, 1fr) minmax(0, 2fr); gap: var(--s2) } [data-size=figure] > .stage:has([data-part=x][data-off]) ~ .measures { margin-top: 0 !important } }
  [data-size=figure] .parts:not(.averages):has(> [data-part=x][data-off]) { grid-template-columns: none !important; grid-auto-flow: column; grid-auto-columns: minmax(0, 200px); justify-content: center } [data-size=figure] .sums { font-size: 14px; gap: var(--s1) var(--s4); margin: 0 }
  .face:not([data-size=panel]) .parts { --figure-picture: 150px } .face:not([data-size=panel]) .latent-map { max-width: 200px } [data-size=strip] .latent-map { width: 150px }
  @container panel (max-width: 560px) { .drawn-latents { grid-template-columns: repeat(5, minmax(0, 1fr)) } .parts:not(.averages) { grid-template-columns: repeat(3, minmax(0, 1fr)) } .parts:not([data-drawing], .averages) > [data-part=map] { grid-column: 1 / -1; grid-row: 1; justify-self: center; width: min(100%, 250px) } .parts:not(.averages) { grid-template-columns: repeat(2, minmax(0, 1fr)); grid-auto-flow: row } .parts > figure { justify-self: center; width: min(100%, 140px) }
    [data-size=figure] .parts:not([data-drawing], .averages) { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) minmax(0, 2fr) } [data-size=figure] .parts:not([data-drawing], .averages) > [data-part=map] { grid-column: auto; grid-row: auto }
    [data-size=figure]:has(> .measures:not([hidden])):has([data-part=x][data-off]):has([data-part=decoded][data-off]) > .stage { padding: 0 !important; border: 0; background: none } [data-size=figure]:has(> .measures:not([hidden])):has([data-part=x][data-off]):has([data-part=decoded][data-off]) > .stage > :is(.pictures, .equations) { display: none } .handle .grip { r: 22px } }
`);
