//! The true reverse kernel p(xₛ | xₜ) of a mixture, which is a mixture, and the Gaussian that a sampler puts in its place.
//!
//! With r = ᾱₜ/ᾱₛ, xₜ = √r xₛ + √(1−r) ε. Component k has share p(k | xₜ), gain √r vₖ,ₛ/vₖ,ₜ, mean √ᾱₛ mₖ + gain (xₜ − √ᾱₜ mₖ) and
//! variance vₖ,ₛ − gain √r vₖ,ₛ.

use super::error::{ExactError, levels};
use super::logarithms::LN_TAU;
use super::mixture::{Mixture, Part, Point};

/// The kernels between two noise levels s < t.
#[derive(Clone, Debug)]
pub struct Reverse {
    noisy: Mixture,
    clean: Mixture,
    ratio: f64,
}

impl Reverse {
    /// The kernels of `data` from the level ᾱₜ = `noisy` to the level ᾱₛ = `clean`.
    ///
    /// # Errors
    /// [`ExactError::Number`] or [`ExactError::Levels`] unless 0 < ᾱₜ < ᾱₛ ≤ 1.
    pub fn new(data: &Mixture, noisy: f64, clean: f64) -> Result<Self, ExactError> {
        levels(noisy, clean)?;
        Ok(Self {
            noisy: data.noised(noisy)?,
            clean: data.noised(clean)?,
            ratio: noisy / clean,
        })
    }

    /// pₜ.
    pub fn marginal(&self) -> &Mixture {
        &self.noisy
    }

    /// pₛ.
    pub fn clean(&self) -> &Mixture {
        &self.clean
    }

    /// p(xₛ | xₜ = x).
    pub fn kernel(&self, x: Point) -> Mixture {
        let parts = self.noisy.parts().iter().zip(self.clean.parts());
        let parts = parts.zip(self.noisy.responsibilities(x));
        let parts = parts.map(|((noisy, clean), weight)| {
            let gain = self.ratio.sqrt() * clean.variance / noisy.variance;
            Part {
                weight,
                mean: [0, 1].map(|a| clean.mean[a] + gain * (x[a] - noisy.mean[a])),
                // vₛ(vₜ − r vₛ)/vₜ, and vₜ − r vₛ = 1 − r.
                variance: clean.variance * (1.0 - self.ratio) / noisy.variance,
            }
        });
        Mixture::of(self.noisy.dimension(), parts.collect())
    }

    /// KL(p(xₛ | xₜ) ‖ its own Gaussian) in nats, averaged over pₜ(xₜ) by quadrature, in one dimension. Feller's limit seen in
    /// numbers: it goes to 0 as the step gets short (Sohl-Dickstein et al. 2015, section 2.2).
    ///
    /// # Errors
    /// [`ExactError::OneDimension`] in two dimensions, [`ExactError::Work`] for too many components.
    pub fn mean_kl_to_gaussian(&self) -> Result<f64, ExactError> {
        self.noisy.affordable("a mean over all xₜ")?;
        self.clean.affordable("a mean over all xₜ")?;
        Ok(self.noisy.expect(|x| kl_to_gaussian(&self.kernel(x))))
    }
}

/// KL(p ‖ N(mean of p, covariance of p)) in nats, by quadrature: what one Gaussian cannot say of p.
pub fn kl_to_gaussian(p: &Mixture) -> f64 {
    let (mean, covariance) = p.moments();
    kl_to(p, |x| log_gaussian(p.dimension(), mean, covariance, x))
}

/// KL(p ‖ N(mean, variance)) = KL(p ‖ p's Gaussian) + KL(p's Gaussian ‖ N(mean, variance)): exact for any mean, however far.
/// In one dimension; nats.
pub fn kl_to_normal(p: &Mixture, mean: f64, variance: f64) -> f64 {
    let (own, covariance) = p.moments();
    let ratio = covariance[0] / variance;
    let offset = own[0] - mean;
    kl_to(p, |x| log_gaussian(1, own, covariance, x))
        + 0.5 * (ratio - 1.0 - ratio.ln() + offset * offset / variance)
}

/// KL(p ‖ q) in nats by quadrature, of q given by ln q.
pub fn kl_to(p: &Mixture, log_q: impl Fn(Point) -> f64) -> f64 {
    p.expect(|x| p.log_density(x) - log_q(x))
}

/// ln N(x; mean, covariance), covariance as [xx, xy, yy].
pub fn log_gaussian(dimension: usize, mean: Point, covariance: [f64; 3], x: Point) -> f64 {
    let [a, b] = [x[0] - mean[0], x[1] - mean[1]];
    let [xx, xy, yy] = covariance;
    if dimension == 1 {
        return -0.5 * (a * a / xx + xx.ln() + LN_TAU);
    }
    let determinant = xx * yy - xy * xy;
    let squared = (yy * a * a - 2.0 * xy * a * b + xx * b * b) / determinant;
    -0.5 * (squared + determinant.ln()) - LN_TAU
}
