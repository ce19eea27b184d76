import { addressOf, folder } from "./addresses.js";

/**
 * Starts a worker, from a page or from another worker. A worker's script must come from the page's own origin: where Unnoise
 * lies on another one, or the page has none (in a sandboxed frame), a script of one line, made here, imports it.
 *
 * @param {string} path in the package
 * @param {string} name shown by the browser's tools
 * @param {() => Worker} bundled starts it where a bundler has moved modules: written out, as bundlers read it
 */
export function startWorker(path, name, bundled) {
  if (!folder()) return bundled();
  const url = addressOf(path);
  return new Worker(trusted(url.origin === self.origin ? url.href : importing(url)), { type: "module", name });
}

/** @param {URL} url */
function importing(url) {
  const source = `import ${JSON.stringify(url.href)};`;
  // Without an origin, Chromium starts no module from a blob; with one, a worker from `data:` would be without.
  if (self.origin === "null") return `data:text/javascript,${encodeURIComponent(source)}`;
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

/** Addresses of scripts, for pages with trusted types: `trusted-types unnoise`. @type {{ createScriptURL(url: string): string } | null | undefined} */
let policy;

/** @param {string} url of a script of ours */
function trusted(url) {
  if (policy === undefined) {
    try {
      policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("unnoise", { createScriptURL: (/** @type {string} */ address) => address }) ?? null;
    } catch {
      policy = null; // the page allows no policy of ours; if it asks for one all the same, starting the worker says so
    }
  }
  return policy?.createScriptURL(url) ?? url;
}
