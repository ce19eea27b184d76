//! The theory, exact: data whose every density is known, so that nothing here is estimated. f64 throughout; only `learn`
//! has tensors.
//!
//! A noise level is its ᾱ in (0, 1], taken from a [`Schedule`](crate::schedule::Schedule) by the caller; ᾱ = 1 is clean data. Two
//! levels s < t have ᾱₛ > ᾱₜ. Logarithms are natural, divergences in nats.
//!
//! To be read in this order:
//! 1. [`error`]: everything that can be asked wrongly; [`quadrature`]: how integrals are taken.
//! 2. [`mixture`]: a Gaussian mixture and its noised marginals; [`field`]: E\[x₀ | xₜ\], ε\*, v\* and the score, one field in four
//!    readings.
//! 3. [`reverse`]: the true p(xₛ | xₜ), and [`divergence`]: what conditioning on x₀ does to a loss.
//! 4. [`ddim`]: the family q_σ; [`path`]: samplers along the exact field; [`distance`]: how far their law is from the truth.
//! 5. [`fit`]: one Gaussian for many, by either KL; [`weights`]: one error and all its weights.
//! 6. [`matrix`]: a little algebra; [`latent`]: Gaussians over latents; [`ppca`]: a linear VAE with known evidence;
//!    [`linear_file`]: such a model in files.
//! 7. [`bayes`]: which digit is it?
//! 8. `learn`: a small network, trained on a mixture, beside its exact field.

pub mod bayes;
pub mod ddim;
pub mod distance;
pub mod divergence;
pub mod error;
pub mod field;
pub mod fit;
pub mod latent;
#[cfg(feature = "exact")]
pub mod learn;
pub mod linear_file;
mod logarithms;
pub mod matrix;
pub mod mixture;
pub mod path;
pub mod ppca;
pub mod quadrature;
pub mod reverse;
pub mod weights;
