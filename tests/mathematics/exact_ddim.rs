//! DDIM's family: one marginal, the lost Markov property, and samplers along the exact field.

use unnoise::exact::ddim::{forward, marginals, reverse, sigma};
use unnoise::exact::distance::Law;
use unnoise::exact::error::ExactError;
use unnoise::exact::mixture::Mixture;
use unnoise::exact::path::sample;
use unnoise::sampler::{Method, Variance};
use unnoise::schedule::Posterior;
use unnoise::timesteps::{Spacing, timesteps};

use crate::doubles::*;
use crate::exact_mixture::{assert_near, component, plane, two_modes};

fn trailing(steps: usize) -> (Vec<usize>, Vec<f64>) {
    let list = timesteps(Spacing::Trailing, steps, 1000).unwrap();
    let levels = list.iter().map(|&t| linear().alpha_bar(t)).collect();
    (list, levels)
}

/// Equal to 3e-15.
#[test]
fn lemma_1_every_member_has_the_same_marginals() {
    for steps in [10, 1000] {
        let (_, levels) = trailing(steps);
        for eta in [0.0, 0.3, 1.0] {
            let all = marginals(eta, &levels).unwrap();
            assert_eq!(all.len(), levels.len());
            for (marginal, alpha_bar) in all.iter().zip(&levels) {
                assert_near(marginal.on_x0, alpha_bar.sqrt(), 3e-15);
                assert_near(marginal.variance, 1.0 - alpha_bar, 3e-15);
            }
        }
    }
}

/// −0.009581, −0.007195, 0 at t = 100.
#[test]
fn only_eta_1_is_markov() {
    let (noisy, clean) = (linear().alpha_bar(100), linear().alpha_bar(99));
    for (eta, expected) in [(0.0, -0.009581), (0.5, -0.007195)] {
        assert_near(forward(eta, noisy, clean).unwrap().on_x0, expected, 5e-7);
    }
    let markov = forward(1.0, noisy, clean).unwrap();
    assert_near(markov.on_x0, 0.0, 1e-12);
    assert_near(markov.on_x, (noisy / clean).sqrt(), 1e-12);
    assert_near(markov.variance, 1.0 - noisy / clean, 1e-12);
    // Both directions are of one joint distribution: the covariance of xₛ and xₜ given x₀.
    for eta in [0.0, 0.5, 1.0] {
        let (down, up) = (
            reverse(eta, noisy, clean).unwrap(),
            forward(eta, noisy, clean).unwrap(),
        );
        assert_near(down.on_x * (1.0 - noisy), up.on_x * (1.0 - clean), 1e-15);
    }
    let posterior = Posterior::between(noisy, clean);
    let down = reverse(1.0, noisy, clean).unwrap();
    assert_near(down.on_x0, posterior.x0, 1e-12);
    assert_near(down.on_x, posterior.x_t, 1e-12);
    assert_near(down.variance, posterior.variance, 1e-15);
}

/// W1 for S = 10 / 20 / 50 / 100, η = 0 and η = 1.
///
/// For η = 1 these are the numbers to which the grid converges: 6000 and 12000 cells agree to 3e-6. Sampling in numpy, 1.5 million
/// points, twice: S = 10 0.1110 and 0.1108, S = 20 0.0682 and 0.0682, S = 50 0.0346 and 0.0351.
#[test]
fn distance_falls_with_the_number_of_steps() {
    let distance = |steps, method| {
        let law = Law::sampled(&two_modes(), &trailing(steps).1, method).unwrap();
        law.distance(&two_modes()).unwrap()
    };
    let ddim = |eta| Method::Ddim { eta };
    for (steps, still, noisy) in [
        (10, 0.0892, 0.11104),
        (20, 0.0451, 0.06797),
        (50, 0.0190, 0.03486),
        (100, 0.0097, 0.02040),
    ] {
        assert_near(distance(steps, ddim(0.0)), still, 5e-5);
        assert_near(distance(steps, ddim(1.0)), noisy, 1e-5);
    }
    // η = 1 is DDPM with β̃.
    let small = Method::Ddpm {
        variance: Variance::Small,
    };
    assert_near(distance(10, small), distance(10, ddim(1.0)), 1e-9);
}

