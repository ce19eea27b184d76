/** The groups of the notation table's symbols, made from the order of notation.js, so that a new symbol has its group by where it stands. */

import { SYMBOLS } from "../math/notation.js";

/** In the table's order. */
export const GROUPS = /** @type {const} */ (["pictures", "network", "noise", "schedule", "numbers", "densities", "latents", "mixtures", "losses"]);
/** @typedef {(typeof GROUPS)[number]} Group */

/** With which symbol of notation.js a group begins, or goes on. @type {Record<string, Group>} */
const BEGINS = {
  x0: "pictures",
  eps: "noise",
  "mu-tilde": "pictures",
  abar: "schedule",
  t: "numbers",
  "J-sigma": "losses",
  omega: "numbers",
  q: "densities",
  sin: "numbers",
  L: "losses",
  "q-mean": "latents",
  class: "numbers",
  "weight-k": "mixtures",
  "L-T": "losses",
};

/** @type {Record<string, Group>} */
const known = {};
let last = /** @type {Group} */ ("pictures");
for (const [id, { idea }] of Object.entries(SYMBOLS)) {
  last = BEGINS[id] ?? last;
  known[id] = idea === "guess" && (last === "pictures" || last === "noise") ? "network" : last;
}

/** @param {string} id of a symbol */
export const groupOf = (id) => known[id];
