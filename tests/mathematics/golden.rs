//! The golden sums of `tests/fixtures/golden.json`: what diffusers printed, from tables in f32, and the same runs in f64 by
//! `golden.py`, apart from the crate. f64 tensors must agree with the second to 1e-10, f32 tensors with the first to 1e-5.
//!
//! x = arange(768)/768 in the shape (C=3, H=8, W=8, B=4), permuted to (B, C, H, W); the number compared is Σ|x| after the run.

use std::collections::HashMap;

use burn::tensor::{DType, Tensor};
use unnoise::parameterisation::{NoiseLevel, Parameterisation};
use unnoise::sampler::{Clip, Denoiser, Method, Prediction, Sampling, Variance, ddim, ddpm};
use unnoise::schedule::{BetaSchedule, Schedule};
use unnoise::timesteps::{Spacing, timesteps};

use crate::doubles::*;

#[derive(Clone, Copy, serde::Deserialize)]
struct Golden {
    exact: f64,
    printed: f64,
}

/// Runs in both precisions and compares with the entry `name` of the fixture.
#[track_caller]
fn check(name: &str, run: impl Fn(DType) -> f64) {
    let fixture: HashMap<String, Golden> =
        serde_json::from_str(include_str!("../fixtures/golden.json")).unwrap();
    let golden = fixture[name];
    assert_close(golden.exact, golden.printed, 2e-6);
    assert_close(run(DType::F64), golden.exact, 1e-10);
    assert_close(run(DType::F32), golden.printed, 1e-5);
}

fn ramp(reversed: bool, dtype: DType) -> Tensor<4> {
    let values: Vec<f64> = (0..768)
        .map(|i| f64::from(if reversed { 767 - i } else { i }) / 768.0)
        .collect();
    tensor(&values, [3, 8, 8, 4], dtype).permute([3, 0, 1, 2])
}

fn sum(x: Tensor<4>) -> f64 {
    values(x).iter().map(|x| x.abs()).sum()
}

fn sampled(
    schedule: &Schedule,
    denoiser: &Formula,
    steps: usize,
    method: Method,
    clip: Clip,
    dtype: DType,
) -> f64 {
    let list = timesteps(Spacing::Leading, steps, 1000).unwrap();
    let noise = Box::new(FixedNoise(ramp(true, dtype)));
    let x = Sampling::over(schedule, list, method, clip, ramp(false, dtype), noise)
        .unwrap()
        .finish(denoiser);
    assert_eq!(x.dtype(), dtype);
    sum(x)
}

/// x·t/(t+1)
fn fading(kind: Parameterisation) -> Formula {
    Formula {
        kind,
        f: |x, t| x.mul_scalar(t as f64 / (t + 1) as f64),
    }
}

const ODE: Method = Method::Ddim { eta: 0.0 };

/// The linear schedule that begins with β₀ = 0.01.
fn steep() -> Schedule {
    let beta = BetaSchedule::Linear {
        beta_start: 0.01,
        beta_end: 0.02,
    };
    schedule(beta, 1000)
}

#[test]
fn ddim_of_the_fading_model() {
    let of = |schedule: &Schedule, kind, dtype| {
        sampled(schedule, &fading(kind), 10, ODE, Clip::Keep, dtype)
    };
    check("epsilon", |dtype| {
        of(&linear(), Parameterisation::Epsilon, dtype)
    });
    check("v", |dtype| of(&linear(), Parameterisation::V, dtype));
    check("steep", |dtype| {
        of(&steep(), Parameterisation::Epsilon, dtype)
    });
}

/// diffusers can also end at ᾱ₀ instead of clean data. [`Sampling`] always ends at clean data; its steps can do either.
#[test]
fn ddim_that_ends_at_the_first_alpha_bar() {
    let (schedule, denoiser) = (steep(), fading(Parameterisation::Epsilon));
    check("steep_final_first", |dtype| {
        let mut x = ramp(false, dtype);
        for t in timesteps(Spacing::Leading, 10, 1000).unwrap() {
            let prev = schedule.alpha_bar(t.saturating_sub(100));
            let output = denoiser.predict(x.clone(), t);
            let prediction = Prediction::new(
                output,
                x,
                Parameterisation::Epsilon,
                &schedule.level(t),
                Clip::Keep,
            );
            x = ddim::step(prediction, None, 0.0, prev);
        }
        sum(x)
    });
}

/// diffusers clips while it inverts. [`Inversion`](unnoise::inversion::Inversion) never does, hence its steps are taken by hand.
#[test]
fn clipped_inversion_of_the_fading_model() {
    let schedule = linear();
    for (name, kind) in [
        ("inverse_epsilon", Parameterisation::Epsilon),
        ("inverse_v", Parameterisation::V),
    ] {
        check(name, |dtype| {
            let mut x = ramp(false, dtype);
            let mut level = NoiseLevel::new(1.0);
            for t in (0..1000).step_by(100) {
                let output = fading(kind).predict(x.clone(), t);
                let prediction = Prediction::new(output, x, kind, &level, Clip::Keep);
                x = ddim::step(prediction, None, 0.0, schedule.alpha_bar(t));
                level = schedule.level(t);
            }
            sum(x)
        });
    }
}

#[test]
fn every_sampler_on_the_halving_model() {
    let halving = Formula {
        kind: Parameterisation::Epsilon,
        f: |x, _| x.mul_scalar(0.5),
    };
    let stochastic = Method::Ddim { eta: 1.0 };
    let small = Method::Ddpm {
        variance: Variance::Small,
    };
    let large = Method::Ddpm {
        variance: Variance::Large,
    };
    for (column, method, clip) in [
        ("eta0_keep", ODE, Clip::Keep),
        ("eta0_rederive", ODE, Clip::Rederive),
        ("eta0_off", ODE, Clip::Off),
        ("eta1_keep", stochastic, Clip::Keep),
        ("eta1_rederive", stochastic, Clip::Rederive),
        ("ddpm_small", small, Clip::Rederive),
        ("ddpm_large", large, Clip::Rederive),
    ] {
        for steps in [10, 50, 1000] {
            check(&format!("{column}_{steps}"), |dtype| {
                sampled(&linear(), &halving, steps, method, clip, dtype)
            });
        }
    }
}

/// Variances that diffusers' own tests hold to 1e-5.
#[test]
fn variances() {
    let schedule = linear();
    let between = |t, prev| (schedule.alpha_bar(t), schedule.alpha_bar(prev));
    for (t, prev, expected) in [
        (420, 400, 0.14771),
        (980, 960, 0.32460),
        (487, 486, 0.00979),
        (999, 998, 0.02),
    ] {
        let (a, p) = between(t, prev);
        assert!(
            (ddim::sigma(1.0, a, p).powi(2) - expected).abs() < 1e-5,
            "DDIM ({t}, {prev})"
        );
        assert!(
            (ddpm::sigma(Variance::Small, a, p).powi(2) - expected).abs() < 1e-5,
            "DDPM ({t}, {prev})"
        );
    }
    assert_eq!(schedule.posterior_variance(0), 0.0);
    assert!((schedule.posterior_variance(487) - 0.00979).abs() < 1e-5);
    assert!((schedule.posterior_variance(999) - 0.02).abs() < 1e-5);
}
