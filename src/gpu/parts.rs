//! Layers: their parameters on the GPU, and how their kernels are launched.

use std::collections::BTreeMap;

use burn::tensor::TensorData;
use cubecl::calculate_cube_count_elemwise;
use cubecl::client::Client;
use cubecl::prelude::*;
use cubecl::server::Handle;

use super::kernels::{ConvolutionShape, NormalisationShape, attention, convolution, normalisation};

/// Channels of a vector.
pub(super) const LANES: usize = 4;
/// Units of a cube, where units have nothing to do with each other.
const UNITS: u32 = 32;
/// Units that share a normalisation.
const NORMALISING: usize = 64;
/// Pixels and vectors of channels that a unit of a convolution computes, at most.
const TILE: [usize; 2] = [4, 2];

/// Channels, filled up to whole vectors.
pub(super) fn whole(channels: usize) -> usize {
    channels.div_ceil(LANES) * LANES
}

/// A buffer of numbers on the GPU.
#[derive(Debug, Clone)]
pub(super) struct Buffer {
    handle: Handle,
    length: usize,
}

impl Buffer {
    /// A buffer that holds `values`.
    pub fn of(client: &Client, values: &[f32]) -> Self {
        Self {
            handle: client.create_from_slice(f32::as_bytes(values)),
            length: values.len(),
        }
    }

    /// One of `length` numbers that are still to be written.
    pub fn empty(client: &Client, length: usize) -> Self {
        Self {
            handle: client.empty(length * size_of::<f32>()),
            length,
        }
    }

    /// The buffer of a tensor.
    pub fn from_handle(handle: Handle, length: usize) -> Self {
        Self { handle, length }
    }

    /// Its memory.
    pub fn into_handle(self) -> Handle {
        self.handle
    }

    /// As an argument of a kernel that sees single numbers.
    pub fn numbers(&self) -> BufferArg {
        // SAFETY: the length is the one that it was made with.
        unsafe { BufferArg::from_raw_parts(self.handle.clone(), self.length) }
    }

    /// As an argument of a kernel that sees vectors.
    pub fn vectors(&self) -> BufferArg {
        // SAFETY: as above; channels are whole vectors.
        unsafe { BufferArg::from_raw_parts(self.handle.clone(), self.length / LANES) }
    }
}

/// Cubes for `units` units that have nothing to do with each other.
pub(super) fn each(client: &Client, units: usize) -> (CubeCount, CubeDim) {
    let cube = CubeDim::new_1d(UNITS);
    (calculate_cube_count_elemwise(client, units, cube), cube)
}

/// The tensors of a weights file, whose names and shapes were checked when the network was loaded.
#[derive(Clone, Copy)]
pub(super) struct Weights<'a>(pub &'a BTreeMap<String, TensorData>);

impl<'a> Weights<'a> {
    /// The numbers of a tensor.
    pub fn values(self, name: &str) -> &'a [f32] {
        let Some(data) = self.0.get(name) else {
            unreachable!("expected the tensor `{name}`, which loading has checked");
        };
        data.as_slice().expect("read as f32")
    }

    /// Whether there is such a tensor.
    pub fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// A convolution, or a linear layer over pixels.
#[derive(Debug)]
pub(super) struct Convolution {
    weights: Buffer,
    bias: Buffer,
    inputs: usize,
    /// Channels of the output, filled up to whole vectors.
    pub outputs: usize,
    side: usize,
    stride: usize,
}

