//! How often training sees each timestep.

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The distribution of t in training.
///
/// L_simple draws t uniformly (DDPM, algorithm 1). A density that is higher between the ends spends more images where samples are
/// decided (Esser et al. 2024, "Scaling rectified flow transformers for high-resolution image synthesis", section 3.1). It weights
/// the loss: a network that cannot fit every timestep gives up accuracy where it is drawn seldom.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    /// Every timestep as often as any other.
    #[default]
    Uniform,
    /// The logit of (t + ½) / T is normal.
    LogitNormal {
        /// Mean of the logit; 0 is the middle of the schedule.
        mean: f64,
        /// Standard deviation of the logit, above 0.
        deviation: f64,
    },
}

impl Density {
    /// The density of `--logit-normal MEAN DEVIATION`, uniform without.
    ///
    /// # Errors
    /// When the mean is not finite or the deviation not above 0.
    pub fn from_option(logit_normal: Option<&[f64]>) -> Result<Self, Error> {
        match logit_normal {
            None => Ok(Self::Uniform),
            Some(&[mean, deviation]) if mean.is_finite() && deviation > 0.0 => {
                Ok(Self::LogitNormal { mean, deviation })
            }
            Some(found) => Err(Error::Options(format!(
                "expected a finite mean and a standard deviation above 0 after --logit-normal, found {found:?}; \
                 0 1 is the usual choice"
            ))),
        }
    }

    /// One timestep below `steps` from each of `count` parts that are equally probable, each part `shift` (in [0, 1)) of its
    /// width from its beginning: with a random shift each timestep has its probability, and a batch covers them all (Kingma et
    /// al. 2021, "Variational diffusion models", appendix I.1).
    pub fn stratified(self, steps: usize, count: usize, shift: f64) -> Vec<usize> {
        let weights = (0..steps).map(|t| self.weight((t as f64 + 0.5) / steps as f64));
        let sums: Vec<f64> = weights
            .scan(0.0, |sum, weight| {
                *sum += weight;
                Some(*sum)
            })
            .collect();
        let total = sums.last().copied().unwrap_or_default();
        (0..count)
            .map(|i| total * (i as f64 + shift) / count as f64)
            .map(|at| sums.partition_point(|&sum| sum <= at).min(steps - 1))
            .collect()
    }

    /// The density at `u` in (0, 1), up to a factor.
    fn weight(self, u: f64) -> f64 {
        match self {
            Self::Uniform => 1.0,
            Self::LogitNormal { mean, deviation } => {
                let z = ((u / (1.0 - u)).ln() - mean) / deviation;
                (-0.5 * z * z).exp() / (u * (1.0 - u))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_takes_every_timestep_once_in_as_many_draws() {
        let drawn = Density::Uniform.stratified(10, 10, 0.5);
        assert_eq!(drawn, (0..10).collect::<Vec<_>>());
        assert_eq!(Density::Uniform.stratified(10, 4, 0.0), [0, 2, 5, 7]);
        assert_eq!(Density::Uniform.stratified(1, 3, 0.9), [0, 0, 0]);
    }

    #[test]
    fn the_logit_of_what_is_drawn_is_normal() {
        let density = Density::LogitNormal {
            mean: -0.4,
            deviation: 0.8,
        };
        let (steps, count) = (1000, 4000);
        let logits: Vec<f64> = density
            .stratified(steps, count, 0.5)
            .into_iter()
            .map(|t| (t as f64 + 0.5) / steps as f64)
            .map(|u| (u / (1.0 - u)).ln())
            .collect();
        let mean = logits.iter().sum::<f64>() / count as f64;
        let variance = logits.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count as f64;
        assert!((mean + 0.4).abs() < 2e-3, "mean {mean}");
        assert!((variance.sqrt() - 0.8).abs() < 2e-3, "variance {variance}");
    }

    #[test]
    fn a_deviation_that_is_not_above_zero_is_refused() {
        for found in [[0.0, 0.0], [0.0, -1.0], [0.0, f64::NAN], [f64::NAN, 1.0]] {
            let error = Density::from_option(Some(&found)).expect_err("no density");
            assert!(error.to_string().contains("above 0"), "{error}");
        }
        assert!(Density::from_option(Some(&[-0.2, 1.0])).is_ok());
        assert!(Density::from_option(None).is_ok_and(|density| density == Density::Uniform));
    }
}
