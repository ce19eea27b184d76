//! The options of each call, complete: defaults and limits of the JavaScript contract are set before, in `www/lab/options.js`.

use serde::Deserialize;

use crate::interpolation::Interpolation;
use crate::sampler::{FreshNoise, SamplerConfig};
use crate::timesteps::Spacing;

/// Labels of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Label {
    /// The same for every image.
    Same(usize),
    /// One for each.
    Each(Vec<usize>),
}

/// Which steps of a run are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frames {
    /// Every step.
    All,
    /// No step.
    None,
    /// Steps 0, n, 2n, … and the last.
    Every(usize),
}

impl Frames {
    /// Whether step `index` of `of` is shown.
    pub fn shows(self, index: usize, of: usize) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Every(n) => index.is_multiple_of(n.max(1)) || index + 1 == of,
        }
    }
}

impl<'de> Deserialize<'de> for Frames {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Raw {
            Every(usize),
            Word(String),
        }
        match Raw::deserialize(deserializer)? {
            Raw::Every(n) if n > 0 => Ok(Self::Every(n)),
            Raw::Word(word) if word == "all" => Ok(Self::All),
            Raw::Word(word) if word == "none" => Ok(Self::None),
            _ => Err(serde::de::Error::custom(
                "expected `frames` to be \"all\", \"none\" or a positive integer",
            )),
        }
    }
}

/// Options of [`Engine::sample`](super::Engine::sample).
#[derive(Debug, Clone, Deserialize)]
pub struct SampleOptions {
    /// Number of images.
    pub count: usize,
    /// Number of the first of them, where one batch is spread over several engines; their noise depends on it.
    #[serde(default)]
    pub first: usize,
    /// Sampler, steps, spacing, clipping and seed.
    #[serde(flatten)]
    pub config: SamplerConfig,
    /// Labels; none for any.
    pub label: Option<Label>,
    /// Strength of the label; see [`Model::conditioned`](crate::model::Model::conditioned).
    pub guidance: f64,
    /// Steps to show.
    pub frames: Frames,
}

/// One end of an interpolation.
#[derive(Debug, Clone)]
pub enum Endpoint {
    /// The latent of image 0 of a seed.
    Seed(u64),
    /// A latent, `[C, H, W]`.
    Latent(Vec<f32>),
    /// An image in [−1, 1], `[C, H, W]`, to be encoded.
    Image(Vec<f32>),
}

impl Default for Endpoint {
    fn default() -> Self {
        Self::Seed(0)
    }
}

/// Options of [`Engine::interpolate`](super::Engine::interpolate).
#[derive(Debug, Clone, Deserialize)]
pub struct InterpolateOptions {
    /// First end. Its numbers come beside the other options.
    #[serde(skip)]
    pub from: Endpoint,
    /// Last end.
    #[serde(skip)]
    pub to: Endpoint,
    /// Images of the strip, both ends included.
    pub frames: usize,
    /// First of those to make and their number, where one strip is spread over several engines; all of them by default.
    #[serde(default)]
    pub part: Option<[usize; 2]>,
    /// Sampler, steps, spacing, clipping, and the noise that is added on the way: its seed is not that of an end.
    #[serde(flatten)]
    pub config: SamplerConfig,
    /// Along the sphere or the chord.
    pub method: Interpolation,
    /// Label of all images; none for any.
    pub label: Option<usize>,
    /// Strength of the label.
    pub guidance: f64,
}

/// Options of [`Engine::encode`](super::Engine::encode) and [`Engine::reconstruct`](super::Engine::reconstruct).
#[derive(Debug, Clone, Deserialize)]
pub struct EncodeOptions {
    /// Images in [−1, 1], `[B, C, H, W]`. They come beside the other options.
    #[serde(skip)]
    pub image: Vec<f32>,
    /// Network calls one way.
    pub steps: usize,
    /// How they are spread.
    pub spacing: Spacing,
    /// Labels; none for any.
    pub label: Option<Label>,
}

/// Options of [`Engine::forward_noise`](super::Engine::forward_noise).
#[derive(Debug, Clone)]
pub struct NoiseOptions {
    /// Images in [−1, 1], `[B, C, H, W]`.
    pub image: Vec<f32>,
    /// One timestep, or one for each image, or many for a single image.
    pub t: Vec<usize>,
    /// Seed of ε.
    pub seed: u64,
}

/// Options of [`Engine::step_noise`](super::Engine::step_noise).
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct StepNoiseOptions {
    /// Number of images.
    pub count: usize,
    /// The timestep that the step begins at.
    pub t: usize,
    /// Seed of z.
    pub seed: u64,
    /// Whether images share it.
    pub noise: FreshNoise,
}

/// Options of [`Engine::predict`](super::Engine::predict).
#[derive(Debug, Clone, Deserialize)]
pub struct PredictOptions {
    /// Noisy images, `[B, C, H, W]`. They come beside the other options.
    #[serde(skip)]
    pub image: Vec<f32>,
    /// One timestep, or one for each image. They come beside the other options.
    #[serde(skip)]
    pub t: Vec<usize>,
    /// Labels; none for any.
    pub label: Option<Label>,
    /// Strength of the label.
    pub guidance: f64,
}

/// Options of [`Engine::bound`](super::Engine::bound).
#[derive(Debug, Clone, Deserialize)]
pub struct BoundOptions {
    /// One image in [−1, 1], `[C, H, W]`, which is rounded to the 256 levels of a pixel. It comes beside the other options.
    #[serde(skip)]
    pub image: Vec<f32>,
    /// Timesteps whose terms are asked for. They come beside the other options.
    #[serde(skip)]
    pub t: Vec<usize>,
    /// Seed of the noise of x_t.
    pub seed: u64,
    /// Label of the image, or one for each timestep; none for any.
    pub label: Option<Label>,
}
