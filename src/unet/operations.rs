//! Normalisation, folded with its conditioning, and activation: what a backend may have faster ways for than burn's layers.

use std::fmt::Debug;

use burn::nn::GroupNorm;
use burn::tensor::Tensor;
use burn::tensor::activation::silu;

/// How normalisation and activation are computed. The methods' bodies compose burn's operations, which every backend has; a
/// trainer may bring faster ones of the same values.
pub trait Operations: Debug + Sync {
    /// Group normalisation followed by an optional per-image scale and shift.
    ///
    /// # Shapes
    /// - `x`: `[B, C, H, W]`
    /// - `scale_shift`: `[B, 2·C]`, scale before shift
    /// - output: `[B, C, H, W]`
    fn norm(&self, norm: &GroupNorm, x: Tensor<4>, scale_shift: Option<Tensor<2>>) -> Tensor<4> {
        self::norm(norm, x, scale_shift)
    }

    /// x·sigmoid(x) (Elfwing et al. 2017), any shape.
    fn silu(&self, x: Tensor<4>) -> Tensor<4> {
        silu(x)
    }
}

/// [`Operations`] composed of burn's.
#[derive(Debug, Clone, Copy)]
pub struct Composed;

impl Operations for Composed {}

/// Group normalisation (Wu & He 2018) followed by an optional per-image scale and shift:
/// `y = ((x − μ)/√(σ² + ε)·γ + β)·(1 + s) + h`.
///
/// Mean, deviation, γ, β, s and h fold into one factor and one offset for each image and channel, so that the feature
/// map itself is read and written once instead of five times.
///
/// # Shapes
/// - `x`: `[B, C, H, W]`
/// - `scale_shift`: `[B, 2·C]`, s before h
/// - output: `[B, C, H, W]`
fn norm(norm: &GroupNorm, x: Tensor<4>, scale_shift: Option<Tensor<2>>) -> Tensor<4> {
    let [b, c, h, w] = x.dims();
    let groups = norm.num_groups;
    let grouped = x.clone().reshape([b, groups, c / groups * h * w]);
    let mean = grouped.clone().mean_dim(2); // [B, groups, 1]
    let variance = (grouped - mean.clone()).square().mean_dim(2);
    let deviation = variance.add_scalar(norm.epsilon).sqrt();
    let per_channel = |v: Tensor<3>| v.repeat_dim(2, c / groups).reshape([b, c]);
    let gamma = norm.gamma.as_ref().map(|p| p.val().reshape([1, c]));
    let beta = norm.beta.as_ref().map(|p| p.val().reshape([1, c]));

    let mut factor = per_channel(deviation.recip()); // [B, C]
    if let Some(gamma) = gamma {
        factor = factor * gamma;
    }
    let mut offset = -per_channel(mean) * factor.clone();
    if let Some(beta) = beta {
        offset = offset + beta;
    }
    if let Some(scale_shift) = scale_shift {
        let scale = scale_shift.clone().slice([0..b, 0..c]).add_scalar(1.0);
        factor = factor * scale.clone();
        offset = offset * scale + scale_shift.slice([0..b, c..2 * c]);
    }
    x * factor.reshape([b, c, 1, 1]) + offset.reshape([b, c, 1, 1])
}
