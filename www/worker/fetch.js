/** Downloads that say what went wrong, and how far they are, and that end. */

import { LabError, isOutOfMemory } from "../lab/protocol.js";
import { PATIENCE, seconds, timely } from "../lab/patience.js";

/** Characters of a list or description at most. */
const MOST_CHARACTERS = 2 ** 20;

/**
 * What to do about the browser's own cache: "default" asks it first, "reload" goes past it and renews it, for a file that turned out
 * to be of another version than the one it belongs to.
 * @typedef {"default" | "reload"} Caching
 */

/**
 * @param {string} url
 * @param {string} what named in the sentence
 * @param {string} code prefix of the error's code: "-unreachable", "-missing" or "-stalled" follows
 * @param {Caching} [cache]
 * @returns {Promise<Response>} with a good status, and a body that ends or fails
 */
export async function request(url, what, code, cache = "default") {
  const controller = new AbortController();
  const ms = /\/@\w+\//.test(url) ? PATIENCE.kept : PATIENCE.download;
  const late = () => {
    const error = new LabError(`${what} at ${url} stalled: nothing came for ${seconds(ms)} s; check the connection and try again`, `${code}-stalled`, { url, seconds: seconds(ms) });
    // A connection that is left open would be missing for the next try: browsers have six for a host.
    controller.abort(error);
    return error;
  };
  let response;
  try {
    response = await timely(fetch(url, { cache, signal: controller.signal }), ms, late);
  } catch (error) {
    if (error instanceof LabError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${what} could not be reached at ${url} (${reason}); check the connection and try again`, `${code}-unreachable`, { url });
  }
  const { status } = response;
  // What the service worker answers for a version that it no longer has (sw.js).
  if (status === 410) throw new LabError(`${what} at ${url} is of a version of the site that is no longer there; reload the page`, "outdated", { url });
  if (!response.ok || !response.body) {
    throw new LabError(`${what} expected at ${url} was not found there: the server answered ${status}; check that the site was copied whole`, `${code}-missing`, { url, status });
  }
  return new Response(ending(response.body, ms, late), { headers: response.headers });
}

/** A body of which no part is waited for without an end. Time in which nobody asks for more does not count. @param {ReadableStream<Uint8Array>} body @param {number} ms @param {() => unknown} late */
function ending(body, ms, late) {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await timely(reader.read(), ms, late);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/**
 * What is made of files, made once more past the cache where they turned out not to belong together, or to be no such files: a cache may
 * have kept one of them for longer than the other, or what a server said while it was ill.
 *
 * @template T
 * @param {(cache: Caching) => Promise<T>} make
 * @returns {Promise<T>}
 */
export async function renewed(make) {
  try {
    return await make("default");
  } catch (error) {
    const { name, code = "" } = /** @type {any} */ (error);
    // What did not come, or what memory does not suffice for, is as it was; the reader says when to try again.
    if (name === "AbortError" || /-(unreachable|stalled|cut)$|^outdated$/.test(code) || isOutOfMemory(error)) throw error;
    return make("reload");
  }
}

/**
 * @param {string} url
 * @param {string} what
 * @param {string} code
 * @param {Caching} [cache]
 * @returns {Promise<{ text: string, json: any }>}
 */
export async function requestJson(url, what, code, cache) {
  const text = await textOf(await request(url, what, code, cache), (error) => brokenOff(error, url, what, code));
  if (text.length > MOST_CHARACTERS) throw new LabError(`${what} at ${url} should be JSON of at most ${MOST_CHARACTERS} characters, and is longer; check that the site was copied whole`, `${code}-broken`, { url });
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    // A server that answers a missing file with its start page is the usual reason.
    throw new LabError(`${what} at ${url} should be JSON, and begins with ${JSON.stringify(text.slice(0, 24))}; check that the site was copied whole`, `${code}-broken`, { url });
  }
}

/** Why a body did not come to its end. @param {any} error @param {string} url @param {string} what @param {string} code */
export function brokenOff(error, url, what, code) {
  if (error instanceof LabError) return error;
  return new LabError(`${what} at ${url} broke off (${error?.message ?? error}); check the connection and try again`, `${code}-cut`, { url });
}

/** The text of a response, no further than somewhat past what is allowed: a file without an end must not fill the memory. @param {Response} response @param {(error: unknown) => unknown} fault */
async function textOf(response, fault) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length > MOST_CHARACTERS) {
        await reader.cancel();
        break;
      }
    }
  } catch (error) {
    throw fault(error);
  }
  return text + decoder.decode();
}

/**
 * The body of a response, with its bytes counted as they pass.
 *
 * @param {Response} response
 * @param {(loaded: number, total: number | null) => void} onBytes
 */
export function counted(response, onBytes) {
  // With a content encoding, the length is that of the packed bytes, and the counted ones are unpacked.
  const packed = response.headers.get("content-encoding");
  const length = Number(response.headers.get("content-length"));
  const total = !packed && length > 0 ? length : null;
  let loaded = 0;
  onBytes(0, total);
  const count = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      onBytes(loaded, total);
      controller.enqueue(chunk);
    },
  });
  return /** @type {ReadableStream<Uint8Array>} */ (response.body).pipeThrough(count);
}
