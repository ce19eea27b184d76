//! `trainer evaluate`.

use std::path::PathBuf;

use clap::Args;

use super::{Common, DataSet};
use crate::data::{Images, MNIST_CLASSES, Split};
use crate::device::device;
use crate::error::Error;
use crate::evaluate::{Counts, Figures, evaluate};
use crate::folder;
use crate::json::write_json;
use crate::judge;
use crate::kittens;

#[derive(Debug, Args)]
pub(super) struct EvaluateArgs {
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
    /// Test images in which the network looks for the noise, for L_simple by timestep.
    #[arg(long, default_value_t = 2000)]
    error_images: usize,
    /// Test images to classify by Bayes' rule.
    #[arg(long, default_value_t = 1000)]
    classify: usize,
    /// Timesteps for each class of an image to classify.
    #[arg(long, default_value_t = 20)]
    classify_timesteps: usize,
    /// Guidance of the labelled samples of kittens; each of several is measured.
    #[arg(long, num_args = 1.., default_values_t = [1.0])]
    guidance: Vec<f64>,
    /// Seed of the noise.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl EvaluateArgs {
    pub(super) fn run(self) -> Result<(), Error> {
        let device = device(self.common.device.as_deref())?;
        if self.common.set == DataSet::Kittens {
            let kittens = self.common.kittens(Split::Train)?;
            let (_, model) = folder::read(&self.model, &device)?;
            let counts = kittens::evaluate::Counts {
                labelled: self.samples,
                unlabelled: self.unlabelled,
            };
            let report =
                kittens::evaluate::evaluate(&model, &kittens, counts, &self.guidance, self.seed)?;
            return write_json(&self.out, &report);
        }
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
            error: self.error_images,
            classify: self.classify,
            classify_timesteps: self.classify_timesteps,
        };
        let digest = judge::digest(&self.judge)?;
        let file = Figures::open(&self.out, digest.clone(), counts)?;
        let judge = (&network, digest);
        let report = evaluate(&model, judge, &train, &test, counts, self.seed)?;
        file.write(report)
    }
}
