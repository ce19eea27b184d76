//! Samplers beyond their golden numbers: what must hold for any model.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use burn::tensor::{DType, Tensor};
use unnoise::error::Error;
use unnoise::gaussian::GaussianDenoiser;
use unnoise::noise::{NoiseStream, noise_tensor};
use unnoise::parameterisation::Parameterisation;
use unnoise::sampler::{
    Clip, FreshNoise, Method, NoiseSource, Prediction, SamplerConfig, Sampling, SeededNoise,
    Variance,
};
use unnoise::schedule::{BetaSchedule, Schedule};
use unnoise::timesteps::{Spacing, timesteps};

use crate::doubles::*;

const SMALL: Method = Method::Ddpm {
    variance: Variance::Small,
};
const LARGE: Method = Method::Ddpm {
    variance: Variance::Large,
};
const SPACINGS: [Spacing; 4] = [
    Spacing::Leading,
    Spacing::Trailing,
    Spacing::Linspace,
    Spacing::Quadratic,
];

fn ddim(eta: f64) -> Method {
    Method::Ddim { eta }
}

fn config(method: Method, steps: usize, spacing: Spacing) -> SamplerConfig {
    SamplerConfig {
        method,
        steps,
        spacing,
        clip: Clip::Rederive,
        seed: 7,
        noise: FreshNoise::Each,
    }
}

fn latent() -> Tensor<4> {
    noise_tensor(7, NoiseStream::Latent, 0, 0..2, [1, 3, 4], &device()).cast(DType::F64)
}

/// Predicts badly enough that clipping has work to do.
fn crude(kind: Parameterisation) -> Formula {
    Formula {
        kind,
        f: |x, t| x.sin().mul_scalar(0.9 - t as f64 / 3000.0),
    }
}

fn run(schedule: &Schedule, config: &SamplerConfig, denoiser: &Formula) -> Tensor<4> {
    Sampling::new(schedule, config, latent())
        .unwrap()
        .finish(denoiser)
}

#[test]
fn eta_one_is_ddpm_with_small_variance() {
    let schedule = linear();
    for kind in [
        Parameterisation::Epsilon,
        Parameterisation::X0,
        Parameterisation::V,
    ] {
        for spacing in SPACINGS {
            for (steps, clip) in [
                (1, Clip::Rederive),
                (7, Clip::Rederive),
                (50, Clip::Off),
                (1000, Clip::Rederive),
            ] {
                let of = |method| {
                    let config = SamplerConfig {
                        clip,
                        ..config(method, steps, spacing)
                    };
                    run(&schedule, &config, &crude(kind))
                };
                let size = values(of(SMALL))
                    .iter()
                    .fold(1.0, |m: f64, x| m.max(x.abs()));
                let apart = distance(of(ddim(1.0)), of(SMALL)) / size;
                assert!(apart < 1e-12, "{kind:?} {spacing:?} {steps}: {apart:e}");
            }
        }
    }
}

#[test]
fn a_run_tells_of_every_step() {
    let schedule = linear();
    let denoiser = crude(Parameterisation::Epsilon);
    let mut sampling = Sampling::new(
        &schedule,
        &config(ddim(0.5), 7, Spacing::Trailing),
        latent(),
    )
    .unwrap();
    let list = sampling.timesteps().to_vec();
    assert_eq!(list, timesteps(Spacing::Trailing, 7, 1000).unwrap());
    for (index, t) in list.into_iter().enumerate() {
        assert_eq!(sampling.remaining(), 7 - index);
        let before = sampling.sample();
        let step = sampling.next_step(&denoiser).unwrap();
        assert_eq!((step.index, step.of, step.t), (index, 7, t));
        assert_eq!(step.alpha_bar, schedule.alpha_bar(t));
        assert_eq!(distance(step.xt, before), 0.0);
        assert!(values(step.x0.clone()).iter().all(|x| x.abs() <= 1.0));
        if index == 6 {
            assert_eq!(
                distance(step.x0, sampling.sample()),
                0.0,
                "the last step returns x̂₀ itself"
            );
        }
    }
    assert!(sampling.next_step(&denoiser).is_none());
    assert_eq!(sampling.remaining(), 0);
}

