//! The site: trunk puts page, models and bundles together in `dist/`.
//!
//! Trunk knows one bundle a page, so this program makes both, from a hook (see `Trunk.toml`) that runs inside trunk
//! and writes to the folder where trunk stages the site.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    browser::Browser,
    bundle, files,
    process::{run, say},
    project::Project,
    toolchain::Toolchain,
    tools::{self, node_program},
};

/// What building and serving need, installed.
pub struct Builder {
    pub toolchain: Toolchain,
    /// The folder of wasm-bindgen's programs.
    pub bindgen: PathBuf,
    trunk: PathBuf,
}

impl Builder {
    /// Finds everything, and installs what is missing.
    pub fn set_up(project: &Project) -> Result<Self> {
        tools::node_packages(project, &project.root)?;
        Ok(Self {
            toolchain: Toolchain::set_up(project)?,
            bindgen: tools::wasm_bindgen(project)?,
            trunk: tools::trunk(project)?,
        })
    }

    /// Runs trunk once.
    pub fn build(&self, project: &Project) -> Result<()> {
        say("build: assembling the site with trunk");
        run(self.trunk(project).arg("build"))?;
        say(format!(
            "build: the site is in {}",
            project.dist().display()
        ));
        Ok(())
    }

    /// Trunk, to be told what to do.
    pub fn trunk(&self, project: &Project) -> Command {
        let mut command = project.command(&self.trunk);
        command
            // This version takes the 1 of NO_COLOR=1 for a wrong value of its own option.
            .env_remove("NO_COLOR")
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // What a hook says is enough; where in trunk it failed is no help.
            .env("RUST_BACKTRACE", "0");
        command
    }
}

/// `cargo xtask build`
pub fn build(project: &Project) -> Result<()> {
    Builder::set_up(project)?.build(project)
}

/// `cargo xtask posters`: the pictures that stand where nothing runs yet, made anew from the site as it is built. They are
/// kept in the repository, since a build has no browser.
pub fn posters(project: &Project) -> Result<()> {
    let browser = Browser::set_up(project)?;
    run(project
        .command("node")
        .arg(project.root.join("xtask/src/posters.mjs"))
        .arg(project.dist())
        .arg(project.root.join("www/posters"))
        .env("CHROMIUM", &browser.chromium))
}

/// The hook before trunk's own work: all bundles into the staged site.
pub fn stage_bundles(project: &Project) -> Result<()> {
    let toolchain = Toolchain::set_up(project)?;
    bundle::build_into(project, &toolchain, &staging()?)
}

/// The hook after trunk's own work: the types of the published modules, generated from their
/// comments, and of the elements, from their settings; the font of formulas;
/// the modules without those comments, which visitors pay for; and what makes the site an npm package and lets it be kept
/// for offline use.
pub fn finish(project: &Project) -> Result<()> {
    say("build: generating types");
    let staging = staging()?;
    // Trunk copied the whole folder of the page, and this one file of it is not for visitors.
    let settings = staging.join("tsconfig.json");
    fs::remove_file(&settings).with_context(|| format!("cannot remove {}", settings.display()))?;
    run(typescript(project)
        .args(["--declaration", "--emitDeclarationOnly", "--outDir"])
        .arg(&staging))?;
    run(project
        .command("node")
        .arg(project.root.join("xtask/src/elements.mjs"))
        .arg(&staging))?;
    say("build: making the font of formulas");
    run(project
        .command("node")
        .arg(project.root.join("xtask/src/math-font.mjs"))
        .arg(&staging))?;
    minify(project, &staging)?;
    // Last, since it lists everything that is there.
    run(project
        .command("node")
        .arg(project.root.join("xtask/src/publish.mjs"))
        .arg(&staging)
        .arg(env!("CARGO_PKG_VERSION")))
}

/// The page's modules without comments and white space, a quarter of their bytes on the wire. Every file stays a file
/// with its names and its exports, and developer tools find the source by a map that visitors do not download.
fn minify(project: &Project, staging: &Path) -> Result<()> {
    say("build: minifying modules");
    let modules: Vec<_> = files::below(staging)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
        // Another author's, with his notice.
        .filter(|path| !path.starts_with(staging.join("vendor")))
        // Its comments speak to bundlers.
        .filter(|path| *path != staging.join("lab/import-from.js"))
        .collect();
    let folder = staging.display();
    run(project
        .command(node_program(project, "esbuild"))
        .args([
            "--minify-whitespace",
            "--minify-syntax",
            "--sourcemap",
            "--allow-overwrite",
            "--log-level=warning",
        ])
        .arg(format!("--outdir={folder}"))
        .arg(format!("--outbase={folder}"))
        .args(modules))
}

/// The TypeScript compiler on the sources of the page.
pub fn typescript(project: &Project) -> Command {
    let mut tsc = project.command(node_program(project, "tsc"));
    tsc.args(["--project", "www/tsconfig.json"]);
    tsc
}

fn staging() -> Result<PathBuf> {
    env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("this command is a hook of trunk; run `cargo xtask build` instead")
}
