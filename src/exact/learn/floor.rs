//! The loss of the best network: what of ε, x₀ or v cannot be known from xₜ.

use super::training::Target;
use crate::exact::error::ExactError;
use crate::exact::field::Field;
use crate::exact::mixture::{Mixture, Point};

/// Nodes of the Gauss–Hermite rule along one axis.
const NODES: usize = 20;

/// The smallest mean squared error that any function of (xₜ, t) has on `target`, averaged over the levels `alpha_bars` and over the
/// coordinates: E‖target‖² − E‖E\[target | xₜ\]‖². For ε it is the floor of L_simple (DDPM eq. 14).
///
/// The expectation over xₜ is [`Mixture::expect`] in one dimension; in two, where that takes seconds, a Gauss–Hermite rule for each
/// component of the noised mixture, which is right to about 10⁻⁴.
///
/// # Errors
/// [`ExactError::Number`] unless 0 < ᾱ ≤ 1, [`ExactError::Length`] for no level.
pub fn floor(data: &Mixture, alpha_bars: &[f64], target: Target) -> Result<f64, ExactError> {
    if alpha_bars.is_empty() {
        return Err(ExactError::Length {
            name: "alpha_bars",
            expected: "at least 1".into(),
            found: 0,
        });
    }
    let rule = hermite();
    let dimension = data.dimension();
    let (mean, [xx, _, yy]) = data.moments();
    let x0_square = xx + yy + mean[0] * mean[0] + mean[1] * mean[1];
    let mut sum = 0.0;
    for &alpha_bar in alpha_bars {
        let field = Field::new(data, alpha_bar)?;
        let epsilon_square = dimension as f64;
        // ε and x₀ are independent, so v has no cross term.
        let square = match target {
            Target::Epsilon => epsilon_square,
            Target::X0 => x0_square,
            Target::V => alpha_bar * epsilon_square + (1.0 - alpha_bar) * x0_square,
        };
        let known = expect(field.marginal(), &rule, |x| {
            let best = target.of(&field.at(x));
            best[0] * best[0] + best[1] * best[1]
        });
        sum += (square - known).max(0.0);
    }
    Ok(sum / (alpha_bars.len() * dimension) as f64)
}

fn expect(p: &Mixture, rule: &[(f64, f64)], f: impl Fn(Point) -> f64) -> f64 {
    if p.dimension() == 1 {
        return p.expect(f);
    }
    let mut sum = 0.0;
    for part in p.parts() {
        let deviation = part.variance.sqrt();
        for &(x, weight) in rule {
            for &(y, other) in rule {
                let point = [part.mean[0] + deviation * x, part.mean[1] + deviation * y];
                sum += part.weight * weight * other * f(point);
            }
        }
    }
    sum
}

/// Nodes and weights for E\[f(Z)\], Z ~ N(0, 1), by halving between the sign changes of the normalised Hermite polynomial.
fn hermite() -> Vec<(f64, f64)> {
    let n = NODES;
    // Hₙ and Hₙ₋₁ at x, normalised; all roots lie within √(4n + 2).
    let value = |x: f64| {
        let (mut before, mut now) = (0.0, 1.0);
        for k in 0..n {
            let next = (x * now - (k as f64).sqrt() * before) / ((k + 1) as f64).sqrt();
            (before, now) = (now, next);
        }
        (now, before)
    };
    let reach = (4.0 * n as f64 + 2.0).sqrt();
    let cells = 4000;
    let at = |i: usize| -reach + 2.0 * reach * (i as f64 + 0.5) / cells as f64;
    let mut nodes = Vec::new();
    for i in 0..cells {
        let (mut low, mut high) = (at(i), at(i + 1));
        if value(low).0 * value(high).0 > 0.0 {
            continue;
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if value(low).0 * value(middle).0 <= 0.0 {
                high = middle;
            } else {
                low = middle;
            }
        }
        let x = 0.5 * (low + high);
        let before = value(x).1;
        nodes.push((x, 1.0 / (n as f64 * before * before)));
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_has_the_moments_of_a_normal() {
        let rule = hermite();
        assert_eq!(rule.len(), NODES);
        for (power, moment) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0)] {
            let sum: f64 = rule.iter().map(|(x, w)| w * x.powi(power)).sum();
            assert!((sum - moment).abs() < 1e-11, "power {power}: {sum}");
        }
    }
}
