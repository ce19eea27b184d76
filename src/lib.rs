//! Diffusion models in the browser.
pub mod unet;
