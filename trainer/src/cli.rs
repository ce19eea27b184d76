//! The command line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use burn::tensor::Tensor;
use clap::{Args, Parser, Subcommand};
use unnoise::model::ModelConfig;
use unnoise::sampler::{Clip, FreshNoise, Method, SamplerConfig};
use unnoise::timesteps::Spacing;

use crate::data::{Images, MNIST_CLASSES, Split};
use crate::density::Density;
use crate::device::device;
use crate::error::Error;
use crate::evaluate::{Counts, Figures, evaluate};
use crate::folder::{self, Export};
use crate::generate::generate;
use crate::grid;
use crate::json::read_json;
use crate::judge;
use crate::optimiser::Optimiser;
use crate::settings::Settings;
use crate::train::{Reporting, train};

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
    /// A model's folder whose weights to begin with; blocks that the new network has beside them begin as the identity.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Images to train on in all, repetitions counted.
    #[arg(long, default_value_t = 1_800_000)]
    images: usize,
    /// Images of an update.
    #[arg(long, default_value_t = 64)]
    batch: usize,
    /// What turns gradients into updates.
    #[arg(long, value_enum, default_value_t = Optimiser::Muon)]
    optimiser: Optimiser,
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
    /// Images after which the loss is the squared error of v; until then, and without this, it is L_simple, that of epsilon.
    #[arg(long)]
    velocity_from: Option<usize>,
    /// Draw timesteps so that the logit of t / T is normal, with this mean and standard deviation. Default: uniformly.
    #[arg(long, num_args = 2, value_names = ["MEAN", "DEVIATION"], allow_negative_numbers = true)]
    logit_normal: Option<Vec<f64>>,
    /// Round in convolutions to bfloat16, which libtorch computes faster on processors with AMX.
    #[arg(long)]
    bf16: bool,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads that each take an equal part of a batch. With libtorch one for each core is fastest.
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
            Command::Export(args) => args.run(),
            Command::Sample(args) => args.run(),
            Command::Judge(args) => args.run(),
            Command::Evaluate(args) => args.run(),
        }
    }
}

impl TrainArgs {
    fn run(self) -> Result<(), Error> {
        let config: ModelConfig = read_json(&self.config)?;
        let device = device(self.common.device.as_deref())?;
        let images = Images::mnist(self.common.data.as_deref(), Split::Train)?;
        let from = self.from.as_deref().map(folder::manifest).transpose()?;
        let settings = Settings {
            images: self.images,
            batch: self.batch,
            optimiser: self.optimiser,
            rate: self.rate,
            warmup: self.warmup,
            decay: self.decay,
            clip: self.clip,
            ema: self.ema,
            label_dropout: self.label_dropout,
            velocity_from: self.velocity_from,
            density: Density::from_option(self.logit_normal.as_deref())?,
            from: from.map(|manifest| manifest.sha256),
            bf16: self.bf16,
            seed: self.seed,
            workers: self.workers.clamp(1, self.batch.max(1)),
        };
        let reporting = Reporting {
            folder: self.out,
            every: Duration::from_secs(self.checkpoint_seconds),
            steps: 50,
        };
        train(
            &config,
            &settings,
            self.from.as_deref(),
            &images,
            &device,
            &reporting,
        )
    }
}

#[derive(Debug, Args)]
struct ExportArgs {
    /// Folder of the run's checkpoints.
    #[arg(long)]
    run: PathBuf,
    /// The model that was trained.
    #[arg(long, default_value = "trainer/configs/digits.json")]
    config: PathBuf,
    /// Name of the model; its folder is models/NAME.
    #[arg(long, default_value = "digits")]
    name: String,
    /// Licence and credit, a sentence.
    #[arg(long)]
    licence: String,
    /// The command that trained it, for the record.
    #[arg(long)]
    command: String,
    /// The commit it was trained from, for the record.
    #[arg(long)]
    commit: String,
    /// The data, for the record.
    #[arg(long, default_value = "MNIST, 60000 training images")]
    data: String,
    /// Round weights to a grid with that many levels in a standard deviation, which packs better. Default: keep f16's.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    levels: Option<u32>,
    /// Folder of the model that the run began with, if it did; its record becomes part of this one.
    #[arg(long)]
    from: Option<PathBuf>,
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

#[derive(Debug, Args)]
struct EvaluateArgs {
    #[command(flatten)]
    common: Common,
    /// The model's folder.
    #[arg(long, default_value = "models/digits")]
    model: PathBuf,
    /// The judge.
    #[arg(long, default_value = "trainer/judges/mnist.safetensors")]
    judge: PathBuf,
    /// JSON to write; the page reads the one in the model's folder.
    #[arg(long, default_value = "models/digits/quality.json")]
    out: PathBuf,
    /// Samples by DDIM-50 and by DDIM-20. Here and below, 0 measures nothing and keeps the figures that are in the file already.
    #[arg(long, default_value_t = 5000)]
    samples: usize,
    /// Samples by DDPM over all steps.
    #[arg(long, default_value_t = 1000)]
    ddpm_samples: usize,
    /// Samples of each cell of the table.
    #[arg(long, default_value_t = 1000)]
    table_samples: usize,
    /// Samples of the table's cells with 1000 steps; 0 leaves that row out.
    #[arg(long, default_value_t = 1000)]
    table_long_samples: usize,
    /// Test images to reconstruct.
    #[arg(long, default_value_t = 500)]
    reconstruct: usize,
    /// Unlabelled samples, for copies and balance.
    #[arg(long, default_value_t = 1000)]
    unlabelled: usize,
    /// Seed of the noise.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl ExportArgs {
    fn run(self) -> Result<(), Error> {
        let config = read_json(&self.config)?;
        let folder = Path::new("models").join(&self.name);
        let export = Export {
            run: &self.run,
            config: &config,
            name: &self.name,
            licence: &self.licence,
            command: &self.command,
            commit: &self.commit,
            data: &self.data,
            levels: self.levels,
            from: self.from.as_deref(),
        };
        let manifest = folder::export(&export, &folder, &device(None)?)?;
        println!(
            "{}: {} bytes, {} parameters",
            folder.display(),
            manifest.bytes,
            manifest.parameters
        );
        Ok(())
    }
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

impl EvaluateArgs {
    fn run(self) -> Result<(), Error> {
        let device = device(self.common.device.as_deref())?;
        let train = Images::mnist(self.common.data.as_deref(), Split::Train)?;
        let test = Images::mnist(self.common.data.as_deref(), Split::Test)?;
        let (_, model) = folder::read(&self.model, &device)?;
        let network = judge::load(&self.judge, test.shape(), MNIST_CLASSES, &device)?;
        let counts = Counts {
            ddim: self.samples,
            ddpm: self.ddpm_samples,
            table: self.table_samples,
            table_long: self.table_long_samples,
            reconstruct: self.reconstruct,
            unlabelled: self.unlabelled,
        };
        let file = Figures::open(&self.out, judge::digest(&self.judge)?, counts)?;
        let report = evaluate(&model, &network, &train, &test, counts, self.seed, &device)?;
        file.write(report)
    }
}
