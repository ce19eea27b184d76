/** The look of <unnoise-reconstruct>: what is measured, beside its numbers. */

import { Sheet } from "../../ui/sheet.js";

export const sheet = new Sheet(`
  .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); gap: var(--s6); align-items: start }
  .verdict { margin: var(--s2) 0 0; min-height: 1.5em }
`);
