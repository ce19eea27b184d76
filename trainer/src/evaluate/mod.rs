//! How good a model is: distances of samples to data, labels, reconstructions, copies, balance, and our own Table 1.

mod copies;
mod reconstruction;
mod table;

use std::sync::Arc;

use burn::tensor::{Device, Tensor};
use serde::Serialize;
use unnoise::model::Model;
use unnoise::sampler::{Clip, Method, SamplerConfig, Variance};
use unnoise::timesteps::Spacing;

use crate::data::{Images, Walk};
use crate::error::Error;
use crate::frechet::Moments;
use crate::generate::generate;
use crate::judge::{FEATURES, Judge, Verdict, accuracy, batches, judge};

/// How many samples each figure is made from.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Samples by DDIM-50 and by DDIM-20.
    pub ddim: usize,
    /// Samples by DDPM over all steps.
    pub ddpm: usize,
    /// Samples of each cell of the table; 0 leaves the table out.
    pub table: usize,
    /// Samples of the table's cells with 1000 steps; 0 leaves that row out.
    pub table_long: usize,
    /// Test images to reconstruct.
    pub reconstruct: usize,
    /// Unlabelled samples, for copies and balance.
    pub unlabelled: usize,
}

/// The figures of one model.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Share of the test images that the judge classifies right.
    pub judge_accuracy: f64,
    /// DDIM with 50 steps, η = 0, labelled.
    pub ddim_50: Quality,
    /// DDIM with 20 steps, η = 0, labelled.
    pub ddim_20: Quality,
    /// DDPM over all steps, small variance, labelled.
    pub ddpm_1000: Quality,
    /// Encoding and decoding test images without label.
    pub reconstruction: reconstruction::Reconstruction,
    /// Nearest training images of unlabelled samples.
    pub copies: copies::Copies,
    /// Unlabelled samples of each class, in thousandths.
    pub balance: Vec<f64>,
    /// FD over steps and η.
    pub table: Option<table::Table>,
}

/// How far samples are from data.
#[derive(Debug, Serialize)]
pub struct Quality {
    /// Number of samples.
    pub samples: usize,
    /// Fréchet distance of the judge's features to those of the test images.
    pub fd: f64,
    /// The same of equally many training images.
    pub floor: f64,
    /// Their ratio.
    pub ratio: f64,
    /// Share of samples in which the judge sees their label.
    pub accuracy: f64,
}

/// What all figures need.
pub(crate) struct Bench<'a> {
    pub model: &'a Arc<Model>,
    pub judge: &'a Judge,
    pub train: &'a Images,
    pub test: &'a Images,
    pub device: &'a Device,
    pub reference: Moments,
    pub seed: u64,
}

/// Measures everything, saying each figure as soon as it is known.
///
/// # Errors
/// When the model's schedule is too short for the figures.
pub fn evaluate(
    model: &Arc<Model>,
    network: &Judge,
    train: &Images,
    test: &Images,
    counts: Counts,
    seed: u64,
    device: &Device,
) -> Result<Report, Error> {
    let judge_accuracy = accuracy(network, test, device);
    println!(
        "judge: {:.2} % of the test images right",
        100.0 * judge_accuracy
    );
    let all: Vec<usize> = (0..test.len()).collect();
    let reference = judge(network, batches(test, &all, device));
    let bench = Bench {
        model,
        judge: network,
        train,
        test,
        device,
        reference: Moments::new(&reference.features, FEATURES),
        seed,
    };
    let steps = model.schedule().steps();
    let ddim = Method::Ddim { eta: 0.0 };
    let ddpm = Method::Ddpm {
        variance: Variance::Small,
    };
    let ddim_50 = bench.quality("DDIM-50", ddim, 50.min(steps), counts.ddim)?;
    let ddim_20 = bench.quality("DDIM-20", ddim, 20.min(steps), counts.ddim)?;
    let reconstruction = reconstruction::measure(&bench, counts.reconstruct)?;
    let (copies, balance) = copies::measure(&bench, counts.unlabelled)?;
    let ddpm_1000 = bench.quality("DDPM, all steps", ddpm, steps, counts.ddpm)?;
    let table = match counts.table {
        0 => None,
        samples => Some(table::measure(&bench, samples, counts.table_long)?),
    };
    Ok(Report {
        judge_accuracy,
        ddim_50,
        ddim_20,
        ddpm_1000,
        reconstruction,
        copies,
        balance,
        table,
    })
}

impl Bench<'_> {
    /// A run of `steps` steps as the page makes it by default.
    pub fn config(&self, method: Method, steps: usize) -> SamplerConfig {
        SamplerConfig {
            method,
            steps,
            spacing: Spacing::Trailing,
            clip: Clip::Rederive,
            seed: self.seed,
        }
    }

    /// Labels as often as in the data: those of the training images whose distance is the floor.
    ///
    /// Equally many of each class would be a distance of their own: of MNIST's training images, 500 of each class have an FD
    /// of 7.3 to the test images, where 5000 drawn as they come have 3.2.
    pub fn labels(&self, count: usize) -> Vec<Option<usize>> {
        let labelled = !self.model.config().unet.labels.is_empty();
        let label = |i| labelled.then(|| self.train.label(i));
        self.drawn(count).into_iter().map(label).collect()
    }

    /// The training images that the floor is made of.
    fn drawn(&self, count: usize) -> Vec<usize> {
        Walk::new(self.train.len(), self.seed).numbers(0, count)
    }

    /// The judge's view of samples.
    pub fn verdict(
        &self,
        config: &SamplerConfig,
        labels: &[Option<usize>],
    ) -> Result<(Vec<Tensor<4>>, Verdict), Error> {
        let samples = generate(self.model, config, labels)?;
        let verdict = judge(self.judge, samples.iter().cloned());
        Ok((samples, verdict))
    }

    /// Fréchet distance to the test images.
    pub fn fd(&self, verdict: &Verdict) -> f64 {
        Moments::new(&verdict.features, FEATURES).distance(&self.reference)
    }

    /// The distance that `count` training images have.
    pub fn floor(&self, count: usize) -> f64 {
        self.fd(&judge(
            self.judge,
            batches(self.train, &self.drawn(count), self.device),
        ))
    }

    fn quality(
        &self,
        name: &str,
        method: Method,
        steps: usize,
        samples: usize,
    ) -> Result<Quality, Error> {
        let labels = self.labels(samples);
        let (_, verdict) = self.verdict(&self.config(method, steps), &labels)?;
        let (fd, floor) = (self.fd(&verdict), self.floor(samples));
        let quality = Quality {
            samples,
            fd,
            floor,
            ratio: fd / floor,
            accuracy: verdict.accuracy(labels.into_iter().map(|label| label.unwrap_or(0))),
        };
        println!(
            "{name}: FD {fd:.3} of {samples} samples, floor {floor:.3}, ratio {:.2}; labels {:.2} %",
            quality.ratio,
            100.0 * quality.accuracy
        );
        Ok(quality)
    }
}
