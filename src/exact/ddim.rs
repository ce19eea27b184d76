//! The family q_σ of DDIM (Song, Meng and Ermon 2020, section 3.1): one marginal, many joint distributions. The paper's α is ᾱ here.

use super::error::{ExactError, eta as check_eta, levels, rising};
use crate::sampler::ddim::sigma as formula;

/// A Gaussian whose mean is `on_x0` x₀ + `on_x` x, for the x that it is conditioned on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kernel {
    /// Coefficient of x₀.
    pub on_x0: f64,
    /// Coefficient of x.
    pub on_x: f64,
    /// Its variance in every direction.
    pub variance: f64,
}

/// N(`on_x0` x₀, `variance`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marginal {
    /// Coefficient of x₀.
    pub on_x0: f64,
    /// Its variance in every direction.
    pub variance: f64,
}

/// σ(η) = η √((1−ᾱₛ)/(1−ᾱₜ)) √(1−ᾱₜ/ᾱₛ) (eq. 16), of levels ᾱₜ = `noisy` and ᾱₛ = `clean`.
///
/// # Errors
/// [`ExactError::Number`] unless 0 ≤ η ≤ 1, [`ExactError::Number`] or [`ExactError::Levels`] unless 0 < ᾱₜ < ᾱₛ ≤ 1.
pub fn sigma(eta: f64, noisy: f64, clean: f64) -> Result<f64, ExactError> {
    check_eta(eta)?;
    levels(noisy, clean)?;
    Ok(formula(eta, noisy, clean))
}

/// q_σ(xₛ | xₜ, x₀) = N(√ᾱₛ x₀ + √(1−ᾱₛ−σ²) (xₜ − √ᾱₜ x₀)/√(1−ᾱₜ), σ²) (eq. 7); with η = 1 the posterior of DDPM.
///
/// # Errors
/// Those of [`sigma`].
pub fn reverse(eta: f64, noisy: f64, clean: f64) -> Result<Kernel, ExactError> {
    let sigma = sigma(eta, noisy, clean)?;
    let variance = sigma * sigma;
    let on_x = direction(clean, variance) / (1.0 - noisy).sqrt();
    Ok(Kernel {
        on_x0: clean.sqrt() - on_x * noisy.sqrt(),
        on_x,
        variance,
    })
}

/// q_σ(xₜ | xₛ, x₀), the forward process that belongs to it, by Bayes' rule (text after eq. 7): its mean depends on x₀ for every
/// η < 1, so it is no Markov chain.
///
/// # Errors
/// Those of [`sigma`], and [`ExactError::Number`] for ᾱₛ = 1, from where every xₛ is x₀.
pub fn forward(eta: f64, noisy: f64, clean: f64) -> Result<Kernel, ExactError> {
    let sigma = sigma(eta, noisy, clean)?;
    super::error::number("alpha_bar", "below 1 at the cleaner level", clean, |a| {
        a < 1.0
    })?;
    let (variance, left) = (sigma * sigma, 1.0 - clean);
    // Given x₀: the covariance of xₛ and xₜ over the variance of xₛ.
    let on_x = direction(clean, variance) * (1.0 - noisy).sqrt() / left;
    Ok(Kernel {
        on_x0: noisy.sqrt() - on_x * clean.sqrt(),
        on_x,
        variance: (1.0 - noisy) * variance / left,
    })
}

/// The marginals q_σ(xₜ | x₀) along a list of rising ᾱ (noisiest first), composed kernel by kernel from q(x_T | x₀) down. Lemma 1
/// says that each is N(√ᾱ x₀, 1 − ᾱ), whatever η.
///
/// # Errors
/// [`ExactError::Number`] unless 0 ≤ η ≤ 1, [`ExactError::Length`], [`ExactError::Number`] or [`ExactError::Levels`] unless ᾱ rises
/// strictly within (0, 1].
pub fn marginals(eta: f64, alpha_bars: &[f64]) -> Result<Vec<Marginal>, ExactError> {
    check_eta(eta)?;
    rising(alpha_bars)?;
    let mut now = Marginal {
        on_x0: alpha_bars[0].sqrt(),
        variance: 1.0 - alpha_bars[0],
    };
    let mut all = vec![now];
    for pair in alpha_bars.windows(2) {
        let kernel = reverse(eta, pair[0], pair[1])?;
        now = Marginal {
            on_x0: kernel.on_x0 + kernel.on_x * now.on_x0,
            variance: kernel.variance + kernel.on_x * kernel.on_x * now.variance,
        };
        all.push(now);
    }
    Ok(all)
}

/// √(1−ᾱₛ−σ²), not below 0 where rounding would have it so.
fn direction(clean: f64, variance: f64) -> f64 {
    (1.0 - clean - variance).max(0.0).sqrt()
}
