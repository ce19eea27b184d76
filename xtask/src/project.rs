//! Where things lie: the clone, the cache of tools, the folder that cargo builds in.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

/// The folders that every step needs.
#[derive(Clone, Debug)]
pub struct Project {
    /// The clone.
    pub root: PathBuf,
    /// Tools at pinned versions, shared by all clones of one user.
    pub tools: PathBuf,
    /// What cargo builds natively. The wasm builds lie in its subfolder `web`.
    pub target: PathBuf,
}

/// Set by `cargo run` for this program; a cargo that this program starts must not inherit it.
const SET_BY_CARGO_RUN: [&str; 3] = ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "CARGO"];

impl Project {
    /// Finds the clone from what cargo says of this package, and the cache from the user's folders.
    pub fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .context("start this program as `cargo xtask`, from inside the clone")?;
        let root = Path::new(&manifest)
            .parent()
            .context("the folder of the xtask package has no parent")?
            .to_path_buf();
        let cache = dirs::cache_dir()
            .context("this user has no cache folder; set HOME to a folder that can be written")?
            .join("unnoise");
        let target = match env::var_os("CARGO_TARGET_DIR").filter(|dir| !dir.is_empty()) {
            Some(dir) => root.join(dir),
            None => cache.join("target"),
        };
        Ok(Self {
            tools: cache.join("tools"),
            root,
            target,
        })
    }

    /// The folder of the wasm builds, apart because another compiler may have to make them.
    pub fn web_target(&self) -> PathBuf {
        self.target.join("web")
    }

    /// The finished site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A command that runs in the clone and reads nothing from the terminal.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        for name in SET_BY_CARGO_RUN {
            command.env_remove(name);
        }
        command
    }

    /// Cargo of the native toolchain, building in [`Project::target`].
    pub fn cargo(&self) -> Command {
        let mut command = self.command("cargo");
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// Makes cargo look again at this clone's own packages when another clone built here last.
    ///
    /// Cargo identifies a workspace member by its path inside the workspace and decides by the times of files, so a
    /// folder shared by two clones can pass off the one's code as the other's. Dependencies are not affected.
    pub fn claim_target(&self) -> Result<()> {
        fs::create_dir_all(&self.target)
            .with_context(|| format!("cannot create {}", self.target.display()))?;
        let owner = self.target.join("unnoise-clone");
        let this = self.root.to_string_lossy();
        match fs::read_to_string(&owner) {
            Ok(last) if last == this => return Ok(()),
            Ok(_) => forget_members(&self.target, 4)?,
            Err(_) => {}
        }
        fs::write(&owner, this.as_bytes())
            .with_context(|| format!("cannot write {}", owner.display()))
    }
}

/// Removes cargo's fingerprints of the workspace's members below `folder`.
fn forget_members(folder: &Path, depth: usize) -> Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if !path.is_dir() {
            continue;
        }
        if folder.ends_with(".fingerprint") {
            if is_member(&name) {
                fs::remove_dir_all(&path)
                    .with_context(|| format!("cannot remove {}", path.display()))?;
            }
        } else if depth > 0 && !matches!(name.as_str(), "deps" | "build" | "incremental") {
            forget_members(&path, depth - 1)?;
        }
    }
    Ok(())
}

/// Whether a fingerprint's folder, `NAME-HASH`, belongs to a member of this workspace.
fn is_member(fingerprint: &str) -> bool {
    fingerprint
        .rsplit_once('-')
        .is_some_and(|(name, _)| matches!(name, "unnoise" | "trainer" | "xtask"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_told_from_dependencies() {
        assert!(is_member("unnoise-0123abcd"));
        assert!(is_member("trainer-0123abcd"));
        assert!(!is_member("unnoise-other-0123abcd"));
        assert!(!is_member("burn-0123abcd"));
    }

    #[test]
    fn only_members_are_forgotten() {
        let target = env::temp_dir().join(format!("unnoise-fingerprints-{}", std::process::id()));
        let folder = target.join("web/wasm32-unknown-unknown/web/.fingerprint");
        fs::create_dir_all(folder.join("unnoise-1")).unwrap();
        fs::create_dir_all(folder.join("burn-1")).unwrap();
        forget_members(&target, 4).unwrap();
        assert!(!folder.join("unnoise-1").exists());
        assert!(folder.join("burn-1").exists());
        fs::remove_dir_all(&target).unwrap();
    }
}
