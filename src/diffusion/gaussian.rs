//! Data whose exact denoiser is known: x₀ ~ N(m, s² I).
//!
//! Then xₜ ~ N(√ᾱ m, ᾱs² + 1−ᾱ), and the optimum of the training loss, a conditional expectation, is linear in xₜ:
//! E\[x₀ | xₜ\] = m + √ᾱ s²/(ᾱs² + 1−ᾱ)·(xₜ − √ᾱ m) and E\[ε | xₜ\] = √(1−ᾱ)/(ᾱs² + 1−ᾱ)·(xₜ − √ᾱ m).
//! A model without weights: everything a sampler does to it can be computed by hand.

use burn::tensor::Tensor;

use crate::error::Error;
use crate::parameterisation::Parameterisation;
use crate::sampler::Denoiser;
use crate::schedule::Schedule;

/// The exact denoiser of N(m, s² I), for one schedule.
#[derive(Clone, Debug)]
pub struct GaussianDenoiser {
    alpha_bars: Vec<f64>,
    mean: f64,
    std: f64,
    parameterisation: Parameterisation,
}

impl GaussianDenoiser {
    /// The denoiser of data with mean m = `mean` and standard deviation s = `std` in every dimension; s = 0 is a single point.
    ///
    /// # Errors
    /// [`Error::Number`] when the mean is not finite, or the standard deviation negative or not finite.
    pub fn new(
        schedule: &Schedule,
        mean: f64,
        std: f64,
        parameterisation: Parameterisation,
    ) -> Result<Self, Error> {
        let number = |name, expected, found| {
            Err(Error::Number {
                name,
                expected,
                found,
            })
        };
        if !mean.is_finite() {
            return number("mean", "a finite number", mean);
        }
        if !(std.is_finite() && std >= 0.0) {
            return number("std", "a finite number, 0 or more", std);
        }
        Ok(Self {
            alpha_bars: schedule.alpha_bars().to_vec(),
            mean,
            std,
            parameterisation,
        })
    }
}

impl Denoiser for GaussianDenoiser {
    fn parameterisation(&self) -> Parameterisation {
        self.parameterisation
    }

    /// The conditional expectation of ε, x₀ or v given xₜ. Panics when `t` is not a timestep of the schedule.
    fn predict(&self, x_t: Tensor<4>, t: usize) -> Tensor<4> {
        let alpha_bar = self.alpha_bars[t];
        let (signal, noise) = (alpha_bar.sqrt(), (1.0 - alpha_bar).sqrt());
        let data = self.std * self.std;
        let total = alpha_bar * data + (1.0 - alpha_bar);
        // Each is slope · (xₜ − √ᾱ m) + offset.
        let (slope, offset) = match self.parameterisation {
            Parameterisation::Epsilon => (noise / total, 0.0),
            Parameterisation::X0 => (signal * data / total, self.mean),
            Parameterisation::V => (signal * noise * (1.0 - data) / total, -noise * self.mean),
        };
        x_t.sub_scalar(signal * self.mean)
            .mul_scalar(slope)
            .add_scalar(offset)
    }
}
