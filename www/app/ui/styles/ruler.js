/** The look of the ruler. The film and its rail together are what one takes hold of: 44 pixels high on a phone. */

export const RULER = `
  .ruler { --still: 42px; position: relative; display: grid; grid-template: "way way way" auto "play scale ." auto "play words words" auto / var(--left) minmax(0, 1fr) var(--right); align-items: center; min-width: 0 }
  :is(.pair, figure) + .ruler { margin-top: var(--s2) }
  .way { grid-area: way; position: relative; margin: 0 var(--right) 0 var(--left); padding-bottom: 10px; cursor: pointer; touch-action: pan-y; user-select: none; -webkit-user-select: none }
  .way::before { content: ""; position: absolute; inset: -4px 0 -6px }
  .film { position: relative; height: var(--still); border-radius: 4px; background: linear-gradient(to right, color-mix(in srgb, var(--data) 22%, transparent), color-mix(in srgb, var(--soft) 22%, transparent)) }
  .film canvas { position: absolute; top: 0; width: var(--still); height: var(--still); margin-inline-start: calc(var(--still) / -2); border-radius: 3px }
  .rail { display: block; position: absolute; inset-inline: 0; bottom: 0; width: 100%; height: 8px; overflow: visible; border-top: 2px solid var(--edge) } .rail path { stroke: var(--edge); stroke-width: 1 }
  .thumb { position: absolute; top: -3px; bottom: 4px; width: 3px; margin-inline-start: -1.5px; background: var(--accent, var(--ddim)); box-shadow: 0 0 0 1px var(--card); pointer-events: none }
  .thumb::after { content: ""; position: absolute; bottom: -6px; inset-inline-start: 50%; width: 18px; height: 18px; margin-inline-start: -9px; border-radius: 50%; background: inherit; box-shadow: 0 0 0 2px var(--card) }
  .way input[type=range] { position: absolute; inset: 0; height: 100%; opacity: 0; pointer-events: none }
  .way:has(:focus-visible) .thumb::after { outline: 2px solid var(--ink); outline-offset: 3px } .ruler[data-empty] .way { cursor: default }
  .scale { grid-area: scale; position: relative; display: flex; justify-content: space-between; height: 20px; font-size: 13px; line-height: 20px; color: var(--soft) } .scale .data { color: var(--data); font-weight: 600 } .scale .noise { font-weight: 600 }
  .ticks { position: absolute; inset: 0 } .ticks span { position: absolute; transform: translateX(-50%) }
  .words { grid-area: words; min-height: 22px; font-size: 14px; line-height: 22px; color: var(--ink) }
  .play { grid-area: play; justify-self: start; width: 36px; min-height: 36px; padding: 0; font-size: 14px; line-height: 1 }
  @container panel (max-width: 720px) {
    .ruler { --still: 34px } .play { width: 44px; min-height: 44px } .words { line-height: 1.35; min-height: 24px }
  }
  @container panel (max-width: 420px) { .words { font-size: 13px; line-height: 18px; min-height: 36px } }
  @media (forced-colors: active) { .thumb { background: Highlight } }
`;
