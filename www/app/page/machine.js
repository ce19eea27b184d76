/** The truth about the machine in words, for the page's head and for panels that stand alone. */

import { millis } from "../ui/format.js";
import { say } from "../strings/index.js";

/** Network calls for an image in the speed that is named: DDIM's usual number here. */
const STEPS = 20;

/**
 * @param {import("../../lab/lab.js").Lab} lab
 * @param {object} how
 * @param {string} how.language
 * @param {string} how.choice the backend that was asked for
 * @param {{ ms: number, batch: number } | null} [how.measured] a step of the last run, which says more than the warm-up
 */
export function machineOf({ info, notice }, { language, choice, measured }) {
  const { ms, batch } = measured ?? { ms: info.msPerStep, batch: info.msPerStepBatch };
  // The same unit for one image and for a batch, which a step's time is not.
  const perSecond = (1000 * batch) / (STEPS * ms);
  const rate = perSecond.toFixed(perSecond < 10 ? 1 : 0);
  const chosen = choice === "cpu" ? say(language, "machine.cpu-chosen") : "";
  return {
    tone: info.backend === "webgpu" && !info.fallbackAdapter ? "good" : "warn",
    /** Name and speed. */
    short: `${info.backend === "webgpu" ? "WebGPU" : "CPU"} · ${say(language, "unit.rate", { rate })}`,
    /** Where the network runs. */
    where: say(language, info.backend === "webgpu" ? "machine.gpu" : "machine.cpu", { adapter: info.adapter, ms: millis(ms), batch, steps: STEPS, rate }),
    /** Why not on a GPU, or empty. */
    why: notice ? say(language, `machine.${notice.code}`, { adapter: notice.adapter }) : chosen,
  };
}
