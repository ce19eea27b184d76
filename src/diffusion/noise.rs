//! Every random number of the crate: one counter-based generator, on the CPU, the same bits natively and in a browser.
//!
//! # Layout (version 1)
//! The generator is ChaCha with 8 rounds (`rand_chacha`), a function from (key, stream id, word position) to a 32-bit word:
//! - key, 32 bytes: the seed (u64, little endian), the number of the [`NoiseStream`] (u64, little endian), and the 16 ASCII bytes
//!   `unnoise noise v1`;
//! - stream id, 64 bits: `step · 2³² + image`;
//! - word position: the element of the image in `[C, H, W]` order.
//!
//! Words w₂ₚ and w₂ₚ₊₁ become elements 2p and 2p+1 by Box and Muller (1958): u = (w₂ₚ + 1)/2³² in (0, 1], so that ln 0 never
//! occurs, φ = 2π w₂ₚ₊₁/2³², r = √(−2 ln u); the elements are r cos φ and r sin φ, computed in f64 and rounded once to f32.
//! An odd last element is the cosine of its pair.
//!
//! Logarithm, sine and cosine come from the `libm` crate, which is Rust code, because those of the platform differ in the last bit;
//! the square root and the four operations are exact by IEEE 754 everywhere. Hence bit-equal noise for one seed, and near-equal
//! pictures, whatever the device. Nothing is drawn in sequence: image k gets the same noise whatever the number of images, and
//! timestep t the same whatever the number of steps.
//!
//! So runs of one seed share more than x_T. The z of a step belongs to the timestep that the network is told there, not to the
//! step's place in the list, nor to the sampler: two runs of different S, or one by DDPM and one by DDIM with η > 0, get the same z
//! at each timestep that both visit. Trailing lists all begin at T − 1; of T = 1000, S = 10 visits nothing that 20, 50 and 100 do
//! not visit. What differs is the share σ of it: a longer step adds more.

use std::ops::Range;

use burn::tensor::{DType, Device, Tensor, TensorData};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What the noise is for: streams of one seed are independent of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum NoiseStream {
    /// The starting point x_T of sampling; step 0.
    Latent = 0,
    /// The z of a stochastic sampling step; step = the timestep t that the network is told there, whatever its place in the list.
    Ancestral = 1,
    /// The ε that is added to a given image; step 0, so that one image moves along one path as t changes.
    Forward = 2,
}

/// Fills `out` with standard normal numbers for one image, elements in `[C, H, W]` order.
///
/// `step` and `image` each fill 32 bits of the stream id and are expected to be below 2³².
pub fn standard_normal(seed: u64, stream: NoiseStream, step: usize, image: usize, out: &mut [f32]) {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&(stream as u64).to_le_bytes());
    key[16..].copy_from_slice(b"unnoise noise v1");
    let mut rng = ChaCha8Rng::from_seed(key);
    rng.set_stream((u64::from(step as u32) << 32) | u64::from(image as u32));

    const TO_UNIT: f64 = 1.0 / 4_294_967_296.0; // 2⁻³²
    for pair in out.chunks_mut(2) {
        let u = (f64::from(rng.next_u32()) + 1.0) * TO_UNIT;
        let phi = core::f64::consts::TAU * (f64::from(rng.next_u32()) * TO_UNIT);
        let r = (-2.0 * libm::log(u)).sqrt();
        let (sin, cos) = libm::sincos(phi);
        pair[0] = (r * cos) as f32;
        if let Some(second) = pair.get_mut(1) {
            *second = (r * sin) as f32;
        }
    }
}

/// Standard normal noise for the images `images` of shape `[C, H, W]`, in the float type of the device.
///
/// # Shapes
/// - result: `[images.len(), C, H, W]`
pub fn noise_tensor(
    seed: u64,
    stream: NoiseStream,
    step: usize,
    images: Range<usize>,
    shape: [usize; 3],
    device: &Device,
) -> Tensor<4> {
    Tensor::from_data(noise_data(seed, stream, step, images, shape), device)
}

/// [`noise_tensor`] for images of the shape of those in `like`, on its device and in its float type.
pub(crate) fn noise_like(
    seed: u64,
    stream: NoiseStream,
    step: usize,
    images: Range<usize>,
    like: &Tensor<4>,
) -> Tensor<4> {
    let [_, c, h, w] = like.dims();
    let data = noise_data(seed, stream, step, images, [c, h, w]);
    let options: (&Device, DType) = (&like.device(), like.dtype());
    Tensor::from_data(data, options)
}

fn noise_data(
    seed: u64,
    stream: NoiseStream,
    step: usize,
    images: Range<usize>,
    [c, h, w]: [usize; 3],
) -> TensorData {
    let size = c * h * w;
    let mut values = vec![0.0; images.len() * size];
    if size > 0 {
        for (image, out) in images.clone().zip(values.chunks_mut(size)) {
            standard_normal(seed, stream, step, image, out);
        }
    }
    TensorData::new(values, [images.len(), c, h, w])
}
