/** The pictures that a panel shows, as one picture with a caption and an address: for feeds, for print, and for sending. */

import { captioned, linesOf } from "./caption.js";

/** In pixels of the file. */
const WIDTH = 1120;
const GAP = 24;
const SIZE = 22;
const LINE = 30;
/** Pictures that are controls or measures, not what the panel is about. */
const OTHERS = ".gallery canvas, .preview canvas, .ruler canvas, .equation canvas, .picture-equation canvas, dialog canvas";

/** The canvases of a panel, in their order. @param {HTMLElement} panel */
export function picturesOf(panel) {
  const root = panel.shadowRoot;
  if (!root) return [];
  const others = new Set(root.querySelectorAll(OTHERS));
  const shown = (/** @type {HTMLCanvasElement} */ canvas) => !others.has(canvas) && canvas.width > 1 && canvas.checkVisibility();
  const all = /** @type {NodeListOf<HTMLCanvasElement>} */ (root.querySelectorAll(".stage canvas"));
  return [...all].filter(shown).map((canvas) => ({ canvas, words: canvas.getAttribute("aria-label") ?? "", part: canvas.closest("[data-part]") }));
}

/** How many pictures stand side by side: those of a part in one row, as on the page, where each part has as many. @param {{ part?: Element | null }[]} pictures */
function columnsOf(pictures) {
  const { length } = pictures;
  if (length <= 4) return length;
  const each = pictures.filter(({ part }) => part && part === pictures[0].part).length;
  const even = each > 4 && pictures.every(({ part }, k) => part === pictures[k - (k % each)].part);
  return even ? each : Math.ceil(length / Math.ceil(length / 6));
}

/**
 * @param {{ canvas: HTMLCanvasElement, words: string, part?: Element | null }[]} pictures
 * @param {string[]} lines what made them, and the address
 */
export function posterOf(pictures, lines) {
  const columns = columnsOf(pictures);
  const side = Math.floor((WIDTH - GAP * (columns - 1)) / columns);
  const most = Math.min(side, 520);
  const measure = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  measure.font = `${SIZE}px system-ui, sans-serif`;
  const titles = pictures.map(({ words }) => (columns > 4 ? [] : linesOf(measure, words, most)));
  const below = LINE * Math.max(0, ...titles.map((title) => title.length));
  const rows = Math.ceil(pictures.length / columns);
  const height = rows * (most + (below && below + GAP / 2)) + (rows - 1) * GAP;
  const width = columns * most + (columns - 1) * GAP;
  const paint = (/** @type {CanvasRenderingContext2D} */ context) => {
    context.textBaseline = "top";
    context.fillStyle = "#1e1e1e";
    context.font = measure.font;
    pictures.forEach(({ canvas }, k) => {
      const [left, top] = [(k % columns) * (most + GAP), Math.floor(k / columns) * (most + below + GAP)];
      titles[k].forEach((line, n) => context.fillText(line, left, top + n * LINE));
      // Whole pixels, so that none is wider than its neighbour.
      const fit = most / Math.max(canvas.width, canvas.height);
      const scale = fit < 1 ? fit : Math.floor(fit);
      context.drawImage(canvas, left, top + below + (below && GAP / 2), canvas.width * scale, canvas.height * scale);
    });
  };
  return captioned({ width, height, least: 720, paint, lines, size: SIZE });
}
