//! Group normalisation, conditioning and SiLU of channels-last features in one pass.

use wide::f32x4;

use super::convolution::Padded;
use super::matmul::{LANES, vectors, vectors_mut};

/// A group normalisation (Wu & He 2018).
#[derive(Debug)]
pub(super) struct Norm {
    pub gamma: Vec<f32>,
    pub beta: Vec<f32>,
    pub groups: usize,
    pub epsilon: f32,
}

/// One factor and one offset for each channel: normalisation, γ, β and conditioning together.
#[derive(Debug, Default)]
pub(super) struct Affine {
    factor: Vec<f32>,
    offset: Vec<f32>,
    sums: Vec<f32>,
}

impl Norm {
    /// What `y = ((x − μ)/√(σ² + ε)·γ + β)·(1 + s) + h` is for one image.
    ///
    /// # Shapes
    /// - `x`: `[pixels, C]`
    /// - `scale_shift`: `[2·C]`, s before h; empty for none
    pub fn affine(&self, x: &[f32], scale_shift: &[f32], affine: &mut Affine) {
        let channels = self.gamma.len();
        let width = channels / self.groups;
        let count = (x.len() / channels * width) as f32;
        let Affine {
            factor,
            offset,
            sums,
        } = affine;
        // The mean first and the deviation from it second: their difference in one pass loses digits.
        factor.clear();
        factor.resize(channels, 0.0);
        sum_of(x, &factor[..], sums, |x, _| x);
        for (mean, sums) in factor.chunks_mut(width).zip(sums.chunks(width)) {
            mean.fill(sums.iter().sum::<f32>() / count);
        }
        sum_of(x, &factor[..], sums, |x, mean| (x - mean) * (x - mean));
        offset.clear();
        let groups = factor.chunks_mut(width).zip(sums.chunks(width));
        for (group, (factor, sums)) in groups.enumerate() {
            let variance = sums.iter().sum::<f32>() / count;
            let reciprocal = 1.0 / (variance + self.epsilon).sqrt();
            for (c, factor) in (group * width..).zip(factor) {
                let mean = *factor;
                let mut scale = reciprocal * self.gamma[c];
                let mut shift = self.beta[c] - mean * scale;
                if let (Some(s), Some(h)) = (scale_shift.get(c), scale_shift.get(channels + c)) {
                    scale *= 1.0 + s;
                    shift = shift * (1.0 + s) + h;
                }
                *factor = scale;
                offset.push(shift);
            }
        }
    }
}

/// Sums over pixels of `term(x, parameter)`, channel by channel.
fn sum_of(x: &[f32], parameter: &[f32], sums: &mut Vec<f32>, term: impl Fn(f32x4, f32x4) -> f32x4) {
    let channels = parameter.len();
    sums.clear();
    sums.resize(channels, 0.0);
    let x = vectors(x);
    let columns = vectors(parameter).iter().zip(vectors_mut(sums));
    for (c, (parameter, sums)) in columns.enumerate() {
        let pixels = x.iter().skip(c).step_by(channels / LANES);
        let sum = pixels.fold(f32x4::ZERO, |sum, &x| {
            sum + term(x.into(), (*parameter).into())
        });
        *sums = sum.to_array();
    }
}

impl Affine {
    /// `factor·x + offset`, pixel by pixel.
    pub fn apply(&self, x: &[f32], out: &mut Vec<f32>) {
        out.clear();
        for pixel in x.chunks_exact(self.factor.len()) {
            let terms = pixel.iter().zip(&self.factor).zip(&self.offset);
            out.extend(terms.map(|((x, factor), offset)| x * factor + offset));
        }
    }

    /// SiLU of `factor·x + offset`, into one image of a padded map.
    pub fn activate(&self, x: &[f32], [h, w]: [usize; 2], out: &mut Padded, image: usize) {
        let row = w * self.factor.len();
        for y in 0..h {
            let from = &x[y * row..(y + 1) * row];
            let to = &mut out.row(image, y)[..row];
            let pixels = from.chunks_exact(self.factor.len());
            for (x, out) in pixels.zip(to.chunks_exact_mut(self.factor.len())) {
                let affine = vectors(&self.factor).iter().zip(vectors(&self.offset));
                let channels = vectors(x).iter().zip(vectors_mut(out));
                for ((&x, out), (&factor, &offset)) in channels.zip(affine) {
                    let scaled = f32x4::from(x) * f32x4::from(factor);
                    *out = silu(scaled + f32x4::from(offset)).to_array();
                }
            }
        }
    }
}

/// x·σ(x).
#[inline(always)]
pub(super) fn silu(x: f32x4) -> f32x4 {
    x / (f32x4::ONE + (-x).exp())
}

/// [`silu`] of every value; their number is a whole number of vectors.
pub(super) fn silu_all(values: &mut [f32]) {
    for values in vectors_mut(values) {
        *values = silu((*values).into()).to_array();
    }
}
