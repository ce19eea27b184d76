//! The network's forward pass on a GPU, in few kernels.
//!
//! burn's layers take about 590 dispatches for the digits network: a normalisation alone is a dozen, a convolution is a matrix
//! product around copies of its input. On a small network each dispatch costs more than its arithmetic. Here features lie
//! channels-last, a convolution is one kernel with bias and residual, and normalisation, conditioning and SiLU are another, so
//! that 50 dispatches are left. What is computed is [`UNet::forward`](crate::unet::UNet::forward), and tests hold the two
//! against each other in a browser.
//!
//! The kernels are CubeCL's, compiled when they are first launched; there is nothing to tune.

mod kernels;
mod network;
mod parts;

pub use network::GpuUNet;
