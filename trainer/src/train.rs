//! The training loop: the error of ε̂ or v̂, warm-up and decay, clipping, an average, exact checkpoints.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use unnoise::model::ModelConfig;
use unnoise::schedule::Schedule;
use unnoise::unet::UNet;

use crate::checkpoint::{Checkpoints, Position, load};
use crate::data::{Pictures, Walk};
use crate::ema;
use crate::error::Error;
use crate::folder;
use crate::progress::{Progress, clock};
use crate::rate::Rate;
use crate::settings::Settings;
use crate::update::Update;

/// Where a run keeps its checkpoints and how often it speaks.
#[derive(Debug, Clone)]
pub struct Reporting {
    /// Folder of the checkpoints.
    pub folder: PathBuf,
    /// Time between checkpoints.
    pub every: Duration,
    /// Checkpoints that are kept, the newest.
    pub keep: usize,
    /// Updates between lines.
    pub steps: usize,
    /// Time after which the run stops with a checkpoint, to be gone on from; `None` for the end of the run.
    pub limit: Option<Duration>,
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
    images: &dyn Pictures,
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
    let checkpoints = Checkpoints::new(&reporting.folder, reporting.keep);
    if let Some(newest) = checkpoints.newest() {
        println!("going on from {}", newest.display());
        (network, average, optimiser, position) = load(&newest, network, optimiser)?;
    } else if let Some(folder) = from {
        network = folder::begin(network, config, folder)?;
        average = network.clone();
    }
    settings.keep(position.images, &reporting.folder)?;
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
    let begun = Instant::now();
    let mut losses: Vec<Tensor<1>> = Vec::new();
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

        let late = reporting
            .limit
            .is_some_and(|limit| begun.elapsed() >= limit);
        let done = late || position.images >= settings.images;
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
        if late {
            println!("stopped at {} images", position.images);
            break;
        }
    }
    Ok(())
}

/// The mean, which waits for a GPU.
fn mean_loss(losses: Vec<Tensor<1>>) -> f32 {
    Tensor::cat(losses, 0).mean().into_scalar()
}

#[cfg(test)]
mod tests;
