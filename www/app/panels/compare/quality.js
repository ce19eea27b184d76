/** Figures of a model's quality, as tables, and the paper's beside them. */

import { figuresOf } from "../../panel/figures.js";

/**
 * A Table 1: a Fréchet distance for each number of steps and each column.
 * @typedef {object} Table
 * @property {string[]} columns η, and "σ̂" for DDPM with the large variance
 * @property {Row[]} rows
 */

/** @typedef {{ steps: number, samples: number, fd: number[], interval: Interval[], floor: number, floor_interval: Interval }} Row `floor`: the distance of as many training images */
/** Of 95 %, as trainer/src/evaluate/interval.rs has it. @typedef {[low: number, high: number]} Interval */
/** Our tables by the spacing of their timesteps. @typedef {{ trailing: Table, quadratic: Table }} Tables */

/** Table 1 of the DDIM paper: FID on CIFAR-10, as far as it has our columns. It states no floor and no intervals. */
export const PAPER = {
  columns: ["0", "0.5", "1", "σ̂"],
  rows: [
    [10, 13.36, 16.66, 41.07, 367.43],
    [20, 6.84, 8.35, 18.36, 133.37],
    [50, 4.67, 5.25, 8.01, 32.72],
    [100, 4.16, 4.46, 5.78, 9.99],
    [1000, 4.04, 4.29, 4.73, 3.17],
  ].map(([steps, ...fd]) => ({ steps, fd })),
};

/**
 * How many pairs of a table's cells there are, and in how many the intervals do not meet: the order of the others may be chance.
 *
 * @param {Table} table
 */
export function ranking({ rows }) {
  const cells = rows.flatMap(({ interval }) => interval);
  const pairs = cells.flatMap((one, k) => cells.slice(k + 1).map((other) => [one, other]));
  return { pairs: pairs.length, apart: pairs.filter(([one, other]) => one[1] < other[0] || other[1] < one[0]).length };
}

/**
 * @param {string} model a name
 * @returns {Promise<{ tables: Tables | null, fault: "absent" | "unreadable" | null }>}
 */
export async function loadQuality(model) {
  try {
    const figures = await figuresOf(model);
    if (figures === undefined || figures.table === null) return { tables: null, fault: "absent" }; // the trainer can leave the table out
    const { table } = figures;
    const { columns, rows, quadratic } = table;
    const tables = { trailing: { columns, rows }, quadratic: { columns, rows: quadratic } };
    return Object.values(tables).every(isTable) ? { tables, fault: null } : { tables: null, fault: "unreadable" };
  } catch (error) {
    console.info("Unnoise:", error);
    return { tables: null, fault: "unreadable" };
  }
}

/** @param {any} table */
function isTable({ columns, rows }) {
  if (!Array.isArray(columns) || !Array.isArray(rows) || rows.length === 0) return false;
  const around = (/** @type {any} */ interval, /** @type {number} */ value) => Array.isArray(interval) && interval.length === 2 && interval.every(Number.isFinite) && interval[0] <= value && value <= interval[1];
  return rows.every(({ steps, samples, floor, floor_interval, fd, interval }) => {
    if (![steps, samples, floor, ...fd].every((v) => v > 0) || fd.length !== columns.length || interval?.length !== fd.length) return false;
    return around(floor_interval, floor) && fd.every((/** @type {number} */ value, /** @type {number} */ k) => around(interval[k], value));
  });
}
