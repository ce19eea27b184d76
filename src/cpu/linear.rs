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

/// Timesteps and labels of a batch, each pair once: in a step of a run all images have the same timestep.
#[derive(Debug)]
pub(crate) struct Distinct {
    /// The timesteps.
    pub t: Vec<f32>,
    /// The labels, `[t.len(), K]`.
    pub labels: Vec<i32>,
    /// Which of them each image has.
    which: Vec<usize>,
}

impl Distinct {
    /// # Shapes
    /// - `t`: `[B]`
    /// - `labels`: `[B, K]`
    pub fn new(t: &[f32], labels: &[i32]) -> Self {
        let kinds = labels.len() / t.len();
        let mut found = Self {
            t: Vec::new(),
            labels: Vec::new(),
            which: Vec::with_capacity(t.len()),
        };
        for (image, &t) in t.iter().enumerate() {
            let row = &labels[image * kinds..][..kinds];
            let same = |&k: &usize| found.t[k] == t && found.labels[k * kinds..][..kinds] == *row;
            let place = (0..found.t.len()).find(same).unwrap_or_else(|| {
                found.t.push(t);
                found.labels.extend_from_slice(row);
                found.t.len() - 1
            });
            found.which.push(place);
        }
        found
    }

    /// What an image has, of `rows` that are one for each pair.
    pub fn row<'a>(&self, image: usize, rows: &'a [f32]) -> &'a [f32] {
        let size = rows.len() / self.t.len();
        &rows[self.which[image] * size..][..size]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_of_timestep_and_label_is_computed_once_and_given_to_all_that_have_it() {
        let pairs = Distinct::new(&[5.0, 7.0, 5.0, 5.0], &[1, 1, 1, 2]);
        assert_eq!(
            (&pairs.t[..], &pairs.labels[..]),
            (&[5.0, 7.0, 5.0][..], &[1, 1, 2][..])
        );
        let rows = [10.0, 11.0, 20.0, 21.0, 30.0, 31.0];
        let of = |image| pairs.row(image, &rows)[0];
        assert_eq!([0, 1, 2, 3].map(of), [10.0, 20.0, 10.0, 30.0]);
        let unlabelled = Distinct::new(&[3.0, 3.0], &[]);
        assert_eq!(unlabelled.row(1, &[1.0, 2.0]), [1.0, 2.0]);
    }
}
