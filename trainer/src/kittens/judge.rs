//! The exact judge: the combination of layers that a picture is closest to, and whether the picture is that combination.

use unnoise::noise::{NoiseStream, standard_normal};

use super::{KINDS, Kittens, PIXELS, SIZE, Traits};
use crate::error::Error;
use crate::parallel::in_batches;

/// Standard deviation of the noise of "slightly noised" pictures in [−1, 1]: a twentieth of the range, 13 of 255 grey values.
pub const DEVIATION: f64 = 0.1;

/// Number of features of a picture: the number of layers.
pub const FEATURES: usize = 65;

/// Pixels, partly covered ones counted in part, that a layer has to show to be looked at on its own.
const LEAST_VISIBLE: f32 = 3.0;

/// Bodies that the search begins with.
const STARTS: usize = 4;

/// Pictures that a thread judges at once.
const BATCH: usize = 25;

/// What the judge finds in a picture.
#[derive(Debug, Clone)]
pub struct Found {
    /// The closest combination that the search found.
    pub traits: Traits,
    /// How far the picture is from it, where it is farthest: over the whole picture and over what shows of each layer, the mean
    /// squared residual in units of noise of [`DEVIATION`], less 1, over the standard deviation of that. Of a true picture with
    /// such noise each is about standard normal; of a true picture without it, they are far below 0.
    pub excess: f64,
    /// For each layer, the root of the mean squared residual of the combination with that layer in place of its kind's.
    pub features: Vec<f32>,
}

/// Looks at each of the pictures, `SIZE` numbers in [−1, 1] each, on all processors.
///
/// # Errors
/// When a thread ended early.
pub fn judge(kittens: &Kittens, pictures: &[f32]) -> Result<Vec<Found>, Error> {
    let found = in_batches(pictures.len() / SIZE, BATCH, |range| {
        let pictures = pictures[range.start * SIZE..range.end * SIZE].chunks_exact(SIZE);
        Ok(pictures.map(|picture| search(kittens, picture)).collect())
    })?;
    Ok(found
        .into_iter()
        .flat_map(|found: Vec<Found>| found)
        .collect())
}

/// Slightly noised pictures of these traits, one after the other.
pub fn noised(kittens: &Kittens, traits: &[Traits], seed: u64) -> Vec<f32> {
    let mut noise = vec![0.0; SIZE];
    let mut pictures = Vec::with_capacity(traits.len() * SIZE);
    for (i, traits) in traits.iter().enumerate() {
        standard_normal(seed, NoiseStream::Forward, 0, i, &mut noise);
        let picture = kittens.compose(traits);
        pictures.extend(
            picture
                .iter()
                .zip(&noise)
                .map(|(x, e)| x + DEVIATION as f32 * e),
        );
    }
    pictures
}

/// Whether the pictures of two combinations are the same to who sees them slightly noised: the norm of their difference is under
/// three standard deviations. So are combinations that differ in a mouth behind a scarf.
pub fn look_alike(kittens: &Kittens, a: &Traits, b: &Traits) -> bool {
    a == b || {
        let (a, b) = (kittens.compose(a), kittens.compose(b));
        squares(&a, &b) < 9.0 * DEVIATION * DEVIATION
    }
}

/// Σ (a − b)².
fn squares(a: &[f32], b: &[f32]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| f64::from((a - b) * (a - b)))
        .sum()
}

/// Coordinate descent from the bodies that fit best, then over pairs of kinds until none is better.
fn search(kittens: &Kittens, picture: &[f32]) -> Found {
    let picture: Vec<f32> = picture.iter().map(|x| 0.5 * (x + 1.0)).collect();
    let search = Search {
        kittens,
        picture: &picture,
    };
    let last = search.kittens.counts().map(|count| count - 1);
    let mut bodies: Vec<(usize, f32)> = search.errors(&last, 0).into_iter().enumerate().collect();
    bodies.sort_by(|a, b| a.1.total_cmp(&b.1));
    let descended = bodies.iter().take(STARTS).map(|&(body, _)| {
        let mut traits = last;
        traits[0] = body;
        search.descend(traits)
    });
    let (mut traits, mut error) = descended
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .expect("there are bodies");
    loop {
        let (paired, better) = search.pairs(traits, error);
        if better >= error {
            break;
        }
        (traits, error) = search.descend(paired);
    }
    search.found(traits)
}

struct Search<'a> {
    kittens: &'a Kittens,
    /// In [0, 1].
    picture: &'a [f32],
}

