/** The look of <unnoise-reconstruct>: what is measured, beside its numbers. */

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: var(--s6); align-items: start }
  .verdict { margin: var(--s2) 0 0; min-height: 1.5em }
`);
