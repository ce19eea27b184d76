//! DDIM inversion: from an image to the x_T that DDIM with η = 0 turns back into it (DDIM, section 4.3).
//!
//! Both directions follow one ordinary differential equation; the error is that of its steps, so it falls with S. x̂₀ is never
//! clipped on the way up: a clamp cannot be undone.

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::parameterisation::NoiseLevel;
use crate::sampler::{
    Clip, Denoiser, Method, Prediction, Sampling, SeededNoise, Step, alpha_bars, ddim,
};
use crate::schedule::Schedule;
use crate::timesteps::{Spacing, timesteps};

/// Which timestep the network is told on the way from t_cur up to t_next; the two practices disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InversionLabel {
    /// t_next, as in diffusers' `DDIMInverseScheduler`: S network calls, the first at clean data, ᾱ = 1. The smaller error:
    /// the way back evaluates the network at the same timesteps, pair by pair.
    #[default]
    Next,
    /// t_cur, as in OpenAI's `ddim_reverse_sample`. The network has no timestep for clean data, so the image enters as the mean
    /// √ᾱ x₀ of the first entry's level, and S − 1 calls remain.
    Current,
}

/// One move upwards.
#[derive(Clone, Copy, Debug)]
struct Pair {
    /// What the network is told, and its ᾱ.
    label: usize,
    alpha_bar_told: f64,
    /// From here …
    alpha_bar: f64,
    /// … to here.
    alpha_bar_next: f64,
}

/// One inversion, driven by [`Inversion::next_step`]. Cancel it by dropping it.
#[derive(Debug)]
pub struct Inversion {
    pairs: Vec<Pair>,
    index: usize,
    x: Tensor<4>,
}

impl Inversion {
    /// An inversion of `image` over the timestep list that sampling would take, upwards.
    ///
    /// # Shapes
    /// - `image`: `[B, C, H, W]`, values in [−1, 1]
    ///
    /// # Errors
    /// [`Error::Steps`] unless 1 ≤ S ≤ T.
    pub fn new(
        schedule: &Schedule,
        spacing: Spacing,
        steps: usize,
        label: InversionLabel,
        image: Tensor<4>,
    ) -> Result<Self, Error> {
        let mut list = timesteps(spacing, steps, schedule.steps())?;
        let mut levels = alpha_bars(schedule, &list)?;
        list.reverse();
        levels.reverse();
        // Towards each entry of the list: from the entry below it, and towards the first from clean data.
        let below = [1.0].iter().chain(&levels);
        let mut pairs: Vec<Pair> = below
            .zip(&levels)
            .zip(&list)
            .map(|((&alpha_bar, &alpha_bar_next), &label)| Pair {
                label,
                alpha_bar_told: alpha_bar_next,
                alpha_bar,
                alpha_bar_next,
            })
            .collect();
        let mut x = image;
        if label == InversionLabel::Current {
            pairs.remove(0);
            for (pair, &cur) in pairs.iter_mut().zip(&list) {
                pair.label = cur;
                pair.alpha_bar_told = pair.alpha_bar;
            }
            x = x.mul_scalar(levels[0].sqrt());
        }
        Ok(Self { pairs, index: 0, x })
    }

    /// Calls the network once and moves one entry up; `None` when x_T is reached.
    ///
    /// In the step returned, `t` is the timestep that the network was told, `alpha_bar` the level of `xt`.
    pub fn next_step(&mut self, denoiser: &dyn Denoiser) -> Option<Step> {
        let pair = *self.pairs.get(self.index)?;
        let x = self.x.clone(); // [B, C, H, W]
        let output = denoiser.predict(x.clone(), pair.label);
        // The network took x for an image at the level it was told, so that is where its output is read as noise: what it stands
        // for then makes no difference, and clean data, which holds no noise to tell, needs no exception.
        let told = NoiseLevel::new(pair.alpha_bar_told);
        let epsilon = denoiser
            .parameterisation()
            .epsilon(output, x.clone(), &told);
        let level = NoiseLevel::new(pair.alpha_bar);
        let x0 = level.x0_from_epsilon(x.clone(), epsilon.clone());
        let prediction = Prediction {
            x0: x0.clone(),
            epsilon,
        };
        self.x = ddim::step(prediction, None, 0.0, pair.alpha_bar_next);
        self.index += 1;
        Some(Step {
            index: self.index - 1,
            of: self.pairs.len(),
            t: pair.label,
            alpha_bar: pair.alpha_bar,
            xt: x,
            x0,
        })
    }

    /// Takes all steps that are left and returns x_T.
    pub fn finish(mut self, denoiser: &dyn Denoiser) -> Tensor<4> {
        while self.next_step(denoiser).is_some() {}
        self.x
    }

    /// The state now: the image at first, x_T after the last step. `[B, C, H, W]`
    pub fn latent(&self) -> Tensor<4> {
        self.x.clone()
    }

    /// How many steps are left.
    pub fn remaining(&self) -> usize {
        self.pairs.len() - self.index
    }
}

/// The way back from an encoded latent: DDIM with η = 0 over the same list.
///
/// # Shapes
/// - `latent`: `[B, C, H, W]`
///
/// # Errors
/// [`Error::Steps`] unless 1 ≤ S ≤ T.
pub fn decoding(
    schedule: &Schedule,
    spacing: Spacing,
    steps: usize,
    clip: Clip,
    latent: Tensor<4>,
) -> Result<Sampling, Error> {
    let list = timesteps(spacing, steps, schedule.steps())?;
    let silent = SeededNoise::default();
    Sampling::over(
        schedule,
        list,
        Method::Ddim { eta: 0.0 },
        clip,
        latent,
        Box::new(silent),
    )
}

/// Mean squared error of each image on the scale [0, 1] of pixels, as in Table 2 of the DDIM paper: a quarter of that in [−1, 1].
///
/// # Shapes
/// - `image`, `reconstruction`: `[B, C, H, W]`
/// - result: `[B]`
pub fn squared_error(image: Tensor<4>, reconstruction: Tensor<4>) -> Tensor<1> {
    let batch = image.dims()[0];
    let difference = (image - reconstruction).mul_scalar(0.5);
    (difference.clone() * difference)
        .mean_dims(&[1, 2, 3]) // [B, 1, 1, 1]
        .reshape([batch])
}
