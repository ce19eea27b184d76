//! What a bundle was made from, so that it is made again only when some of that changed.
//!
//! Cargo knows this too, but the bundles are one library with different features, which cargo writes to one place
//! and therefore compiles anew at every change from one to the other.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Files that decide about the bundle without being source code.
const SETTINGS: [&str; 3] = ["Cargo.toml", "Cargo.lock", ".cargo/config.toml"];

/// The input files of a bundle, relative to the clone, and a digest of their contents.
#[derive(Debug, PartialEq)]
pub struct Record {
    files: Vec<String>,
    digest: String,
}

impl Record {
    /// Reads the given files, and the settings, as they are now.
    pub fn new(root: &Path, mut files: Vec<String>, tools: &str) -> Result<Self> {
        files.extend(SETTINGS.map(str::to_owned));
        files.sort();
        files.dedup();
        let digest = digest(root, &files, tools)?;
        Ok(Self { files, digest })
    }

    /// Whether the same files with the same contents and the same tools are there now.
    pub fn holds(&self, root: &Path, tools: &str) -> bool {
        digest(root, &self.files, tools).is_ok_and(|now| now == self.digest)
    }

    /// Returns nothing when there is no record that can be read: then the bundle is made.
    pub fn read(path: &Path) -> Option<Self> {
        let value: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let files = value.get("files")?.as_array()?;
        Some(Self {
            files: files
                .iter()
                .map(|file| file.as_str().map(str::to_owned))
                .collect::<Option<_>>()?,
            digest: value.get("digest")?.as_str()?.to_owned(),
        })
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        let text = json!({ "files": self.files, "digest": self.digest }).to_string();
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// The files of the clone that cargo's dep-info names, relative to the clone.
pub fn of_crate(dep_info: &Path, root: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(dep_info)
        .with_context(|| format!("cannot read {}", dep_info.display()))?;
    Ok(parse_dep_info(&text)
        .iter()
        .filter_map(|file| file.strip_prefix(root).ok())
        .map(|file| file.to_string_lossy().into_owned())
        .collect())
}

/// The right-hand side of `target: file file`, in which a backslash protects a space.
fn parse_dep_info(text: &str) -> Vec<PathBuf> {
    let files = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(_, files)| files);
    files
        .flat_map(|files| {
            let protected = files.replace("\\ ", "\0");
            protected
                .split_whitespace()
                .map(|file| PathBuf::from(file.replace('\0', " ")))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn digest(root: &Path, files: &[String], tools: &str) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(tools);
    for file in files {
        let path = root.join(file);
        let contents =
            fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        hash.update(format!("\n{file} {}\n", contents.len()));
        hash.update(contents);
    }
    Ok(hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dep_info_lists_files_with_spaces() {
        let text = "/t/unnoise.wasm: /clone/src/lib.rs /clone/src/a\\ b.rs\n";
        assert_eq!(
            parse_dep_info(text),
            [
                PathBuf::from("/clone/src/lib.rs"),
                PathBuf::from("/clone/src/a b.rs")
            ]
        );
    }

    #[test]
    fn a_record_holds_until_something_changes() {
        let root = std::env::temp_dir().join(format!("unnoise-inputs-{}", std::process::id()));
        fs::create_dir_all(root.join(".cargo")).unwrap();
        for file in SETTINGS.iter().chain(&["lib.rs"]) {
            fs::write(root.join(file), "first").unwrap();
        }
        let path = root.join("inputs.json");
        Record::new(&root, vec!["lib.rs".into()], "rustc 1")
            .unwrap()
            .write(&path)
            .unwrap();
        let record = Record::read(&path).unwrap();
        assert!(record.holds(&root, "rustc 1"));
        assert!(!record.holds(&root, "rustc 2"));
        fs::write(root.join("lib.rs"), "other").unwrap();
        assert!(!record.holds(&root, "rustc 1"));
        fs::remove_file(root.join("lib.rs")).unwrap();
        assert!(!record.holds(&root, "rustc 1"));
        fs::write(&path, "damaged").unwrap();
        assert_eq!(Record::read(&path), None);
        fs::remove_dir_all(&root).unwrap();
    }
}
