//! How far a Fréchet distance can be trusted: an interval around it, from how much each sample pulls at it.
//!
//! The distance of n samples is too large, by about c/n: the mean and covariance of few samples are off, and every way of being
//! off adds to it. Resampling them (Efron's bootstrap) adds that much once more: its distances lie around a value that is too large
//! twice, and their quantiles need not even hold the distance that was measured. What resampling does tell is a standard deviation,
//! and to first order that has a closed form without any drawing, √(Σ influence²)/n (the infinitesimal jackknife, Jaeckel 1972).
//! The interval is the measured distance ± 1.96 of it.
//!
//! It is meant to hold the distance that n samples have on average, with the excess that comes of their number: figures of equally
//! many samples can be compared with each other and with their floor, figures of other numbers cannot. Close to the floor it is too
//! wide, by about a half where samples and data are distributed alike: the distance is a square there, and what pulls at it is seen
//! from a mean that is off already. The images that distances are measured to are taken as they are, every figure having the same.
//! And samples of one seed begin with the same x_T in every cell of the table, so differences along the column of η = 0 are known
//! much better than the intervals of its cells suggest.

use crate::frechet::Moments;

/// Standard deviations that a normal variable is away from its mean by less than, with a probability of 95 %.
const NORMAL_95: f64 = 1.959_964;

/// An interval `[low, high]` of 95 % around the distance of rows of `size` features to `reference`.
pub(crate) fn interval(features: &[f32], size: usize, reference: &Moments) -> [f64; 2] {
    let moments = Moments::new(features, size);
    let influence = moments.influence(reference, features);
    let squares: f64 = influence.iter().map(|value| value * value).sum();
    let half = NORMAL_95 * squares.sqrt() / influence.len() as f64;
    let distance = moments.distance(reference);
    [distance - half, distance + half]
}

#[cfg(test)]
mod tests {
    use unnoise::noise::{NoiseStream, standard_normal};

    use super::*;

    const SIZE: usize = 8;
    const SETS: usize = 400;

    /// Sets of 200 normal rows whose first feature is off by `shift`: the distance of each to many rows that are not, and its
    /// interval.
    fn measured(shift: f32) -> Vec<(f64, [f64; 2])> {
        let rows = |number: usize, count: usize| {
            let mut rows = vec![0.0; count * SIZE];
            standard_normal(3, NoiseStream::Latent, 0, number, &mut rows);
            rows
        };
        let reference = Moments::new(&rows(SETS, 20_000), SIZE);
        (0..SETS)
            .map(|set| {
                let mut rows = rows(set, 200);
                for row in rows.chunks_mut(SIZE) {
                    row[0] += shift;
                }
                let distance = Moments::new(&rows, SIZE).distance(&reference);
                (distance, interval(&rows, SIZE, &reference))
            })
            .collect()
    }

    fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
        let count = values.len() as f64;
        values.sum::<f64>() / count
    }

    #[test]
    fn intervals_hold_the_average_distance_as_often_as_they_say_and_are_not_much_too_wide() {
        for (shift, widest) in [(1.0, 1.1), (0.0, 1.5)] {
            let sets = measured(shift);
            let average = mean(sets.iter().map(|(distance, _)| *distance));
            let held = sets
                .iter()
                .filter(|(_, [low, high])| *low <= average && average <= *high)
                .count();
            let share = held as f64 / SETS as f64;
            assert!(share >= 0.93, "{share} for a shift of {shift}");

            let variance = mean(
                sets.iter()
                    .map(|(distance, _)| (distance - average).powi(2)),
            );
            let half = |[low, high]: [f64; 2]| 0.5 * (high - low) / NORMAL_95;
            let claimed = mean(sets.iter().map(|(_, interval)| half(*interval).powi(2)));
            let ratio = (claimed / variance).sqrt();
            assert!(
                (0.9..widest).contains(&ratio),
                "{ratio} for a shift of {shift}"
            );
        }
    }
}
