//! `trainer train` and `trainer export`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use unnoise::model::ModelConfig;

use super::Common;
use crate::density::Density;
use crate::device::device;
use crate::error::Error;
use crate::folder::{self, Export};
use crate::json::read_json;
use crate::optimiser::Optimiser;
use crate::settings::{Noise, Settings};
use crate::train::{Reporting, train};

#[derive(Debug, Args)]
pub(super) struct TrainArgs {
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
    /// Share of images trained without any of their labels.
    #[arg(long, default_value_t = 0.1)]
    label_dropout: f64,
    /// Share of images trained without their label of one kind, for each kind on its own.
    #[arg(long, default_value_t = 0.0)]
    kind_dropout: f64,
    /// Images after which the loss is the squared error of v; until then, and without this, it is L_simple, that of epsilon.
    #[arg(long)]
    velocity_from: Option<usize>,
    /// Draw timesteps so that the logit of t / T is normal, with this mean and standard deviation. Default: uniformly.
    #[arg(long, num_args = 2, value_names = ["MEAN", "DEVIATION"], allow_negative_numbers = true)]
    logit_normal: Option<Vec<f64>>,
    /// Round in convolutions to bfloat16, which libtorch computes faster on processors with AMX.
    #[arg(long)]
    bf16: bool,
    /// Draw noise on the device, which keeps a GPU busy; only there will the same command draw the same numbers again.
    #[arg(long)]
    device_noise: bool,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads that each take an equal part of a batch. With libtorch one for each core is fastest.
    #[arg(long, default_value_t = 1)]
    workers: usize,
    /// Seconds between checkpoints.
    #[arg(long, default_value_t = 300)]
    checkpoint_seconds: u64,
    /// Checkpoints to keep, the newest.
    #[arg(long, default_value_t = 3)]
    keep: usize,
    /// Minutes after which to stop with a checkpoint, wherever the run is; the same command goes on from there.
    #[arg(long)]
    minutes: Option<f64>,
}

impl TrainArgs {
    pub(super) fn run(self) -> Result<(), Error> {
        let config: ModelConfig = read_json(&self.config)?;
        let device = device(self.common.device.as_deref())?;
        let minutes = self.minutes.map(|minutes| 60.0 * minutes);
        let limit = minutes.map(Duration::try_from_secs_f64).transpose();
        let limit = limit.map_err(|error| Error::Options(format!("--minutes: {error}")))?;
        if self.device_noise && self.workers > 1 {
            return Err(Error::Options(format!(
                "expected --workers 1 with --device-noise, found {}: threads that share a generator take its numbers in any order",
                self.workers
            )));
        }
        let images = self.common.pictures()?;
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
            kind_dropout: self.kind_dropout,
            velocity_from: self.velocity_from,
            density: Density::from_option(self.logit_normal.as_deref())?,
            from: from.map(|manifest| manifest.sha256),
            bf16: self.bf16,
            noise: if self.device_noise {
                Noise::Device
            } else {
                Noise::Counters
            },
            seed: self.seed,
            workers: self.workers.clamp(1, self.batch.max(1)),
        };
        let reporting = Reporting {
            folder: self.out,
            every: Duration::from_secs(self.checkpoint_seconds),
            keep: self.keep.max(1),
            steps: 50,
            limit,
        };
        train(
            &config,
            &settings,
            self.from.as_deref(),
            images.as_ref(),
            &device,
            &reporting,
        )
    }
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Folder of the run's checkpoints.
    #[arg(long)]
    run: PathBuf,
    /// Images that the checkpoint to export has seen. Default: the newest.
    #[arg(long)]
    images: Option<usize>,
    /// Folder to write. Default: models/NAME.
    #[arg(long)]
    out: Option<PathBuf>,
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

impl ExportArgs {
    pub(super) fn run(self) -> Result<(), Error> {
        let config = read_json(&self.config)?;
        let folder = self
            .out
            .unwrap_or_else(|| Path::new("models").join(&self.name));
        let export = Export {
            run: &self.run,
            images: self.images,
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
