//! L_simple by timestep (DDPM, eq. 14): how well the network finds the noise in images that it never saw.

use serde::Serialize;
use unnoise::process::q_sample;
use unnoise::timesteps::even_in_log_snr;

use super::Bench;
use crate::error::Error;
use crate::parallel::in_batches;

/// Timesteps that are measured, a few fewer where neighbours are further apart than their spacing.
const TIMESTEPS: usize = 40;

/// Images of a batch.
const BATCH: usize = 100;

/// The mean of ‖ε̂ − ε‖²/D over test images at some timesteps, their labels given, one draw of noise an image and timestep.
#[derive(Debug, Serialize)]
pub struct LSimple {
    /// Number of test images, spread evenly over all of them.
    pub images: usize,
    /// Timesteps from 0 to T − 1, spread evenly in log-SNR.
    pub t: Vec<usize>,
    /// The mean at each of them.
    pub error: Vec<f64>,
    /// The standard error of each mean.
    pub standard_error: Vec<f64>,
}

/// Measures it on `count` test images.
pub(crate) fn measure(bench: &Bench, count: usize) -> Result<LSimple, Error> {
    let t = even_in_log_snr(bench.model.schedule(), TIMESTEPS);
    let numbers = bench.spread(count);
    let batches: Vec<Vec<Vec<f64>>> = in_batches(numbers.len(), BATCH, |range| {
        let numbers = &numbers[range];
        t.iter().map(|&t| errors(bench, numbers, t)).collect()
    })?;
    let mut figure = LSimple {
        images: numbers.len(),
        error: Vec::new(),
        standard_error: Vec::new(),
        t,
    };
    for k in 0..figure.t.len() {
        let errors: Vec<f64> = batches
            .iter()
            .flat_map(|batch| batch[k].iter().copied())
            .collect();
        let (mean, standard_error) = mean(&errors);
        println!(
            "error of ε̂ at t = {}: {mean:.2e} ± {standard_error:.0e} of {} test images",
            figure.t[k], figure.images
        );
        figure.error.push(mean);
        figure.standard_error.push(standard_error);
    }
    Ok(figure)
}

/// ‖ε̂ − ε‖²/D of some test images at timestep `t`.
fn errors(bench: &Bench, numbers: &[usize], t: usize) -> Result<Vec<f64>, Error> {
    let model = bench.model;
    let labels: Vec<_> = numbers
        .iter()
        .flat_map(|&i| model.same_label(Some(bench.test.label(i)), 1))
        .collect();
    let denoiser = model.conditioned(&labels, 1.0)?;
    let noise = bench.noise(numbers, t);
    let level = model.schedule().level(t);
    let x_t = q_sample(
        bench.test.batch(numbers, bench.device),
        noise.clone(),
        &level,
    );
    let output = denoiser.output(x_t.clone(), &vec![t; numbers.len()]);
    let epsilon_hat = model.config().parameterisation.epsilon(output, x_t, &level);
    let off = epsilon_hat - noise;
    let squared = off.square().mean_dims(&[1, 2, 3]);
    Ok(squared.into_data().iter::<f32>().map(f64::from).collect())
}

/// The mean and its standard error, NaN of a single number.
fn mean(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (count - 1.0) / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::mean;

    #[test]
    fn the_standard_error_is_that_of_the_unbiased_variance() {
        let (mean, error) = mean(&[1.0, 2.0, 3.0, 6.0]);
        // (4 + 1 + 0 + 9)/3/4
        assert_eq!((mean, error), (3.0, (14.0f64 / 12.0).sqrt()));
    }
}
