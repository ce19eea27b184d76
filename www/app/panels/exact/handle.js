/** What one takes hold of on a picture of the data: dragged, or moved by the arrow keys. */

import { svg } from "../../plots/svg.js";

/** Pixels that an arrow key moves. */
const STEP = 6;

/**
 * @typedef {object} Handle
 * @property {SVGElement} element
 * @property {(at: { x: number, y: number, label: string, words: string, value: number, min: number, max: number }) => void} place
 */

/**
 * @param {string} kind class of its mark
 * @param {(dx: number, dy: number) => void} onMove pixels that it was moved by
 * @param {{ along?: "x" | "y" | "both", onTake?: () => void, onRemove?: () => void }} [more] the way that it can go, to the right or
 *   up for more, by any arrow key where there is one way only (WAI-ARIA, slider); taken hold of; asked to go
 * @returns {Handle}
 */
export function handle(kind, onMove, { along = "both", onTake = () => {}, onRemove = () => {} } = {}) {
  const element = /** @type {SVGElement} */ (svg("g", { class: `handle ${kind}`, role: "slider", tabindex: 0, visibility: "hidden" })); // until it has a place and a name
  if (along === "y") element.setAttribute("aria-orientation", "vertical");
  // What is taken hold of is larger than what is seen.
  element.append(svg("circle", { class: "grip", r: 14 }), svg("circle", { class: "mark", r: kind === "mean" ? 7 : 5 }));
  /** @type {{ x: number, y: number } | null} */
  let last = null;
  element.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
    element.focus();
    last = { x: event.clientX, y: event.clientY };
    onTake();
  });
  element.addEventListener("pointermove", (event) => {
    if (!last) return;
    onMove(event.clientX - last.x, event.clientY - last.y);
    last = { x: event.clientX, y: event.clientY };
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) element.addEventListener(end, () => (last = null));
  element.addEventListener("focus", () => onTake());
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? 4 * STEP : STEP;
    const [right, up] = /** @type {[number, number][]} */ (along === "x" ? [[by, 0], [by, 0]] : along === "y" ? [[0, -by], [0, -by]] : [[by, 0], [0, -by]]);
    const back = (/** @type {[number, number]} */ [x, y]) => /** @type {[number, number]} */ ([-x, -y]);
    const moves = /** @type {Record<string, [number, number]>} */ ({ ArrowRight: right, ArrowUp: up, ArrowLeft: back(right), ArrowDown: back(up) });
    const move = moves[event.key];
    if (move) onMove(...move);
    else if (event.key === "Delete" || event.key === "Backspace") onRemove();
    else return;
    event.preventDefault();
  });
  return {
    element,
    place({ x, y, label, words, value, min, max }) {
      element.removeAttribute("visibility");
      element.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      for (const [name, to] of Object.entries({ "aria-label": label, "aria-valuetext": words, "aria-valuenow": value, "aria-valuemin": min, "aria-valuemax": max })) element.setAttribute(name, String(to));
    },
  };
}
