/**
 * Starts a worker, from a page or from another worker. A worker's script must come from the page's own origin: where Unnoise
 * lies on another one, a script of one line, made here, imports it.
 *
 * @param {URL} url
 * @param {string} name shown by the browser's tools
 */
export function startWorker(url, name) {
  if (url.origin === location.origin) return new Worker(url, { type: "module", name });
  const source = `import ${JSON.stringify(url.href)};`;
  const blob = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(blob, { type: "module", name });
}
