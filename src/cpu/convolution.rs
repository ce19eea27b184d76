//! 3×3 convolutions by Winograd's algorithm, and 1×1 ones as matrix products. Features are channels-last: `[H, W, C]`.
//!
//! F(4×4, 3×3) of Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks": a tile of 4×4 outputs comes from
//! 6×6 inputs d and the 3×3 weights g as Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A, which multiplies 36 times where the definition
//! multiplies 144 times. The products are summed over input channels, so they are 36 products of matrices.
//!
//! G g Gᵀ is four times as large as g, and one image uses it for a few tiles only: reading it from memory would take longer
//! than the arithmetic. So weights are kept as they are, and transformed for a few outputs at a time into the cache.
//!
//! The transformations are never inlined: compilers of wasm assign registers within a function. In one that holds all three a
//! call at batch 1 takes a tenth longer in Node 20, and as long in Chromium 148.

use std::array::from_fn;

use wide::f32x4;

use super::matmul::{LANES, Packed, panel_product, vectors, vectors_mut, whole};

/// Side of a tile of outputs, and of the inputs that it comes from.
const OUT: usize = 4;
const IN: usize = OUT + 2;
/// Tiles whose transforms are in the cache together.
const TILES: usize = 32;

/// What the rows of G of the paper, eq. 13, are divided by here ([`expand`]), so that they are small whole numbers. Those of
/// Bᵀ are multiplied by it instead.
const SCALE: [f32; IN] = [
    1.0 / 4.0,
    -1.0 / 6.0,
    -1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 24.0,
    1.0,
];

/// A feature map with a border of one zero, and enough zeros behind it that tiles end inside: `[rows, columns, C]`.
#[derive(Debug, Default)]
pub(super) struct Padded {
    data: Vec<[f32; LANES]>,
    columns: usize,
    /// Vectors of a pixel.
    depth: usize,
    size: usize,
}

impl Padded {
    /// Room for `images` maps, all zeros; channels are a whole number of vectors.
    pub fn shape(&mut self, images: usize, [h, w, channels]: [usize; 3]) {
        let padded = |n: usize| n.div_ceil(OUT) * OUT + 2;
        self.columns = padded(w);
        self.depth = channels / LANES;
        self.size = padded(h) * self.columns * self.depth;
        self.data.clear();
        self.data.resize(images * self.size, [0.0; LANES]);
    }

    /// The row `y` of an image, from its first pixel.
    pub fn row(&mut self, image: usize, y: usize) -> &mut [f32] {
        let from = image * self.size + ((y + 1) * self.columns + 1) * self.depth;
        self.data[from..].as_flattened_mut()
    }
}

/// Memory of a convolution, kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct Transforms {
    weights: Vec<f32x4>,
    input: Vec<[f32; LANES]>,
    output: Vec<[f32; LANES]>,
}

/// A 3×3 convolution that keeps height and width.
#[derive(Debug)]
pub(super) struct Conv3 {
    /// `[inputs·9, outputs]`.
    weights: Packed,
    bias: Vec<f32>,
    inputs: usize,
    /// Outputs, filled up to whole vectors.
    pub outputs: usize,
}

impl Conv3 {
    /// From weights `[outputs, inputs, 3, 3]`. Channels are filled up with zeros to whole vectors.
    pub fn new(weights: &[f32], bias: &[f32]) -> Self {
        let found = bias.len();
        let given = weights.len() / (9 * found);
        let (inputs, outputs) = (whole(given), whole(found));
        // Outputs are filled up by the packing itself.
        let packed = Packed::new(9 * inputs, found, |ik, j| {
            if ik < 9 * given {
                weights[j * given * 9 + ik]
            } else {
                0.0
            }
        });
        let mut bias = bias.to_vec();
        bias.resize(outputs, 0.0);
        Self {
            weights: packed,
            bias,
            inputs,
            outputs,
        }
    }

