/** The page's signs, drawn in the colour of the text beside them. */

import { fragment } from "../ui/dom.js";

const line = (/** @type {string} */ paths) =>
  `<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`;

const ICONS = {
  logo: `<svg viewBox="0 0 26 26" aria-hidden="true"><g fill="currentColor"><circle cx="5" cy="6" r="1.2"/><circle cx="9" cy="3.6" r="1"/><circle cx="4" cy="12" r="1.5"/><circle cx="8.5" cy="9" r="1.7"/><circle cx="6.5" cy="17.5" r="1.3"/><circle cx="11" cy="14" r="2.1"/><circle cx="12" cy="20.5" r="1.6"/></g><circle cx="18.5" cy="12.5" r="5.5" fill="var(--ddim)"/></svg>`,
  auto: line(`<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>`),
  light: line(`<circle cx="10" cy="10" r="3.4"/><path d="M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2"/>`),
  dark: line(`<path d="M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12z"/>`),
  present: line(`<path d="M6 4.2v11.6l9.5-5.8z"/>`),
  share: line(`<path d="M10 12.5V2.8M6.6 6 10 2.8 13.4 6M5.5 9H4v8h12V9h-1.5"/>`),
  menu: line(`<path d="M3 5.5h14M3 10h14M3 14.5h14"/>`),
};

/** @param {keyof typeof ICONS} name */
export const icon = (name) => fragment(ICONS[name]);
