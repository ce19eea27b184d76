/**
 * Figures of a model, measured beforehand by `trainer evaluate`. The list of models names the file where there is one, so that a
 * model without figures costs no failed request.
 */

import { addressOf } from "../../lab/addresses.js";

/** @param {string} model a name @returns {Promise<any>} what its file of figures holds; undefined where it has none */
export async function figuresOf(model) {
  const { models } = await json("models/index.json");
  const entry = models.find((/** @type {{ name: string }} */ { name }) => name === model);
  return entry?.quality ? json(`models/${entry.folder}/${entry.quality}`) : undefined;
}

/** @param {string} path in the package */
async function json(path) {
  const url = addressOf(path);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`expected the figures of quality at ${url}, found HTTP ${response.status}`);
  return response.json();
}
