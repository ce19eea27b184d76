//! What the best network would say: conditional means given xₜ, and the score. One field, four readings.
//!
//! ε\* = −√(1−ᾱ) ∇ ln pₜ, E\[x₀ | xₜ\] = (xₜ − √(1−ᾱ) ε\*)/√ᾱ (Tweedie), v\* = √ᾱ ε\* − √(1−ᾱ) E\[x₀ | xₜ\].

use super::error::ExactError;
use super::mixture::{Mixture, Point};

/// The readings at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// E\[x₀ | xₜ\], the minimiser of the mean squared error of x₀.
    pub x0: Point,
    /// ε\* = E\[ε | xₜ\], the minimiser of L_simple (DDPM eq. 14).
    pub epsilon: Point,
    /// E\[v | xₜ\], v = √ᾱ ε − √(1−ᾱ) x₀ (Salimans and Ho 2022).
    pub v: Point,
    /// ∇ ln pₜ(xₜ).
    pub score: Point,
}

/// The field of one mixture at one noise level.
#[derive(Clone, Debug)]
pub struct Field {
    data: Mixture,
    marginal: Mixture,
    alpha_bar: f64,
}

impl Field {
    /// The field of `data` at the level ᾱ.
    ///
    /// # Errors
    /// [`ExactError::Number`] unless 0 < ᾱ ≤ 1.
    pub fn new(data: &Mixture, alpha_bar: f64) -> Result<Self, ExactError> {
        Ok(Self {
            marginal: data.noised(alpha_bar)?,
            data: data.clone(),
            alpha_bar,
        })
    }

    /// pₜ.
    pub fn marginal(&self) -> &Mixture {
        &self.marginal
    }

    /// ᾱ.
    pub fn alpha_bar(&self) -> f64 {
        self.alpha_bar
    }

    /// All readings at `x`. Given component k, ε has mean √(1−ᾱ)(x − √ᾱ mₖ)/vₖ and x₀ mₖ + √ᾱ sₖ²(x − √ᾱ mₖ)/vₖ, with
    /// vₖ = ᾱsₖ² + 1 − ᾱ; the readings are their averages over p(k | x), so that nothing is divided by √ᾱ or √(1−ᾱ).
    pub fn at(&self, x: Point) -> Reading {
        let (signal, noise) = (self.alpha_bar.sqrt(), (1.0 - self.alpha_bar).sqrt());
        let (mut x0, mut epsilon, mut score) = ([0.0; 2], [0.0; 2], [0.0; 2]);
        let parts = self.data.parts().iter().zip(self.marginal.parts());
        for ((data, noised), share) in parts.zip(self.marginal.responsibilities(x)) {
            for axis in 0..self.data.dimension() {
                let pull = (x[axis] - noised.mean[axis]) / noised.variance;
                x0[axis] += share * (data.mean[axis] + signal * data.variance * pull);
                epsilon[axis] += share * noise * pull;
                score[axis] -= share * pull;
            }
        }
        let v = [0, 1].map(|axis| signal * epsilon[axis] - noise * x0[axis]);
        Reading {
            x0,
            epsilon,
            v,
            score,
        }
    }

    /// The variance of x₀ given xₜ, in one dimension or along the first axis.
    pub fn x0_variance(&self, x: Point) -> f64 {
        let signal = self.alpha_bar.sqrt();
        let shares = self.marginal.responsibilities(x);
        let mean = self.at(x).x0[0];
        let parts = self.data.parts().iter().zip(self.marginal.parts());
        parts
            .zip(shares)
            .map(|((data, noised), share)| {
                let gain = signal * data.variance / noised.variance;
                let centre = data.mean[0] + gain * (x[0] - noised.mean[0]);
                // sₖ²(1−ᾱ)/vₖ is what of sₖ² is left.
                let variance = data.variance * (1.0 - self.alpha_bar) / noised.variance;
                share * (variance + (centre - mean) * (centre - mean))
            })
            .sum()
    }
}

/// E\[x₀ | xₜ\] from ε\*. Needs ᾱ > 0.
pub fn x0_from_epsilon(x: f64, epsilon: f64, alpha_bar: f64) -> f64 {
    (x - (1.0 - alpha_bar).sqrt() * epsilon) / alpha_bar.sqrt()
}

/// ε\* from E\[x₀ | xₜ\]. Needs ᾱ < 1.
pub fn epsilon_from_x0(x: f64, x0: f64, alpha_bar: f64) -> f64 {
    (x - alpha_bar.sqrt() * x0) / (1.0 - alpha_bar).sqrt()
}

/// ε\* from the score (Song et al. 2021): ε\* = −√(1−ᾱ) ∇ ln pₜ.
pub fn epsilon_from_score(score: f64, alpha_bar: f64) -> f64 {
    -(1.0 - alpha_bar).sqrt() * score
}

/// ε\* from v\*: √ᾱ v + √(1−ᾱ) xₜ.
pub fn epsilon_from_v(x: f64, v: f64, alpha_bar: f64) -> f64 {
    alpha_bar.sqrt() * v + (1.0 - alpha_bar).sqrt() * x
}
