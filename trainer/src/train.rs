//! The training loop: the error of ε̂ or v̂, warm-up and decay, clipping, an average, exact checkpoints.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use burn::module::Module;
use burn::tensor::Device;
use serde::{Deserialize, Serialize};
use unnoise::model::ModelConfig;
use unnoise::schedule::Schedule;
use unnoise::unet::UNet;

use crate::checkpoint::{Checkpoints, Position, load};
use crate::data::{Images, Walk};
use crate::density::Density;
use crate::ema;
use crate::error::Error;
use crate::folder::{self, read_json, write_json};
use crate::optimiser::Optimiser;
use crate::progress::{Progress, clock};
use crate::rate::Rate;
use crate::update::Update;

/// Everything that decides what a run computes. Two runs with equal settings are the same run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Images to train on in all, repetitions counted.
    pub images: usize,
    /// Images of an update.
    pub batch: usize,
    /// What turns gradients into updates.
    #[serde(default)]
    pub optimiser: Optimiser,
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
    /// Images after which the loss is the squared error of v̂ (Salimans and Ho 2022, section 4: weight SNR + 1 on that of x̂₀);
    /// L_simple, that of ε̂ (DDPM eq. 14: weight SNR), until then, and always for `None`.
    #[serde(default)]
    pub velocity_from: Option<usize>,
    /// How often each timestep is drawn.
    #[serde(default)]
    pub density: Density,
    /// SHA-256 of the weights that the network begins with; `None` for fresh ones.
    #[serde(default)]
    pub from: Option<String>,
    /// Whether convolutions round to bfloat16.
    #[serde(default)]
    pub bf16: bool,
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

/// Trains from the newest checkpoint, or from the start, to the end of the run. The start is a network with fresh weights, or, with
/// `from`, the weights of that model's folder and fresh ones for blocks that it lacks: these begin as the identity.
///
/// # Errors
/// When a checkpoint cannot be read or written, the weights in `from` have no place in the network, or the loss stops being a
/// number.
pub fn train(
    config: &ModelConfig,
    settings: &Settings,
    from: Option<&Path>,
    images: &Images,
    device: &Device,
    reporting: &Reporting,
) -> Result<(), Error> {
    let schedule = Schedule::new(&config.schedule)?;
    let device = device.clone().autodiff();
    device.seed(settings.seed);
    let mut network = UNet::new(&config.unet, &device)?;
    let mut average = network.clone();
    let mut optimiser = settings.optimiser.init(settings.clip);
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
    } else if let Some(folder) = from {
        network = folder::begin(network, config, folder)?;
        average = network.clone();
    }
    keep_settings(settings, position.images, &reporting.folder)?;
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
        let update = Update::new(settings, &schedule, &position, config);
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

/// Writes the settings beside the checkpoints. A run that goes on may be prolonged, and what begins after `images` may still be
/// decided, but nothing may change that has been computed already, or no command would reproduce it.
fn keep_settings(settings: &Settings, images: usize, folder: &Path) -> Result<(), Error> {
    let path = folder.join(SETTINGS);
    if path.exists() {
        let earlier: Settings = read_json(&path)?;
        let begun = |from: Option<usize>| from.filter(|&from| from < images);
        let prolonged = Settings {
            images: settings.images,
            decay: settings.decay,
            velocity_from: settings.velocity_from,
            ..earlier.clone()
        };
        if prolonged != *settings || begun(earlier.velocity_from) != begun(settings.velocity_from) {
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

#[cfg(test)]
mod tests;
