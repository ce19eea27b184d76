//! A Gaussian over the latents of a VAE: what an encoder says, and the exact posterior.

use super::error::{ExactError, finite, length, number};
use super::matrix::{Cholesky, dot};

/// A Gaussian over the latents.
#[derive(Clone, Debug, PartialEq)]
pub struct Latent {
    mean: Vec<f64>,
    covariance: Vec<f64>,
    factor: Cholesky,
}

impl Latent {
    /// N(mean, covariance): `[k]`, `[k·k]`.
    ///
    /// # Errors
    /// [`ExactError::Number`] for a mean that is not finite, [`ExactError::Length`] unless the shapes fit,
    /// [`ExactError::NotPositive`] unless the covariance is positive definite.
    pub fn new(mean: Vec<f64>, covariance: Vec<f64>) -> Result<Self, ExactError> {
        finite("mean", &mean)?;
        let factor = Cholesky::new(&covariance, mean.len())?;
        Ok(Self {
            mean,
            covariance,
            factor,
        })
    }

    /// N(mean, diag(exp(`log_variance`))), what an encoder says: `[k]`, `[k]`.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless both are as long, [`ExactError::Number`] for a number that is not finite,
    /// [`ExactError::NotPositive`] for a variance that under- or overflows.
    pub fn diagonal(mean: Vec<f64>, log_variance: &[f64]) -> Result<Self, ExactError> {
        length("log_variance", mean.len(), log_variance.len())?;
        finite("log_variance", log_variance)?;
        let k = mean.len();
        let mut covariance = vec![0.0; k * k];
        for (i, log) in log_variance.iter().enumerate() {
            covariance[i * k + i] = log.exp();
        }
        Self::new(mean, covariance)
    }

    /// `[k]`
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// `[k·k]`
    pub fn covariance(&self) -> &[f64] {
        &self.covariance
    }

    /// ln |covariance|.
    pub fn log_determinant(&self) -> f64 {
        self.factor.log_determinant()
    }

    /// This one bent: the mean moved by `shift` deviations of each latent and the covariance times `factor`.
    ///
    /// # Errors
    /// [`ExactError::Number`] unless the shift is finite and the factor finite and above 0.
    pub fn bent(&self, shift: f64, factor: f64) -> Result<Self, ExactError> {
        number("shift", "a finite number", shift, |_| true)?;
        number("factor", "a finite number above 0", factor, |f| f > 0.0)?;
        let k = self.mean.len();
        let means = self.mean.iter().enumerate();
        let mean = means.map(|(i, mean)| mean + shift * self.covariance[i * k + i].sqrt());
        let covariance = self.covariance.iter().map(|c| c * factor).collect();
        Self::new(mean.collect(), covariance)
    }

    /// z = mean + L ε with L Lᵀ = covariance, the reparameterisation (Kingma and Welling 2014): mean + σ ⊙ ε for a diagonal one.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless ε is `[k]`.
    pub fn draw(&self, epsilon: &[f64]) -> Result<Vec<f64>, ExactError> {
        length("epsilon", self.mean.len(), epsilon.len())?;
        let offsets = self.factor.times(epsilon);
        Ok(self.mean.iter().zip(offsets).map(|(m, o)| m + o).collect())
    }

    /// KL(self ‖ other), nats.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless both are of as many latents.
    pub fn kl(&self, other: &Self) -> Result<f64, ExactError> {
        let k = self.mean.len();
        length("mean", k, other.mean.len())?;
        let inverse = other.factor.inverse();
        let offset: Vec<f64> = self
            .mean
            .iter()
            .zip(&other.mean)
            .map(|(a, b)| a - b)
            .collect();
        let half = other.factor.half_solve(&offset);
        let determinants = other.factor.log_determinant() - self.factor.log_determinant();
        let trace = dot(&inverse, &self.covariance);
        Ok(0.5 * (trace + dot(&half, &half) - k as f64 + determinants))
    }
}
