/** Pieces of a plot. */

/** @param {string} tag @param {Record<string, string | number>} attributes */
export function svg(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box in pixels */

/** Height of a line of text, and about the width of a letter, at 13 pixels. */
export const LINE = 16;
const LETTER = 7.3;

/** @param {string} words */
export const widthOf = (words) => words.replace(/[\u0300-\u036f]/g, "").length * LETTER;

/** @param {number} x @param {number} y of the base line @param {string} anchor start, middle or end @param {string} words */
export function label(x, y, anchor, words) {
  const node = svg("text", { x, y, "text-anchor": anchor });
  node.textContent = words;
  return node;
}

/** What a label covers. @param {number} x @param {number} y of the base line @param {string} anchor @param {string} words @returns {Box} */
export function boxOf(x, y, anchor, words) {
  const width = widthOf(words);
  const left = x - { start: 0, middle: width / 2, end: width }[/** @type {"start" | "middle" | "end"} */ (anchor)];
  return { left, right: left + width, top: y - 12, bottom: y + 4 };
}

/** @param {Box} a @param {Box} b */
export const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Moves labels that stand below each other so far apart that all can be read, and none above or below the bounds. @param {number[]} ys of their middles @param {number} top @param {number} bottom */
export function spread(ys, top, bottom) {
  const order = [...ys.keys()].sort((a, b) => ys[a] - ys[b]);
  const placed = [...ys];
  order.forEach((k, i) => (placed[k] = Math.max(ys[k], i === 0 ? top : placed[order[i - 1]] + LINE)));
  const over = order.length > 0 ? Math.max(0, placed[order[order.length - 1]] - bottom) : 0;
  if (over > 0) order.toReversed().forEach((k, i, all) => (placed[k] = Math.min(placed[k], i === 0 ? bottom : placed[all[i - 1]] - LINE)));
  return placed;
}
