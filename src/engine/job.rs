//! One call of many steps, taken one at a time: between two of them the caller can show, wait or stop.

use std::ops::Range;

use burn::tensor::Tensor;

use crate::error::Error;
use crate::interpolation::Interpolation;
use crate::inversion::{Inversion, decoding, squared_error};
use crate::model::Conditioned;
use crate::sampler::{Clip, SamplerConfig, Sampling, Step};
use crate::schedule::Schedule;
use crate::timesteps::Spacing;

use super::options::Frames;

/// Where a job stands.
pub(super) enum Stage {
    /// Towards images.
    Sample(Sampling),
    /// Towards latents.
    Encode(Inversion),
    /// Towards latents, then back towards these images over the same list.
    Reconstruct(Inversion, Spacing, usize, Tensor<4>),
    /// On the way back.
    Decode(Sampling, Tensor<4>),
    /// Towards the latents of those ends of a strip that are images, at these places of it.
    EncodeEnds(Inversion, Box<Conditioned>, Vec<usize>, Box<Strip>),
}

/// An interpolation whose ends may not be known yet.
pub(super) struct Strip {
    /// Latents known, each with its place: 0 first, 1 last.
    pub ends: Vec<(usize, Tensor<4>)>,
    pub method: Interpolation,
    pub frames: usize,
    /// Those of them that are made.
    pub part: Range<usize>,
    pub config: SamplerConfig,
}

impl Strip {
    /// Samples the strip once the missing ends are there.
    pub fn sampling(
        &self,
        schedule: &Schedule,
        found: Vec<(usize, Tensor<4>)>,
    ) -> Result<Stage, Error> {
        let mut ends: Vec<(usize, Tensor<4>)> = self.ends.iter().cloned().chain(found).collect();
        ends.sort_by_key(|(place, _)| *place);
        let mut ends = ends.into_iter().map(|(_, latent)| latent);
        let (Some(from), Some(to)) = (ends.next(), ends.next()) else {
            unreachable!("an interpolation is made with both ends");
        };
        let latents = self.method.path(from, to, self.frames)?;
        let latents = latents.narrow(0, self.part.start, self.part.len());
        let sampling = Sampling::part(schedule, &self.config, self.part.start, latents)?;
        Ok(Stage::Sample(sampling))
    }
}

/// One step as the page sees it.
#[derive(Debug)]
pub struct Frame {
    /// 0 for the first step of the job.
    pub index: usize,
    /// Steps of the job.
    pub of: usize,
    /// Timestep that the network was told.
    pub t: usize,
    /// ᾱ of what it saw.
    pub alpha_bar: f64,
    /// What it saw and the x̂₀ that follows, both `[B, C, H, W]`, where this step is shown.
    pub images: Option<(Tensor<4>, Tensor<4>)>,
}

/// What a finished job made.
#[derive(Debug)]
pub struct Outcome {
    /// Images, `[B, C, H, W]`; none after encoding.
    pub images: Option<Tensor<4>>,
    /// Latents x_T, `[B, C, H, W]`.
    pub latents: Tensor<4>,
    /// Squared error of each image in [0, 1], `[B]`, after reconstruction.
    pub error: Option<Tensor<1>>,
}

/// One call in progress. Cancel it by dropping it.
pub struct Job {
    stage: Stage,
    denoiser: Conditioned,
    frames: Frames,
    latents: Option<Tensor<4>>,
    done: usize,
    total: usize,
}

impl Job {
    pub(super) fn new(stage: Stage, denoiser: Conditioned, frames: Frames) -> Self {
        let (total, latents) = match &stage {
            Stage::Sample(sampling) => (sampling.remaining(), Some(sampling.sample())),
            Stage::Decode(sampling, _) => (sampling.remaining(), None),
            Stage::Encode(inversion) => (inversion.remaining(), None),
            // Up and down again over one list.
            Stage::Reconstruct(inversion, ..) | Stage::EncodeEnds(inversion, ..) => {
                (2 * inversion.remaining(), None)
            }
        };
        Self {
            stage,
            denoiser,
            frames,
            latents,
            done: 0,
            total,
        }
    }

    /// Takes one step; `None` when there is none left.
    ///
    /// # Errors
    /// When the second half of a job cannot begin.
    pub fn step(&mut self) -> Result<Option<Frame>, Error> {
        let index = self.done;
        let (step, shown) = match &mut self.stage {
            Stage::Sample(sampling) => (
                sampling.next_step(&self.denoiser),
                self.frames.shows(index, self.total),
            ),
            Stage::Decode(sampling, _) => (sampling.next_step(&self.denoiser), false),
            Stage::Encode(inversion) | Stage::Reconstruct(inversion, ..) => {
                (inversion.next_step(&self.denoiser), false)
            }
            Stage::EncodeEnds(inversion, encoder, ..) => {
                (inversion.next_step(encoder.as_ref()), false)
            }
        };
        self.advance()?;
        let Some(step) = step else {
            return Ok(None);
        };
        self.done += 1;
        let Step {
            t,
            alpha_bar,
            xt,
            x0,
            ..
        } = step;
        Ok(Some(Frame {
            index,
            of: self.total,
            t,
            alpha_bar,
            images: shown.then_some((xt, x0)),
        }))
    }

    /// From a finished way up to the way down.
    fn advance(&mut self) -> Result<(), Error> {
        let schedule = self.denoiser.schedule();
        let next = match &self.stage {
            Stage::Reconstruct(inversion, spacing, steps, image) if inversion.remaining() == 0 => {
                let latent = inversion.latent();
                self.latents = Some(latent.clone());
                let sampling = decoding(schedule, *spacing, *steps, Clip::default(), latent)?;
                Stage::Decode(sampling, image.clone())
            }
            Stage::EncodeEnds(inversion, _, places, strip) if inversion.remaining() == 0 => {
                let latents = inversion.latent().split(1, 0);
                let found = places.iter().copied().zip(latents).collect();
                let stage = strip.sampling(schedule, found)?;
                if let Stage::Sample(sampling) = &stage {
                    self.latents = Some(sampling.sample());
                }
                stage
            }
            _ => return Ok(()),
        };
        self.stage = next;
        Ok(())
    }

    /// What the last step made, `[B, C, H, W]`.
    pub fn latest(&self) -> Tensor<4> {
        match &self.stage {
            Stage::Sample(sampling) | Stage::Decode(sampling, _) => sampling.sample(),
            Stage::Encode(inversion)
            | Stage::Reconstruct(inversion, ..)
            | Stage::EncodeEnds(inversion, ..) => inversion.latent(),
        }
    }

    /// What the job has made so far; the whole after the last step.
    pub fn outcome(&self) -> Outcome {
        match &self.stage {
            Stage::Sample(sampling) => self.images(sampling.sample(), None),
            Stage::Decode(sampling, image) => {
                let found = sampling.sample();
                let error = squared_error(image.clone(), found.clone());
                self.images(found, Some(error))
            }
            Stage::Encode(inversion)
            | Stage::Reconstruct(inversion, ..)
            | Stage::EncodeEnds(inversion, ..) => Outcome {
                images: None,
                latents: inversion.latent(),
                error: None,
            },
        }
    }

    fn images(&self, images: Tensor<4>, error: Option<Tensor<1>>) -> Outcome {
        Outcome {
            latents: self.latents.clone().unwrap_or_else(|| images.clone()),
            images: Some(images),
            error,
        }
    }
}
