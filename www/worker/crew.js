/**
 * More workers for one batch. Images do not depend on each other, so on the CPU a batch is cut into parts, each made from
 * noise to image by an engine of its own, and put together again after each step. That needs no shared memory, and so no
 * headers that most hosts do not send. The same noise reaches the same image however the batch is cut.
 */

import { startWorker } from "../lab/start-worker.js";

/**
 * A run of the engine, as the wasm has it, or several of them that act as one.
 * @typedef {{ next(): Promise<any>, result(): Promise<any>, free(): void }} Stepped
 */

/** @typedef {{ glue: string, module: WebAssembly.Module, config: string, weights: Uint8Array }} Parts of an engine */

export class Crew {
  #parts;
  #cores;
  /** @type {Member[]} */ #members = [];
  /** Resolves when they have loaded; null until the first batch: a single image needs no others. @type {Promise<unknown> | null} */ #loaded = null;

  /** @param {Parts} parts @param {number} cores that a batch may use, the one of the asking worker included */
  constructor(parts, cores) {
    this.#parts = parts;
    this.#cores = cores;
  }

  async #load() {
    for (let k = 1; k < this.#cores; k++) this.#members.push(new Member());
    await Promise.all(this.#members.map((member) => member.load(this.#parts)));
  }

  /** Members for a batch, as many as it has images for beside this worker. @param {number} images */
  async #hands(images) {
    if (images === 1) return [];
    this.#loaded ??= this.#load().catch((error) => {
      // The pictures are the same if one worker makes them all.
      console.info("Unnoise: one worker only;", error.message);
      this.end();
    });
    await this.#loaded;
    return this.#members.slice(0, images - 1);
  }

  /**
   * Begins a call of many steps.
   *
   * @param {any} engine of this worker
   * @param {import("../lab/protocol.js").Verb} verb
   * @param {Record<string, any>} options complete
   * @param {number} size values of an image
   * @returns {Promise<Stepped>}
   */
  async begin(engine, verb, options, size) {
    const members = await this.#hands(imagesOf(verb, options, size));
    if (members.length === 0) return engine[verb](options);
    const [own, ...others] = cut(verb, options, size, members.length + 1);
    return new Together(await Promise.all([engine[verb](own), ...others.map((part, k) => members[k].begin(verb, part))]));
  }

  /**
   * A call of one step.
   *
   * @param {any} engine of this worker
   * @param {import("../lab/protocol.js").Verb} verb
   * @param {Record<string, any>} options complete
   * @param {number} size values of an image
   * @returns {Promise<Record<string, any>>}
   */
  async call(engine, verb, options, size) {
    const members = await this.#hands(imagesOf(verb, options, size));
    if (members.length === 0) return engine[verb](options);
    const [own, ...others] = cut(verb, options, size, members.length + 1);
    return joined(await Promise.all([engine[verb](own), ...others.map((part, k) => members[k].call(verb, part))]));
  }

  /** Ends the others; this worker goes on alone. */
  end() {
    for (const member of this.#members) member.end();
    this.#members = [];
  }
}

/** Images that the network sees in a step of a call. @param {import("../lab/protocol.js").Verb} verb @param {Record<string, any>} options @param {number} size */
function imagesOf(verb, options, size) {
  if (verb === "sample") return options.count;
  if (verb === "interpolate") return options.frames;
  if (verb === "bound") return options.t.length ?? 1; // one image at several t
  return options.image.length / size;
}

/**
 * Options of the parts of a batch; the parts are as equal as can be.
 *
 * @param {import("../lab/protocol.js").Verb} verb
 * @param {Record<string, any>} options @param {number} size @param {number} count of parts
 * @returns {Record<string, any>[]}
 */
function cut(verb, options, size, count) {
  const images = imagesOf(verb, options, size);
  return Array.from({ length: count }, (_, k) => {
    const [from, to] = [k, k + 1].map((edge) => Math.round((edge * images) / count));
    const slice = (/** @type {any} */ list) => (list?.slice ? list.slice(from, to) : list);
    if (verb === "interpolate") return { ...options, part: [from, to - from] };
    const label = slice(options.label);
    if (verb === "bound") return { ...options, label, t: slice(options.t) };
    if (verb === "sample") return { ...options, label, first: from, count: to - from };
    return { ...options, label, t: slice(options.t), image: options.image.slice(from * size, to * size) };
  });
}

/** Runs of one batch that are stepped together. @implements {Stepped} */
class Together {
  /** @param {Stepped[]} runs */
  constructor(runs) {
    this.runs = runs;
  }

  async next() {
    const steps = await Promise.all(this.runs.map((run) => run.next()));
    return steps[0] && joined(steps);
  }

  async result() {
    const result = joined(await Promise.all(this.runs.map((run) => run.result())));
    if (result.mseEach) result.mse = result.mseEach.reduce((/** @type {number} */ sum, /** @type {number} */ mse) => sum + mse, 0) / result.mseEach.length;
    return result;
  }

  free() {
    for (const run of this.runs) run.free();
  }
}

/** What several parts of a batch gave, as the whole batch would have given it. @param {Record<string, any>[]} parts */
function joined(parts) {
  const whole = { ...parts[0] };
  for (const [name, value] of Object.entries(whole)) {
    const all = parts.map((part) => part[name]);
    if (ArrayBuffer.isView(value)) whole[name] = concatenated(all);
    else if (Array.isArray(value)) whole[name] = all.flat();
    else if (name === "count") whole[name] = all.reduce((sum, count) => sum + count, 0);
  }
  return whole;
}

/** @template {Float32Array | Float64Array} A @param {A[]} arrays @returns {A} */
function concatenated(arrays) {
  const Kind = /** @type {any} */ (arrays[0].constructor);
  const all = new Kind(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** One of the other workers (member.js), as the one that asks sees it. */
class Member {
  #worker = startWorker("worker/member.js", "unnoise-member", () => new Worker(new URL("./member.js", import.meta.url), { type: "module", name: "unnoise-member" }));
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: unknown) => void }>} */ #waiting = new Map();
  #last = 0;

  constructor() {
    this.#worker.addEventListener("message", ({ data: { id, value, error } }) => {
      const asked = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) asked?.reject(error.trapped ? new WebAssembly.RuntimeError(error.message) : new Error(error.message));
      else asked?.resolve(value);
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      for (const { reject } of this.#waiting.values()) reject(new WebAssembly.RuntimeError(event.message || "a worker was not reached"));
      this.#waiting.clear();
    });
  }

  /** @param {Parts} parts */
  load(parts) {
    return this.#ask({ type: "load", ...parts });
  }

  /** @param {Record<string, any>} message @returns {Promise<any>} */
  #ask(message) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message });
    });
  }

  /** @param {string} verb @param {Record<string, any>} options */
  call(verb, options) {
    return this.#ask({ type: "call", verb, options });
  }

  /** @param {string} verb @param {Record<string, any>} options @returns {Promise<Stepped>} */
  async begin(verb, options) {
    const run = ++this.#last;
    await this.#ask({ type: "begin", run, verb, options });
    return {
      next: () => this.#ask({ type: "next", run }),
      result: () => this.#ask({ type: "result", run }),
      free: () => this.#worker.postMessage({ type: "free", run }),
    };
  }

  end() {
    this.#worker.terminate();
  }
}
