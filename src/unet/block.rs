//! The residual block.

use burn::module::{Initializer, Module};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{GroupNorm, GroupNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::{Device, Tensor};

use super::operations::{Composed, Operations, conv, norm};

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
        self.forward_with(&Composed, x, embedding)
    }

    /// [`forward`](Self::forward) by other operations.
    pub(super) fn forward_with(
        &self,
        operations: &dyn Operations,
        x: Tensor<4>,
        embedding: Tensor<2>,
    ) -> Tensor<4> {
        let h = norm(operations, &self.norm_1, x.clone(), None);
        let h = conv(operations, &self.conv_1, operations.silu(h));
        let scale_shift = self.condition.forward(embedding); // [B, 2·output]
        let h = norm(operations, &self.norm_2, h, Some(scale_shift));
        let h = conv(operations, &self.conv_2, operations.silu(h));
        let shortcut = match &self.shortcut {
            Some(shortcut) => conv(operations, shortcut, x),
            None => x,
        };
        shortcut + h
    }
}
