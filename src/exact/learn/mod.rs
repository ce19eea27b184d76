//! A small network that learns the field of a mixture by DDPM's algorithm 1, where the best that any network can reach is known.
//!
//! The only part of [`exact`](super) that has tensors, and that estimates: what it learns is held against what is exact.

mod floor;
mod network;
mod training;

pub use floor::floor;
pub use network::Network;
pub use training::{Target, Training, TrainingConfig};
