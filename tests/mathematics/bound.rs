//! The variational bound, against `tests/fixtures/bound.py` (which integrates densities) and against the entropy of known data.

use burn::tensor::{DType, Tensor};
use serde::Deserialize;
use unnoise::bound::{
    VariationalBound, discretised_log_likelihood, even_stretches, log_likelihood, nearest_level,
};
use unnoise::error::Error;
use unnoise::gaussian::GaussianDenoiser;
use unnoise::noise::{NoiseStream, noise_tensor};
use unnoise::parameterisation::Parameterisation;
use unnoise::process::q_sample;
use unnoise::sampler::{Denoiser, Variance};
use unnoise::schedule::BetaSchedule;

use crate::doubles::*;

#[derive(Deserialize)]
struct Fixture {
    prior: Vec<Prior>,
    terms: Vec<Term>,
}

#[derive(Deserialize)]
struct Prior {
    x0: f64,
    bits: f64,
}

#[derive(Deserialize)]
struct Term {
    t: usize,
    variance: Variance,
    x0: f64,
    x_t: f64,
    x0_hat: f64,
    bits: f64,
}

fn one(x: f64) -> Tensor<4> {
    tensor(&[x], [1, 1, 1, 1], DType::F64)
}

#[test]
fn terms_are_those_of_the_fixture() {
    let fixture: Fixture = serde_json::from_str(include_str!("../fixtures/bound.json")).unwrap();
    let beta = BetaSchedule::Linear {
        beta_start: 0.01,
        beta_end: 0.3,
    };
    let schedule = schedule(beta, 10);
    for Prior { x0, bits } in fixture.prior {
        let bound = VariationalBound::new(&schedule, Variance::Small);
        assert_close(values(bound.prior(one(x0)))[0], bits, 1e-8);
    }
    assert_eq!(fixture.terms.len(), 32);
    for Term {
        t,
        variance,
        x0,
        x_t,
        x0_hat,
        bits,
    } in fixture.terms
    {
        let bound = VariationalBound::new(&schedule, variance);
        let found = values(bound.term(t, one(x0), one(x_t), one(x0_hat)))[0];
        assert_close(found, bits, 1e-8);
    }
}

/// With variance small the term is the weighted squared error of ε, DDPM eq. 12.
#[test]
fn the_epsilon_form_is_the_same_term() {
    let schedule = linear();
    for variance in [Variance::Small, Variance::Large] {
        let bound = VariationalBound::new(&schedule, variance);
        for t in [1, 10, 500, 999] {
            let level = schedule.level(t);
            let epsilon = image().mul_scalar(1.5).add_scalar(0.2);
            let epsilon_hat = epsilon.clone().mul_scalar(0.8);
            let x_t = q_sample(image(), epsilon.clone(), &level);
            let x0_hat = level.x0_from_epsilon(x_t.clone(), epsilon_hat.clone());
            let found = values(bound.term(t, image(), x_t.clone(), x0_hat));
            // What the two variances cost with a perfect network.
            let perfect = values(bound.term(t, image(), x_t, image()));
            let squared = (epsilon - epsilon_hat)
                .powf_scalar(2.0)
                .mean_dims(&[1, 2, 3]);
            for ((found, perfect), squared) in found.iter().zip(perfect).zip(values(squared)) {
                let expected = bound.epsilon_weight(t) * squared / core::f64::consts::LN_2;
                assert_close(found - perfect, expected, 1e-6);
                assert!(if variance == Variance::Small {
                    perfect.abs() < 1e-9
                } else {
                    perfect > 0.0
                });
            }
        }
    }
}

/// Two means that differ in the sixth digit, because both are mostly xₜ: their difference is taken before it is lost.
#[test]
fn a_small_term_has_all_digits_that_its_images_have() {
    let schedule = linear();
    let bound = VariationalBound::new(&schedule, Variance::Small);
    let t = 500;
    let x_t: Vec<f64> = (0..64).map(|k| f64::from(k) / 32.0 - 1.0).collect();
    let of = |kind: DType| {
        let x_t = tensor(&x_t, [64, 1, 1, 1], kind);
        let x0 = x_t.full_like(0.5);
        // Exact in f32, and so is the difference.
        let x0_hat = x_t.full_like(0.5 + 2f64.powi(-10));
        values(bound.term(t, x0, x_t, x0_hat))
    };
    for (found, expected) in of(DType::F32).into_iter().zip(of(DType::F64)) {
        assert_close(found, expected, 1e-5);
    }
}

#[test]
fn every_value_has_a_level_and_levels_have_themselves() {
    for k in 0..256u16 {
        let level = (f64::from(k) / 127.5 - 1.0) as f32;
        for off in [0.0, 0.003, -0.003] {
            assert_eq!(nearest_level(level + off), level);
        }
    }
    assert_eq!(nearest_level(1.5), 1.0);
    assert_eq!(nearest_level(-1.001), -1.0);
}

