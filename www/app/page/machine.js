/** The truth about the machine in words, for the page's head and for panels that stand alone. */

import { millis } from "../ui/format.js";
import { say } from "../strings/index.js";

/**
 * @param {import("../../lab/lab.js").Lab} lab
 * @param {object} how
 * @param {string} how.language
 * @param {string} how.choice the backend that was asked for
 * @param {{ ms: number, batch: number } | null} [how.measured] a step of the last run, which says more than the warm-up
 */
export function machineOf({ info, notice }, { language, choice, measured }) {
  const { ms, batch } = measured ?? { ms: info.msPerStep, batch: info.msPerStepBatch };
  const chosen = choice === "cpu" ? say(language, "machine.cpu-chosen") : "";
  return {
    tone: info.backend === "webgpu" && !info.fallbackAdapter ? "good" : "warn",
    /** Name and speed. */
    short: `${info.backend === "webgpu" ? "WebGPU" : "CPU"} · ${say(language, "unit.ms", { value: millis(ms) })}`,
    /** Where the network runs. */
    where: say(language, info.backend === "webgpu" ? "machine.gpu" : "machine.cpu", { adapter: info.adapter, ms: millis(ms), batch }),
    /** Why not on a GPU, or empty. */
    why: notice ? say(language, `machine.${notice.code}`, { adapter: notice.adapter }) : chosen,
  };
}
