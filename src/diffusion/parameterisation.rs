//! What a network predicts, and the conversions between ε, x₀, v and μ.
//!
//! All of them follow from xₜ = √ᾱ x₀ + √(1−ᾱ) ε (DDPM eq. 4) and v = √ᾱ ε − √(1−ᾱ) x₀ (Salimans and Ho 2022, section 4).

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// A factor of a whole batch, or of each image of it.
#[derive(Clone, Debug)]
enum Factor {
    Batch(f64),
    /// `[B, 1, 1, 1]`; boxed, since a tensor is 30 times the size of a number.
    PerImage(Box<Tensor<4>>),
}

impl Factor {
    fn times(&self, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Batch(factor) => x.mul_scalar(*factor),
            Self::PerImage(factor) => x.mul(*factor.clone()),
        }
    }

    fn divide(&self, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Batch(factor) => x.div_scalar(*factor),
            Self::PerImage(factor) => x.div(*factor.clone()),
        }
    }
}

/// How noisy xₜ is: √ᾱ and √(1−ᾱ), one pair for a batch when sampling, one per image when training.
///
/// Every conversion is written once, here, and serves both. All tensors are `[B, C, H, W]`.
#[derive(Clone, Debug)]
pub struct NoiseLevel {
    signal: Factor,
    noise: Factor,
}

impl NoiseLevel {
    /// The level with this ᾱ in [0, 1], for every image of a batch.
    pub fn new(alpha_bar: f64) -> Self {
        Self {
            signal: Factor::Batch(alpha_bar.sqrt()),
            noise: Factor::Batch((1.0 - alpha_bar).sqrt()),
        }
    }

    /// One level per image.
    ///
    /// # Shapes
    /// - both: `[B, 1, 1, 1]`
    pub fn per_image(sqrt_alpha_bar: Tensor<4>, sqrt_one_minus_alpha_bar: Tensor<4>) -> Self {
        Self {
            signal: Factor::PerImage(Box::new(sqrt_alpha_bar)),
            noise: Factor::PerImage(Box::new(sqrt_one_minus_alpha_bar)),
        }
    }

    /// xₜ = √ᾱ x₀ + √(1−ᾱ) ε, the closed form of the forward process (DDPM eq. 4).
    pub fn x_t(&self, x0: Tensor<4>, epsilon: Tensor<4>) -> Tensor<4> {
        self.signal.times(x0) + self.noise.times(epsilon)
    }

    /// x₀ = (xₜ − √(1−ᾱ) ε)/√ᾱ. Needs ᾱ > 0.
    pub fn x0_from_epsilon(&self, x_t: Tensor<4>, epsilon: Tensor<4>) -> Tensor<4> {
        self.signal.divide(x_t - self.noise.times(epsilon))
    }

    /// x₀ = √ᾱ xₜ − √(1−ᾱ) v.
    pub fn x0_from_v(&self, x_t: Tensor<4>, v: Tensor<4>) -> Tensor<4> {
        self.signal.times(x_t) - self.noise.times(v)
    }

    /// ε = (xₜ − √ᾱ x₀)/√(1−ᾱ). Needs ᾱ < 1.
    pub fn epsilon_from_x0(&self, x_t: Tensor<4>, x0: Tensor<4>) -> Tensor<4> {
        self.noise.divide(x_t - self.signal.times(x0))
    }

    /// ε = √ᾱ v + √(1−ᾱ) xₜ.
    pub fn epsilon_from_v(&self, x_t: Tensor<4>, v: Tensor<4>) -> Tensor<4> {
        self.signal.times(v) + self.noise.times(x_t)
    }

    /// v = √ᾱ ε − √(1−ᾱ) x₀.
    pub fn v(&self, x0: Tensor<4>, epsilon: Tensor<4>) -> Tensor<4> {
        self.signal.times(epsilon) - self.noise.times(x0)
    }
}

/// What the output of a network stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Parameterisation {
    /// The noise ε, as in DDPM.
    #[default]
    Epsilon,
    /// The clean image x₀.
    X0,
    /// The velocity v = √ᾱ ε − √(1−ᾱ) x₀.
    V,
}

impl Parameterisation {
    /// x̂₀ from a network's output.
    ///
    /// # Shapes
    /// - `output`, `x_t`, result: `[B, C, H, W]`
    pub fn x0(self, output: Tensor<4>, x_t: Tensor<4>, level: &NoiseLevel) -> Tensor<4> {
        match self {
            Self::Epsilon => level.x0_from_epsilon(x_t, output),
            Self::X0 => output,
            Self::V => level.x0_from_v(x_t, output),
        }
    }

    /// ε̂ from a network's output.
    ///
    /// # Shapes
    /// - `output`, `x_t`, result: `[B, C, H, W]`
    pub fn epsilon(self, output: Tensor<4>, x_t: Tensor<4>, level: &NoiseLevel) -> Tensor<4> {
        match self {
            Self::Epsilon => output,
            Self::X0 => level.epsilon_from_x0(x_t, output),
            Self::V => level.epsilon_from_v(x_t, output),
        }
    }

    /// v̂ from a network's output.
    ///
    /// # Shapes
    /// - `output`, `x_t`, result: `[B, C, H, W]`
    pub fn v(self, output: Tensor<4>, x_t: Tensor<4>, level: &NoiseLevel) -> Tensor<4> {
        match self {
            Self::V => output,
            _ => level.v(
                self.x0(output.clone(), x_t.clone(), level),
                self.epsilon(output, x_t, level),
            ),
        }
    }

    /// What the network should have said, from the x₀ and ε that made xₜ: the target of a training loss.
    ///
    /// # Shapes
    /// - `x0`, `epsilon`, result: `[B, C, H, W]`
    pub fn target(self, x0: Tensor<4>, epsilon: Tensor<4>, level: &NoiseLevel) -> Tensor<4> {
        match self {
            Self::Epsilon => epsilon,
            Self::X0 => x0,
            Self::V => level.v(x0, epsilon),
        }
    }
}

/// μ(xₜ, ε) = (xₜ − cβ/√(1−ᾱ) · ε)/√cα, the mean of xₚ given xₜ (DDPM eq. 11), for any pair of levels:
/// cα = `alpha_bar`/`alpha_bar_prev`, cβ = 1 − cα. Equals the posterior mean at x̂₀ from the same ε.
pub fn mu_from_epsilon(
    x_t: Tensor<4>,
    epsilon: Tensor<4>,
    alpha_bar: f64,
    alpha_bar_prev: f64,
) -> Tensor<4> {
    let alpha = alpha_bar / alpha_bar_prev;
    (x_t - epsilon.mul_scalar((1.0 - alpha) / (1.0 - alpha_bar).sqrt())).div_scalar(alpha.sqrt())
}

/// The inverse of [`mu_from_epsilon`]: ε = (xₜ − √cα μ)·√(1−ᾱ)/cβ.
pub fn epsilon_from_mu(
    x_t: Tensor<4>,
    mu: Tensor<4>,
    alpha_bar: f64,
    alpha_bar_prev: f64,
) -> Tensor<4> {
    let alpha = alpha_bar / alpha_bar_prev;
    (x_t - mu.mul_scalar(alpha.sqrt())).mul_scalar((1.0 - alpha_bar).sqrt() / (1.0 - alpha))
}
