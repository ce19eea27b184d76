/** Runs `lab.sample` or `lab.interpolate` for a panel, and records it. */

import { Recording, framesWithin } from "./recording.js";

/**
 * @param {import("../panel/panel.js").PanelBody} panel told about progress
 * @param {import("../../lab/lab.js").Lab} lab
 * @param {Record<string, any>} options of `lab.sample`
 * @param {AbortSignal} signal
 * @param {(recording: Recording) => void} begun called with the recording once its first frame is there
 * @param {(run: import("../../lab/run.js").Run) => void} [started] called with the run at once
 * @returns {Promise<import("../../lab/types.js").SampleResult>}
 */
export function record(panel, lab, options, signal, begun, started) {
  const every = framesWithin(options.steps, options.count, lab.info);
  const guided = options.label !== null && options.guidance !== undefined && options.guidance !== 1;
  const recording = new Recording(options.steps, guided ? 2 : 1, every);
  const onProgress = onProgressOf(panel, recording);
  const run = lab.sample(/** @type {any} */ ({ ...options, frames: every, signal, onProgress }));
  started?.(run);
  return follow(panel, run, recording, begun);
}

/** @param {import("../panel/panel.js").PanelBody} panel @param {Recording} recording */
export function onProgressOf(panel, recording) {
  let quarter = 0;
  return (/** @type {import("../../lab/types.js").StepProgress} */ step) => {
    recording.count(step);
    panel.status("status.running", { part: recording.steps / recording.of });
    if (step.index === 0) panel.announce("live.started", { of: recording.of });
    const now = Math.floor((4 * recording.steps) / recording.of);
    if (now > quarter && now < 4) panel.announce("live.progress", { index: recording.steps, of: recording.of });
    quarter = now;
  };
}

/**
 * @param {import("../panel/panel.js").PanelBody} panel
 * @param {import("../../lab/run.js").Run} run
 * @param {Recording} recording
 * @param {(recording: Recording) => void} begun
 * @param {Record<string, unknown>} [about] the run, told with its result
 */
export async function follow(panel, run, recording, begun, about = {}) {
  for await (const frame of run) {
    // The pictures of the run before stay until there are new ones.
    if (recording.moments.length === 0) begun(recording);
    recording.add(frame);
    panel.tell("frame", frame);
    panel.invalidate();
  }
  const result = await run.result;
  recording.finish(result.images);
  panel.announce("live.done");
  panel.tell("result", { ...about, ...result, msPerStep: recording.ms / recording.steps, batch: result.count });
  return result;
}
