/** What the page and every panel share: buttons, choices, focus, words that only a screen reader reads. */

/** What only a screen reader reads. */
export const UNSEEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";

export const BASE = `
  *, *::before, *::after { box-sizing: border-box }
  /* What gets the focus is not under the page's head. */
  :where(a, button, input, select, summary, textarea, [tabindex]) { scroll-margin-top: calc(var(--head, 0px) + 8px) }
  [hidden] { display: none !important } sub { line-height: 0 }
  .num { font-variant-numeric: tabular-nums }
  .hidden-text { ${UNSEEN}; white-space: nowrap }
  .soft { color: var(--soft); font-size: 13px; margin: 0 }
  button { font: inherit; cursor: pointer; border: 1px solid transparent; border-radius: 8px; min-height: 42px; padding: 0 14px;
    background: var(--ink); color: var(--paper); font-weight: 600 }
  button.quiet { background: none; color: inherit; border-color: var(--edge); font-weight: 500 }
  button:disabled { opacity: .45; cursor: default }
  :focus-visible { outline: 2px solid var(--accent, var(--ddim)); outline-offset: 2px }
  .seg { border: 0; padding: 0; margin: 0; min-width: 0 } .whole-row { grid-column: 1 / -1 }
  .seg legend { font-size: 13px; color: var(--soft); padding: 0 } .seg legend b { font-weight: inherit } .seg legend span { display: inline; min-height: 0; padding: 0 } .seg legend small:not(:empty) { font-size: 13px; margin-inline-start: .5em } .seg legend small:not(:empty)::before { content: "· " }
  .seg:disabled .choices { opacity: .5 } .seg:disabled :is(label, input) { cursor: default }
  .seg .choices { display: flex; border: 1px solid var(--edge); border-radius: 8px; margin-top: 4px; overflow: hidden }
  .seg label { flex: 1 1 auto; position: relative; cursor: pointer }
  .seg label + label { border-left: 1px solid var(--line) }
  .seg input { position: absolute; inset: 0; opacity: 0; margin: 0; width: 100%; height: 100%; cursor: pointer }
  .seg span { display: grid; place-items: center; min-height: 36px; padding: 2px 4px; text-align: center; line-height: 1.2 }
  .seg input:checked + span { background: var(--accent, var(--ddim)); color: var(--on-accent); font-weight: 600 }
  .seg input:focus-visible + span { outline: 2px solid var(--ink); outline-offset: -4px; border-radius: 8px }
  @media (forced-colors: active) { .seg input:checked + span { forced-color-adjust: none } }
`;
