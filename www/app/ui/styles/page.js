/** The look of the page around the panels: header, map of benches, sheets, footer, notices. */

export const PAGE = `
  body { margin: 0; background: var(--paper); min-height: 100vh }
  .skip { position: absolute; left: -999px } .skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--card); padding: 8px 12px }
  header { display: flex; gap: var(--s4); align-items: center; padding: var(--s3) var(--s6); border-bottom: 1px solid var(--line); max-width: 100% }
  .logo { display: flex; gap: 10px; align-items: center; font-weight: 650; letter-spacing: -.01em; font-size: 18px; margin: 0; line-height: 1 }
  .logo svg { width: 26px; height: 26px }
  nav { display: flex; gap: 2px; flex: 1 } nav a { padding: 6px 12px; border-radius: 999px; color: var(--soft); text-decoration: none; white-space: nowrap }
  nav a:hover { color: var(--ink) } nav a[aria-current] { background: var(--ink); color: var(--paper) }
  .chip { position: relative } .chip > summary { list-style: none; display: inline-flex; gap: 6px; align-items: center; border: 1px solid var(--line); border-radius: 999px; padding: 5px 12px; font-size: 13px; color: var(--soft); cursor: pointer; white-space: nowrap }
  .chip > summary::-webkit-details-marker { display: none }
  .chip[data-tone=warn] > summary { border-color: var(--warn); color: var(--warn) }
  .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--edge); flex: none } .chip[data-tone=good] .dot { background: var(--data) } .chip[data-tone=warn] .dot { background: var(--warn) }
  .chip .about { position: absolute; right: 0; top: calc(100% + 8px); z-index: 5; width: min(340px, calc(100vw - 32px)); background: var(--card); border: 1px solid var(--line); border-radius: var(--r); padding: var(--s4); box-shadow: 0 8px 30px rgb(0 0 0 / .16); display: flex; flex-direction: column; gap: var(--s3) }
  .chip .about p { margin: 0; font-size: 14px }
  .machine { margin: 0; padding: 0 var(--s6); max-width: 1240px; margin-inline: auto; min-height: 32px; padding-top: 10px; font-size: 13px; color: var(--soft); line-height: 20px } .machine[data-tone=warn] { color: var(--warn) }
  .language { min-height: 32px; font-size: 13px; padding: 0 12px; border-radius: 999px; white-space: nowrap }
  [data-embed] { background: none; min-height: 0 } [data-embed] main { padding: 3px; max-width: none }
  footer { max-width: 1240px; margin: 0 auto; padding: 0 var(--s6) var(--s6); font-size: 13px } footer a { color: var(--soft) }
  main { max-width: 1240px; margin: 0 auto; padding: var(--s3) var(--s6) var(--s6) }
  .notices { position: fixed; left: 0; right: 0; bottom: 12px; z-index: 9; display: grid; justify-items: center; gap: 8px; pointer-events: none; padding: 0 12px }
  .notices div { pointer-events: auto; display: flex; align-items: center; gap: 12px; background: var(--ink); color: var(--paper); border-radius: 10px; padding: 8px 8px 8px 14px; font-size: 14px; max-width: 100%; overflow-wrap: anywhere }
  .notices button { background: none; color: inherit; min-height: 36px; padding: 0 10px }
  @media (max-width: 760px) {
    header { flex-wrap: wrap; padding: 10px 12px 6px; gap: 8px } .logo { font-size: 17px; flex: 1 }
    nav { order: 3; flex: 1 0 100%; flex-wrap: wrap; justify-content: space-between; gap: 0 } nav a { display: grid; place-content: center; min-height: 44px; padding: 0 clamp(3px, 3vw - 5px, 12px); min-width: 44px; text-align: center; font-size: clamp(12px, 3.5vw, 15px) }
    @media (max-width: 620px) { nav:lang(en) a { flex: 1 0 30% } }
    .chip > summary, .language { min-height: 44px; padding: 0 11px } .chip .seg span, .notices button { min-height: 44px } .chip .adapter { display: none }
    .chip .about { position: fixed; left: 16px; right: 16px; top: 60px; width: auto }
    .machine { padding: 8px 16px 0; min-height: 48px } main { padding: 8px 12px 24px } footer { padding: 0 12px 12px } footer a { display: inline-grid; align-items: center; min-height: 44px; padding: 0 4px }
  }
`;
