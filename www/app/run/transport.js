/** Pausing a panel's run, and taking it a step at a time. */

import { h, setText, text } from "../ui/dom.js";

/**
 * Two buttons. "One step" of a run that has ended is shown again, from its beginning on; where there is none for the settings as they
 * are, it starts one that waits after its first step.
 *
 * @param {import("../panel/panel.js").PanelBody} panel
 */
export function transport(panel) {
  const hold = h("button", { type: "button", class: "quiet", onclick: () => toggle() });
  const step = text("button", "transport.step", { type: "button", class: "quiet", onclick: () => advance() });
  const toggle = () => {
    const { handle } = panel;
    if (handle?.paused) handle.resume();
    else handle?.pause();
    if (handle?.paused) panel.announce("transport.paused");
    panel.invalidate();
  };
  const advance = () => {
    if (!panel.handle && panel.walkOn()) return;
    panel.toNewest();
    if (panel.handle) panel.handle.step();
    else panel.run({ stepping: true });
    panel.invalidate();
  };
  panel.updaters.push(() => {
    hold.disabled = panel.handle === null;
    // A run that has begun to load cannot be stepped yet, and must not be begun again.
    step.disabled = panel.running !== null && panel.handle === null;
    setText(hold, panel.say(panel.handle?.paused ? "transport.resume" : "transport.pause"));
  });
  return h("div", { class: "actions even" }, hold, step);
}
