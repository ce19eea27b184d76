//! The whole network, layer by layer as in [`UNet::forward`](crate::unet::UNet::forward).

use std::collections::BTreeMap;

use burn::backend::Wgpu;
use burn::tensor::{DType, Device, Shape, Tensor, TensorData};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;
use cubecl::client::Client;

use super::kernels::{PatchShape, joined, patches, unpatched};
use super::parts::{Attention, Buffer, Convolution, LANES, Normalisation, Weights, each, whole};
use crate::cpu::linear::{Distinct, Embedding, Linear};
use crate::unet::UNetConfig;
use crate::weights::{self, WeightsError};

/// ε of burn's group normalisations.
const EPSILON: f64 = 1e-5;

#[derive(Debug)]
struct Block {
    norm_1: Normalisation,
    conv_1: Convolution,
    /// Where its scale and shift begin among those of all blocks.
    condition: usize,
    norm_2: Normalisation,
    conv_2: Convolution,
    shortcut: Option<Convolution>,
}

#[derive(Debug)]
struct Level {
    encoder: Vec<Block>,
    down: Convolution,
    up: Convolution,
    decoder: Vec<Block>,
}

/// A [`UNet`](crate::unet::UNet) on a GPU.
#[derive(Debug)]
pub struct GpuUNet {
    config: UNetConfig,
    embedding: Embedding,
    /// Embedding → scale and shift of every block, one behind the other. They and the embedding depend on timestep and label
    /// alone, and are computed on the CPU.
    conditions: Linear,
    /// Outputs of `conditions`.
    conditioned: usize,
    input: Convolution,
    levels: Vec<Level>,
    middle: Vec<Block>,
    attention: Vec<Attention>,
    output_norm: Normalisation,
    output: Convolution,
    /// A tensor on the device, from which its client is taken.
    place: CubeTensor,
}

impl GpuUNet {
    /// From a weights file that a network of this config was loaded from; `None` where the device is no GPU, or a width no
    /// whole number of vectors, which its features have to be.
    ///
    /// # Errors
    /// [`WeightsError::Format`] when the file cannot be read.
    pub fn new(
        config: &UNetConfig,
        bytes: Vec<u8>,
        device: &Device,
    ) -> Result<Option<Self>, WeightsError> {
        let mut widths = config.widths.iter().chain([&config.embedding]);
        if widths.any(|width| !width.is_multiple_of(LANES)) {
            return Ok(None);
        }
        let Ok(place) = Tensor::<1>::zeros([1], device).try_into_primitive::<Wgpu>() else {
            return Ok(None);
        };
        Ok(Some(Self::from_tensors(
            config,
            &weights::tensors(bytes)?,
            place,
        )))
    }

    fn from_tensors(
        config: &UNetConfig,
        tensors: &BTreeMap<String, TensorData>,
        place: CubeTensor,
    ) -> Self {
        let weights = Weights(tensors);
        let mut builder = Builder {
            client: place.client.clone(),
            weights,
            groups: config.groups,
            conditions: Vec::new(),
            conditioned: 0,
        };
        let client = &place.client;
        let levels = (0..config.widths.len() - 1)
            .map(|i| Level {
                encoder: builder.blocks(&format!("levels.{i}.encoder")),
                down: Convolution::down(client, weights, &format!("levels.{i}.down")),
                up: Convolution::up(client, weights, &format!("levels.{i}.up")),
                decoder: builder.blocks(&format!("levels.{i}.decoder")),
            })
            .collect();
        let middle = builder.blocks("middle");
        let attention = (0..)
            .map(|i| format!("attention.{i}"))
            .take_while(|name| weights.has(&format!("{name}.qkv.weight")))
            .map(|name| Attention {
                norm: builder.norm(&format!("{name}.norm")),
                qkv: Convolution::linear(client, weights, &format!("{name}.qkv")),
                output: Convolution::linear(client, weights, &format!("{name}.output")),
                heads: config.heads,
            })
            .collect();
        Self {
            embedding: Embedding {
                time_1: linear(weights, &["condition.time_1".to_owned()]),
                time_2: linear(weights, &["condition.time_2".to_owned()]),
                labels: (0..config.labels.len())
                    .map(|kind| format!("condition.labels.{kind}.weight"))
                    .map(|name| weights.values(&name).to_vec())
                    .collect(),
                size: config.embedding,
            },
            conditions: linear(weights, &builder.conditions),
            conditioned: builder.conditioned,
            input: Convolution::same(client, weights, "input", 3),
            levels,
            middle,
            attention,
            output_norm: builder.norm("output_norm"),
            output: Convolution::same(client, weights, "output", 3),
            place,
            config: config.clone(),
        }
    }

