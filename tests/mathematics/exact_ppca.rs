//! A linear VAE: evidence, ELBO and KL held against each other and, where asked for (`--ignored`), against MNIST.

use std::path::Path;
use std::process::Command;

use unnoise::exact::error::ExactError;
use unnoise::exact::latent::Latent;
use unnoise::exact::matrix::Cholesky;
use unnoise::exact::ppca::LinearVae;

use crate::exact_mixture::assert_near;

/// Five pixels, two latents that are not orthogonal.
fn small() -> LinearVae {
    let w = [0.9, 0.1, -0.4, 0.7, 0.2, 0.3, 0.5, -0.6, 0.0, 1.1];
    LinearVae::new(&w, vec![0.1, -0.2, 0.3, 0.0, 0.5], 0.3).unwrap()
}

const X: [f64; 5] = [0.4, -0.9, 0.3, 0.8, -0.1];

#[test]
fn evidence_is_elbo_plus_kl_to_the_posterior() {
    let vae = small();
    let evidence = vae.log_evidence(&X).unwrap();
    let posterior = vae.posterior(&X).unwrap();
    let bent = [
        posterior.clone(),
        posterior.bent(0.8, 1.0).unwrap(),
        posterior.bent(0.0, 3.0).unwrap(),
        Latent::diagonal(vec![0.3, -2.0], &[0.4, -3.0]).unwrap(),
    ];
    for q in bent {
        let elbo = vae.elbo(&X, &q).unwrap();
        let kl = q.kl(&posterior).unwrap();
        assert_near(elbo.total() + kl, evidence, 1e-12);
        assert!(kl > -1e-13 && elbo.kl > 0.0);
    }
    // Twice the variance costs ½(1 − ln 2) a latent.
    let doubled = posterior.bent(0.0, 2.0).unwrap();
    let cost = evidence - vae.elbo(&X, &doubled).unwrap().total();
    assert_near(cost, 2.0 * 0.15343, 1e-5);
    assert_near(cost, 1.0 - core::f64::consts::LN_2, 1e-12);
}

/// ln N(x; μ, WWᵀ + σ²I), its D × D matrix factored as it is.
#[test]
fn evidence_is_the_gaussian_of_all_pixels() {
    let vae = small();
    let column = |j: usize| {
        let z: Vec<f64> = (0..2).map(|k| f64::from(k == j)).collect();
        let (one, mean) = (vae.decode(&z).unwrap(), vae.decode(&[0.0; 2]).unwrap());
        one.iter()
            .zip(mean)
            .map(|(a, b)| a - b)
            .collect::<Vec<f64>>()
    };
    let (a, b) = (column(0), column(1));
    let mut covariance = vec![0.0; 25];
    for i in 0..5 {
        for j in 0..5 {
            let noise = if i == j { vae.variance() } else { 0.0 };
            covariance[i * 5 + j] = a[i] * a[j] + b[i] * b[j] + noise;
        }
    }
    let factor = Cholesky::new(&covariance, 5).unwrap();
    let mean = vae.decode(&[0.0; 2]).unwrap();
    let centred: Vec<f64> = X.iter().zip(mean).map(|(x, m)| x - m).collect();
    let squared: f64 = factor.half_solve(&centred).iter().map(|y| y * y).sum();
    let log_scale = 5.0 * core::f64::consts::TAU.ln();
    let expected = -0.5 * (squared + factor.log_determinant() + log_scale);
    assert_near(vae.log_evidence(&X).unwrap(), expected, 1e-12);
    let product: f64 = factor
        .solve(&centred)
        .iter()
        .zip(&centred)
        .map(|(a, b)| a * b)
        .sum();
    assert_near(product, squared, 1e-12);
}

/// z = mean + L ε has the covariance that it should: L applied to the unit vectors.
#[test]
fn draws_are_reparameterised() {
    let q = Latent::new(vec![1.0, -1.0], vec![0.5, 0.2, 0.2, 0.3]).unwrap();
    assert_eq!(q.draw(&[0.0, 0.0]).unwrap(), [1.0, -1.0]);
    let (a, b) = (q.draw(&[1.0, 0.0]).unwrap(), q.draw(&[0.0, 1.0]).unwrap());
    for (i, j) in [(0, 0), (0, 1), (1, 1)] {
        let mean = q.mean();
        let product = (a[i] - mean[i]) * (a[j] - mean[j]) + (b[i] - mean[i]) * (b[j] - mean[j]);
        assert_near(product, q.covariance()[2 * i + j], 1e-15);
    }
    let flat = Latent::diagonal(vec![0.5], &[4.0f64.ln()]).unwrap();
    assert_near(flat.draw(&[1.5]).unwrap()[0], 3.5, 1e-14);
}

