//! The network's weights in a safetensors file: stored as f16, read as f32, every name and shape checked.

use burn_store::{
    ApplyError, HalfPrecisionAdapter, ModuleSnapshot, SafetensorsStore, SafetensorsStoreError,
};
#[cfg(feature = "webgpu")]
use burn_store::{ModuleStore, bridge};
use safetensors::{Dtype, SafeTensors};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::unet::UNet;

/// Why weights could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WeightsError {
    /// The bytes are not the ones that the model's description promises.
    #[error(
        "weights: expected {expected_bytes} bytes with SHA-256 {expected}, found {found_bytes} bytes with {found}; \
         the file is incomplete or another one, fetch it again"
    )]
    Digest {
        /// Promised digest, lower-case hexadecimal.
        expected: String,
        /// Promised length.
        expected_bytes: usize,
        /// Digest of what came.
        found: String,
        /// Length of what came.
        found_bytes: usize,
    },
    /// The file does not follow the safetensors format.
    #[error(
        "weights: expected a safetensors file, found one that cannot be read ({0}); fetch it again"
    )]
    Format(String),
    /// A tensor that the network needs is not in the file.
    #[error(
        "weights: expected a tensor `{name}`, found none ({count} missing in all); the weights belong to another \
         architecture than the config describes"
    )]
    Missing {
        /// First missing tensor, as its path in the network.
        name: String,
        /// How many are missing.
        count: usize,
    },
    /// A tensor has another shape than the network's.
    #[error(
        "weights: expected `{name}` with shape {expected}, found {found}; the weights belong to another architecture \
         than the config describes"
    )]
    Shape {
        /// The tensor.
        name: String,
        /// The network's shape.
        expected: String,
        /// The file's shape.
        found: String,
    },
    /// The file has a tensor that the network has no place for.
    #[error(
        "weights: expected no tensor `{name}`, found one ({count} unused in all); the weights belong to another \
         architecture than the config describes"
    )]
    Unused {
        /// First such tensor.
        name: String,
        /// How many there are.
        count: usize,
    },
    /// A tensor holds NaN or infinity, or could not be converted.
    #[error(
        "weights: expected finite numbers in `{name}`, found {found}; the file is damaged, fetch it again"
    )]
    Value {
        /// The tensor.
        name: String,
        /// What it holds.
        found: String,
    },
}

/// SHA-256 of a file's bytes, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Checks bytes against the digest and length that a model's description promises.
///
/// # Errors
/// [`WeightsError::Digest`] when they differ.
pub fn check_digest(
    bytes: &[u8],
    expected: &str,
    expected_bytes: usize,
) -> Result<(), WeightsError> {
    let found = sha256(bytes);
    if found != expected || bytes.len() != expected_bytes {
        return Err(WeightsError::Digest {
            expected: expected.to_owned(),
            expected_bytes,
            found,
            found_bytes: bytes.len(),
        });
    }
    Ok(())
}

/// Tensors that a file may hold at most; a network's has some hundred.
const MOST_TENSORS: usize = 10_000;

/// Checks that a file is whole by the format's own rules (a header that fits, no gap, no overlap, nothing behind the last
/// tensor), of few tensors, and that every number in it is finite.
///
/// # Errors
/// [`WeightsError::Format`], [`WeightsError::Value`].
pub fn check_values(bytes: &[u8]) -> Result<(), WeightsError> {
    let file =
        SafeTensors::deserialize(bytes).map_err(|error| WeightsError::Format(error.to_string()))?;
    if file.len() > MOST_TENSORS {
        let found = format!("{} tensors, more than {MOST_TENSORS}", file.len());
        return Err(WeightsError::Format(found));
    }
    for (name, tensor) in file.iter() {
        // The exponent of an infinity and of NaN is all ones, in every format.
        let (size, exponent) = match tensor.dtype() {
            Dtype::F16 => (2, 0x7c00),
            Dtype::BF16 => (2, 0x7f80),
            Dtype::F32 => (4, 0x7f80_0000),
            Dtype::F64 => (8, 0x7ff0_0000_0000_0000),
            other => {
                return Err(WeightsError::Value {
                    name: name.to_owned(),
                    found: format!("numbers of type {other:?}"),
                });
            }
        };
        let bits = |number: &[u8]| {
            let mut wide = [0; 8];
            wide[..size].copy_from_slice(number);
            u64::from_le_bytes(wide)
        };
        let bad = tensor
            .data()
            .chunks_exact(size)
            .position(|number| bits(number) & exponent == exponent);
        if let Some(at) = bad {
            return Err(WeightsError::Value {
                name: name.to_owned(),
                found: format!("NaN or infinity at {at}"),
            });
        }
    }
    Ok(())
}

