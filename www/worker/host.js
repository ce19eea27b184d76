/**
 * Holds the engine: chooses the backend, loads model and code, times the warm-up, and moves to the CPU
 * when the GPU is refused or lost.
 */

import { detect, detected } from "../lab/detect.js";
import { LabError } from "../lab/protocol.js";
import { loadBundle } from "./bundle.js";
import { Crew } from "./crew.js";
import { deviceLoss, orFault, watchDevices } from "./faults.js";
import { loadModel } from "./model.js";
import { release } from "./perform.js";

/** @typedef {import("../lab/types.js").LabInfo} LabInfo */
/** @typedef {"webgpu" | "cpu"} Backend */
/** @typedef {{ engine: any, backend: Backend, ms: number, batch: number, code: { glue: string, module: WebAssembly.Module } }} Ready */

/**
 * Images in the call that compares the backends: the default of `sample`. One image would favour the
 * CPU, since a GPU spends most of such a call on starting it.
 */
const COMPARE_BATCH = 16;

/** How long a failed call waits for the browser to report a lost device. */
const REPORT_MS = 200;

const NOTICES = {
  "no-webgpu": "no WebGPU adapter was granted here, so the network runs on the CPU",
  "software-adapter": "the only WebGPU adapter here is software, so the network runs on the CPU, which is faster",
  "cpu-faster": "the CPU was faster than the GPU in the warm-up, so the network runs on the CPU",
  "gpu-refused": "the GPU could not run the network, so it runs on the CPU",
  "gpu-lost": "the GPU was lost, so the network runs on the CPU from here on",
  "software-forced": "this WebGPU adapter is software: it works, but the CPU would be faster",
};

export class Host {
  /** @type {any} the wasm's Engine */ engine = null;
  /** @type {LabInfo | null} */ info = null;
  /** @type {import("../lab/types.js").Notice | null} */ notice = null;
  /** Others that make parts of a batch; on a GPU there are none. @type {Crew | null} */ #crew = null;
  /** @type {import("./model.js").Model | null} kept, so that a move to the CPU downloads no weights */ #model = null;
  /** @type {import("../lab/types.js").Detection | null} */ #machine = null;
  #name;
  #choice;
  #cores;
  #onProgress;

  /**
   * @param {{ model: string, backend: import("../lab/types.js").BackendChoice, cores: number }} want as the page's `open` says
   * @param {(progress: import("../lab/types.js").LoadProgress) => void} onProgress
   */
  constructor({ model, backend, cores }, onProgress) {
    this.#name = model;
    this.#choice = backend;
    this.#cores = cores;
    this.#onProgress = onProgress;
  }

  /** @param {() => void} check throws once opening was cancelled */
  async open(check) {
    // Who wants the CPU does not wait for a GPU.
    this.#machine = this.#choice === "cpu" ? detected(null) : await detect();
    const machine = this.#machine;
    if (!machine.wasmSimd) {
      throw new LabError(
        "this browser has no WebAssembly SIMD, which Unnoise needs; use Chrome 123, Firefox 125, Safari 17.5 or later",
        "no-simd",
      );
    }
    check();
    this.#model = await loadModel(this.#name, this.#onProgress);
    check();
    this.#keep(await this.#choose(machine, check));
    return { info: this.info, notice: this.notice };
  }

  /** @param {import("../lab/types.js").Detection} machine @param {() => void} check @returns {Promise<Ready>} */
  async #choose(machine, check) {
    if (this.#choice === "cpu") return this.#ready("cpu", 1, [0, 1], check);
    if (this.#choice === "webgpu" && machine.webgpu) {
      if (machine.fallbackAdapter) this.#say("software-forced");
      return this.#gpuOrCpu(1, [0, 1], check);
    }
    if (!machine.webgpu || machine.fallbackAdapter) {
      this.#say(machine.webgpu ? "software-adapter" : "no-webgpu");
      return this.#ready("cpu", 1, [0, 1], check);
    }
    const gpu = await this.#gpuOrCpu(COMPARE_BATCH, [0, 2], check);
    if (gpu.backend === "cpu") return gpu;
    const cpu = await this.#ready("cpu", COMPARE_BATCH, [1, 2], check);
    if (cpu.ms < gpu.ms) this.#say("cpu-faster");
    const [kept, dropped] = cpu.ms < gpu.ms ? [cpu, gpu] : [gpu, cpu];
    release(dropped.engine);
    return kept;
  }

