//! Integrals of smooth functions against Gaussians: by Gauss–Legendre on stretches about as wide as the narrowest Gaussian near them,
//! or by Gauss–Hermite for each Gaussian.

/// Nodes of a stretch.
const NODES: usize = 12;
/// How many deviations from a mean still count: the density beyond is below 1e-22 of its peak.
const REACH: i32 = 10;

/// Nodes and weights on the real line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where to evaluate, rising.
    pub nodes: Vec<f64>,
    /// The weight of each node.
    pub weights: Vec<f64>,
}

impl Line {
    /// Nodes for integrands that are made of Gaussians with these (mean, deviation): the line is cut at mean + j·deviation,
    /// j = −10 … 10, of each. Of many Gaussians cuts closer than twice the narrowest deviation are dropped, so the number of nodes is
    /// bounded by the range in units of that.
    pub fn over(gaussians: &[(f64, f64)]) -> Self {
        let narrowest = gaussians.iter().map(|g| g.1).fold(f64::MAX, f64::min);
        let mut cuts: Vec<f64> = gaussians
            .iter()
            .flat_map(|&(mean, deviation)| {
                (-REACH..=REACH).map(move |j| mean + f64::from(j) * deviation)
            })
            .collect();
        cuts.sort_by(f64::total_cmp);
        let apart = if gaussians.len() > 4 { 2.0 } else { 1e-3 } * narrowest;
        let last = cuts[cuts.len() - 1];
        let mut kept = vec![cuts[0]];
        for cut in cuts {
            if cut - kept[kept.len() - 1] >= apart {
                kept.push(cut);
            }
        }
        if last > kept[kept.len() - 1] {
            kept.push(last);
        }
        Self::between(&kept)
    }

    /// Nodes for the stretches between rising `cuts`, twelve each.
    pub fn between(cuts: &[f64]) -> Self {
        let rule = legendre(NODES);
        let (mut nodes, mut weights) = (Vec::new(), Vec::new());
        for pair in cuts.windows(2) {
            let (middle, half) = ((pair[0] + pair[1]) / 2.0, (pair[1] - pair[0]) / 2.0);
            for &(node, weight) in &rule {
                nodes.push(middle + half * node);
                weights.push(half * weight);
            }
        }
        Self { nodes, weights }
    }

    /// ∫ f.
    pub fn integrate(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.nodes
            .iter()
            .zip(&self.weights)
            .map(|(&x, weight)| weight * f(x))
            .sum()
    }
}

/// Nodes in (−1, 1) and weights of the Gauss–Legendre rule with `count` nodes, by Newton's method on the Legendre polynomial.
fn legendre(count: usize) -> Vec<(f64, f64)> {
    let n = count as f64;
    (0..count)
        .map(|i| {
            let mut x = -(core::f64::consts::PI * (i as f64 + 0.75) / (n + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..20 {
                let (mut before, mut now) = (1.0, x);
                for k in 2..=count {
                    let k = k as f64;
                    (before, now) = (now, ((2.0 * k - 1.0) * x * now - (k - 1.0) * before) / k);
                }
                slope = n * (x * now - before) / (x * x - 1.0);
                x -= now / slope;
            }
            (x, 2.0 / ((1.0 - x * x) * slope * slope))
        })
        .collect()
}

/// `count` nodes and weights for E\[f(Z)\], Z ~ N(0, 1), by halving between the sign changes of the normalised Hermite polynomial.
pub(super) fn hermite(count: usize) -> Vec<(f64, f64)> {
    let n = count;
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
        let rule = hermite(20);
        assert_eq!(rule.len(), 20);
        for (power, moment) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0)] {
            let sum: f64 = rule.iter().map(|(x, w)| w * x.powi(power)).sum();
            assert!((sum - moment).abs() < 1e-11, "power {power}: {sum}");
        }
    }
}
