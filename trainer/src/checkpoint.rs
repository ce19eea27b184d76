//! Checkpoints: network, average, optimiser and position, enough to go on as if nothing had happened.

use std::fs;
use std::path::{Path, PathBuf};

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use burn::store::ModuleRecord;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Where a run stands. Everything random is drawn from counters, so this and the weights are the whole state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Position {
    /// Updates done.
    pub step: usize,
    /// Images seen.
    pub images: usize,
    /// Seconds of training so far, over all sessions.
    pub seconds: f64,
    /// Mean loss of each reporting interval: (images seen, loss).
    pub losses: Vec<(usize, f32)>,
}

/// The folder of one run's checkpoints: `at-<images>` folders, the newest few kept.
#[derive(Debug, Clone)]
pub struct Checkpoints {
    folder: PathBuf,
    keep: usize,
}

impl Checkpoints {
    /// Checkpoints in `folder`, the newest `keep` of them kept.
    pub fn new(folder: &Path, keep: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            keep,
        }
    }

    /// All complete checkpoints, oldest first.
    fn list(&self) -> Vec<(usize, PathBuf)> {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return Vec::new();
        };
        let mut found: Vec<(usize, PathBuf)> = entries
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let images = path
                    .file_name()?
                    .to_str()?
                    .strip_prefix("at-")?
                    .parse()
                    .ok()?;
                Some((images, path))
            })
            .collect();
        found.sort();
        found
    }

    /// The checkpoint after that many images.
    pub fn at(&self, images: usize) -> Option<PathBuf> {
        let mut list = self.list().into_iter();
        list.find(|&(seen, _)| seen == images).map(|(_, path)| path)
    }

    /// The newest checkpoint.
    pub fn newest(&self) -> Option<PathBuf> {
        self.list().pop().map(|(_, path)| path)
    }

    /// Writes a checkpoint beside the others, then forgets the oldest. A crash leaves the older ones whole.
    pub fn save<M: Module>(
        &self,
        network: &M,
        average: &M,
        optimiser: &ModuleOptimizer,
        position: &Position,
    ) -> Result<(), Error> {
        let draft = self.folder.join("draft");
        if draft.exists() {
            fs::remove_dir_all(&draft).map_err(Error::write(&draft))?;
        }
        fs::create_dir_all(&draft).map_err(Error::write(&draft))?;
        save_module(network, &draft.join("network"))?;
        save_module(average, &draft.join("average"))?;
        let path = draft.join("optimiser");
        optimiser
            .save(&path)
            .map_err(|error| failure(&path, error))?;
        let path = draft.join("position.json");
        let json = serde_json::to_string_pretty(position).map_err(|error| failure(&path, error))?;
        fs::write(&path, json).map_err(Error::write(&path))?;

        let place = self.folder.join(format!("at-{:010}", position.images));
        if place.exists() {
            fs::remove_dir_all(&place).map_err(Error::write(&place))?;
        }
        fs::rename(&draft, &place).map_err(Error::write(&place))?;
        let list = self.list();
        for (_, old) in &list[..list.len().saturating_sub(self.keep)] {
            fs::remove_dir_all(old).map_err(Error::write(old))?;
        }
        Ok(())
    }
}

/// Everything of one checkpoint.
pub fn load<M: Module>(
    folder: &Path,
    network: M,
    optimiser: ModuleOptimizer,
) -> Result<(M, M, ModuleOptimizer, Position), Error> {
    let average = load_module(network.clone(), &folder.join("average"))?;
    let network = load_module(network, &folder.join("network"))?;
    let path = folder.join("optimiser");
    let optimiser = optimiser
        .load(&path)
        .map_err(|error| failure(&path, error))?;
    Ok((network, average, optimiser, position(folder)?))
}

/// The position of a checkpoint.
pub fn position(folder: &Path) -> Result<Position, Error> {
    let path = folder.join("position.json");
    let json = fs::read_to_string(&path).map_err(Error::read(&path))?;
    serde_json::from_str(&json).map_err(|error| failure(&path, error))
}

fn save_module<M: Module>(module: &M, path: &Path) -> Result<(), Error> {
    module
        .clone()
        .save_file(path)
        .map_err(|error| failure(path, error))
}

/// A module with the parameters, and the parameter identifiers, of a file.
pub fn load_module<M: Module>(module: M, path: &Path) -> Result<M, Error> {
    let record = ModuleRecord::load(path).map_err(|error| failure(path, error))?;
    module
        .try_load_record(record)
        .map_err(|error| failure(path, error))
}

fn failure(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::Checkpoint {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
