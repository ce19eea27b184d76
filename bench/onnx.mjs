/**
 * A model of models/ as ONNX, so that other engines can run it: node bench/onnx.mjs MODEL_FOLDER OUT.onnx
 *
 * The graph is src/unet written once more, in the operators that PyTorch's exporter writes for such a network: a group
 * normalisation is Reshape, InstanceNormalization, Reshape, Mul, Add; SiLU is Sigmoid, Mul. Weights are those of the page,
 * f16 read as f32. Inputs: x [B, C, H, W], t [B] as floats, labels [B, K]; output: what the network puts out [B, C, H, W].
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import onnxProto from "onnx-proto";

const { onnx } = onnxProto;
const { AttributeType } = onnx.AttributeProto;
/** onnx.TensorProto.DataType */
const FLOAT = 1;
const INT32 = 6;
const INT64 = 7;
/** Before GroupNormalization, which onnxruntime-web takes apart again. */
const OPSET = 17;
const EPSILON = 1e-5;
const MAX_PERIOD = 10_000;

/** The tensors of a safetensors file as { dims, values }: https://huggingface.co/docs/safetensors. */
export function readWeights(file) {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
  const read = ({ dtype, shape, data_offsets: [from, to] }) => {
    if (dtype !== "F16") throw new Error(`expected weights in F16, found ${dtype}`);
    const values = new Float32Array((to - from) / 2);
    for (let k = 0; k < values.length; k++) values[k] = half(bytes.readUInt16LE(8 + length + from + 2 * k));
    return { dims: shape, values };
  };
  return Object.fromEntries(Object.entries(header).filter(([name]) => name !== "__metadata__").map(([name, entry]) => [name, read(entry)]));
}

/** IEEE 754 binary16. */
function half(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return exponent === 31 ? (fraction ? NaN : sign * Infinity) : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Nodes in the order in which they are computed; every method returns the name of what it computes. */
class Graph {
  nodes = [];
  initializers = [];
  #count = 0;

  node(opType, input, attributes = {}, outputs = 1) {
    const output = Array.from({ length: outputs }, () => `${opType}_${this.#count++}`);
    this.nodes.push({ opType, input, output, attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attributeOf(value) })) });
    return outputs === 1 ? output[0] : output;
  }

  floats(dims, values, name = `constant_${this.#count++}`) {
    const rawData = new Uint8Array(Float32Array.from(values).buffer);
    this.initializers.push({ name, dims, dataType: FLOAT, rawData });
    return name;
  }

  integers(values, dims = [values.length]) {
    const name = `constant_${this.#count++}`;
    this.initializers.push({ name, dims, dataType: INT64, rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer) });
    return name;
  }

  /** A scalar, which drops the axis that it is an index into. */
  index(k) {
    return this.integers([k], []);
  }

  /** Dimensions of 0 stay as they are: the batch is known only when the graph runs. */
  reshape(x, dims) {
    return this.node("Reshape", [x, this.integers(dims)]);
  }

  silu(x) {
    return this.node("Mul", [x, this.node("Sigmoid", [x])]);
  }
}

