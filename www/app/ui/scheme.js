/**
 * Light or dark, where the page around an element does not say: many themes only give a class to `<html>` and colours to
 * `<body>`, without `color-scheme`. There the background that the element stands on decides, and is followed.
 */

/** How much of a background covers what is behind it. */
const OPAQUE = 0.5;
/** Relative luminance at which black and white text read equally well. */
const MIDDLE = 0.18;
/** Attributes by which themes are switched. */
const SWITCHES = ["class", "style", "data-theme", "data-mode", "data-bs-theme", "data-color-mode", "data-md-color-scheme", "theme"];
/** Themes fade over; the colours are those of the end afterwards. */
const FADED_MS = 700;

/** @param {Element} element @returns {Element | null} also out of shadow roots */
const around = (element) => element.assignedSlot ?? element.parentElement ?? (element.getRootNode() instanceof ShadowRoot ? /** @type {ShadowRoot} */ (element.getRootNode()).host : null);

/** @type {CanvasRenderingContext2D | null} */
let canvas = null;

/** The bytes of a colour in any notation: a canvas knows them all. @param {string} colour */
function bytesOf(colour) {
  const plain = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(colour);
  if (plain) return [Number(plain[1]), Number(plain[2]), Number(plain[3]), 255 * Number(plain[4] ?? 1)];
  canvas ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  if (!canvas) return [0, 0, 0, 0];
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}

/** Of a colour, WCAG's relative luminance. @param {number[]} bytes */
function luminance([red, green, blue]) {
  const linear = (/** @type {number} */ byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** @param {Element} host @returns {"light" | "dark" | null} null: the page says it, or there is no background, so that the browser's own is seen */
function schemeAround(host) {
  if (getComputedStyle(host).colorScheme !== "normal") return null;
  for (let at = around(host); at; at = around(at)) {
    const bytes = bytesOf(getComputedStyle(at).backgroundColor);
    if (bytes[3] >= 255 * OPAQUE) return luminance(bytes) < MIDDLE ? "dark" : "light";
  }
  return null;
}

/**
 * @param {HTMLElement} host
 * @param {HTMLElement} root which gets the scheme as `data-scheme`
 * @param {() => void} changed
 * @returns {{ look(): void, end(): void }}
 */
export function followScheme(host, root, changed) {
  const look = () => {
    if (!host.isConnected) return;
    const scheme = schemeAround(host) ?? "";
    if ((root.dataset.scheme ?? "") === scheme) return;
    if (scheme) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    changed();
  };
  /** @type {number | undefined} */ let faded;
  const soon = () => {
    look();
    clearTimeout(faded);
    faded = window.setTimeout(look, FADED_MS);
  };
  const switches = new MutationObserver(soon);
  for (const switched of [document.documentElement, document.body]) if (switched) switches.observe(switched, { attributeFilter: SWITCHES });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", soon);
  // Sheets that come late, or a theme's script that has not run yet.
  addEventListener("load", soon);
  look();
  const end = () => {
    clearTimeout(faded);
    switches.disconnect();
    system.removeEventListener("change", soon);
    removeEventListener("load", soon);
  };
  return { look, end };
}
