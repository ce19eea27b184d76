/** Downloads that say what went wrong, and how far they are. */

import { LabError } from "../lab/protocol.js";

/** Characters of a list or description at most. */
const MOST_CHARACTERS = 2 ** 20;

/**
 * @param {string} url
 * @param {string} what named in the sentence
 * @param {string} code prefix of the error's code: "-unreachable" or "-missing" follows
 * @returns {Promise<Response>} with a good status
 */
export async function request(url, what, code) {
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${what} could not be reached at ${url} (${reason}); check the connection and try again`, `${code}-unreachable`, { url });
  }
  if (!response.ok) {
    const { status } = response;
    throw new LabError(`${what} expected at ${url} was not found there: the server answered ${status}; check that the site was copied whole`, `${code}-missing`, {
      url,
      status,
    });
  }
  return response;
}

/**
 * @param {string} url
 * @param {string} what
 * @param {string} code
 * @returns {Promise<{ text: string, json: any }>}
 */
export async function requestJson(url, what, code) {
  const text = await textOf(await request(url, what, code));
  if (text.length > MOST_CHARACTERS) throw new LabError(`${what} at ${url} should be JSON of at most ${MOST_CHARACTERS} characters, and is longer; check that the site was copied whole`, `${code}-broken`, { url });
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    // A server that answers a missing file with its start page is the usual reason.
    throw new LabError(`${what} at ${url} should be JSON, and begins with ${JSON.stringify(text.slice(0, 24))}; check that the site was copied whole`, `${code}-broken`, { url });
  }
}

/** The text of a response, no further than somewhat past what is allowed: a file without an end must not fill the memory. @param {Response} response */
async function textOf(response) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > MOST_CHARACTERS) {
      await reader.cancel();
      break;
    }
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