    /// Convolves `images` maps of `h`×`w`; `add` is added to the result where there is one.
    ///
    /// # Shapes
    /// - `x`: `[images, h, w, inputs]`, padded
    /// - `add`, `out`: `[images, h, w, outputs]`
    pub fn forward(
        &self,
        x: &Padded,
        images: usize,
        [h, w]: [usize; 2],
        add: Option<&[f32]>,
        out: &mut Vec<f32>,
        memory: &mut Transforms,
    ) {
        let (rows, columns) = (h.div_ceil(OUT), w.div_ceil(OUT));
        let all = images * rows * columns;
        out.resize(images * h * w * self.outputs, 0.0);
        let (out, add) = (vectors_mut(out), add.map(vectors));
        let (inputs, outputs) = (self.inputs / LANES, self.outputs / LANES);
        let place = |tile: usize| {
            let (image, inside) = (tile / (rows * columns), tile % (rows * columns));
            (image, inside / columns * OUT, inside % columns * OUT)
        };
        for first in (0..all).step_by(TILES) {
            let tiles = (all - first).min(TILES);
            let apart = [tiles * inputs, tiles * outputs];
            memory.input.resize(IN * IN * apart[0], [0.0; LANES]);
            memory.output.resize(IN * IN * apart[1], [0.0; LANES]);
            for tile in 0..tiles {
                let (image, y, column) = place(first + tile);
                let from = image * x.size + (y * x.columns + column) * inputs;
                let to = &mut memory.input[tile * inputs..];
                transform_input(&x.data[from..], x.columns, inputs, to, apart[0]);
            }
            self.products(tiles, memory);
            for tile in 0..tiles {
                let (image, y, column) = place(first + tile);
                let from = (image * h + y) * w + column;
                let products = &memory.output[tile * outputs..];
                let size = [OUT.min(h - y), OUT.min(w - column)];
                self.transform_output(products, apart[1], size, add, out, (from, w));
            }
        }
    }

    /// The 36 products of transformed inputs and weights.
    fn products(&self, tiles: usize, memory: &mut Transforms) {
        let Transforms {
            weights,
            input,
            output,
        } = memory;
        let (input, output) = (input.as_flattened(), output.as_flattened_mut());
        for (first, vectors, panel) in self.weights.panels() {
            let size = self.inputs * vectors;
            weights.resize(IN * IN * size, f32x4::ZERO);
            for (i, g) in panel.chunks_exact(9 * vectors).enumerate() {
                transform_weights(g, vectors, &mut weights[i * vectors..], size);
            }
            for (element, weights) in weights.chunks_exact(size).enumerate() {
                let a = &input[element * tiles * self.inputs..];
                let out = &mut output[element * tiles * self.outputs + first..];
                panel_product(a, tiles, (weights, vectors), (out, self.outputs));
            }
        }
    }

    /// Aᵀ m A of one tile, with bias and `add`, to the `size` pixels of `out` from pixel `from`, rows `row` pixels apart.
    #[inline(never)]
    fn transform_output(
        &self,
        products: &[[f32; LANES]],
        apart: usize,
        size: [usize; 2],
        add: Option<&[[f32; LANES]]>,
        out: &mut [[f32; LANES]],
        (from, row): (usize, usize),
    ) {
        for (c, bias) in vectors(&self.bias).iter().enumerate() {
            let mut half = [[f32x4::ZERO; OUT]; IN];
            for (y, half) in half.iter_mut().enumerate() {
                *half = inverse(from_fn(|x| products[(y * IN + x) * apart + c].into()));
            }
            let column = |x: usize| inverse(from_fn(|y| half[y][x]));
            for x in 0..size[1] {
                for (y, value) in column(x).iter().enumerate().take(size[0]) {
                    let at = (from + y * row + x) * (self.outputs / LANES) + c;
                    let mut value = *value + f32x4::from(*bias);
                    if let Some(add) = add {
                        value += f32x4::from(add[at]);
                    }
                    out[at] = value.to_array();
                }
            }
        }
    }
}

/// G g Gᵀ without [`SCALE`], of one input's weights for the outputs of a panel, `[9, vectors]`; its elements go to `out`,
/// `apart` vectors apart.
#[inline(never)]
fn transform_weights(g: &[f32x4], vectors: usize, out: &mut [f32x4], apart: usize) {
    for v in 0..vectors {
        let mut half = [[f32x4::ZERO; IN]; 3];
        for (x, half) in half.iter_mut().enumerate() {
            *half = expand(from_fn(|y| g[(y * 3 + x) * vectors + v]));
        }
        for y in 0..IN {
            let row = expand(from_fn(|x| half[x][y]));
            for (x, value) in row.iter().enumerate() {
                out[(y * IN + x) * apart + v] = *value;
            }
        }
    }
}

