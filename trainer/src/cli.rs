//! The command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use unnoise::model::ModelConfig;

use crate::data::{Images, Split};
use crate::device::device;
use crate::error::Error;
use crate::train::{Reporting, Settings, train};

/// Trains, evaluates and exports the models of Unnoise.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train a diffusion model, going on from the newest checkpoint.
    Train(TrainArgs),
}

/// Options that every command has.
#[derive(Debug, Args)]
struct Common {
    /// Backend: flex, tch, cuda or wgpu, as far as this build has them. Default: the fastest it has.
    #[arg(long)]
    device: Option<String>,
    /// Folder of the four idx files of MNIST, gzipped or not. Default: download them.
    #[arg(long)]
    data: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct TrainArgs {
    #[command(flatten)]
    common: Common,
    /// The model to train: a JSON file with network, schedule, parameterisation and labels.
    #[arg(long, default_value = "trainer/configs/digits.json")]
    config: PathBuf,
    /// Folder for checkpoints; a run goes on from the newest in it.
    #[arg(long)]
    out: PathBuf,
    /// Images to train on in all, repetitions counted.
    #[arg(long, default_value_t = 1_800_000)]
    images: usize,
    /// Images of an update.
    #[arg(long, default_value_t = 64)]
    batch: usize,
    /// Learning rate on the plateau.
    #[arg(long, default_value_t = 1.5e-3)]
    rate: f64,
    /// Images of the linear warm-up.
    #[arg(long, default_value_t = 32_000)]
    warmup: usize,
    /// Images of the cosine decay at the end.
    #[arg(long, default_value_t = 400_000)]
    decay: usize,
    /// Largest norm of one parameter's gradient.
    #[arg(long, default_value_t = 1.0)]
    clip: f32,
    /// Decay of the average of the weights.
    #[arg(long, default_value_t = 0.999)]
    ema: f64,
    /// Share of images trained without their label.
    #[arg(long, default_value_t = 0.1)]
    label_dropout: f64,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads that each take an equal part of a batch. With libtorch, OMP_NUM_THREADS=1 and one worker for each core
    /// is faster than one worker with many threads.
    #[arg(long, default_value_t = 1)]
    workers: usize,
    /// Seconds between checkpoints.
    #[arg(long, default_value_t = 300)]
    checkpoint_seconds: u64,
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> Result<(), Error> {
        match self.command {
            Command::Train(args) => args.run(),
        }
    }
}

impl TrainArgs {
    fn run(self) -> Result<(), Error> {
        let config = read_config(&self.config)?;
        let device = device(self.common.device.as_deref())?;
        let images = Images::mnist(self.common.data.as_deref(), Split::Train)?;
        let settings = Settings {
            images: self.images,
            batch: self.batch,
            rate: self.rate,
            warmup: self.warmup,
            decay: self.decay,
            clip: self.clip,
            ema: self.ema,
            label_dropout: self.label_dropout,
            seed: self.seed,
            workers: self.workers.clamp(1, self.batch.max(1)),
        };
        let reporting = Reporting {
            folder: self.out,
            every: Duration::from_secs(self.checkpoint_seconds),
            steps: 50,
        };
        train(&config, &settings, &images, &device, &reporting)
    }
}

/// Reads a model's config.
fn read_config(path: &Path) -> Result<ModelConfig, Error> {
    let json = fs::read_to_string(path).map_err(Error::read(path))?;
    serde_json::from_str(&json).map_err(|error| Error::Content {
        expected: "the config of a model".to_owned(),
        found: error.to_string(),
        path: path.to_owned(),
    })
}
