//! Many samples, in batches.

use std::ops::Range;
use std::sync::Arc;

use burn::tensor::Tensor;
use unnoise::model::Model;
use unnoise::noise::{NoiseStream, noise_tensor};
use unnoise::sampler::{SamplerConfig, Sampling, SeededNoise};
use unnoise::timesteps::timesteps;

use crate::error::Error;
use crate::parallel::in_batches;

/// Images of a batch.
const BATCH: usize = 100;

/// Samples number `0 … labels.len() − 1` of a seed, one label each, in batches `[≤ 100, C, H, W]`, which threads share.
///
/// # Errors
/// When the sampler's options are out of range.
pub fn generate(
    model: &Arc<Model>,
    config: &SamplerConfig,
    labels: &[Option<usize>],
) -> Result<Vec<Tensor<4>>, Error> {
    let rows: Vec<_> = labels
        .iter()
        .flat_map(|&label| model.same_label(label, 1))
        .collect();
    generate_rows(model, config, &rows, 1.0)
}

/// [`generate`] with a label of each kind for each sample, and guidance.
///
/// # Errors
/// When the sampler's options are out of range, or a label is not a class of its kind.
pub fn generate_rows(
    model: &Arc<Model>,
    config: &SamplerConfig,
    rows: &[Vec<Option<usize>>],
    guidance: f64,
) -> Result<Vec<Tensor<4>>, Error> {
    in_batches(rows.len(), BATCH, |range| {
        batch(model, config, range.clone(), &rows[range], guidance)
    })
}

fn batch(
    model: &Arc<Model>,
    config: &SamplerConfig,
    numbers: Range<usize>,
    rows: &[Vec<Option<usize>>],
    guidance: f64,
) -> Result<Tensor<4>, Error> {
    let denoiser = model.conditioned(rows, guidance)?;
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
        noise: config.noise,
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

#[cfg(test)]
mod tests {
    use unnoise::unet::UNet;

    use super::*;
    use crate::device::device;
    use crate::tiny;

    #[test]
    fn threads_make_the_samples_that_one_would_in_their_order() {
        let config = tiny::config();
        let device = device(None).expect("a device");
        let network = UNet::new(&config.unet, &device).expect("a network");
        let model = Arc::new(Model::new(config, network, &device).expect("a model"));
        let labels: Vec<_> = (0..250).map(|i| Some(i % 2)).collect();
        let config: SamplerConfig =
            serde_json::from_str(r#"{ "sampler": "ddim", "eta": 1, "steps": 3 }"#)
                .expect("options");
        let made = generate(&model, &config, &labels).expect("samples");
        let rows: Vec<_> = labels.iter().map(|&label| vec![label]).collect();
        let expected = [0..100, 100..200, 200..250].map(|range| {
            batch(&model, &config, range.clone(), &rows[range], 1.0).expect("a batch")
        });
        assert_eq!(made.len(), 3);
        for (made, expected) in made.into_iter().zip(expected) {
            made.into_data().assert_eq(&expected.into_data(), true);
        }
    }
}
