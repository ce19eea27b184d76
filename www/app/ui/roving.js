/** One stop of the Tab key among many buttons; the arrow keys go from one to the next. */

/** Where a key leads, in buttons. @type {Record<string, (columns: number) => number>} */
const KEYS = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: (columns) => -columns, ArrowDown: (columns) => columns };

/** Moves the stop. @param {HTMLButtonElement[]} buttons @param {number} k */
export function stopAt(buttons, k) {
  buttons.forEach((button, at) => (button.tabIndex = at === k ? 0 : -1));
}

/**
 * Answers a key that was pressed on one of the buttons.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLButtonElement[]} buttons row by row
 * @param {number} columns
 */
export function rove(event, buttons, columns) {
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const next = event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : at + (KEYS[event.key]?.(columns) ?? NaN);
  if (at < 0 || !buttons[next]) return;
  event.preventDefault();
  stopAt(buttons, next);
  buttons[next].focus();
}
