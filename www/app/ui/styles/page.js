/** The look of the page around the panels: head, map of benches, sheets, Share, foot, notices. */

import { UNSEEN } from "./base.js";

/** Up to here the map is a bar at the thumb; page/header.js has the same width. */
const PHONE = "max-width: 980px";
/** Up to here the reader's own choices are a sheet behind a button. */
const SHORT = "max-width: 1239px";

export const PAGE = `
  :root { --wide: min(1600px, max(1240px, 80vw)); --side: max(24px, (100vw - var(--wide)) / 2 + 24px); --head: 60px }
  body { margin: 0; background: var(--paper); min-height: 100vh }
  .skip { position: absolute; left: -999px } .skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--card); padding: 8px 12px }
  .icon { width: 20px; height: 20px; display: block }
  main { max-width: var(--wide); margin: 0 auto; padding: var(--s3) var(--s6) var(--s6) }
  :root:has(> [data-embed]) { --head: 0px } [data-embed] { background: none; min-height: 0 } [data-embed] main { padding: 3px; max-width: none }

  header { position: sticky; top: 0; z-index: 7; background: var(--paper); display: flex; gap: var(--s4) var(--s6); align-items: center; min-height: var(--head); padding: 4px max(24px, (100% - var(--wide)) / 2 + 24px); border-bottom: 1px solid var(--line) }
  header * { scroll-margin-top: 0 }
  .logo { margin: 0; font-size: 18px; line-height: 1 } .logo a { display: flex; gap: 10px; align-items: center; min-height: 36px; font-weight: 650; letter-spacing: -.01em; color: inherit; text-decoration: none }
  .logo svg { width: 26px; height: 26px; flex: none }
  .end { display: flex; align-items: center; gap: var(--s2); margin-left: auto }
  :is(header, .tools) button { min-height: 36px; min-width: 36px; padding: 0 8px; border-radius: 8px; font-size: 14px; display: inline-flex; align-items: center; justify-content: center; gap: 6px; white-space: nowrap }
  :is(header, .tools) select { font: inherit; font-size: 14px; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 8px; min-height: 36px; padding: 0 4px }
  .rest { position: relative } .rest .menu { display: none }
  .tools { display: flex; align-items: center; gap: var(--s2); font-size: 14px } .tools p { margin: 0 } .tools .word { color: var(--soft) }
  .model { color: var(--soft); padding: 0 4px }

  .story { position: relative; flex: none } .story > a { display: flex; align-items: center; min-height: 36px; padding: 0 10px; border-radius: 999px; color: var(--soft); text-decoration: none; font-size: 15px } .story > a:hover { color: var(--ink) }
  .story button { border-color: transparent; font-size: 15px; padding: 0 8px } .story button::after { content: ""; flex: none; border: 4px solid transparent; border-top: 5px solid; border-bottom: 0 } .story button:hover { background: var(--line) }
  .story .title { ${UNSEEN} } .story .num { font-weight: 650 }
  .story ol { position: absolute; left: 0; top: calc(100% + 8px); z-index: 5; list-style: none; margin: 0; padding: var(--s2); background: var(--card); border: 1px solid var(--edge); border-radius: var(--r); box-shadow: 0 8px 30px rgb(0 0 0 / .16); font-size: 16px; counter-reset: chapter -1 }
  .story li { counter-increment: chapter } .story li a { display: flex; align-items: center; gap: 10px; min-height: 40px; padding: 0 14px 0 10px; border-radius: 8px; color: inherit; text-decoration: none; white-space: nowrap } .story li a::before { content: counter(chapter); color: var(--soft); min-width: 1ch; font-variant-numeric: tabular-nums }
  .story li a:hover { background: var(--line) } .story [aria-current] { font-weight: 650; box-shadow: inset 3px 0 var(--ink) }

  .map, .faces { list-style: none; margin: 0; padding: 0; display: flex }
  .map { gap: 18px } .map > li { position: relative } .bench { display: none }
  .faces a { display: flex; align-items: center; min-height: 30px; padding: 0 10px; border-radius: 999px; color: var(--soft); text-decoration: none; white-space: nowrap; font-size: 15px }
  .faces a:hover { color: var(--ink) } .faces a[aria-current] { background: var(--ink); color: var(--paper) }
  .sign { display: flex; align-items: center; gap: 5px; height: 18px; margin: 0 8px; color: var(--edge) }
  .sign b { position: relative; flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--data) } .sign b:last-child { border-radius: 1px; background: repeating-conic-gradient(var(--ink) 0 25%, var(--edge) 0 50%) 0 0 / 4px 4px }
  .sign i { flex: 1; display: flex; align-items: center; font: italic 14px/18px var(--math); white-space: nowrap } .sign sub { font-size: 11px; margin-right: 4px; transform: translateY(3px) }
  .sign i::before, .sign i::after { content: ""; flex: 1; min-width: 10px; height: 1.5px; background: currentColor } .sign i:not(:empty)::before { margin-right: 5px } .sign i:not(:empty)::after { margin-left: 5px }
  :is([data-heads=noise], [data-heads=both]) b:last-child::before, :is([data-heads=data], [data-heads=both]) b:first-child::before { content: ""; position: absolute; top: -1px; border: 5px solid transparent }
  :is([data-heads=noise], [data-heads=both]) b:last-child::before { right: calc(100% + 3px); border-left: 7px solid; border-right: 0 }
  :is([data-heads=data], [data-heads=both]) b:first-child::before { left: calc(100% + 3px); border-right: 7px solid; border-left: 0 }
  [data-here] > .sign { color: var(--ink) }

  .chip { position: relative } .chip > summary { list-style: none; display: inline-flex; gap: 7px; align-items: center; justify-content: center; min-height: 36px; min-width: 36px; border-radius: 8px; padding: 0 8px; font-size: 14px; color: var(--soft); cursor: pointer; white-space: nowrap }
  .chip > summary::-webkit-details-marker { display: none } .chip > summary:hover { color: var(--ink) }
  .chip[data-tone=warn] .machine { color: var(--warn) }
  .dot { width: 10px; height: 10px; border-radius: 50%; background: var(--edge); flex: none } .chip[data-tone=good] .dot { background: var(--data) } .chip[data-tone=warn] .dot { background: var(--warn) }
  .chip .about { position: absolute; right: 0; top: calc(100% + 8px); z-index: 5; width: min(360px, calc(100vw - 32px)); background: var(--card); border: 1px solid var(--edge); border-radius: var(--r); padding: var(--s4); box-shadow: 0 8px 30px rgb(0 0 0 / .16); display: flex; flex-direction: column; gap: var(--s3) }
  .chip .about p { margin: 0; font-size: 16px; overflow-wrap: anywhere } .chip .about .soft { font-size: 14px }

  footer { max-width: var(--wide); margin: 0 auto; padding: var(--s4) var(--s6) var(--s6); font-size: 14px; color: var(--soft) }
  footer ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 var(--s6) } footer a, .link { color: inherit; min-height: 28px; min-width: 44px; display: inline-grid; align-items: center }
  .link { background: none; border: 0; padding: 0; font-weight: 400; text-decoration: underline } footer li[data-s] { align-content: center; font-weight: 600 }

  .sharing { width: min(680px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); padding: var(--s4); border: 1px solid var(--edge); border-radius: var(--r); background: var(--card); color: var(--ink); font-size: 16px } .sharing::backdrop { background: rgb(0 0 0 / .5) }
  .sharing h2 { margin: 0; font-size: 18px } .sharing h3 { margin: 0 0 var(--s2); font-size: 16px } .sharing section { padding: var(--s3) 0 var(--s4); border-top: 1px solid var(--line) } .sharing p { margin: 0 0 var(--s2) } .sharing .soft { font-size: 15px }
  .sharing .head { display: flex; align-items: center; justify-content: space-between; margin-bottom: var(--s2) } .sharing .head button { width: 44px; min-height: 44px; padding: 0; font-size: 20px; line-height: 1 }
  .sharing .row { display: flex; flex-wrap: wrap; gap: var(--s2); align-items: center; margin: 0 0 var(--s2) }
  .sharing :is(input[type=text], textarea, select) { font: inherit; font-size: 15px; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 8px; min-height: 42px; padding: 4px 10px; max-width: 100% } .sharing .wide { flex: 1 1 200px; min-width: 0 } #share-digits { width: 9em }
  .sharing textarea { display: block; width: 100%; font: 13px/1.45 ui-monospace, monospace; margin-bottom: var(--s2); resize: vertical; white-space: pre-wrap; overflow-wrap: anywhere }
  .sharing .preview canvas { display: block; max-width: 100%; max-height: 300px; margin-bottom: var(--s3); border: 1px solid var(--line); border-radius: 6px } .sharing img { display: block; max-width: 100%; margin-bottom: var(--s2); border-radius: 6px } .sharing progress { display: block; width: 100% } .sharing .said { min-height: 1.5em; color: var(--ink) }

  .notation-table { width: min(980px, calc(100vw - 24px)) } .notation-body { min-height: 50dvh } .notation-table details { border-top: 1px solid var(--line); padding: var(--s2) 0 } .notation-table details details { margin-left: var(--s3) } .notation-table summary { cursor: pointer; font-weight: 600; min-height: 44px; align-content: center } .notation-table summary .soft { font-weight: 400 } .notation-table [data-sym] { cursor: auto }
  .rows { width: 100%; border-collapse: collapse; font-size: 15px; margin-bottom: var(--s4) } .rows tr { border-top: 1px solid var(--line) } .rows :is(td, th) { text-align: start; vertical-align: top; padding: 5px 10px 5px 0; overflow-wrap: anywhere; font-weight: 400 } .rows :is(sub, sup) { font-size: max(.74em, 11px); line-height: 0 } .rows small { font-size: 13px }
  .rows thead tr { border: 0 } .rows thead th { color: var(--soft); font-size: 13px } .rows [scope=rowgroup] { padding-top: var(--s3); font-weight: 600 } .rows a { color: inherit; display: inline-block; min-height: 24px } .of-equations :is(td:last-child, thead th:last-child) { width: 15em } .of-equations :is(td, th):first-child:not([colspan]) { white-space: nowrap } .of-misprints [scope=row] { width: 11em }
  @media (max-width: 600px) {
    .rows, .rows :is(thead, tbody) { display: block } .rows tr { display: grid; gap: 2px 10px; padding: 5px 0 } .rows :is(td, th) { padding: 2px 0; width: auto !important } .rows [scope=rowgroup] { grid-column: 1 / -1 } .notation-table details details { margin-left: 0 } .of-equations td a { min-height: 44px; align-content: center }
    .of-symbols tr { grid-template-columns: repeat(3, minmax(0, 1fr)) } .of-symbols :is(td, th):nth-child(4) { grid-column: 1 / -1 } .of-equations tr { grid-template-columns: 2.6em minmax(0, 1fr) } .of-equations :is(td, th):nth-child(3) { grid-column: 2 } .of-misprints tr { grid-template-columns: repeat(2, minmax(0, 1fr)) } .of-misprints :is(td, th):first-child { grid-column: 1 / -1 }
  }
  .all-symbols { display: none !important } @media (min-width: 1400px), (max-width: 1239px) { .all-symbols { display: inline-flex !important } }
  .notices { position: fixed; left: 0; right: 0; bottom: 12px; z-index: 9; display: grid; justify-items: center; gap: 8px; pointer-events: none; padding: 0 12px }
  .notices div { pointer-events: auto; display: flex; align-items: center; gap: 12px; background: var(--ink); color: var(--paper); border-radius: 10px; padding: 8px 8px 8px 14px; font-size: 14px; max-width: 100%; overflow-wrap: anywhere }
  .notices button { background: none; color: inherit; min-height: 36px; padding: 0 10px }

  @media (${SHORT}) {
    header { gap: var(--s3) } .chip .short { ${UNSEEN} } .rest .menu { display: inline-flex }
    .tools { display: none } [aria-expanded=true] + .tools { display: flex; flex-direction: column; align-items: stretch; gap: var(--s3); position: absolute; right: 0; top: calc(100% + 8px); z-index: 5; min-width: 240px; background: var(--card); border: 1px solid var(--edge); border-radius: var(--r); padding: var(--s4); box-shadow: 0 8px 30px rgb(0 0 0 / .16) }
    .tools > * { min-height: 44px !important } .tools :is(p, label) { display: flex; align-items: center; justify-content: space-between; gap: var(--s4); padding: 0 } .tools .theme { justify-content: space-between; flex-direction: row-reverse } .tools select { min-height: 44px } .tools .theme .word { color: inherit }
  }
  @media (min-width: 1240px) { .tools .word { display: none } .tools .theme { border-color: transparent } }
  @media (min-width: 1240px) and (max-width: 1560px) { .chip .short { ${UNSEEN} } header { gap: var(--s3) } .map { gap: 6px } .faces a { padding: 0 6px } .tools .model { display: none } }
  @media (max-width: 1239px) { .map { gap: 6px } .story > a, .faces a { padding: 0 7px; font-size: 14px } .logo a > span { ${UNSEEN} } header { padding-inline: 16px } }
  @media (max-width: 1010px) { header { gap: var(--s2) } .end { gap: 2px } .faces a { padding: 0 5px } }
  @media (${PHONE}) {
    :root { --head: 48px; scroll-padding-bottom: 72px } body { padding-bottom: calc(56px + env(safe-area-inset-bottom)) }
    header { padding: 0 8px 0 12px; gap: var(--s2) } .end { gap: 0 } :is(header, .tools) button, .chip > summary { min-height: 44px; min-width: 44px } header .end > button, header .menu { border-color: transparent }
    .logo a { min-height: 44px; min-width: 44px } .logo a > span { position: static; width: auto; height: auto; clip-path: none }
    .story { flex: 0 1 auto; min-width: 0 } .story > a { min-height: 44px; min-width: 44px; justify-content: center } .story button { max-width: 100%; justify-content: start } .story[data-begun] .word, .logo:has(+ [data-begun]) a > span { ${UNSEEN} } .story .title { position: static; width: auto; height: auto; clip-path: none; min-width: 0; text-overflow: ellipsis } .story .title:empty { display: none }
    .story ol { position: fixed; left: 12px; right: 12px; top: 52px } .story li a { min-height: 44px; white-space: normal }
    nav { position: fixed; left: 0; right: 0; bottom: 0; z-index: 6; background: var(--card); border-top: 1px solid var(--edge); padding: 0 env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left) }
    .map { gap: 0 } .map > li { flex: 1 1 0; min-width: 44px } .map > li + li { border-left: 1px solid var(--line) } .map > li > .sign, [data-here] > .bench, .map > li:not([data-here]) > .faces { display: none }
    .map > [data-here] { flex: 2.4 1 0 } .faces li { flex: 1 1 0; min-width: 0 } .faces a { min-height: 56px; padding: 0 2px; border-radius: 0; justify-content: center; text-align: center; font-size: clamp(13px, 3.7vw, 15px) } .faces a[aria-current] { background: none; color: var(--ink); font-weight: 650; box-shadow: inset 0 3px var(--ink) }
    .bench { display: grid; align-content: center; justify-items: stretch; min-height: 56px; color: var(--soft); text-decoration: none; font-size: 13px; line-height: 18px; text-align: center } .bench .sign b { width: 6px; height: 6px } .bench .sign i::before, .bench .sign i::after { min-width: 4px } .bench .sign i:not(:empty)::before { margin-right: 3px } .bench .sign i:not(:empty)::after { margin-left: 3px } .bench .sign { width: min(60px, 100% - 14px); gap: 2px; margin: 0 auto; color: var(--edge) }
    .chip .about { position: fixed; left: 12px; right: 12px; top: 52px; width: auto } .chip .seg span, .notices button, .sharing button { min-height: 44px }
    [aria-expanded=true] + .tools { position: fixed; left: 12px; right: 12px; top: 52px }
    main { padding: 8px 12px 24px } footer { padding: 12px } footer a, .link { min-height: 44px } .sharing :is(input[type=text], select) { min-height: 44px } .notices { bottom: calc(64px + env(safe-area-inset-bottom)) }
  }
  @media (max-width: 359px) { .logo a > span { ${UNSEEN} } }
  /* A screen so low has no row to give away. */
  @media (max-height: 560px) { :root { --head: 0px } header { position: relative; min-height: 48px } }
`;
