//! Timestep lists: the published ones, and what must hold for any S and T.

use unnoise::error::Error;
use unnoise::schedule::BetaSchedule;
use unnoise::timesteps::{Spacing, check_list, even_in_log_snr, timesteps};

use crate::doubles::{linear, schedule};

const ALL: [Spacing; 4] = [
    Spacing::Leading,
    Spacing::Trailing,
    Spacing::Linspace,
    Spacing::Quadratic,
];

#[test]
fn anchors() {
    let leading: Vec<usize> = (0..50).rev().map(|i| i * 20).collect();
    let trailing: Vec<usize> = (0..50).rev().map(|i| i * 20 + 19).collect();
    assert_eq!(timesteps(Spacing::Leading, 50, 1000).unwrap(), leading);
    assert_eq!(timesteps(Spacing::Trailing, 50, 1000).unwrap(), trailing);
    assert_eq!(
        timesteps(Spacing::Linspace, 10, 1000).unwrap(),
        [999, 888, 777, 666, 555, 444, 333, 222, 111, 0]
    );
    // np.linspace(0, sqrt(800), 10) ** 2
    assert_eq!(
        timesteps(Spacing::Quadratic, 10, 1000).unwrap(),
        [800, 632, 483, 355, 246, 158, 88, 39, 9, 0]
    );
}

/// NumPy rounds halves to even, and so do both rounded lists: 937.5 − 1 → 937, 812.5 − 1 → 811.
#[test]
fn halves_round_to_even() {
    let list = timesteps(Spacing::Trailing, 16, 1000).unwrap();
    assert_eq!(&list[..4], [999, 937, 874, 811]);
    assert_eq!(timesteps(Spacing::Linspace, 3, 6).unwrap(), [5, 2, 0]);
}

#[test]
fn one_step_and_all_steps() {
    for spacing in ALL {
        let one = timesteps(spacing, 1, 1000).unwrap();
        assert_eq!(one, [if spacing == Spacing::Trailing { 999 } else { 0 }]);
        assert_eq!(timesteps(spacing, 1, 1).unwrap(), [0]);
    }
    for spacing in [Spacing::Leading, Spacing::Trailing, Spacing::Linspace] {
        let all: Vec<usize> = (0..1000).rev().collect();
        assert_eq!(timesteps(spacing, 1000, 1000).unwrap(), all);
    }
}

#[test]
fn every_list_can_be_followed() {
    for spacing in ALL {
        for train_steps in (1..40).chain([100, 997, 1000]) {
            for steps in 1..=train_steps {
                let list = timesteps(spacing, steps, train_steps).unwrap();
                check_list(&list, train_steps).unwrap();
                if spacing != Spacing::Quadratic {
                    assert_eq!(list.len(), steps, "{spacing:?} {steps} of {train_steps}");
                }
            }
        }
    }
}

#[test]
fn the_quadratic_list_drops_duplicates() {
    let list = timesteps(Spacing::Quadratic, 50, 1000).unwrap();
    assert_eq!((list[0], list[list.len() - 1]), (800, 0));
    assert_eq!(list.len(), 49); // ⌊0²⌋ and ⌊0.577²⌋ coincide
}

#[test]
fn counts_and_lists_out_of_range() {
    for spacing in ALL {
        for steps in [0, 1001, usize::MAX] {
            let error = timesteps(spacing, steps, 1000).unwrap_err();
            assert_eq!(
                error,
                Error::Steps {
                    steps,
                    train_steps: 1000
                }
            );
        }
        assert!(timesteps(spacing, 0, 0).is_err());
    }
    assert!(matches!(
        check_list(&[], 10),
        Err(Error::TimestepList { .. })
    ));
    assert!(matches!(
        check_list(&[5, 5], 10),
        Err(Error::TimestepList { .. })
    ));
    assert!(matches!(
        check_list(&[3, 4], 10),
        Err(Error::TimestepList { .. })
    ));
    assert_eq!(
        check_list(&[10, 4], 10),
        Err(Error::Timestep { t: 10, last: 9 })
    );
}

/// Both ends, rising, and each entry as near to its place as a timestep can be.
#[test]
fn even_in_log_snr_is_what_it_says() {
    for (beta, steps) in [
        (BetaSchedule::linear(), 1000),
        (BetaSchedule::linear(), 1),
        (BetaSchedule::Cosine, 300),
    ] {
        let schedule = schedule(beta, steps);
        let log_snr: Vec<f64> = schedule.snrs().iter().map(|snr| snr.ln()).collect();
        let last = steps - 1;
        for count in [2, 20, 40] {
            let list = even_in_log_snr(&schedule, count);
            assert_eq!((list[0], list[list.len() - 1]), (0, last));
            assert!(list.len() <= count && list.windows(2).all(|pair| pair[0] < pair[1]));
            for k in 0..count {
                let wanted =
                    log_snr[0] + (log_snr[last] - log_snr[0]) * k as f64 / (count - 1) as f64;
                let off = |t: &usize| (log_snr[*t] - wanted).abs();
                let best = log_snr
                    .iter()
                    .map(|l| (l - wanted).abs())
                    .fold(f64::MAX, f64::min);
                assert!(list.iter().map(off).fold(f64::MAX, f64::min) <= best + 1e-9);
            }
        }
    }
    let list = even_in_log_snr(&linear(), 40);
    assert_eq!((list.len(), &list[..6]), (39, &[0, 1, 3, 4, 6, 9][..]));
    assert_eq!(even_in_log_snr(&linear(), 1), [0]);
    assert!(even_in_log_snr(&linear(), 0).is_empty());
}
