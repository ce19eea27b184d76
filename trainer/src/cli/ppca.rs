//! `trainer ppca`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Common;
use crate::data::{Images, Split};
use crate::error::Error;
use crate::ppca::{self, Fit};

#[derive(Debug, Args)]
pub(super) struct PpcaArgs {
    #[command(flatten)]
    common: Common,
    /// Number of latents.
    #[arg(long)]
    latents: usize,
    /// Name of the model.
    #[arg(long)]
    name: String,
    /// Licence and credit, a sentence.
    #[arg(long)]
    licence: String,
    /// The command that fitted it, for the record.
    #[arg(long)]
    command: String,
    /// The commit it was fitted from, for the record.
    #[arg(long)]
    commit: String,
    /// Folder to write. Default: models/NAME.
    folder: Option<PathBuf>,
}

impl PpcaArgs {
    pub(super) fn run(self) -> Result<(), Error> {
        let train = Images::mnist(self.common.data.as_deref(), Split::Train)?;
        let test = Images::mnist(self.common.data.as_deref(), Split::Test)?;
        let folder = self
            .folder
            .unwrap_or_else(|| Path::new("models").join(&self.name));
        let fit = Fit {
            latents: self.latents,
            name: &self.name,
            licence: &self.licence,
            command: &self.command,
            commit: &self.commit,
        };
        let manifest = ppca::write(&fit, &train, &test, &folder)?;
        println!(
            "{}: {} bytes, {} parameters",
            folder.display(),
            manifest.bytes,
            manifest.parameters
        );
        Ok(())
    }
}
