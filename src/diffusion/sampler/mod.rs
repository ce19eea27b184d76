//! Samplers: from noise to an image, one network call a step.
//!
//! A sampler is a function of a [`Denoiser`], so it can be tested against an exact one without weights. [`Sampling`] is one run, driven
//! step by step; what DDPM and DDIM do differently within a step is in [`ddpm`] and [`ddim`].

pub mod ddim;
pub mod ddpm;

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::noise::{NoiseStream, noise_like};
use crate::parameterisation::{NoiseLevel, Parameterisation};
use crate::schedule::Schedule;
use crate::timesteps::{Spacing, check_list, timesteps};

/// A network, or a formula, that predicts from a noisy image.
pub trait Denoiser {
    /// What the output stands for.
    fn parameterisation(&self) -> Parameterisation;

    /// The raw output at timestep `t`, the same for the whole batch.
    ///
    /// # Shapes
    /// - `x_t`, result: `[B, C, H, W]`
    fn predict(&self, x_t: Tensor<4>, t: usize) -> Tensor<4>;
}

/// Where the z of a stochastic step comes from.
pub trait NoiseSource {
    /// Standard normal noise for the step at timestep `t`, with the shape, device and float type of `like`.
    fn z(&self, t: usize, like: &Tensor<4>) -> Tensor<4>;
}

/// Whose z each image of a batch gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FreshNoise {
    /// Its own: samples are independent of each other.
    #[default]
    Each,
    /// That of image 0: what tells images apart is then what they began with and their labels, as with η = 0, so that a stochastic
    /// sampler, too, is one map from x_T to an image, and interpolates.
    Shared,
}

/// The noise of [`crate::noise`], stream [`NoiseStream::Ancestral`], keyed by the training timestep: changing S shifts nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeededNoise {
    /// The seed of the run.
    pub seed: u64,
    /// Number of the batch's first image, where a run is cut into batches; 0 otherwise.
    pub first_image: usize,
    /// Whether images share it.
    pub noise: FreshNoise,
}

impl NoiseSource for SeededNoise {
    fn z(&self, t: usize, like: &Tensor<4>) -> Tensor<4> {
        let count = like.dims()[0];
        let of = |images| noise_like(self.seed, NoiseStream::Ancestral, t, images, like);
        match self.noise {
            FreshNoise::Each => of(self.first_image..self.first_image + count),
            FreshNoise::Shared => of(0..1).repeat_dim(0, count),
        }
    }
}

/// The variance of an ancestral DDPM step (DDPM, section 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Variance {
    /// That of the posterior, (1−ᾱₚ)/(1−ᾱₜ)·cβ: exact where the data is a single point.
    #[default]
    Small,
    /// That of the forward step, cβ: exact where the data is standard normal. σ̂ of the DDIM paper.
    Large,
}

/// Which family of reverse processes a run follows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "sampler", rename_all = "lowercase")]
pub enum Method {
    /// Ancestral sampling (Ho et al. 2020, algorithm 2), over any timestep list.
    Ddpm {
        /// σ² of each step.
        #[serde(default)]
        variance: Variance,
    },
    /// The non-Markovian family of Song et al. 2020 (eq. 12).
    Ddim {
        /// From 0, deterministic, to 1, DDPM with small variance.
        #[serde(default)]
        eta: f64,
    },
}

/// What is done to an x̂₀ that leaves the range [−1, 1] of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clip {
    /// Clamp it, and derive ε̂ anew from the clamped x̂₀, so that both still explain xₜ. With this, η = 1 is DDPM.
    #[default]
    Rederive,
    /// Clamp it, and keep the ε̂ of the network: the default of diffusers.
    Keep,
    /// Nothing.
    Off,
}

/// Everything that determines a run but the model and x_T; flat in JSON:
/// `{"sampler": "ddim", "eta": 0, "steps": 50, "spacing": "trailing", "clip": "rederive", "seed": 7, "noise": "each"}`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SamplerConfig {
    /// DDPM or DDIM.
    #[serde(flatten)]
    pub method: Method,
    /// The number S of network calls, from 1 to T.
    pub steps: usize,
    /// How they are spread.
    #[serde(default)]
    pub spacing: Spacing,
    /// What happens to an x̂₀ out of range.
    #[serde(default)]
    pub clip: Clip,
    /// Seed of the noise added along the way.
    #[serde(default)]
    pub seed: u64,
    /// Whether the images of a batch share that noise.
    #[serde(default)]
    pub noise: FreshNoise,
}