    /// The network's output for noisy images.
    ///
    /// # Shapes
    /// - `x`, output: `[B, C, H, W]`
    /// - `t`: B timesteps as floats
    /// - `labels`: `[B, K]`; the number of classes of a kind means "no label"
    pub fn forward(&self, x: Tensor<4>, t: &[f32], labels: &[i32]) -> Tensor<4> {
        let client = &self.place.client;
        let shape = x.dims();
        let [images, channels, height, width] = shape;
        let Ok(x) = x.try_into_primitive::<Wgpu>() else {
            unreachable!("expected a tensor on the device that the network was put on");
        };
        let x = Buffer::from_handle(into_contiguous(x).handle, shape.iter().product());

        let pairs = Distinct::new(t, labels);
        let embedding = self.embedding.forward(&pairs.t, &pairs.labels);
        let mut conditions = Vec::new();
        self.conditions
            .forward(&embedding, pairs.t.len(), &mut conditions);
        let rows = (0..images).flat_map(|image| pairs.row(image, &conditions));
        let spread: Vec<f32> = rows.copied().collect();
        let run = Forward {
            client,
            images,
            conditions: Buffer::of(client, &spread),
            conditioned: self.conditioned,
        };

        // 1. Down, keeping each level's features for the way up.
        let patch = self.config.patch;
        let mut size = [height / patch, width / patch];
        let features = whole(channels * patch * patch);
        let mut h = run.patches(&x, size, self.patch_shape(features));
        h = self.input.forward(client, &h, images, size, None);
        let mut skips = Vec::with_capacity(self.levels.len());
        for level in &self.levels {
            for block in &level.encoder {
                h = run.block(block, h, size);
            }
            let below = level.down.forward(client, &h, images, size, None);
            skips.push(std::mem::replace(&mut h, below));
            size = size.map(|side| side / 2);
        }

        // 2. The middle, where every position can see every other.
        for (i, block) in self.middle.iter().enumerate() {
            h = run.block(block, h, size);
            if let Some(attention) = self.attention.get(i) {
                h = attention.forward(client, &h, images, size);
            }
        }

        // 3. Up, with the skips.
        for (level, skip) in self.levels.iter().zip(skips).rev() {
            let above = level.up.forward(client, &h, images, size, None);
            size = size.map(|side| side * 2);
            h = run.joined(&above, &skip, size, level.up.outputs / 4);
            for block in &level.decoder {
                h = run.block(block, h, size);
            }
        }
        h = self.output_norm.forward(client, &h, images, None, true);
        h = self.output.forward(client, &h, images, size, None);
        let out = run.unpatched(&h, shape, self.patch_shape(self.output.outputs));
        let out = CubeTensor::new_contiguous(
            client.clone(),
            self.place.device.clone(),
            Shape::from(shape.to_vec()),
            out.into_handle(),
            DType::F32,
        );
        Tensor::from_primitive::<Wgpu>(out)
    }

    fn patch_shape(&self, features: usize) -> PatchShape {
        let UNetConfig {
            channels,
            height,
            width,
            patch,
            ..
        } = self.config;
        PatchShape {
            image: [channels, height, width],
            patch,
            features,
        }
    }
}

/// One forward pass.
struct Forward<'a> {
    client: &'a Client,
    images: usize,
    conditions: Buffer,
    conditioned: usize,
}

