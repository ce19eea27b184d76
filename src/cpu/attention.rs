//! Multi-head self-attention over the pixels of one image.

use wide::f32x4;

use super::linear::Linear;
use super::matmul::{LANES, Packed};
use super::normalisation::{Affine, Norm};

/// [`crate::unet::attention::Attention`].
#[derive(Debug)]
pub(super) struct Attention {
    pub norm: Norm,
    pub qkv: Linear,
    pub output: Linear,
    pub heads: usize,
}

/// Memory of an attention, kept from one image to the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    tokens: Vec<f32>,
    qkv: Vec<f32>,
    keys: Packed,
    values: Packed,
    scores: Vec<f32>,
    mixed: Vec<f32>,
    output: Vec<f32>,
}

impl Attention {
    /// Adds to `x`, `[pixels, C]`, what its pixels say to each other.
    pub fn forward(&self, x: &mut [f32], affine: &mut Affine, scratch: &mut Scratch) {
        let c = self.norm.gamma.len();
        let (n, d) = (x.len() / c, c / self.heads);
        let factor = (d as f32).sqrt().recip();
        let Scratch {
            tokens,
            qkv,
            keys,
            values,
            scores,
            mixed,
            output,
        } = scratch;
        self.norm.affine(x, &[], affine);
        affine.apply(x, tokens);
        self.qkv.forward(tokens, n, qkv); // [n, 3·C]: all queries, all keys, all values; in each, head after head
        scores.resize(n * n, 0.0);
        mixed.resize(n * c, 0.0);
        for head in 0..self.heads {
            let at = |part: usize, token: usize, k: usize| token * 3 * c + part * c + head * d + k;
            keys.fill(d, n, |k, token| factor * qkv[at(1, token, k)]);
            keys.product((&qkv[at(0, 0, 0)..], 3 * c), n, &[], (scores, n));
            for scores in scores.chunks_exact_mut(n) {
                softmax(scores);
            }
            values.fill(n, d, |token, k| qkv[at(2, token, k)]);
            values.product((scores, n), n, &[], (&mut mixed[head * d..], c));
        }
        self.output.forward(mixed, n, output);
        for (x, output) in x.iter_mut().zip(output) {
            *x += *output;
        }
    }
}

/// Probabilities in proportion to the exponentials of scores.
fn softmax(scores: &mut [f32]) {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for scores in scores.chunks_mut(LANES) {
        let mut vector = [largest; LANES];
        vector[..scores.len()].copy_from_slice(scores);
        let powers = (f32x4::from(vector) - f32x4::splat(largest)).exp();
        scores.copy_from_slice(&powers.to_array()[..scores.len()]);
        sum += scores.iter().sum::<f32>();
    }
    let reciprocal = 1.0 / sum;
    for score in scores {
        *score *= reciprocal;
    }
}