/// x̂₀ and ε̂, the two halves of what xₜ is thought to be made of.
#[derive(Clone, Debug)]
pub struct Prediction {
    /// `[B, C, H, W]`
    pub x0: Tensor<4>,
    /// `[B, C, H, W]`
    pub epsilon: Tensor<4>,
}

impl Prediction {
    /// Reads a network's output at the level of xₜ, and clips.
    ///
    /// # Shapes
    /// - `output`, `x_t`: `[B, C, H, W]`
    pub fn new(
        output: Tensor<4>,
        x_t: Tensor<4>,
        parameterisation: Parameterisation,
        level: &NoiseLevel,
        clip: Clip,
    ) -> Self {
        let x0 = parameterisation.x0(output.clone(), x_t.clone(), level);
        if clip == Clip::Rederive {
            let x0 = x0.clamp(-1.0, 1.0);
            let epsilon = level.epsilon_from_x0(x_t, x0.clone());
            return Self { x0, epsilon };
        }
        let epsilon = parameterisation.epsilon(output, x_t, level);
        let x0 = if clip == Clip::Keep {
            x0.clamp(-1.0, 1.0)
        } else {
            x0
        };
        Self { x0, epsilon }
    }
}

/// One step that was taken.
#[derive(Clone, Debug)]
pub struct Step {
    /// 0 for the first step.
    pub index: usize,
    /// The number of steps of the run.
    pub of: usize,
    /// The timestep at which the network was called.
    pub t: usize,
    /// Its ᾱ.
    pub alpha_bar: f64,
    /// The state before the step, which the network saw. `[B, C, H, W]`
    pub xt: Tensor<4>,
    /// The image that was predicted from it, after clipping. `[B, C, H, W]`
    pub x0: Tensor<4>,
}

/// Below this ᾱ the factors √ᾱ and 1/√ᾱ leave the range of f32.
const LEAST_ALPHA_BAR: f64 = 1e-70;
/// Below this 1 − ᾱ the noise that is predicted is mostly f32's rounding, and before long a division by zero.
const LEAST_NOISE: f64 = 1e-12;

/// Checks that samplers can follow a schedule from its noisiest timestep to its clearest.
///
/// # Errors
/// [`Error::NoSignal`] and [`Error::NoNoise`].
pub fn check_schedule(schedule: &Schedule) -> Result<(), Error> {
    let t = schedule.steps() - 1;
    let alpha_bar = schedule.alpha_bar(t);
    if alpha_bar < LEAST_ALPHA_BAR {
        return Err(Error::NoSignal { t, alpha_bar });
    }
    let noise = 1.0 - schedule.alpha_bar(0);
    if noise < LEAST_NOISE {
        return Err(Error::NoNoise { t: 0, noise });
    }
    Ok(())
}

/// Copies ᾱ of each entry of a list, after checking that a sampler can follow it.
pub(crate) fn alpha_bars(schedule: &Schedule, list: &[usize]) -> Result<Vec<f64>, Error> {
    check_list(list, schedule.steps())?;
    list.iter()
        .map(|&t| match schedule.alpha_bar(t) {
            alpha_bar if alpha_bar < LEAST_ALPHA_BAR => Err(Error::NoSignal { t, alpha_bar }),
            alpha_bar => Ok(alpha_bar),
        })
        .collect()
}

/// One run of a sampler, driven by [`Sampling::next_step`]. Cancel it by dropping it.
pub struct Sampling {
    method: Method,
    clip: Clip,
    list: Vec<usize>,
    alpha_bars: Vec<f64>,
    noise: Box<dyn NoiseSource>,
    index: usize,
    x: Tensor<4>,
}

impl Sampling {
    /// A run from x_T = `latent`, with the noise of `config.seed` for images 0, 1, ….
    ///
    /// # Shapes
    /// - `latent`: `[B, C, H, W]`
    ///
    /// # Errors
    /// When steps or η are out of range.
    pub fn new(
        schedule: &Schedule,
        config: &SamplerConfig,
        latent: Tensor<4>,
    ) -> Result<Self, Error> {
        Self::part(schedule, config, 0, latent)
    }