impl Forward<'_> {
    fn block(&self, block: &Block, x: Buffer, size: [usize; 2]) -> Buffer {
        let Self { client, images, .. } = *self;
        let h = block.norm_1.forward(client, &x, images, None, true);
        let h = block.conv_1.forward(client, &h, images, size, None);
        let place = [self.conditioned, block.condition];
        let condition = Some((&self.conditions, place));
        let h = block.norm_2.forward(client, &h, images, condition, true);
        let shortcut = block
            .shortcut
            .as_ref()
            .map(|layer| layer.forward(client, &x, images, size, None));
        let add = Some(shortcut.as_ref().unwrap_or(&x));
        block.conv_2.forward(client, &h, images, size, add)
    }

    fn patches(&self, x: &Buffer, [h, w]: [usize; 2], shape: PatchShape) -> Buffer {
        let length = self.images * h * w * shape.features;
        let out = Buffer::empty(self.client, length);
        let (count, cube) = each(self.client, length);
        // SAFETY: units beyond the last number end at once, and the others stay inside of these buffers.
        unsafe {
            patches::launch_unchecked(
                self.client,
                count,
                cube,
                x.numbers(),
                out.numbers(),
                self.images as u32,
                shape,
            );
        }
        out
    }

    fn unpatched(&self, x: &Buffer, image: [usize; 4], shape: PatchShape) -> Buffer {
        let length = image.iter().product();
        let out = Buffer::empty(self.client, length);
        let (count, cube) = each(self.client, length);
        // SAFETY: as above.
        unsafe {
            unpatched::launch_unchecked(
                self.client,
                count,
                cube,
                x.numbers(),
                out.numbers(),
                self.images as u32,
                shape,
            );
        }
        out
    }

    fn joined(&self, x: &Buffer, skip: &Buffer, size: [usize; 2], channels: usize) -> Buffer {
        let length = self.images * size[0] * size[1] * 2 * channels;
        let out = Buffer::empty(self.client, length);
        let (count, cube) = each(self.client, length);
        // SAFETY: as above.
        unsafe {
            joined::launch_unchecked(
                self.client,
                count,
                cube,
                x.numbers(),
                skip.numbers(),
                out.numbers(),
                self.images as u32,
                size,
                channels,
            );
        }
        out
    }
}

/// Makes blocks, and gives each its place among the conditions.
struct Builder<'a> {
    client: Client,
    weights: Weights<'a>,
    groups: usize,
    /// Names of the blocks' condition layers, in the order of their places.
    conditions: Vec<String>,
    conditioned: usize,
}

impl Builder<'_> {
    fn norm(&self, name: &str) -> Normalisation {
        Normalisation::new(&self.client, self.weights, name, self.groups, EPSILON)
    }

    /// The blocks `prefix.0`, `prefix.1`, …
    fn blocks(&mut self, prefix: &str) -> Vec<Block> {
        let names = (0..).map(|i| format!("{prefix}.{i}"));
        let weights = self.weights;
        names
            .take_while(|name| weights.has(&format!("{name}.conv_1.weight")))
            .map(|name| self.block(&name))
            .collect()
    }

    fn block(&mut self, name: &str) -> Block {
        let weights = self.weights;
        let part = |part: &str| format!("{name}.{part}");
        let same = |layer: &str, side| Convolution::same(&self.client, weights, &part(layer), side);
        let block = Block {
            norm_1: self.norm(&part("norm_1")),
            conv_1: same("conv_1", 3),
            condition: self.conditioned,
            norm_2: self.norm(&part("norm_2")),
            conv_2: same("conv_2", 3),
            shortcut: weights
                .has(&part("shortcut.weight"))
                .then(|| same("shortcut", 1)),
        };
        self.conditioned += weights.values(&part("condition.bias")).len();
        self.conditions.push(part("condition"));
        block
    }
}

/// Linear layers `[inputs, outputs]` of the same inputs, as one whose outputs lie one behind the other.
fn linear(weights: Weights, names: &[String]) -> Linear {
    let mut columns = Vec::new(); // (layer's weights, its outputs, which one)
    let mut bias = Vec::new();
    for name in names {
        let its = weights.values(&format!("{name}.bias"));
        let matrix = weights.values(&format!("{name}.weight"));
        columns.extend((0..its.len()).map(|j| (matrix, its.len(), j)));
        bias.extend_from_slice(its);
    }
    let inputs = columns
        .first()
        .map_or(0, |(matrix, outputs, _)| matrix.len() / outputs);
    Linear::new(inputs, bias, |i, j| {
        let (matrix, outputs, column) = columns[j];
        matrix[i * outputs + column]
    })
}