impl Convolution {
    /// The weight of place `tap` of the filter, input i and output j is `element(tap, i, j)`. Channels are filled up with zeros.
    fn new(
        client: &Client,
        [side, stride]: [usize; 2],
        [inputs, outputs]: [usize; 2],
        element: impl Fn(usize, usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        let (rows, columns) = (whole(inputs), whole(outputs));
        let weights: Vec<f32> = (0..side * side * rows * columns)
            .map(|k| (k / (rows * columns), k / columns % rows, k % columns))
            .map(|(tap, i, j)| match i < inputs && j < outputs {
                true => element(tap, i, j),
                false => 0.0,
            })
            .collect();
        let bias: Vec<f32> = (0..columns)
            .map(|j| if j < outputs { bias(j) } else { 0.0 })
            .collect();
        Self {
            weights: Buffer::of(client, &weights),
            bias: Buffer::of(client, &bias),
            inputs: rows,
            outputs: columns,
            side,
            stride,
        }
    }

    /// A convolution with weights `[outputs, inputs, side, side]` that keeps height and width.
    pub fn same(client: &Client, weights: Weights, name: &str, side: usize) -> Self {
        let bias = weights.values(&format!("{name}.bias"));
        let weight = weights.values(&format!("{name}.weight"));
        let taps = side * side;
        let (inputs, outputs) = (weight.len() / bias.len() / taps, bias.len());
        let element = |tap, i, j| weight[(j * inputs + i) * taps + tap];
        Self::new(client, [side, 1], [inputs, outputs], element, |j| bias[j])
    }

    /// The way down: 2×2 pixels become one. In the file the pixels of a channel are together.
    pub fn down(client: &Client, weights: Weights, name: &str) -> Self {
        let bias = weights.values(&format!("{name}.bias"));
        let weight = weights.values(&format!("{name}.weight"));
        let (inputs, outputs) = (weight.len() / bias.len() / 4, bias.len());
        let element = |tap, i, j| weight[j * 4 * inputs + i * 4 + tap];
        Self::new(client, [2, 2], [inputs, outputs], element, |j| bias[j])
    }

    /// The way up: a pixel becomes 2×2, which follow one another. In the file the pixels of a channel are together.
    pub fn up(client: &Client, weights: Weights, name: &str) -> Self {
        let bias = weights.values(&format!("{name}.bias"));
        let weight = weights.values(&format!("{name}.weight"));
        let (inputs, outputs) = (weight.len() / bias.len(), bias.len());
        let width = outputs / 4;
        let from = |j: usize| j % width * 4 + j / width;
        let element = |_, i, j| weight[from(j) * inputs + i];
        Self::new(client, [1, 1], [inputs, outputs], element, |j| {
            bias[from(j)]
        })
    }

    /// A linear layer with weights `[inputs, outputs]`.
    pub fn linear(client: &Client, weights: Weights, name: &str) -> Self {
        let bias = weights.values(&format!("{name}.bias"));
        let weight = weights.values(&format!("{name}.weight"));
        let (inputs, outputs) = (weight.len() / bias.len(), bias.len());
        let element = |_, i, j| weight[i * outputs + j];
        Self::new(client, [1, 1], [inputs, outputs], element, |j| bias[j])
    }

    /// # Shapes
    /// - `x`: `[images, h·w, inputs]`
    /// - `add`, output: `[images, h·w/stride², outputs]`
    pub fn forward(
        &self,
        client: &Client,
        x: &Buffer,
        images: usize,
        [h, w]: [usize; 2],
        add: Option<&Buffer>,
    ) -> Buffer {
        let output = [h / self.stride, w / self.stride];
        let vectors = (1..=TILE[1])
            .rev()
            .find(|n| (self.outputs / LANES).is_multiple_of(*n));
        let shape = ConvolutionShape {
            input: [h, w],
            output,
            inputs: self.inputs / LANES,
            outputs: self.outputs / LANES,
            side: self.side,
            stride: self.stride,
            padding: if self.stride == 1 { self.side / 2 } else { 0 },
            adds: add.is_some(),
            pixels: TILE[0],
            vectors: vectors.unwrap_or(1),
        };
        let pixels = images * output[0] * output[1];
        let out = Buffer::empty(client, pixels * self.outputs);
        let units = pixels.div_ceil(shape.pixels) * (shape.outputs / shape.vectors);
        let (count, cube) = each(client, units);
        // SAFETY: units beyond the last tile end at once, and the others stay inside of these buffers.
        unsafe {
            convolution::launch_unchecked(
                client,
                count,
                cube,
                x.vectors(),
                self.weights.vectors(),
                self.bias.vectors(),
                add.unwrap_or(&self.bias).vectors(),
                out.vectors(),
                images as u32,
                shape,
            );
        }
        out
    }
}

/// A group normalisation.
#[derive(Debug)]
pub(super) struct Normalisation {
    parameters: Buffer,
    channels: usize,
    groups: usize,
    epsilon: f32,
}

impl Normalisation {
    /// From γ and β, for `groups` groups.
    pub fn new(client: &Client, weights: Weights, name: &str, groups: usize, epsilon: f64) -> Self {
        let gamma = weights.values(&format!("{name}.gamma"));
        let beta = weights.values(&format!("{name}.beta"));
        Self {
            parameters: Buffer::of(client, &[gamma, beta].concat()),
            channels: gamma.len(),
            groups,
            epsilon: epsilon as f32,
        }
    }

    /// `condition` has its numbers, how many each image has, and where those of this layer begin.
    ///
    /// # Shapes
    /// - `x`, output: `[images, pixels, channels]`
    pub fn forward(
        &self,
        client: &Client,
        x: &Buffer,
        images: usize,
        condition: Option<(&Buffer, [usize; 2])>,
        activates: bool,
    ) -> Buffer {
        let out = Buffer::empty(client, x.length);
        let shape = NormalisationShape {
            pixels: x.length / images / self.channels,
            channels: self.channels,
            groups: self.groups,
            condition: condition.map(|(_, place)| place),
            activates,
            units: NORMALISING,
        };
        // SAFETY: a cube for each group of each image stays inside of these buffers.
        unsafe {
            normalisation::launch_unchecked(
                client,
                CubeCount::Static(self.groups as u32, images as u32, 1),
                CubeDim::new_1d(NORMALISING as u32),
                x.numbers(),
                self.parameters.numbers(),
                condition
                    .map_or(&self.parameters, |(buffer, _)| buffer)
                    .numbers(),
                out.numbers(),
                self.epsilon,
                shape,
            );
        }
        out
    }
}

/// Self-attention over the pixels of a feature map, with its residual.
#[derive(Debug)]
pub(super) struct Attention {
    /// Before the projections.
    pub norm: Normalisation,
    /// Queries, keys and values at once.
    pub qkv: Convolution,
    /// After it.
    pub output: Convolution,
    /// Number of heads.
    pub heads: usize,
}

impl Attention {
    /// # Shapes
    /// - `x`, output: `[images, h·w, C]`
    pub fn forward(&self, client: &Client, x: &Buffer, images: usize, size: [usize; 2]) -> Buffer {
        let positions = size[0] * size[1];
        let tokens = self.norm.forward(client, x, images, None, false);
        let qkv = self.qkv.forward(client, &tokens, images, size, None);
        let mixed = Buffer::empty(client, x.length);
        let (count, cube) = each(client, images * positions * self.heads);
        let channels = x.length / images / positions;
        // SAFETY: units beyond the last query end at once, and the others stay inside of these buffers.
        unsafe {
            attention::launch_unchecked(
                client,
                count,
                cube,
                qkv.numbers(),
                mixed.numbers(),
                images as u32,
                positions,
                self.heads,
                channels / self.heads,
            );
        }
        self.output.forward(client, &mixed, images, size, Some(x))
    }
}
