//! What can go wrong, as sentences.

use std::path::PathBuf;

use thiserror::Error;

/// An error of the trainer.
#[derive(Debug, Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        /// "read" or "write".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file holds something else than it should.
    #[error("expected {expected} in {}, found {found}", path.display())]
    Content {
        /// What should be there.
        expected: String,
        /// What is there.
        found: String,
        /// The file.
        path: PathBuf,
    },
    /// A device that this build does not have.
    #[error(
        "expected one of the devices that this build has ({built}), found {asked}; rebuild with --features {asked}"
    )]
    Device {
        /// What was asked for.
        asked: String,
        /// What there is.
        built: String,
    },
    /// Options that do not fit together.
    #[error("{0}")]
    Options(String),
    /// Training went wrong.
    #[error(
        "the loss is {loss} at step {step}: expected a finite number; lower --rate or restart from an older checkpoint"
    )]
    Diverged {
        /// The iteration.
        step: usize,
        /// The loss.
        loss: f32,
    },
    /// A worker ended early.
    #[error(
        "a worker ended early at step {step}, its message stands above; restart to go on from the last checkpoint"
    )]
    Worker {
        /// The iteration.
        step: usize,
    },
    /// A thread that worked on a batch panicked.
    #[error("a thread that worked on a batch ended early, its message stands above")]
    Samples,
    /// An error of the crate.
    #[error(transparent)]
    Unnoise(#[from] unnoise::error::Error),
    /// A network that cannot be built.
    #[error(transparent)]
    Network(#[from] unnoise::unet::UNetConfigError),
    /// Weights that cannot be written or read.
    #[error(transparent)]
    Weights(#[from] unnoise::weights::WeightsError),
    /// A linear VAE that cannot be fitted.
    #[error(transparent)]
    Exact(#[from] unnoise::exact::error::ExactError),
    /// A checkpoint that cannot be written or read.
    #[error("checkpoint {}: {reason}", path.display())]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl Error {
    /// A file that could not be read.
    pub fn read(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            action: "read",
            path,
            source,
        }
    }

    /// A file that could not be written.
    pub fn write(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            action: "write",
            path,
            source,
        }
    }
}