#[test]
fn wrong_input_is_an_error() {
    let mean = || vec![0.0, 0.0];
    assert!(matches!(
        LinearVae::new(&[], mean(), 1.0),
        Err(ExactError::Length { .. })
    ));
    assert!(matches!(
        LinearVae::new(&[1.0; 3], mean(), 1.0),
        Err(ExactError::Length { .. })
    ));
    assert!(matches!(
        LinearVae::new(&[1.0], vec![], 1.0),
        Err(ExactError::Length { .. })
    ));
    for variance in [0.0, -1.0, f64::NAN] {
        let vae = LinearVae::new(&[1.0, 0.0], mean(), variance);
        assert!(matches!(vae, Err(ExactError::Number { .. })));
    }
    assert!(matches!(
        LinearVae::new(&[f64::NAN, 0.0], mean(), 1.0),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        small().log_evidence(&[0.0; 4]),
        Err(ExactError::Length { .. })
    ));
    assert!(matches!(
        small().posterior(&[f64::NAN; 5]),
        Err(ExactError::Number { .. })
    ));
    assert!(matches!(
        small().decode(&[0.0; 3]),
        Err(ExactError::Length { .. })
    ));
    let one = Latent::diagonal(vec![0.0], &[0.0]).unwrap();
    assert!(matches!(
        small().elbo(&X, &one),
        Err(ExactError::Length { .. })
    ));
    assert!(matches!(
        Latent::diagonal(vec![0.0], &[]),
        Err(ExactError::Length { .. })
    ));
    assert!(matches!(
        Latent::diagonal(vec![0.0], &[1e4]),
        Err(ExactError::NotPositive { .. })
    ));
    let flat = Latent::new(vec![0.0; 2], vec![1.0; 4]);
    assert!(matches!(flat, Err(ExactError::NotPositive { row: 1, .. })));
    assert!(matches!(one.bent(0.0, 0.0), Err(ExactError::Number { .. })));
    let unit = [vec![1.0, 0.0]];
    let fit = |value, trace| LinearVae::from_eigen(mean(), &[value], &unit, trace);
    assert!(matches!(fit(1.0, 3.0), Err(ExactError::Number { .. })));
    assert!(matches!(fit(1.0, 1.0), Err(ExactError::Number { .. })));
    assert!(fit(1.0, 1.5).is_ok());
}

/// The images of an idx file, in [−1, 1].
pub fn images(folder: &Path, name: &str) -> Vec<Vec<f64>> {
    let path = folder.join(format!("{name}-images-idx3-ubyte.gz"));
    let unzipped = Command::new("gzip").arg("-dc").arg(path).output().unwrap();
    assert!(unzipped.status.success());
    let pixels = unzipped.stdout[16..].chunks_exact(784);
    pixels
        .map(|image| image.iter().map(|&p| f64::from(p) / 127.5 - 1.0).collect())
        .collect()
}

/// The `k` largest eigenvalues of a symmetric matrix and their eigenvectors, by iterating a subspace of twice as many.
fn largest(matrix: &[Vec<f64>], k: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
    let d = matrix.len();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let times = |v: &[f64]| matrix.iter().map(|row| dot(row, v)).collect::<Vec<f64>>();
    let mut basis: Vec<Vec<f64>> = (0..2 * k + 4)
        .map(|j| {
            (0..d)
                .map(|i| ((i * (j + 3) * 7919 + j) % 1009) as f64 / 1009.0 - 0.5)
                .collect()
        })
        .collect();
    // Gram and Schmidt in the order of size: the first vector converges to the first eigenvector, and so on.
    for _ in 0..400 {
        let mut next: Vec<Vec<f64>> = Vec::new();
        for v in &basis {
            let mut v = times(v);
            for u in next.iter().chain(&next) {
                let share = dot(u, &v);
                v.iter_mut().zip(u).for_each(|(v, u)| *v -= share * u);
            }
            let norm = dot(&v, &v).sqrt();
            v.iter_mut().for_each(|v| *v /= norm);
            next.push(v);
        }
        basis = next;
    }
    basis.truncate(k);
    (basis.iter().map(|v| dot(v, &times(v))).collect(), basis)
}

/// The table of MNIST. Most of a minute, so only when asked for.
#[test]
#[ignore = "most of a minute; UNNOISE_MNIST names the folder of MNIST"]
fn mnist_has_the_figures_of_the_table() {
    let folder =
        std::env::var_os("UNNOISE_MNIST").expect("UNNOISE_MNIST names the folder of MNIST");
    let (train, test) = (
        images(Path::new(&folder), "train"),
        images(Path::new(&folder), "t10k"),
    );
    assert_eq!((train.len(), test.len()), (60_000, 10_000));
    let count = train.len() as f64;
    let mut mean = vec![0.0; 784];
    for image in &train {
        mean.iter_mut()
            .zip(image)
            .for_each(|(m, x)| *m += x / count);
    }
    let mut covariance = vec![vec![0.0; 784]; 784];
    for image in &train {
        let centred: Vec<f64> = image.iter().zip(&mean).map(|(x, m)| x - m).collect();
        for (i, row) in covariance.iter_mut().enumerate() {
            let x = centred[i] / count;
            row[..=i]
                .iter_mut()
                .zip(&centred)
                .for_each(|(c, y)| *c += x * y);
        }
    }
    // Only the lower half was summed.
    let covariance: Vec<Vec<f64>> = (0..784)
        .map(|i| (0..784).map(|j| covariance[i.max(j)][i.min(j)]).collect())
        .collect();
    let trace = (0..784).map(|i| covariance[i][i]).sum();
    let (values, vectors) = largest(&covariance, 16);
    // −524.67 where the row is to add up.
    for (k, variance, training, testing, reconstruction, kl) in [
        (2, 0.22438, -531.00, -529.07, -524.665, 4.40),
        (16, 0.11145, -284.97, -278.97, -246.23, 32.74),
    ] {
        let vae = LinearVae::from_eigen(mean.clone(), &values[..k], &vectors[..k], trace).unwrap();
        assert_near(vae.variance(), variance, 5e-6);

        let average = |images: &[Vec<f64>], f: &dyn Fn(&[f64]) -> f64| {
            images.iter().map(|x| f(x)).sum::<f64>() / images.len() as f64
        };
        let evidence = |x: &[f64]| vae.log_evidence(x).unwrap();
        let elbo = |x: &[f64]| vae.elbo(x, &vae.posterior(x).unwrap()).unwrap();
        assert_near(average(&train, &evidence), training, 5e-3);
        assert_near(average(&test, &evidence), testing, 5e-3);
        assert_near(
            average(&test, &|x| elbo(x).reconstruction),
            reconstruction,
            5e-3,
        );
        assert_near(average(&test, &|x| elbo(x).kl), kl, 5e-3);
    }
}
