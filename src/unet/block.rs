//! The residual block, and group normalisation folded with its conditioning.

use burn::module::{Initializer, Module};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{GroupNorm, GroupNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::silu;
use burn::tensor::{Device, Tensor};

/// A 3×3 convolution that keeps height and width.
pub(super) fn conv3(input: usize, output: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([input, output], [3, 3])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .init(device)
}

/// A 3×3 convolution that starts as zero, so that the block or network it ends starts as the identity or as zero.
pub(super) fn zero_conv3(input: usize, output: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([input, output], [3, 3])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .with_initializer(Initializer::Zeros)
        .init(device)
}

/// A 1×1 convolution.
pub(super) fn conv1(input: usize, output: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([input, output], [1, 1]).init(device)
}

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
pub(super) fn norm(norm: &GroupNorm, x: Tensor<4>, scale_shift: Option<Tensor<2>>) -> Tensor<4> {
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

/// Two convolutions with normalisation, SiLU and conditioning, around a shortcut (DDPM, appendix B; scale and shift as
/// in Dhariwal & Nichol 2021, "adaptive group normalisation").
#[derive(Module, Debug)]
pub struct ResidualBlock {
    /// Before the first convolution.
    pub norm_1: GroupNorm,
    /// Changes the number of channels.
    pub conv_1: Conv2d,
    /// Embedding → scale and shift of the second normalisation.
    pub condition: Linear,
    /// Before the second convolution.
    pub norm_2: GroupNorm,
    /// Starts as zero.
    pub conv_2: Conv2d,
    /// 1×1, where the number of channels changes.
    pub shortcut: Option<Conv2d>,
}

impl ResidualBlock {
    /// Fresh weights of a block from `input` to `output` channels.
    pub fn new(
        input: usize,
        output: usize,
        groups: usize,
        embedding: usize,
        device: &Device,
    ) -> Self {
        Self {
            norm_1: GroupNormConfig::new(groups, input).init(device),
            conv_1: conv3(input, output, device),
            condition: LinearConfig::new(embedding, 2 * output)
                .with_initializer(Initializer::Zeros)
                .init(device),
            norm_2: GroupNormConfig::new(groups, output).init(device),
            conv_2: zero_conv3(output, output, device),
            shortcut: (input != output).then(|| conv1(input, output, device)),
        }
    }

    /// # Shapes
    /// - `x`: `[B, input, H, W]`
    /// - `embedding`: `[B, embedding]`
    /// - output: `[B, output, H, W]`
    pub fn forward(&self, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
        let h = self
            .conv_1
            .forward(silu(norm(&self.norm_1, x.clone(), None)));
        let scale_shift = self.condition.forward(embedding); // [B, 2·output]
        let h = self
            .conv_2
            .forward(silu(norm(&self.norm_2, h, Some(scale_shift))));
        let shortcut = match &self.shortcut {
            Some(conv) => conv.forward(x),
            None => x,
        };
        shortcut + h
    }
}
