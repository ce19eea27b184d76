//! The network that is trained in the browser: its floor is exact, and it comes near it.

use unnoise::exact::error::ExactError;
use unnoise::exact::field::Field;
use unnoise::exact::learn::{Network, Target, Training, TrainingConfig, floor};
use unnoise::exact::mixture::{Component, Mixture};
use unnoise::schedule::{BetaSchedule, Schedule, ScheduleConfig};

use crate::exact_mixture::{assert_near, two_modes as mixture};

fn alpha_bars() -> Vec<f64> {
    let config = ScheduleConfig {
        beta: BetaSchedule::linear(),
        steps: 1000,
    };
    Schedule::new(&config).unwrap().alpha_bars().to_vec()
}

fn config(target: Target, steps: usize) -> TrainingConfig {
    TrainingConfig {
        width: 32,
        steps,
        rate: 5e-3,
        target,
        seed: 0,
    }
}

#[test]
fn the_floor_is_what_quadrature_says() {
    let data = mixture();
    for target in [Target::Epsilon, Target::X0, Target::V] {
        for alpha_bar in [0.999, 0.7, 0.1, 4e-5] {
            let field = Field::new(&data, alpha_bar).unwrap();
            // The variance of x₀ given xₜ, and of ε and v, which are functions of it.
            let variance = field.marginal().expect(|x| field.x0_variance(x));
            let expected = match target {
                Target::X0 => variance,
                Target::Epsilon => variance * alpha_bar / (1.0 - alpha_bar),
                Target::V => variance / (1.0 - alpha_bar),
            };
            assert_near(floor(&data, &[alpha_bar], target).unwrap(), expected, 1e-7);
        }
    }
    let flat = Mixture::new(&[Component {
        weight: 1.0,
        mean: vec![0.3, -0.2],
        deviation: 0.5,
    }]);
    // One Gaussian, two coordinates: ᾱs²/(ᾱs² + 1 − ᾱ) of each.
    let expected = 0.4 * 0.25 / (0.4 * 0.25 + 0.6);
    assert_near(
        floor(&flat.unwrap(), &[0.4], Target::Epsilon).unwrap(),
        expected,
        1e-12,
    );
}

#[test]
fn training_nears_the_floor_and_is_the_same_for_the_same_seed() {
    let data = mixture();
    let alpha_bars = alpha_bars();
    for target in [Target::Epsilon, Target::X0, Target::V] {
        let mut training = Training::new(&data, &alpha_bars, config(target, 1200)).unwrap();
        let before = training.loss() / training.floor();
        while training.step().unwrap().is_some() {}
        let after = training.loss() / training.floor();
        assert!(
            before > 1.2 && after < 1.1,
            "{target:?}: {before} then {after}"
        );
        assert_eq!(training.steps(), 1200);
    }
    let run = || {
        let mut training = Training::new(&data, &alpha_bars, config(Target::Epsilon, 3)).unwrap();
        while training.step().unwrap().is_some() {}
        training.weights()
    };
    let weights = run();
    assert_eq!(weights, run());
    let device = burn::tensor::Device::flex();
    let network = Network::from_weights(1, 32, &weights, &device).unwrap();
    assert_eq!(network.weights(), weights);
    assert_eq!(network.at(&[0.1, -2.0], 1, 500, 1000).len(), 2);
    assert!(matches!(
        Network::from_weights(2, 32, &weights, &device),
        Err(ExactError::Length { .. })
    ));
}

#[test]
fn wrong_settings_are_errors() {
    let alpha_bars = alpha_bars();
    let good = config(Target::Epsilon, 1);
    for wrong in [
        TrainingConfig { width: 0, ..good },
        TrainingConfig { width: 257, ..good },
        TrainingConfig { steps: 0, ..good },
        TrainingConfig { rate: 0.0, ..good },
        TrainingConfig {
            rate: f64::NAN,
            ..good
        },
    ] {
        let training = Training::new(&mixture(), &alpha_bars, wrong);
        assert!(matches!(training.err(), Some(ExactError::Number { .. })));
    }
}
