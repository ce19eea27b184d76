//! A linear VAE in JavaScript.

use wasm_bindgen::prelude::*;

use super::{array, object};
use crate::exact::latent::Latent;
use crate::exact::linear_file::LinearManifest;
use crate::exact::ppca::LinearVae;
use crate::noise::{NoiseStream, standard_normal};
use crate::web::js_error;

/// A linear VAE; images are `[N·D]`, latents `[N·k]`.
#[wasm_bindgen(js_name = LinearVae)]
pub struct WebLinearVae {
    vae: LinearVae,
}

#[wasm_bindgen(js_class = LinearVae)]
impl WebLinearVae {
    /// Of the text of a folder's `model.json`, and its weights.
    ///
    /// # Errors
    /// When the two do not fit together, or make no model.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: &str, weights: &[u8]) -> Result<WebLinearVae, JsError> {
        let manifest = LinearManifest::from_json(manifest).map_err(js_error)?;
        let vae = LinearVae::from_bytes(&manifest, weights).map_err(js_error)?;
        Ok(Self { vae })
    }

    /// The posterior of each image, `{mean, deviation}`, each `[N·k]`.
    ///
    /// # Errors
    /// When a pixel is not finite or the length fits no image.
    pub fn encode(&self, images: &[f64]) -> Result<JsValue, JsError> {
        let (mut mean, mut deviation) = (Vec::new(), Vec::new());
        for image in images.chunks(self.vae.pixels()) {
            let posterior = self.vae.posterior(image).map_err(js_error)?;
            mean.extend_from_slice(posterior.mean());
            let diagonal = posterior.covariance().iter();
            deviation.extend(diagonal.step_by(self.vae.latents() + 1).map(|v| v.sqrt()));
        }
        Ok(object([
            ("mean", array(&mean)),
            ("deviation", array(&deviation)),
        ]))
    }

    /// The mean of p(x | z) of each latent: `[N·D]`.
    ///
    /// # Errors
    /// When the length fits no latent.
    pub fn decode(&self, latents: &[f64]) -> Result<Vec<f64>, JsError> {
        let mut images = Vec::new();
        for z in latents.chunks(self.vae.latents()) {
            images.extend(self.vae.decode(z).map_err(js_error)?);
        }
        Ok(images)
    }

    /// `count` latents from p(z) = N(0, I): `[count·k]`.
    pub fn prior(&self, count: usize, seed: f64) -> Vec<f64> {
        let mut latents = vec![0.0; count * self.vae.latents()];
        for (k, z) in latents.chunks_mut(self.vae.latents()).enumerate() {
            standard_normal(seed as u64, NoiseStream::Latent, 0, k, z);
        }
        latents.into_iter().map(f64::from).collect()
    }

    /// The two terms of one image's ELBO, nats, for q = N(mean, deviation²), or for the posterior where both are empty:
    /// `{reconstruction, kl, elbo, evidence, gap}`, gap = KL(q ‖ p(z | x)).
    ///
    /// # Errors
    /// When the image is none, or q is no Gaussian of this many latents.
    pub fn elbo(&self, image: &[f64], mean: &[f64], deviation: &[f64]) -> Result<JsValue, JsError> {
        let posterior = self.vae.posterior(image).map_err(js_error)?;
        let q = if mean.is_empty() {
            posterior.clone()
        } else {
            let log_variance: Vec<f64> = deviation.iter().map(|d| 2.0 * d.ln()).collect();
            Latent::diagonal(mean.to_vec(), &log_variance).map_err(js_error)?
        };
        let elbo = self.vae.elbo(image, &q).map_err(js_error)?;
        let evidence = self.vae.log_evidence(image).map_err(js_error)?;
        Ok(object([
            ("reconstruction", elbo.reconstruction.into()),
            ("kl", elbo.kl.into()),
            ("elbo", elbo.total().into()),
            ("evidence", evidence.into()),
            ("gap", q.kl(&posterior).map_err(js_error)?.into()),
        ]))
    }
}
