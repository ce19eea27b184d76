//! The forward process, which turns an image into noise, and its posterior.

use burn::tensor::Tensor;

use crate::parameterisation::NoiseLevel;
use crate::schedule::Posterior;

/// One step of noise, q(xₜ | xₜ₋₁) = N(√(1−βₜ) xₜ₋₁, βₜ I) (DDPM eq. 2), with the standard normal `z` given.
///
/// # Shapes
/// - `x_prev`, `z`, result: `[B, C, H, W]`
pub fn q_step(x_prev: Tensor<4>, z: Tensor<4>, beta: f64) -> Tensor<4> {
    x_prev.mul_scalar((1.0 - beta).sqrt()) + z.mul_scalar(beta.sqrt())
}

/// All steps at once, q(xₜ | x₀) = N(√ᾱₜ x₀, (1−ᾱₜ) I) (DDPM eq. 4), with the standard normal `epsilon` given.
/// With a level per image ([`Schedule::levels`](crate::schedule::Schedule::levels)) each image goes to a timestep of its own.
///
/// # Shapes
/// - `x0`, `epsilon`, result: `[B, C, H, W]`
pub fn q_sample(x0: Tensor<4>, epsilon: Tensor<4>, level: &NoiseLevel) -> Tensor<4> {
    level.x_t(x0, epsilon)
}

/// The mean of q(xₚ | xₜ, x₀) (DDPM eq. 7); its variance is [`Posterior::variance`].
///
/// # Shapes
/// - `x0`, `x_t`, result: `[B, C, H, W]`
pub fn q_posterior_mean(x0: Tensor<4>, x_t: Tensor<4>, posterior: &Posterior) -> Tensor<4> {
    x0.mul_scalar(posterior.x0) + x_t.mul_scalar(posterior.x_t)
}
