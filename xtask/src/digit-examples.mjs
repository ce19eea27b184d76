// Writes models/digits-ppca2/examples.bin and www/app/panels/exact/digits.js: node xtask/src/digit-examples.mjs FOLDER, with MNIST's
// train-*.gz in the folder
//
// The examples are the first training images of MNIST, as many of each class, in 16 levels of grey, two pixels a byte: what the page
// averages to show μ*(z). digits.js has each class's mean and mean variance among all training images, in the two latents of
// models/digits-ppca2: what the exact bench calls digits.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const [CLASSES, EACH, SIZE, HEAD_IMAGES, HEAD_LABELS] = [10, 40, 28 * 28, 16, 8];
const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (name) => gunzipSync(readFileSync(join(process.argv[2], name)));
const images = read("train-images-idx3-ubyte.gz").subarray(HEAD_IMAGES);
const labels = read("train-labels-idx1-ubyte.gz").subarray(HEAD_LABELS);

// Examples: sorted by class, so that a place says which class it is of.
const chosen = Array.from({ length: CLASSES }, (_, digit) => [...labels.keys()].filter((i) => labels[i] === digit).slice(0, EACH)).flat();
const packed = Buffer.alloc((chosen.length * SIZE) / 2);
chosen.forEach((index, k) => {
  for (let i = 0; i < SIZE; i += 2) {
    const level = (at) => Math.round((images[index * SIZE + at] / 255) * 15);
    packed[(k * SIZE + i) / 2] = (level(i) << 4) | level(i + 1);
  }
});
writeFileSync(here("models/digits-ppca2/examples.bin"), packed);

// E[z|x] of every training image: M⁻¹Wᵀ(x − μ) with M = WᵀW + σ²I, here of two latents.
const { config } = JSON.parse(readFileSync(here("models/digits-ppca2/model.json"), "utf8"));
const file = readFileSync(here("models/digits-ppca2/model.safetensors"));
const headLength = Number(file.readBigUInt64LE(0));
const head = JSON.parse(file.subarray(8, 8 + headLength).toString());
const half = (bits) => {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
};
const tensor = (name) => {
  const [from, to] = head[name].data_offsets.map((offset) => 8 + headLength + offset);
  return Float64Array.from({ length: (to - from) / 2 }, (_, i) => half(file.readUInt16LE(from + 2 * i)));
};
const [w, mean] = [tensor("w"), tensor("mean")];
const gram = [0, 0, 0, 0];
for (let i = 0; i < SIZE; i++) for (let a = 0; a < 2; a++) for (let b = 0; b < 2; b++) gram[2 * a + b] += w[2 * i + a] * w[2 * i + b];
const [p, q, r] = [gram[0] + config.variance, gram[1], gram[3] + config.variance];
const determinant = p * r - q * q;
const sums = Array.from({ length: CLASSES }, () => ({ count: 0, z: [0, 0], squares: 0 }));
for (let k = 0; k < labels.length; k++) {
  const projected = [0, 0];
  for (let i = 0; i < SIZE; i++) {
    const centred = images[k * SIZE + i] / 127.5 - 1 - mean[i];
    projected[0] += w[2 * i] * centred;
    projected[1] += w[2 * i + 1] * centred;
  }
  const z = [(r * projected[0] - q * projected[1]) / determinant, (p * projected[1] - q * projected[0]) / determinant];
  const sum = sums[labels[k]];
  sum.count += 1;
  sum.squares += z[0] ** 2 + z[1] ** 2;
  z.forEach((value, axis) => (sum.z[axis] += value));
}
const components = sums.map(({ count, z, squares }) => {
  const middle = z.map((value) => value / count);
  const variance = (squares / count - middle[0] ** 2 - middle[1] ** 2) / 2;
  return `  { weight: ${(count / labels.length).toFixed(4)}, mean: [${middle.map((value) => value.toFixed(3)).join(", ")}], deviation: ${Math.sqrt(variance).toFixed(3)} },`;
});
writeFileSync(
  here("www/app/panels/exact/digits.js"),
  `/**
 * MNIST's training images in the two latents of models/digits-ppca2: of each class, from 0, its share, the mean of E[z|x] and its
 * standard deviation, the same in every direction. Made by xtask/src/digit-examples.mjs.
 *
 * MNIST is by Y. LeCun, C. Cortes and C. J. C. Burges, <http://yann.lecun.com/exdb/mnist/>, and shared under CC BY-SA 3.0,
 * <https://creativecommons.org/licenses/by-sa/3.0/>.
 */
export const DIGITS = [
${components.join("\n")}
];
`,
);
console.log(`${packed.length} bytes of ${chosen.length} examples\n${components.join("\n")}`);
