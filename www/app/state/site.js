/** Where the site lies, for links to it from wherever a panel stands. */

/** Under the page's service worker, code lies in a folder that names its version (sw.js); a link is to outlive that. */
export const SITE = new URL("../../", import.meta.url.replace(/@[^/]+\/(?=app\/)/, ""));
