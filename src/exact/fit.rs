//! One Gaussian q for a mixture p, in one dimension, by either KL.
//!
//! Forwards, KL(p ‖ q): maximum likelihood, which covers. Backwards, KL(q ‖ p): what variational inference minimises, which seeks.

use super::error::{ExactError, number};
use super::logarithms::LN_TAU;
use super::mixture::Mixture;
use super::quadrature::Line;
use super::reverse::{kl_to_gaussian, kl_to_normal};

/// How many components a backward fit starts from, the heaviest.
const STARTS: usize = 32;

/// N(mean, deviation²) and its divergence from p in the direction in which it was fitted, nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
    /// KL(p ‖ q) or KL(q ‖ p).
    pub kl: f64,
}

/// The q that minimises KL(p ‖ q): it has p's mean and variance.
///
/// # Errors
/// [`ExactError::OneDimension`] in two dimensions.
pub fn forward(p: &Mixture) -> Result<Fit, ExactError> {
    p.one_dimension("a fit of one Gaussian")?;
    let (mean, [variance, _, _]) = p.moments();
    Ok(Fit {
        mean: mean[0],
        deviation: variance.sqrt(),
        kl: kl_to_gaussian(p),
    })
}

/// The q that minimises KL(q ‖ p): the best of the minima reached from the heaviest components and from the forward fit.
///
/// # Errors
/// [`ExactError::OneDimension`] in two dimensions.
pub fn backward(p: &Mixture) -> Result<Fit, ExactError> {
    let covering = forward(p)?;
    let mut parts = p.parts().to_vec();
    parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let modes = parts
        .iter()
        .take(STARTS)
        .map(|p| (p.mean[0], p.variance.sqrt()));
    let mut best = descend(p, covering.mean, covering.deviation);
    for (mean, deviation) in modes {
        let found = descend(p, mean, deviation);
        if found.kl < best.kl {
            best = found;
        }
    }
    Ok(best)
}

/// KL(p ‖ N(mean, deviation²)) in nats, by quadrature.
///
/// # Errors
/// [`ExactError::OneDimension`] in two dimensions, [`ExactError::Number`] for no Gaussian.
pub fn forward_kl(p: &Mixture, mean: f64, deviation: f64) -> Result<f64, ExactError> {
    p.one_dimension("a divergence")?;
    gaussian(mean, deviation)?;
    Ok(kl_to_normal(p, mean, deviation * deviation))
}

/// KL(N(mean, deviation²) ‖ p) in nats, by quadrature.
///
/// # Errors
/// [`ExactError::OneDimension`] in two dimensions, [`ExactError::Number`] for no Gaussian.
pub fn backward_kl(p: &Mixture, mean: f64, deviation: f64) -> Result<f64, ExactError> {
    p.one_dimension("a divergence")?;
    gaussian(mean, deviation)?;
    Ok(under(p, mean, deviation).0)
}

fn gaussian(mean: f64, deviation: f64) -> Result<(), ExactError> {
    number("mean", "a finite number", mean, |_| true)?;
    let range = 1e-6..=1e6;
    number("deviation", "from 0.000001 to 1000000", deviation, |d| {
        range.contains(&d)
    })?;
    Ok(())
}

/// Down the natural gradient of (mean, ln deviation), halving the step whenever it would not lead down.
fn descend(p: &Mixture, mut mean: f64, mut deviation: f64) -> Fit {
    let mut step = 1.0;
    let (mut kl, mut slopes) = under(p, mean, deviation);
    for _ in 0..500 {
        // The Fisher information of (m, ln s) is (1/s², 2): steps are s² and ½ times the slope, at most half an e-fold of s.
        let by = step * deviation * deviation * slopes[0];
        let fold = (step * 0.5 * slopes[1]).clamp(-0.5, 0.5);
        let next = (mean - by, deviation * (-fold).exp());
        let (lower, then) = under(p, next.0, next.1);
        if lower < kl {
            (mean, deviation) = next;
            let gained = kl - lower;
            (kl, slopes) = (lower, then);
            step = (2.0 * step).min(1.0);
            let slope = (slopes[0] * deviation).abs().max(slopes[1].abs());
            if gained < 1e-16 && slope < 1e-9 {
                break;
            }
        } else {
            step *= 0.5;
            if step < 1e-6 {
                break;
            }
        }
    }
    Fit {
        mean,
        deviation,
        kl,
    }
}

/// KL(q ‖ p) and its derivatives by the mean and by the logarithm of the deviation.
///
/// With x = m + s z they are −E\[score(x)\] and −1 − E\[s z score(x)\], since KL = −ln s − E\[ln p(x)\] + const.
fn under(p: &Mixture, mean: f64, deviation: f64) -> (f64, [f64; 2]) {
    // Where p changes within q's reach: its cuts, and q's own.
    let (from, to) = (mean - 10.0 * deviation, mean + 10.0 * deviation);
    let mut cuts: Vec<f64> = (0..=20).map(|j| from + f64::from(j) * deviation).collect();
    for part in p.parts() {
        let width = part.variance.sqrt();
        cuts.extend((-10..=10).map(|j| part.mean[0] + f64::from(j) * width));
    }
    cuts.retain(|cut| (from..=to).contains(cut));
    cuts.sort_by(f64::total_cmp);
    cuts.dedup_by(|b, a| *b - *a < 1e-3 * deviation);
    let line = Line::between(&cuts);
    let (mut kl, mut slopes) = (0.0, [0.0, -1.0]);
    for (&x, weight) in line.nodes.iter().zip(&line.weights) {
        let z = (x - mean) / deviation;
        let log_q = -0.5 * (z * z + LN_TAU) - deviation.ln();
        let mass = weight * log_q.exp();
        let score = p.score([x, 0.0])[0];
        kl += mass * (log_q - p.log_density([x, 0.0]));
        slopes[0] -= mass * score;
        slopes[1] -= mass * deviation * z * score;
    }
    (kl, slopes)
}
