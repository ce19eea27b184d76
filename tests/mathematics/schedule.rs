//! Schedules: anchors of the published ones, and what must hold for any.

use unnoise::error::Error;
use unnoise::schedule::{BetaSchedule, Posterior, Schedule, ScheduleConfig};

use crate::doubles::*;

/// ᾱ at T = 1000, from diffusers in f64, printed to ten digits.
#[test]
fn alpha_bar_anchors() {
    let ts = [0, 1, 99, 249, 499, 749, 999];
    let linear = [
        0.9999,
        0.9997800921,
        0.8970181457,
        0.5240853738,
        0.07858724288,
        0.003350550439,
        4.035829765e-5,
    ];
    let scaled = [
        0.99915,
        0.9982960278,
        0.8954627735,
        0.6754324137,
        0.2776696505,
        0.0566234916,
        0.004660098513,
    ];
    let cosine = [
        0.9999587158,
        0.9999125759,
        0.9720927371,
        0.8470121613,
        0.4938435904,
        0.1442721024,
        2.428766907e-9,
    ];
    for (beta, expected) in [
        (BetaSchedule::linear(), linear),
        (BetaSchedule::scaled_linear(), scaled),
        (BetaSchedule::Cosine, cosine),
    ] {
        let schedule = schedule(beta, 1000);
        for (t, expected) in ts.into_iter().zip(expected) {
            assert_close(schedule.alpha_bar(t), expected, 1e-9);
        }
    }
}

#[test]
fn tables_of_any_length_fit_together() {
    for beta in [
        BetaSchedule::linear(),
        BetaSchedule::scaled_linear(),
        BetaSchedule::Cosine,
    ] {
        for steps in [1, 2, 3, 10, 999, 4000] {
            let schedule = schedule(beta, steps);
            assert_eq!(schedule.steps(), steps);
            assert_eq!(schedule.alpha_bar_prev(None), 1.0);
            let mut product = 1.0;
            for t in 0..steps {
                let prev = schedule.alpha_bar_prev(t.checked_sub(1));
                product *= 1.0 - schedule.beta(t);
                let alpha_bar = schedule.alpha_bar(t);
                assert_close(alpha_bar, product, 1e-12);
                assert!(
                    alpha_bar < prev,
                    "{beta:?}: signal must fall at t = {t} of {steps}"
                );
                assert_close(schedule.snr(t), alpha_bar / (1.0 - alpha_bar), 1e-14);
                let (table, general) = (schedule.posterior(t), Posterior::between(alpha_bar, prev));
                assert_close(table.x0, general.x0, 1e-9);
                assert!((table.x_t - general.x_t).abs() < 1e-9);
                assert!((table.variance - general.variance).abs() < 1e-9);
                assert_close(table.beta, general.beta, 1e-9);
            }
            assert_eq!(schedule.posterior_variance(0), 0.0);
            assert_close(schedule.posterior(0).x0, 1.0, 1e-12);
        }
    }
}

/// The signal of so long a schedule underflows; its tables must still hold no NaN.
#[test]
fn tables_survive_underflow() {
    let schedule = schedule(BetaSchedule::linear(), 100_000);
    assert!(schedule.alpha_bar(99_999) < f64::MIN_POSITIVE);
    let all = [
        schedule.betas(),
        schedule.alpha_bars(),
        schedule.snrs(),
        schedule.posterior_variances(),
    ];
    assert!(
        all.iter()
            .all(|table| table.len() == 100_000 && table.iter().all(|x| x.is_finite()))
    );
}

#[test]
fn bad_schedules_say_what_is_wrong() {
    let of = |beta_start, beta_end, steps| {
        Schedule::new(&ScheduleConfig {
            beta: BetaSchedule::Linear {
                beta_start,
                beta_end,
            },
            steps,
        })
    };
    assert_eq!(of(1e-4, 0.02, 0), Err(Error::EmptySchedule));
    assert!(matches!(of(0.0, 0.02, 10), Err(Error::Beta { t: 0, .. })));
    assert!(matches!(of(-0.1, 0.02, 10), Err(Error::Beta { t: 0, .. })));
    assert!(matches!(of(0.1, 1.0, 10), Err(Error::Beta { t: 9, .. })));
    assert!(matches!(
        of(f64::NAN, 0.02, 10),
        Err(Error::Beta { t: 0, .. })
    ));
    assert!(matches!(
        of(0.01, f64::INFINITY, 10),
        Err(Error::Beta { .. })
    ));
    let message = of(0.1, 1.0, 10).unwrap_err().to_string();
    assert_eq!(
        message,
        "expected every β of the noise schedule strictly between 0 and 1, found 1 at t = 9; change `beta_start` or `beta_end`"
    );

    let schedule = linear();
    assert_eq!(schedule.check(999), Ok(()));
    assert_eq!(
        schedule.check(1000),
        Err(Error::Timestep { t: 1000, last: 999 })
    );
}

#[test]
fn configs_read_as_they_are_written() {
    let read = |json: &str| serde_json::from_str::<ScheduleConfig>(json).unwrap();
    let linear = read(r#"{"kind": "linear", "beta_start": 0.001, "beta_end": 0.01, "steps": 100}"#);
    assert_eq!(
        linear.beta,
        BetaSchedule::Linear {
            beta_start: 0.001,
            beta_end: 0.01
        }
    );
    assert_eq!(linear.steps, 100);
    assert_eq!(read(&serde_json::to_string(&linear).unwrap()), linear);
    assert_eq!(
        read(r#"{"kind": "linear", "steps": 1000}"#).beta,
        BetaSchedule::linear()
    );
    assert_eq!(
        read(r#"{"kind": "scaled_linear", "steps": 1000}"#).beta,
        BetaSchedule::scaled_linear()
    );
    assert_eq!(
        read(r#"{"kind": "squaredcos_cap_v2", "steps": 1000}"#).beta,
        BetaSchedule::Cosine
    );
}
