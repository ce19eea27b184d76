/**
 * What this machine offers. Used on the page (the contract's `detect`) and in the worker, which
 * chooses its backend by the same facts.
 */

import { PATIENCE, timely } from "./patience.js";

/** A module of one function that uses a v128 instruction: it validates only where SIMD works. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Names of software adapters, for browsers that do not set `isFallbackAdapter`. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i;

/**
 * Looks for a WebGPU adapter and WebAssembly SIMD. Never rejects: what is missing is reported as missing.
 *
 * @returns {Promise<import("./types.js").Detection>}
 */
export async function detect() {
  return detected(await findAdapter());
}

/** What a machine offers whose GPU is this one, or is not asked for. @param {{ name: string, software: boolean } | null} gpu @returns {import("./types.js").Detection} */
export function detected(gpu) {
  return {
    webgpu: gpu !== null,
    adapter: gpu ? gpu.name : null,
    fallbackAdapter: gpu ? gpu.software : false,
    wasmSimd: hasSimd(),
    threads: navigator.hardwareConcurrency || 1,
  };
}

/** @returns {boolean} */
export function hasSimd() {
  try {
    return WebAssembly.validate(SIMD_PROBE);
  } catch {
    return false; // WebAssembly itself is switched off
  }
}

/** @returns {Promise<{ name: string, software: boolean } | null>} */
async function findAdapter() {
  try {
    /** @type {any} */
    const gpu = /** @type {any} */ (navigator).gpu;
    if (!gpu) return null;
    // A driver that hangs leaves this open for ever; the CPU is there meanwhile.
    const adapter = await timely(gpu.requestAdapter({ powerPreference: "high-performance" }), PATIENCE.gpu, () => new Error("no answer"));
    if (!adapter) return null;
    const info = adapter.info ?? {};
    const parts = [info.vendor, info.architecture, info.device].filter(Boolean);
    const name = info.description || parts.join(" ") || "unnamed adapter";
    const software = info.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
    return { name, software: software || SOFTWARE.test(`${name} ${parts.join(" ")}`) };
  } catch {
    return null; // a blocked or crashed GPU process answers with an exception
  }
}