function attributeOf(value) {
  if (typeof value === "string") return { type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if (Array.isArray(value)) return { type: AttributeType.INTS, ints: value };
  return Number.isInteger(value) ? { type: AttributeType.INT, i: value } : { type: AttributeType.FLOAT, f: value };
}

/** The layers of src/unet, in its order. Shapes that are not of the batch are numbers here: [channels, height, width]. */
class Network {
  graph = new Graph();

  constructor(config, weights) {
    this.config = config;
    this.weights = weights;
  }

  weight(name, dims) {
    const found = this.weights[name];
    if (!found) throw new Error(`expected a weight named ${name} in the file`);
    return this.graph.floats(dims ?? found.dims, found.values);
  }

  linear(name, x) {
    return this.graph.node("Gemm", [x, this.weight(`${name}.weight`), this.weight(`${name}.bias`)]);
  }

  conv(name, x) {
    const [, , size] = this.weights[`${name}.weight`].dims;
    const pad = (size - 1) / 2;
    return this.graph.node("Conv", [x, this.weight(`${name}.weight`), this.weight(`${name}.bias`)], { kernel_shape: [size, size], pads: [pad, pad, pad, pad] });
  }

  norm(name, x, [c, h, w], conditioning = null) {
    const { graph } = this;
    const { groups } = this.config;
    const [ones, zeros] = [1, 0].map((value) => graph.floats([groups], new Float32Array(groups).fill(value)));
    const standard = graph.node("InstanceNormalization", [graph.reshape(x, [0, groups, -1]), ones, zeros], { epsilon: EPSILON });
    const scaled = graph.node("Mul", [graph.reshape(standard, [0, c, h, w]), this.weight(`${name}.gamma`, [c, 1, 1])]);
    const y = graph.node("Add", [scaled, this.weight(`${name}.beta`, [c, 1, 1])]);
    if (!conditioning) return y;
    const [scale, shift] = graph.node("Split", [conditioning], { axis: 1 }, 2).map((part) => graph.reshape(part, [0, c, 1, 1]));
    return graph.node("Add", [graph.node("Mul", [y, graph.node("Add", [scale, graph.floats([], [1])])]), shift]);
  }

  block(name, x, [c, h, w], output, embedding) {
    const { graph } = this;
    const inner = this.conv(`${name}.conv_1`, graph.silu(this.norm(`${name}.norm_1`, x, [c, h, w])));
    const conditioning = this.linear(`${name}.condition`, embedding);
    const outer = this.conv(`${name}.conv_2`, graph.silu(this.norm(`${name}.norm_2`, inner, [output, h, w], conditioning)));
    return graph.node("Add", [c === output ? x : this.conv(`${name}.shortcut`, x), outer]);
  }

  attention(name, x, [c, h, w]) {
    const { graph } = this;
    const { heads } = this.config;
    const tokens = graph.node("Transpose", [graph.reshape(this.norm(`${name}.norm`, x, [c, h, w]), [0, c, h * w])], { perm: [0, 2, 1] });
    const rows = (layer, y) => graph.node("Add", [graph.node("MatMul", [y, this.weight(`${layer}.weight`)]), this.weight(`${layer}.bias`)]);
    const parts = graph.node("Split", [rows(`${name}.qkv`, tokens)], { axis: 2 }, 3);
    const [q, k, v] = parts.map((part) => graph.reshape(part, [0, h * w, heads, c / heads]));
    const query = graph.node("Mul", [graph.node("Transpose", [q], { perm: [0, 2, 1, 3] }), graph.floats([], [(c / heads) ** -0.5])]);
    const scores = graph.node("Softmax", [graph.node("MatMul", [query, graph.node("Transpose", [k], { perm: [0, 2, 3, 1] })])], { axis: -1 });
    const mixed = graph.node("MatMul", [scores, graph.node("Transpose", [v], { perm: [0, 2, 1, 3] })]);
    const out = rows(`${name}.output`, graph.reshape(graph.node("Transpose", [mixed], { perm: [0, 2, 1, 3] }), [0, h * w, c]));
    return graph.node("Add", [x, graph.reshape(graph.node("Transpose", [out], { perm: [0, 2, 1] }), [0, c, h, w])]);
  }

  spaceToDepth(x, [c, h, w], p) {
    if (p === 1) return x;
    const { graph } = this;
    const apart = graph.node("Transpose", [graph.reshape(x, [0, c, h / p, p, w / p, p])], { perm: [0, 1, 3, 5, 2, 4] });
    return graph.reshape(apart, [0, c * p * p, h / p, w / p]);
  }

  depthToSpace(x, p) {
    return p === 1 ? x : this.graph.node("DepthToSpace", [x], { blocksize: p, mode: "CRD" });
  }

  embedding() {
    const { graph } = this;
    const half = this.config.embedding / 2;
    const frequencies = Float32Array.from({ length: half }, (_, k) => Math.exp((-Math.log(MAX_PERIOD) * k) / half));
    const angles = graph.node("Mul", [graph.reshape("t", [-1, 1]), graph.floats([1, half], frequencies)]);
    const features = graph.node("Concat", [graph.node("Cos", [angles]), graph.node("Sin", [angles])], { axis: 1 });
    let sum = this.linear("condition.time_2", graph.silu(this.linear("condition.time_1", features)));
    this.config.labels.forEach((_, kind) => {
      const column = graph.node("Gather", ["labels", graph.index(kind)], { axis: 1 });
      sum = graph.node("Add", [sum, graph.node("Gather", [this.weight(`condition.labels.${kind}.weight`), column], { axis: 0 })]);
    });
    return graph.silu(sum);
  }

  build() {
    const { graph, config } = this;
    const { channels, height, width, patch, widths, blocks, middle_blocks: middle } = config;
    const embedding = this.embedding();
    let [c, h, w] = [widths[0], height / patch, width / patch];
    let x = this.conv("input", this.spaceToDepth("x", [channels, height, width], patch));
    const skips = [];
    const last = widths.length - 1;
    for (let level = 0; level < last; level++) {
      for (let k = 0; k < blocks; k++) x = this.block(`levels.${level}.encoder.${k}`, x, [c, h, w], c, embedding);
      skips.push(x);
      x = this.conv(`levels.${level}.down`, this.spaceToDepth(x, [c, h, w], 2));
      [c, h, w] = [widths[level + 1], h / 2, w / 2];
    }
    for (let k = 0; k < middle; k++) {
      x = this.block(`middle.${k}`, x, [c, h, w], c, embedding);
      if (k + 1 < middle) x = this.attention(`attention.${k}`, x, [c, h, w]);
    }
    for (let level = last - 1; level >= 0; level--) {
      [c, h, w] = [widths[level], 2 * h, 2 * w];
      x = graph.node("Concat", [this.depthToSpace(this.conv(`levels.${level}.up`, x), 2), skips[level]], { axis: 1 });
      for (let k = 0; k <= blocks; k++) x = this.block(`levels.${level}.decoder.${k}`, x, [k ? c : 2 * c, h, w], c, embedding);
    }
    x = this.depthToSpace(this.conv("output", graph.silu(this.norm("output_norm", x, [c, h, w]))), patch);
    graph.nodes.push({ opType: "Identity", input: [x], output: ["output"] });
    return graph;
  }
}

/** The bytes of an ONNX file for a model's folder. */
export function exportModel(folder) {
  const { name, weights, config } = JSON.parse(readFileSync(join(folder, "model.json"), "utf8"));
  const { unet } = config;
  const graph = new Network(unet, readWeights(join(folder, weights))).build();
  const value = (name, elemType, dims) => ({ name, type: { tensorType: { elemType, shape: { dim: dims.map((dim) => (typeof dim === "string" ? { dimParam: dim } : { dimValue: dim })) } } } });
  const image = ["B", unet.channels, unet.height, unet.width];
  return onnx.ModelProto.encode({
    irVersion: 8,
    producerName: "unnoise",
    opsetImport: [{ domain: "", version: OPSET }],
    graph: {
      name,
      node: graph.nodes,
      initializer: graph.initializers,
      input: [value("x", FLOAT, image), value("t", FLOAT, ["B"]), value("labels", INT32, ["B", unet.labels.length])],
      output: [value("output", FLOAT, image)],
    },
  }).finish();
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) writeFileSync(process.argv[3], exportModel(process.argv[2]));
