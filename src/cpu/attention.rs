//! Multi-head self-attention over the pixels of one image.

use std::array::from_fn;

use wide::f32x4;

use super::linear::Linear;
use super::matmul::{LANES, Packed, whole};
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
        let width = whole(n);
        scores.resize(n * width, 0.0);
        mixed.resize(n * c, 0.0);
        for head in 0..self.heads {
            let at = |part: usize, token: usize, k: usize| token * 3 * c + part * c + head * d + k;
            keys.fill(d, width, |k, token| {
                if token < n {
                    factor * qkv[at(1, token, k)]
                } else {
                    0.0
                }
            });
            keys.product((&qkv[at(0, 0, 0)..], 3 * c), n, &[], (scores, width));
            for scores in scores.chunks_exact_mut(width) {
                softmax(&mut scores[..n]);
            }
            values.fill(n, d, |token, k| qkv[at(2, token, k)]);
            values.product((scores, width), n, &[], (&mut mixed[head * d..], c));
        }
        self.output.forward(mixed, n, output);
        for (x, output) in x.iter_mut().zip(output) {
            *x += *output;
        }
    }
}

/// Probabilities in proportion to the exponentials of scores.
fn softmax(scores: &mut [f32]) {
    // A comparison, since wasm has no instruction for `f32::max`.
    let larger = |a: f32, b: f32| if b > a { b } else { a };
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, larger);
    let powers = |scores: [f32; LANES]| (f32x4::from(scores) - f32x4::splat(largest)).exp();
    let (vectors, rest) = scores.as_chunks_mut::<LANES>();
    let mut sums = f32x4::ZERO;
    for scores in vectors {
        let powers = powers(*scores);
        sums += powers;
        *scores = powers.to_array();
    }
    let mut sum: f32 = sums.to_array().iter().sum();
    let padded = from_fn(|k| rest.get(k).copied().unwrap_or(largest));
    for (score, power) in rest.iter_mut().zip(powers(padded).to_array()) {
        sum += power;
        *score = power;
    }
    let reciprocal = 1.0 / sum;
    for score in scores {
        *score *= reciprocal;
    }
}
