//! Noise schedules: the tables from which everything else is computed.
//!
//! A schedule is a list of variances βₜ for t = 0 … T−1; t = 0 already carries one step of noise. From it follow αₜ = 1 − βₜ and
//! ᾱₜ = α₀ α₁ … αₜ, with ᾱ₋₁ = 1. All tables are f64 and are computed once, with `libm` rather than the platform's cosine, so that
//! they hold the same bits natively and in a browser. Tensors stay f32: scalars are multiplied in at the last moment.

use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::parameterisation::NoiseLevel;

/// The T that a schedule may have at most: a hundred times that of DDPM.
pub const MOST_STEPS: usize = 100_000;

/// How β grows with t.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BetaSchedule {
    /// β = linspace(`beta_start`, `beta_end`, T), of DDPM (Ho et al. 2020, section 4).
    Linear {
        /// β of t = 0.
        #[serde(default = "linear_start")]
        beta_start: f64,
        /// β of t = T − 1.
        #[serde(default = "linear_end")]
        beta_end: f64,
    },
    /// β = linspace(√`beta_start`, √`beta_end`, T)², of latent diffusion (Rombach et al. 2022).
    ScaledLinear {
        /// β of t = 0.
        #[serde(default = "scaled_linear_start")]
        beta_start: f64,
        /// β of t = T − 1.
        #[serde(default = "scaled_linear_end")]
        beta_end: f64,
    },
    /// The cosine schedule of Nichol and Dhariwal 2021 (eq. 17): βᵢ = min(1 − f((i+1)/T)/f(i/T), 0.999) with
    /// f(u) = cos²((u + 0.008)/1.008 · π/2).
    #[serde(rename = "squaredcos_cap_v2")]
    Cosine,
}

fn linear_start() -> f64 {
    1e-4
}
fn linear_end() -> f64 {
    0.02
}
fn scaled_linear_start() -> f64 {
    0.00085
}
fn scaled_linear_end() -> f64 {
    0.012
}

impl BetaSchedule {
    /// The linear schedule with the values of DDPM, 1e-4 to 0.02.
    pub fn linear() -> Self {
        Self::Linear {
            beta_start: linear_start(),
            beta_end: linear_end(),
        }
    }

    /// The scaled-linear schedule with the values of Stable Diffusion, 0.00085 to 0.012.
    pub fn scaled_linear() -> Self {
        Self::ScaledLinear {
            beta_start: scaled_linear_start(),
            beta_end: scaled_linear_end(),
        }
    }

    fn betas(&self, steps: usize) -> Vec<f64> {
        match *self {
            Self::Linear {
                beta_start,
                beta_end,
            } => linspace(beta_start, beta_end, steps),
            Self::ScaledLinear {
                beta_start,
                beta_end,
            } => linspace(beta_start.sqrt(), beta_end.sqrt(), steps)
                .into_iter()
                .map(|root| root * root)
                .collect(),
            Self::Cosine => {
                let f = |i: usize| {
                    let u = i as f64 / steps as f64;
                    let cos = libm::cos((u + 0.008) / 1.008 * core::f64::consts::FRAC_PI_2);
                    cos * cos
                };
                (0..steps)
                    .map(|i| (1.0 - f(i + 1) / f(i)).min(0.999))
                    .collect()
            }
        }
    }
}

/// `count` numbers from `start` to `end`, both included; of one number only `start` is left.
fn linspace(start: f64, end: f64, count: usize) -> Vec<f64> {
    let step = (end - start) / (count.max(2) - 1) as f64;
    (0..count).map(|i| start + step * i as f64).collect()
}

/// A noise schedule as it is written in a model's config: `{"kind": "linear", "beta_start": 0.0001, "beta_end": 0.02, "steps": 1000}`.
/// Betas that are left out take the published values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScheduleConfig {
    /// How β grows.
    #[serde(flatten)]
    pub beta: BetaSchedule,
    /// The number T of training steps.
    pub steps: usize,
}

/// The posterior q(x_p | xₜ, x₀) between two noise levels, DDPM eq. 6 and 7 for any pair of levels.
///
/// Mean `x0 · x₀ + x_t · xₜ` and variance `variance`. With ᾱₜ < ᾱₚ, cα = ᾱₜ/ᾱₚ and cβ = 1 − cα, these are √ᾱₚ cβ/(1−ᾱₜ),
/// √cα (1−ᾱₚ)/(1−ᾱₜ) and (1−ᾱₚ)/(1−ᾱₜ)·cβ. When steps are skipped cβ is not βₜ, hence it is recomputed from ᾱ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// Coefficient of x₀ in the mean.
    pub x0: f64,
    /// Coefficient of xₜ in the mean.
    pub x_t: f64,
    /// The variance, "fixed small" of DDPM.
    pub variance: f64,
    /// cβ, the variance of the forward step from p to t, "fixed large" of DDPM.
    pub beta: f64,
}

impl Posterior {
    /// The posterior between the level `alpha_bar` of xₜ and the less noisy level `alpha_bar_prev` (1 for clean data).
    /// Expects 0 ≤ `alpha_bar` < `alpha_bar_prev` ≤ 1.
    pub fn between(alpha_bar: f64, alpha_bar_prev: f64) -> Self {
        let alpha = alpha_bar / alpha_bar_prev;
        let beta = 1.0 - alpha;
        let shrink = (1.0 - alpha_bar_prev) / (1.0 - alpha_bar);
        Self {
            x0: alpha_bar_prev.sqrt() * beta / (1.0 - alpha_bar),
            x_t: alpha.sqrt() * shrink,
            variance: shrink * beta,
            beta,
        }
    }
}

