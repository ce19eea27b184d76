//! The network: a small UNet of residual blocks, conditioned on the timestep and on labels.
//!
//! It follows the network of DDPM (Ho et al. 2020, appendix B), made small enough to run in a browser:
//!
//! ```text
//! x [B, C, H, W]
//!   └ space to depth (patch p) ─ conv 3×3                                    [B, w₀, H/p, W/p]
//!       └ residual blocks ────────────── skip ──────────────┐
//!           └ down (space to depth 2, 1×1) … next level …   │
//!               └ middle: residual blocks with attention    │
//!           ┌ up (1×1, depth to space 2) … next level …     │
//!       ┌ concatenate the skip ─ residual blocks ───────────┘
//!   ┌ norm ─ SiLU ─ conv 3×3 ─ depth to space (patch p)
//! output [B, C, H, W], read in the model's parameterisation (ε, x₀ or v)
//! ```
//!
//! Working on p×p patches instead of pixels costs little quality and saves a factor p² of work at the finest level
//! (Luhman & Luhman 2022, "Improving Diffusion Model Efficiency Through Patching").
//!
//! Read in this order: [`config`](UNetConfig), [`embedding`], [`operations`](Operations), [`block`], [`attention`], [`network`](UNet).

pub mod attention;
pub mod block;
mod config;
pub mod embedding;
mod network;
mod operations;
pub mod patch;

pub use config::{UNetConfig, UNetConfigError};
pub use network::UNet;
pub use operations::{Composed, Operations};
