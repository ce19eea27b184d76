//! The whole network, layer by layer as in [`UNet::forward`].

use std::sync::{Mutex, PoisonError};

use burn::module::Param;
use burn::nn::conv::Conv2d;
use burn::nn::{GroupNorm, Linear as BurnLinear};
use burn::tensor::Tensor;

use super::attention::{Attention, Scratch};
use super::convolution::{Conv3, Padded, Transforms};
use super::linear::{Distinct, Embedding, Linear};
use super::matmul::{LANES, whole};
use super::normalisation::{Affine, Norm};
use crate::unet::attention::Attention as BurnAttention;
use crate::unet::block::ResidualBlock;
use crate::unet::{UNet, UNetConfig};

/// Images that go through the network together: as many as leave their features in the cache, while each weight that is
/// read serves them all.
const IMAGES: usize = 16;

#[derive(Debug)]
struct Block {
    norm_1: Norm,
    conv_1: Conv3,
    condition: Linear,
    norm_2: Norm,
    conv_2: Conv3,
    shortcut: Option<Linear>,
}

#[derive(Debug)]
struct Level {
    encoder: Vec<Block>,
    down: Linear,
    up: Linear,
    decoder: Vec<Block>,
}

/// A [`UNet`] with its weights arranged for the CPU.
#[derive(Debug)]
pub struct CpuUNet {
    config: UNetConfig,
    embedding: Embedding,
    input: Conv3,
    levels: Vec<Level>,
    middle: Vec<Block>,
    attention: Vec<Attention>,
    output_norm: Norm,
    output: Conv3,
    /// One call at a time uses it.
    memory: Mutex<Memory>,
}

/// What blocks are conditioned on.
struct Condition {
    pairs: Distinct,
    /// One for each pair.
    embedding: Vec<f32>,
}

/// What is computed on the way, kept from one call to the next.
#[derive(Debug, Default)]
struct Memory {
    padded: Padded,
    transforms: Transforms,
    affine: Affine,
    scratch: Scratch,
    conditioning: Vec<f32>,
    inner: Vec<f32>,
    shortcut: Vec<f32>,
    spare: Vec<f32>,
}

impl CpuUNet {
    /// Arranges the weights of `network`; `None` if a width is no whole number of vectors, which its features have to be.
    pub fn new(config: &UNetConfig, network: &UNet) -> Option<Self> {
        if config
            .widths
            .iter()
            .any(|width| !width.is_multiple_of(LANES))
            || !config.embedding.is_multiple_of(LANES)
        {
            return None;
        }
        let levels = network.levels.iter().map(|level| {
            let width = level.up.weight.dims()[0] / 4;
            Level {
                encoder: level.encoder.iter().map(block).collect(),
                // Here the channels of a pixel of a patch are together; there, the pixels of a channel.
                down: pointwise(
                    &level.down,
                    |input| (input % width) * 4 + input / width,
                    |output| output,
                ),
                up: pointwise(
                    &level.up,
                    |input| input,
                    |output| (output % width) * 4 + output / width,
                ),
                decoder: level.decoder.iter().map(block).collect(),
            }
        });
        Some(Self {
            embedding: Embedding {
                time_1: linear(&network.condition.time_1),
                time_2: linear(&network.condition.time_2),
                labels: network
                    .condition
                    .labels
                    .iter()
                    .map(|table| values(&table.weight))
                    .collect(),
                size: config.embedding,
            },
            input: conv3(&network.input),
            levels: levels.collect(),
            middle: network.middle.iter().map(block).collect(),
            attention: network.attention.iter().map(attention).collect(),
            output_norm: norm(&network.output_norm),
            output: conv3(&network.output),
            memory: Mutex::default(),
            config: config.clone(),
        })
    }

    /// The network's output for noisy images.
    ///
    /// # Shapes
    /// - `x`, output: `[B, C, H, W]`
    /// - `t`: `[B]`, timesteps as floats
    /// - `labels`: `[B, K]`; the number of classes of a kind means "no label"
    pub fn forward(&self, x: &[f32], t: &[f32], labels: &[i32]) -> Vec<f32> {
        let image = x.len() / t.len();
        let kinds = self.embedding.labels.len();
        // A call that panicked leaves nothing that the next one reads.
        let memory = &mut *self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut output = Vec::with_capacity(x.len());
        for first in (0..t.len()).step_by(IMAGES) {
            let images = first..(first + IMAGES).min(t.len());
            let part = |size: usize| images.start * size..images.end * size;
            let pairs = Distinct::new(&t[images.clone()], &labels[part(kinds)]);
            let condition = Condition {
                embedding: self.embedding.forward(&pairs.t, &pairs.labels),
                pairs,
            };
            self.some(
                &x[part(image)],
                &condition,
                images.len(),
                memory,
                &mut output,
            );
        }
        output
    }

