/**
 * Starts a worker, from a page or from another worker. A worker's script must come from the page's own origin: where Unnoise
 * lies on another one, or the page has none (in a sandboxed frame), a script of one line, made here, imports it.
 *
 * @param {URL} url
 * @param {string} name shown by the browser's tools
 */
export function startWorker(url, name) {
  if (url.origin === self.origin) return new Worker(trusted(url.href), { type: "module", name });
  const source = `import ${JSON.stringify(url.href)};`;
  const blob = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(trusted(blob), { type: "module", name });
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
