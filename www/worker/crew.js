/**
 * More workers for one batch. Images do not depend on each other, so on the CPU a batch is cut into parts, each made from
 * noise to image by an engine of its own, and put together again after each step. That needs no shared memory, and so no
 * headers that most hosts do not send. The same noise reaches the same image however the batch is cut.
 *
 * A member that does not load, dies or no longer answers takes nothing with it: its part is made here.
 */

import { PATIENCE, timely } from "../lab/patience.js";
import { Lost, Member, answered, inTime } from "./crew-member.js";

/**
 * A run of the engine, as the wasm has it, or several of them that act as one.
 * @typedef {{ next(): Promise<any>, result(): Promise<any>, free(): void }} Stepped
 */

/** @typedef {{ glue: string, module: WebAssembly.Module, config: string, weights: Uint8Array }} Parts of an engine */

export class Crew {
  #parts;
  #cores;
  /** @type {Member[]} */ #all = [];
  /** Those that have loaded, and answer. @type {Member[]} */ #members = [];
  /** Resolves when they have loaded; null until the first batch: a single image needs no others. @type {Promise<unknown> | null} */ #loaded = null;
  /** Resolves when they have been waited for long enough. @type {Promise<unknown> | null} */ #waited = null;

  /** @param {Parts} parts @param {number} cores that a batch may use, the one of the asking worker included */
  constructor(parts, cores) {
    this.#parts = parts;
    this.#cores = cores;
  }

  async #load() {
    for (let k = 1; k < this.#cores; k++) this.#all.push(new Member());
    await Promise.all(this.#all.map((member) => member.load(this.#parts)));
    this.#members = this.#all;
  }

  /** Members for a batch, as many as it has images for beside this worker. @param {number} images */
  async #hands(images) {
    if (images === 1) return [];
    this.#loaded ??= this.#load().catch((error) => {
      // The pictures are the same if one worker makes them all.
      console.info("Unnoise: one worker only;", error.message);
      this.end();
    });
    // Where they are long on their way, only the first batch waits for them.
    this.#waited ??= timely(this.#loaded, PATIENCE.crew, () => null).catch(() => {});
    await this.#waited;
    return this.#members.slice(0, images - 1);
  }

  /** @param {Member} member that no longer answers */
  #dismiss(member) {
    console.info("Unnoise: a worker of the crew was lost; its part of the batch is made by another");
    member.end();
    this.#members = this.#members.filter((other) => other !== member);
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
    const here = (/** @type {Record<string, any>} */ part) => engine[verb](part);
    const parts = others.map((part, k) => new Part(members[k], verb, part, here, (member) => this.#dismiss(member)));
    await Promise.all(parts.map((part) => part.begin()));
    return new Together(here(own), parts);
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
    const asked = others.map((part, k) => answered(members[k].call(verb, part)));
    const began = performance.now();
    const parts = [await engine[verb](own)];
    const ms = performance.now() - began;
    for (const [k, part] of others.entries()) {
      const instead = (/** @type {unknown} */ error) => {
        if (!(error instanceof Lost)) throw error;
        this.#dismiss(members[k]);
        return engine[verb](part);
      };
      parts.push(await inTime(asked[k], ms).catch(instead));
    }
    return joined(parts);
  }

  /** Ends the others; this worker goes on alone. */
  end() {
    for (const member of this.#all) member.end();
    this.#members = [];
  }
}

/** Images that the network sees in a step of a call. @param {import("../lab/protocol.js").Verb} verb @param {Record<string, any>} options @param {number} size */
export function imagesOf(verb, options, size) {
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
export function cut(verb, options, size, count) {
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
  /** @param {Stepped} own @param {Part[]} others */
  constructor(own, others) {
    this.own = own;
    this.others = others;
  }

  /** @param {"next" | "result"} order */
  async #all(order) {
    for (const part of this.others) part.ask(order);
    const began = performance.now();
    const parts = [await this.own[order]()];
    const ms = performance.now() - began;
    for (const part of this.others) parts.push(await part.answer(ms));
    return parts;
  }

  async next() {
    const steps = await this.#all("next");
    return steps[0] && joined(steps);
  }

  async result() {
    const result = joined(await this.#all("result"));
    if (result.mseEach) result.mse = result.mseEach.reduce((/** @type {number} */ sum, /** @type {number} */ mse) => sum + mse, 0) / result.mseEach.length;
    return result;
  }

  free() {
    this.own.free();
    for (const part of this.others) part.free();
  }
}

/** A member's part of a run, which is made here from where it was if the member is lost. */
class Part {
  /** Steps that it has taken. */ #taken = 0;
  /** @type {"next" | "result"} */ #order = "next";
  /** The member's run, or the one that is made here. @type {Stepped | null} */ #run = null;
  /** Of the member; null where it is made here. @type {Promise<any> | null} */ #asked = null;
  #lost = false;

  /**
   * @param {Member} member
   * @param {string} verb
   * @param {Record<string, any>} options
   * @param {(options: Record<string, any>) => Stepped} here begins it on this worker's engine
   * @param {(member: Member) => void} dismiss
   */
  constructor(member, verb, options, here, dismiss) {
    this.member = member;
    this.verb = verb;
    this.options = options;
    this.here = here;
    this.dismiss = dismiss;
  }

  async begin() {
    try {
      this.#run = await inTime(this.member.begin(this.verb, this.options));
    } catch (error) {
      await this.#takeOver(error);
    }
  }

  /** Sets the member to work. @param {"next" | "result"} order */
  ask(order) {
    this.#order = order;
    this.#asked = this.#lost ? null : answered(/** @type {Stepped} */ (this.#run)[order]());
  }

  /** What it was asked for. @param {number} ms that the own part took */
  async answer(ms) {
    const answer = this.#asked && (await inTime(this.#asked, ms).catch((error) => this.#takeOver(error)));
    const value = this.#lost ? await /** @type {Stepped} */ (this.#run)[this.#order]() : answer;
    if (this.#order === "next") this.#taken += 1;
    return value;
  }

  /** @param {unknown} error */
  async #takeOver(error) {
    if (!(error instanceof Lost)) throw error;
    this.#lost = true;
    this.dismiss(this.member);
    this.#run = this.here(this.options);
    for (let k = 0; k < this.#taken; k++) await this.#run.next();
  }

  free() {
    this.#run?.free();
  }
}

/** What several parts of a batch gave, as the whole batch would have given it. @param {Record<string, any>[]} parts */
export function joined(parts) {
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
