//! How good a model of kittens is, by the exact judge.

use std::sync::Arc;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use unnoise::model::Model;
use unnoise::sampler::{Clip, FreshNoise, Method, SamplerConfig};
use unnoise::timesteps::Spacing;

use super::judge::{DEVIATION, FEATURES, Found, judge, look_alike, noised};
use super::{KINDS, Kittens, Traits};
use crate::error::Error;
use crate::frechet::Moments;
use crate::generate::generate_rows;

/// Share of slightly noised true pictures that are to be recognised.
const RECOGNISED: f64 = 0.99;

/// True pictures that the judge is measured with, and as many that distances are to.
const TRUE: usize = 4000;

/// How many samples each figure is made from; 0 leaves it out.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Labelled samples by DDIM-50 and by DDIM-20.
    pub labelled: usize,
    /// Unlabelled samples by DDIM-50.
    pub unlabelled: usize,
}

/// The judge on true pictures.
#[derive(Debug, Serialize)]
pub struct JudgeFigures {
    /// True pictures, of combinations at random.
    pictures: usize,
    /// Standard deviation of their noise, in [−1, 1].
    noise: f64,
    /// Share of them in which the traits found are the true ones, or look the same under this noise.
    right: f64,
    /// The excess that 99 % of them stay under: a picture that does too is recognised.
    excess: f64,
}

/// What the judge says of samples.
#[derive(Debug, Serialize)]
pub struct Quality {
    samples: usize,
    guidance: f64,
    /// Share whose five traits are all recognised.
    recognised: f64,
    /// Share of the traits asked for that are found.
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<f64>,
    /// The same for each kind, in the order of the model's labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_kind: Option<Vec<f64>>,
    /// Share of the samples that are recognised and have all that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_asked: Option<f64>,
    /// Fréchet distance of the judge's features to those of true pictures.
    fd: f64,
    /// The same of equally many true pictures.
    floor: f64,
    /// Their ratio.
    ratio: f64,
    /// Samples of combinations that training never saw.
    never_seen: Withheld,
}

/// The samples of combinations that training never saw.
#[derive(Debug, Serialize)]
pub struct Withheld {
    /// Their share: of those asked for, or, without labels, of those recognised.
    share: f64,
    /// Share of them that is recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised: Option<f64>,
    /// Share of the traits asked for in them that are found.
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<f64>,
}

/// All figures; what was not measured is `None`.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What the features of the distances are.
    features: &'static str,
    judge: JudgeFigures,
    /// DDIM with 50 steps, η = 0, labelled, by each guidance.
    ddim_50: Vec<Quality>,
    /// DDIM with 20 steps, η = 0, labelled, by each guidance.
    ddim_20: Vec<Quality>,
    /// DDIM with 50 steps, η = 0, without labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    unlabelled: Option<Quality>,
}

struct Bench<'a> {
    model: &'a Arc<Model>,
    kittens: &'a Kittens,
    reference: Moments,
    /// The excess of what is recognised.
    least: f64,
    seed: u64,
}

/// Measures everything, saying each figure as soon as it is known.
///
/// # Errors
/// When the model is none of kittens, or its schedule is too short for the figures.
pub fn evaluate(
    model: &Arc<Model>,
    kittens: &Kittens,
    counts: Counts,
    guidance: &[f64],
    seed: u64,
) -> Result<Report, Error> {
    let classes = &model.config().unet.labels;
    if *classes != kittens.counts() {
        return Err(Error::Options(format!(
            "expected a model with the labels of the kittens ({:?} classes), found {classes:?}; leave --set kittens out for digits",
            kittens.counts()
        )));
    }
    // Each of the three draws has a stream of its own.
    let traits = |stream| random_traits(kittens, TRUE, seed, stream);
    let truth = traits(1);
    let found = judge(kittens, &noised(kittens, &truth, seed))?;
    let mut excess: Vec<f64> = found.iter().map(|found| found.excess).collect();
    excess.sort_by(f64::total_cmp);
    let least = excess[((TRUE as f64 * RECOGNISED) as usize).min(TRUE - 1)];
    let right = found
        .iter()
        .zip(&truth)
        .filter(|(found, truth)| look_alike(kittens, &found.traits, truth));
    let judge_figures = JudgeFigures {
        pictures: TRUE,
        noise: DEVIATION,
        right: right.count() as f64 / TRUE as f64,
        excess: least,
    };
    println!(
        "judge: {:.2} % of noised true pictures right; recognised is an excess under {least:.2}",
        100.0 * judge_figures.right
    );
    let reference = features(&judge(kittens, &composed(kittens, &traits(2)))?);
    let bench = Bench {
        model,
        kittens,
        reference: Moments::new(&reference, FEATURES),
        least,
        seed,
    };
    let steps = model.schedule().steps();
    let labelled = |name, steps| {
        let guidance = guidance.iter().filter(|_| counts.labelled > 0);
        guidance
            .map(|&guidance| bench.quality(name, steps, counts.labelled, guidance, true))
            .collect::<Result<Vec<_>, Error>>()
    };
    let unlabelled = (counts.unlabelled > 0).then(|| {
        let steps = 50.min(steps);
        bench.quality(
            "DDIM-50 without labels",
            steps,
            counts.unlabelled,
            1.0,
            false,
        )
    });
    Ok(Report {
        features: "for each of the 65 layers, the root mean square residual of the combination found, with that layer in place of its kind's",
        judge: judge_figures,
        ddim_50: labelled("DDIM-50", 50.min(steps))?,
        ddim_20: labelled("DDIM-20", 20.min(steps))?,
        unlabelled: unlabelled.transpose()?,
    })
}

