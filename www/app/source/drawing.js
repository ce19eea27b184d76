/** A canvas to draw on, with pointer or keys, that gives what was drawn as an image of the model's size. */

import { h } from "../ui/dom.js";

/** Pixels of the image's side until the model says how many there are: as most models here have. */
const USUAL = 28;
/** Drawing surface per pixel of the image; the average over such a square is the pixel. */
const FINE = 10;

export class Drawing {
  /** @type {CanvasRenderingContext2D} */ #context;
  /** @type {{ x: number, y: number } | null} where the pen is, while it is down */ #last = null;
  #cursor = { x: 0.5, y: 0.5 };

  /** @param {() => void} onChange called after every stroke @param {() => void} onLift called when the pen is lifted */
  constructor(onChange, onLift) {
    this.onChange = onChange;
    this.onLift = onLift;
    this.canvas = h("canvas", {
      width: USUAL * FINE,
      height: USUAL * FINE,
      class: "draw",
      tabindex: 0,
      role: "application",
      "data-s-label": "source.draw.label",
      onpointerdown: (/** @type {PointerEvent} */ event) => {
        this.canvas.setPointerCapture(event.pointerId);
        this.#stroke(event);
      },
      onpointermove: (/** @type {PointerEvent} */ event) => this.#last && this.#stroke(event),
      onpointerup: () => this.#lift(),
      onpointercancel: () => this.#lift(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.#context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
  }

  /** Made empty, in the size of the model's images. @param {import("../pictures/pixels.js").Shape} shape */
  resize({ width, height }) {
    Object.assign(this.canvas, { width: width * FINE, height: height * FINE });
    this.clear();
  }

  /** What is on it, apart from it. @returns {HTMLCanvasElement} */
  copy() {
    const copy = h("canvas", { width: this.canvas.width, height: this.canvas.height });
    copy.getContext("2d")?.drawImage(this.canvas, 0, 0);
    return copy;
  }

  /** Lays strokes over what is on it. @param {HTMLCanvasElement} strokes of a copy */
  lay(strokes) {
    this.#context.drawImage(strokes, 0, 0, this.canvas.width, this.canvas.height);
  }

  clear() {
    this.#context.fillStyle = "#000";
    this.#context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Puts an image under the pen, to be drawn on. @param {Float32Array} image [C, H, W] in [-1, 1] @param {import("../pictures/pixels.js").Shape} shape */
  show(image, { channels, height, width }) {
    const plane = height * width;
    for (let i = 0; i < plane; i++) {
      const level = (/** @type {number} */ c) => Math.round((image[Math.min(c, channels - 1) * plane + i] + 1) * 127.5);
      this.#context.fillStyle = `rgb(${level(0)} ${level(1)} ${level(2)})`;
      this.#context.fillRect((i % width) * FINE, Math.floor(i / width) * FINE, FINE, FINE);
    }
  }

  /** @param {import("../pictures/pixels.js").Shape} shape @returns {Float32Array} [C, H, W] in [-1, 1] */
  image({ channels, height, width }) {
    const { data } = this.#context.getImageData(0, 0, width * FINE, height * FINE);
    const plane = height * width;
    const image = new Float32Array(channels * plane);
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < plane; i++) {
        const [x, y] = [(i % width) * FINE, Math.floor(i / width) * FINE];
        let sum = 0;
        for (let v = 0; v < FINE; v++) for (let u = 0; u < FINE; u++) sum += data[4 * ((y + v) * width * FINE + x + u) + Math.min(c, 2)];
        image[c * plane + i] = sum / (FINE * FINE * 127.5) - 1;
      }
    }
    return image;
  }

  #lift() {
    if (!this.#last) return;
    this.#last = null;
    this.onLift();
  }

  /** @param {PointerEvent} event */
  #stroke(event) {
    event.preventDefault();
    const box = this.canvas.getBoundingClientRect();
    this.#to((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!move && event.key !== " ") return;
    event.preventDefault();
    if (!move) {
      // The space bar puts the pen down and lifts it.
      if (this.#last) this.#lift();
      else this.#to(this.#cursor.x, this.#cursor.y);
      return;
    }
    const step = FINE / this.canvas.width;
    const within = (/** @type {number} */ v) => Math.min(1, Math.max(0, v));
    this.#cursor = { x: within(this.#cursor.x + move[0] * step), y: within(this.#cursor.y + move[1] * step) };
    if (this.#last) this.#to(this.#cursor.x, this.#cursor.y);
  }

  /** Draws from where the pen was. @param {number} x of [0, 1] @param {number} y of [0, 1] */
  #to(x, y) {
    const { width, height } = this.canvas;
    const from = this.#last ?? { x, y };
    const context = this.#context;
    context.strokeStyle = "#fff";
    context.lineCap = "round";
    // About as thick as the strokes of a 28-pixel digit.
    context.lineWidth = Math.max(width, height) * 0.085;
    context.beginPath();
    context.moveTo(from.x * width, from.y * height);
    context.lineTo(x * width, y * height + 0.01);
    context.stroke();
    this.#last = this.#cursor = { x, y };
    this.onChange();
  }
}
