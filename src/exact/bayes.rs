//! Bayes' rule over classes: prior times likelihood over evidence.

use super::error::{ExactError, number};
use super::logarithms::{log_sum_exp, shares};

/// What is believed of the classes after x was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// p(c), normalised: `[classes]`.
    pub prior: Vec<f64>,
    /// p(c | x): `[classes]`, sums to 1.
    pub posterior: Vec<f64>,
    /// ln p(x) = ln Σ p(x | c) p(c), nats.
    pub log_evidence: f64,
}

/// The posterior from ln p(x | c), `[classes]`, and a prior of any sum, uniform where there is none. With −L of the variational bound
/// for ln p(x | c) it is the classifier of Li et al. 2023.
///
/// # Errors
/// [`ExactError::Length`] for no class or a prior of another length; [`ExactError::Number`] for a prior that is negative or not
/// finite and a log-likelihood that is NaN or +∞ (−∞ excludes a class); [`ExactError::NoClass`] when nothing is left.
pub fn belief(log_likelihood: &[f64], prior: Option<&[f64]>) -> Result<Belief, ExactError> {
    let count = log_likelihood.len();
    let length = |name, expected: String, found| {
        Err(ExactError::Length {
            name,
            expected,
            found,
        })
    };
    if count == 0 {
        return length("log_likelihood", "at least 1".into(), 0);
    }
    for &value in log_likelihood {
        if value != f64::NEG_INFINITY {
            number("log_likelihood", "a finite number, or -inf", value, |_| {
                true
            })?;
        }
    }
    let mut prior = prior.map_or_else(|| vec![1.0; count], <[f64]>::to_vec);
    if prior.len() != count {
        return length("prior", count.to_string(), prior.len());
    }
    for &value in &prior {
        number("prior", "a finite number, 0 or more", value, |p| p >= 0.0)?;
    }
    // By the largest first, so that the sum cannot overflow.
    let largest = prior.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 {
        return Err(ExactError::NoClass);
    }
    let sum: f64 = prior.iter().map(|p| p / largest).sum();
    for p in &mut prior {
        *p = *p / largest / sum;
    }

    let joint = log_likelihood.iter().zip(&prior).map(|(l, p)| l + p.ln());
    let log_evidence = log_sum_exp(joint.clone());
    if log_evidence == f64::NEG_INFINITY {
        return Err(ExactError::NoClass);
    }
    let joint: Vec<f64> = joint.collect();
    let posterior = shares(&joint);
    Ok(Belief {
        prior,
        posterior,
        log_evidence,
    })
}