#[test]
fn the_masses_of_256_levels_add_up_to_one() {
    let levels: Vec<f64> = (0..256).map(|k| f64::from(k) / 127.5 - 1.0).collect();
    for (mean, std) in [(0.1, 0.3), (-1.2, 0.05), (0.99, 0.02), (0.0, 4.0)] {
        let x = tensor(&levels, [1, 1, 1, 256], DType::F64);
        let masses = discretised_log_likelihood(x.clone(), x.full_like(mean), std).exp();
        assert!((values(masses).iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

/// With the exact denoiser of N(0, s²) pixels each KL has an expectation in closed form, from Var(x₀ | xₜ) = s²(1−ᾱ)/(ᾱs²+1−ᾱ);
/// and the whole is above the entropy, by less where the variance is nearer to the true one. 1000 steps, f32.
#[test]
fn the_bound_of_gaussian_data() {
    let schedule = linear();
    let std: f64 = 0.25;
    let draw = |stream, step| noise_tensor(3, stream, step, 0..1, [1, 64, 64], &device());
    let pixels = draw(NoiseStream::Latent, 0)
        .mul_scalar(std)
        .clamp(-1.0, 1.0);
    let x0 = pixels
        .add_scalar(1.0)
        .mul_scalar(127.5)
        .round()
        .div_scalar(127.5)
        .sub_scalar(1.0);

    let exact = discretised_log_likelihood(x0.clone(), x0.zeros_like(), std);
    let entropy = -values(exact).iter().sum::<f64>() / 4096.0 / core::f64::consts::LN_2;
    let denoiser = GaussianDenoiser::new(&schedule, 0.0, std, Parameterisation::X0).unwrap();
    let gaps = [Variance::Small, Variance::Large].map(|variance| {
        let bound = VariationalBound::new(&schedule, variance);
        let term = |t: usize| {
            let x_t = q_sample(
                x0.clone(),
                draw(NoiseStream::Forward, t),
                &schedule.level(t),
            );
            let x0_hat = denoiser.predict(x_t.clone(), t);
            values(bound.term(t, x0.clone(), x_t, x0_hat))[0]
        };
        let expectation = |t: usize| {
            let (a, posterior) = (schedule.alpha_bar(t), schedule.posterior(t));
            let uncertainty = std * std * (1.0 - a) / (a * std * std + 1.0 - a);
            let ratio = posterior.variance / bound.sigma2(t);
            let mean = posterior.x0.powi(2) * uncertainty / bound.sigma2(t);
            0.5 * (mean + ratio - 1.0 - ratio.ln()) / core::f64::consts::LN_2
        };
        let found: f64 = (1..1000).map(term).sum();
        assert_close(found, (1..1000).map(expectation).sum(), 0.01);
        values(bound.prior(x0.clone()))[0] + found + term(0) - entropy
    });
    assert!(
        0.0 < gaps[1] && gaps[1] < gaps[0] && gaps[0] < 1.0,
        "{gaps:?}"
    );
}

/// Every timestep but the first belongs to one stretch, in whose middle it is measured.
#[test]
fn stretches_cover_the_timesteps() {
    let schedule = linear();
    for count in [1, 2, 3, 7, 20, 50, 998, 999] {
        let stretches = even_stretches(&schedule, count).unwrap();
        assert_eq!(stretches.len(), count);
        let mut from = 1;
        for stretch in &stretches {
            let to = from + stretch.length;
            assert!(stretch.length.abs_diff(999 / count) <= 1);
            assert!(from <= stretch.t && stretch.t < to);
            assert!((stretch.t - from).abs_diff(to - 1 - stretch.t) <= 1);
            from = to;
        }
        assert_eq!(from, 1000);
    }
    let twenty = even_stretches(&schedule, 20).unwrap();
    assert_eq!((twenty[0].t, twenty[10].t, twenty[19].t), (25, 524, 974));
    for count in [0, 1000] {
        let error = even_stretches(&schedule, count).unwrap_err();
        assert!(matches!(error, Error::Count { found, .. } if found == count));
    }
}

/// Of x from N(±m, s²) the log-odds are the logistic's, 2mx/s². By the bound, each label with its exact denoiser, they come out
/// 1.6 % larger for T = 1000.
#[test]
fn the_log_odds_of_two_gaussians() {
    let schedule = linear();
    let bound = VariationalBound::new(&schedule, Variance::Small);
    let (m, std, x): (f64, f64, f64) = (0.3, 0.5, 0.2);
    let stretches = even_stretches(&schedule, 999).unwrap();
    let image = one(x);
    let likelihood = |mean: f64| {
        let denoiser = GaussianDenoiser::new(&schedule, mean, std, Parameterisation::X0).unwrap();
        let terms: Vec<f64> = stretches
            .iter()
            .map(|stretch| {
                let level = schedule.level(stretch.t);
                // Both signs of one ε, so that nothing is left of its part that is odd.
                let term = |sign: f64| {
                    let x_t = q_sample(image.clone(), one(sign), &level);
                    let x0_hat = denoiser.predict(x_t.clone(), stretch.t);
                    values(bound.term(stretch.t, image.clone(), x_t, x0_hat))[0]
                };
                (term(1.0) + term(-1.0)) / 2.0
            })
            .collect();
        log_likelihood(values(bound.prior(image.clone()))[0], &terms, &stretches, 1)
    };
    let odds = likelihood(m) - likelihood(-m);
    assert_close(odds, 1.016 * 2.0 * m * x / (std * std), 1e-4);
}
