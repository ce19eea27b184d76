/**
 * Fetches a model folder and verifies it.
 *
 * `models/index.json` names the folders; a folder's `model.json` states the weights' file name, size
 * and SHA-256, and holds the network's config, which only the engine reads.
 */

import { addressOf } from "../lab/addresses.js";
import { LabError } from "../lab/protocol.js";
import { renewed, request, requestJson } from "./fetch.js";
import { sha256 } from "./sha256.js";

/**
 * @typedef {object} Model
 * @property {string} name
 * @property {string} config the whole text of model.json
 * @property {Uint8Array} weights
 */

/** Bytes of weights at most: what a tab can hold twice. */
const MOST_BYTES = 512 * 2 ** 20;
/** Models that a list may have at most. */
const MOST_MODELS = 1000;
/** Characters of what was found that a sentence repeats. */
const MOST_SHOWN = 60;

/** @param {unknown} value as it was found, cut */
const shown = (value) => (JSON.stringify(value) ?? "none").slice(0, MOST_SHOWN);

/** The files of a folder. @param {string} folder an address @returns {(file: string) => string} */
function filesBelow(folder) {
  const below = folder.endsWith("/") ? folder : `${folder}/`;
  if (!URL.canParse(below)) throw new RangeError(`option "model": expected a name, or the URL of a model folder, found ${shown(folder)}, which is no URL`);
  return (file) => new URL(file, below).href;
}

/** What a description has to say before anything is done by it. @type {readonly [string, string, (value: any) => boolean][]} */
const FIELDS = [
  ["weights", "the name of a file beside it", (value) => typeof value === "string" && /^[\w][\w.-]{0,99}$/.test(value)],
  ["sha256", "64 hexadecimal digits", (value) => typeof value === "string" && /^[0-9a-f]{64}$/i.test(value)],
  ["bytes", `a whole number from 1 to ${MOST_BYTES}`, (value) => Number.isInteger(value) && value >= 1 && value <= MOST_BYTES],
];

/**
 * @param {string} model a name in models/index.json, or the absolute URL of a model folder
 * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
 * @param {readonly string[]} [kinds] of model that the caller can use; a description that names none is of a diffusion model
 * @returns {Promise<Model>}
 */
export const loadModel = (model, onProgress, kinds = ["diffusion"]) => renewed((cache) => load(model, onProgress, kinds, cache));

/**
 * @param {string} model
 * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
 * @param {readonly string[]} kinds
 * @param {import("./fetch.js").Caching} cache
 * @returns {Promise<Model>}
 */
async function load(model, onProgress, kinds, cache) {
  const fileAt = model.includes("/") ? filesBelow(model) : await filesOf(model, cache);
  const url = fileAt("model.json");
  const { text, json } = await requestJson(url, "the model's description", "model", cache);
  for (const [field, expected, holds] of FIELDS) {
    if (!holds(json?.[field])) throw new LabError(`the model's description at ${url} should hold "${field}", ${expected}, and holds ${shown(json?.[field])}`, "model-broken", { url });
  }
  const kind = json.kind ?? "diffusion";
  if (!kinds.includes(kind)) {
    throw new RangeError(`option "model": expected a model of the kind ${kinds.join(" or ")}, found ${shown(model)}, of the kind ${shown(kind)}`);
  }
  const weights = await fetchWeights(fileAt(json.weights), json, onProgress, cache);
  return { name: json.name ?? model, config: text, weights };
}

/** The files of a model in the list. @param {string} name @param {import("./fetch.js").Caching} cache @returns {Promise<(file: string) => string>} */
async function filesOf(name, cache) {
  const url = addressOf("models/index.json").href;
  const { json } = await requestJson(url, "the list of models", "index", cache);
  const models = json?.models;
  const named = (/** @type {any} */ entry) => typeof entry?.name === "string" && typeof entry.folder === "string" && /^[\w][\w.-]{0,99}$/.test(entry.folder);
  const wrong = Array.isArray(models) ? (models.length > MOST_MODELS ? `${models.length} models` : models.find((entry) => !named(entry))) : models;
  if (!Array.isArray(models) || wrong !== undefined || !models.every(named)) {
    throw new LabError(`the list of models at ${url} should hold "models", a list of at most ${MOST_MODELS} with "name" and "folder", and holds ${shown(wrong)}`, "index-broken", { url });
  }
  const entry = models.find((candidate) => candidate.name === name);
  if (!entry) {
    const names = models.map((candidate) => candidate.name).join(", ");
    throw new RangeError(`option "model": expected one of ${names.length > 100 ? `${names.slice(0, 100)}…` : names}, or the URL of a model folder, found ${shown(name)}`);
  }
  return (file) => addressOf(`models/${entry.folder}/${file}`).href;
}

/**
 * @param {string} url
 * @param {{ bytes: number, sha256: string }} stated
 * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
 * @param {import("./fetch.js").Caching} cache
 */
async function fetchWeights(url, { bytes, sha256: expected }, onProgress, cache) {
  const response = await request(url, "the file of weights", "weights", cache);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const weights = new Uint8Array(bytes);
  let loaded = 0;
  onProgress({ phase: "weights", loaded, total: bytes });
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      if (error instanceof LabError) throw error;
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
