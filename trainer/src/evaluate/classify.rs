//! Which digit is it? Bayes' rule with the model's own bound for the likelihood (Li et al. 2023, "Your diffusion model is secretly a
//! zero-shot classifier").

use serde::Serialize;
use unnoise::bound::{Stretch, even_stretches, log_likelihood};
use unnoise::engine::{BoundOptions, Bounded, Engine, Label};
use unnoise::exact::bayes::{Belief, belief};

use super::Bench;
use crate::error::Error;
use crate::judge::{batches, judge};
use crate::parallel::in_batches;

/// Images that a thread reads at once.
const BATCH: usize = 10;

/// How often the class that is believed in most is the right one.
#[derive(Debug, Serialize)]
pub struct Classification {
    /// Number of test images, spread evenly over all of them.
    pub images: usize,
    /// Timesteps at which the bound was measured, the same and with the same noise for every class.
    pub timesteps: usize,
    /// Share of images that are read right.
    pub accuracy: f64,
    /// The mean of p(class | x) of the class that an image is read as: as large as the accuracy where beliefs mean what they say.
    pub confidence: f64,
    /// Accuracy of guessing.
    pub chance: f64,
    /// Accuracy of the judge, which was trained for nothing else, on the same images.
    pub judge: f64,
    /// SHA-256 of that judge's file.
    pub judge_sha256: String,
}

/// Classifies `count` test images, image i with the noise of seed + i.
pub(crate) fn measure(
    bench: &Bench,
    count: usize,
    timesteps: usize,
) -> Result<Classification, Error> {
    let Some(&classes) = bench.model.config().unet.labels.first() else {
        return Err(Error::Options(
            "expected a model with labels for --classify, found one without; give --classify 0"
                .to_owned(),
        ));
    };
    let engine = Engine::from(bench.model.clone());
    let stretches = even_stretches(bench.model.schedule(), timesteps)?;
    let numbers = bench.spread(count);
    let beliefs: Vec<Belief> = in_batches(numbers.len(), BATCH, |range| {
        let read = |&i: &usize| read(bench, &engine, &stretches, classes, i);
        numbers[range]
            .iter()
            .map(read)
            .collect::<Result<Vec<_>, Error>>()
    })?
    .concat();
    let mut figure = Classification {
        images: numbers.len(),
        timesteps,
        accuracy: 0.0,
        confidence: 0.0,
        chance: 1.0 / classes as f64,
        judge: judge(bench.judge, batches(bench.test, &numbers, bench.device))
            .accuracy(numbers.iter().map(|&i| bench.test.label(i))),
        judge_sha256: bench.judge_sha256.clone(),
    };
    let images = numbers.len() as f64;
    let mut right = 0;
    for (belief, &i) in beliefs.iter().zip(&numbers) {
        let (class, most) = largest(&belief.posterior);
        figure.confidence += most / images;
        right += usize::from(class == bench.test.label(i));
    }
    figure.accuracy = right as f64 / images;
    println!(
        "classify: {:.1} % of {} test images right with {timesteps} timesteps, mean confidence {:.1} %; chance {:.1} %, \
         judge {:.2} %",
        100.0 * figure.accuracy,
        figure.images,
        100.0 * figure.confidence,
        100.0 * figure.chance,
        100.0 * figure.judge,
    );
    Ok(figure)
}

/// What is believed of test image `i`, all classes being equally likely before.
fn read(
    bench: &Bench,
    engine: &Engine,
    stretches: &[Stretch],
    classes: usize,
    i: usize,
) -> Result<Belief, Error> {
    let image: Vec<f32> = bench.test.image(i).iter().map(|&x| x as f32).collect();
    let likelihoods: Vec<f64> = (0..classes)
        .map(|class| {
            let Bounded { prior, terms, .. } = engine.bound(&BoundOptions {
                image: image.clone(),
                t: stretches.iter().map(|stretch| stretch.t).collect(),
                seed: bench.seed + i as u64,
                label: Some(Label::Same(class)),
            })?;
            let prior = f64::from(prior.into_scalar::<f32>());
            let terms: Vec<f64> = terms.into_data().iter::<f32>().map(f64::from).collect();
            Ok(log_likelihood(prior, &terms, stretches, image.len()))
        })
        .collect::<Result<_, Error>>()?;
    Ok(belief(&likelihoods, None)?)
}

/// The largest number and its place.
fn largest(values: &[f64]) -> (usize, f64) {
    let all = values.iter().copied().enumerate();
    all.fold((0, f64::NEG_INFINITY), |most, next| {
        if next.1 > most.1 { next } else { most }
    })
}
