/**
 * A small picture as text for the URL: one character a value, 64 levels, runs shortened. A drawing takes
 * about 300 characters, a photograph of 28×28 at most 784. All characters are ones that URLs leave alone.
 *
 * `A*120.` stands for 120 times `A`.
 */

const LEVELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const TOP = LEVELS.length - 1;
const FORM = /^(?:[\w-](?:\*[1-9]\d{0,4}\.)?)*$/;
/** A link may not make the page unpack more than this: 128×128 in colour. */
const MOST = 3 * 128 * 128;
/** Runs shorter than this are as short when written out. */
const RUN = 5;

/** @param {ArrayLike<number>} image values in [-1, 1] */
export function codeFromPicture(image) {
  const letters = Array.from(image, (value) => LEVELS[Math.round(((Math.min(1, Math.max(-1, value)) + 1) / 2) * TOP)]).join("");
  return letters.replace(/(.)\1+/g, (run, letter) => (run.length < RUN ? run : `${letter}*${run.length}.`));
}

/** @param {string} code @returns {number | null} how many values it stands for; null for what is no code */
export function lengthOfCode(code) {
  if (code.length > MOST || !FORM.test(code)) return null;
  let length = 0;
  for (const [, run] of code.matchAll(/.(?:\*(\d+)\.)?/g)) length += run ? Number(run) : 1;
  return length <= MOST ? length : null;
}

/** @param {string} code for which `lengthOfCode` gives a number @returns {Float32Array} values in [-1, 1] */
export function pictureFromCode(code) {
  const letters = code.replace(/(.)\*(\d+)\./g, (_, letter, run) => letter.repeat(Number(run)));
  return Float32Array.from(letters, (letter) => (2 * LEVELS.indexOf(letter)) / TOP - 1);
}
