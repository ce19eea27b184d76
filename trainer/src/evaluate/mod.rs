//! How good a model is: distances of samples to data, labels, reconstructions, copies, balance, and our own Table 1.

mod copies;
mod interval;
mod reconstruction;
mod report;
mod table;

pub use report::{Figures, Report};

use std::sync::Arc;

use burn::tensor::{Device, Tensor};
use serde::Serialize;
use unnoise::model::Model;
use unnoise::sampler::{Clip, FreshNoise, Method, SamplerConfig, Variance};
use unnoise::timesteps::Spacing;

use crate::data::{Images, Walk};
use crate::error::Error;
use crate::frechet::Moments;
use crate::generate::generate;
use crate::judge::{FEATURES, Judge, Verdict, accuracy, batches, judge};

/// How many samples each figure is made from; 0 leaves it out.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Samples by DDIM-50 and by DDIM-20.
    pub ddim: usize,
    /// Samples by DDPM over all steps.
    pub ddpm: usize,
    /// Samples of each cell of the table.
    pub table: usize,
    /// Samples of the table's cells with 1000 steps: 0 leaves only this row out.
    pub table_long: usize,
    /// Test images to reconstruct.
    pub reconstruct: usize,
    /// Unlabelled samples, for copies and balance.
    pub unlabelled: usize,
}

impl Counts {
    /// Whether all figures are asked for.
    fn all(&self) -> bool {
        let figures = [
            self.ddim,
            self.ddpm,
            self.table,
            self.reconstruct,
            self.unlabelled,
        ];
        figures.iter().all(|&count| count > 0)
    }
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
    let ddim_50 = asked(counts.ddim, |samples| {
        bench.quality("DDIM-50", ddim, 50.min(steps), samples)
    })?;
    let ddim_20 = asked(counts.ddim, |samples| {
        bench.quality("DDIM-20", ddim, 20.min(steps), samples)
    })?;
    let reconstruction = asked(counts.reconstruct, |images| {
        reconstruction::measure(&bench, images)
    })?;
    let (copies, balance) = asked(counts.unlabelled, |samples| {
        copies::measure(&bench, samples)
    })?
    .unzip();
    let ddpm_1000 = asked(counts.ddpm, |samples| {
        bench.quality("DDPM, all steps", ddpm, steps, samples)
    })?;
    let table = asked(counts.table, |samples| {
        table::measure(&bench, samples, counts.table_long)
    })?;
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

/// A figure of `count` samples, if any are asked for.
fn asked<T>(
    count: usize,
    measure: impl FnOnce(usize) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    (count > 0).then(|| measure(count)).transpose()
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
            noise: FreshNoise::Each,
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

    /// An interval of 95 % around it.
    pub fn interval(&self, verdict: &Verdict) -> [f64; 2] {
        interval::interval(&verdict.features, FEATURES, &self.reference)
    }

    /// The judge's view of `count` training images, whose distance is the floor.
    pub fn of_training(&self, count: usize) -> Verdict {
        let drawn = self.drawn(count);
        judge(self.judge, batches(self.train, &drawn, self.device))
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
        let (fd, floor) = (self.fd(&verdict), self.fd(&self.of_training(samples)));
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