/// With `trailing` the last timestep is not 0: noise there would have a standard deviation of 0.32 at S = 10.
#[test]
fn the_last_step_draws_no_noise() {
    struct Watched;
    impl NoiseSource for Watched {
        fn z(&self, t: usize, like: &Tensor<4>) -> Tensor<4> {
            assert_ne!(t, 99, "the last timestep of this list");
            like.ones_like()
        }
    }
    let list = timesteps(Spacing::Trailing, 10, 1000).unwrap();
    assert_eq!(list.last(), Some(&99));
    for method in [SMALL, LARGE, ddim(1.0)] {
        let start = |list, noise| {
            Sampling::over(&linear(), list, method, Clip::Rederive, latent(), noise).unwrap()
        };
        start(list.clone(), Box::new(Watched)).finish(&crude(Parameterisation::Epsilon));
        for t in [0, 500, 999] {
            start(vec![t], Box::new(NoNoise)).finish(&crude(Parameterisation::Epsilon));
        }
    }
    let quiet = Sampling::over(
        &linear(),
        list,
        ddim(0.0),
        Clip::Keep,
        latent(),
        Box::new(NoNoise),
    )
    .unwrap();
    quiet.finish(&crude(Parameterisation::Epsilon));
}

#[test]
fn noise_depends_on_seed_image_and_timestep_alone() {
    let of = |config: &SamplerConfig, x: Tensor<4>| {
        Sampling::new(&linear(), config, x)
            .unwrap()
            .finish(&crude(Parameterisation::Epsilon))
    };
    let config = config(SMALL, 20, Spacing::Trailing);
    let both = of(&config, latent());
    let first = of(&config, latent().narrow(0, 0, 1));
    assert_eq!(distance(both.clone().narrow(0, 0, 1), first), 0.0);
    assert_eq!(distance(of(&config, latent()), both.clone()), 0.0);
    assert!(
        distance(
            of(&SamplerConfig { seed: 8, ..config }, latent()),
            both.clone()
        ) > 1e-3
    );

    // A batch that begins with image 1 draws what image 1 of the whole run draws.
    let second = SeededNoise {
        seed: 7,
        first_image: 1,
        noise: FreshNoise::Each,
    };
    let list = timesteps(config.spacing, config.steps, 1000).unwrap();
    let second = Sampling::over(
        &linear(),
        list,
        SMALL,
        Clip::Rederive,
        latent().narrow(0, 1, 1),
        Box::new(second),
    )
    .unwrap()
    .finish(&crude(Parameterisation::Epsilon));
    assert_eq!(distance(both.narrow(0, 1, 1), second), 0.0);
}

#[test]
fn shared_noise_makes_equal_latents_equal_images_however_the_batch_is_cut() {
    let shared = SamplerConfig {
        noise: FreshNoise::Shared,
        ..config(SMALL, 20, Spacing::Trailing)
    };
    let of = |config: &SamplerConfig, first: usize, x: Tensor<4>| {
        Sampling::part(&linear(), config, first, x)
            .unwrap()
            .finish(&crude(Parameterisation::Epsilon))
    };
    let twice = Tensor::cat(vec![latent().narrow(0, 0, 1); 2], 0);
    let images = of(&shared, 0, twice.clone());
    let [first, second] = [0, 1].map(|k| images.clone().narrow(0, k, 1));
    assert_eq!(distance(first.clone(), second.clone()), 0.0);
    assert_eq!(
        distance(of(&shared, 1, latent().narrow(0, 0, 1)), second),
        0.0
    );

    // Image 0 has the noise that it has anyway, the other another.
    let each = of(&config(SMALL, 20, Spacing::Trailing), 0, twice);
    let apart = |k| distance(each.clone().narrow(0, k, 1), first.clone());
    assert_eq!(apart(0), 0.0);
    assert!(apart(1) > 1e-3);
}

