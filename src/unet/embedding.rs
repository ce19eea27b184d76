//! The embedding of timestep and labels that conditions every residual block.

use burn::module::{Initializer, Module};
use burn::nn::{Embedding, EmbeddingConfig, Linear, LinearConfig};
use burn::tensor::activation::silu;
use burn::tensor::{Device, Int, Tensor};

use super::UNetConfig;

/// Longest wavelength of the sinusoids, as in the Transformer and in DDPM.
const MAX_PERIOD: f64 = 10_000.0;

/// Sinusoidal features of timesteps (Vaswani et al. 2017, section 3.5; DDPM, appendix B).
///
/// # Shapes
/// - `t`: `[B]`, timesteps 0 … T − 1
/// - output: `[B, size]`: cosines of t·ω, then sines, ω falling geometrically from 1 to 1/10 000
pub fn sinusoidal(t: Tensor<1>, size: usize) -> Tensor<2> {
    let frequencies = Tensor::<1>::from_floats(frequencies(size).as_slice(), &t.device());
    let angles = t.unsqueeze_dim::<2>(1) * frequencies.unsqueeze_dim::<2>(0); // [B, size/2]
    Tensor::cat(vec![angles.clone().cos(), angles.sin()], 1)
}

/// The ω of [`sinusoidal`]: `[size/2]`.
pub(crate) fn frequencies(size: usize) -> Vec<f32> {
    let half = size / 2;
    (0..half)
        .map(|i| libm::exp(-libm::log(MAX_PERIOD) * i as f64 / half as f64) as f32)
        .collect()
}

/// Timestep and labels → one vector per image.
#[derive(Module, Debug)]
pub struct ConditionEmbedding {
    /// From the sinusoidal features.
    pub time_1: Linear,
    /// To the embedding.
    pub time_2: Linear,
    /// One table of classes + 1 rows for each kind of label; the last row stands for "no label".
    pub labels: Vec<Embedding>,
}

impl ConditionEmbedding {
    /// Fresh weights for the embedding that `config` describes.
    pub fn new(config: &UNetConfig, device: &Device) -> Self {
        let size = config.embedding;
        Self {
            time_1: LinearConfig::new(size, size).init(device),
            time_2: LinearConfig::new(size, size).init(device),
            labels: config
                .labels
                .iter()
                .map(|classes| {
                    // About as large as the time embedding is at the start, so that neither drowns the other.
                    EmbeddingConfig::new(classes + 1, size)
                        .with_initializer(Initializer::Normal {
                            mean: 0.0,
                            std: 0.5,
                        })
                        .init(device)
                })
                .collect(),
        }
    }

    /// Embeds timesteps and labels.
    ///
    /// # Shapes
    /// - `t`: `[B]`
    /// - `labels`: `[B, K]`, one column for each of the K kinds; the number of classes of a kind means "no label"
    /// - output: `[B, embedding]`
    pub fn forward(&self, t: Tensor<1>, labels: Tensor<2, Int>) -> Tensor<2> {
        let size = self.time_1.weight.dims()[0];
        let [batch, _] = labels.dims();
        let mut embedding = self
            .time_2
            .forward(silu(self.time_1.forward(sinusoidal(t, size)))); // [B, embedding]
        for (kind, table) in self.labels.iter().enumerate() {
            let column = labels.clone().slice([0..batch, kind..kind + 1]); // [B, 1]
            embedding = embedding + table.forward(column).reshape([batch, size]);
        }
        silu(embedding)
    }
}
