//! A linear VAE in the two files of its folder: `model.json`, and its weights as safetensors, `w` `[D, k]` and `mean` `[D]`.
//!
//! σ² stands in `model.json`: as f16 it would move every likelihood.

use half::f16;
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use serde::{Deserialize, Serialize};

use super::ppca::LinearVae;
use crate::error::Error;
use crate::weights::{WeightsError, check_digest};

/// The most latents of a file.
const LATENTS: usize = 64;
/// The most pixels of a file, those of 256 × 256 grey values.
const PIXELS: usize = 65_536;

/// The file `model.json` of a linear VAE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearManifest {
    /// The model's name, that of its folder.
    pub name: String,
    /// What tells it from a network's description.
    pub kind: LinearKind,
    /// File of the weights, relative to this one.
    pub weights: String,
    /// SHA-256 of that file, lower-case hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: usize,
    /// Numbers that were fitted: W, μ and σ².
    pub parameters: usize,
    /// Licence and credit of weights and data, in a sentence.
    pub licence: String,
    /// The model.
    pub config: LinearConfig,
}

/// The one kind that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinearKind {
    /// Probabilistic PCA (Tipping and Bishop 1999).
    Ppca,
}

/// What has to be known to read the weights, and σ².
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearConfig {
    /// k, from 1 to 64.
    pub latents: usize,
    /// Channels of an image.
    pub channels: usize,
    /// Its height in pixels.
    pub height: usize,
    /// Its width in pixels.
    pub width: usize,
    /// σ² of p(x | z), of pixels in [−1, 1].
    pub variance: f64,
}

impl LinearConfig {
    /// D, the numbers of an image.
    ///
    /// # Errors
    /// [`Error::Count`] unless there are from 1 to 65 536 of them.
    pub fn pixels(&self) -> Result<usize, Error> {
        let sides = [self.channels, self.height, self.width];
        let product = sides
            .iter()
            .try_fold(1usize, |all, &side| all.checked_mul(side));
        in_range(
            "channels × height × width",
            "from 1 to 65536",
            product.unwrap_or(usize::MAX),
            PIXELS,
        )
    }

    /// Checks the ranges.
    ///
    /// # Errors
    /// [`Error::Count`] unless there are from 1 to 64 latents and from 1 to 65 536 pixels, [`Error::Number`] unless σ² is finite and
    /// above 0.
    pub fn check(&self) -> Result<(), Error> {
        in_range("latents", "from 1 to 64", self.latents, LATENTS)?;
        self.pixels()?;
        if self.variance.is_finite() && self.variance > 0.0 {
            return Ok(());
        }
        Err(Error::Number {
            name: "variance",
            expected: "a finite number above 0",
            found: self.variance,
        })
    }
}

impl LinearManifest {
    /// Reads `model.json`.
    ///
    /// # Errors
    /// [`Error::Manifest`] when the text is not such a file, and those of [`LinearConfig::check`].
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let manifest: Self =
            serde_json::from_str(json).map_err(|error| Error::Manifest(error.to_string()))?;
        manifest.config.check()?;
        Ok(manifest)
    }
}

impl LinearVae {
    /// The model of the two files of its folder, checked against each other.
    ///
    /// # Errors
    /// Those of [`LinearConfig::check`]; [`Error::Weights`] when the bytes are others than the manifest promises, no safetensors, or
    /// their tensors have other names, shapes or types than f16 and f32, or hold a number that is not finite.
    pub fn from_bytes(manifest: &LinearManifest, weights: &[u8]) -> Result<Self, Error> {
        let config = manifest.config;
        config.check()?;
        check_digest(weights, &manifest.sha256, manifest.bytes)?;
        let file = SafeTensors::deserialize(weights)
            .map_err(|error| WeightsError::Format(error.to_string()))?;
        let mut unused = file.names();
        unused.retain(|&name| name != "w" && name != "mean");
        unused.sort_unstable();
        if let Some(&name) = unused.first() {
            return Err(Error::Weights(WeightsError::Unused {
                name: name.to_owned(),
                count: unused.len(),
            }));
        }
        let pixels = config.pixels()?;
        let w = numbers(&file, "w", &[pixels, config.latents])?;
        let mean = numbers(&file, "mean", &[pixels])?;
        Ok(Self::new(&w, mean, config.variance)?)
    }

    /// W and μ as safetensors, rounded to f16; equal weights are equal bytes.
    ///
    /// # Errors
    /// [`WeightsError::Value`] for a number that is too large for f16.
    pub fn to_bytes(&self) -> Result<Vec<u8>, WeightsError> {
        let (w, mean) = (halves("w", &self.w())?, halves("mean", self.mean())?);
        let (d, k) = (self.pixels(), self.latents());
        let format = |error: safetensors::SafeTensorError| WeightsError::Format(error.to_string());
        let view = |shape, bytes| TensorView::new(Dtype::F16, shape, bytes).map_err(format);
        let tensors = [
            ("w", view(vec![d, k], &w)?),
            ("mean", view(vec![d], &mean)?),
        ];
        serialize(tensors, None).map_err(format)
    }
}

/// `found` where it is from 1 to `most`.
fn in_range(
    name: &'static str,
    expected: &'static str,
    found: usize,
    most: usize,
) -> Result<usize, Error> {
    if (1..=most).contains(&found) {
        return Ok(found);
    }
    Err(Error::Count {
        name,
        expected,
        found,
    })
}

/// The numbers of a tensor in the order of the file, its last axis the fastest.
fn numbers(file: &SafeTensors, name: &str, shape: &[usize]) -> Result<Vec<f64>, WeightsError> {
    let tensor = file.tensor(name).map_err(|_| WeightsError::Missing {
        name: name.to_owned(),
        count: 1,
    })?;
    if tensor.shape() != shape {
        return Err(WeightsError::Shape {
            name: name.to_owned(),
            expected: format!("{shape:?}"),
            found: format!("{:?}", tensor.shape()),
        });
    }
    let value = |found: String| WeightsError::Value {
        name: name.to_owned(),
        found,
    };
    let numbers: Vec<f64> = match tensor.dtype() {
        Dtype::F16 => {
            let pairs = tensor.data().as_chunks::<2>().0.iter();
            pairs.map(|&b| f16::from_le_bytes(b).to_f64()).collect()
        }
        Dtype::F32 => {
            let fours = tensor.data().as_chunks::<4>().0.iter();
            fours.map(|&b| f64::from(f32::from_le_bytes(b))).collect()
        }
        other => return Err(value(format!("numbers of type {other:?}"))),
    };
    match numbers.iter().find(|number| !number.is_finite()) {
        Some(number) => Err(value(number.to_string())),
        None => Ok(numbers),
    }
}

/// Numbers as f16, little endian.
fn halves(name: &str, values: &[f64]) -> Result<Vec<u8>, WeightsError> {
    let mut bytes = Vec::with_capacity(2 * values.len());
    for &value in values {
        let half = f16::from_f64(value);
        if !half.is_finite() {
            return Err(WeightsError::Value {
                name: name.to_owned(),
                found: format!("{value}, which f16 cannot hold"),
            });
        }
        bytes.extend(half.to_le_bytes());
    }
    Ok(bytes)
}
