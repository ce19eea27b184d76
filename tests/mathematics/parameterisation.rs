//! Conversions between ε, x₀, v and μ, and the forward process.

use burn::tensor::{DType, Tensor};
use unnoise::parameterisation::{NoiseLevel, Parameterisation, epsilon_from_mu, mu_from_epsilon};
use unnoise::process::{q_posterior_mean, q_sample, q_step};
use unnoise::schedule::Posterior;

use crate::doubles::*;

const KINDS: [Parameterisation; 3] = [
    Parameterisation::Epsilon,
    Parameterisation::X0,
    Parameterisation::V,
];

fn noise() -> Tensor<4> {
    let values: Vec<f64> = (0..24).map(|i| f64::from(i * 5 % 24) / 6.0 - 2.0).collect();
    tensor(&values, [2, 1, 3, 4], DType::F64)
}

#[test]
fn each_output_gives_back_x0_epsilon_and_v() {
    for alpha_bar in [0.9999, 0.5, 0.01] {
        let level = NoiseLevel::new(alpha_bar);
        let x_t = q_sample(image(), noise(), &level);
        let v = level.v(image(), noise());
        for kind in KINDS {
            let output = kind.target(image(), noise(), &level);
            assert!(distance(kind.x0(output.clone(), x_t.clone(), &level), image()) < 1e-12);
            assert!(distance(kind.epsilon(output.clone(), x_t.clone(), &level), noise()) < 1e-11);
            assert!(distance(kind.v(output, x_t.clone(), &level), v.clone()) < 1e-11);
        }
    }
}

#[test]
fn levels_per_image_agree_with_one_level() {
    let schedule = linear();
    let ts = [3, 700];
    let (x0, eps) = (image().cast(DType::F32), noise().cast(DType::F32));
    let levels = schedule.levels(&ts, &device());
    let x_t = q_sample(x0.clone(), eps.clone(), &levels);
    for (i, t) in ts.into_iter().enumerate() {
        let pick = |x: &Tensor<4>| x.clone().narrow(0, i, 1);
        let level = schedule.level(t);
        assert!(distance(pick(&x_t), q_sample(pick(&x0), pick(&eps), &level)) < 1e-6);
        for kind in KINDS {
            let output = kind.target(x0.clone(), eps.clone(), &levels);
            assert!(distance(pick(&output), kind.target(pick(&x0), pick(&eps), &level)) < 1e-6);
            let found = pick(&kind.x0(output.clone(), x_t.clone(), &levels));
            assert!(distance(found, pick(&x0)) < 1e-4);
            let found = pick(&kind.epsilon(output, x_t.clone(), &levels));
            assert!(distance(found, pick(&eps)) < 1e-4);
        }
    }
}

/// Single steps add up to the closed form: the signal factor is √ᾱ, and the noise variances chain to 1 − ᾱ.
#[test]
fn single_steps_add_up_to_the_closed_form() {
    let schedule = linear();
    let one = tensor(&[1.0], [1, 1, 1, 1], DType::F64);
    let mut signal = one.clone();
    let mut variance = 0.0;
    for t in 0..1000 {
        signal = q_step(signal, one.zeros_like(), schedule.beta(t));
        let std = values(q_step(one.zeros_like(), one.clone(), schedule.beta(t)))[0];
        variance = (1.0 - schedule.beta(t)) * variance + std * std;
        assert_close(
            values(signal.clone())[0],
            schedule.alpha_bar(t).sqrt(),
            1e-12,
        );
        assert_close(variance, 1.0 - schedule.alpha_bar(t), 1e-9);
    }
}

/// q(xₚ | xₜ, x₀) ∝ q(xₜ | xₚ) q(xₚ | x₀): precisions add, and so do precision-weighted means.
#[test]
fn the_posterior_is_bayes() {
    let schedule = linear();
    for (t, prev) in [(1, 0), (500, 499), (999, 900), (420, 400)] {
        let (a, p) = (schedule.alpha_bar(t), schedule.alpha_bar(prev));
        let posterior = Posterior::between(a, p);
        let (alpha, beta) = (a / p, 1.0 - a / p);
        let precision = alpha / beta + 1.0 / (1.0 - p);
        assert_close(posterior.variance, 1.0 / precision, 1e-9);
        assert_close(posterior.x_t, alpha.sqrt() / beta / precision, 1e-9);
        assert_close(posterior.x0, p.sqrt() / (1.0 - p) / precision, 1e-9);
    }
}

#[test]
fn mu_is_the_posterior_mean_at_the_predicted_image() {
    let schedule = linear();
    for (t, prev) in [(0, None), (500, Some(499)), (980, Some(960))] {
        let (a, p) = (schedule.alpha_bar(t), schedule.alpha_bar_prev(prev));
        let level = schedule.level(t);
        let x_t = q_sample(image(), noise(), &level);
        let eps = noise().mul_scalar(0.7);
        let mu = mu_from_epsilon(x_t.clone(), eps.clone(), a, p);
        let x0_hat = level.x0_from_epsilon(x_t.clone(), eps.clone());
        let mean = q_posterior_mean(x0_hat, x_t.clone(), &Posterior::between(a, p));
        assert!(distance(mu.clone(), mean) < 1e-10);
        assert!(distance(epsilon_from_mu(x_t, mu, a, p), eps) < 1e-10);
    }
}
