//! How far a sampler's law is from the truth when the network makes no error: all that is left is the number of steps.
//!
//! In one dimension a law is its distribution function on a grid. A step without noise moves the grid, since its map rises; a step
//! with noise spreads each cell's mass over a new one.

use super::error::ExactError;
use super::logarithms::{LN_TAU, normal_cdf};
use super::mixture::Mixture;
use super::path::steps;
use crate::sampler::Method;

/// Cells of the grid of a law.
const CELLS: usize = 6000;
/// Where N(0, 1) ends.
const REACH: f64 = 9.0;
/// The mass of a cell that is not worth spreading.
const NOTHING: f64 = 1e-16;
/// Where the spread of a cell ends, in σ.
const SPREAD: f64 = 8.0;

/// A law on the line: rising points and the distribution function there.
#[derive(Clone, Debug)]
pub struct Law {
    points: Vec<f64>,
    below: Vec<f64>,
}

impl Law {
    /// N(0, 1), where samplers begin.
    pub fn standard() -> Self {
        let points = grid(-REACH, REACH);
        let below = points.iter().map(|&x| normal_cdf(x)).collect();
        Self { points, below }
    }

    /// The law that a sampler has made after its last step, along the levels `alpha_bars`, which rise.
    ///
    /// # Errors
    /// [`ExactError::OneDimension`] in two dimensions, and those of [`steps`].
    pub fn sampled(data: &Mixture, alpha_bars: &[f64], method: Method) -> Result<Self, ExactError> {
        data.one_dimension("the law of a sampler")?;
        let mut law = Self::standard();
        for step in steps(data, alpha_bars, method)? {
            for x in &mut law.points {
                *x = step.mean([*x, 0.0])[0];
            }
            if step.sigma() > 0.0 {
                law = law.spread(step.sigma());
            }
        }
        Ok(law)
    }

    /// W₁ = ∫ |F − F_truth| dx, how far mass has to be moved on average.
    ///
    /// # Errors
    /// [`ExactError::OneDimension`] in two dimensions.
    pub fn distance(&self, truth: &Mixture) -> Result<f64, ExactError> {
        truth.one_dimension("a distance")?;
        let gap = |(&x, &below): (&f64, &f64)| Ok((below - truth.cdf(x)?).abs());
        let gaps = self.points.iter().zip(&self.below).map(gap);
        let gaps: Vec<f64> = gaps.collect::<Result<_, ExactError>>()?;
        let cells = self.points.windows(2).zip(gaps.windows(2));
        let inside: f64 = cells
            .map(|(x, gap)| (x[1] - x[0]) * (gap[0] + gap[1]) / 2.0)
            .sum();
        Ok(inside + self.outside(truth))
    }

    /// What the truth has beyond the points of this law, which may have come together.
    fn outside(&self, truth: &Mixture) -> f64 {
        let (first, last) = (self.points[0], self.points[self.points.len() - 1]);
        let parts = truth.parts().iter();
        parts
            .map(|part| {
                let deviation = part.variance.sqrt();
                let left = (first - part.mean[0]) / deviation;
                let right = (part.mean[0] - last) / deviation;
                part.weight * deviation * (overshoot(left) + overshoot(right))
            })
            .sum()
    }

    /// The mean and the standard deviation.
    pub fn moments(&self) -> (f64, f64) {
        let cells = || self.points.windows(2).zip(self.below.windows(2));
        let mean: f64 = cells()
            .map(|(x, f)| (f[1] - f[0]) * (x[0] + x[1]) / 2.0)
            .sum();
        let variance: f64 = cells()
            .map(|(x, f)| {
                let (middle, width) = ((x[0] + x[1]) / 2.0 - mean, x[1] - x[0]);
                (f[1] - f[0]) * (middle * middle + width * width / 12.0)
            })
            .sum();
        (mean, variance.sqrt())
    }

    /// The distribution function at rising `points`, straight between its own.
    fn on(&self, points: &[f64]) -> Vec<f64> {
        let mut cell = 0;
        let at = |&x: &f64| {
            while cell + 2 < self.points.len() && self.points[cell + 1] < x {
                cell += 1;
            }
            let (from, to) = (self.points[cell], self.points[cell + 1]);
            let share = ((x - from) / (to - from)).clamp(0.0, 1.0);
            self.below[cell] + share * (self.below[cell + 1] - self.below[cell])
        };
        points.iter().map(at).collect()
    }

    /// The law of X + σZ.
    fn spread(&self, sigma: f64) -> Self {
        // Only as far as there is mass: otherwise each step would widen the grid by more than its map narrows it, and coarsen it.
        let cells = self.points.windows(2).zip(self.below.windows(2));
        let (mut from, mut to) = (f64::MAX, f64::MIN);
        for (x, _) in cells.filter(|(_, f)| f[1] - f[0] > NOTHING) {
            from = from.min(x[0]);
            to = to.max(x[1]);
        }
        let points = grid(from - SPREAD * sigma, to + SPREAD * sigma);
        let width = points[1] - points[0];
        // On one grid the kernel depends on the distance in cells alone; a cell's mass sits in its middle.
        let reach = (SPREAD * sigma / width) as usize + 1;
        let kernel: Vec<f64> = (0..=reach)
            .map(|cells| {
                let z = (cells as f64 + 0.5) * width / sigma;
                (-0.5 * (z * z + LN_TAU)).exp() / sigma
            })
            .collect();
        let moved = self.on(&points);
        let mut density = vec![0.0; points.len()];
        for (cell, f) in moved.windows(2).enumerate() {
            let mass = f[1] - f[0];
            if mass <= NOTHING {
                continue;
            }
            let right = density[cell + 1..].iter_mut();
            right.zip(&kernel).for_each(|(d, k)| *d += mass * k);
            let left = density[..=cell].iter_mut().rev();
            left.zip(&kernel).for_each(|(d, k)| *d += mass * k);
        }
        let mut sum = 0.0;
        let mut below = vec![0.0];
        for pair in density.windows(2) {
            sum += width * (pair[0] + pair[1]) / 2.0;
            below.push(sum);
        }
        for f in &mut below {
            *f /= sum;
        }
        Self { points, below }
    }
}

/// ∫ of Φ from −∞ to z: what N(0, 1) has below z, times how far below.
fn overshoot(z: f64) -> f64 {
    z * normal_cdf(z) + (-0.5 * (z * z + LN_TAU)).exp()
}

fn grid(from: f64, to: f64) -> Vec<f64> {
    let width = (to - from) / CELLS as f64;
    (0..=CELLS).map(|i| from + width * i as f64).collect()
}
