//! Diffusion models in the browser: the mathematics of DDPM and DDIM, a small UNet, and its JavaScript binding.
//!
//! # Conventions
//! Notation follows DDPM (Ho, Jain and Abbeel 2020) with 0-based steps: t = 0 … T−1, where t = 0 already carries one step of noise,
//! and ᾱ₋₁ = 1 is clean data. Readers come from three books:
//!
//! | here, and in DDPM | DDIM (Song, Meng and Ermon 2020) | Lai et al. 2025, chapter 2 |
//! |---|---|---|
//! | βₜ | 1 − αₜ/αₜ₋₁ | βₜ² |
//! | ᾱₜ | αₜ | ᾱₜ² |
//! | √ᾱₜ | √αₜ | ᾱₜ |
//!
//! Images are `[B, C, H, W]` with values in [−1, 1]. Tables are f64, tensors f32 (or f64 in tests); scalars are multiplied in at the
//! last moment. Samplers never read a tensor back, so that they run on WebGPU, where reading is asynchronous.
//!
//! # Reading order
//! [`schedule`], [`parameterisation`], [`process`] (the forward process), [`timesteps`], [`noise`], [`sampler`] (DDPM and DDIM),
//! [`inversion`], [`interpolation`], [`bound`] (the variational bound), [`gaussian`] (data whose exact denoiser is known); [`exact`]
//! (mixtures, true reverse kernels, a linear VAE: the theory where nothing is estimated); then [`unet`],
//! [`cpu`] (the same network arranged for a browser without WebGPU) and `gpu` (for one with it, in few kernels), [`model`] and
//! [`weights`].

pub mod cpu;
mod diffusion;
pub mod engine;
pub mod error;
pub mod exact;
#[cfg(feature = "webgpu")]
pub mod gpu;
pub mod model;
pub mod unet;
#[cfg(target_family = "wasm")]
pub mod web;
pub mod weights;

pub use diffusion::{
    bound, gaussian, interpolation, inversion, noise, parameterisation, process, sampler, schedule,
    timesteps,
};