  /** @param {number} batch @param {[number, number]} share @param {() => void} check @returns {Promise<Ready>} */
  async #gpuOrCpu(batch, share, check) {
    try {
      return await this.#ready("webgpu", batch, share, check);
    } catch (error) {
      if (/** @type {any} */ (error)?.name === "AbortError") throw error;
      console.warn("Unnoise: the GPU could not be used;", error);
      this.#say("gpu-refused");
      return this.#ready("cpu", batch, share, check);
    }
  }

  /**
   * @param {Backend} backend
   * @param {number} batch
   * @param {[number, number]} share backends timed so far, and in all
   * @param {() => void} check
   * @returns {Promise<Ready>}
   */
  async #ready(backend, batch, [loaded, total], check) {
    const model = /** @type {import("./model.js").Model} */ (this.#model);
    if (backend === "webgpu") watchDevices();
    const { bindings, ...code } = await loadBundle(backend, this.#onProgress);
    check();
    const engine = await orFault(bindings.Engine.load(model.config, model.weights));
    try {
      check();
      this.#onProgress({ phase: "warm-up", loaded, total });
      const ms = await orFault(engine.warmUp(batch));
      check();
      this.#onProgress({ phase: "warm-up", loaded: loaded + 1, total });
      return { engine, backend, ms, batch, code };
    } catch (error) {
      release(engine);
      throw error;
    }
  }

  /** @param {Ready} ready */
  #keep({ engine, backend, ms, batch, code }) {
    const { parameters, width, height, channels, trainSteps, schedule, labels, adapter } = engine.info;
    const machine = /** @type {import("../lab/types.js").Detection} */ (this.#machine);
    const gpu = backend === "webgpu";
    this.engine = engine;
    const { config, weights } = /** @type {import("./model.js").Model} */ (this.#model);
    if (!gpu) this.#crew = new Crew({ ...code, config, weights }, this.#cores);
    this.info = {
      model: /** @type {import("./model.js").Model} */ (this.#model).name,
      backend,
      adapter: gpu ? machine.adapter ?? adapter ?? null : null,
      fallbackAdapter: gpu && machine.fallbackAdapter,
      msPerStep: ms,
      msPerStepBatch: batch,
      parameters,
      width,
      height,
      channels,
      trainSteps,
      schedule: typeof schedule === "string" ? { kind: schedule } : schedule,
      labels: labels ?? [],
    };
  }

  /**
   * Begins a call of many steps.
   *
   * @param {import("../lab/protocol.js").Verb} verb
   * @param {Record<string, any>} options complete
   * @returns {Promise<import("./crew.js").Stepped>}
   */
  async begin(verb, options) {
    return this.#crew ? this.#crew.begin(this.engine, verb, options, this.imageSize) : this.engine[verb](options);
  }

  /**
   * A call of one step.
   *
   * @param {import("../lab/protocol.js").Verb} verb
   * @param {Record<string, any>} options complete
   * @returns {Promise<any>}
   */
  call(verb, options) {
    const shared = verb === "predict" || verb === "bound";
    return this.#crew && shared ? this.#crew.call(this.engine, verb, options, this.imageSize) : this.engine[verb](options);
  }

  /** Values of an image. */
  get imageSize() {
    const { channels, height, width } = /** @type {LabInfo} */ (this.info);
    return channels * height * width;
  }

  /** @param {keyof typeof NOTICES} code */
  #say(code) {
    this.notice = { code, message: NOTICES[code], adapter: this.#machine?.adapter ?? null };
  }

  /** Whether a call failed because the GPU did. @param {any} error */
  async lost(error) {
    if (this.info?.backend !== "webgpu" || error?.name === "AbortError") return false;
    if (error instanceof WebAssembly.RuntimeError || error?.code === "gpu-lost") return true;
    // The engine may find its reads failing before the browser reports why; a sentence about its input has no such report.
    for (let waited = 0; waited < REPORT_MS && !deviceLoss.happened; waited += 20) await new Promise((done) => setTimeout(done, 20));
    return deviceLoss.happened;
  }

  /** @param {() => void} check */
  async moveToCpu(check) {
    release(this.engine);
    this.#say("gpu-lost");
    this.#keep(await this.#ready("cpu", 1, [0, 1], check));
  }

  /**
   * Frees the engine, at the end of this worker. Its crew ends with it: Chromium, told to end a worker's own workers in the
   * moment in which that worker closes, at times leaves all of them waiting for ever.
   */
  free() {
    if (this.engine) release(this.engine);
    this.engine = null;
  }
}