    /// As many images as fit in the cache; what the network makes of them is put behind `output`.
    fn some(
        &self,
        x: &[f32],
        condition: &Condition,
        images: usize,
        memory: &mut Memory,
        output: &mut Vec<f32>,
    ) {
        let config = &self.config;
        let (channels, patch) = (config.channels, config.patch);
        let [mut h, mut w] = [config.height / patch, config.width / patch];
        let row = |c: usize, y: usize| (c * config.height + y) * config.width;

        // 1. Down, keeping each level's features for the way up.
        memory
            .padded
            .shape(images, [h, w, whole(channels * patch * patch)]);
        let size = whole(channels * patch * patch);
        for (k, x) in x
            .chunks_exact(channels * config.height * config.width)
            .enumerate()
        {
            for y in 0..h {
                for (column, pixel) in memory.padded.row(k, y)[..w * size]
                    .chunks_exact_mut(size)
                    .enumerate()
                {
                    for (c, i) in (0..channels * patch).map(|ci| (ci / patch, ci % patch)) {
                        let from = row(c, y * patch + i) + column * patch;
                        pixel[(c * patch + i) * patch..][..patch]
                            .copy_from_slice(&x[from..from + patch]);
                    }
                }
            }
        }
        let mut features = Vec::new();
        self.input.forward(
            &memory.padded,
            images,
            [h, w],
            None,
            &mut features,
            &mut memory.transforms,
        );
        let mut skips = Vec::with_capacity(self.levels.len());
        for level in &self.levels {
            for block in &level.encoder {
                block.forward(&mut features, images, [h, w], condition, memory);
            }
            let gathered = apart(&features, images, [h, w]);
            skips.push(std::mem::take(&mut features));
            [h, w] = [h / 2, w / 2];
            level.down.forward(&gathered, images * h * w, &mut features);
        }

        // 2. The middle, where every position can see every other.
        for (i, block) in self.middle.iter().enumerate() {
            block.forward(&mut features, images, [h, w], condition, memory);
            if let Some(attention) = self.attention.get(i) {
                let size = features.len() / images;
                for image in features.chunks_exact_mut(size) {
                    attention.forward(image, &mut memory.affine, &mut memory.scratch);
                }
            }
        }

        // 3. Up, with the skips.
        for (level, skip) in self.levels.iter().zip(skips).rev() {
            level
                .up
                .forward(&features, images * h * w, &mut memory.spare);
            [h, w] = [2 * h, 2 * w];
            together(&memory.spare, &skip, images, [h, w], &mut features);
            for block in &level.decoder {
                block.forward(&mut features, images, [h, w], condition, memory);
            }
        }

        let size = features.len() / images;
        memory.padded.shape(images, [h, w, size / (h * w)]);
        for (k, image) in features.chunks_exact(size).enumerate() {
            self.output_norm.affine(image, &[], &mut memory.affine);
            memory.affine.activate(image, [h, w], &mut memory.padded, k);
        }
        self.output.forward(
            &memory.padded,
            images,
            [h, w],
            None,
            &mut memory.inner,
            &mut memory.transforms,
        );
        for image in memory.inner.chunks_exact(h * w * self.output.outputs) {
            for (c, y) in
                (0..channels * config.height).map(|cy| (cy / config.height, cy % config.height))
            {
                for column in 0..w {
                    let pixel = &image[((y / patch) * w + column) * self.output.outputs..];
                    output.extend_from_slice(&pixel[(c * patch + y % patch) * patch..][..patch]);
                }
            }
        }
    }
}

impl Block {
    /// # Shapes
    /// - `x`: `[images, h, w, inputs]` before, `[images, h, w, outputs]` after
    fn forward(
        &self,
        x: &mut Vec<f32>,
        images: usize,
        [h, w]: [usize; 2],
        Condition { embedding, pairs }: &Condition,
        memory: &mut Memory,
    ) {
        let Memory {
            padded,
            transforms,
            affine,
            conditioning,
            inner,
            shortcut,
            spare,
            ..
        } = memory;
        let inputs = self.norm_1.gamma.len();
        let outputs = self.norm_2.gamma.len();
        padded.shape(images, [h, w, inputs]);
        for (k, image) in x.chunks_exact(h * w * inputs).enumerate() {
            self.norm_1.affine(image, &[], affine);
            affine.activate(image, [h, w], padded, k);
        }
        self.conv_1
            .forward(padded, images, [h, w], None, inner, transforms);
        self.condition
            .forward(embedding, pairs.t.len(), conditioning);
        padded.shape(images, [h, w, outputs]);
        for (k, image) in inner.chunks_exact(h * w * outputs).enumerate() {
            self.norm_2
                .affine(image, pairs.row(k, conditioning), affine);
            affine.activate(image, [h, w], padded, k);
        }
        let add = match &self.shortcut {
            Some(linear) => {
                linear.forward(x, images * h * w, shortcut);
                &*shortcut
            }
            None => &*x,
        };
        self.conv_2
            .forward(padded, images, [h, w], Some(add), spare, transforms);
        std::mem::swap(x, spare);
    }
}