#[test]
fn the_noise_of_a_step_belongs_to_its_timestep_whatever_the_number_of_steps_and_the_sampler() {
    /// Notes what it is asked for, and gives what the seed says.
    struct Notes(SeededNoise, Rc<RefCell<BTreeMap<usize, Vec<f64>>>>);
    impl NoiseSource for Notes {
        fn z(&self, t: usize, like: &Tensor<4>) -> Tensor<4> {
            let z = self.0.z(t, like);
            self.1.borrow_mut().insert(t, values(z.clone()));
            z
        }
    }
    let of = |method: Method, steps: usize| {
        let notes = Rc::default();
        let source = Notes(SeededNoise::default(), Rc::clone(&notes));
        let list = timesteps(Spacing::Trailing, steps, 1000).unwrap();
        Sampling::over(
            &linear(),
            list,
            method,
            Clip::Rederive,
            latent(),
            Box::new(source),
        )
        .unwrap()
        .finish(&crude(Parameterisation::Epsilon));
        notes.take()
    };
    let few = of(SMALL, 10);
    // Nothing at 99, from where the last step leads to the image.
    assert_eq!(
        few.keys().copied().collect::<Vec<_>>(),
        [199, 299, 399, 499, 599, 699, 799, 899, 999]
    );
    for (method, steps) in [(SMALL, 20), (LARGE, 50), (ddim(0.5), 100)] {
        let more = of(method, steps);
        assert_eq!(more.len(), steps - 1);
        assert!(few.iter().all(|(t, z)| more.get(t) == Some(z)));
    }
}

#[test]
fn clipping() {
    let schedule = linear();
    let level = schedule.level(900);
    let x_t = latent();
    let output = x_t.clone().mul_scalar(0.5);
    for kind in [Parameterisation::Epsilon, Parameterisation::V] {
        let of = |clip| Prediction::new(output.clone(), x_t.clone(), kind, &level, clip);
        let (off, keep, rederive) = (of(Clip::Off), of(Clip::Keep), of(Clip::Rederive));
        let clamped = off.x0.clone().clamp(-1.0, 1.0);
        assert_eq!(distance(keep.x0.clone(), clamped.clone()), 0.0);
        assert_eq!(distance(rederive.x0.clone(), clamped), 0.0);
        assert_eq!(distance(keep.epsilon.clone(), off.epsilon.clone()), 0.0);
        // What explains xₜ: both halves together, unless only one was touched.
        let remade = |p: Prediction| distance(level.x_t(p.x0, p.epsilon), x_t.clone());
        assert!(remade(off) < 1e-12 && remade(rederive) < 1e-12);
        if kind == Parameterisation::Epsilon {
            assert!(remade(keep) > 1e-3);
        }
    }
}

/// On Gaussian data with its exact denoiser, every sampler must return that data's mean and variance as S grows.
#[test]
fn gaussian_data_comes_out_as_it_is() {
    let schedule = linear();
    let n = 4096;
    let x = noise_tensor(1, NoiseStream::Latent, 0, 0..1, [1, 64, 64], &device());
    for kind in [
        Parameterisation::Epsilon,
        Parameterisation::X0,
        Parameterisation::V,
    ] {
        let denoiser = GaussianDenoiser::new(&schedule, 0.2, 0.3, kind).unwrap();
        for (method, steps) in [
            (ddim(0.0), 200),
            (ddim(0.5), 500),
            (SMALL, 1000),
            (LARGE, 1000),
        ] {
            let config = SamplerConfig {
                clip: Clip::Off,
                ..config(method, steps, Spacing::Trailing)
            };
            let out = values(
                Sampling::new(&schedule, &config, x.clone())
                    .unwrap()
                    .finish(&denoiser),
            );
            let mean = out.iter().sum::<f64>() / n as f64;
            let std = (out.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n as f64).sqrt();
            // Four standard errors of 4096 draws: 0.019 and 0.013, and what is left of the steps.
            assert!(
                (mean - 0.2).abs() < 0.02,
                "{method:?} {kind:?}: mean {mean}"
            );
            assert!((std - 0.3).abs() < 0.015, "{method:?} {kind:?}: std {std}");
        }
    }
}

