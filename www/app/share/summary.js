/** What made the pictures of a panel, in one line: "DDIM, η = 0, S = 20 · seed 7". */

import { SCOPES } from "../state/scopes.js";
import { say } from "../strings/index.js";
import { nameOf } from "../ui/format.js";

/** @typedef {import("../state/state.js").State} State */

/** Runs beside one another, by the prefix of their settings. */
const RUNS = ["", "a-", "b-", "c-", "d-"];

/** @param {State} state @param {string} panel @param {string} language */
export function summaryOf(state, panel, language) {
  const settings = SCOPES[panel]?.settings ?? {};
  const has = (/** @type {string} */ name) => name in settings;
  const get = (/** @type {string} */ name) => state.get(panel, name);
  const parts = [];
  const add = (/** @type {string} */ name, value = get(name)) => parts.push(say(language, `share.made.${name}`, { value }));
  const columns = has("columns") ? Number(get("columns")) + 1 : RUNS.length;
  for (const run of RUNS.slice(0, columns).filter((run) => has(`${run}sampler`))) {
    parts.push(nameOf({ sampler: get(`${run}sampler`), steps: get(`${run}steps`), eta: has(`${run}eta`) ? get(`${run}eta`) : 0 }));
  }
  if (has("t")) add("t");
  if (has("steps") && !has("sampler")) add("steps");
  if (has("source")) get("source") === "drawing" ? parts.push(say(language, "share.made.own")) : add("image-seed");
  if (has("label") && get("label") !== null) add("label");
  if (has("guidance") && get("guidance") !== 1) add("guidance");
  if (has("from") && has("to")) parts.push(say(language, "share.made.between", { from: get("from"), to: get("to") }));
  if (has("seed")) add("seed");
  return parts.join(" · ");
}
