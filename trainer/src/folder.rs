//! A model's folder: `model.json`, its weights, and how they were made.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use burn::module::Module;
use burn::tensor::Device;
use burn_store::{HalfPrecisionAdapter, ModuleSnapshot, SafetensorsStore};
use serde::Serialize;
use unnoise::model::{Manifest, Model, ModelConfig};
use unnoise::unet::UNet;
use unnoise::weights;

use crate::checkpoint::{Checkpoints, load_module, position};
use crate::device::operations;
use crate::error::Error;
use crate::json::{read_json, write_json};
use crate::rounding::round;
use crate::settings::Settings;

/// Reads a model.
///
/// # Errors
/// When a file is missing, or the two do not fit together.
pub fn read(folder: &Path, device: &Device) -> Result<(Manifest, Arc<Model>), Error> {
    let manifest = manifest(folder)?;
    let model = Model::load(&manifest, weights_of(&manifest, folder)?, device)?
        .with_operations(operations(device, false)?);
    Ok((manifest, Arc::new(model)))
}

/// Reads a model's description.
///
/// # Errors
/// When the file is missing or is none.
pub fn manifest(folder: &Path) -> Result<Manifest, Error> {
    let path = folder.join("model.json");
    let json = fs::read_to_string(&path).map_err(Error::read(&path))?;
    Ok(Manifest::from_json(&json)?)
}

fn weights_of(manifest: &Manifest, folder: &Path) -> Result<Vec<u8>, Error> {
    let path = folder.join(&manifest.weights);
    fs::read(&path).map_err(Error::read(&path))
}

/// A network, fresh before, with the weights of the model in `folder`. What the model lacks stays fresh, so a network that has more
/// blocks begins by computing what the model does.
///
/// # Errors
/// When a file cannot be read, the bytes are others than the description says, the model is another kind of model, or it has
/// weights that the network has no place for.
pub fn begin(mut network: UNet, config: &ModelConfig, folder: &Path) -> Result<UNet, Error> {
    let manifest = manifest(folder)?;
    let bytes = weights_of(&manifest, folder)?;
    let misfit = |expected: &str, found: String| Error::Content {
        expected: expected.to_owned(),
        found,
        path: folder.to_owned(),
    };
    weights::check_digest(&bytes, &manifest.sha256, manifest.bytes)?;
    let meaning = |config: &ModelConfig| (config.schedule, config.parameterisation);
    if meaning(&manifest.config) != meaning(config) {
        let expected = format!("a model with {:?}", meaning(config));
        return Err(misfit(
            &expected,
            format!("{:?}", meaning(&manifest.config)),
        ));
    }
    let mut store = SafetensorsStore::from_bytes(Some(bytes))
        .with_from_adapter(HalfPrecisionAdapter::new())
        .allow_partial(true);
    let applied = network
        .load_from(&mut store)
        .map_err(|error| misfit("weights of such a network", error.to_string()))?;
    if !applied.errors.is_empty() || !applied.unused.is_empty() {
        return Err(misfit(
            "only weights that the network has a place for",
            format!("{:?}, unused {:?}", applied.errors, applied.unused),
        ));
    }
    Ok(network)
}

/// How weights were made: enough to make them again.
#[derive(Debug, Serialize)]
struct Record<'a> {
    command: &'a str,
    commit: &'a str,
    data: &'a str,
    /// Levels of the weights' grid in a standard deviation.
    levels: Option<u32>,
    settings: Settings,
    updates: usize,
    images_seen: usize,
    hours: f64,
    /// (images seen, mean loss since the line before), thinned to about a hundred lines.
    losses: Vec<(usize, f32)>,
    /// The record of the weights that the run began with.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<serde_json::Value>,
}

/// What [`export`] is told.
#[derive(Debug)]
pub struct Export<'a> {
    /// Folder of the run's checkpoints.
    pub run: &'a Path,
    /// Images that the checkpoint has seen; `None` for the newest.
    pub images: Option<usize>,
    /// Its model.
    pub config: &'a ModelConfig,
    /// Name of the model.
    pub name: &'a str,
    /// Licence and credit.
    pub licence: &'a str,
    /// The command that trained it.
    pub command: &'a str,
    /// The commit it was trained from.
    pub commit: &'a str,
    /// The data.
    pub data: &'a str,
    /// Levels of the weights' grid in a standard deviation; see [`round`]. `None` keeps all that f16 can hold.
    pub levels: Option<u32>,
    /// Folder of the model that the run began with, if it did.
    pub from: Option<&'a Path>,
}

/// Writes the averaged weights of a run's checkpoint as a model's folder.
///
/// # Errors
/// When there is no checkpoint, a file cannot be read or written, or `from` is not the model that the run began with.
pub fn export(export: &Export, folder: &Path, device: &Device) -> Result<Manifest, Error> {
    let checkpoints = Checkpoints::new(export.run, 1);
    let found = match export.images {
        Some(images) => checkpoints.at(images),
        None => checkpoints.newest(),
    };
    let checkpoint = found.ok_or_else(|| Error::Content {
        expected: match export.images {
            Some(images) => format!("a checkpoint at {images} images"),
            None => "a checkpoint".to_owned(),
        },
        found: "none".to_owned(),
        path: export.run.to_owned(),
    })?;
    let network = load_module(
        UNet::new(&export.config.unet, device)?,
        &checkpoint.join("average"),
    )?;
    let network = match export.levels {
        Some(levels) => round(network, levels),
        None => network,
    };
    let bytes = weights::to_bytes(&network)?;
    let manifest = Manifest {
        name: export.name.to_owned(),
        weights: "model.safetensors".to_owned(),
        sha256: weights::sha256(&bytes),
        bytes: bytes.len(),
        parameters: network.num_params(),
        licence: export.licence.to_owned(),
        config: export.config.clone(),
    };
    let position = position(&checkpoint)?;
    let settings = Settings::of(export.run)?;
    let before = record_before(&settings, export.from)?;
    let thin = position.losses.len().div_ceil(100).max(1);
    let record = Record {
        command: export.command,
        commit: export.commit,
        data: export.data,
        levels: export.levels,
        settings,
        updates: position.step,
        images_seen: position.images,
        hours: position.seconds / 3600.0,
        losses: position.losses.iter().copied().step_by(thin).collect(),
        before,
    };
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let path = folder.join(&manifest.weights);
    fs::write(&path, &bytes).map_err(Error::write(&path))?;
    write_json(&folder.join("model.json"), &manifest)?;
    write_json(&folder.join("training.json"), &record)?;
    Ok(manifest)
}

/// The record of the weights that a run began with, without which its own command would not reproduce what it made.
fn record_before(
    settings: &Settings,
    from: Option<&Path>,
) -> Result<Option<serde_json::Value>, Error> {
    match (&settings.from, from) {
        (None, None) => Ok(None),
        (Some(began), Some(folder)) if manifest(folder)?.sha256 == *began => {
            read_json(&folder.join("training.json")).map(Some)
        }
        (began, folder) => Err(Error::Options(format!(
            "expected --from with the folder of the model that the run began with ({}), found {}",
            began
                .as_deref()
                .unwrap_or("none: it began with fresh weights, so leave --from out"),
            folder.map_or("none".to_owned(), |folder| folder.display().to_string()),
        ))),
    }
}
