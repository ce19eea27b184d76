//! What the page asks for, on any device: options in, one step at a time, tensors out.
//!
//! Nothing here reads a tensor back, so the same code runs natively and, without blocking, in a browser;
//! `web` adds the reading and the JavaScript objects.

mod job;
mod options;

pub use job::{Frame, Job, Outcome};
pub use options::{
    BoundOptions, EncodeOptions, Endpoint, Frames, InterpolateOptions, Label, NoiseOptions,
    PredictOptions, SampleOptions, StepNoiseOptions,
};

use std::sync::Arc;

use burn::tensor::{Tensor, TensorData};

use crate::bound::{VariationalBound, nearest_level};
use crate::error::Error;
use crate::inversion::{Inversion, InversionLabel};
use crate::model::Model;
use crate::noise::{NoiseStream, noise_tensor};
use crate::process::q_sample;
use crate::sampler::{NoiseSource, Sampling, SeededNoise, Variance};

use job::Stage;

/// Numbers in one tensor of images at most, 128 MB of them: the network's own take many times as much.
pub const MOST_NUMBERS: usize = 1 << 25;

/// A model, and everything that can be done with it.
#[derive(Debug, Clone)]
pub struct Engine {
    model: Arc<Model>,
}

/// What [`Engine::forward_noise`] gives.
#[derive(Debug)]
pub struct Noised {
    /// `[B, C, H, W]`
    pub xt: Tensor<4>,
    /// The ε in it, `[B, C, H, W]`.
    pub noise: Tensor<4>,
    /// ᾱ of each image.
    pub alpha_bar: Vec<f64>,
    /// Signal-to-noise ratio of each image.
    pub snr: Vec<f64>,
}

/// What [`Engine::bound`] gives, in bits per dimension.
#[derive(Debug)]
pub struct Bounded {
    /// L_T, `[1]`.
    pub prior: Tensor<1>,
    /// The term of each timestep asked for, `[n]`.
    pub terms: Tensor<1>,
    /// x̂₀ at each of them, `[n, C, H, W]`.
    pub x0: Tensor<4>,
}

impl From<Arc<Model>> for Engine {
    fn from(model: Arc<Model>) -> Self {
        Self { model }
    }
}

impl Engine {
    /// An engine around a model.
    pub fn new(model: Model) -> Self {
        Self {
            model: Arc::new(model),
        }
    }

    /// The model.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Makes images from noise.
    ///
    /// # Errors
    /// When an option is out of range.
    pub fn sample(&self, options: &SampleOptions) -> Result<Job, Error> {
        let model = &self.model;
        let count = self.affordable("count", options.count)?;
        let labels = self.labels(options.label.as_ref(), count)?;
        let denoiser = model.conditioned(&labels, options.guidance)?;
        let (first, seed) = (options.first, options.config.seed);
        let (shape, device) = (model.image_shape(), model.device());
        let images = first..first + count;
        let latents = noise_tensor(seed, NoiseStream::Latent, 0, images, shape, device);
        let sampling = Sampling::part(model.schedule(), &options.config, first, latents)?;
        Ok(Job::new(Stage::Sample(sampling), denoiser, options.frames))
    }

    /// Makes a strip of images between two latents.
    ///
    /// An end that is an image is encoded first; both ends together where both are. Only DDIM with η = 0 gives it back.
    ///
    /// # Errors
    /// When an option is out of range, or an end has another size than the model's images.
    pub fn interpolate(&self, options: &InterpolateOptions) -> Result<Job, Error> {
        let model = &self.model;
        let frames = self.affordable("frames", options.frames)?;
        let [first, count] = options.part.unwrap_or([0, frames]);
        let count = at_least_one("part", count.min(frames.saturating_sub(first)))?;
        let denoiser =
            model.conditioned(&model.same_label(options.label, count), options.guidance)?;
        let mut latents = Vec::new();
        let mut images = Vec::new();
        for (place, end) in [&options.from, &options.to].into_iter().enumerate() {
            match end {
                Endpoint::Seed(seed) => {
                    latents.push((place, self.noise(*seed, NoiseStream::Latent, 1)));
                }
                Endpoint::Latent(values) => latents.push((place, self.images(values)?)),
                Endpoint::Image(values) => images.push((place, self.images(values)?)),
            }
        }
        let config = options.config;
        let strip = job::Strip {
            ends: latents,
            method: options.method,
            frames,
            part: first..first + count,
            config,
        };
        if images.is_empty() {
            let stage = strip.sampling(model.schedule(), Vec::new())?;
            return Ok(Job::new(stage, denoiser, Frames::All));
        }
        let places: Vec<usize> = images.iter().map(|(place, _)| *place).collect();
        let batch = Tensor::cat(images.into_iter().map(|(_, image)| image).collect(), 0);
        let labels = model.same_label(options.label, places.len());
        let encoder = model.conditioned(&labels, 1.0)?;
        let inversion = self.inversion(config.steps, config.spacing, batch)?;
        Ok(Job::new(
            Stage::EncodeEnds(inversion, Box::new(encoder), places, Box::new(strip)),
            denoiser,
            Frames::All,
        ))
    }

