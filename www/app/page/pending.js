/** Parts of the site that `cargo xtask serve` is still building (xtask/src/serve.rs): the page says that, and when they are there. */

import { addressOf } from "../../lab/addresses.js";

const EVERY_MS = 4_000;

/** What of a part comes last. @param {string} bundle */
const last = (bundle) => addressOf(`wasm/${bundle}/unnoise_bg.wasm`);

/** @param {import("./notices.js").Notices} notices */
export function awaitParts(notices) {
  const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=unnoise-pending]"));
  if (!meta) return;
  const bundles = meta.content.split(" ");
  notices.show("notice.pending", {});
  const timer = setInterval(async () => {
    const there = await Promise.all(bundles.map((bundle) => fetch(last(bundle), { method: "HEAD", cache: "no-store" }).then(({ ok }) => ok, () => false)));
    if (!there.every(Boolean)) return;
    clearInterval(timer);
    notices.show("notice.arrived", {}, { act: "notice.reload", onAct: () => location.reload() });
  }, EVERY_MS);
}
