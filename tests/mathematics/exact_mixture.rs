//! Mixtures: wrong input, and what density, score, conditional means and samples must have in common.

use unnoise::exact::error::ExactError;
use unnoise::exact::field::{self, Field};
use unnoise::exact::fit;
use unnoise::exact::mixture::{Component, Mixture};

use crate::doubles::*;

pub fn component(weight: f64, mean: &[f64], deviation: f64) -> Component {
    Component {
        weight,
        mean: mean.to_vec(),
        deviation,
    }
}

/// The mixture that the known numbers belong to.
pub fn two_modes() -> Mixture {
    Mixture::new(&[component(0.3, &[-0.6], 0.12), component(0.7, &[0.5], 0.2)]).unwrap()
}

pub fn plane() -> Mixture {
    Mixture::new(&[
        component(1.0, &[-0.5, 0.2], 0.3),
        component(3.0, &[0.6, -0.4], 0.15),
    ])
    .unwrap()
}

#[track_caller]
pub fn assert_near(found: f64, expected: f64, absolute: f64) {
    assert!(
        (found - expected).abs() <= absolute,
        "expected {expected}, found {found}: off by {:e}",
        found - expected
    );
}

#[test]
fn wrong_mixtures_are_sentences() {
    let good = component(1.0, &[0.0], 0.1);
    let cases: Vec<(Vec<Component>, &str)> = vec![
        (
            vec![],
            "expected from 1 to 1000 components, found 0; add one",
        ),
        (
            vec![good.clone(); 1001],
            "expected from 1 to 1000 components, found 1001; merge or leave out some",
        ),
        (
            vec![good.clone(), component(0.0, &[0.0], 0.1)],
            "expected the weight of component 1 to be a finite number above 0, found 0; correct it, or leave the component out",
        ),
        (vec![component(-1.0, &[0.0], 0.1)], "weight of component 0"),
        (vec![component(f64::NAN, &[0.0], 0.1)], "found NaN"),
        (vec![component(f64::INFINITY, &[0.0], 0.1)], "found inf"),
        (
            vec![component(1.0, &[0.0], 0.0)],
            "deviation of component 0",
        ),
        (
            vec![component(1.0, &[0.0], -0.1)],
            "deviation of component 0",
        ),
        (
            vec![component(1.0, &[0.0], f64::NAN)],
            "deviation of component 0",
        ),
        (
            vec![component(1.0, &[f64::NAN], 0.1)],
            "mean of component 0",
        ),
        (
            vec![component(1.0, &[0.0, 0.0, 0.0], 0.1)],
            "to have 1 or 2 coordinates, found 3",
        ),
        (
            vec![component(1.0, &[], 0.1)],
            "to have 1 or 2 coordinates, found 0",
        ),
        (
            vec![good, component(1.0, &[0.0, 1.0], 0.1)],
            "mean of component 1 to have 1 coordinate, as the first has, found 2",
        ),
    ];
    for (components, sentence) in cases {
        let message = Mixture::new(&components).unwrap_err().to_string();
        assert!(message.contains(sentence), "{message}");
    }
    assert!(Mixture::new(&vec![component(1.0, &[0.0], 0.1); 1000]).is_ok());
    // A sum beyond f64 is still a mixture.
    let heavy = Mixture::new(&[component(1e308, &[0.0], 1.0), component(1e308, &[1.0], 1.0)]);
    assert_eq!(heavy.unwrap().parts()[0].weight, 0.5);
}

#[test]
fn wrong_points_and_levels_are_errors() {
    assert!(matches!(
        plane().points(&[0.0; 3]),
        Err(ExactError::Length { found: 3, .. })
    ));
    assert!(matches!(
        two_modes().points(&[f64::NAN]),
        Err(ExactError::Number { .. })
    ));
    assert_eq!(plane().points(&[1.0, 2.0]).unwrap(), [[1.0, 2.0]]);
    assert_eq!(
        two_modes().points(&[1.0, 2.0]).unwrap(),
        [[1.0, 0.0], [2.0, 0.0]]
    );
    for alpha_bar in [0.0, -0.1, 1.1, f64::NAN] {
        assert!(matches!(
            two_modes().noised(alpha_bar),
            Err(ExactError::Number { .. })
        ));
    }
    assert!(matches!(
        plane().cdf(0.0),
        Err(ExactError::OneDimension { .. })
    ));
    assert!(matches!(
        fit::backward(&plane()),
        Err(ExactError::OneDimension { .. })
    ));
}

/// The density is one, its slope is the score, its integral the distribution function.
#[test]
fn density_score_and_cdf_agree() {
    for alpha_bar in [1.0, 0.7, 0.01] {
        let p = two_modes().noised(alpha_bar).unwrap();
        assert_near(p.expect(|_| 1.0), 1.0, 1e-12);
        let h = 1e-5;
        for x in [-1.1, -0.6, -0.1, 0.0, 0.4, 1.3] {
            let slope = (p.log_density([x + h, 0.0]) - p.log_density([x - h, 0.0])) / (2.0 * h);
            assert_near(p.score([x, 0.0])[0], slope, 1e-6);
            let mass = (p.cdf(x + h).unwrap() - p.cdf(x - h).unwrap()) / (2.0 * h);
            assert_near(p.density([x, 0.0]), mass, 1e-6);
            assert_near(p.responsibilities([x, 0.0]).iter().sum(), 1.0, 1e-14);
        }
        let q = plane().noised(alpha_bar).unwrap();
        assert_near(q.expect(|_| 1.0), 1.0, 1e-12);
        let x = [0.2, -0.1];
        let up = q.log_density([x[0], x[1] + h]) - q.log_density([x[0], x[1] - h]);
        assert_near(q.score(x)[1], up / (2.0 * h), 1e-6);
    }
    // Far out nothing overflows: the log density is that of the nearer component.
    let far = two_modes().log_density([1e3, 0.0]);
    assert_close(far, -0.5 * (999.5f64 / 0.2).powi(2), 1e-4);
}