/// A law's distance to itself is 0, to itself moved by a it is a.
#[test]
fn distance_is_a_distance() {
    let of = |mean| Mixture::new(&[component(1.0, &[mean], 1.0)]).unwrap();
    assert_near(Law::standard().distance(&of(0.0)).unwrap(), 0.0, 1e-12);
    assert_near(Law::standard().distance(&of(0.25)).unwrap(), 0.25, 1e-9);
    assert_near(Law::standard().distance(&of(30.0)).unwrap(), 30.0, 1e-9);
}

/// Few steps: the output's deviation over that of the data N(0, ¼), S = 10, trailing.
#[test]
fn few_steps_make_samples_too_alike() {
    let data = Mixture::new(&[component(1.0, &[0.0], 0.5)]).unwrap();
    for (method, expected) in [
        (
            Method::Ddpm {
                variance: Variance::Small,
            },
            0.667,
        ),
        (Method::Ddim { eta: 0.0 }, 0.740),
        (
            Method::Ddpm {
                variance: Variance::Large,
            },
            0.988,
        ),
    ] {
        let law = Law::sampled(&data, &trailing(10).1, method).unwrap();
        let (mean, deviation) = law.moments();
        assert_near(mean, 0.0, 1e-9);
        assert_near(deviation / 0.5, expected, 5e-4);
    }
}

/// Drawn paths have the law that was computed, and are reproducible.
#[test]
fn paths_follow_the_law() {
    let (list, levels) = trailing(10);
    let count = 4000;
    for eta in [0.0, 0.5, 1.0] {
        let method = Method::Ddim { eta };
        let paths = sample(&two_modes(), &list, &levels, method, count, 3).unwrap();
        assert_eq!((paths.len(), paths[0].len()), (11, count));
        let few = sample(&two_modes(), &list, &levels, method, 3, 3).unwrap();
        assert_eq!(few[10][..], paths[10][..3]);
        let (mean, deviation) = Law::sampled(&two_modes(), &levels, method)
            .unwrap()
            .moments();
        let found = paths[10].iter().map(|x| x[0]).sum::<f64>() / count as f64;
        // Three deviations of a mean of so many.
        assert_near(found, mean, 3.0 * deviation / (count as f64).sqrt());
    }
    let flat = sample(&plane(), &list, &levels, Method::Ddim { eta: 0.0 }, 500, 3).unwrap();
    let right = flat[10].iter().filter(|x| x[0] > 0.1).count() as f64 / 500.0;
    assert_near(right, 0.75, 0.08);
}

#[test]
fn wrong_settings_are_errors() {
    let (list, levels) = trailing(10);
    for eta in [-0.1, 1.1, f64::NAN] {
        assert!(matches!(
            sigma(eta, 0.1, 0.2),
            Err(ExactError::Number { name: "eta", .. })
        ));
        assert!(matches!(
            marginals(eta, &levels),
            Err(ExactError::Number { .. })
        ));
        let run = sample(&two_modes(), &list, &levels, Method::Ddim { eta }, 1, 0);
        assert!(matches!(run, Err(ExactError::Number { .. })));
    }
    assert!(matches!(
        sigma(0.5, 0.2, 0.1),
        Err(ExactError::Levels { .. })
    ));
    assert!(matches!(
        forward(0.5, 0.2, 1.0),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        marginals(0.0, &[]),
        Err(ExactError::Length { .. })
    ));
    let method = Method::Ddim { eta: 0.0 };
    assert!(matches!(
        sample(&two_modes(), &list[1..], &levels, method, 1, 0),
        Err(ExactError::Length { .. })
    ));
    assert!(matches!(
        sample(&two_modes(), &[1, 2], &[0.5, 0.5], method, 1, 0),
        Err(ExactError::Levels { .. })
    ));
    assert!(matches!(
        Law::sampled(&plane(), &levels, method),
        Err(ExactError::OneDimension { .. })
    ));
}