#[test]
fn the_shortest_schedule() {
    for beta in [BetaSchedule::linear(), BetaSchedule::Cosine] {
        let schedule = schedule(beta, 1);
        for method in [SMALL, LARGE, ddim(0.0), ddim(1.0)] {
            for spacing in SPACINGS {
                let mut sampling =
                    Sampling::new(&schedule, &config(method, 1, spacing), latent()).unwrap();
                let step = sampling
                    .next_step(&crude(Parameterisation::Epsilon))
                    .unwrap();
                assert_eq!((step.t, step.of), (0, 1));
                assert!(values(sampling.sample()).iter().all(|x| x.abs() <= 1.0));
            }
        }
    }
}

#[test]
fn bad_settings_are_refused() {
    let schedule = linear();
    let of = |method, steps| {
        Sampling::new(
            &schedule,
            &config(method, steps, Spacing::Leading),
            latent(),
        )
        .map(|_| ())
    };
    for eta in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert!(
            matches!(of(ddim(eta), 10), Err(Error::Number { name: "eta", .. })),
            "{eta}"
        );
    }
    assert_eq!(
        of(ddim(0.0), 0),
        Err(Error::Steps {
            steps: 0,
            train_steps: 1000
        })
    );
    assert_eq!(
        of(SMALL, 1001),
        Err(Error::Steps {
            steps: 1001,
            train_steps: 1000
        })
    );

    let over = |list| {
        Sampling::over(
            &schedule,
            list,
            SMALL,
            Clip::Off,
            latent(),
            Box::new(NoNoise),
        )
        .map(|_| ())
    };
    assert!(matches!(over(vec![]), Err(Error::TimestepList { .. })));
    assert!(matches!(over(vec![5, 7]), Err(Error::TimestepList { .. })));
    assert_eq!(
        over(vec![1000, 7]),
        Err(Error::Timestep { t: 1000, last: 999 })
    );

    let endless = crate::doubles::schedule(BetaSchedule::linear(), 100_000);
    let refused =
        Sampling::new(&endless, &config(SMALL, 10, Spacing::Trailing), latent()).map(|_| ());
    assert!(matches!(refused, Err(Error::NoSignal { t: 99_999, .. })));
}

#[test]
fn settings_read_from_flat_json() {
    let read = |json: &str| serde_json::from_str::<SamplerConfig>(json);
    let ddim = read(r#"{"sampler": "ddim", "eta": 0.5, "steps": 50, "spacing": "leading", "clip": "keep", "seed": 7}"#).unwrap();
    assert_eq!(
        (ddim.method, ddim.steps, ddim.seed),
        (Method::Ddim { eta: 0.5 }, 50, 7)
    );
    assert_eq!((ddim.spacing, ddim.clip), (Spacing::Leading, Clip::Keep));
    assert_eq!(read(&serde_json::to_string(&ddim).unwrap()).unwrap(), ddim);
    let ddpm = read(r#"{"sampler": "ddpm", "variance": "large", "steps": 1000}"#).unwrap();
    assert_eq!(ddpm.method, LARGE);
    assert_eq!(
        (ddpm.spacing, ddpm.clip, ddpm.seed),
        (Spacing::Trailing, Clip::Rederive, 0)
    );
    assert!(read(r#"{"sampler": "euler", "steps": 10}"#).is_err());
}