/// The tables of one noise schedule, f64, indexed by the 0-based timestep.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    beta: Vec<f64>,
    alpha: Vec<f64>,
    alpha_bar: Vec<f64>,
    snr: Vec<f64>,
    posterior: Vec<Posterior>,
    posterior_variance: Vec<f64>,
}

impl Schedule {
    /// Computes the tables.
    ///
    /// # Errors
    /// [`Error::EmptySchedule`] for T = 0, [`Error::Count`] for a T above [`MOST_STEPS`], [`Error::Beta`] when a β is not
    /// strictly between 0 and 1.
    pub fn new(config: &ScheduleConfig) -> Result<Self, Error> {
        if config.steps == 0 {
            return Err(Error::EmptySchedule);
        }
        if config.steps > MOST_STEPS {
            return Err(Error::Count {
                name: "steps",
                expected: "at most 100000 for a noise schedule",
                found: config.steps,
            });
        }
        let beta = config.beta.betas(config.steps);
        // Written so that NaN fails too.
        let bad = beta.iter().position(|&beta| !(beta > 0.0 && beta < 1.0));
        if let Some(t) = bad {
            return Err(Error::Beta { t, beta: beta[t] });
        }

        let alpha: Vec<f64> = beta.iter().map(|beta| 1.0 - beta).collect();
        let alpha_bar: Vec<f64> = alpha
            .iter()
            .scan(1.0, |product, alpha| {
                *product *= alpha;
                Some(*product)
            })
            .collect();
        let snr = alpha_bar.iter().map(|a| a / (1.0 - a)).collect();
        let posterior: Vec<Posterior> = (0..beta.len())
            .map(|t| {
                // β comes from the table: ᾱₜ/ᾱₜ₋₁ loses digits, and is 0/0 once ᾱ has underflowed.
                let prev = if t == 0 { 1.0 } else { alpha_bar[t - 1] };
                let shrink = (1.0 - prev) / (1.0 - alpha_bar[t]);
                Posterior {
                    x0: prev.sqrt() * beta[t] / (1.0 - alpha_bar[t]),
                    x_t: alpha[t].sqrt() * shrink,
                    variance: shrink * beta[t],
                    beta: beta[t],
                }
            })
            .collect();
        let posterior_variance = posterior.iter().map(|p| p.variance).collect();
        Ok(Self {
            beta,
            alpha,
            alpha_bar,
            snr,
            posterior,
            posterior_variance,
        })
    }

    /// The number T of training steps.
    pub fn steps(&self) -> usize {
        self.beta.len()
    }

    /// `Ok` when `t` is a timestep of this schedule; for callers whose `t` comes from outside.
    ///
    /// # Errors
    /// [`Error::Timestep`] otherwise.
    pub fn check(&self, t: usize) -> Result<(), Error> {
        let last = self.steps() - 1;
        if t > last {
            Err(Error::Timestep { t, last })
        } else {
            Ok(())
        }
    }

    /// βₜ. Panics, like the other look-ups, when `t` is not below T: see [`Schedule::check`].
    pub fn beta(&self, t: usize) -> f64 {
        self.beta[t]
    }

    /// αₜ = 1 − βₜ.
    pub fn alpha(&self, t: usize) -> f64 {
        self.alpha[t]
    }

    /// ᾱₜ, the product of α up to and including t.
    pub fn alpha_bar(&self, t: usize) -> f64 {
        self.alpha_bar[t]
    }

    /// ᾱ of the entry that precedes in time, or 1 (clean data) where there is none.
    pub fn alpha_bar_prev(&self, prev: Option<usize>) -> f64 {
        prev.map_or(1.0, |t| self.alpha_bar[t])
    }

    /// The signal-to-noise ratio ᾱₜ/(1−ᾱₜ).
    pub fn snr(&self, t: usize) -> f64 {
        self.snr[t]
    }

    /// The posterior q(xₜ₋₁ | xₜ, x₀) of adjacent steps.
    pub fn posterior(&self, t: usize) -> Posterior {
        self.posterior[t]
    }

    /// The variance of q(xₜ₋₁ | xₜ, x₀), 0 at t = 0.
    pub fn posterior_variance(&self, t: usize) -> f64 {
        self.posterior_variance[t]
    }

    /// All β.
    pub fn betas(&self) -> &[f64] {
        &self.beta
    }

    /// All ᾱ.
    pub fn alpha_bars(&self) -> &[f64] {
        &self.alpha_bar
    }

    /// All signal-to-noise ratios.
    pub fn snrs(&self) -> &[f64] {
        &self.snr
    }

    /// All variances of q(xₜ₋₁ | xₜ, x₀).
    pub fn posterior_variances(&self) -> &[f64] {
        &self.posterior_variance
    }

    /// The noise level of timestep `t`, the same for a whole batch.
    pub fn level(&self, t: usize) -> NoiseLevel {
        NoiseLevel::new(self.alpha_bar[t])
    }

    /// One noise level per image, as in training; image i of a batch is at timestep `ts[i]`.
    pub fn levels(&self, ts: &[usize], device: &Device) -> NoiseLevel {
        let column = |f: &dyn Fn(f64) -> f64| {
            let values: Vec<f32> = ts.iter().map(|&t| f(self.alpha_bar[t]) as f32).collect();
            Tensor::from_data(TensorData::new(values, [ts.len(), 1, 1, 1]), device)
        };
        NoiseLevel::per_image(column(&|a| a.sqrt()), column(&|a| (1.0 - a).sqrt()))
    }
}
