//! How good a model is: distances of samples to data, labels, reconstructions, copies, balance, our own Table 1, the errors of ε̂,
//! and which digits it reads.

mod classify;
mod copies;
mod interval;
mod l_simple;
mod reconstruction;
mod report;
mod table;

pub use report::{Figures, Report};

use std::sync::Arc;

use burn::tensor::{Device, Tensor};
use serde::Serialize;
use unnoise::model::Model;
use unnoise::noise::{NoiseStream, noise_tensor};
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
    /// Test images whose noise is looked for.
    pub error: usize,
    /// Test images to classify.
    pub classify: usize,
    /// Timesteps of the bound that classifies.
    pub classify_timesteps: usize,
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
            self.error,
            self.classify,
        ];
        figures.iter().all(|&count| count > 0)
    }

    /// Whether a figure is asked for that another judge would give in other units, or otherwise.
    fn judged(&self) -> bool {
        let figures = [self.ddim, self.ddpm, self.table, self.unlabelled];
        figures.iter().any(|&count| count > 0)
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
    pub judge_sha256: String,
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
    (network, judge_sha256): (&Judge, String),
    train: &Images,
    test: &Images,
    counts: Counts,
    seed: u64,
) -> Result<Report, Error> {
    let device = model.device();
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
        judge_sha256,
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
    let l_simple = asked(counts.error, |images| l_simple::measure(&bench, images))?;
    let classify = asked(counts.classify, |images| {
        classify::measure(&bench, images, counts.classify_timesteps)
    })?;
    Ok(Report {
        judge_accuracy: Some(judge_accuracy),
        ddim_50,
        ddim_20,
        ddpm_1000,
        reconstruction,
        copies,
        balance,
        table,
        l_simple,
        classify,
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

    /// `count` test images, or all of them, spread evenly: the later half of MNIST's is written less clearly.
    pub fn spread(&self, count: usize) -> Vec<usize> {
        let all = self.test.len();
        let count = count.min(all);
        (0..count).map(|k| k * all / count).collect()
    }

    /// The ε that takes test images to timestep `t`; each image and timestep has its own. `[images, C, H, W]`
    pub fn noise(&self, images: &[usize], t: usize) -> Tensor<4> {
        let (shape, seed) = (self.model.image_shape(), self.seed);
        let of =
            |&i: &usize| noise_tensor(seed, NoiseStream::Forward, t, i..i + 1, shape, self.device);
        Tensor::cat(images.iter().map(of).collect(), 0)
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
