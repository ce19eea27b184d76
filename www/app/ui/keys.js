/**
 * Keys that are used inside an element of ours stay there. To a host's listeners an input in a shadow root is only its host, a
 * `<div>` to their eyes, so that reveal.js would turn the page by the arrows of a slider and MkDocs search would open by a
 * letter in a field. A key that nothing inside uses goes on to the host.
 */

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const MOVES = [...ARROWS, "Home", "End", "PageUp", "PageDown"];

/** Keys that a control uses, as browsers do it: it gets no `preventDefault` from anybody. @type {[selector: string, uses: (key: string) => boolean][]} */
const USES = [
  // In a field all is typed, but for what leaves it and what is the browser's.
  ["input:not([type=range], [type=radio], [type=checkbox], [type=button], [type=submit], [type=file]), textarea, [contenteditable]", (key) => !/^(Escape|Tab|F\d+)$/.test(key)],
  // A letter chooses the option that begins with it.
  ["select", (key) => key.length === 1 || key === "Enter" || MOVES.includes(key)],
  ["input[type=range]", (key) => MOVES.includes(key)],
  ["input[type=radio]", (key) => key === " " || ARROWS.includes(key)],
  ["input[type=checkbox]", (key) => key === " "],
  ["button, summary, input[type=button], input[type=submit], input[type=file]", (key) => key === " " || key === "Enter"],
  ["a[href]", (key) => key === "Enter"],
  // Marks of a plot, canvases to draw on.
  ["[role=slider], [role=application]", (key) => key === " " || MOVES.includes(key)],
];

/** @param {KeyboardEvent} event */
function isUsed(event) {
  if (event.defaultPrevented || event.isComposing) return true;
  const at = event.composedPath()[0];
  if (!(at instanceof Element)) return false;
  // Chords are the browser's or the host's, except in a field, where they mark, copy and undo.
  const chord = event.ctrlKey || event.metaKey || event.altKey;
  if (chord && !at.matches(USES[0][0])) return false;
  // A dialog over the page has the reader's whole attention: Escape closes it, and nothing behind it is to move.
  if (at.closest("dialog[open]") && (event.key === "Escape" || MOVES.includes(event.key))) return true;
  return USES.some(([selector, uses]) => at.matches(selector) && uses(event.key));
}

/** @param {Element | ShadowRoot} root what the keys are used in */
export function keepKeys(root) {
  /** Keys that are down, of those that were used: their release is of the same use. @type {Set<string>} */
  const down = new Set();
  const keep = (/** @type {Event} */ given) => {
    const event = /** @type {KeyboardEvent} */ (given);
    const used = isUsed(event) || (event.type !== "keydown" && down.has(event.code));
    if (event.type === "keydown") used ? down.add(event.code) : down.delete(event.code);
    if (event.type === "keyup") down.delete(event.code);
    if (used) event.stopPropagation();
  };
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, keep);
}
