/** Keeps the page for use without a network. The page alone asks for that, never an element or an iframe in somebody's article. */

import { detect } from "../../unnoise.js";
import { labs } from "../panel/shared-lab.js";
import { siteOfPage } from "../state/site.js";

/** Registers the service worker once a network has loaded, so that it takes nothing from the first pictures. */
export function keepForOffline() {
  // There is none on plain http, in some private windows, and in a sandboxed frame.
  if (!("serviceWorker" in navigator) || self.origin === "null") return;
  const loaded = async (/** @type {Event} */ event) => {
    if (!(/** @type {CustomEvent} */ (event).detail.lab)) return;
    labs.removeEventListener("change", loaded);
    const { webgpu, fallbackAdapter } = await detect();
    const script = new URL(webgpu && !fallbackAdapter ? "sw.js?gpu" : "sw.js", siteOfPage());
    // Without it the page works as before, only not offline.
    navigator.serviceWorker.register(script, { updateViaCache: "none" }).catch((error) => console.info("Unnoise:", error.message));
  };
  labs.addEventListener("change", loaded);
}
