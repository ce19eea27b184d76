/** The look of plots, and of what is read off them. */

export const PLOT = `
  .plotted { position: relative; display: block; width: 100%; min-height: 196px }
  .plot { display: block; overflow: visible; touch-action: pan-y } .plot text { fill: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums } .plot :is(.said, .note) { fill: var(--ink) }
  .reading { position: absolute; top: 30px; z-index: 1; pointer-events: none; display: grid; gap: 0 8px; padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px; background: color-mix(in srgb, var(--card) 92%, transparent); color: var(--ink); font-size: 13px; line-height: 1.4; max-width: 58% }
  .reading b { font-weight: 600 } .reading span::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-inline-end: 6px; border-radius: 50%; background: var(--of) }
`;
