//! How far a Fréchet distance can be trusted: an interval around it by the bootstrap (Efron 1979).
//!
//! The distance of n samples is too large, by about c/n: the mean and covariance of few samples are off, and every way of being
//! off adds to it. Drawing n of those n samples again, with repetition, adds that much once more, so the distances of what was
//! drawn lie around a value that is too large twice, and their quantiles need not even hold the distance that was measured. What
//! they do tell is the scatter, and so the interval is the measured distance ± 1.96 of their standard deviations. It is meant to
//! hold the distance that n samples have on average, with the excess that comes of their number: figures of equally many samples
//! can be compared with each other and with their floor, and figures of other numbers not.
//!
//! Close to the floor the scatter of the resamples is itself too large, up to √3 times where the two distributions are the same
//! (the distance is a square there, and the resamples scatter around a point that is already off), so intervals are rather too
//! wide than too narrow. The images that distances are measured to are taken as they are: every figure has the same.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::frechet::Moments;

/// How often samples are drawn again. The standard deviation is then right to about a twentieth.
const RESAMPLES: u64 = 200;

/// Standard deviations that a normal variable is away from its mean by less than, with a probability of 95 %.
const NORMAL_95: f64 = 1.959_964;

/// An interval `[low, high]` of 95 % around the `distance` of rows of `size` features to `reference`.
pub(crate) fn interval(
    distance: f64,
    features: &[f32],
    size: usize,
    reference: &Moments,
    seed: u64,
) -> [f64; 2] {
    let distances: Vec<f64> = (0..RESAMPLES)
        .map(|number| {
            Moments::new(&drawn_again(features, size, seed, number), size).distance(reference)
        })
        .collect();
    let half = NORMAL_95 * standard_deviation(&distances);
    [distance - half, distance + half]
}

/// As many rows as there are, each drawn from all of them. The choice depends on the seed and the numbers alone, so figures of
/// equally many samples are resampled alike.
fn drawn_again(features: &[f32], size: usize, seed: u64, number: u64) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    let count = features.len() / size;
    (0..count)
        .flat_map(|_| {
            let row = rng.random_range(0..count);
            &features[row * size..(row + 1) * size]
        })
        .copied()
        .collect()
}

fn standard_deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (count - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use unnoise::noise::{NoiseStream, standard_normal};

    use super::*;

    const SIZE: usize = 8;
    const ROWS: usize = 100;
    const SETS: usize = 200;

    /// Sets of normal rows whose first feature is off by `shift`: how far each is from the truth, and its interval.
    fn measured(shift: f32) -> Vec<(f64, [f64; 2])> {
        let rows = |number: usize, count: usize| {
            let mut rows = vec![0.0; count * SIZE];
            standard_normal(3, NoiseStream::Latent, 0, number, &mut rows);
            rows
        };
        let reference = Moments::new(&rows(SETS, 20_000), SIZE);
        (0..SETS)
            .map(|set| {
                let mut rows = rows(set, ROWS);
                for row in rows.chunks_mut(SIZE) {
                    row[0] += shift;
                }
                let distance = Moments::new(&rows, SIZE).distance(&reference);
                (distance, interval(distance, &rows, SIZE, &reference, 5))
            })
            .collect()
    }

    fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
        let count = values.len() as f64;
        values.sum::<f64>() / count
    }

    #[test]
    fn intervals_hold_the_average_distance_about_as_often_as_they_say() {
        for (shift, least) in [(1.0, 0.92), (0.0, 0.95)] {
            let sets = measured(shift);
            let average = mean(sets.iter().map(|(distance, _)| *distance));
            let holds = |low: f64, high: f64| low <= average && average <= high;
            let share = mean(
                sets.iter()
                    .map(|(_, [low, high])| f64::from(holds(*low, *high))),
            );
            assert!(share >= least, "{share} for a shift of {shift}");
        }
    }

    #[test]
    fn resamples_are_too_far_by_their_number_once_more() {
        let mut rows = vec![0.0; ROWS * SIZE];
        standard_normal(3, NoiseStream::Latent, 0, 0, &mut rows);
        let mut many = vec![0.0; 20_000 * SIZE];
        standard_normal(3, NoiseStream::Latent, 0, 1, &mut many);
        let reference = Moments::new(&many, SIZE);
        let distance = Moments::new(&rows, SIZE).distance(&reference);
        let resampled: Vec<f64> = (0..RESAMPLES)
            .map(|number| {
                Moments::new(&drawn_again(&rows, SIZE, 5, number), SIZE).distance(&reference)
            })
            .collect();
        assert!(mean(resampled.iter().copied()) > 1.5 * distance);
    }
}
