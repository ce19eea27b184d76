//! The Fréchet distance between two clouds of features (Heusel et al. 2017, eq. 6), in f64.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// Mean and covariance of features.
#[derive(Debug, Clone)]
pub struct Moments {
    mean: DVector<f64>,
    covariance: DMatrix<f64>,
}

impl Moments {
    /// Moments of rows of `size` features each. Expects at least two rows.
    pub fn new(rows: &[f32], size: usize) -> Self {
        let count = rows.len() / size;
        let values = DMatrix::from_row_iterator(count, size, rows.iter().map(|&v| v as f64));
        let mean = values.row_mean().transpose();
        let mut centred = values;
        for mut row in centred.row_iter_mut() {
            row -= mean.transpose();
        }
        let covariance = centred.transpose() * &centred / (count as f64 - 1.0);
        Self { mean, covariance }
    }

    /// ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½).
    pub fn distance(&self, other: &Self) -> f64 {
        // tr((Σ₁Σ₂)^½) = tr((Σ₁^½ Σ₂ Σ₁^½)^½), and that product is symmetric.
        let root = square_root(&self.covariance);
        let product = &root * &other.covariance * &root;
        let cross: f64 = SymmetricEigen::new((&product + product.transpose()) * 0.5)
            .eigenvalues
            .iter()
            .map(|&value| value.max(0.0).sqrt())
            .sum();
        let apart = (&self.mean - &other.mean).norm_squared();
        apart + self.covariance.trace() + other.covariance.trace() - 2.0 * cross
    }
}

fn square_root(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(matrix.clone());
    let roots = eigen.eigenvalues.map(|value| value.max(0.0).sqrt());
    &eigen.eigenvectors * DMatrix::from_diagonal(&roots) * eigen.eigenvectors.transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Axis-aligned clouds: the distance is the sum over axes of (μ₁ − μ₂)² + (σ₁ − σ₂)².
    #[test]
    fn agrees_with_the_closed_form_of_independent_features() {
        let cloud = |mean: [f32; 2], deviation: [f32; 2]| -> Vec<f32> {
            [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)]
                .iter()
                .flat_map(|(a, b)| [mean[0] + a * deviation[0], mean[1] + b * deviation[1]])
                .collect()
        };
        let a = Moments::new(&cloud([0.0, 1.0], [1.0, 2.0]), 2);
        let b = Moments::new(&cloud([3.0, 1.0], [2.0, 0.5]), 2);
        let unbiased = 4.0 / 3.0; // variances are divided by n − 1
        let expected = 9.0 + unbiased * (1.0 + 2.25);
        assert!((a.distance(&b) - expected).abs() < 1e-9);
        assert!(a.distance(&a).abs() < 1e-9);
    }
}
