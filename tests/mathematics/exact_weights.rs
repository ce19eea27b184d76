//! One error and all its weights, and single steps: known numbers, computed twice by numpy.

use unnoise::bound::VariationalBound;
use unnoise::exact::ddim::sigma;
use unnoise::exact::error::ExactError;
use unnoise::exact::weights::*;
use unnoise::sampler::Variance;

use crate::doubles::*;
use crate::exact_mixture::assert_near;

fn pair(t: usize) -> (f64, f64) {
    (linear().alpha_bar(t), linear().alpha_bar(t - 1))
}

#[test]
fn weights_of_the_table() {
    let schedule = linear();
    let bound = VariationalBound::new(&schedule, Variance::Small);
    for (t, ddpm, v, digits) in [
        (1, 0.59967, 1.0002, 5e-5),
        (10, 0.078977, 1.0022, 5e-5),
        (100, 0.010178, 1.117, 5e-4),
        (500, 0.0055145, 12.85, 5e-3),
        (999, 0.010205, 24_778.0, 0.5),
    ] {
        let (noisy, clean) = pair(t);
        let weight = bound_weight(noisy, clean).unwrap();
        assert_close(weight, ddpm, 5e-5);
        // The same weight from DDPM's eq. 12, which works with β.
        assert_close(weight, bound.epsilon_weight(t), 1e-10);
        assert_near(v_weight(noisy).unwrap(), v, digits);
    }
}

#[test]
fn j_sigma_is_ddpm_at_eta_1() {
    for t in [1, 10, 100, 500, 999] {
        let (noisy, clean) = pair(t);
        let exact = j_sigma_weight(1.0, noisy, clean).unwrap();
        assert_close(exact, bound_weight(noisy, clean).unwrap(), 1e-6);
    }
    for (t, printed, half) in [(1, 3.4, 0.05), (500, 107_000.0, 500.0)] {
        let (noisy, clean) = pair(t);
        let exact = j_sigma_weight(1.0, noisy, clean).unwrap();
        assert_near(
            printed_weight(1.0, noisy, clean).unwrap() / exact,
            printed,
            half,
        );
    }
    for (t, expected) in [(1, 1.8749), (500, 1.5664)] {
        let (noisy, clean) = pair(t);
        let of = |eta| j_sigma_weight(eta, noisy, clean).unwrap();
        assert_near(of(0.5) / of(1.0), expected, 5e-5);
    }
}

/// All errors from two x₀, the one true, the other not.
#[test]
fn errors_convert() {
    let (noisy, clean) = pair(300);
    let (x_t, x0, x0_hat) = (0.4f64, 0.2f64, 0.5f64);
    let epsilon = |x0: f64| (x_t - noisy.sqrt() * x0) / (1.0 - noisy).sqrt();
    let v = |x0: f64| noisy.sqrt() * epsilon(x0) - (1.0 - noisy).sqrt() * x0;
    let posterior = linear().posterior(300);
    let mu = |x0: f64| posterior.x0 * x0 + posterior.x_t * x_t;
    let squared = |f: &dyn Fn(f64) -> f64| (f(x0) - f(x0_hat)).powi(2);
    let found = errors(squared(&epsilon), noisy, clean).unwrap();
    assert_close(found.x0, squared(&|x0| x0), 1e-12);
    assert_close(found.v, squared(&v), 1e-12);
    assert_close(found.mu, squared(&mu), 1e-10);
    assert_eq!(found.epsilon, squared(&epsilon));
}

/// One step.
#[test]
fn single_steps() {
    let schedule = linear();
    assert_near(schedule.posterior_variance(487), 0.0097916, 5e-8);
    // 0.02 (1 − (ᾱ₉₉₈ − ᾱ₉₉₉)/(1 − ᾱ₉₉₉)) with ᾱ₉₉₉ = 4.035829765e-5 is this.
    assert_near(schedule.posterior_variance(999), 0.019_999_983_53, 5e-12);
    let of = sigma(1.0, schedule.alpha_bar(420), schedule.alpha_bar(400)).unwrap();
    assert_near(of * of, 0.147720, 5e-7);
    let (mut signal, mut variance) = (1.0f64, 0.0f64);
    for t in 0..1000 {
        let alpha = schedule.alpha(t);
        signal *= alpha.sqrt();
        variance = alpha * variance + schedule.beta(t);
        assert_near(signal, schedule.alpha_bar(t).sqrt(), 1e-12);
        assert_near(variance, 1.0 - schedule.alpha_bar(t), 1e-9);
    }
    let image = tensor(&[0.9f64.sqrt(); 4], [1, 1, 2, 2], burn::tensor::DType::F64);
    let prior = VariationalBound::new(&schedule, Variance::Small).prior(image);
    assert_near(values(prior)[0], 2.6e-5, 5e-7);
}

#[test]
fn wrong_weights_are_errors() {
    assert!(matches!(
        errors(-1.0, 0.1, 0.2),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        errors(f64::NAN, 0.1, 0.2),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        bound_weight(0.2, 0.1),
        Err(ExactError::Levels { .. })
    ));
    assert!(matches!(
        bound_weight(0.2, 1.0),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        j_sigma_weight(0.0, 0.1, 0.2),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        j_sigma_weight(1.5, 0.1, 0.2),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(v_weight(0.0), Err(ExactError::Number { .. })));
}
