//! Sums of exponentials that neither overflow nor lose digits, and the normal distribution function.

/// ln 2π.
pub(super) const LN_TAU: f64 = 1.837_877_066_409_345_3;

/// ln Σ exp, without overflow; −∞ of nothing.
pub(super) fn log_sum_exp(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest
        + values
            .map(|value| (value - largest).exp())
            .sum::<f64>()
            .ln()
}

/// exp of each over the sum of all: of the largest, not of the sum, since ln Σ exp has few digits after its point when it is large.
pub(super) fn shares(logs: &[f64]) -> Vec<f64> {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut shares: Vec<f64> = logs.iter().map(|log| (log - largest).exp()).collect();
    let sum: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= sum;
    }
    shares
}

/// Φ, the distribution function of N(0, 1).
pub(super) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * core::f64::consts::FRAC_1_SQRT_2)
}
