//! What conditioning on x₀ does to a loss: nothing but a constant.
//!
//! For every p_φ, E KL(q(xₛ | xₜ, x₀) ‖ p_φ(xₛ | xₜ)) = E KL(p(xₛ | xₜ) ‖ p_φ(xₛ | xₜ)) + I(xₛ; x₀ | xₜ) (Lai et al. 2025,
//! theorem 2.2.1; DDPM trains on the left side). Each of the three is computed on its own here, so that the identity can fail.

use super::error::{ExactError, levels, number};
use super::field::Field;
use super::mixture::{Mixture, Point};
use super::reverse::{Reverse, kl_to_normal};
use crate::schedule::Posterior;

/// The two losses of one p_φ and the constant between them, nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Divergence {
    /// E over xₜ of KL(p(xₛ | xₜ) ‖ p_φ), what one wants to make small.
    pub marginal: f64,
    /// E over x₀, xₜ of KL(q(xₛ | xₜ, x₀) ‖ p_φ), what one can compute for any data.
    pub conditional: f64,
    /// I(xₛ; x₀ | xₜ) = conditional − marginal, the same for every p_φ. Computed from entropies.
    pub constant: f64,
}

/// A Gaussian p_φ(xₛ | xₜ) in one dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// N(`scale` xₜ + `shift`, `deviation`²).
    Linear {
        /// Factor of xₜ.
        scale: f64,
        /// What is added.
        shift: f64,
        /// Above 0.
        deviation: f64,
    },
    /// The best Gaussian, that of the moments of p(xₛ | xₜ), bent: mean + `shift` deviations, variance times `factor`.
    Bent {
        /// In deviations of p(xₛ | xₜ).
        shift: f64,
        /// Above 0; 1 leaves the variance as it is.
        factor: f64,
    },
}

impl Model {
    fn check(self) -> Result<(), ExactError> {
        let finite = |name, x| number(name, "a finite number", x, |_| true);
        let positive = |name, x| number(name, "a finite number above 0", x, |x| x > 0.0);
        match self {
            Self::Linear {
                scale,
                shift,
                deviation,
            } => {
                finite("scale", scale)?;
                finite("shift", shift)?;
                positive("deviation", deviation)?;
            }
            Self::Bent { shift, factor } => {
                finite("shift", shift)?;
                positive("factor", factor)?;
            }
        }
        Ok(())
    }

    /// Mean and variance of p_φ(xₛ | xₜ = x), where the true kernel is `kernel`.
    pub fn at(self, x: f64, kernel: &Mixture) -> (f64, f64) {
        match self {
            Self::Linear {
                scale,
                shift,
                deviation,
            } => (scale * x + shift, deviation * deviation),
            Self::Bent { shift, factor } => {
                let (mean, [variance, _, _]) = kernel.moments();
                (mean[0] + shift * variance.sqrt(), variance * factor)
            }
        }
    }
}

/// Both losses of `model` between the levels ᾱₜ = `noisy` and ᾱₛ = `clean` < 1, and their difference.
///
/// # Errors
/// [`ExactError::OneDimension`] in two dimensions, [`ExactError::Work`] for too many components; [`ExactError::Number`] or
/// [`ExactError::Levels`] unless 0 < ᾱₜ < ᾱₛ < 1;
/// [`ExactError::Number`] for a model that is no Gaussian.
pub fn divergence(
    data: &Mixture,
    noisy: f64,
    clean: f64,
    model: Model,
) -> Result<Divergence, ExactError> {
    data.noised(noisy)?.affordable("a divergence")?;
    data.noised(clean)?.affordable("a divergence")?;
    model.check()?;
    let constant = constant(data, noisy, clean)?;
    let reverse = Reverse::new(data, noisy, clean)?;
    let field = Field::new(data, noisy)?;
    let posterior = Posterior::between(noisy, clean);

    let marginal = reverse.marginal().expect(|x| {
        let kernel = reverse.kernel(x);
        let (mean, variance) = model.at(x[0], &kernel);
        kl_to_normal(&kernel, mean, variance)
    });
    let conditional = reverse.marginal().expect(|x| {
        let (mean, variance) = model.at(x[0], &reverse.kernel(x));
        conditional_at(&field, &posterior, x, mean, variance)
    });
    Ok(Divergence {
        marginal,
        conditional,
        constant,
    })
}

/// Both losses of [`Model::Bent`] for many factors at once, nats: (marginal, conditional), each `[factors]`. The integrals of integrals
/// are taken once: E KL(p ‖ p_φ) = E KL(p ‖ its Gaussian) + ½(1/f − 1 + ln f + shift²/f).
///
/// # Errors
/// Those of [`divergence`].
pub fn bent(
    data: &Mixture,
    noisy: f64,
    clean: f64,
    shift: f64,
    factors: &[f64],
) -> Result<(Vec<f64>, Vec<f64>), ExactError> {
    data.noised(noisy)?.affordable("a divergence")?;
    data.noised(clean)?.affordable("a divergence")?;
    for &factor in factors {
        Model::Bent { shift, factor }.check()?;
    }
    let reverse = Reverse::new(data, noisy, clean)?;
    let field = Field::new(data, noisy)?;
    let posterior = Posterior::between(noisy, clean);
    let own = reverse.mean_kl_to_gaussian()?;
    let marginal = factors
        .iter()
        .map(|f| own + 0.5 * (1.0 / f - 1.0 + f.ln() + shift * shift / f));
    let conditional = factors.iter().map(|&factor| {
        reverse.marginal().expect(|x| {
            let (mean, variance) = Model::Bent { shift, factor }.at(x[0], &reverse.kernel(x));
            conditional_at(&field, &posterior, x, mean, variance)
        })
    });
    Ok((marginal.collect(), conditional.collect()))
}

/// E over x₀ of KL(q(xₛ | xₜ, x₀) ‖ N(mean, variance)) at one xₜ. The mean of q is linear in x₀, of which mean and variance given xₜ
/// are known.
fn conditional_at(field: &Field, posterior: &Posterior, x: Point, mean: f64, variance: f64) -> f64 {
    let ratio = posterior.variance / variance;
    let offset = posterior.x0 * field.at(x).x0[0] + posterior.x_t * x[0] - mean;
    let spread = posterior.x0 * posterior.x0 * field.x0_variance(x);
    0.5 * (ratio - 1.0 - ratio.ln() + (offset * offset + spread) / variance)
}

/// I(xₛ; x₀ | xₜ) in nats: H(pₛ) − H(pₜ) + d/2 ln((1−ᾱₜ)/(1−ᾱₛ)).
///
/// Since x₀ → xₛ → xₜ is a Markov chain it is I(xₛ; x₀) − I(xₜ; x₀), and I(xₜ; x₀) = H(pₜ) − d/2 ln(2πe(1−ᾱₜ)).
///
/// # Errors
/// [`ExactError::Number`] or [`ExactError::Levels`] unless 0 < ᾱₜ < ᾱₛ < 1: clean data knows x₀ with infinitely many digits.
pub fn constant(data: &Mixture, noisy: f64, clean: f64) -> Result<f64, ExactError> {
    levels(noisy, clean)?;
    number("alpha_bar", "below 1 at the cleaner level", clean, |a| {
        a < 1.0
    })?;
    let entropies = data.noised(clean)?.entropy() - data.noised(noisy)?.entropy();
    Ok(entropies + 0.5 * data.dimension() as f64 * ((1.0 - noisy) / (1.0 - clean)).ln())
}
