/**
 * MNIST's training images in the two latents of models/digits-ppca2: of each class, from 0, its share, the mean of E[z|x] and its
 * standard deviation, the same in every direction. Made by xtask/src/digit-examples.mjs.
 *
 * MNIST is by Y. LeCun, C. Cortes and C. J. C. Burges, <http://yann.lecun.com/exdb/mnist/>, and shared under CC BY-SA 3.0,
 * <https://creativecommons.org/licenses/by-sa/3.0/>.
 */
export const DIGITS = [
  { weight: 0.0987, mean: [1.728, 0.352], deviation: 0.661 },
  { weight: 0.1124, mean: [-1.451, 0.855], deviation: 0.357 },
  { weight: 0.0993, mean: [0.162, 0.623], deviation: 0.711 },
  { weight: 0.1022, mean: [0.127, 0.925], deviation: 0.637 },
  { weight: 0.0974, mean: [-0.102, -1.158], deviation: 0.596 },
  { weight: 0.0903, mean: [0.187, 0.276], deviation: 0.674 },
  { weight: 0.0986, mean: [0.296, 0.000], deviation: 0.638 },
  { weight: 0.1044, mean: [-0.441, -1.177], deviation: 0.596 },
  { weight: 0.0975, mean: [-0.006, 0.379], deviation: 0.610 },
  { weight: 0.0992, mean: [-0.263, -1.144], deviation: 0.617 },
];
