//! A linear VAE, which is probabilistic PCA (Tipping and Bishop 1999): z ~ N(0, I), x = W z + μ + σ ε.
//!
//! Its evidence and its posterior are known, so evidence = ELBO + KL(q ‖ p(z | x)) can be seen to hold while q is bent. All algebra is
//! of the k × k matrix M = WᵀW + σ²I, k latents of D pixels.

use super::error::{ExactError, finite, length, number};
use super::latent::Latent;
use super::logarithms::LN_TAU;
use super::matrix::{Cholesky, dot};

/// The model p(z) p(x | z).
#[derive(Clone, Debug, PartialEq)]
pub struct LinearVae {
    columns: Vec<Vec<f64>>, // k columns of W, each [D]
    mean: Vec<f64>,
    variance: f64,
    gram: Vec<f64>, // WᵀW, [k·k]
    m: Cholesky,
}

/// The two terms of the ELBO, nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elbo {
    /// E_q\[ln p(x | z)\].
    pub reconstruction: f64,
    /// KL(q(z) ‖ p(z)).
    pub kl: f64,
}

impl Elbo {
    /// Reconstruction − KL.
    pub fn total(&self) -> f64 {
        self.reconstruction - self.kl
    }
}

impl LinearVae {
    /// The model of W `[D·k]` (row by row, a row a pixel), μ `[D]` and σ² = `variance`.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless W has a whole number of columns, at least one, and D > 0; [`ExactError::Number`] for a number
    /// that is not finite and σ² ≤ 0.
    pub fn new(w: &[f64], mean: Vec<f64>, variance: f64) -> Result<Self, ExactError> {
        let d = mean.len();
        if d == 0 || w.is_empty() || !w.len().is_multiple_of(d) {
            return Err(ExactError::Length {
                name: "w",
                expected: format!("a multiple of the {d} pixels of the mean, at least 1 latent,"),
                found: w.len(),
            });
        }
        let k = w.len() / d;
        let columns = (0..k).map(|j| w.iter().skip(j).step_by(k).copied().collect());
        Self::of_columns(columns.collect(), mean, variance)
    }

    /// The maximum of the likelihood (Tipping and Bishop, eq. 7 and 8) from the k largest eigenvalues of the data's covariance, their
    /// unit eigenvectors (each `[D]`) and its trace: σ² is the mean of the eigenvalues that are left out, W = U(Λ − σ²I)^½.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless there is an eigenvector of length D for each value and k < D; [`ExactError::Number`] for an
    /// eigenvalue below σ², σ² ≤ 0, and numbers that are not finite.
    pub fn from_eigen(
        mean: Vec<f64>,
        values: &[f64],
        vectors: &[Vec<f64>],
        trace: f64,
    ) -> Result<Self, ExactError> {
        let (d, k) = (mean.len(), values.len());
        length("vectors", k, vectors.len())?;
        for vector in vectors {
            length("vectors", d, vector.len())?;
        }
        if k == 0 || k >= d {
            return Err(ExactError::Length {
                name: "values",
                expected: format!("at least 1 and fewer than {d}"),
                found: k,
            });
        }
        let variance = (trace - values.iter().sum::<f64>()) / (d - k) as f64;
        let mut columns = Vec::new();
        for (&value, vector) in values.iter().zip(vectors) {
            number("values", "at least the variance left out", value, |v| {
                v >= variance
            })?;
            let scale = (value - variance).sqrt();
            columns.push(vector.iter().map(|u| scale * u).collect());
        }
        Self::of_columns(columns, mean, variance)
    }

    fn of_columns(
        columns: Vec<Vec<f64>>,
        mean: Vec<f64>,
        variance: f64,
    ) -> Result<Self, ExactError> {
        columns.iter().try_for_each(|column| finite("w", column))?;
        finite("mean", &mean)?;
        number("variance", "a finite number above 0", variance, |v| v > 0.0)?;
        let k = columns.len();
        let pairs = columns
            .iter()
            .flat_map(|a| columns.iter().map(|b| dot(a, b)));
        let gram: Vec<f64> = pairs.collect();
        let mut m = gram.clone();
        for i in 0..k {
            m[i * k + i] += variance;
        }
        let m = Cholesky::new(&m, k)?;
        Ok(Self {
            columns,
            mean,
            variance,
            gram,
            m,
        })
    }

