/** The benchmark's host: the built site, this folder, onnxruntime-web and the model, with and without cross-origin isolation. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
/** With these a page may share memory between threads: https://web.dev/articles/coop-coep. */
const ISOLATION = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const EMPTY = "<!doctype html><meta charset=utf-8><title>bench</title><link rel=icon href='data:,'>";

/** @param {{ root: string, ort: string, model: Buffer }} what */
export async function serve({ root, ort, model }) {
  const folders = { "/dist/": process.env.UNNOISE_DIST ?? join(root, "dist"), "/bench/": join(root, "bench"), "/ort/": ort };
  const body = (path) => {
    if (path === "/") return EMPTY;
    if (path === "/model.onnx") return model;
    const [prefix, folder] = Object.entries(folders).find(([prefix]) => path.startsWith(prefix)) ?? [];
    if (!prefix) throw new Error("not found");
    return readFile(join(folder, normalize(path.slice(prefix.length) || "index.html")));
  };
  const start = async (headers) => {
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url, "http://host");
      try {
        const sent = await body(pathname);
        response.writeHead(200, { ...headers, "content-type": TYPES[extname(pathname) || ".html"] ?? "application/octet-stream" }).end(sent);
      } catch {
        response.writeHead(404, headers).end("not found");
      }
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    return server;
  };
  const servers = [await start({}), await start(ISOLATION)];
  const [plain, isolated] = servers.map((server) => `http://127.0.0.1:${server.address().port}/`);
  return { plain, isolated, page: `${plain}dist/`, close: () => servers.forEach((server) => server.close()) };
}
