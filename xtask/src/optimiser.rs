//! wasm-opt: the machine's own where it is new enough, which takes seconds where npm's, compiled to JavaScript, takes minutes.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use crate::{
    process::output,
    project::Project,
    tools::{node_package_version, node_program},
};

/// The first version of binaryen that knows all features of wasm that `bundle` names.
const FIRST: u32 = 121;

/// A wasm-opt, and what says which.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimiser {
    pub program: PathBuf,
    /// What a bundle's record keeps, since another version makes another file.
    pub version: String,
}

impl Optimiser {
    /// That of the `PATH` if its version fits, else the npm package's.
    pub fn find(project: &Project) -> Result<Self> {
        let native = which::which("wasm-opt").ok().and_then(|program| {
            let said = output(Command::new(&program).arg("--version")).ok()?;
            let version = version_in(&said).filter(|version| *version >= FIRST)?;
            Some(Self {
                program,
                version: format!("native {version}"),
            })
        });
        match native {
            Some(native) => Ok(native),
            None => Ok(Self {
                program: node_program(project, "wasm-opt"),
                version: node_package_version(project, "binaryen")?,
            }),
        }
    }
}

/// The version in what `wasm-opt --version` prints, such as 121 in `wasm-opt version 121 (version_121)`.
fn version_in(said: &str) -> Option<u32> {
    said.strip_prefix("wasm-opt version ")?
        .split(|character: char| !character.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_however_they_are_built() {
        assert_eq!(
            version_in("wasm-opt version 108 (version_108)\n"),
            Some(108)
        );
        assert_eq!(version_in("wasm-opt version 121\n"), Some(121));
        assert_eq!(version_in("wasm-opt version 123-12-gabcdef0"), Some(123));
        assert_eq!(version_in("wasm-opt: unknown option"), None);
    }
}
