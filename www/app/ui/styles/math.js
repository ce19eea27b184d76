/** The look of mathematics, of symbols that answer, and of the entry that they open. */

export const MATH = `
  math { font-family: var(--math) }
  msub > :nth-child(2), msup > :nth-child(2), msubsup > :not(:first-child), munder > :nth-child(2), munderover > :not(:first-child) { font-size: max(.74em, 11px) }
  .formula { display: contents }
  .symbol { white-space: nowrap } .symbol math { font-size: 1.1em; line-height: 1 }
  [data-sym], [data-word] { cursor: help } p [data-word] { text-decoration: underline dotted color-mix(in srgb, currentColor 55%, transparent) 1px; text-underline-offset: 4px } [data-word][data-lit] { text-decoration: underline 2px } button [data-sym], label :is([data-sym], [data-word]), a [data-sym], summary [data-sym] { cursor: inherit }
  [data-idea=data] { color: var(--data) } [data-idea=noise] { color: var(--soft) } [data-idea=guess] { color: var(--network, var(--ddim)) } [data-sampler=ddim] { --network: var(--ddim) } [data-sampler=ddpm] { --network: var(--ddpm) }
  :is([aria-pressed=true], [aria-current], .run, input:checked + span) [data-idea] { color: inherit }
  math [data-lit], .symbol[data-lit] { background: color-mix(in srgb, var(--accent, var(--ddim)) 22%, transparent); border-radius: 3px }
  math [data-lit] [data-lit] { background: none }
  math [data-focused] { outline: 2px solid var(--accent, var(--ddim)); outline-offset: 1px }
  figure:has(> :is(h2, h3, figcaption) [data-sym][data-lit]) > :is(.picture, .strip, .cell) { outline: 3px solid var(--accent, var(--ddim)); outline-offset: 2px }
  svg text[data-lit] { fill: var(--ink); font-weight: 700 } svg path[data-lit] { stroke-width: 3.5px } svg circle[data-lit] { stroke: var(--ink); stroke-width: 2px }
  .gloss { position: fixed; inset: auto; margin: 0; box-sizing: border-box; width: min(340px, calc(100vw - 16px)); padding: var(--s3) var(--s4); border: 1px solid var(--edge); border-radius: var(--r); background: var(--card); color: var(--ink);
    box-shadow: 0 8px 30px rgb(0 0 0 / .18); font-size: 15px; line-height: 1.45; text-align: left }
  .gloss p { margin: 0 0 var(--s2) } .gloss .lead { display: flex; align-items: baseline; gap: var(--s2); flex-wrap: wrap } .gloss .sign { font-size: 1.35em } .gloss em { color: var(--soft); font-style: normal; font-size: 14px } .gloss[data-of-word] .sign, .gloss[data-of-word] .signs { display: none } .gloss[data-of-word] em { color: inherit; font-weight: 600; font-size: 16px } .gloss .worth { margin-left: auto; font-weight: 600 } .gloss .worth:empty { display: none }
  .gloss .signs { display: grid; grid-template-columns: repeat(3, minmax(0, auto)); justify-content: space-between; gap: 0 var(--s3); margin: 0; padding-top: var(--s2); border-top: 1px solid var(--line) }
  .gloss .signs div { display: grid; align-content: space-between } .gloss dt { font-size: 13px; line-height: 1.3; color: var(--soft) } .gloss dd { margin: 2px 0 0 } .gloss [data-own] dt { color: var(--ink); font-weight: 600 }
  .gloss .all { display: inline-block; margin-top: var(--s2); font-size: 14px; color: inherit; min-height: 24px } .gloss .all[hidden] { display: none } @media (pointer: coarse) { .gloss .all { min-height: 44px; align-content: center } }
  .gloss .where { margin: var(--s2) 0 0 } .gloss .where:empty { display: none } .gloss :is([data-sym], [data-word]) { cursor: default; text-decoration: none }
`;
