/**
 * Fetches a model folder and verifies it.
 *
 * `models/index.json` names the folders; a folder's `model.json` states the weights' file name, size
 * and SHA-256, and holds the network's config, which only the engine reads.
 */

import { LabError } from "../lab/protocol.js";
import { request, requestJson } from "./fetch.js";
import { sha256 } from "./sha256.js";

/**
 * @typedef {object} Model
 * @property {string} name
 * @property {string} config the whole text of model.json
 * @property {Uint8Array} weights
 */

const MODELS = new URL("../models/", import.meta.url);

/**
 * @param {string} model a name in models/index.json, or the absolute URL of a model folder
 * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
 * @param {readonly string[]} [kinds] of model that the caller can use; a description that names none is of a diffusion model
 * @returns {Promise<Model>}
 */
export async function loadModel(model, onProgress, kinds = ["diffusion"]) {
  const folder = model.includes("/") ? new URL(model.endsWith("/") ? model : `${model}/`) : await folderOf(model);
  const url = new URL("model.json", folder).href;
  const { text, json } = await requestJson(url, "the model's description", "model");
  for (const [field, type] of /** @type {const} */ ([["weights", "string"], ["sha256", "string"], ["bytes", "number"]])) {
    if (typeof json?.[field] !== type) {
      throw new LabError(`the model's description at ${url} should hold "${field}", a ${type}, and holds ${JSON.stringify(json?.[field]) ?? "none"}`, "model-broken", { url });
    }
  }
  const kind = json.kind ?? "diffusion";
  if (!kinds.includes(kind)) {
    throw new RangeError(`option "model": expected a model of the kind ${kinds.join(" or ")}, found ${JSON.stringify(model.slice(0, 60))}, of the kind ${JSON.stringify(String(kind).slice(0, 60))}`);
  }
  const weights = await fetchWeights(new URL(json.weights, folder).href, json, onProgress);
  return { name: json.name ?? model, config: text, weights };
}

/** @param {string} name */
async function folderOf(name) {
  const url = new URL("index.json", MODELS).href;
  const { json } = await requestJson(url, "the list of models", "index");
  /** @type {{ name: string, folder: string }[]} */
  const models = json?.models ?? [];
  const entry = models.find((candidate) => candidate.name === name);
  if (!entry) {
    const names = models.map((candidate) => candidate.name).join(", ");
    throw new RangeError(`option "model": expected one of ${names}, or the URL of a model folder, found ${JSON.stringify(name)}`);
  }
  return new URL(`${entry.folder}/`, MODELS);
}

/**
 * @param {string} url
 * @param {{ bytes: number, sha256: string }} stated
 * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
 */
async function fetchWeights(url, { bytes, sha256: expected }, onProgress) {
  const response = await request(url, "the file of weights", "weights");
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const weights = new Uint8Array(bytes);
  let loaded = 0;
  onProgress({ phase: "weights", loaded, total: bytes });
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw new LabError(`the file of weights at ${url} broke off after ${loaded} of ${bytes} bytes (${error.message}); check the connection and try again`, "weights-incomplete", { url, expected: bytes, found: loaded });
    });
    if (done) break;
    if (loaded + value.length <= bytes) weights.set(value, loaded);
    loaded += value.length;
    onProgress({ phase: "weights", loaded, total: bytes });
  }
  if (loaded !== bytes) {
    throw new LabError(`the file of weights at ${url} is incomplete: expected ${bytes} bytes, found ${loaded}; reload the page to fetch it again`, "weights-incomplete", { url, expected: bytes, found: loaded });
  }
  const found = await sha256(weights);
  if (found !== expected.toLowerCase()) {
    throw new LabError(`the file of weights at ${url} is damaged: expected SHA-256 ${expected}, found ${found}; reload the page to fetch it again`, "weights-damaged", { url, expected, found });
  }
  return weights;
}