/// Bᵀ d B of the 6×6 pixels of `depth` vectors at the start of `x`, rows `columns` pixels apart; its elements go to `out`,
/// `apart` vectors apart.
#[inline(never)]
fn transform_input(
    x: &[[f32; LANES]],
    columns: usize,
    depth: usize,
    out: &mut [[f32; LANES]],
    apart: usize,
) {
    for c in 0..depth {
        let mut half = [[f32x4::ZERO; IN]; IN];
        for (y, half) in half.iter_mut().enumerate() {
            *half = direct(from_fn(|k| x[(y * columns + k) * depth + c].into()));
        }
        for k in 0..IN {
            let column = direct(from_fn(|y| half[y][k]));
            for (y, value) in column.iter().enumerate() {
                let value = *value * f32x4::splat(SCALE[y] * SCALE[k]);
                out[(y * IN + k) * apart + c] = value.to_array();
            }
        }
    }
}

/// G of the paper, eq. 13, each row divided by its [`SCALE`].
#[inline(always)]
fn expand([a, b, c]: [f32x4; 3]) -> [f32x4; IN] {
    let (ends, middle) = (a + c, b + b);
    let far = a + f32x4::splat(4.0) * c;
    [a, ends + b, ends - b, far + middle, far - middle, c]
}

/// Bᵀ of the paper, eq. 13.
#[inline(always)]
fn direct([a, b, c, d, e, f]: [f32x4; IN]) -> [f32x4; IN] {
    let (two, four, five) = (f32x4::splat(2.0), f32x4::splat(4.0), f32x4::splat(5.0));
    let even = e - four * c;
    let odd = d - four * b;
    let (low, high) = (e - c, two * (d - b));
    [
        four * a - five * c + e,
        even + odd,
        even - odd,
        low + high,
        low - high,
        four * b - five * d + f,
    ]
}

/// Aᵀ of the paper, eq. 13.
#[inline(always)]
fn inverse([a, b, c, d, e, f]: [f32x4; IN]) -> [f32x4; OUT] {
    let (two, four, eight) = (f32x4::splat(2.0), f32x4::splat(4.0), f32x4::splat(8.0));
    let (sum, difference) = (b + c, b - c);
    let (far, slope) = (d + e, d - e);
    [
        a + sum + far,
        difference + two * slope,
        sum + four * far,
        difference + eight * slope + f,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, channels-last.
    fn reference(
        x: &[f32],
        weights: &[f32],
        bias: &[f32],
        [h, w]: [usize; 2],
        inputs: usize,
    ) -> Vec<f32> {
        let outputs = bias.len();
        let mut out = Vec::new();
        for y in 0..h {
            for column in 0..w {
                for j in 0..outputs {
                    let mut sum = f64::from(bias[j]);
                    for (ky, kx) in (0..9).map(|k| (k / 3, k % 3)) {
                        let (sy, sx) = (y + ky, column + kx);
                        if sy == 0 || sx == 0 || sy > h || sx > w {
                            continue;
                        }
                        for i in 0..inputs {
                            let value = x[((sy - 1) * w + sx - 1) * inputs + i];
                            sum += f64::from(value * weights[(j * inputs + i) * 9 + ky * 3 + kx]);
                        }
                    }
                    out.push(sum as f32);
                }
            }
        }
        out
    }

    #[test]
    fn winograd_is_the_convolution_of_the_definition_at_every_edge() {
        for ([h, w], inputs, outputs) in [
            ([7, 7], 8, 12),
            ([14, 5], 4, 4),
            ([1, 9], 4, 8),
            ([4, 4], 12, 4),
        ] {
            let wave = |k: usize, f: f32| (k as f32 * f).sin();
            let x: Vec<f32> = (0..h * w * inputs).map(|k| wave(k, 0.7)).collect();
            let weights: Vec<f32> = (0..outputs * inputs * 9).map(|k| wave(k, 1.3)).collect();
            let bias: Vec<f32> = (0..outputs).map(|k| wave(k, 2.1)).collect();
            let images = 3;
            let mut padded = Padded::default();
            padded.shape(images, [h, w, inputs]);
            for (image, y) in (0..images * h).map(|k| (k / h, k % h)) {
                padded.row(image, y)[..w * inputs]
                    .copy_from_slice(&x[y * w * inputs..][..w * inputs]);
            }
            let expected = reference(&x, &weights, &bias, [h, w], inputs);
            let add = vec![0.5; images * expected.len()];
            let mut out = Vec::new();
            Conv3::new(&weights, &bias).forward(
                &padded,
                images,
                [h, w],
                Some(&add),
                &mut out,
                &mut Transforms::default(),
            );
            assert_eq!(out.len(), images * expected.len());
            for (k, value) in out.iter().enumerate() {
                let wanted = expected[k % expected.len()] + 0.5;
                assert!(
                    (value - wanted).abs() < 1e-4,
                    "{h}×{w}, value {k}: {value}, expected {wanted}"
                );
            }
        }
    }
}
