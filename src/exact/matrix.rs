//! The algebra of small symmetric matrices: a Cholesky factor and what follows from it. Row-major, f64.

use super::error::ExactError;

/// The lower triangular L with L Lᵀ = A.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    size: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factors A, `[size·size]`, of which the lower triangle is read.
    ///
    /// # Errors
    /// [`ExactError::Length`] unless A is square of this size, [`ExactError::NotPositive`] unless it is positive definite.
    pub fn new(a: &[f64], size: usize) -> Result<Self, ExactError> {
        if a.len() != size * size {
            return Err(ExactError::Length {
                name: "matrix",
                expected: format!("{size} x {size}"),
                found: a.len(),
            });
        }
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let known: f64 = (0..column)
                    .map(|k| lower[row * size + k] * lower[column * size + k])
                    .sum();
                let left = a[row * size + column] - known;
                if row > column {
                    lower[row * size + column] = left / lower[column * size + column];
                } else if left.is_finite() && left > 0.0 {
                    lower[row * size + row] = left.sqrt();
                } else {
                    return Err(ExactError::NotPositive { row, pivot: left });
                }
            }
        }
        Ok(Self { size, lower })
    }

    /// ln |A|.
    pub fn log_determinant(&self) -> f64 {
        let diagonal = (0..self.size).map(|i| self.lower[i * self.size + i].ln());
        2.0 * diagonal.sum::<f64>()
    }

    /// L⁻¹ b, `[size]`: its squared norm is bᵀ A⁻¹ b.
    pub fn half_solve(&self, b: &[f64]) -> Vec<f64> {
        let mut y = b.to_vec();
        for row in 0..self.size {
            let known: f64 = (0..row)
                .map(|k| self.lower[row * self.size + k] * y[k])
                .sum();
            y[row] = (y[row] - known) / self.lower[row * self.size + row];
        }
        y
    }

    /// A⁻¹ b, `[size]`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.half_solve(b);
        for row in (0..self.size).rev() {
            let known: f64 = (row + 1..self.size)
                .map(|k| self.lower[k * self.size + row] * x[k])
                .sum();
            x[row] = (x[row] - known) / self.lower[row * self.size + row];
        }
        x
    }

    /// A⁻¹, `[size·size]`.
    pub fn inverse(&self) -> Vec<f64> {
        let mut inverse = Vec::with_capacity(self.size * self.size);
        for row in 0..self.size {
            let unit: Vec<f64> = (0..self.size).map(|k| f64::from(k == row)).collect();
            // Symmetric, so a column is a row.
            inverse.extend(self.solve(&unit));
        }
        inverse
    }

    /// L b, `[size]`: of standard normal b it has covariance A.
    pub fn times(&self, b: &[f64]) -> Vec<f64> {
        let rows = self.lower.chunks(self.size.max(1));
        rows.map(|row| dot(row, b)).collect()
    }
}

/// Σ aᵢ bᵢ.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