    /// [`Sampling::new`] for images `first`, `first + 1`, … of a batch that is cut into parts.
    ///
    /// # Errors
    /// When steps or η are out of range.
    pub fn part(
        schedule: &Schedule,
        config: &SamplerConfig,
        first: usize,
        latent: Tensor<4>,
    ) -> Result<Self, Error> {
        let list = timesteps(config.spacing, config.steps, schedule.steps())?;
        let noise = SeededNoise {
            seed: config.seed,
            first_image: first,
            noise: config.noise,
        };
        Self::over(
            schedule,
            list,
            config.method,
            config.clip,
            latent,
            Box::new(noise),
        )
    }

    /// A run over any strictly falling timestep list, with any source of noise.
    ///
    /// # Shapes
    /// - `latent`: `[B, C, H, W]`
    ///
    /// # Errors
    /// When the list does not fall strictly or leaves the schedule, or η is out of range.
    pub fn over(
        schedule: &Schedule,
        list: Vec<usize>,
        method: Method,
        clip: Clip,
        latent: Tensor<4>,
        noise: Box<dyn NoiseSource>,
    ) -> Result<Self, Error> {
        if let Method::Ddim { eta } = method
            && !(0.0..=1.0).contains(&eta)
        {
            return Err(Error::Number {
                name: "eta",
                expected: "from 0 (deterministic) to 1 (DDPM)",
                found: eta,
            });
        }
        Ok(Self {
            alpha_bars: alpha_bars(schedule, &list)?,
            method,
            clip,
            list,
            noise,
            index: 0,
            x: latent,
        })
    }

    /// Calls the network once and moves to the next entry of the list; `None` when there is none left.
    ///
    /// After the last entry comes clean data, ᾱ = 1, so that step returns x̂₀ itself and adds no noise: decided by "no next entry",
    /// not by t = 0, which a trailing list never visits.
    pub fn next_step(&mut self, denoiser: &dyn Denoiser) -> Option<Step> {
        let (&t, &alpha_bar) = self
            .list
            .get(self.index)
            .zip(self.alpha_bars.get(self.index))?;
        let x_t = self.x.clone(); // [B, C, H, W]

        // 1. The network, and what its output says about xₜ.
        let output = denoiser.predict(x_t.clone(), t);
        let level = NoiseLevel::new(alpha_bar);
        let prediction = Prediction::new(
            output,
            x_t.clone(),
            denoiser.parameterisation(),
            &level,
            self.clip,
        );
        let x0 = prediction.x0.clone();

        // 2. Down to the next entry.
        self.x = match self.alpha_bars.get(self.index + 1) {
            None => prediction.x0,
            Some(&prev) => {
                let sigma = sigma(self.method, alpha_bar, prev);
                let z = (sigma > 0.0).then(|| self.noise.z(t, &x_t));
                let noise = z.map(|z| z.mul_scalar(sigma));
                match self.method {
                    Method::Ddpm { .. } => {
                        ddpm::step(prediction.x0, x_t.clone(), noise, alpha_bar, prev)
                    }
                    Method::Ddim { .. } => ddim::step(prediction, noise, sigma, prev),
                }
            }
        };

        self.index += 1;
        Some(Step {
            index: self.index - 1,
            of: self.list.len(),
            t,
            alpha_bar,
            xt: x_t,
            x0,
        })
    }

    /// Takes all steps that are left and returns the image.
    pub fn finish(mut self, denoiser: &dyn Denoiser) -> Tensor<4> {
        while self.next_step(denoiser).is_some() {}
        self.x
    }

    /// The state now: x_T at first, the image after the last step. `[B, C, H, W]`
    pub fn sample(&self) -> Tensor<4> {
        self.x.clone()
    }

    /// The timesteps of the run, from the noisiest down.
    pub fn timesteps(&self) -> &[usize] {
        &self.list
    }

    /// How many steps are left.
    pub fn remaining(&self) -> usize {
        self.list.len() - self.index
    }
}

/// The standard deviation σ of the noise that a step from ᾱ = `alpha_bar` to `alpha_bar_prev` adds.
pub fn sigma(method: Method, alpha_bar: f64, alpha_bar_prev: f64) -> f64 {
    match method {
        Method::Ddpm { variance } => ddpm::sigma(variance, alpha_bar, alpha_bar_prev),
        Method::Ddim { eta } => ddim::sigma(eta, alpha_bar, alpha_bar_prev),
    }
}
