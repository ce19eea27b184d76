//! Which digit is it? Bayes' rule, and the classifier by the bound against the logistic one.

use unnoise::bound::VariationalBound;
use unnoise::exact::bayes::belief;
use unnoise::exact::error::ExactError;
use unnoise::sampler::Variance;

use crate::doubles::*;
use crate::exact_mixture::assert_near;

#[test]
fn posterior_is_prior_times_likelihood_over_evidence() {
    let likelihood = [0.2f64, 0.5, 0.1];
    let logs = likelihood.map(f64::ln);
    let found = belief(&logs, Some(&[2.0, 1.0, 1.0])).unwrap();
    let evidence: f64 = 0.2 * 0.5 + 0.5 * 0.25 + 0.1 * 0.25;
    assert_near(found.log_evidence, evidence.ln(), 1e-15);
    for (found, expected) in found.posterior.iter().zip([0.1, 0.125, 0.025]) {
        assert_near(*found, expected / evidence, 1e-15);
    }
    assert_eq!(found.prior, [0.5, 0.25, 0.25]);
    let uniform = belief(&logs, None).unwrap();
    assert_near(uniform.posterior[1], 0.5 / 0.8, 1e-15);
    // Numbers whose exponentials are 0 in f64 still decide.
    let far = belief(&[-5000.0, -5001.0], None).unwrap();
    assert_near(far.posterior[0], 1.0 / (1.0 + (-1.0f64).exp()), 1e-14);
    // What is excluded by either stays so.
    let excluded = belief(&[0.0, f64::NEG_INFINITY, 0.0], Some(&[1.0, 1.0, 0.0])).unwrap();
    assert_eq!(excluded.posterior, [1.0, 0.0, 0.0]);
}

#[test]
fn wrong_beliefs_are_errors() {
    let of = |l: &[f64], p: &[f64]| belief(l, Some(p)).unwrap_err();
    assert!(matches!(belief(&[], None), Err(ExactError::Length { .. })));
    assert!(matches!(of(&[0.0, 0.0], &[1.0]), ExactError::Length { .. }));
    assert!(matches!(of(&[0.0], &[-1.0]), ExactError::Number { .. }));
    assert!(matches!(of(&[0.0], &[f64::NAN]), ExactError::Number { .. }));
    assert!(matches!(of(&[0.0, 0.0], &[0.0, 0.0]), ExactError::NoClass));
    assert!(matches!(
        of(&[0.0, f64::NEG_INFINITY], &[0.0, 1.0]),
        ExactError::NoClass
    ));
    assert!(matches!(
        belief(&[f64::NAN], None),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        belief(&[f64::INFINITY], None),
        Err(ExactError::Number { .. })
    ));
}

/// With the exact denoiser of N(±m, s²) the bound's log-odds are the logistic's 2mx/s², 1.034 (s² = 0.0625) and 1.017
/// (s² = 0.25) times, for every x and m, as T = 1000 is not infinite.
#[test]
fn log_odds_of_the_bound_are_the_logistic() {
    let schedule = linear();
    let bound = VariationalBound::new(&schedule, Variance::Small);
    for (data, expected) in [(0.0625, 1.034), (0.25, 1.017)] {
        for (m, x) in [(0.5, 0.3), (0.8, -0.1)] {
            // E over ε of ½w(x₀ − x̂₀)², summed over t, for the class with mean ±m. Written for x₀, w is 1/σ² times the posterior's
            // coefficient squared; at t = 0 the posterior is x̂₀ itself.
            let loss = |mean: f64| {
                (0..1000)
                    .map(|t| {
                        let alpha_bar = schedule.alpha_bar(t);
                        let gain = alpha_bar.sqrt() * data / (alpha_bar * data + 1.0 - alpha_bar);
                        let offset = (x - mean) * (1.0 - gain * alpha_bar.sqrt());
                        let spread = gain * gain * (1.0 - alpha_bar);
                        let on_x0 = schedule.posterior(t).x0;
                        0.5 * on_x0 * on_x0 * (offset * offset + spread) / bound.sigma2(t)
                    })
                    .sum::<f64>()
            };
            let found = belief(&[-loss(m), -loss(-m)], None).unwrap();
            let odds = (found.posterior[0] / found.posterior[1]).ln();
            assert_near(odds / (2.0 * m * x / data), expected, 5e-4);
        }
    }
}