impl Bench<'_> {
    fn quality(
        &self,
        name: &str,
        steps: usize,
        samples: usize,
        guidance: f64,
        labelled: bool,
    ) -> Result<Quality, Error> {
        let asked = random_traits(self.kittens, samples, self.seed, 3);
        let config = SamplerConfig {
            method: Method::Ddim { eta: 0.0 },
            steps,
            spacing: Spacing::Trailing,
            clip: Clip::Rederive,
            seed: self.seed,
            noise: FreshNoise::Each,
        };
        let rows: Vec<Vec<Option<usize>>> = asked
            .iter()
            .map(|traits| {
                traits
                    .iter()
                    .map(|&label| labelled.then_some(label))
                    .collect()
            })
            .collect();
        let made = generate_rows(self.model, &config, &rows, guidance)?;
        let pictures: Vec<f32> = made
            .into_iter()
            .flat_map(|batch| batch.into_data().iter::<f32>().collect::<Vec<_>>())
            .collect();
        let found = judge(self.kittens, &pictures)?;
        let distance =
            |found: &[Found]| Moments::new(&features(found), FEATURES).distance(&self.reference);
        let truth = random_traits(self.kittens, samples, self.seed, 4);
        let (fd, floor) = (
            distance(&found),
            distance(&judge(self.kittens, &composed(self.kittens, &truth))?),
        );
        let asked = labelled.then_some(&asked[..]);
        let all = self.tally(&found, asked, |_| true);
        let withheld = self.tally(&found, asked, |traits| self.kittens.is_withheld(traits));
        let quality = Quality {
            samples,
            guidance,
            recognised: share(all.recognised, samples),
            accuracy: asked.map(|_| share(all.right.iter().sum(), samples * KINDS.len())),
            by_kind: asked.map(|_| all.right.iter().map(|&n| share(n, samples)).collect()),
            as_asked: asked.map(|_| share(all.as_asked, samples)),
            fd,
            floor,
            ratio: fd / floor,
            never_seen: match asked {
                Some(_) => Withheld {
                    share: share(withheld.samples, samples),
                    recognised: Some(share(withheld.recognised, withheld.samples)),
                    accuracy: Some(share(
                        withheld.right.iter().sum(),
                        withheld.samples * KINDS.len(),
                    )),
                },
                None => Withheld {
                    share: share(withheld.recognised, all.recognised),
                    recognised: None,
                    accuracy: None,
                },
            },
        };
        let by_kind = all.right.iter().zip(KINDS);
        let by_kind = by_kind
            .map(|(&right, kind)| format!("{kind} {:.2} %", 100.0 * share(right, samples)))
            .collect::<Vec<_>>()
            .join(", ");
        let right = quality.accuracy.map_or(String::new(), |accuracy| {
            format!(
                ", {:.2} % of the traits asked for ({by_kind})",
                100.0 * accuracy
            )
        });
        println!(
            "{name}, guidance {guidance}: {:.2} % of {samples} samples recognised{right}; FD {fd:.5}, floor {floor:.5}, ratio {:.1}; never \
             seen: {:?}",
            100.0 * quality.recognised,
            quality.ratio,
            quality.never_seen,
        );
        Ok(quality)
    }

    /// Counts the samples whose combination, asked for or else found, is `of_interest`.
    fn tally(
        &self,
        found: &[Found],
        asked: Option<&[Traits]>,
        of_interest: impl Fn(&Traits) -> bool,
    ) -> Tally {
        let mut tally = Tally::default();
        for (i, found) in found.iter().enumerate() {
            let wanted = asked.map_or(&found.traits, |asked| &asked[i]);
            if !of_interest(wanted) {
                continue;
            }
            tally.samples += 1;
            let recognised = found.excess < self.least;
            tally.recognised += usize::from(recognised);
            let right = KINDS.iter().enumerate().map(|(kind, _)| {
                let mut changed = found.traits;
                changed[kind] = wanted[kind];
                look_alike(self.kittens, &found.traits, &changed)
            });
            let right: Vec<bool> = right.collect();
            tally.as_asked += usize::from(recognised && right.iter().all(|&right| right));
            for (count, right) in tally.right.iter_mut().zip(right) {
                *count += usize::from(right);
            }
        }
        tally
    }
}

/// Numbers of samples.
#[derive(Debug, Default)]
struct Tally {
    samples: usize,
    recognised: usize,
    /// Whose trait of each kind is the one asked for.
    right: [usize; KINDS.len()],
    as_asked: usize,
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of.max(1) as f64
}

/// Combinations at random, of both splits.
fn random_traits(kittens: &Kittens, count: usize, seed: u64, stream: u64) -> Vec<Traits> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    (0..count)
        .map(|_| kittens.counts().map(|layers| rng.random_range(0..layers)))
        .collect()
}

fn composed(kittens: &Kittens, traits: &[Traits]) -> Vec<f32> {
    traits
        .iter()
        .flat_map(|traits| kittens.compose(traits))
        .collect()
}

fn features(found: &[Found]) -> Vec<f32> {
    found
        .iter()
        .flat_map(|found| found.features.iter().copied())
        .collect()
}
