// Writes www/app/source/test-digits.js: node xtask/src/test-digits.mjs FOLDER, with MNIST's t10k-*.gz in the folder
//
// One picture of each class, that the network was not trained on, in the 64 levels of a picture in a link.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { codeFromPicture } from "../../www/app/state/picture-code.js";

/** By class, which pictures of the test set: ones that are easily read, and are not all of one hand. */
const INDICES = [10, 5, 35, 30, 19, 23, 21, 0, 128, 12];
const [SIZE, HEAD_IMAGES, HEAD_LABELS] = [28 * 28, 16, 8];

const read = (name) => gunzipSync(readFileSync(join(process.argv[2], name)));
const images = read("t10k-images-idx3-ubyte.gz").subarray(HEAD_IMAGES);
const labels = read("t10k-labels-idx1-ubyte.gz").subarray(HEAD_LABELS);

const lines = INDICES.map((index, digit) => {
  if (labels[index] !== digit) throw new Error(`expected picture ${index} of the test set to be a ${digit}, found a ${labels[index]}`);
  const pixels = images.subarray(index * SIZE, (index + 1) * SIZE);
  return `  { index: ${index}, code: "${codeFromPicture(Array.from(pixels, (byte) => byte / 127.5 - 1))}" },`;
});

const text = `/**
 * One digit of each class from MNIST's test set, which the network was not trained on, as codes of picture-code.js.
 * Made by xtask/src/test-digits.mjs.
 *
 * MNIST is by Y. LeCun, C. Cortes and C. J. C. Burges, <http://yann.lecun.com/exdb/mnist/>, and shared under CC BY-SA 3.0,
 * <https://creativecommons.org/licenses/by-sa/3.0/>; so are these pictures, changed only in their 64 levels of grey.
 */

/** By class; \`index\` is the place in the test set, from 0. */
export const TEST_DIGITS = [
${lines.join("\n")}
];

/** Pixels in a row and in a column. */
export const TEST_SIZE = 28;
`;
writeFileSync(new URL("../../www/app/source/test-digits.js", import.meta.url), text);
console.log(`${text.length} bytes`);
