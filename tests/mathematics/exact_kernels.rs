//! The true reverse kernel and what is lost when a Gaussian takes its place.

use unnoise::exact::divergence::{Model, bent, constant, divergence};
use unnoise::exact::error::ExactError;
use unnoise::exact::reverse::{Reverse, kl_to_gaussian};

use crate::doubles::*;
use crate::exact_mixture::{assert_near, plane, two_modes};

fn pair(t: usize, s: usize) -> (f64, f64) {
    (linear().alpha_bar(t), linear().alpha_bar(s))
}

/// p(xₛ | xₜ) pₜ(xₜ) = q(xₜ | xₛ) pₛ(xₛ).
#[test]
fn the_kernel_is_bayes_rule() {
    let (noisy, clean) = pair(500, 400);
    let r = noisy / clean;
    for data in [two_modes(), plane()] {
        let reverse = Reverse::new(&data, noisy, clean).unwrap();
        for (x_t, x_s) in [([0.3, -0.1], [0.2, 0.4]), ([-1.0, 1.1], [-0.3, 0.5])] {
            let forward: f64 = (0..data.dimension())
                .map(|a| {
                    let squared = (x_t[a] - r.sqrt() * x_s[a]).powi(2) / (1.0 - r);
                    -0.5 * (squared + (core::f64::consts::TAU * (1.0 - r)).ln())
                })
                .sum();
            let left = reverse.kernel(x_t).log_density(x_s) + reverse.marginal().log_density(x_t);
            let right = forward + reverse.clean().log_density(x_s);
            assert_near(left, right, 1e-12);
        }
    }
}

/// 500→499, 500→400, 999→899.
#[test]
fn the_constant_is_the_same_for_every_model() {
    for (t, s, expected, half) in [
        (500, 499, 1.3007e-4, 5e-9),
        (500, 400, 0.021299, 5e-7),
        (999, 899, 3.364e-5, 5e-9),
    ] {
        let (noisy, clean) = pair(t, s);
        assert_near(
            constant(&two_modes(), noisy, clean).unwrap(),
            expected,
            half,
        );
        for model in [
            Model::Bent {
                shift: 0.0,
                factor: 1.0,
            },
            Model::Bent {
                shift: 0.7,
                factor: 1.0,
            },
            Model::Bent {
                shift: -0.2,
                factor: 2.5,
            },
            Model::Linear {
                scale: 0.9,
                shift: 0.1,
                deviation: 0.3,
            },
        ] {
            let found = divergence(&two_modes(), noisy, clean, model).unwrap();
            let off = found.conditional - found.marginal - found.constant;
            assert!(
                off.abs() < 1e-10 * found.marginal.max(1.0),
                "{found:?}: off by {off:e}"
            );
            assert!(found.marginal > 0.0);
        }
    }
    // Bent, the loss grows: by ½·0.7² exactly, the variance being that of the kernel.
    let (noisy, clean) = pair(500, 400);
    let of = |model| {
        divergence(&two_modes(), noisy, clean, model)
            .unwrap()
            .marginal
    };
    let best = of(Model::Bent {
        shift: 0.0,
        factor: 1.0,
    });
    let bent = of(Model::Bent {
        shift: 0.7,
        factor: 1.0,
    });
    assert_near(bent - best, 0.245, 1e-10);
}

/// From t = 300, stride 1 / 10 / 50 / 100 / 200.
#[test]
fn small_steps_make_the_reverse_gaussian() {
    for (stride, expected, half) in [
        (1, 1.8e-10, 5e-12),
        (10, 2.0e-7, 5e-9),
        (50, 4.5e-5, 5e-7),
        (100, 8.0e-4, 5e-6),
        (200, 0.043, 5e-4),
    ] {
        let (noisy, clean) = pair(300, 300 - stride);
        let reverse = Reverse::new(&two_modes(), noisy, clean).unwrap();
        assert_near(reverse.mean_kl_to_gaussian().unwrap(), expected, half);
    }
    // In two dimensions too, at one point.
    let (noisy, clean) = pair(300, 100);
    let kernel = Reverse::new(&plane(), noisy, clean)
        .unwrap()
        .kernel([0.1, 0.0]);
    let (long, one) = (
        kl_to_gaussian(&kernel),
        kl_to_gaussian(&kernel.noised(0.2).unwrap()),
    );
    assert!(long > 0.01 && one > 0.0 && one < long);
}

#[test]
fn wrong_levels_and_models_are_errors() {
    let (noisy, clean) = pair(500, 400);
    let data = two_modes();
    assert!(matches!(
        Reverse::new(&data, clean, noisy),
        Err(ExactError::Levels { .. })
    ));
    assert!(matches!(
        Reverse::new(&data, noisy, noisy),
        Err(ExactError::Levels { .. })
    ));
    assert!(matches!(
        Reverse::new(&data, f64::NAN, clean),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        constant(&data, noisy, 1.0),
        Err(ExactError::Number { .. })
    ));
    for model in [
        Model::Bent {
            shift: 0.0,
            factor: 0.0,
        },
        Model::Bent {
            shift: f64::NAN,
            factor: 1.0,
        },
        Model::Linear {
            scale: 1.0,
            shift: 0.0,
            deviation: -1.0,
        },
        Model::Linear {
            scale: f64::INFINITY,
            shift: 0.0,
            deviation: 1.0,
        },
    ] {
        assert!(matches!(
            divergence(&data, noisy, clean, model),
            Err(ExactError::Number { .. })
        ));
    }
    let model = Model::Bent {
        shift: 0.0,
        factor: 1.0,
    };
    assert!(matches!(
        divergence(&plane(), noisy, clean, model),
        Err(ExactError::OneDimension { .. })
    ));
}

/// Many factors at once are what one by one gives.
#[test]
fn bent_models_are_compared_in_one_go() {
    let (noisy, clean) = pair(500, 400);
    let factors = [0.4, 1.0, 2.5];
    let (marginal, conditional) = bent(&two_modes(), noisy, clean, -0.7, &factors).unwrap();
    for (i, factor) in factors.into_iter().enumerate() {
        let model = Model::Bent {
            shift: -0.7,
            factor,
        };
        let one = divergence(&two_modes(), noisy, clean, model).unwrap();
        assert_near(marginal[i], one.marginal, 1e-9);
        assert_near(conditional[i], one.conditional, 1e-12);
    }
    assert!(matches!(
        bent(&two_modes(), noisy, clean, 0.0, &[0.0]),
        Err(ExactError::Number { .. })
    ));
}
