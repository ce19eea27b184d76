/** The look of panels, in their shadow roots. */

export const PANEL = `
  .foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--s4); margin-top: var(--s3) } .foot a { color: inherit; align-content: center; min-height: 28px }
  .settings { display: flex; flex-direction: column; gap: var(--s4); min-width: 0 }
  .stage { position: relative; min-width: 0 }
  [data-sampler=ddim] { --accent: var(--ddim) } [data-sampler=ddpm] { --accent: var(--ddpm) }
  .card { background: var(--card); border: 1px solid var(--line); border-radius: var(--r); padding: var(--s4); min-width: 0 }
  h2 { margin: 0 0 var(--s2); font-size: 14px; font-weight: 600; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 var(--s2); line-height: 1.4 }
  h2 small { font-weight: 400; font-size: 13px; color: var(--soft) }
  .math { font-size: 1.1em; font-style: italic; font-family: var(--math) }

  .field > label, .field > .name, legend { display: flex; justify-content: space-between; align-items: center; width: 100%; padding: 0; min-height: 28px; font-size: 13px; color: var(--soft) }
  .field output { color: var(--ink) }
  .field .value { display: flex; align-items: center; gap: 6px; color: var(--soft); font-size: 13px } .field .value input { color: var(--ink) }
  .field .row { display: flex; gap: 6px }
  input[type=range] { display: block; width: 100%; height: 24px; margin: 0; accent-color: var(--accent, var(--ddim)); cursor: pointer }
  input[type=number], select { font: inherit; font-variant-numeric: tabular-nums; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 8px; min-height: 30px; padding: 2px 8px }
  input[type=number] { appearance: textfield; text-align: right; width: 5.4em }
  input[type=number]::-webkit-inner-spin-button { appearance: none }
  select { width: 100%; min-height: 38px; margin-top: 4px }
  .wide { flex: 1; width: auto !important; min-width: 0; min-height: 38px !important }
  .dice { min-height: 38px; min-width: 42px; padding: 0; font-size: 20px; line-height: 1 }
  .labels .choices { flex-wrap: wrap; align-content: start; gap: 3px; border: 0; overflow: visible; min-height: 38px }
  .labels label { flex: 1 1 auto; border: 1px solid var(--edge) !important; border-radius: 6px }
  :is(.labels:lang(ko), .settings .labels) label { flex: 0 1 calc((100% - 15px) / 6); min-width: 0 } .labels:lang(ko) label:first-child span { white-space: normal }
  .labels span { padding: 0 4px; font-size: 13px; border-radius: 5px; white-space: nowrap; min-width: 18px }
  .labels input:checked + span { background: none; color: var(--accent, var(--ddim)); outline: 2px solid var(--accent, var(--ddim)); outline-offset: -1px }
  .gallery { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 6px } .gallery button { min-height: 0; padding: 0; aspect-ratio: 1; border-radius: 6px; overflow: hidden; background: light-dark(#efece5, #101216) }
  .gallery button:hover { outline: 2px solid var(--edge) } .gallery [aria-pressed=true] { outline: 2px solid var(--accent, var(--ddim)); outline-offset: 1px } .gallery button:focus-visible { outline: 3px solid var(--ink); outline-offset: 1px }
  details > summary { cursor: pointer; font-size: 13px; color: var(--soft); min-height: 32px; align-content: center }
  details[open] > summary { margin-bottom: var(--s2) }
  .stack { display: flex; flex-direction: column; gap: var(--s3) }
  .actions { display: flex; gap: var(--s2) } .actions .run { flex: 1; padding-inline: 8px }
  .status { font-size: 13px; color: var(--soft); min-height: 40px; margin: 0 } .status[data-stale] { color: var(--ink) }
  .status progress { display: block; width: 100%; height: 6px; margin-top: 4px; visibility: hidden }
  .status[data-busy] progress { visibility: visible }

  .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--s6) }
  .quartet { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--s4) }
  .quartet figure { display: grid; grid-template-rows: subgrid; grid-row: span 2; row-gap: 0 } .quartet h2 { align-content: start } .quartet h2 small { flex: 1 0 100%; line-height: 1.25 }
  [data-behind] .picture { opacity: .35 } [data-over] { outline: 2px dashed var(--accent, var(--ddim)); outline-offset: -4px }
  .legend { display: flex; flex-wrap: wrap; gap: 2px var(--s4); margin: 0 0 var(--s2); font-size: 13px; color: var(--soft) } .legend i { display: inline-block; width: 22px; margin-right: 6px; vertical-align: middle }
  [data-here] { outline: 2px solid var(--accent, var(--ddim)); outline-offset: 1px } .own .picture { max-width: 280px }
  .wrap { display: flex; flex-wrap: wrap; gap: var(--s2) } .wrap button { min-height: 38px; padding: 0 10px } .fault { color: var(--warn); overflow-wrap: anywhere }
  figure { margin: 0; min-width: 0 } figcaption { text-align: center; margin-top: 2px }
  .facts + .strip { margin: var(--s3) 0 var(--s2) }
  .terms th small { display: block; line-height: 1.3; font-weight: 400 !important } .card > .plotted { margin-bottom: var(--s2) } .terms tbody tr:last-child :is(th, td) { border-top: 1px solid var(--edge); font-weight: 600 } .terms .math { font-size: 1.15em; white-space: nowrap } .verdict { min-height: 5em }
  .picture { position: relative; aspect-ratio: 1; display: grid; place-items: center; border-radius: 6px; overflow: hidden; background: light-dark(#efece5, #101216); box-shadow: 0 0 0 1px var(--frame) }
  canvas { display: block; width: 100%; height: 100%; object-fit: contain; image-rendering: pixelated }
  .tiles { position: absolute; inset: 0; margin: auto; max-width: 100%; max-height: 100%; display: grid }
  .tiles button { min-height: 0; padding: 0; background: none; border: 0; border-radius: 0; cursor: zoom-in } .tiles button:hover { outline: 2px solid var(--accent); outline-offset: -2px } .tiles button:focus-visible { outline-width: 3px; outline-offset: -3px }
  .save { display: flex; flex-wrap: wrap; gap: var(--s2); align-items: center; margin-top: var(--s3) } .save button { min-height: 36px; font-size: 13px } .save output { flex: 1 1 160px; min-height: 20px; overflow-wrap: anywhere } .save:empty { display: none }
  dialog { width: min(720px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); padding: 0; border: 1px solid var(--line); border-radius: var(--r); background: var(--card); color: var(--ink) } dialog::backdrop { background: rgb(0 0 0 / .5) }
  .inside { padding: var(--s4) } .head { display: flex; align-items: center; gap: var(--s2); margin-bottom: var(--s3); font-weight: 600 } .head button { width: 44px; min-height: 44px; padding: 0; font-size: 20px; line-height: 1 } .head :last-child { margin-left: auto } .head span { min-width: 8em; text-align: center }
  .strip { display: grid; grid-template-columns: repeat(var(--wide), minmax(0, 1fr)); gap: 4px }
  .strip .picture { border-radius: 4px }
  .preview { display: flex; align-items: center; gap: var(--s3); min-height: 56px } .preview .picture { width: 56px; flex: none; border-radius: 4px }
  .preview p { margin: 0; font-size: 13px; color: var(--soft) } .preview small { display: block; min-height: 1.5em; font-size: 13px; color: var(--ink) }
  .time { display: flex; gap: var(--s3); align-items: center; margin-top: var(--s4) } .time input { flex: 1; min-width: 0 }
  .time output { min-width: 8.5em; text-align: right; font-size: 13px; color: var(--soft); white-space: nowrap }
  .time button { width: 42px; padding: 0; flex: none }
  .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(92px, 1fr)); gap: var(--s1) var(--s3); margin: var(--s2) 0 0; font-size: 13px; color: var(--soft) }
  .facts div { min-width: 0; display: grid; grid-template-rows: subgrid; grid-row: span 2; row-gap: 0 } .facts dt { display: block; line-height: 1.3 } .facts dd { margin: 0; color: var(--ink); font-weight: 600; white-space: nowrap }
  .equation { display: flex; flex-wrap: wrap; align-items: baseline; align-content: center; justify-content: center; gap: 6px 2px; min-height: 64px; padding: var(--s2) 0; font-size: 1.05em; overflow-x: auto }
  .hint { position: absolute; color: #b8bec7; pointer-events: none; text-align: center; padding: 0 4px }
  .draw { touch-action: none; cursor: crosshair }
  :is(.soft, .facts) + h2 { margin-top: var(--s4); padding-top: var(--s3); border-top: 1px solid var(--line) }
  .source { color: var(--soft); font-size: 13px; font-weight: 400 }
  .source a { color: inherit; text-decoration: underline; text-underline-offset: 2px; padding-block: 5px }
  .source a:hover { color: var(--ink) }
  h3 { margin: 0 0 var(--s2); font-size: 14px; font-weight: 600; line-height: 1.4 } .column-name { color: var(--accent) }
  .track { height: 4px; margin-top: var(--s2); border-radius: 2px; background: var(--line) } .track i { display: block; height: 100%; border-radius: 2px; background: var(--accent) }
  .actions.even > * { flex: 1; padding: 0 8px }
  .beside { display: grid; grid-template-columns: minmax(0, 280px) minmax(0, 1fr); gap: var(--s3) var(--s6); align-items: end; margin: var(--s3) 0 } .beside .actions { flex-wrap: wrap }
  .runs { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: var(--s2) 0; margin: 0 calc(-1 * var(--s2)); width: calc(100% + 2 * var(--s2)); font-size: 13px; text-align: center }
  .runs th { font-weight: 400; color: var(--soft); padding: 2px 0; white-space: nowrap } .runs [scope=rowgroup] { text-align: left; font-weight: 600; color: var(--accent); padding-top: var(--s2) } .runs td { padding: 0 } .runs .picture { margin-bottom: 2px }
  ul.legend { gap: var(--s1) var(--s4); list-style: none; margin: var(--s2) 0; padding: 0; color: var(--ink) } .legend li { display: flex; align-items: center; gap: 6px } .swatch { width: 24px; height: 2px }
  .missing { min-height: 120px; display: grid; place-items: center; text-align: center; padding: var(--s4); border: 1px dashed var(--line); border-radius: 8px }
  .costs { width: 100%; border-collapse: collapse; font-size: 13px; margin-bottom: var(--s2) }
  .costs th { text-align: right; font-weight: 400; color: var(--soft); padding: 4px 0 } .costs td { white-space: nowrap; text-align: right; padding: 4px 0; border-top: 1px solid var(--line) }
  .costs :is(td, th) + :is(td, th) { padding-left: var(--s2) } .costs thead td { border: 0 } .costs :is(th, td):first-child { text-align: left } .costs td:first-child { font-weight: 600; color: var(--accent) } .costs tbody th { font-weight: 600; color: var(--accent, inherit); border-top: 1px solid var(--line) }
  .error { position: absolute; inset: 0; z-index: 1; display: grid; place-items: center; padding: var(--s4); border-radius: var(--r); background: color-mix(in srgb, var(--card) 88%, transparent) }
  .error > div { max-width: 460px; background: var(--card); border: 1px solid var(--warn); border-radius: var(--r); padding: var(--s4); overflow-wrap: anywhere }
  .error p { margin: 0 0 var(--s3) } .error .row { display: flex; flex-wrap: wrap; gap: var(--s2) }

  @container panel (max-width: 980px) {
    .beside { grid-template-columns: minmax(0, 1fr) }
  }
  @container panel (max-width: 720px) {
    .settings > .actions { order: -2 } .settings > .status { order: -1 }
    .card { padding: var(--s3) } .pair { gap: var(--s2) } .pair h2 small { display: none }
    .strip { grid-template-columns: repeat(var(--narrow), minmax(0, 1fr)) }
    .verdict { min-height: 3em }
    .quartet[data-drawing] { grid-template-columns: repeat(3, minmax(0, 1fr)) } .quartet[data-drawing] > :first-child { grid-column: 1 / -1; justify-self: center; width: min(100%, 280px) }
    .wrap button, .save button { min-height: 44px }
    .runs { font-size: 13px; border-spacing: 4px 0; margin: 0 -4px; width: calc(100% + 8px) }
    .beside .actions > * { flex: 1 1 auto } button, details > summary { min-height: 44px } .time button, .dice { min-width: 44px }
    .seg span { min-height: 44px } .labels label { flex: 0 1 calc((100% - 15px) / 6) } .labels .choices { min-height: 95px }
    input[type=range], input[type=number] { height: 44px } .wide, select { min-height: 44px !important }
    .facts { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: var(--s2) 6px } .facts:has(> :nth-child(7)) { grid-template-columns: repeat(4, minmax(0, 1fr)) } .equation { font-size: 1em }
    .time output { min-width: 7.5em } .foot { min-height: 64px; align-content: start } .foot a { min-height: 44px }
  }
`;
