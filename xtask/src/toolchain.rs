//! The compiler for the browser: rustup's where it can be downloaded, Debian's where it cannot.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    apt,
    process::{output, say, succeeds},
    project::Project,
};

/// The one target of the browser builds.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Where Debian puts its compiler.
const DEBIAN_BIN: &str = "/usr/bin";
const DEBIAN_STD: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

/// The oldest compiler that takes this project's code.
const NEEDED: &str = env!("CARGO_PKG_RUST_VERSION");

/// Which compiler makes wasm on this machine.
#[derive(Clone, Debug, PartialEq)]
pub enum Toolchain {
    /// The toolchain in use has the target's standard library.
    Rustup,
    /// Debian's compiler builds the standard library from source; it has no linker for wasm and borrows this one.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// Finds a compiler for the browser, or installs one.
    pub fn set_up(project: &Project) -> Result<Self> {
        if rustup_has_target(project) {
            say(format!("setup: {TARGET} of rustup's toolchain found"));
            return Ok(Self::Rustup);
        }
        if debian_is_installed(project) {
            say(format!("setup: {TARGET} of Debian's compiler found"));
            return Self::debian(project);
        }
        say(format!("setup: asking rustup for {TARGET}"));
        if which::which("rustup").is_ok()
            && succeeds(project.command("rustup").args(["target", "add", TARGET]))
        {
            return Ok(Self::Rustup);
        }
        if !apt::can_install() {
            bail!(
                "the target {TARGET} is missing and rustup could not download it; \
                 install it with `rustup target add {TARGET}`, or on Debian with `{}`",
                apt::command(&DEBIAN_PACKAGES)
            );
        }
        say(
            "setup: rustup could not download it; installing Debian's compiler (about 600 MB, once)",
        );
        apt::install(project, &DEBIAN_PACKAGES)?;
        if !debian_is_installed(project) {
            bail!(
                "expected Debian's compiler for the browser, version {NEEDED} or newer, and found an older one or no {DEBIAN_STD} after \
                 it was installed; update Debian, or connect this machine so that `rustup target add {TARGET}` works"
            );
        }
        Self::debian(project)
    }

    fn debian(project: &Project) -> Result<Self> {
        let sysroot = output(project.command("rustc").args(["--print", "sysroot"]))?;
        let host = output(project.command("rustc").args(["--print", "host-tuple"]))?;
        let linker = rust_lld(sysroot.trim(), host.trim());
        if !linker.is_file() {
            bail!(
                "Debian's compiler needs the linker of rustup's toolchain, and {} is missing; \
                 install that toolchain with `rustup toolchain install stable`",
                linker.display()
            );
        }
        Ok(Self::Debian { linker })
    }

    /// Cargo for the browser, building in [`Project::web_target`]. The call names [`TARGET`] itself.
    pub fn cargo(&self, project: &Project) -> Result<Command> {
        let mut cargo = match self {
            Self::Rustup => project.command("cargo"),
            Self::Debian { linker } => {
                let bin = Path::new(DEBIAN_BIN);
                let mut cargo = project.command(bin.join("cargo"));
                cargo
                    .env("PATH", crate::tools::path_with(bin)?)
                    .env("RUSTC_BOOTSTRAP", "1")
                    // `test` is only needed by tests, but what is compiled without it is not shared with them.
                    .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort,test")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    // rustup's names for its own toolchain mean nothing to this compiler.
                    .env_remove("RUSTUP_TOOLCHAIN");
                cargo
            }
        };
        // Flags for wasm are in `.cargo/config.toml`, which the variable would override.
        cargo
            .env("CARGO_TARGET_DIR", project.web_target())
            .env_remove("RUSTFLAGS");
        Ok(cargo)
    }

    /// The compiler itself, to be asked for its version.
    pub fn rustc(&self, project: &Project) -> Command {
        match self {
            Self::Rustup => project.command("rustc"),
            Self::Debian { .. } => project.command(Path::new(DEBIAN_BIN).join("rustc")),
        }
    }

    /// Installs the lint checker of this compiler when it is missing.
    pub fn set_up_clippy(&self, project: &Project) -> Result<()> {
        if matches!(self, Self::Debian { .. })
            && !Path::new(DEBIAN_BIN).join("clippy-driver").exists()
        {
            say("setup: installing clippy for Debian's compiler");
            apt::install(project, &["rust-web-clippy"])?;
        }
        Ok(())
    }
}

fn rustup_has_target(project: &Project) -> bool {
    output(
        project
            .command("rustc")
            .args(["--print", "target-libdir", "--target", TARGET]),
    )
    .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

/// Whether Debian's compiler is here and as new as this project's code.
fn debian_is_installed(project: &Project) -> bool {
    let bin = Path::new(DEBIAN_BIN);
    let version = || output(project.command(bin.join("rustc")).arg("--version"));
    bin.join("cargo").exists()
        && Path::new(DEBIAN_STD).exists()
        && version().is_ok_and(|version| minor(&version) >= minor(NEEDED))
}

/// The y of `rustc 1.y.z (…)` and of `1.y`.
fn minor(version: &str) -> Option<u32> {
    version.split('.').nth(1)?.parse().ok()
}

fn rust_lld(sysroot: &str, host: &str) -> PathBuf {
    Path::new(sysroot)
        .join("lib/rustlib")
        .join(host)
        .join("bin")
        .join(format!("rust-lld{}", std::env::consts::EXE_SUFFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(minor("rustc 1.100.0 (d73d2caf9 2024-12-31)") > minor(NEEDED));
        assert!(
            minor("rustc 1.85.0 (4d91de4e4 2025-02-17) (built from a source tarball)")
                < minor(NEEDED)
        );
        assert!(minor("no compiler") < minor(NEEDED));
    }

    #[test]
    fn the_linker_lies_in_the_sysroot() {
        assert!(
            rust_lld("/toolchain", "x86_64-unknown-linux-gnu")
                .starts_with("/toolchain/lib/rustlib/x86_64-unknown-linux-gnu/bin")
        );
    }
}
