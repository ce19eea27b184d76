//! Integrals of smooth functions against Gaussians, by Gauss–Legendre on stretches no wider than the narrowest Gaussian near them.

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
    /// j = −10 … 10, of each. Of many Gaussians cuts closer than half the narrowest deviation are dropped, so the number of nodes is
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
        let apart = if gaussians.len() > 4 { 0.5 } else { 1e-3 } * narrowest;
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
