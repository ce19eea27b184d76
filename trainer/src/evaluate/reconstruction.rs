//! Encoding test images and decoding them again (DDIM, Table 2).

use serde::Serialize;
use unnoise::inversion::{Inversion, InversionLabel, decoding, squared_error};
use unnoise::sampler::Clip;
use unnoise::timesteps::Spacing;

use super::Bench;
use crate::error::Error;

/// Mean squared error in [0, 1] for several numbers of steps.
#[derive(Debug, Serialize)]
pub struct Reconstruction {
    /// Number of test images.
    pub images: usize,
    /// S, one way.
    pub steps: Vec<usize>,
    /// Error of each S, with x̂₀ clipped on the way down, as the page does it.
    pub mse: Vec<f64>,
    /// Error of each S without clipping.
    pub mse_unclipped: Vec<f64>,
}

/// Reconstructs the first `count` test images without label.
pub(crate) fn measure(bench: &Bench, count: usize) -> Result<Reconstruction, Error> {
    let steps = vec![10, 20, 50, 100];
    let mut report = Reconstruction {
        images: count,
        steps: steps.clone(),
        mse: Vec::new(),
        mse_unclipped: Vec::new(),
    };
    for steps in steps {
        let mut sums = [0.0; 2];
        for start in (0..count).step_by(100) {
            let numbers: Vec<usize> = (start..(start + 100).min(count)).collect();
            for (sum, error) in sums.iter_mut().zip(errors(bench, &numbers, steps)?) {
                *sum += error;
            }
        }
        let [clipped, unclipped] = sums.map(|sum| sum / count as f64);
        println!("reconstruction, S = {steps}: {clipped:.6}, without clipping {unclipped:.6}");
        report.mse.push(clipped);
        report.mse_unclipped.push(unclipped);
    }
    Ok(report)
}

/// Summed errors of some test images, with clipping and without.
fn errors(bench: &Bench, numbers: &[usize], steps: usize) -> Result<[f64; 2], Error> {
    let image = bench.test.batch(numbers, bench.device);
    let labels = bench.model.same_label(None, numbers.len());
    let denoiser = bench.model.conditioned(&labels, 1.0)?;
    let schedule = bench.model.schedule();
    let spacing = Spacing::Trailing;
    let latent = Inversion::new(
        schedule,
        spacing,
        steps,
        InversionLabel::Next,
        image.clone(),
    )?
    .finish(&denoiser);
    let mut sums = [0.0; 2];
    for (sum, clip) in sums.iter_mut().zip([Clip::Rederive, Clip::Off]) {
        let back = decoding(schedule, spacing, steps, clip, latent.clone())?.finish(&denoiser);
        let error = squared_error(image.clone(), back);
        *sum = error.into_data().iter::<f32>().map(f64::from).sum();
    }
    Ok(sums)
}
