//! Self-attention over the positions of the coarsest feature map.

use burn::module::{Initializer, Module};
use burn::nn::{GroupNorm, GroupNormConfig, Linear, LinearConfig};
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Tensor};

use super::operations::{Composed, Operations, norm};

/// Multi-head self-attention with a residual connection (DDPM, appendix B: at 16×16 there, at the last level here).
#[derive(Module, Debug)]
pub struct Attention {
    /// Before the projections.
    pub norm: GroupNorm,
    /// Queries, keys and values at once.
    pub qkv: Linear,
    /// Starts as zero.
    pub output: Linear,
    /// Number of heads.
    pub heads: usize,
}

impl Attention {
    /// Fresh weights for `channels` channels in `heads` heads.
    pub fn new(channels: usize, heads: usize, groups: usize, device: &Device) -> Self {
        Self {
            norm: GroupNormConfig::new(groups, channels).init(device),
            qkv: LinearConfig::new(channels, 3 * channels).init(device),
            output: LinearConfig::new(channels, channels)
                .with_initializer(Initializer::Zeros)
                .init(device),
            heads,
        }
    }

    /// # Shapes
    /// - `x`: `[B, C, H, W]`
    /// - output: `[B, C, H, W]`
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        self.forward_with(&Composed, x)
    }

    /// [`forward`](Self::forward) by other operations.
    pub(super) fn forward_with(&self, operations: &dyn Operations, x: Tensor<4>) -> Tensor<4> {
        let [b, c, h, w] = x.dims();
        let (n, d) = (h * w, c / self.heads);
        let tokens = norm(operations, &self.norm, x.clone(), None)
            .reshape([b, c, n])
            .swap_dims(1, 2); // [B, N, C]
        let qkv = self
            .qkv
            .forward(tokens) // [B, N, 3·C]
            .reshape([b, n, 3, self.heads, d])
            .permute([2, 0, 3, 1, 4]); // [3, B, heads, N, d]
        let part = |i: usize| qkv.clone().narrow(0, i, 1).reshape([b * self.heads, n, d]);
        let (q, k, v) = (part(0), part(1), part(2));
        let scores = q
            .matmul(k.swap_dims(1, 2))
            .mul_scalar((d as f64).powf(-0.5)); // [B·heads, N, N]
        let mixed = softmax(scores, 2)
            .matmul(v) // [B·heads, N, d]
            .reshape([b, self.heads, n, d])
            .swap_dims(1, 2)
            .reshape([b, n, c]);
        x + self
            .output
            .forward(mixed)
            .swap_dims(1, 2)
            .reshape([b, c, h, w])
    }
}
