/** The look of a stage's pictures in one row, each with its words below it (pictures/part.js). */

export const PARTS = `
  .parts { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: clamp(6px, 2cqi, 20px); justify-content: center }
  .parts > figure { max-width: 220px }
  .parts figcaption { display: flex; flex-direction: column; text-align: start; margin-top: 4px; font-size: 15px; line-height: 1.35 } .parts figcaption small { font-size: inherit }
  .parts .sign { font-size: 1.1em; font-weight: 600; margin-right: 3px } .of { font-size: 13px; color: var(--soft); min-height: 1.4em; line-height: 1.4 }
  .face:not([data-size=panel]) .parts .picture { width: min(var(--figure-picture, 84px), 100%) } .face:not([data-size=panel]) .parts figcaption { font-size: 14px; line-height: 1.25 }
  [data-size=strip] .parts { justify-content: start } [data-size=strip] .parts > figure { display: flex; align-items: center; gap: var(--s3); max-width: none } [data-size=strip] .parts .picture { flex: none } [data-size=strip] .of { display: none }
  @container panel (max-width: 560px) {
    .parts figcaption { font-size: 14px; line-height: 1.25 }
    .parts[data-drawing] { grid-auto-flow: row; grid-template-columns: repeat(3, minmax(0, 1fr)) } .parts[data-drawing] > :first-child { grid-column: 1 / -1; justify-self: center; width: min(100%, 200px) }
  }
`;
