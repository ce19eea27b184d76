//! The command line.

mod evaluate;
mod ppca;
mod train;

use std::path::{Path, PathBuf};

use burn::tensor::Tensor;
use clap::{Args, Parser, Subcommand, ValueEnum};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use unnoise::sampler::{Clip, FreshNoise, Method, SamplerConfig};
use unnoise::timesteps::Spacing;

use crate::data::{Images, MNIST_CLASSES, Pictures, Split};
use crate::device::device;
use crate::error::Error;
use crate::folder;
use crate::generate::generate_rows;
use crate::grid;
use crate::judge;
use crate::kittens::Kittens;
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
    /// Backend: flex, tch, tch-cuda, cuda or wgpu, as far as this build has them; tch-cuda is a GPU by libtorch. Default: the
    /// fastest it has, of tch the processor.
    #[arg(long)]
    device: Option<String>,
    /// The data set.
    #[arg(long, value_enum, default_value_t = DataSet::Mnist)]
    set: DataSet,
    /// Its folder: that of the four idx files of MNIST, gzipped or not, or of the kittens' layers. Default: download MNIST, and
    /// trainer/data/kittens.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// The data sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DataSet {
    /// Handwritten digits.
    Mnist,
    /// David Revoy's cat avatars, composed of five kinds of layers.
    Kittens,
}

impl Common {
    /// The pictures to train on.
    fn pictures(&self) -> Result<Box<dyn Pictures>, Error> {
        Ok(match self.set {
            DataSet::Mnist => Box::new(Images::mnist(self.data.as_deref(), Split::Train)?),
            DataSet::Kittens => Box::new(self.kittens(Split::Train)?),
        })
    }

    fn kittens(&self, split: Split) -> Result<Kittens, Error> {
        let folder = self.data.as_deref();
        Kittens::read(folder.unwrap_or(Path::new("trainer/data/kittens")), split)
    }
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
    /// Number of samples; labels 0, 1, 2, … over and over, unless `--unlabelled`. Where a model has several kinds of label, each
    /// sample's are drawn at random.
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
    /// Guidance towards the labels: 1 is the labelled network itself.
    #[arg(long, default_value_t = 1.0)]
    guidance: f64,
    /// Pixels of a side that a pixel of the samples becomes.
    #[arg(long, default_value_t = 2)]
    scale: usize,
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
        let classes = &model.config().unet.labels;
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        let mut label = |i: usize, count: usize| match classes.len() {
            1 => i % count,
            _ => rng.random_range(0..count),
        };
        let labels: Vec<Vec<Option<usize>>> = (0..self.count)
            .map(|i| {
                let row = classes.iter().map(|&count| label(i, count));
                row.map(|label| Some(label).filter(|_| !self.unlabelled))
                    .collect()
            })
            .collect();
        let samples = Tensor::cat(generate_rows(&model, &config, &labels, self.guidance)?, 0);
        grid::write(samples, self.columns.max(1), self.scale.max(1), &self.out)
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