impl Search<'_> {
    /// The squared residual with each layer of a kind in place of that in `traits`.
    fn errors(&self, traits: &Traits, kind: usize) -> Vec<f32> {
        let mut below = vec![1.0; SIZE];
        for (kind, &value) in traits.iter().enumerate().take(kind) {
            self.kittens.draw(kind, value, &mut below);
        }
        // What lies above takes a picture p to p · clear + colour.
        let (mut clear, mut colour) = (vec![1.0_f32; PIXELS], vec![0.0; SIZE]);
        for (kind, &value) in traits.iter().enumerate().skip(kind + 1) {
            let layer = &self.kittens.layers[kind][value];
            clear
                .iter_mut()
                .zip(&layer.clear)
                .for_each(|(a, b)| *a *= b);
            self.kittens.draw(kind, value, &mut colour);
        }
        let layers = self.kittens.layers[kind].iter();
        layers
            .map(|layer| {
                let mut sum = 0.0;
                for channel in 0..3 {
                    let place = channel * PIXELS..(channel + 1) * PIXELS;
                    sum += row_error(
                        [&below[place.clone()], &layer.colour[place.clone()]],
                        [&layer.clear, &clear],
                        [&colour[place.clone()], &self.picture[place]],
                    );
                }
                sum
            })
            .collect()
    }

    /// The best layer of each kind in turn, until none changes; with the squared residual.
    fn descend(&self, mut traits: Traits) -> (Traits, f32) {
        let mut error = f32::INFINITY;
        loop {
            let before = error;
            for kind in [4, 2, 3, 1, 0] {
                let (value, best) = least(&self.errors(&traits, kind));
                if best < error {
                    (traits[kind], error) = (value, best);
                }
            }
            if error >= before {
                return (traits, error);
            }
        }
    }

    /// The best change of two kinds at once.
    fn pairs(&self, traits: Traits, error: f32) -> (Traits, f32) {
        let mut best = (traits, error);
        for first in 0..KINDS.len() {
            for second in first + 1..KINDS.len() {
                for value in 0..self.kittens.counts()[first] {
                    let mut changed = traits;
                    changed[first] = value;
                    let (other, error) = least(&self.errors(&changed, second));
                    if error < best.1 {
                        changed[second] = other;
                        best = (changed, error);
                    }
                }
            }
        }
        best
    }

    fn found(&self, traits: Traits) -> Found {
        let composed = self.kittens.compose(&traits);
        let squares: Vec<f32> = (0..PIXELS)
            .map(|pixel| {
                let of = |channel: usize| {
                    let place = channel * PIXELS + pixel;
                    2.0 * self.picture[place] - 1.0 - composed[place]
                };
                (0..3).map(of).map(|e| e * e).sum()
            })
            .collect();
        let visible = self.kittens.visible(&traits);
        let excess = visible
            .iter()
            .filter(|weights| weights.iter().sum::<f32>() >= LEAST_VISIBLE)
            .map(|weights| excess(&squares, weights));
        let features = (0..KINDS.len()).flat_map(|kind| self.errors(&traits, kind));
        Found {
            excess: excess.fold(excess_of_all(&squares), f64::max),
            features: features.map(|e| 2.0 * (e / SIZE as f32).sqrt()).collect(),
            traits,
        }
    }
}

/// Σ ((below · clear + colour) · clear above + colour above − picture)², of one channel.
fn row_error(
    [below, colour]: [&[f32]; 2],
    [clear, clear_above]: [&[f32]; 2],
    [colour_above, picture]: [&[f32]; 2],
) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    for start in (0..PIXELS).step_by(LANES) {
        let of = |row: &[f32]| -> [f32; LANES] {
            row[start..start + LANES]
                .try_into()
                .expect("rows of whole vectors")
        };
        let (b, c, k) = (of(below), of(colour), of(clear));
        let (ka, ca, x) = (of(clear_above), of(colour_above), of(picture));
        for i in 0..LANES {
            let error = (b[i] * k[i] + c[i]) * ka[i] + ca[i] - x[i];
            sums[i] += error * error;
        }
    }
    sums.iter().sum()
}

fn least(errors: &[f32]) -> (usize, f32) {
    let all = errors.iter().copied().enumerate();
    all.min_by(|a, b| a.1.total_cmp(&b.1))
        .expect("every kind has layers")
}

fn excess_of_all(squares: &[f32]) -> f64 {
    excess(squares, &vec![1.0; squares.len()])
}

/// The mean of squares of three channels, weighted, in units of the noise's variance, less 1, over its standard deviation under
/// that noise: a weighted sum of χ² variables has the variance 2 Σ w².
fn excess(squares: &[f32], weights: &[f32]) -> f64 {
    let (mut sum, mut total, mut of_squares) = (0.0, 0.0, 0.0);
    for (&square, &weight) in squares.iter().zip(weights) {
        let weight = f64::from(weight);
        sum += weight * f64::from(square);
        total += 3.0 * weight;
        of_squares += 3.0 * weight * weight;
    }
    (sum / (DEVIATION * DEVIATION) - total) / (2.0 * of_squares).sqrt()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::data::{Pictures, Split};

    fn kittens() -> Kittens {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/kittens"));
        Kittens::read(folder, Split::Test).expect("the layers")
    }

    #[test]
    fn finds_the_traits_of_slightly_noised_pictures() {
        let kittens = kittens();
        assert_eq!(kittens.counts().iter().sum::<usize>(), FEATURES);
        let traits: Vec<Traits> = (0..40)
            .map(|i| kittens.traits(i * 7919 % kittens.len()))
            .collect();
        let found = judge(&kittens, &noised(&kittens, &traits, 1)).expect("threads");
        for (found, traits) in found.iter().zip(&traits) {
            assert!(
                look_alike(&kittens, &found.traits, traits),
                "{:?} {traits:?}",
                found.traits
            );
            assert!(found.excess < 6.0, "{}", found.excess);
        }
    }

    #[test]
    fn a_picture_between_two_combinations_is_neither() {
        let kittens = kittens();
        let (a, b) = ([0, 2, 0, 3, 15], [0, 2, 0, 8, 15]);
        assert!(!look_alike(&kittens, &a, &b));
        let (a, b) = (kittens.compose(&a), kittens.compose(&b));
        let between: Vec<f32> = a.iter().zip(&b).map(|(a, b)| 0.5 * (a + b)).collect();
        let found = judge(&kittens, &[a, between].concat()).expect("threads");
        assert_eq!(found[0].traits, [0, 2, 0, 3, 15]);
        assert!(found[0].excess < 0.0, "{}", found[0].excess);
        assert!(found[1].excess > 6.0, "{}", found[1].excess);
    }
}