/// Patches of 2×2 pixels as one pixel each, whose four follow one another: `[images, h, w, C]` to `[images, h/2, w/2, 4·C]`.
fn apart(x: &[f32], images: usize, [h, w]: [usize; 2]) -> Vec<f32> {
    let channels = x.len() / (images * h * w);
    let mut out = Vec::with_capacity(x.len());
    for y in (0..images * h).step_by(2) {
        for column in (0..w).step_by(2) {
            for y in [y, y + 1] {
                let from = (y * w + column) * channels;
                out.extend_from_slice(&x[from..from + 2 * channels]);
            }
        }
    }
    out
}

/// The inverse of [`apart`], with the channels of `skip` behind its own: to `[images, h, w, 2·C]`.
fn together(x: &[f32], skip: &[f32], images: usize, [h, w]: [usize; 2], out: &mut Vec<f32>) {
    let channels = skip.len() / (images * h * w);
    out.clear();
    for (y, column) in (0..images * h * w).map(|pixel| (pixel / w, pixel % w)) {
        let patch = (y / 2) * (w / 2) + column / 2;
        let from = (patch * 4 + (y % 2) * 2 + column % 2) * channels;
        out.extend_from_slice(&x[from..from + channels]);
        let from = (y * w + column) * channels;
        out.extend_from_slice(&skip[from..from + channels]);
    }
}

// From burn's layers

fn values<const D: usize>(parameter: &Param<Tensor<D>>) -> Vec<f32> {
    let data = parameter.val().into_data().convert::<f32>();
    data.try_into_vec().expect("the data was converted to f32")
}

fn bias(parameter: Option<&Param<Tensor<1>>>, outputs: usize) -> Vec<f32> {
    parameter.map_or_else(|| vec![0.0; outputs], values)
}

fn linear(layer: &BurnLinear) -> Linear {
    let [inputs, outputs] = layer.weight.dims();
    let weights = values(&layer.weight);
    Linear::new(inputs, bias(layer.bias.as_ref(), outputs), |i, j| {
        weights[i * outputs + j]
    })
}

/// A 1×1 convolution, whose channels are taken from where `input` and `output` say.
fn pointwise(
    layer: &Conv2d,
    input: impl Fn(usize) -> usize,
    output: impl Fn(usize) -> usize,
) -> Linear {
    let [outputs, inputs, ..] = layer.weight.dims();
    let weights = values(&layer.weight);
    let biases = bias(layer.bias.as_ref(), outputs);
    let bias = (0..outputs).map(|j| biases[output(j)]).collect();
    Linear::new(inputs, bias, |i, j| weights[output(j) * inputs + input(i)])
}

fn conv3(layer: &Conv2d) -> Conv3 {
    let outputs = layer.weight.dims()[0];
    Conv3::new(&values(&layer.weight), &bias(layer.bias.as_ref(), outputs))
}

fn norm(layer: &GroupNorm) -> Norm {
    let channels = layer.num_channels;
    let parameter = |found: &Option<Param<Tensor<1>>>, otherwise: f32| {
        found
            .as_ref()
            .map_or_else(|| vec![otherwise; channels], values)
    };
    Norm {
        gamma: parameter(&layer.gamma, 1.0),
        beta: parameter(&layer.beta, 0.0),
        groups: layer.num_groups,
        epsilon: layer.epsilon as f32,
    }
}

fn block(layer: &ResidualBlock) -> Block {
    Block {
        norm_1: norm(&layer.norm_1),
        conv_1: conv3(&layer.conv_1),
        condition: linear(&layer.condition),
        norm_2: norm(&layer.norm_2),
        conv_2: conv3(&layer.conv_2),
        shortcut: layer
            .shortcut
            .as_ref()
            .map(|layer| pointwise(layer, |input| input, |output| output)),
    }
}

fn attention(layer: &BurnAttention) -> Attention {
    Attention {
        norm: norm(&layer.norm),
        qkv: linear(&layer.qkv),
        output: linear(&layer.output),
        heads: layer.heads,
    }
}
