//! The kernels: features are channels-last, `[B, H·W, C]`, and every number of channels is a whole number of vectors.

use cubecl::prelude::*;

/// Four channels.
type Four = Vector<f32, Const<4>>;

/// What is fixed about a [`convolution`] when its kernel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConvolutionShape {
    /// Height and width of the input.
    pub input: [usize; 2],
    /// Height and width of the output.
    pub output: [usize; 2],
    /// Channels of the input, in vectors.
    pub inputs: usize,
    /// Channels of the output, in vectors.
    pub outputs: usize,
    /// Side of the filter, which is also its stride unless that is 1.
    pub side: usize,
    /// Pixels from one place of the filter to the next.
    pub stride: usize,
    /// Zeros around the input.
    pub padding: usize,
    /// Whether something is added to the output.
    pub adds: bool,
    /// Pixels that a unit computes.
    pub pixels: usize,
    /// Vectors of channels that a unit computes for each of its pixels.
    pub vectors: usize,
}

/// A convolution with bias. A unit computes a tile of `pixels` × `vectors` in registers, so that each value it reads is used
/// for several products; its neighbour has the next channels of the same pixels.
///
/// # Shapes
/// - `x`: `[images, input, inputs]`
/// - `weights`: `[side², 4·inputs, outputs]`, `bias`: `[outputs]`
/// - `add`, `out`: `[images, output, outputs]`
#[cube(launch_unchecked)]
pub fn convolution(
    x: &[Vector<f32, Const<4>>],
    weights: &[Vector<f32, Const<4>>],
    bias: &[Vector<f32, Const<4>>],
    add: &[Vector<f32, Const<4>>],
    out: &mut [Vector<f32, Const<4>>],
    images: u32,
    #[comptime] shape: ConvolutionShape,
) {
    let tile = comptime!(shape.pixels);
    let vectors = comptime!(shape.vectors);
    let inputs = comptime!(shape.inputs);
    let outputs = comptime!(shape.outputs);
    let blocks = comptime!(outputs / vectors);
    let size = comptime!(shape.output[0] * shape.output[1]);
    let width = comptime!(shape.output[1]);
    let [input_height, input_width] = comptime!(shape.input);
    let (side, stride, padding) = comptime!((shape.side, shape.stride, shape.padding));

    let pixels = images as usize * size;
    let first = ABSOLUTE_POS / blocks * tile;
    let channel = ABSOLUTE_POS % blocks * vectors;
    if first >= pixels {
        terminate!();
    }

    let mut sums = Sequence::<RuntimeCell<Four>>::new();
    #[unroll]
    for _ in 0..tile {
        #[unroll]
        for v in 0..vectors {
            sums.push(RuntimeCell::new(bias[channel + v]));
        }
    }

    for tap in 0..comptime!(side * side) {
        let mut from = Sequence::<usize>::new();
        let mut inside = Sequence::<f32>::new();
        #[unroll]
        for p in 0..tile {
            // The last tile may reach beyond the last pixel; what is computed there is not kept.
            let pixel = clamp_max(first + p, pixels - 1);
            let rest = pixel % size;
            let y = rest / width * stride + tap / side;
            let column = rest % width * stride + tap % side;
            let within = y >= padding
                && y < input_height + padding
                && column >= padding
                && column < input_width + padding;
            let place =
                (pixel / size * input_height + y - padding) * input_width + column - padding;
            from.push(select(within, place * inputs, 0));
            inside.push(select(within, 1.0f32, 0.0f32));
        }
        for i in 0..inputs {
            let mut values = Sequence::<Four>::new();
            #[unroll]
            for p in 0..tile {
                values.push(x[*from.index(p) + i] * Vector::broadcast(*inside.index(p)));
            }
            #[unroll]
            for lane in 0..4usize {
                let row = ((tap * inputs + i) * 4 + lane) * outputs + channel;
                #[unroll]
                for v in 0..vectors {
                    let weight = weights[row + v];
                    #[unroll]
                    for p in 0..tile {
                        let sum = sums.index(comptime!(p * vectors + v));
                        let value = Vector::broadcast(values.index(p).extract(lane));
                        sum.store(sum.read() + value * weight);
                    }
                }
            }
        }
    }

    #[unroll]
    for p in 0..tile {
        if first + p < pixels {
            #[unroll]
            for v in 0..vectors {
                let at = (first + p) * outputs + channel + v;
                let mut value = sums.index(comptime!(p * vectors + v)).read();
                if comptime!(shape.adds) {
                    value += add[at];
                }
                out[at] = value;
            }
        }
    }
}

