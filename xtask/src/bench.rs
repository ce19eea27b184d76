//! `cargo xtask bench`: the built site against onnxruntime-web, in a real browser.

use anyhow::Result;

use crate::{browser::Browser, process::run as run_command, project::Project, site, tools};

/// Builds the site and measures; `given` goes to `bench/run.mjs`.
pub fn run(project: &Project, given: &[&str]) -> Result<()> {
    let folder = project.root.join("bench");
    site::build(project)?;
    tools::node_packages(project, &folder)?;
    let browser = Browser::set_up(project)?;
    run_command(
        project
            .command("node")
            .arg(folder.join("run.mjs"))
            .args(given)
            .env("UNNOISE_DIST", project.dist())
            .env("CHROMIUM", &browser.chromium),
    )
}
