//! The network's forward pass on one CPU thread, as a browser without WebGPU runs it.
//!
//! burn's layers are general: each writes a new tensor, and a convolution is a matrix product over copies of the feature
//! map. For inference of one known network the same arithmetic can be arranged better, and that is all that is done here:
//! features lie channels-last, so that four channels are one vector; a 3×3 convolution is Winograd's, with a third of the
//! multiplications; normalisation, conditioning and SiLU are one pass; weights are rearranged once, when a model is loaded.
//!
//! Arrays of vectors are written where they are read and not moved, and slices are stored vector by vector: in wasm, moving
//! memory is a call of the browser's, which costs more than the arithmetic in between.
//!
//! What is computed is [`UNet::forward`](crate::unet::UNet::forward), and tests hold the two against each other.
//!
//! Read in this order: `matmul`, `convolution`, `normalisation`, `linear`, `attention`, `network`.

mod attention;
mod convolution;
pub(crate) mod linear;
mod matmul;
mod network;
mod normalisation;

pub use network::CpuUNet;