/// E[x₀ | xₜ] against Bayes' rule, integrated.
#[test]
fn conditional_means_are_bayes_rule() {
    let (data, alpha_bar) = (two_modes(), 0.6f64);
    let field = Field::new(&data, alpha_bar).unwrap();
    for x in [-1.0, -0.2, 0.1, 0.9] {
        let likelihood = |x0: f64| {
            let epsilon = (x - alpha_bar.sqrt() * x0) / (1.0 - alpha_bar).sqrt();
            (-0.5 * epsilon * epsilon).exp()
        };
        let mass = data.expect(|x0| likelihood(x0[0]));
        let mean = data.expect(|x0| x0[0] * likelihood(x0[0])) / mass;
        let square = data.expect(|x0| x0[0] * x0[0] * likelihood(x0[0])) / mass;
        assert_near(field.at([x, 0.0]).x0[0], mean, 1e-10);
        assert_near(field.x0_variance([x, 0.0]), square - mean * mean, 1e-10);
    }
}

#[test]
fn four_readings_are_one_field() {
    for data in [two_modes(), plane()] {
        let field = Field::new(&data, 0.4).unwrap();
        let x = [0.3, -0.2];
        let now = field.at(x);
        for axis in 0..data.dimension() {
            let (x, epsilon) = (x[axis], now.epsilon[axis]);
            let x0 = field::x0_from_epsilon(x, epsilon, 0.4);
            assert_near(now.x0[axis], x0, 1e-14);
            assert_near(field::epsilon_from_x0(x, now.x0[axis], 0.4), epsilon, 1e-14);
            assert_near(field::epsilon_from_v(x, now.v[axis], 0.4), epsilon, 1e-14);
            assert_near(
                field::epsilon_from_score(now.score[axis], 0.4),
                epsilon,
                1e-14,
            );
        }
        for (found, expected) in now.score.iter().zip(field.marginal().score(x)) {
            assert_near(*found, expected, 1e-15);
        }
    }
    // Clean data explains itself.
    let clean = Field::new(&two_modes(), 1.0).unwrap().at([0.3, 0.0]);
    assert_near(clean.x0[0], 0.3, 1e-15);
    assert_eq!(clean.epsilon[0], 0.0);
}

#[test]
fn samples_are_of_the_mixture_and_reproducible() {
    let count = 20_000;
    let points = two_modes().sample(count, 5);
    assert_eq!(points[..7], two_modes().sample(7, 5));
    assert_ne!(points[..7], two_modes().sample(7, 6));
    // Kolmogorov's distance: 1.63/√n is its 99 % point.
    let mut sorted: Vec<f64> = points.iter().map(|p| p[0]).collect();
    sorted.sort_by(f64::total_cmp);
    let gap = sorted
        .iter()
        .enumerate()
        .map(|(i, &x)| (two_modes().cdf(x).unwrap() - (i as f64 + 0.5) / count as f64).abs());
    assert!(gap.fold(0.0, f64::max) < 1.63 / (count as f64).sqrt());
    let (mean, covariance) = plane().moments();
    let points = plane().sample(count, 1);
    let average = |f: &dyn Fn(&[f64; 2]) -> f64| points.iter().map(f).sum::<f64>() / count as f64;
    assert_near(average(&|p| p[1]), mean[1], 0.01);
    let product = average(&|p| (p[0] - mean[0]) * (p[1] - mean[1]));
    assert_near(product, covariance[1], 0.005);
}

/// N(0.17, 0.5352²), 0.5276 nats; N(0.4994, 0.2011²), 0.3559 nats.
#[test]
fn one_gaussian_fitted_both_ways() {
    let covers = fit::forward(&two_modes()).unwrap();
    assert_near(covers.mean, 0.17, 1e-12);
    assert_near(covers.deviation, 0.5352, 5e-5);
    assert_near(covers.kl, 0.5276, 5e-5);
    let seeks = fit::backward(&two_modes()).unwrap();
    assert_near(seeks.mean, 0.4994, 5e-5);
    assert_near(seeks.deviation, 0.2011, 5e-5);
    assert_near(seeks.kl, 0.3559, 5e-5);
    for (by, fold) in [(1e-3, 1.0), (-1e-3, 1.0), (0.0, 1.005), (0.0, 0.995)] {
        let beside = fit::backward_kl(&two_modes(), seeks.mean + by, seeks.deviation * fold);
        assert!(beside.unwrap() > seeks.kl);
    }
    // Of one component both are that component.
    let one = Mixture::new(&[component(2.0, &[0.3], 0.7)]).unwrap();
    for fit in [fit::forward(&one), fit::backward(&one)] {
        let fit = fit.unwrap();
        assert_near(fit.mean, 0.3, 1e-9);
        assert_near(fit.deviation, 0.7, 1e-9);
        assert_near(fit.kl, 0.0, 1e-12);
    }
}
