//! Linear layers, and the embedding that is made of them.

use super::matmul::Packed;
use super::normalisation::silu_all;
use crate::unet::embedding::frequencies;

/// `y = x·W + b`.
#[derive(Debug)]
pub(crate) struct Linear {
    weights: Packed,
    bias: Vec<f32>,
    inputs: usize,
}

impl Linear {
    /// The layer whose weight of input i and output j is `element(i, j)`, with a bias for each output.
    pub fn new(inputs: usize, bias: Vec<f32>, element: impl Fn(usize, usize) -> f32) -> Self {
        Self {
            weights: Packed::new(inputs, bias.len(), element),
            bias,
            inputs,
        }
    }

    /// `rows` vectors of inputs to as many of outputs.
    pub fn forward(&self, x: &[f32], rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.bias.len(), 0.0);
        let width = self.bias.len();
        self.weights
            .product((x, self.inputs), rows, &self.bias, (out, width));
    }
}

/// [`ConditionEmbedding`](crate::unet::embedding::ConditionEmbedding) and the SiLU that every block applies to it. It is
/// computed here for the GPU too: the sinusoids of a shader are exact to a thousandth only, and what follows them is small.
#[derive(Debug)]
pub(crate) struct Embedding {
    /// From the sinusoidal features.
    pub time_1: Linear,
    /// To the embedding.
    pub time_2: Linear,
    /// One table `[classes + 1, size]` for each kind of label.
    pub labels: Vec<Vec<f32>>,
    /// Numbers of an embedding.
    pub size: usize,
}

impl Embedding {
    /// # Shapes
    /// - `t`: `[B]`
    /// - `labels`: `[B, K]`
    /// - output: `[B, size]`
    pub fn forward(&self, t: &[f32], labels: &[i32]) -> Vec<f32> {
        let size = self.size;
        let frequencies = frequencies(size);
        let mut features = Vec::with_capacity(t.len() * size);
        for &t in t {
            features.extend(frequencies.iter().map(|omega| libm::cosf(t * omega)));
            features.extend(frequencies.iter().map(|omega| libm::sinf(t * omega)));
        }
        let (mut inner, mut embedding) = (Vec::new(), Vec::new());
        self.time_1.forward(&features, t.len(), &mut inner);
        silu_all(&mut inner);
        self.time_2.forward(&inner, t.len(), &mut embedding);
        for (k, embedding) in embedding.chunks_exact_mut(size).enumerate() {
            for (kind, table) in self.labels.iter().enumerate() {
                let row = labels[k * self.labels.len() + kind] as usize * size;
                for (value, label) in embedding.iter_mut().zip(&table[row..row + size]) {
                    *value += label;
                }
            }
        }
        silu_all(&mut embedding);
        embedding
    }
}
