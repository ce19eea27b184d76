//! Many samples, in batches.

use std::ops::Range;
use std::sync::Arc;

use burn::tensor::Tensor;
use unnoise::model::Model;
use unnoise::noise::{NoiseStream, noise_tensor};
use unnoise::sampler::{SamplerConfig, Sampling, SeededNoise};
use unnoise::timesteps::timesteps;

use crate::error::Error;

/// Images of a batch.
const BATCH: usize = 100;

/// Samples number `0 … labels.len() − 1` of a seed, one label each, in batches `[≤ 100, C, H, W]`.
///
/// # Errors
/// When the sampler's options are out of range.
pub fn generate(
    model: &Arc<Model>,
    config: &SamplerConfig,
    labels: &[Option<usize>],
) -> Result<Vec<Tensor<4>>, Error> {
    let mut batches = Vec::new();
    for start in (0..labels.len()).step_by(BATCH) {
        let range = start..(start + BATCH).min(labels.len());
        batches.push(batch(model, config, range.clone(), &labels[range])?);
    }
    Ok(batches)
}

fn batch(
    model: &Arc<Model>,
    config: &SamplerConfig,
    numbers: Range<usize>,
    labels: &[Option<usize>],
) -> Result<Tensor<4>, Error> {
    let rows: Vec<_> = labels
        .iter()
        .flat_map(|&label| model.same_label(label, 1))
        .collect();
    let denoiser = model.conditioned(&rows, 1.0)?;
    let shape = model.image_shape();
    let latent = noise_tensor(
        config.seed,
        NoiseStream::Latent,
        0,
        numbers.clone(),
        shape,
        model.device(),
    );
    let noise = SeededNoise {
        seed: config.seed,
        first_image: numbers.start,
    };
    let list = timesteps(config.spacing, config.steps, model.schedule().steps())?;
    let sampling = Sampling::over(
        model.schedule(),
        list,
        config.method,
        config.clip,
        latent,
        Box::new(noise),
    )?;
    Ok(sampling.finish(&denoiser))
}
