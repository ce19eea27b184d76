/** The models of the bench and the pictures that they are averaged over, each loaded when it is first wanted. */

import { addressOf } from "../../../lab/addresses.js";
import { createVae } from "../../../unnoise.js";
import { request } from "../../../worker/fetch.js";

/** @typedef {import("../../../exact/vae.js").Vae} Vae */

/** Pixels of an example. */
const SIZE = 28 * 28;

/** The latest progress of loading; null before and after. @type {import("../../../lab/types.js").LoadProgress | null} */
export let loading = null;

/** @type {Map<string, Promise<Vae>>} */
const models = new Map();

/** @param {string} latents @param {() => void} onProgress called when `loading` has changed @returns {Promise<Vae>} */
export async function modelOf(latents, onProgress) {
  const name = `digits-ppca${latents}`;
  const known = models.get(name);
  if (known) return known;
  const opening = createVae({
    model: name,
    onProgress: (progress) => {
      loading = progress.phase === "code" ? progress : loading;
      onProgress();
    },
  });
  models.set(name, opening);
  try {
    return await opening;
  } catch (error) {
    models.delete(name); // trying again opens it again
    throw error;
  } finally {
    loading = null;
  }
}

/** @type {Promise<Float32Array> | null} */
let examples = null;

/** Training images, [N, 1, 28, 28] in [−1, 1], as many of each class, sorted by class. */
export function examplesOf() {
  examples ??= unpacked().catch((error) => {
    examples = null;
    throw error;
  });
  return examples;
}

async function unpacked() {
  const response = await request(addressOf("models/digits-ppca2/examples.bin").href, "the file of example pictures", "weights");
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Two pixels a byte, 16 levels.
  return Float32Array.from({ length: bytes.length * 2 }, (_, i) => (2 * (i % 2 === 0 ? bytes[i >> 1] >> 4 : bytes[i >> 1] & 15)) / 15 - 1);
}

/** @param {Float32Array} all */
export const countOf = (all) => all.length / SIZE;
