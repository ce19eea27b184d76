/** Where the site lies, for links to it from wherever a panel stands, and its files, for what a panel shows of them. */

import { addressOf, siteFolder } from "../../lab/addresses.js";

/** As lab/addresses.js has it, for what the elements alone ask for. @type {import("../../lab/addresses.js").Files} */
const FILES = {
  "vendor/gifenc/gifenc.esm.js": () => new URL("../../vendor/gifenc/gifenc.esm.js", import.meta.url),
  "vendor/stix-two-math/math.woff2": () => new URL("../../vendor/stix-two-math/math.woff2", import.meta.url),
  "posters/hero.png": () => new URL("../../posters/hero.png", import.meta.url),
  "posters/classify.webp": () => new URL("../../posters/classify.webp", import.meta.url),
  "posters/compare.webp": () => new URL("../../posters/compare.webp", import.meta.url),
  "posters/elbo.webp": () => new URL("../../posters/elbo.webp", import.meta.url),
  "posters/exact.webp": () => new URL("../../posters/exact.webp", import.meta.url),
  "posters/generate.webp": () => new URL("../../posters/generate.webp", import.meta.url),
  "posters/interpolate.webp": () => new URL("../../posters/interpolate.webp", import.meta.url),
  "posters/noise.webp": () => new URL("../../posters/noise.webp", import.meta.url),
  "posters/reconstruct.webp": () => new URL("../../posters/reconstruct.webp", import.meta.url),
  "posters/vae.webp": () => new URL("../../posters/vae.webp", import.meta.url),
};

/**
 * Null where the package's files are all there is, without a page to link to. Under the page's service worker, code lies in a
 * folder that names its version (sw.js); a link is to outlive that.
 */
export function siteOf() {
  const folder = siteFolder();
  return folder && new URL(folder.href.replace(/@[^/]+\/$/, ""));
}

/** Of the page, which is part of the site. */
export const siteOfPage = () => /** @type {URL} */ (siteOf());

/** The site's address as one reads it under a picture; empty where there is none. */
export function shortAddress() {
  const site = siteOf();
  return site ? site.host + site.pathname : "";
}

/** A file of this version of the site, which is there without a network too. @param {string} path */
export const fileOfSite = (path) => addressOf(path, FILES).href;
