/** The mixture of the settings, with the code that computes it: loaded when a panel first wants it, made anew when the data change. */

import { createMixture } from "../../../unnoise.js";
import { scheduleTables } from "../../../lab/schedule.js";

/** T of the exact part: that of the papers. */
export const STEPS = 1000;
/** Its schedule, of the papers too. */
export const TABLES = scheduleTables("linear", STEPS);

/** The latest progress of loading the code; null before and after. @type {import("../../../lab/types.js").LoadProgress | null} */
export let loading = null;

/** @param {import("./data.js").Component[]} components @param {() => void} onProgress called when `loading` has changed */
export async function mixtureOf(components, onProgress) {
  try {
    return await createMixture({
      components,
      onProgress: (progress) => {
        loading = progress;
        onProgress();
      },
    });
  } finally {
    loading = null;
  }
}
