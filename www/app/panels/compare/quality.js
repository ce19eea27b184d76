/**
 * Figures of a model's quality, measured beforehand by `trainer evaluate`. The list of models names the
 * file where there is one, so that a model without figures costs no failed request.
 */

/**
 * Our own Table 1: a Fréchet distance for each number of steps and each column.
 * @typedef {object} Table
 * @property {string[]} columns η, and "σ̂" for DDPM with the large variance
 * @property {{ steps: number, samples: number, floor: number, fd: number[] }[]} rows `floor`: the distance of as many training images
 */

/** Table 1 of the DDIM paper: FID on CIFAR-10, as far as it has our columns. It states no floor. @type {Table} */
export const PAPER = {
  columns: ["0", "0.5", "1", "σ̂"],
  rows: [
    [10, 13.36, 16.66, 41.07, 367.43],
    [20, 6.84, 8.35, 18.36, 133.37],
    [50, 4.67, 5.25, 8.01, 32.72],
    [100, 4.16, 4.46, 5.78, 9.99],
    [1000, 4.04, 4.29, 4.73, 3.17],
  ].map(([steps, ...fd]) => ({ steps, samples: NaN, floor: NaN, fd })),
};

const MODELS = new URL("../../../models/", import.meta.url);

/**
 * @param {string} model a name
 * @returns {Promise<{ table: Table | null, fault: "absent" | "unreadable" | null }>}
 */
export async function loadQuality(model) {
  try {
    const { models } = await json(new URL("index.json", MODELS));
    const entry = models.find((/** @type {{ name: string }} */ { name }) => name === model);
    if (!entry?.quality) return { table: null, fault: "absent" };
    const { table } = await json(new URL(`${entry.folder}/${entry.quality}`, MODELS));
    if (table === null) return { table, fault: "absent" }; // the trainer can leave it out
    return isTable(table) ? { table, fault: null } : { table: null, fault: "unreadable" };
  } catch (error) {
    console.info("Unnoise:", error);
    return { table: null, fault: "unreadable" };
  }
}

/** @param {URL} url */
async function json(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`expected the figures of quality at ${url}, found HTTP ${response.status}`);
  return response.json();
}

/** @param {any} table */
function isTable(table) {
  const { columns, rows } = table ?? {};
  if (!Array.isArray(columns) || !Array.isArray(rows) || rows.length === 0) return false;
  return rows.every(({ steps, samples, floor, fd }) => [steps, samples, floor, ...fd].every((v) => v > 0) && fd.length === columns.length);
}
