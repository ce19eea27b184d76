//! The whole network.

use burn::module::Module;
use burn::nn::conv::Conv2d;
use burn::nn::{GroupNorm, GroupNormConfig};
use burn::tensor::{Device, Int, Tensor};

use super::attention::Attention;
use super::block::{ResidualBlock, conv1, conv3, zero_conv3};
use super::embedding::ConditionEmbedding;
use super::operations::{Composed, Operations, conv, norm};
use super::patch::{depth_to_space, space_to_depth};
use super::{UNetConfig, UNetConfigError};

/// One resolution but the coarsest: its blocks on the way down and on the way up, and the changes of resolution
/// between it and the next.
#[derive(Module, Debug)]
pub struct Level {
    /// On the way down.
    pub encoder: Vec<ResidualBlock>,
    /// 1×1 after space to depth: to the next level.
    pub down: Conv2d,
    /// 1×1 before depth to space: from the next level.
    pub up: Conv2d,
    /// On the way up; the first takes the skip connection in.
    pub decoder: Vec<ResidualBlock>,
}

/// The network that predicts ε, x₀ or v from a noisy image, its timestep and its labels.
#[derive(Module, Debug)]
pub struct UNet {
    /// Timestep and labels.
    pub condition: ConditionEmbedding,
    /// Patches to features.
    pub input: Conv2d,
    /// Finest first.
    pub levels: Vec<Level>,
    /// Residual blocks of the coarsest level.
    pub middle: Vec<ResidualBlock>,
    /// After each middle block but the last.
    pub attention: Vec<Attention>,
    /// Before the output.
    pub output_norm: GroupNorm,
    /// Features to patches; starts as zero.
    pub output: Conv2d,
    /// Side of the patches.
    pub patch: usize,
}

impl UNet {
    /// A network with fresh weights.
    ///
    /// # Errors
    /// When the numbers of `config` do not fit together.
    pub fn new(config: &UNetConfig, device: &Device) -> Result<Self, UNetConfigError> {
        config.validate()?;
        let (groups, embedding) = (config.groups, config.embedding);
        let block = |input, output| ResidualBlock::new(input, output, groups, embedding, device);
        let pixels = config.channels * config.patch * config.patch;
        let first = config.widths[0];
        let last = config.widths[config.widths.len() - 1];
        let levels = config
            .widths
            .windows(2)
            .map(|pair| {
                let (width, next) = (pair[0], pair[1]);
                let mut decoder = vec![block(2 * width, width)];
                decoder.extend((0..config.blocks).map(|_| block(width, width)));
                Level {
                    encoder: (0..config.blocks).map(|_| block(width, width)).collect(),
                    down: conv1(4 * width, next, device),
                    up: conv1(next, 4 * width, device),
                    decoder,
                }
            })
            .collect();
        Ok(Self {
            condition: ConditionEmbedding::new(config, device),
            input: conv3(pixels, first, device),
            levels,
            middle: (0..config.middle_blocks)
                .map(|_| block(last, last))
                .collect(),
            attention: (1..config.middle_blocks)
                .map(|_| Attention::new(last, config.heads, groups, device))
                .collect(),
            output_norm: GroupNormConfig::new(groups, first).init(device),
            output: zero_conv3(first, pixels, device),
            patch: config.patch,
        })
    }

    /// The network's output for noisy images.
    ///
    /// # Shapes
    /// - `x`: `[B, C, H, W]`
    /// - `t`: `[B]`, timesteps as floats
    /// - `labels`: `[B, K]`; see [`ConditionEmbedding::forward`]
    /// - output: `[B, C, H, W]`
    pub fn forward(&self, x: Tensor<4>, t: Tensor<1>, labels: Tensor<2, Int>) -> Tensor<4> {
        self.forward_with(&Composed, x, t, labels)
    }

    /// [`forward`](Self::forward) by other operations.
    pub fn forward_with(
        &self,
        operations: &dyn Operations,
        x: Tensor<4>,
        t: Tensor<1>,
        labels: Tensor<2, Int>,
    ) -> Tensor<4> {
        let embedding = self.condition.forward(t, labels); // [B, embedding]

        // 1. Down, keeping each level's features for the way up.
        let mut h = conv(operations, &self.input, space_to_depth(x, self.patch)); // [B, w₀, H/p, W/p]
        let mut skips = Vec::with_capacity(self.levels.len());
        for level in &self.levels {
            for block in &level.encoder {
                h = block.forward_with(operations, h, embedding.clone());
            }
            skips.push(h.clone());
            h = conv(operations, &level.down, space_to_depth(h, 2)); // [B, wᵢ₊₁, H/2, W/2]
        }

        // 2. The middle, where every position can see every other.
        for (i, block) in self.middle.iter().enumerate() {
            h = block.forward_with(operations, h, embedding.clone());
            if let Some(attention) = self.attention.get(i) {
                h = attention.forward_with(operations, h);
            }
        }

        // 3. Up, with the skips.
        for (level, skip) in self.levels.iter().zip(skips).rev() {
            h = depth_to_space(conv(operations, &level.up, h), 2); // [B, wᵢ, H, W]
            h = Tensor::cat(vec![h, skip], 1); // [B, 2·wᵢ, H, W]
            for block in &level.decoder {
                h = block.forward_with(operations, h, embedding.clone());
            }
        }

        let h = operations.silu(norm(operations, &self.output_norm, h, None));
        depth_to_space(conv(operations, &self.output, h), self.patch) // [B, C, H, W]
    }
}
