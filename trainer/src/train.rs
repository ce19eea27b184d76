//! The training loop: L_simple (DDPM eq. 14), AdamW, warm-up and decay, clipping, an average, exact checkpoints.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use burn::grad_clipping::GradientClippingConfig;
use burn::module::Module;
use burn::optim::{AdamWConfig, GradientsAccumulator, GradientsParams};
use burn::tensor::{Device, Int, Tensor, TensorData};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use unnoise::model::ModelConfig;
use unnoise::noise::{NoiseStream, standard_normal};
use unnoise::process::q_sample;
use unnoise::schedule::Schedule;
use unnoise::unet::UNet;

use crate::checkpoint::{Checkpoints, Position, load};
use crate::data::{Images, Walk};
use crate::ema;
use crate::error::Error;
use crate::folder::{read_json, write_json};
use crate::progress::{Progress, clock};
use crate::rate::Rate;

/// Everything that decides what a run computes. Two runs with equal settings are the same run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Images to train on in all, repetitions counted.
    pub images: usize,
    /// Images of an update.
    pub batch: usize,
    /// Learning rate on the plateau.
    pub rate: f64,
    /// Images of the linear warm-up.
    pub warmup: usize,
    /// Images of the cosine decay at the end.
    pub decay: usize,
    /// Largest norm of one parameter's gradient; longer ones are shortened.
    pub clip: f32,
    /// Decay of the average of the weights.
    pub ema: f64,
    /// Share of images whose label is replaced by "no label".
    pub label_dropout: f64,
    /// Seed of everything random.
    pub seed: u64,
    /// Threads that each take an equal part of a batch. The parts' gradients are added in a fixed order, so a run can be
    /// repeated exactly with the same number.
    pub workers: usize,
}

/// File of a run's folder that holds its settings.
pub const SETTINGS: &str = "settings.json";

/// Where a run keeps its checkpoints and how often it speaks.
#[derive(Debug, Clone)]
pub struct Reporting {
    /// Folder of the checkpoints.
    pub folder: PathBuf,
    /// Time between checkpoints.
    pub every: Duration,
    /// Updates between lines.
    pub steps: usize,
}

/// Trains from the newest checkpoint, or from the start, to the end of the run.
///
/// # Errors
/// When a checkpoint cannot be read or written, or the loss stops being a number.
pub fn train(
    config: &ModelConfig,
    settings: &Settings,
    images: &Images,
    device: &Device,
    reporting: &Reporting,
) -> Result<(), Error> {
    let schedule = Schedule::new(&config.schedule)?;
    let device = device.clone().autodiff();
    device.seed(settings.seed);
    let mut network = UNet::new(&config.unet, &device)?;
    let mut average = network.clone();
    let mut optimiser = AdamWConfig::new()
        .with_beta_2(0.99)
        .with_epsilon(1e-8)
        .with_weight_decay(0.0)
        .with_grad_clipping(Some(GradientClippingConfig::Norm(settings.clip)))
        .init();
    let mut position = Position {
        step: 0,
        images: 0,
        seconds: 0.0,
        losses: Vec::new(),
    };
    let checkpoints = Checkpoints::new(&reporting.folder, 3);
    if let Some(newest) = checkpoints.newest() {
        println!("going on from {}", newest.display());
        (network, average, optimiser, position) = load(&newest, network, optimiser)?;
    }
    keep_settings(settings, &reporting.folder)?;
    let mut average = average.valid();
    println!(
        "{} parameters, {:.3} GFLOP an image, {} images",
        network.num_params(),
        2e-9 * config.unet.macs() as f64,
        images.len()
    );

    let rate = Rate {
        peak: settings.rate,
        warmup: settings.warmup,
        decay: settings.decay,
        total: settings.images,
    };
    let mut walk = Walk::new(images.len(), settings.seed);
    let mut progress = Progress::new(settings.images, position.images);
    let mut saved = Instant::now();
    let mut spoke = Instant::now();
    let mut losses: Vec<f32> = Vec::new();
    while position.images < settings.images {
        let numbers = walk.numbers(position.images, settings.batch);
        let update = Update::new(settings, &schedule, position.step, config);
        let (gradients, loss) = update.gradients(&network, images, &numbers, &device)?;
        losses.push(loss);
        network = optimiser.step(rate.at(position.images), network, gradients);
        position.step += 1;
        position.images += settings.batch;
        average = ema::update(
            average,
            &network,
            ema::decay_at(position.step, settings.ema),
        );

        let done = position.images >= settings.images;
        if position.step.is_multiple_of(reporting.steps) || done {
            let mean = mean_loss(std::mem::take(&mut losses));
            if !mean.is_finite() {
                return Err(Error::Diverged {
                    step: position.step,
                    loss: mean,
                });
            }
            position.losses.push((position.images, mean));
            position.seconds += spoke.elapsed().as_secs_f64();
            spoke = Instant::now();
            let (speed, left) = progress.tick(position.images);
            println!(
                "{:>9} images  loss {mean:.5}  rate {:.2e}  {speed:.0} images/s  {} left",
                position.images,
                rate.at(position.images),
                clock(left)
            );
            if saved.elapsed() >= reporting.every || done {
                checkpoints.save(&network, &average, &optimiser, &position)?;
                saved = Instant::now();
            }
        }
    }
    Ok(())
}

/// One update: what is random in it, drawn from (seed, step) alone, and how its gradients are computed.
struct Update<'a> {
    settings: &'a Settings,
    schedule: &'a Schedule,
    config: &'a ModelConfig,
    step: usize,
    timesteps: Vec<usize>,
    keep_label: Vec<bool>,
}

