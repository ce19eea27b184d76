//! The exact denoiser of Gaussian data.

use burn::tensor::DType;
use unnoise::error::Error;
use unnoise::gaussian::GaussianDenoiser;
use unnoise::parameterisation::Parameterisation;
use unnoise::sampler::Denoiser;

use crate::doubles::*;

#[test]
fn its_three_outputs_say_the_same() {
    let schedule = linear();
    let of = |kind| GaussianDenoiser::new(&schedule, 0.3, 0.5, kind).unwrap();
    let x_t = image().mul_scalar(2.0);
    for t in [0, 300, 999] {
        let level = schedule.level(t);
        let x0 = of(Parameterisation::X0).predict(x_t.clone(), t);
        let epsilon = of(Parameterisation::Epsilon).predict(x_t.clone(), t);
        let v = of(Parameterisation::V).predict(x_t.clone(), t);
        assert!(distance(level.x_t(x0.clone(), epsilon.clone()), x_t.clone()) < 1e-12);
        assert!(distance(level.v(x0, epsilon), v) < 1e-12);
    }
}

/// E\[x₀ | xₜ\] by integrating over x₀ on a grid.
#[test]
fn it_is_the_conditional_expectation() {
    let schedule = linear();
    let (mean, std, x_t) = (0.3, 0.5, -0.4);
    let denoiser = GaussianDenoiser::new(&schedule, mean, std, Parameterisation::X0).unwrap();
    for t in [50, 300, 999] {
        let a = schedule.alpha_bar(t);
        let (mut mass, mut first) = (0.0, 0.0);
        for i in -4000..=4000 {
            let x0 = mean + std * f64::from(i) / 400.0;
            let prior = (x0 - mean).powi(2) / (std * std);
            let seen = (x_t - a.sqrt() * x0).powi(2) / (1.0 - a);
            let weight = (-0.5 * (prior + seen)).exp();
            mass += weight;
            first += weight * x0;
        }
        let found = values(denoiser.predict(tensor(&[x_t], [1, 1, 1, 1], DType::F64), t))[0];
        assert_close(found, first / mass, 1e-9);
    }
}

#[test]
fn a_point_is_data_too_and_nonsense_is_not() {
    let of = |mean, std| GaussianDenoiser::new(&linear(), mean, std, Parameterisation::X0);
    let point = of(0.25, 0.0).unwrap().predict(image(), 500);
    assert!(values(point).iter().all(|&x| x == 0.25));
    for (mean, std, name) in [
        (f64::NAN, 1.0, "mean"),
        (0.0, -1.0, "std"),
        (0.0, f64::INFINITY, "std"),
        (0.0, f64::NAN, "std"),
    ] {
        match of(mean, std) {
            Err(Error::Number { name: found, .. }) => assert_eq!(found, name),
            other => panic!("{other:?}"),
        }
    }
}