    /// Finds the latents of images by DDIM inversion.
    ///
    /// # Errors
    /// When an option is out of range, or the images have another size than the model's.
    pub fn encode(&self, options: &EncodeOptions) -> Result<Job, Error> {
        let image = self.images(&options.image)?;
        let labels = self.labels(options.label.as_ref(), image.dims()[0])?;
        let denoiser = self.model.conditioned(&labels, 1.0)?;
        let inversion = self.inversion(options.steps, options.spacing, image)?;
        Ok(Job::new(Stage::Encode(inversion), denoiser, Frames::None))
    }

    /// Encodes images and decodes them again.
    ///
    /// # Errors
    /// When an option is out of range, or the images have another size than the model's.
    pub fn reconstruct(&self, options: &EncodeOptions) -> Result<Job, Error> {
        let image = self.images(&options.image)?;
        let labels = self.labels(options.label.as_ref(), image.dims()[0])?;
        let denoiser = self.model.conditioned(&labels, 1.0)?;
        let inversion = self.inversion(options.steps, options.spacing, image.clone())?;
        let stage = Stage::Reconstruct(inversion, options.spacing, options.steps, image);
        Ok(Job::new(stage, denoiser, Frames::None))
    }

    /// Takes images to timesteps of the forward process in one go (DDPM eq. 4); one image may go to many timesteps.
    ///
    /// # Errors
    /// When a timestep is out of range, or neither one nor as many as images.
    pub fn forward_noise(&self, options: &NoiseOptions) -> Result<Noised, Error> {
        let schedule = self.model.schedule();
        let images = self.images(&options.image)?;
        let count = images.dims()[0];
        let noise = self.noise(options.seed, NoiseStream::Forward, count);
        let t = self.timesteps(&options.t, count, true)?;
        let spread = t.len() / count;
        let repeat = |tensor: Tensor<4>| tensor.repeat_dim(0, spread);
        let (images, noise) = (repeat(images), repeat(noise));
        let level = schedule.levels(&t, self.model.device());
        Ok(Noised {
            xt: q_sample(images, noise.clone(), &level),
            noise,
            alpha_bar: t.iter().map(|&t| schedule.alpha_bar(t)).collect(),
            snr: t.iter().map(|&t| schedule.snr(t)).collect(),
        })
    }

    /// The z that [`Engine::sample`] adds at a timestep, for those who take the steps themselves. `[B, C, H, W]`
    ///
    /// # Errors
    /// When the timestep is out of range, or there are no images.
    pub fn step_noise(&self, options: &StepNoiseOptions) -> Result<Tensor<4>, Error> {
        self.model.schedule().check(options.t)?;
        let count = self.affordable("count", options.count)?;
        let [c, h, w] = self.model.image_shape();
        let source = SeededNoise {
            seed: options.seed,
            first_image: 0,
            noise: options.noise,
        };
        let like = Tensor::zeros([count, c, h, w], self.model.device());
        Ok(source.z(options.t, &like))
    }

    /// One network call: ε̂ and the x̂₀ that follows from it, both `[B, C, H, W]`.
    ///
    /// # Errors
    /// When an option is out of range.
    pub fn predict(&self, options: &PredictOptions) -> Result<(Tensor<4>, Tensor<4>), Error> {
        let x_t = self.images(&options.image)?;
        let count = x_t.dims()[0];
        let t = self.timesteps(&options.t, count, false)?;
        let labels = self.labels(options.label.as_ref(), count)?;
        let denoiser = self.model.conditioned(&labels, options.guidance)?;
        let output = denoiser.output(x_t.clone(), &t);
        let kind = self.model.config().parameterisation;
        let level = self.model.schedule().levels(&t, self.model.device());
        let x0 = kind.x0(output.clone(), x_t.clone(), &level);
        Ok((kind.epsilon(output, x_t, &level), x0))
    }

