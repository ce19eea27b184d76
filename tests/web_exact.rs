//! The exact bundle's code in a real browser: the numbers that it has natively, and a network that learns there.
#![cfg(all(target_family = "wasm", feature = "exact", not(feature = "engine")))]

use unnoise::exact::learn::{Target, Training, TrainingConfig};
use unnoise::exact::mixture::{Component, Mixture};
use unnoise::exact::{divergence, fit};
use unnoise::schedule::{BetaSchedule, Schedule, ScheduleConfig};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn two_modes() -> Mixture {
    let component = |weight, mean, deviation| Component {
        weight,
        mean: vec![mean],
        deviation,
    };
    Mixture::new(&[component(0.3, -0.6, 0.12), component(0.7, 0.5, 0.2)]).unwrap()
}

fn schedule() -> Schedule {
    Schedule::new(&ScheduleConfig {
        beta: BetaSchedule::linear(),
        steps: 1000,
    })
    .unwrap()
}

#[wasm_bindgen_test]
fn numbers_are_those_of_the_crate() {
    let schedule = schedule();
    let (noisy, clean) = (schedule.alpha_bar(500), schedule.alpha_bar(400));
    let constant = divergence::constant(&two_modes(), noisy, clean).unwrap();
    assert!((constant - 0.021299).abs() < 1e-6, "found {constant}");
    let fit = fit::backward(&two_modes()).unwrap();
    assert!((fit.kl - 0.3559).abs() < 1e-4, "found {}", fit.kl);
}

/// On the two modes, to within a tenth of the floor.
#[wasm_bindgen_test]
fn a_network_learns_in_the_browser() {
    let config = TrainingConfig {
        width: 32,
        steps: 1200,
        rate: 5e-3,
        target: Target::Epsilon,
        seed: 0,
    };
    let mut training = Training::new(&two_modes(), schedule().alpha_bars(), config).unwrap();
    while training.step().unwrap().is_some() {}
    let ratio = training.loss() / training.floor();
    assert!(ratio < 1.1, "found {ratio}");
}
