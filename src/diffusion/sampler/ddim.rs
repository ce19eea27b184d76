//! DDIM (Song, Meng and Ermon 2020), for any two noise levels t → p. The paper's α is ᾱ here.

use burn::tensor::Tensor;

use super::Prediction;

/// σ = η √((1−ᾱₚ)/(1−ᾱₜ)) √(1−ᾱₜ/ᾱₚ) (eq. 16).
pub fn sigma(eta: f64, alpha_bar: f64, alpha_bar_prev: f64) -> f64 {
    eta * ((1.0 - alpha_bar_prev) / (1.0 - alpha_bar)).sqrt()
        * (1.0 - alpha_bar / alpha_bar_prev).sqrt()
}

/// x' = √ᾱₚ x̂₀ + √(1−ᾱₚ−σ²) ε̂ + σ z (eq. 12), with `noise` = σ z, left out where σ = 0.
///
/// # Shapes
/// - `prediction`, `noise`, result: `[B, C, H, W]`
pub fn step(
    prediction: Prediction,
    noise: Option<Tensor<4>>,
    sigma: f64,
    alpha_bar_prev: f64,
) -> Tensor<4> {
    // σ² ≤ 1−ᾱₚ for η ≤ 1, but for rounding.
    let direction = (1.0 - alpha_bar_prev - sigma * sigma).max(0.0).sqrt();
    let x =
        prediction.x0.mul_scalar(alpha_bar_prev.sqrt()) + prediction.epsilon.mul_scalar(direction);
    match noise {
        Some(noise) => x + noise,
        None => x,
    }
}