    /// k.
    pub fn latents(&self) -> usize {
        self.columns.len()
    }

    /// D.
    pub fn pixels(&self) -> usize {
        self.mean.len()
    }

    /// σ².
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// W, row by row, a row a pixel: `[D·k]`.
    pub fn w(&self) -> Vec<f64> {
        let rows = 0..self.pixels();
        rows.flat_map(|i| self.columns.iter().map(move |column| column[i]))
            .collect()
    }

    /// μ, `[D]`.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The mean W z + μ of p(x | z): `[k]` → `[D]`.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless z is `[k]`.
    pub fn decode(&self, z: &[f64]) -> Result<Vec<f64>, ExactError> {
        length("z", self.latents(), z.len())?;
        let mut x = self.mean.clone();
        for (column, z) in self.columns.iter().zip(z) {
            for (x, w) in x.iter_mut().zip(column) {
                *x += w * z;
            }
        }
        Ok(x)
    }

    /// p(z | x) = N(M⁻¹Wᵀ(x − μ), σ²M⁻¹) (Tipping and Bishop, eq. 6, with M of their section 3.1).
    ///
    /// # Errors
    /// [`ExactError::Length`] unless x is `[D]`, [`ExactError::Number`] for a pixel that is not finite.
    pub fn posterior(&self, x: &[f64]) -> Result<Latent, ExactError> {
        let projected = self.project(&self.centred(x)?);
        let covariance = self.m.inverse().iter().map(|c| self.variance * c).collect();
        Latent::new(self.m.solve(&projected), covariance)
    }

    /// ln p(x) = ln N(x; μ, WWᵀ + σ²I) in nats (eq. 4), the evidence.
    ///
    /// # Errors
    /// Those of [`LinearVae::posterior`].
    pub fn log_evidence(&self, x: &[f64]) -> Result<f64, ExactError> {
        let centred = self.centred(x)?;
        // |C| = σ²⁽ᴰ⁻ᵏ⁾ |M| and C⁻¹ = (I − W M⁻¹ Wᵀ)/σ².
        let (d, k) = (self.pixels() as f64, self.latents() as f64);
        let half = self.m.half_solve(&self.project(&centred));
        let squared = (dot(&centred, &centred) - dot(&half, &half)) / self.variance;
        let log_determinant = (d - k) * self.variance.ln() + self.m.log_determinant();
        Ok(-0.5 * (squared + log_determinant + d * LN_TAU))
    }

    /// The ELBO of x for any Gaussian q, its expectations taken exactly.
    ///
    /// # Errors
    /// Those of [`LinearVae::posterior`], and [`ExactError::Length`] unless q is of k latents.
    pub fn elbo(&self, x: &[f64], q: &Latent) -> Result<Elbo, ExactError> {
        let decoded = self.decode(q.mean())?;
        length("x", self.pixels(), x.len())?;
        finite("x", x)?;
        let squared: f64 = x.iter().zip(decoded).map(|(x, y)| (x - y) * (x - y)).sum();
        let spread = dot(&self.gram, q.covariance()); // tr(WᵀW S)
        let (d, k) = (self.pixels() as f64, self.latents() as f64);
        let log_scale = LN_TAU + self.variance.ln();
        let trace: f64 = q.covariance().iter().step_by(self.latents() + 1).sum();
        let kl = trace + dot(q.mean(), q.mean()) - k - q.log_determinant();
        Ok(Elbo {
            reconstruction: -0.5 * (d * log_scale + (squared + spread) / self.variance),
            kl: 0.5 * kl,
        })
    }

    fn centred(&self, x: &[f64]) -> Result<Vec<f64>, ExactError> {
        length("x", self.pixels(), x.len())?;
        finite("x", x)?;
        Ok(x.iter().zip(&self.mean).map(|(x, mean)| x - mean).collect())
    }

    fn project(&self, centred: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|c| dot(c, centred)).collect()
    }
}