/// The network's weights as a safetensors file with f16 tensors.
///
/// # Errors
/// [`WeightsError::Format`] when the tensors cannot be read back from their device.
pub fn to_bytes(network: &UNet) -> Result<Vec<u8>, WeightsError> {
    // Without metadata, which is written in no fixed order: equal weights are equal bytes.
    let mut store = SafetensorsStore::from_bytes(None)
        .clear_metadata()
        .with_to_adapter(HalfPrecisionAdapter::new());
    network.save_into(&mut store).map_err(format_error)?;
    store.get_bytes().map_err(format_error)
}

/// The network with the weights of a safetensors file.
///
/// # Errors
/// When the file cannot be read, or a tensor is missing, unknown, of another shape, or not finite.
pub fn from_bytes(mut network: UNet, bytes: Vec<u8>) -> Result<UNet, WeightsError> {
    let mut store = SafetensorsStore::from_bytes(Some(bytes))
        .with_from_adapter(HalfPrecisionAdapter::new())
        .validate(false)
        .allow_partial(true);
    let result = network.load_from(&mut store).map_err(format_error)?;
    if let Some(error) = result.errors.into_iter().next() {
        return Err(apply_error(error));
    }
    if let Some((name, _)) = result.missing.first() {
        return Err(WeightsError::Missing {
            name: name.clone(),
            count: result.missing.len(),
        });
    }
    if let Some(name) = result.unused.first() {
        return Err(WeightsError::Unused {
            name: name.clone(),
            count: result.unused.len(),
        });
    }
    Ok(network)
}

/// The tensors of a safetensors file by their paths in the network, as f32.
///
/// # Errors
/// [`WeightsError::Format`] when the file cannot be read.
#[cfg(feature = "webgpu")]
pub(crate) fn tensors(
    bytes: Vec<u8>,
) -> Result<std::collections::BTreeMap<String, burn::tensor::TensorData>, WeightsError> {
    let mut store = SafetensorsStore::from_bytes(Some(bytes));
    let tensors = store.get_all_tensors().map_err(format_error)?;
    let numbers = |tensor| {
        let data =
            bridge::to_data(tensor).map_err(|error| WeightsError::Format(error.to_string()))?;
        Ok(data.convert::<f32>())
    };
    tensors
        .iter()
        .map(|(name, tensor)| Ok((name.clone(), numbers(tensor)?)))
        .collect()
}

fn format_error(error: SafetensorsStoreError) -> WeightsError {
    WeightsError::Format(error.to_string())
}

fn apply_error(error: ApplyError) -> WeightsError {
    match error {
        ApplyError::ShapeMismatch {
            path,
            expected,
            found,
        } => WeightsError::Shape {
            name: path,
            expected: format!("{expected:?}"),
            found: format!("{found:?}"),
        },
        ApplyError::DTypeMismatch { path, found, .. } => WeightsError::Value {
            name: path,
            found: format!("numbers of type {found:?}"),
        },
        ApplyError::AdapterError { path, message } | ApplyError::LoadError { path, message } => {
            WeightsError::Value {
                name: path,
                found: message,
            }
        }
    }
}
