//! What a run is told, and the file of its folder that holds it.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::density::Density;
use crate::error::Error;
use crate::json::{read_json, write_json};
use crate::optimiser::Optimiser;

/// Name of the file.
const FILE: &str = "settings.json";

/// Where the ε of training comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noise {
    /// The crate's own generator, by counters: the same numbers on every device.
    #[default]
    Counters,
    /// The device's generator, seeded anew for every update: the same numbers on the same kind of device alone, but a GPU does not
    /// wait for them.
    Device,
}

/// Everything that decides what a run computes. Two runs with equal settings are the same run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Images to train on in all, repetitions counted.
    pub images: usize,
    /// Images of an update.
    pub batch: usize,
    /// What turns gradients into updates.
    #[serde(default)]
    pub optimiser: Optimiser,
    /// Learning rate on the plateau.
    pub rate: f64,
    /// Images of the linear warm-up.
    pub warmup: usize,
    /// Images of the cosine decay at the end.
    pub decay: usize,
    /// Largest norm of one parameter's gradient; longer ones are shortened.
    pub clip: f32,
    /// Decay of the average of the weights.
    pub ema: f64,
    /// Share of images whose labels are all replaced by "no label".
    pub label_dropout: f64,
    /// Share of images whose label of one kind is replaced by "no label", for each kind on its own.
    #[serde(default)]
    pub kind_dropout: f64,
    /// Images after which the loss is the squared error of v̂ (Salimans and Ho 2022, section 4: weight SNR + 1 on that of x̂₀);
    /// L_simple, that of ε̂ (DDPM eq. 14: weight SNR), until then, and always for `None`.
    #[serde(default)]
    pub velocity_from: Option<usize>,
    /// How often each timestep is drawn.
    #[serde(default)]
    pub density: Density,
    /// SHA-256 of the weights that the network begins with; `None` for fresh ones.
    #[serde(default)]
    pub from: Option<String>,
    /// Whether convolutions round to bfloat16.
    #[serde(default)]
    pub bf16: bool,
    /// Where noise comes from.
    #[serde(default)]
    pub noise: Noise,
    /// Seed of everything random.
    pub seed: u64,
    /// Threads that each take an equal part of a batch. The parts' gradients are added in a fixed order, so a run can be
    /// repeated exactly with the same number.
    pub workers: usize,
}

impl Settings {
    /// The settings of the run in `folder`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of(folder: &Path) -> Result<Self, Error> {
        read_json(&folder.join(FILE))
    }

    /// Writes the settings beside the checkpoints. A run that goes on may be prolonged, and what begins after `images` may still be
    /// decided, but nothing may change that has been computed already, or no command would reproduce it.
    ///
    /// # Errors
    /// When the run that goes on was told otherwise, or the file cannot be read or written.
    pub fn keep(&self, images: usize, folder: &Path) -> Result<(), Error> {
        let path = folder.join(FILE);
        if path.exists() {
            let earlier: Self = read_json(&path)?;
            let begun = |from: Option<usize>| from.filter(|&from| from < images);
            let prolonged = Self {
                images: self.images,
                decay: self.decay,
                velocity_from: self.velocity_from,
                ..earlier.clone()
            };
            if prolonged != *self || begun(earlier.velocity_from) != begun(self.velocity_from) {
                return Err(Error::Content {
                    expected: format!("the settings of the run that goes on, {self:?}"),
                    found: format!("{earlier:?}; start another run in an empty folder"),
                    path,
                });
            }
        }
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
        write_json(&path, self)
    }
}