    /// Terms of the variational bound of one image (DDPM eq. 5), with the small variance, x̂₀ clipped as in DDPM's code, and
    /// one draw of x_t each, which depends on the seed and on t alone. The image is rounded to the 256 levels of a pixel, the only
    /// pictures that the bound is of (section 3.3).
    ///
    /// # Errors
    /// When an option is out of range, or there is not exactly one image.
    pub fn bound(&self, options: &BoundOptions) -> Result<Bounded, Error> {
        let model = &self.model;
        let levels: Vec<f32> = options.image.iter().map(|&x| nearest_level(x)).collect();
        let image = self.images(&levels)?;
        let found = image.dims()[0];
        if found != 1 {
            return Err(Error::Count {
                name: "image",
                expected: "one image",
                found,
            });
        }
        let t = self.timesteps(&options.t, 1, true)?;
        let noise = t.iter().map(|&t| {
            let (shape, device) = (model.image_shape(), model.device());
            noise_tensor(options.seed, NoiseStream::Forward, t, 0..1, shape, device)
        });
        let noise = Tensor::cat(noise.collect(), 0); // [n, C, H, W]
        let level = model.schedule().levels(&t, model.device());
        let x_t = q_sample(image.clone().repeat_dim(0, t.len()), noise, &level);
        let labels = self.labels(options.label.as_ref(), t.len())?;
        let denoiser = model.conditioned(&labels, 1.0)?;
        let output = denoiser.output(x_t.clone(), &t);
        let x0 = model
            .config()
            .parameterisation
            .x0(output, x_t.clone(), &level);
        let x0 = x0.clamp(-1.0, 1.0);
        let bound = VariationalBound::new(model.schedule(), Variance::Small);
        let of = |tensor: &Tensor<4>, k: usize| tensor.clone().narrow(0, k, 1);
        let terms = t.iter().enumerate();
        let terms = terms.map(|(k, &t)| bound.term(t, image.clone(), of(&x_t, k), of(&x0, k)));
        Ok(Bounded {
            terms: Tensor::cat(terms.collect(), 0),
            prior: bound.prior(image),
            x0,
        })
    }

    fn inversion(
        &self,
        steps: usize,
        spacing: crate::timesteps::Spacing,
        image: Tensor<4>,
    ) -> Result<Inversion, Error> {
        Inversion::new(
            self.model.schedule(),
            spacing,
            steps,
            InversionLabel::default(),
            image,
        )
    }

    fn noise(&self, seed: u64, stream: NoiseStream, count: usize) -> Tensor<4> {
        let shape = self.model.image_shape();
        noise_tensor(seed, stream, 0, 0..count, shape, self.model.device())
    }

    /// Values as `[B, C, H, W]`.
    fn images(&self, values: &[f32]) -> Result<Tensor<4>, Error> {
        let [c, h, w] = self.model.image_shape();
        let size = c * h * w;
        if values.is_empty() || !values.len().is_multiple_of(size) {
            return Err(Error::Count {
                name: "image",
                expected: "a positive multiple of channels × height × width of the model",
                found: values.len(),
            });
        }
        self.affordable("image", values.len() / size)?;
        let data = TensorData::new(values.to_vec(), [values.len() / size, c, h, w]);
        Ok(Tensor::from_data(data, self.model.device()))
    }

    fn labels(
        &self,
        label: Option<&Label>,
        count: usize,
    ) -> Result<Vec<Vec<Option<usize>>>, Error> {
        match label {
            None => Ok(self.model.same_label(None, count)),
            Some(Label::Same(label)) => Ok(self.model.same_label(Some(*label), count)),
            Some(Label::Each(labels)) if labels.len() == count => Ok(labels
                .iter()
                .flat_map(|&label| self.model.same_label(Some(label), 1))
                .collect()),
            Some(Label::Each(labels)) => Err(Error::Count {
                name: "label",
                expected: "one label, or as many as images",
                found: labels.len(),
            }),
        }
    }

    /// A count of images, once it is known that so many are some, and fit.
    fn affordable(&self, name: &'static str, images: usize) -> Result<usize, Error> {
        let [c, h, w] = self.model.image_shape();
        if images > MOST_NUMBERS / (c * h * w) {
            return Err(Error::Count {
                name,
                expected: "few enough for 33554432 numbers, images × channels × height × width",
                found: images,
            });
        }
        at_least_one(name, images)
    }

    fn timesteps(&self, t: &[usize], count: usize, spread: bool) -> Result<Vec<usize>, Error> {
        for &t in t {
            self.model.schedule().check(t)?;
        }
        self.affordable("t", t.len().max(1))?;
        match t {
            [t] => Ok(vec![*t; count]),
            t if t.len() == count || (spread && count == 1 && !t.is_empty()) => Ok(t.to_vec()),
            t => Err(Error::Count {
                name: "t",
                expected: "one timestep, or as many as images",
                found: t.len(),
            }),
        }
    }
}

fn at_least_one(name: &'static str, found: usize) -> Result<usize, Error> {
    if found == 0 {
        return Err(Error::Count {
            name,
            expected: "at least 1",
            found,
        });
    }
    Ok(found)
}
