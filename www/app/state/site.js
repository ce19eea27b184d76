/** Where the site lies, for links to it from wherever a panel stands, and its files, for what a panel shows of them. */

/** Under the page's service worker, code lies in a folder that names its version (sw.js); a link is to outlive that. */
export const SITE = new URL("../../", import.meta.url.replace(/@[^/]+\/(?=app\/)/, ""));

/** A file of this version of the site, which is there without a network too. @param {string} path */
export const fileOfSite = (path) => new URL(`../../${path}`, import.meta.url).href;
