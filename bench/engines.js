/**
 * In the page: our lab and onnxruntime-web side by side, on the same weights and inputs, each call timed from the tensors
 * that go in to the tensors that come out.
 */

import { createLab } from "/dist/unnoise.js";

/** @typedef {{ backend: "cpu" | "webgpu", provider: "wasm" | "webgpu", threads: number }} Path */

let ort, lab, session;

/** Opens both on a path, and says what they run on. @param {Path} path */
export async function open({ backend, provider, threads }) {
  lab = await createLab({ backend });
  if (lab.info.backend !== backend) throw new Error(`expected the lab on ${backend}, found it on ${lab.info.backend}: ${lab.notice?.message}`);
  ort = await import(provider === "wasm" ? "/ort/ort.wasm.min.mjs" : "/ort/ort.webgpu.min.mjs");
  ort.env.wasm.wasmPaths = "/ort/";
  ort.env.wasm.numThreads = threads;
  session = await ort.InferenceSession.create("/model.onnx", { executionProviders: [provider], graphOptimizationLevel: "all" });
  return { isolated: crossOriginIsolated, threads, adapter: lab.info.adapter, ours: lab.info.backend, theirs: provider };
}

/** Inputs of a call, the same ones every time. @param {number} batch */
function inputs(batch) {
  const { channels, height, width, trainSteps, labels } = lab.info;
  const size = channels * height * width;
  let state = 1;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  // About as large as x_t is; that it is uniform changes nothing for the network's cost.
  const image = Float32Array.from({ length: batch * size }, () => 3.4 * (uniform() - 0.5));
  const t = Array.from({ length: batch }, (_, k) => Math.floor(((k + 0.5) * trainSteps) / batch));
  return { image, t, label: t.map((_, k) => k % Math.max(labels.length, 1)) };
}

/** @returns {Promise<Float32Array>} ε̂ */
async function ours({ image, t, label }) {
  return (await lab.predict({ image, t, label })).noise;
}

/** @returns {Promise<Float32Array>} what the network puts out */
async function theirs({ image, t, label }) {
  const { channels, height, width } = lab.info;
  const feeds = {
    x: new ort.Tensor("float32", image, [t.length, channels, height, width]),
    t: new ort.Tensor("float32", Float32Array.from(t), [t.length]),
    labels: new ort.Tensor("int32", Int32Array.from(label), [t.length, 1]),
  };
  return (await session.run(feeds)).output.data;
}

/** ε̂ from the network's output v: ε = √ᾱ·v + √(1 − ᾱ)·x_t (Salimans & Ho 2022, appendix D). */
function epsilon(v, { image, t }) {
  const { alphaBar } = lab.schedule();
  const size = v.length / t.length;
  return v.map((value, k) => Math.sqrt(alphaBar[t[Math.floor(k / size)]]) * value + Math.sqrt(1 - alphaBar[t[Math.floor(k / size)]]) * image[k]);
}

/** The largest difference between the two, in parts of the largest value. @param {number} batch */
export async function difference(batch) {
  const given = inputs(batch);
  const [one, other] = [await ours(given), epsilon(await theirs(given), given)];
  const largest = one.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return one.reduce((most, value, k) => Math.max(most, Math.abs(value - other[k])), 0) / largest;
}

const timed = async (work) => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** One call of ours. @param {number} batch */
export async function call(batch) {
  await ours(inputs(batch));
}

/** Rounds of one call each, in turn, after the first calls of both. @param {number} batch @param {number} rounds */
export async function compare(batch, rounds) {
  const given = inputs(batch);
  for (let k = 0; k < 2; k++) await ours(given), await theirs(given);
  const times = { ours: [], theirs: [] };
  for (let k = 0; k < rounds; k++) {
    times.ours.push(await timed(() => ours(given)));
    times.theirs.push(await timed(() => theirs(given)));
  }
  return times;
}

/** Milliseconds of one step in the middle of a run, as the page makes it: without copies to and from the page. @param {number} batch @param {number} steps */
export async function step(batch, steps) {
  const each = [];
  await lab.sample({ count: batch, steps, frames: "none", onProgress: ({ ms }) => each.push(ms) }).result;
  return each.slice(1);
}

/** DDIM with η = 0 from noise to images: ours as the lab does it, theirs a loop around their network. */
export async function sampling(count, steps, rounds) {
  const { alphaBar } = lab.schedule();
  const { trainSteps } = lab.info;
  const loop = async () => {
    const { image: x, label } = inputs(count);
    for (let k = 0; k < steps; k++) {
      const t = Math.round(trainSteps - (k * trainSteps) / steps) - 1;
      const previous = Math.round(trainSteps - ((k + 1) * trainSteps) / steps) - 1;
      const [a, b] = [alphaBar[t], previous < 0 ? 1 : alphaBar[previous]];
      const v = await theirs({ image: x, t: Array(count).fill(t), label });
      for (let i = 0; i < x.length; i++) {
        const x0 = Math.max(-1, Math.min(1, Math.sqrt(a) * x[i] - Math.sqrt(1 - a) * v[i]));
        x[i] = Math.sqrt(b) * x0 + (Math.sqrt(1 - b) * (x[i] - Math.sqrt(a) * x0)) / Math.sqrt(1 - a);
      }
    }
  };
  const own = () => lab.sample({ count, steps, frames: "none" }).result;
  const times = { ours: [], theirs: [] };
  for (let k = 0; k < rounds; k++) {
    times.ours.push(await timed(own));
    times.theirs.push(await timed(loop));
  }
  return times;
}

/** Bytes that the page and its workers hold, wasm memory included. Needs a page that is cross-origin isolated. */
export const memory = async () => (await performance.measureUserAgentSpecificMemory()).bytes;

/** Steps of one image, in runs of up to 1000. @param {number} count */
export async function steps(count) {
  for (let left = count; left > 0; left -= 1000) await lab.sample({ count: 1, steps: Math.min(left, 1000), sampler: "ddpm", frames: "none" }).result;
}
