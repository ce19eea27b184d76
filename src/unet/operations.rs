//! What is done to feature maps, as operations that a trainer can replace.

use std::fmt::Debug;

use burn::module::Param;
use burn::nn::GroupNorm;
use burn::nn::conv::Conv2d;
use burn::tensor::Tensor;
use burn::tensor::activation::silu;
use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;

/// How convolution, normalisation and activation are computed. The methods' bodies compose burn's operations, which every backend
/// has; a trainer may bring faster ones of the same values.
pub trait Operations: Debug + Sync {
    /// A convolution of stride 1 with a k×k kernel, k odd, that keeps height and width.
    ///
    /// # Shapes
    /// - `x`: `[B, C, H, W]`
    /// - `weight`: `[D, C, k, k]`
    /// - `bias`: `[D]`
    /// - output: `[B, D, H, W]`
    fn conv(&self, x: Tensor<4>, weight: Tensor<4>, bias: Tensor<1>) -> Tensor<4> {
        let around = weight.dims()[2] / 2;
        let options = ConvOptions::new([1, 1], [around, around], [1, 1], 1);
        conv2d(x, weight, Some(bias), options)
    }

    /// Group normalisation (Wu & He 2018) with a factor and an offset for each image and channel:
    /// `y = (x − μ)/√(σ² + ε)·factor + offset`.
    ///
    /// # Shapes
    /// - `x`, output: `[B, C, H, W]`
    /// - `factor`, `offset`: `[B, C]`
    fn group_norm(
        &self,
        x: Tensor<4>,
        factor: Tensor<2>,
        offset: Tensor<2>,
        groups: usize,
        epsilon: f64,
    ) -> Tensor<4> {
        let [b, c, h, w] = x.dims();
        let grouped = x.clone().reshape([b, groups, c / groups * h * w]);
        let mean = grouped.clone().mean_dim(2); // [B, groups, 1]
        let variance = (grouped - mean.clone()).square().mean_dim(2);
        let deviation = variance.add_scalar(epsilon).sqrt();
        let per_channel = |v: Tensor<3>| v.repeat_dim(2, c / groups).reshape([b, c]);
        // The statistics fold into factor and offset too, so that the feature map is read and written once.
        let factor = per_channel(deviation.recip()) * factor;
        let offset = offset - per_channel(mean) * factor.clone();
        x * factor.reshape([b, c, 1, 1]) + offset.reshape([b, c, 1, 1])
    }

    /// x·sigmoid(x) (Elfwing et al. 2017), any shape.
    fn silu(&self, x: Tensor<4>) -> Tensor<4> {
        silu(x)
    }
}

/// Every operation composed of burn's.
#[derive(Debug, Clone, Copy)]
pub struct Composed;

impl Operations for Composed {}

/// A convolution of [`Operations::conv`]'s kind, by these operations.
pub(super) fn conv(operations: &dyn Operations, conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    match &conv.bias {
        Some(bias) => operations.conv(x, conv.weight.val(), bias.val()),
        None => conv.forward(x),
    }
}

/// Group normalisation followed by an optional per-image scale and shift: `y = ((x − μ)/√(σ² + ε)·γ + β)·(1 + s) + h`.
///
/// γ, β, s and h fold into one factor and one offset for each image and channel.
///
/// # Shapes
/// - `x`: `[B, C, H, W]`
/// - `scale_shift`: `[B, 2·C]`, s before h
/// - output: `[B, C, H, W]`
pub(super) fn norm(
    operations: &dyn Operations,
    norm: &GroupNorm,
    x: Tensor<4>,
    scale_shift: Option<Tensor<2>>,
) -> Tensor<4> {
    let [b, c, ..] = x.dims();
    let device = x.device();
    let affine = |parameter: &Option<Param<Tensor<1>>>, otherwise: f64| match parameter {
        Some(value) => value.val().reshape([1, c]).repeat_dim(0, b),
        None => Tensor::full([b, c], otherwise, &device),
    };
    let (mut factor, mut offset) = (affine(&norm.gamma, 1.0), affine(&norm.beta, 0.0)); // [B, C]
    if let Some(scale_shift) = scale_shift {
        let scale = scale_shift.clone().slice([0..b, 0..c]).add_scalar(1.0);
        factor = factor * scale.clone();
        offset = offset * scale + scale_shift.slice([0..b, c..2 * c]);
    }
    operations.group_norm(x, factor, offset, norm.num_groups, norm.epsilon)
}
