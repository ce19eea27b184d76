//! Which S of the T training timesteps a sampler visits.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::schedule::Schedule;

/// How the S timesteps are spread over 0 … T−1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Spacing {
    /// i·⌊T/S⌋ for i = 0 … S−1. Always ends at t = 0, never visits T−1 unless S = T.
    Leading,
    /// round(T − i·T/S) − 1 for i = 0 … S−1. Always starts at T−1, where sampling really begins.
    #[default]
    Trailing,
    /// round(i·(T−1)/(S−1)): both ends. Of one step only t = 0 is left.
    Linspace,
    /// ⌊i²·0.8T/(S−1)²⌋, dense near the image (DDIM, appendix D.2). Where entries coincide they are dropped, so the list may
    /// be shorter than S.
    Quadratic,
}

/// The timestep list of S steps out of T, from the noisiest down.
///
/// Computed in integers, halves to the even neighbour as NumPy rounds them, so that no list depends on the last bit of a quotient.
///
/// # Errors
/// [`Error::Steps`] unless 1 ≤ S ≤ T.
pub fn timesteps(spacing: Spacing, steps: usize, train_steps: usize) -> Result<Vec<usize>, Error> {
    if steps == 0 || steps > train_steps {
        return Err(Error::Steps { steps, train_steps });
    }
    // u128: the products below hold three factors.
    let (s, t) = (steps as u128, train_steps as u128);
    let gaps = (s - 1).max(1);
    let mut list: Vec<usize> = (0..s)
        .map(|i| {
            let entry = match spacing {
                Spacing::Leading => i * (t / s),
                Spacing::Trailing => round_quotient(t * (i + 1), s) - 1,
                Spacing::Linspace => round_quotient(i * (t - 1), gaps),
                Spacing::Quadratic => 4 * t * i * i / (5 * gaps * gaps),
            };
            entry as usize
        })
        .collect();
    list.dedup();
    list.reverse();
    Ok(list)
}

/// Timesteps from 0 to T − 1, both included, that are `count` equal parts of log-SNR = ln ᾱ/(1−ᾱ) apart as nearly as there are
/// timesteps, rising. Where neighbours are further apart than that, as the first few are, entries coincide and are dropped.
///
/// Log-SNR is the time in which a loss does not depend on the schedule (Kingma et al. 2021, section 5.1). One timestep is t = 0.
pub fn even_in_log_snr(schedule: &Schedule, count: usize) -> Vec<usize> {
    let log_snr: Vec<f64> = schedule.snrs().iter().map(|&snr| libm::log(snr)).collect();
    let last = log_snr.len() - 1;
    let span = log_snr[last] - log_snr[0];
    let mut list: Vec<usize> = (0..count)
        .map(|k| {
            let wanted = log_snr[0] + span * k as f64 / (count - 1).max(1) as f64;
            // Log-SNR falls with t.
            let above = log_snr.partition_point(|&found| found > wanted).min(last);
            let below = above.saturating_sub(1);
            if log_snr[below] - wanted < wanted - log_snr[above] {
                below
            } else {
                above
            }
        })
        .collect();
    list.dedup();
    list
}

/// numerator/denominator, rounded to the nearest integer, halves to even.
fn round_quotient(numerator: u128, denominator: u128) -> u128 {
    let (quotient, rest) = (numerator / denominator, numerator % denominator);
    let up = 2 * rest > denominator || (2 * rest == denominator && quotient % 2 == 1);
    quotient + u128::from(up)
}

/// `Ok` when `list` falls strictly and stays below T: a list that a sampler can follow.
///
/// # Errors
/// [`Error::TimestepList`] or [`Error::Timestep`] otherwise.
pub fn check_list(list: &[usize], train_steps: usize) -> Result<(), Error> {
    let Some(&first) = list.first() else {
        return Err(Error::TimestepList {
            found: "an empty one".into(),
        });
    };
    if first >= train_steps {
        return Err(Error::Timestep {
            t: first,
            last: train_steps.saturating_sub(1),
        });
    }
    match list.windows(2).find(|pair| pair[0] <= pair[1]) {
        Some(pair) => Err(Error::TimestepList {
            found: format!("{} followed by {}", pair[0], pair[1]),
        }),
        None => Ok(()),
    }
}
