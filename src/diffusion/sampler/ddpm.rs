//! DDPM: ancestral sampling (Ho, Jain and Abbeel 2020, algorithm 2), for any two noise levels t → p.

use burn::tensor::Tensor;

use super::Variance;
use crate::process::q_posterior_mean;
use crate::schedule::Posterior;

/// σ of a step: σ² = (1−ᾱₚ)/(1−ᾱₜ)·cβ (small) or cβ = 1 − ᾱₜ/ᾱₚ (large).
pub fn sigma(variance: Variance, alpha_bar: f64, alpha_bar_prev: f64) -> f64 {
    let posterior = Posterior::between(alpha_bar, alpha_bar_prev);
    match variance {
        Variance::Small => posterior.variance.sqrt(),
        Variance::Large => posterior.beta.sqrt(),
    }
}

/// x' = μ̃(xₜ, x̂₀) + σ z: the posterior mean (eq. 7) at the predicted image, and `noise` = σ z, left out on the last step.
///
/// # Shapes
/// - `x0`, `x_t`, `noise`, result: `[B, C, H, W]`
pub fn step(
    x0: Tensor<4>,
    x_t: Tensor<4>,
    noise: Option<Tensor<4>>,
    alpha_bar: f64,
    alpha_bar_prev: f64,
) -> Tensor<4> {
    let mean = q_posterior_mean(x0, x_t, &Posterior::between(alpha_bar, alpha_bar_prev));
    match noise {
        Some(noise) => mean + noise,
        None => mean,
    }
}
