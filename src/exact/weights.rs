//! One error of a network, and all its names and weights.
//!
//! From one call ε̂ follow x̂₀, v̂ and μ̂, and each squared error is a multiple of ‖ε̂ − ε‖²; losses differ by these multiples alone.

use super::ddim::reverse;
use super::error::{ExactError, level, levels, number};

/// One error in four measures, each a squared norm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// ‖ε̂ − ε‖².
    pub epsilon: f64,
    /// ‖x̂₀ − x₀‖² = (1−ᾱ)/ᾱ ‖ε̂ − ε‖².
    pub x0: f64,
    /// ‖v̂ − v‖² = ‖ε̂ − ε‖²/ᾱ.
    pub v: f64,
    /// ‖μ̂ − μ̃‖² = β²/(α(1−ᾱ)) ‖ε̂ − ε‖², with α = ᾱₜ/ᾱₛ (DDPM eq. 11).
    pub mu: f64,
}

/// All errors from ‖ε̂ − ε‖² = `squared` at ᾱₜ = `noisy`, with μ the mean at ᾱₛ = `clean`.
///
/// # Errors
/// [`ExactError::Number`] for an error that is not finite or negative, and unless 0 < ᾱₜ < ᾱₛ ≤ 1 ([`ExactError::Levels`]).
pub fn errors(squared: f64, noisy: f64, clean: f64) -> Result<Errors, ExactError> {
    number("squared", "a finite number, 0 or more", squared, |e| {
        e >= 0.0
    })?;
    levels(noisy, clean)?;
    let alpha = noisy / clean;
    let beta = 1.0 - alpha;
    Ok(Errors {
        epsilon: squared,
        x0: squared * x0_weight(noisy)?,
        v: squared * v_weight(noisy)?,
        mu: squared * beta * beta / (alpha * (1.0 - noisy)),
    })
}

/// (1−ᾱ)/ᾱ, the weight of ‖ε̂ − ε‖² in the error of x₀.
///
/// # Errors
/// [`ExactError::Number`] unless 0 < ᾱ ≤ 1.
pub fn x0_weight(alpha_bar: f64) -> Result<f64, ExactError> {
    Ok((1.0 - level(alpha_bar)?) / alpha_bar)
}

/// 1/ᾱ, the weight of ‖ε̂ − ε‖² in the error of v.
///
/// # Errors
/// [`ExactError::Number`] unless 0 < ᾱ ≤ 1.
pub fn v_weight(alpha_bar: f64) -> Result<f64, ExactError> {
    Ok(1.0 / level(alpha_bar)?)
}

/// ½(SNR(s) − SNR(t))(1−ᾱₜ)/ᾱₜ, the weight of ‖ε̂ − ε‖² in the bound with variance β̃ (DDPM eq. 12; Kingma et al. 2021, eq. 14),
/// nats.
///
/// # Errors
/// [`ExactError::Number`] or [`ExactError::Levels`] unless 0 < ᾱₜ < ᾱₛ < 1.
pub fn bound_weight(noisy: f64, clean: f64) -> Result<f64, ExactError> {
    levels(noisy, clean)?;
    below_one(clean)?;
    // SNR(s) − SNR(t) = (ᾱₛ − ᾱₜ)/((1−ᾱₛ)(1−ᾱₜ))
    Ok(0.5 * (clean - noisy) / ((1.0 - clean) * noisy))
}

/// The weight of ‖ε̂ − ε‖² in J_σ (DDIM eq. 11, theorem 1), nats: KL(q_σ(xₛ | xₜ, x₀) ‖ q_σ(xₛ | xₜ, x̂₀)) over ‖ε̂ − ε‖².
///
/// It is that of [`printed_weight`] times (√ᾱₛ − √(1−ᾱₛ−σ²) √ᾱₜ/√(1−ᾱₜ))², which the paper's proof drops and the mean of eq. 7
/// brings. With it η = 1 gives DDPM's weight.
///
/// # Errors
/// [`ExactError::Number`] unless 0 < η ≤ 1 (η = 0 has no density), and unless 0 < ᾱₜ < ᾱₛ < 1 ([`ExactError::Levels`]).
pub fn j_sigma_weight(eta: f64, noisy: f64, clean: f64) -> Result<f64, ExactError> {
    let on_x0 = reverse(eta, noisy, clean)?.on_x0;
    Ok(printed_weight(eta, noisy, clean)? * on_x0 * on_x0)
}

/// (1−ᾱₜ)/(2σ²ᾱₜ), the weight as the DDIM paper prints it.
///
/// # Errors
/// Those of [`j_sigma_weight`].
pub fn printed_weight(eta: f64, noisy: f64, clean: f64) -> Result<f64, ExactError> {
    number("eta", "above 0 and at most 1", eta, |eta| eta > 0.0)?;
    let variance = reverse(eta, noisy, clean)?.variance;
    below_one(clean)?;
    Ok((1.0 - noisy) / (2.0 * variance * noisy))
}

fn below_one(clean: f64) -> Result<f64, ExactError> {
    number("alpha_bar", "below 1 at the cleaner level", clean, |a| {
        a < 1.0
    })
}
