/** The look of <unnoise-elbo>. */

import { PARTS } from "../../ui/styles/parts.js";
import { BELIEF } from "../classify/belief.js";
import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  .face { --accent: var(--vae) } ${PARTS} ${BELIEF}
  .parts { grid-auto-flow: row; grid-template-columns: minmax(0, 200px) minmax(0, 200px) minmax(0, 1fr); justify-content: start }
  .face:not([data-size=panel]) .parts { grid-template-columns: repeat(2, minmax(84px, 176px)) minmax(0, 1fr) } [data-size=strip] .parts { grid-template-columns: none; grid-auto-flow: column }
  .face:not([data-size=panel]) .come { font-size: 16px } .face:not([data-size=panel]) .account .verdict { min-height: 2.8em }
  .account { align-self: center; min-width: 0 } .come { margin: 0; font-size: 20px; font-weight: 600; line-height: 1.3 } .account .track { height: 10px; margin: var(--s2) 0 var(--s3); border-radius: 5px; overflow: hidden } .account .verdict { margin: 0; min-height: 3em; font-weight: 400 }
  .bits { position: relative; height: 20px; margin: 0 var(--right) 2px var(--left); font-size: 13px; line-height: 20px; color: var(--accent); font-weight: 600 } .bits span { position: absolute; transform: translateX(-50%); white-space: nowrap }
  .bits .head { transform: none; inset-inline-start: calc(-1 * var(--left)); color: var(--soft); font-weight: 400 }
  .bound-sum { display: flex; flex-wrap: wrap; justify-content: space-evenly; gap: var(--s2) var(--s4) } .bound-sum .part { display: flex; gap: var(--s3) } .bound-sum .sign { font-size: 20px; line-height: 30px }
  .bound-sum figure { text-align: center } .bound-sum .symbols { display: flex; align-items: center; justify-content: center; min-height: 30px; font-size: 19px } .bound-sum .sigma { margin-inline-end: 2px } .bound-sum b { display: block; font-size: 17px; white-space: nowrap } .bound-sum figcaption { margin: 0 } .bound-sum figcaption small { display: block; font-size: 13px; line-height: 1.3; color: var(--soft); max-width: 15em }
  .bound-of { margin: var(--s2) 0 0; min-height: 20px; font-size: 13px; text-align: center }
  .bound-sum [data-term=last] b { color: var(--data) } .bound-sum [data-term=total] b { color: var(--accent) }
  .face:not([data-size=panel]) .bound-of { display: none } .face:not([data-size=panel]) .bound-sum { column-gap: var(--s2) } .face:not([data-size=panel]) .bound-sum figcaption small { max-width: 16em }
  .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: var(--s6); align-items: start }
  @container panel (max-width: 560px) {
    .parts, .parts[data-drawing] { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); justify-items: center } .parts > .account { grid-column: 1 / -1; justify-self: stretch } .parts > figure { width: 100%; max-width: 132px }
    .bits .head, .bits span:nth-child(odd) { display: none } .come { font-size: 18px } .account .track { margin: 6px 0 } .account .verdict { min-height: 4.2em; line-height: 1.4 }
    .face[data-size] .bound-sum { flex-wrap: nowrap; justify-content: space-between; gap: 2px } .face[data-size] .bound-sum figcaption small { max-width: 5.6em; margin-inline: auto } .bound-sum .part { gap: 3px; min-width: 0 } .bound-sum .sign { font-size: 16px } .bound-sum b { font-size: 14px } .bound-sum .symbols { font-size: 16px }
  }
  @container panel (max-width: 340px) { .face[data-size] .bound-sum { flex-wrap: wrap; justify-content: center; column-gap: var(--s2) } }
`);
