//! The command line.

mod evaluate;
mod ppca;
mod train;

use std::path::PathBuf;

use burn::tensor::Tensor;
use clap::{Args, Parser, Subcommand};
use unnoise::sampler::{Clip, FreshNoise, Method, SamplerConfig};
use unnoise::timesteps::Spacing;

use crate::data::{Images, MNIST_CLASSES, Split};
use crate::device::device;
use crate::error::Error;
use crate::folder;
use crate::generate::generate;
use crate::grid;
use crate::judge;
use evaluate::EvaluateArgs;
use ppca::PpcaArgs;
use train::{ExportArgs, TrainArgs};

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
    /// Write the averaged weights of a run's newest checkpoint as a model's folder.
    Export(ExportArgs),
    /// Write samples as a PNG grid.
    Sample(SampleArgs),
    /// Train the judge, a classifier whose features `evaluate` measures distances with.
    Judge(JudgeArgs),
    /// Measure a model: distances, labels, reconstructions, copies, balance, and a table over steps and η.
    Evaluate(EvaluateArgs),
    /// Fit a linear VAE, probabilistic PCA, and write it as a model's folder.
    Ppca(PpcaArgs),
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

impl Cli {
    /// Runs the command.
    pub fn run(self) -> Result<(), Error> {
        match self.command {
            Command::Train(args) => args.run(),
            Command::Export(args) => args.run(),
            Command::Sample(args) => args.run(),
            Command::Judge(args) => args.run(),
            Command::Evaluate(args) => args.run(),
            Command::Ppca(args) => args.run(),
        }
    }
}

#[derive(Debug, Args)]
struct SampleArgs {
    /// Backend; see `train`.
    #[arg(long)]
    device: Option<String>,
    /// The model's folder.
    #[arg(long, default_value = "models/digits")]
    model: PathBuf,
    /// PNG to write.
    #[arg(long)]
    out: PathBuf,
    /// Number of samples; labels 0, 1, 2, … over and over, unless `--unlabelled`.
    #[arg(long, default_value_t = 100)]
    count: usize,
    /// Columns of the grid.
    #[arg(long, default_value_t = 10)]
    columns: usize,
    /// Steps; all of the schedule for DDPM.
    #[arg(long, default_value_t = 50)]
    steps: usize,
    /// η of DDIM.
    #[arg(long, default_value_t = 0.0)]
    eta: f64,
    /// Seed of the noise.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Without labels.
    #[arg(long)]
    unlabelled: bool,
}

#[derive(Debug, Args)]
struct JudgeArgs {
    #[command(flatten)]
    common: Common,
    /// File to write.
    #[arg(long, default_value = "trainer/judges/mnist.safetensors")]
    out: PathBuf,
    /// Passes over the training images.
    #[arg(long, default_value_t = 6)]
    epochs: usize,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl SampleArgs {
    fn run(self) -> Result<(), Error> {
        let device = device(self.device.as_deref())?;
        let (_, model) = folder::read(&self.model, &device)?;
        let config = SamplerConfig {
            method: Method::Ddim { eta: self.eta },
            steps: self.steps,
            spacing: Spacing::Trailing,
            clip: Clip::Rederive,
            seed: self.seed,
            noise: FreshNoise::Each,
        };
        let classes = model
            .config()
            .unet
            .labels
            .first()
            .filter(|_| !self.unlabelled);
        let labels: Vec<_> = (0..self.count)
            .map(|i| classes.map(|classes| i % classes))
            .collect();
        let samples = Tensor::cat(generate(&model, &config, &labels)?, 0);
        grid::write(samples, self.columns.max(1), 2, &self.out)
    }
}

impl JudgeArgs {
    fn run(self) -> Result<(), Error> {
        let device = device(self.common.device.as_deref())?;
        let train = Images::mnist(self.common.data.as_deref(), Split::Train)?;
        let test = Images::mnist(self.common.data.as_deref(), Split::Test)?;
        let (network, accuracy) = judge::train(
            &train,
            &test,
            MNIST_CLASSES,
            self.epochs,
            self.seed,
            &device,
        );
        println!("judge: {:.2} % of the test images right", 100.0 * accuracy);
        if let Some(folder) = self.out.parent() {
            std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
        }
        judge::save(&network, &self.out)
    }
}