/// What is fixed about a [`normalisation`] when its kernel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NormalisationShape {
    /// Pixels of an image.
    pub pixels: usize,
    /// Channels of a pixel.
    pub channels: usize,
    /// Groups of channels.
    pub groups: usize,
    /// Numbers of conditioning that each image has, and where those of this layer begin; `None` without.
    pub condition: Option<[usize; 2]>,
    /// Whether SiLU follows.
    pub activates: bool,
    /// Units of a cube.
    pub units: usize,
}

/// Group normalisation (Wu & He 2018), scale and shift, and SiLU: `y = ((x − μ)/√(σ² + ε)·γ + β)·(1 + s) + h`. A cube has one
/// group of one image.
///
/// # Shapes
/// - `x`, `out`: `[images, pixels, channels]`
/// - `parameters`: `[2, channels]`, γ and β
/// - `condition`: `[images, …]`, with `[2, channels]` of this layer in it, s and h
#[cube(launch_unchecked)]
pub fn normalisation(
    x: &[f32],
    parameters: &[f32],
    condition: &[f32],
    out: &mut [f32],
    epsilon: f32,
    #[comptime] shape: NormalisationShape,
) {
    let channels = comptime!(shape.channels);
    let width = comptime!(shape.channels / shape.groups);
    let count = comptime!(shape.pixels * shape.channels / shape.groups);
    let units = comptime!(shape.units);
    let first = CUBE_POS_X as usize * width;
    let base = CUBE_POS_Y as usize * comptime!(shape.pixels * shape.channels) + first;
    let unit = UNIT_POS as usize;
    let mut shared = Shared::<[f32]>::new_slice(units);

    let mut sum = 0.0f32;
    for k in range_stepped(unit, count, units) {
        sum += x[base + k / width * channels + k % width];
    }
    let mean = total(&mut shared, sum, units) / comptime!(count as f32);
    // The mean first and the deviation from it second: their difference in one pass loses digits.
    sum = 0.0f32;
    for k in range_stepped(unit, count, units) {
        let apart = x[base + k / width * channels + k % width] - mean;
        sum += apart * apart;
    }
    let variance = total(&mut shared, sum, units) / comptime!(count as f32);
    let reciprocal = 1.0f32 / (variance + epsilon).sqrt();

    for k in range_stepped(unit, count, units) {
        let channel = first + k % width;
        let mut scale = reciprocal * parameters[channel];
        let mut shift = parameters[channels + channel] - mean * scale;
        if comptime!(shape.condition.is_some()) {
            let [all, begin] = comptime!(shape.condition.unwrap_or_default());
            let at = CUBE_POS_Y as usize * all + begin + channel;
            let factor = 1.0f32 + condition[at];
            scale *= factor;
            shift = shift * factor + condition[at + channels];
        }
        let at = base + k / width * channels + k % width;
        let mut y = x[at] * scale + shift;
        if comptime!(shape.activates) {
            y /= 1.0f32 + (-y).exp();
        }
        out[at] = y;
    }
}

/// The sum of one value of each unit of a cube.
#[cube]
fn total(shared: &mut Shared<[f32]>, value: f32, #[comptime] units: usize) -> f32 {
    // Whoever still reads an earlier sum is waited for.
    sync_cube();
    shared[UNIT_POS as usize] = value;
    sync_cube();
    let mut sum = 0.0f32;
    for k in 0..units {
        sum += shared[k];
    }
    sum
}

/// Softmax attention (Vaswani et al. 2017), one unit for each query, which goes over the keys once: the largest score so far
/// scales what was summed before it (Milakov & Gimelshein 2018).
///
/// # Shapes
/// - `qkv`: `[images, positions, 3, heads, size]`
/// - `out`: `[images, positions, heads, size]`
#[cube(launch_unchecked)]
pub fn attention(
    qkv: &[f32],
    out: &mut [f32],
    images: u32,
    #[comptime] positions: usize,
    #[comptime] heads: usize,
    #[comptime] size: usize,
) {
    if ABSOLUTE_POS >= images as usize * comptime!(positions * heads) {
        terminate!();
    }
    let head = ABSOLUTE_POS % heads;
    let position = ABSOLUTE_POS / heads;
    let row = comptime!(3 * heads * size);
    let first = position / positions * positions;
    let query_at = position * row + head * size;

    let mut query = Array::<f32>::new(size);
    let mut sums = Array::<f32>::new(size);
    #[unroll]
    for k in 0..size {
        query[k] = qkv[query_at + k] * comptime!(1.0 / (size as f32).sqrt());
        sums[k] = 0.0f32;
    }
    let mut largest = f32::min_value();
    let mut weights = 0.0f32;
    for other in 0..positions {
        let key_at = (first + other) * row + comptime!(heads * size) + head * size;
        let mut score = 0.0f32;
        #[unroll]
        for k in 0..size {
            score += query[k] * qkv[key_at + k];
        }
        let before = largest;
        largest = max(largest, score);
        let kept = (before - largest).exp();
        let weight = (score - largest).exp();
        weights = weights * kept + weight;
        #[unroll]
        for k in 0..size {
            sums[k] = sums[k] * kept + weight * qkv[key_at + comptime!(heads * size) + k];
        }
    }
    let out_at = (position * heads + head) * size;
    #[unroll]
    for k in 0..size {
        out[out_at + k] = sums[k] / weights;
    }
}