impl<'a> Update<'a> {
    fn new(
        settings: &'a Settings,
        schedule: &'a Schedule,
        step: usize,
        config: &'a ModelConfig,
    ) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(settings.seed ^ 0x7261_6e64_6f6d);
        rng.set_stream(step as u64);
        // One timestep from each of B equal parts of 0 … T − 1: each is uniform, and a batch covers them all
        // (Kingma et al. 2021, "Variational diffusion models", appendix I.1).
        let (batch, steps) = (settings.batch as f64, schedule.steps());
        let shift: f64 = rng.random();
        let timesteps = (0..settings.batch)
            .map(|i| ((((i as f64 + shift) / batch) * steps as f64) as usize).min(steps - 1))
            .collect();
        let keep_label = (0..settings.batch)
            .map(|_| rng.random::<f64>() >= settings.label_dropout)
            .collect();
        Self {
            settings,
            schedule,
            config,
            step,
            timesteps,
            keep_label,
        }
    }

    /// Gradients and loss of the batch, each worker taking every `workers`-th image.
    fn gradients(
        &self,
        network: &UNet,
        images: &Images,
        numbers: &[usize],
        device: &Device,
    ) -> Result<(GradientsParams, f32), Error> {
        let workers = self.settings.workers;
        let parts: Vec<(GradientsParams, f32)> = thread::scope(|scope| {
            let handles: Vec<_> = (0..workers)
                .map(|worker| {
                    // A graph of its own: burn frees a graph's nodes with its first backward pass, and graphs that share
                    // parameters are one graph to it.
                    let network = network.clone().fork(device);
                    scope.spawn(move || {
                        let places: Vec<usize> = (worker..numbers.len()).step_by(workers).collect();
                        self.part(&network, images, numbers, &places, device)
                    })
                })
                .collect();
            handles
                .into_iter()
                .map(|handle| handle.join().map_err(|_| Error::Worker { step: self.step }))
                .collect::<Result<_, _>>()
        })?;
        let mut sum = GradientsAccumulator::new();
        let mut loss = 0.0;
        for (gradients, part) in parts {
            sum.accumulate(network, gradients);
            loss += part;
        }
        Ok((sum.grads(), loss))
    }

    /// The share of the images at `places` of the batch in its gradients and loss.
    fn part(
        &self,
        network: &UNet,
        images: &Images,
        numbers: &[usize],
        places: &[usize],
        device: &Device,
    ) -> (GradientsParams, f32) {
        let pick: Vec<usize> = places.iter().map(|&place| numbers[place]).collect();
        let timesteps: Vec<usize> = places.iter().map(|&place| self.timesteps[place]).collect();
        let times: Vec<f32> = timesteps.iter().map(|&t| t as f32).collect();
        let times = Tensor::<1>::from_floats(times.as_slice(), device);
        let level = self.schedule.levels(&timesteps, device);
        let labels = self.labels(&pick, places, images, device);
        let x0 = images.batch(&pick, device);
        let noise = self.noise(images.shape(), places, device);

        // L_simple is the squared error of ε̂, whatever the network itself puts out.
        let x_t = q_sample(x0, noise.clone(), &level);
        let output = network.forward(x_t.clone(), times, labels);
        let epsilon = self.config.parameterisation.epsilon(output, x_t, &level);
        let share = places.len() as f64 / numbers.len() as f64;
        let loss = (epsilon - noise).square().mean().mul_scalar(share);
        let gradients = GradientsParams::from_grads(loss.backward(), network);
        (gradients, loss.inner().into_scalar())
    }

    /// The ε of the images at `places`, `[places, C, H, W]`.
    fn noise(&self, shape: [usize; 3], places: &[usize], device: &Device) -> Tensor<4> {
        let size: usize = shape.iter().product();
        let mut values = vec![0.0; places.len() * size];
        for (&place, out) in places.iter().zip(values.chunks_mut(size)) {
            standard_normal(
                self.settings.seed,
                NoiseStream::Forward,
                self.step,
                place,
                out,
            );
        }
        let [c, h, w] = shape;
        Tensor::from_data(TensorData::new(values, [places.len(), c, h, w]), device)
    }

    /// Labels of the images at `places`, `[places, K]`; the number of classes of a kind means "no label".
    fn labels(
        &self,
        numbers: &[usize],
        places: &[usize],
        images: &Images,
        device: &Device,
    ) -> Tensor<2, Int> {
        let classes = &self.config.unet.labels;
        let rows: Vec<i32> = numbers
            .iter()
            .zip(places)
            .flat_map(|(&number, &place)| {
                let keep = self.keep_label[place];
                classes
                    .iter()
                    .map(move |&null| if keep { images.label(number) } else { null } as i32)
            })
            .collect();
        Tensor::from_data(
            TensorData::new(rows, [numbers.len(), classes.len()]),
            device,
        )
    }
}

/// Writes the settings beside the checkpoints. A run that goes on may be prolonged, but nothing else about it may change,
/// or no command would reproduce it.
fn keep_settings(settings: &Settings, folder: &Path) -> Result<(), Error> {
    let path = folder.join(SETTINGS);
    if path.exists() {
        let earlier: Settings = read_json(&path)?;
        let prolonged = Settings {
            images: settings.images,
            decay: settings.decay,
            ..earlier.clone()
        };
        if prolonged != *settings {
            return Err(Error::Content {
                expected: format!("the settings of the run that goes on, {settings:?}"),
                found: format!("{earlier:?}; start another run in an empty folder"),
                path,
            });
        }
    }
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    write_json(&path, settings)
}

fn mean_loss(losses: Vec<f32>) -> f32 {
    losses.iter().sum::<f32>() / losses.len().max(1) as f32
}
