//! The Fréchet distance between two clouds of features (Heusel et al. 2017, eq. 6), in f64.

use nalgebra::{DMatrix, DVector, Dyn, SymmetricEigen};

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
        let cross: f64 = eigen(&product)
            .eigenvalues
            .iter()
            .map(|&value| value.max(0.0).sqrt())
            .sum();
        let apart = (&self.mean - &other.mean).norm_squared();
        apart + self.covariance.trace() + other.covariance.trace() - 2.0 * cross
    }

    /// The influence function of the distance to `other` at each of the rows that these moments are of: n times what the distance
    /// would grow by, to first order, if that row were there once more. They add up to 0.
    pub fn influence(&self, other: &Self, rows: &[f32]) -> Vec<f64> {
        let size = self.mean.len();
        // The derivatives of the distance: 2(μ₁ − μ₂) by the mean, and 1 − T by the covariance, with
        // T = Σ₂^½ (Σ₂^½ Σ₁ Σ₂^½)^−½ Σ₂^½, which carries one cloud onto the other, were both normal.
        let root = square_root(&other.covariance);
        let inner = eigen(&(&root * &self.covariance * &root));
        // Features that are 0 in all images have no part in T.
        let least = 1e-9 * inner.eigenvalues.max();
        let inverse = inner.eigenvalues.map(|value| {
            if value > least {
                value.sqrt().recip()
            } else {
                0.0
            }
        });
        let inverse =
            &inner.eigenvectors * DMatrix::from_diagonal(&inverse) * inner.eigenvectors.transpose();
        let by_covariance = DMatrix::identity(size, size) - &root * inverse * &root;
        let by_mean = (&self.mean - &other.mean) * 2.0;
        let influence: Vec<f64> = rows
            .chunks_exact(size)
            .map(|row| {
                let row = DVector::from_iterator(size, row.iter().map(|&v| f64::from(v)));
                let off = row - &self.mean;
                by_mean.dot(&off) + off.dot(&(&by_covariance * &off))
            })
            .collect();
        let mean = influence.iter().sum::<f64>() / influence.len() as f64;
        influence.into_iter().map(|value| value - mean).collect()
    }
}

/// Of a product that is symmetric but for rounding.
fn eigen(product: &DMatrix<f64>) -> SymmetricEigen<f64, Dyn> {
    SymmetricEigen::new((product + product.transpose()) * 0.5)
}

fn square_root(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(matrix.clone());
    let roots = eigen.eigenvalues.map(|value| value.max(0.0).sqrt());
    &eigen.eigenvectors * DMatrix::from_diagonal(&roots) * eigen.eigenvectors.transpose()
}

#[cfg(test)]
mod tests {
    use unnoise::noise::{NoiseStream, standard_normal};

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

    /// Held against what one more row does.
    #[test]
    fn the_influence_of_a_row_is_what_a_copy_of_it_adds() {
        let rows = |image: usize, count: usize| {
            let mut rows = vec![0.0; 3 * count];
            standard_normal(3, NoiseStream::Latent, 0, image, &mut rows);
            rows
        };
        let (other, count) = (Moments::new(&rows(0, 500), 3), 4000);
        let mut all = rows(1, count);
        for row in all.chunks_mut(3) {
            row[0] = 2.0 * row[0] + 0.5;
            row[1] += 0.3 * row[2];
        }
        let moments = Moments::new(&all, 3);
        let influence = moments.influence(&other, &all);
        assert!(influence.iter().sum::<f64>().abs() < 1e-6);
        let deviation = (influence.iter().map(|v| v * v).sum::<f64>() / count as f64).sqrt();
        for (k, row) in all.chunks(3).enumerate().take(20) {
            let longer = [&all, row].concat();
            let more = Moments::new(&longer, 3).distance(&other) - moments.distance(&other);
            let off = (count as f64 * more - influence[k]).abs();
            assert!(off < 0.01 * deviation, "row {k}: off by {off}");
        }
    }
}