/// What is fixed about the kernels between images and features when they are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PatchShape {
    /// Channels, height and width of an image.
    pub image: [usize; 3],
    /// Side of a patch.
    pub patch: usize,
    /// Channels of a feature, filled up to whole vectors.
    pub features: usize,
}

/// Images `[B, C, H, W]` to features, a patch each; what fills them up is zero.
#[cube(launch_unchecked)]
pub fn patches(image: &[f32], out: &mut [f32], images: u32, #[comptime] shape: PatchShape) {
    let [channels, height, width] = comptime!(shape.image);
    let patch = comptime!(shape.patch);
    let features = comptime!(shape.features);
    let columns = comptime!(width / patch);
    let rows = comptime!(height / patch);
    if ABSOLUTE_POS >= images as usize * comptime!(rows * columns * features) {
        terminate!();
    }
    let feature = ABSOLUTE_POS % features;
    let pixel = ABSOLUTE_POS / features;
    let (row, column) = (pixel / columns % rows, pixel % columns);
    let channel = feature / comptime!(patch * patch);
    let y = row * patch + feature / patch % patch;
    let x = column * patch + feature % patch;
    let there = channel < channels;
    let from = (pixel / comptime!(rows * columns) * channels + channel) * comptime!(height * width)
        + y * width
        + x;
    out[ABSOLUTE_POS] = select(there, image[select(there, from, 0)], 0.0f32);
}

/// The inverse of [`patches`].
#[cube(launch_unchecked)]
pub fn unpatched(x: &[f32], out: &mut [f32], images: u32, #[comptime] shape: PatchShape) {
    let [channels, height, width] = comptime!(shape.image);
    let patch = comptime!(shape.patch);
    if ABSOLUTE_POS >= images as usize * comptime!(channels * height * width) {
        terminate!();
    }
    let column = ABSOLUTE_POS % width;
    let y = ABSOLUTE_POS / width % height;
    let channel = ABSOLUTE_POS / comptime!(width * height) % channels;
    let image = ABSOLUTE_POS / comptime!(channels * height * width);
    let pixel =
        (image * comptime!(height / patch) + y / patch) * comptime!(width / patch) + column / patch;
    let feature = (channel * patch + y % patch) * patch + column % patch;
    out[ABSOLUTE_POS] = x[pixel * comptime!(shape.features) + feature];
}

/// Features of twice the height and width, from four that lie one behind the other, with those of the way down behind them.
///
/// # Shapes
/// - `x`: `[images, h/2·w/2, 4·channels]`
/// - `skip`: `[images, h·w, channels]`
/// - `out`: `[images, h·w, 2·channels]`
#[cube(launch_unchecked)]
pub fn joined(
    x: &[f32],
    skip: &[f32],
    out: &mut [f32],
    images: u32,
    #[comptime] size: [usize; 2],
    #[comptime] channels: usize,
) {
    let [height, width] = size;
    if ABSOLUTE_POS >= images as usize * comptime!(2 * height * width * channels) {
        terminate!();
    }
    let channel = ABSOLUTE_POS % comptime!(2 * channels);
    let pixel = ABSOLUTE_POS / comptime!(2 * channels);
    if channel < channels {
        let y = pixel / width;
        let column = pixel % width;
        // The height is even, so that halves of rows of a batch are those of its images.
        let from = (y / 2 * comptime!(width / 2) + column / 2) * 4 + y % 2 * 2 + column % 2;
        out[ABSOLUTE_POS] = x[from * channels + channel];
    } else {
        out[ABSOLUTE_POS] = skip[pixel * channels + channel - channels];
    }
}
