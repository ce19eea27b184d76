//! Between two latents x_T.

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// How to go from one latent to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interpolation {
    /// Along the sphere, where the prior's mass lies: see [`slerp`].
    #[default]
    Slerp,
    /// Along the chord, which leaves it: see [`lerp`].
    Lerp,
}

/// Below this sin θ two latents are taken as parallel. In f32 a cosine rounded by a few units in the last place near ±1 moves θ by
/// up to 1e-3; here slerp and lerp differ by less than 2e-5 of the latents.
const LEAST_SIN: f64 = 1e-2;

/// Below this product of norms one of the two latents is taken as zero.
const LEAST_NORM: f64 = 1e-30;

/// Spherical interpolation (DDIM, appendix D.5, eq. 67), image by image over the whole tensor:
/// (sin((1−a)θ) z₁ + sin(aθ) z₂)/sin θ, with θ the angle between z₁ and z₂.
///
/// Where sin θ vanishes (parallel latents, or a zero one) it is [`lerp`], its limit for θ → 0; between exact opposites no arc is
/// the shortest, and the chord passes through zero.
///
/// # Shapes
/// - `z1`, `z2`, result: `[B, C, H, W]`
///
/// # Errors
/// When the shapes differ or `a` is not in [0, 1].
pub fn slerp(z1: Tensor<4>, z2: Tensor<4>, a: f64) -> Result<Tensor<4>, Error> {
    check(&z1, &z2, a)?;
    let dot = |x: &Tensor<4>, y: &Tensor<4>| (x.clone() * y.clone()).sum_dims(&[1, 2, 3]); // [B, 1, 1, 1]
    let norms = dot(&z1, &z1).sqrt() * dot(&z2, &z2).sqrt();
    let cos = dot(&z1, &z2) / norms.clone().clamp_min(LEAST_NORM);
    let theta = cos.clamp(-1.0, 1.0).acos();
    // A zero latent has no angle to any other.
    let sin = theta.clone().sin();
    let sin = sin.mask_fill(norms.lower_scalar(LEAST_NORM), 0.0);
    let parallel = sin.clone().lower_scalar(LEAST_SIN);
    let sin = sin.clamp_min(LEAST_SIN);
    let weight = |share: f64| {
        let arc = theta.clone().mul_scalar(share).sin() / sin.clone();
        let chord = arc.full_like(share);
        arc.mask_where(parallel.clone(), chord)
    };
    Ok(z1 * weight(1.0 - a) + z2 * weight(a))
}

/// Straight interpolation (1−a) z₁ + a z₂. Of independent latents it halves the variance at a = ½ and so leaves the shell of the
/// prior that the network was trained on: worth showing, not worth using.
///
/// # Shapes
/// - `z1`, `z2`, result: `[B, C, H, W]`
///
/// # Errors
/// When the shapes differ or `a` is not in [0, 1].
pub fn lerp(z1: Tensor<4>, z2: Tensor<4>, a: f64) -> Result<Tensor<4>, Error> {
    check(&z1, &z2, a)?;
    Ok(z1.mul_scalar(1.0 - a) + z2.mul_scalar(a))
}

impl Interpolation {
    /// The latent at share `a` of the way from `z1` to `z2`.
    ///
    /// # Errors
    /// When the shapes differ or `a` is not in [0, 1].
    pub fn at(self, z1: Tensor<4>, z2: Tensor<4>, a: f64) -> Result<Tensor<4>, Error> {
        match self {
            Self::Slerp => slerp(z1, z2, a),
            Self::Lerp => lerp(z1, z2, a),
        }
    }

    /// `frames` latents at even shares from `from` to `to`, both included; of one frame only `from` is left.
    ///
    /// # Shapes
    /// - `from`, `to`: `[1, C, H, W]`
    /// - result: `[frames, C, H, W]`
    ///
    /// # Errors
    /// When `frames` is 0, or the shapes differ or are not of one image.
    pub fn path(self, from: Tensor<4>, to: Tensor<4>, frames: usize) -> Result<Tensor<4>, Error> {
        if frames == 0 {
            return Err(Error::Count {
                name: "frames",
                expected: "at least 1",
                found: 0,
            });
        }
        let [batch, c, h, w] = from.dims();
        if batch != 1 {
            return Err(Error::Shape {
                what: "a single latent",
                expected: [1, c, h, w],
                found: from.dims(),
            });
        }
        let last = (frames - 1).max(1) as f64;
        let latents: Result<Vec<_>, _> = (0..frames)
            .map(|i| self.at(from.clone(), to.clone(), i as f64 / last))
            .collect();
        Ok(Tensor::cat(latents?, 0))
    }
}

fn check(z1: &Tensor<4>, z2: &Tensor<4>, a: f64) -> Result<(), Error> {
    if z1.dims() != z2.dims() {
        return Err(Error::Shape {
            what: "the second latent",
            expected: z1.dims(),
            found: z2.dims(),
        });
    }
    if !(0.0..=1.0).contains(&a) {
        return Err(Error::Number {
            name: "share",
            expected: "from 0 (the first latent) to 1 (the second)",
            found: a,
        });
    }
    Ok(())
}
