/** What opens over the page and goes by Escape, or by a click beside it. */

/**
 * @param {HTMLElement} around what belongs to it, its button too
 * @param {HTMLElement} button which has the focus afterwards
 * @param {{ open(): boolean, close(): void }} popup
 */
export function dismissable(around, button, { open, close }) {
  document.addEventListener("click", (event) => {
    if (open() && !event.composedPath().includes(around)) close();
  });
  around.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open()) return;
    close();
    button.focus();
  });
}
