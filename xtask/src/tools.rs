//! Programs at pinned versions: those that cargo compiles into the cache, and those that npm unpacks into the clone.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    process::{output, quiet, run, run_long, say, succeeds},
    project::Project,
};

/// The newest trunk that Rust 1.95 compiles.
const TRUNK: &str = "0.21.14";

/// Tools are run for seconds a build and compiled once: compile them fast.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// Returns the path of trunk, which is compiled when it is missing.
pub fn trunk(project: &Project) -> Result<PathBuf> {
    // Its default features are for downloads of tools and of news about itself: it gets its tools from here.
    let folder = cargo_tool(project, "trunk", TRUNK, 3, &["--no-default-features"])?;
    Ok(folder.join(executable("trunk")))
}

/// Returns the folder of `wasm-bindgen` and `wasm-bindgen-test-runner`, which are compiled when they are missing.
///
/// The command line must be of the very version that the crate was compiled with, so that version is read from `Cargo.lock`.
pub fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    let path = project.root.join("Cargo.lock");
    let lock =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let version = locked_version(&lock, "wasm-bindgen")?;
    cargo_tool(project, "wasm-bindgen-cli", &version, 2, &[])
}

/// Installs one tool below the cache and returns the folder of its programs.
fn cargo_tool(
    project: &Project,
    name: &str,
    version: &str,
    minutes: u32,
    options: &[&str],
) -> Result<PathBuf> {
    let folder = project.tools.join(format!("{name}-{version}"));
    let done = folder.join("installed");
    if done.is_file() {
        say(format!("setup: {name} {version} found"));
        return Ok(folder.join("bin"));
    }
    let doing = format!("setup: compiling {name} {version}");
    say(format!(
        "{doing} (about {minutes} minutes on two cores, once)"
    ));
    let build = project.tools.join("build");
    let install = |locked: bool| {
        let mut cargo = project.command("cargo");
        cargo
            .arg("install")
            .args(quiet())
            .args(["--force", name, "--version", version, "--root"])
            .arg(&folder)
            .args(options)
            .env("CARGO_TARGET_DIR", &build)
            .envs(QUICK_BUILD)
            .env_remove("RUSTFLAGS");
        if locked {
            cargo.arg("--locked");
        }
        run_long(&mut cargo, &doing)
    };
    // A registry mirror can lack a version that the tool's own lock names; then others have to do.
    if install(true).is_err() {
        say(format!(
            "setup: {name} {version} cannot be built as locked, trying with other versions of its dependencies"
        ));
        install(false)
            .with_context(|| format!("{name} {version} could not be installed from crates.io"))?;
    }
    fs::write(&done, "").with_context(|| format!("cannot write {}", done.display()))?;
    // Kept until now so that an interrupted compilation goes on where it stopped.
    let _ = fs::remove_dir_all(&build);
    Ok(folder.join("bin"))
}

/// Installs what a folder's `package-lock.json` pins into its `node_modules`, unless it is there already.
pub fn node_packages(project: &Project, folder: &Path) -> Result<()> {
    check_node(project)?;
    let file = folder.join("package-lock.json");
    let lock = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let done = folder.join("node_modules/.unnoise-installed");
    if fs::read(&done).is_ok_and(|installed| installed == lock) {
        say("setup: npm packages found");
        return Ok(());
    }
    say(format!(
        "setup: installing the npm packages of {} (about 150 MB, once)",
        file.display()
    ));
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(project.command(npm).current_dir(folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))
    .context("the npm packages could not be installed")?;
    fs::write(&done, lock).with_context(|| format!("cannot write {}", done.display()))
}

/// The path of a program that an npm package brings.
pub fn node_program(project: &Project, name: &str) -> PathBuf {
    let file = if cfg!(windows) {
        format!("{name}.cmd")
    } else {
        name.to_owned()
    };
    project.root.join("node_modules/.bin").join(file)
}

/// The version of an npm package that `package-lock.json` pins.
pub fn node_package_version(project: &Project, name: &str) -> Result<String> {
    let lock = fs::read_to_string(project.root.join("package-lock.json"))
        .context("cannot read package-lock.json")?;
    npm_version(&lock, name)
}

fn check_node(project: &Project) -> Result<()> {
    const ADVICE: &str = "install Node.js 20 or newer, with npm (on Debian and Ubuntu `sudo apt-get install nodejs npm`, \
                          on macOS `brew install node`, or https://nodejs.org)";
    if which::which("node").is_err() {
        bail!("node is missing; {ADVICE}");
    }
    if which::which("npm").is_err() {
        bail!("npm is missing; {ADVICE}");
    }
    let version = output(project.command("node").arg("--version"))?;
    match major(&version) {
        Some(20..) => Ok(()),
        _ => bail!(
            "expected Node.js 20 or newer, found {}; {ADVICE}",
            version.trim()
        ),
    }
}

/// Checks that the parts of the Rust toolchain that only the tests use are there.
pub fn rust_components(project: &Project) -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !succeeds(project.command("cargo").args([subcommand, "--version"])) {
            bail!("{component} is missing; install it with `rustup component add {component}`");
        }
    }
    Ok(())
}

/// The `PATH` of this process with a folder in front.
pub fn path_with(folder: &Path) -> Result<std::ffi::OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(folder.to_path_buf()).chain(env::split_paths(&rest)))
        .with_context(|| format!("{} cannot stand in PATH", folder.display()))
}

fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version(lock: &str, package: &str) -> Result<String> {
    let lock: toml::Table = toml::from_str(lock).context("Cargo.lock is not valid TOML")?;
    lock.get("package")
        .and_then(|packages| packages.as_array())
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(|name| name.as_str()) == Some(package))
        .and_then(|entry| entry.get("version")?.as_str())
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock names no package {package}"))
}

/// The version of a package in the text of a `package-lock.json`.
fn npm_version(lock: &str, package: &str) -> Result<String> {
    let lock: serde_json::Value =
        serde_json::from_str(lock).context("package-lock.json is not valid JSON")?;
    lock["packages"][format!("node_modules/{package}")]["version"]
        .as_str()
        .map(str::to_owned)
        .with_context(|| format!("package-lock.json names no package {package}"))
}

/// The major version in what `node --version` prints, such as 20 in `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_and_no_other() {
        let lock = "version = 4\n\
                    [[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").unwrap(), "0.2.130");
        assert!(
            locked_version(lock, "trunk")
                .unwrap_err()
                .to_string()
                .contains("trunk")
        );
        assert!(locked_version("not = [toml", "trunk").is_err());
    }

    #[test]
    fn the_npm_version_is_that_of_the_package_and_no_other() {
        let lock = r#"{"packages": {"node_modules/binaryen": {"version": "132.0.0"}, "node_modules/x": {"version": "1.0.0"}}}"#;
        assert_eq!(npm_version(lock, "binaryen").unwrap(), "132.0.0");
        let missing = npm_version(lock, "typescript").unwrap_err().to_string();
        assert!(missing.contains("typescript"), "{missing}");
        assert!(npm_version("[", "binaryen").is_err());
    }

    #[test]
    fn node_versions_are_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("node"), None);
    }
}
