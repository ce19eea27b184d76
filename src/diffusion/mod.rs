//! The mathematics of diffusion, without a network: everything here is tested against closed forms.
//!
//! To be read in this order; each group needs only those before it.
//! 1. [`schedule`], [`parameterisation`], [`process`]: how an image becomes noise, step by step and at once, and back by the posterior.
//! 2. [`timesteps`], [`noise`]: which steps a sampler takes, and where everything random comes from.
//! 3. [`sampler`]: DDPM and DDIM.
//! 4. [`inversion`], [`interpolation`], [`bound`]: what follows from them.
//! 5. [`gaussian`]: data whose exact denoiser is known, to hold all of it against.
//!
//! The crate's root has these modules under their own names, `unnoise::sampler` and so on.

pub mod bound;
pub mod gaussian;
pub mod interpolation;
pub mod inversion;
pub mod noise;
pub mod parameterisation;
pub mod process;
pub mod sampler;
pub mod schedule;
pub mod timesteps;
