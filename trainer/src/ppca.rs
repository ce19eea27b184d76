//! A linear VAE fitted to data, probabilistic PCA (Tipping and Bishop 1999), and its folder.

use std::fs;
use std::path::Path;

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use serde::Serialize;
use unnoise::exact::linear_file::{LinearConfig, LinearKind, LinearManifest};
use unnoise::exact::ppca::LinearVae;
use unnoise::weights::sha256;

use crate::data::Images;
use crate::error::Error;
use crate::json::write_json;

/// Images that are added to the covariance at once.
const BLOCK: usize = 1000;

/// What [`write()`] is told.
#[derive(Debug)]
pub struct Fit<'a> {
    /// k.
    pub latents: usize,
    /// Name of the model.
    pub name: &'a str,
    /// Licence and credit.
    pub licence: &'a str,
    /// The command that fitted it.
    pub command: &'a str,
    /// The commit it was fitted from.
    pub commit: &'a str,
}

/// How a linear VAE was made, and how good it is.
#[derive(Debug, Serialize)]
struct Record<'a> {
    command: &'a str,
    commit: &'a str,
    data: String,
    figures: Figures,
}

/// Means of the model as the file has it, nats an image of density in [−1, 1].
#[derive(Debug, Serialize)]
struct Figures {
    /// σ².
    variance: f64,
    /// ln p(x) of the training images.
    log_evidence_train: f64,
    /// ln p(x) of the test images.
    log_evidence_test: f64,
    /// E\[ln p(x | z)\] over the exact posterior, of the test images.
    reconstruction_test: f64,
    /// KL(p(z | x) ‖ p(z)) of the test images; the evidence is the reconstruction without it.
    kl_test: f64,
}

/// The maximum of the likelihood of all images.
///
/// # Errors
/// When there are not fewer latents than pixels, or the images don't differ in more directions than that.
pub fn fit(images: &Images, latents: usize) -> Result<LinearVae, Error> {
    let size = images.shape().iter().product();
    let count = images.len() as f64;
    let mut mean = DVector::zeros(size);
    for i in 0..images.len() {
        mean += DVector::from_vec(images.image(i));
    }
    mean /= count;
    let mut covariance = DMatrix::zeros(size, size);
    for start in (0..images.len()).step_by(BLOCK) {
        let numbers = start..(start + BLOCK).min(images.len());
        let columns: Vec<_> = numbers
            .map(|i| DVector::from_vec(images.image(i)) - &mean)
            .collect();
        let centred = DMatrix::from_columns(&columns); // [D, images]
        covariance.gemm(count.recip(), &centred, &centred.transpose(), 1.0);
    }
    let trace = covariance.trace();
    let eigen = SymmetricEigen::new(covariance);
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    order.truncate(latents);
    let values: Vec<f64> = order.iter().map(|&i| eigen.eigenvalues[i]).collect();
    let vectors: Vec<Vec<f64>> = order
        .iter()
        .map(|&i| directed(eigen.eigenvectors.column(i).as_slice()))
        .collect();
    let mean = mean.as_slice().to_vec();
    Ok(LinearVae::from_eigen(mean, &values, &vectors, trace)?)
}

/// An eigenvector or its opposite, which is one as well: the one whose largest coordinate is positive.
fn directed(vector: &[f64]) -> Vec<f64> {
    let largest = vector
        .iter()
        .copied()
        .fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    vector.iter().map(|x| x * largest.signum()).collect()
}

/// Fits a linear VAE to `train` and writes its folder: weights, `model.json`, and `training.json` with its figures.
///
/// # Errors
/// Those of [`fit`], when there are more latents or pixels than such a file may have, or a file cannot be written.
pub fn write(
    fit: &Fit,
    train: &Images,
    test: &Images,
    folder: &Path,
) -> Result<LinearManifest, Error> {
    let vae = self::fit(train, fit.latents)?;
    let bytes = vae.to_bytes()?;
    let [channels, height, width] = train.shape();
    let manifest = LinearManifest {
        name: fit.name.to_owned(),
        kind: LinearKind::Ppca,
        weights: "model.safetensors".to_owned(),
        sha256: sha256(&bytes),
        bytes: bytes.len(),
        parameters: vae.pixels() * (vae.latents() + 1) + 1,
        licence: fit.licence.to_owned(),
        config: LinearConfig {
            latents: vae.latents(),
            channels,
            height,
            width,
            variance: vae.variance(),
        },
    };
    // As it will be read: rounding is part of the model.
    let shipped = LinearVae::from_bytes(&manifest, &bytes)?;
    let record = Record {
        command: fit.command,
        commit: fit.commit,
        data: format!("MNIST, {} training images", train.len()),
        figures: figures(&shipped, train, test)?,
    };
    println!("{:#?}", record.figures);
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let path = folder.join(&manifest.weights);
    fs::write(&path, &bytes).map_err(Error::write(&path))?;
    write_json(&folder.join("model.json"), &manifest)?;
    write_json(&folder.join("training.json"), &record)?;
    Ok(manifest)
}

fn figures(vae: &LinearVae, train: &Images, test: &Images) -> Result<Figures, Error> {
    let mut figures = Figures {
        variance: vae.variance(),
        log_evidence_train: 0.0,
        log_evidence_test: 0.0,
        reconstruction_test: 0.0,
        kl_test: 0.0,
    };
    for i in 0..train.len() {
        figures.log_evidence_train += vae.log_evidence(&train.image(i))? / train.len() as f64;
    }
    let share = 1.0 / test.len() as f64;
    for i in 0..test.len() {
        let image = test.image(i);
        let elbo = vae.elbo(&image, &vae.posterior(&image)?)?;
        figures.log_evidence_test += share * vae.log_evidence(&image)?;
        figures.reconstruction_test += share * elbo.reconstruction;
        figures.kl_test += share * elbo.kl;
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four images of two pixels that vary along one diagonal by ±1 and along the other by ±⅓.
    #[test]
    fn the_fit_is_the_closed_form_and_has_one_sign() {
        let pixels = [255, 255, 0, 0, 170, 85, 85, 170].to_vec();
        let images = Images::new(pixels, vec![0; 4], [1, 1, 2], Path::new("here")).expect("images");
        let vae = fit(&images, 1).expect("a fit");
        // The eigenvalues are 1 and 1/9; the one that is left out is σ².
        assert!((vae.variance() - 1.0 / 9.0).abs() < 1e-12);
        let expected = (8.0f64 / 9.0 / 2.0).sqrt();
        for w in vae.w() {
            assert!((w - expected).abs() < 1e-12, "{w}");
        }
        assert!(vae.mean().iter().all(|m| m.abs() < 1e-12));
        assert_eq!(directed(&[0.6, -0.8]), [-0.6, 0.8]);
        assert!(fit(&images, 2).is_err());
    }
}
