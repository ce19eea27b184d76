//! Samplers along the exact field: what DDPM and DDIM do when the network makes no error.

use super::error::{ExactError, eta, rising};
use super::field::Field;
use super::mixture::{Mixture, Point};
use crate::noise::{NoiseStream, standard_normal};
use crate::sampler::{Method, sigma};
use crate::schedule::Posterior;

/// One step to the next level, as a function of xₜ.
#[derive(Clone, Debug)]
pub struct Step {
    field: Field,
    method: Method,
    next: Option<f64>,
    sigma: f64,
}

impl Step {
    /// The mean of the next x: for DDPM μ̃(xₜ, E\[x₀ | xₜ\]) (eq. 7), for DDIM eq. 12, after the last level E\[x₀ | xₜ\].
    pub fn mean(&self, x: Point) -> Point {
        let reading = self.field.at(x);
        let Some(next) = self.next else {
            return reading.x0;
        };
        match self.method {
            Method::Ddpm { .. } => {
                let posterior = Posterior::between(self.field.alpha_bar(), next);
                [0, 1].map(|axis| posterior.x0 * reading.x0[axis] + posterior.x_t * x[axis])
            }
            Method::Ddim { .. } => {
                let direction = (1.0 - next - self.sigma * self.sigma).max(0.0).sqrt();
                [0, 1].map(|a| next.sqrt() * reading.x0[a] + direction * reading.epsilon[a])
            }
        }
    }

    /// The deviation σ of the noise that is added; 0 after the last level.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }
}

/// The steps of one run, from the noisiest level to x₀: one for each entry of `alpha_bars`, which rise.
///
/// # Errors
/// [`ExactError::Length`], [`ExactError::Number`] or [`ExactError::Levels`] unless ᾱ rises strictly within (0, 1];
/// [`ExactError::Number`] unless 0 ≤ η ≤ 1.
pub fn steps(data: &Mixture, alpha_bars: &[f64], method: Method) -> Result<Vec<Step>, ExactError> {
    rising(alpha_bars)?;
    if let Method::Ddim { eta: given } = method {
        eta(given)?;
    }
    let of = |(i, &alpha_bar): (usize, &f64)| {
        let next = alpha_bars.get(i + 1).copied();
        Ok(Step {
            field: Field::new(data, alpha_bar)?,
            method,
            next,
            sigma: next.map_or(0.0, |next| sigma(method, alpha_bar, next)),
        })
    };
    alpha_bars.iter().enumerate().map(of).collect()
}

/// Samples and the ways that they took: `[S + 1][count]`, x_T ~ N(0, I) first, x₀ last.
///
/// The noise is that of the crate's samplers ([`crate::noise`]): x_T of path k is stream Latent, step 0, image k; z is stream
/// Ancestral, step t, image k. `timesteps` are the t of `alpha_bars`.
///
/// # Errors
/// Those of [`steps`]; [`ExactError::Length`] unless there are as many timesteps as levels.
pub fn sample(
    data: &Mixture,
    timesteps: &[usize],
    alpha_bars: &[f64],
    method: Method,
    count: usize,
    seed: u64,
) -> Result<Vec<Vec<Point>>, ExactError> {
    if timesteps.len() != alpha_bars.len() {
        return Err(ExactError::Length {
            name: "timesteps",
            expected: alpha_bars.len().to_string(),
            found: timesteps.len(),
        });
    }
    let steps = steps(data, alpha_bars, method)?;
    let noise = |stream, t, k| {
        let mut z = [0.0; 2];
        standard_normal(seed, stream, t, k, &mut z[..data.dimension()]);
        z.map(f64::from)
    };
    let mut paths = vec![
        (0..count)
            .map(|k| noise(NoiseStream::Latent, 0, k))
            .collect::<Vec<Point>>(),
    ];
    for (step, &t) in steps.iter().zip(timesteps) {
        let points = paths[paths.len() - 1].iter().enumerate();
        let next = points.map(|(k, &x)| {
            let mean = step.mean(x);
            if step.sigma == 0.0 {
                return mean;
            }
            let z = noise(NoiseStream::Ancestral, t, k);
            [0, 1].map(|axis| mean[axis] + step.sigma * z[axis])
        });
        let next = next.collect();
        paths.push(next);
    }
    Ok(paths)
}
