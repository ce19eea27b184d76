/** The line under a panel that stands alone, in an article or an iframe: what it runs on, and the way to the whole page. */

import { h, setText, text } from "../ui/dom.js";
import { hashFromState } from "../state/hash.js";
import { siteOf } from "../state/site.js";

/** @param {import("./panel.js").PanelBody} panel @returns {HTMLElement} */
export function foot(panel) {
  const machine = h("span");
  const link = text("a", "foot.open", { target: "_blank", rel: "noopener" });
  const element = h("p", { class: "foot soft num" }, machine, link);
  panel.updaters.push(() => {
    element.hidden = !panel.alone;
    if (!panel.alone || !panel.state) return;
    const { language, state } = panel;
    const settings = new URLSearchParams(hashFromState(state));
    settings.set("lang", language);
    settings.delete("theme"); // the article's, not the page's
    const site = siteOf();
    link.hidden = !site;
    const href = `${site}#${settings}`;
    if (site && link.href !== href) link.href = href;
    const { short, why } = panel.machine;
    // A figure in a post has one line to say it in.
    const whole = (panel.host.getAttribute("size") ?? "panel") === "panel";
    setText(machine, [short, whole ? why : ""].filter(Boolean).join(" · "));
  });
  return element;
}
