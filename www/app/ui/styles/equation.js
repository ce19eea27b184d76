/** The look of the equations of pictures. */

export const EQUATION = `
  .picture-equation { --cell: 56px; min-height: calc(var(--cell) + 46px) } .picture-equation > .terms { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--s2) 6px }
  .picture-equation .part { display: flex; gap: 6px } .picture-equation .part + .part .sign { margin-left: 4px } .picture-equation .sign, .picture-equation .factor { min-height: var(--cell); display: grid; place-content: center; justify-items: center; align-self: start }
  .picture-equation .sign { font-size: 18px; min-width: 1em; white-space: nowrap } .picture-equation .factor { font-size: 16px; line-height: 1.25 } .picture-equation .factor small { font-size: 13px; color: var(--soft); min-width: 3em; text-align: center }
  .picture-equation figure { width: min-content; min-width: calc(var(--cell) + 16px); margin: 0; text-align: center } .picture-equation .cell { width: var(--cell); height: var(--cell); margin: 0 auto; border-radius: 4px; overflow: hidden; background: light-dark(#efece5, #101216); box-shadow: 0 0 0 1px light-dark(var(--line), var(--frame)) }
  .picture-equation figcaption { margin: 3px 0 0; font-size: 16px; line-height: 1.4 } .picture-equation figcaption small { display: block; font-size: 13px; line-height: 1.2; color: var(--soft) } .picture-equation .note { margin: var(--s2) auto 0; text-align: center; max-width: 42em }
  .picture-equation [data-none] .cell { opacity: .45 } .picture-equation [data-none] .cell:has([hidden])::before { content: "0"; display: grid; place-content: center; height: 100%; font: 18px var(--math) }
  @container panel (max-width: 560px) {
    .picture-equation { --cell: 42px } .picture-equation > .terms, .picture-equation .part { gap: var(--s1) } .picture-equation .factor { font-size: 15px } .picture-equation .sign { font-size: 16px }
    .picture-equation .factor small { min-width: 2.6em }
  }
`;
