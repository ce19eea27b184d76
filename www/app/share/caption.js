/** A picture with a strip of words under it, so that it says what it is wherever it is seen. */

const FONT = 'system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif';
/** Greys alone, since a GIF of grey pictures has no others. */
const COLOURS = { dark: { paper: "#141414", ink: "#e8e8e8", soft: "#a8a8a8" }, light: { paper: "#ffffff", ink: "#1e1e1e", soft: "#5e5e5e" } };

/**
 * Breaks a text at its spaces; a piece that is too wide is broken where it has to be.
 *
 * @param {CanvasRenderingContext2D} context with the font set
 * @param {string} text @param {number} width
 */
export function linesOf(context, text, width) {
  const lines = [""];
  const fits = (/** @type {string} */ line) => context.measureText(line).width <= width;
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)}${lines.at(-1) ? " " : ""}${word}`;
    if (fits(longer)) lines[lines.length - 1] = longer;
    else {
      if (lines.at(-1)) lines.push("");
      for (const letter of word) {
        if (!fits(lines.at(-1) + letter)) lines.push("");
        lines[lines.length - 1] += letter;
      }
    }
  }
  return lines;
}

/**
 * @param {object} what
 * @param {number} what.width @param {number} what.height of the picture
 * @param {number} [what.least] the width that the words need
 * @param {(context: CanvasRenderingContext2D) => void} what.paint the picture, its upper left corner at 0, 0
 * @param {string[]} what.lines the first is set stronger
 * @param {boolean} [what.dark]
 * @param {number} [what.size] of the letters, in pixels
 */
export function captioned({ width, height, least = 0, paint, lines, dark = false, size = 15 }) {
  const { paper, ink, soft } = COLOURS[dark ? "dark" : "light"];
  const margin = size;
  const whole = Math.max(width, least) + 2 * margin;
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.font = `600 ${size}px ${FONT}`;
  const set = lines.map((line) => linesOf(context, line, whole - 2 * margin));
  const step = Math.round(1.4 * size);
  canvas.width = whole;
  canvas.height = margin + height + margin + step * set.flat().length + Math.round(margin / 2);
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.save();
  context.imageSmoothingEnabled = false;
  context.translate(Math.floor((whole - width) / 2), margin);
  paint(context);
  context.restore();
  context.textBaseline = "top";
  let top = margin + height + margin;
  set.forEach((parts, k) => {
    context.font = `${k === 0 ? "600 " : ""}${size}px ${FONT}`;
    context.fillStyle = k === 0 ? ink : soft;
    for (const part of parts) {
      context.fillText(part, margin, top);
      top += step;
    }
  });
  return canvas;
}
