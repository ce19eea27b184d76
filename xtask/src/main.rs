//! `cargo xtask`: sets up, builds, serves and tests Unnoise from a fresh clone.
//!
//! Read in this order: [`project`] (where things lie), [`tools`], [`toolchain`] and [`browser`] (what has to be
//! installed), [`bundle`] (Rust to wasm), [`site`] and [`mod@serve`] (trunk), [`gate`] (every check) and [`report`] (counting them);
//! [`mod@bench`] measures, [`mod@fuzz`] tries what chance makes.

mod apt;
mod bench;
mod browser;
mod budget;
mod bundle;
mod files;
mod fuzz;
mod gate;
mod inputs;
mod optimiser;
mod process;
mod project;
mod report;
mod serve;
mod site;
mod toolchain;
mod tools;

use std::{env, process::ExitCode};

use anyhow::Result;
use project::Project;

const USAGE: &str = "\
cargo xtask setup    installs everything that the other commands need
cargo xtask build    leaves the site in dist/, for any static host
cargo xtask serve    builds the site, serves it at http://127.0.0.1:8080 and builds again at every change
cargo xtask posters  records the pictures of www/posters from the site in dist/
cargo xtask test     runs every check; the last line says how many passed and failed
cargo xtask fuzz     tries the properties of tests/properties and tests/network/properties.rs with seeds of chance, for 30 minutes or as many as are given
cargo xtask bench    measures against onnxruntime-web, and writes docs/benchmarks.md; `--quick` is a look without writing, cpu, isolated, webgpu or page that part alone";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["setup"] => with_project(setup),
        ["build"] => with_project(site::build),
        ["serve"] => with_project(serve::serve),
        ["posters"] => with_project(site::posters),
        ["test"] => return gate::run(),
        ["fuzz", ref given @ ..] => with_project(|project| fuzz::fuzz(project, given)),
        ["bench", ref given @ ..] => with_project(|project| bench::run(project, given)),
        // Trunk calls these two, see Trunk.toml.
        ["bundles"] => with_project(site::stage_bundles),
        ["finish"] => with_project(site::finish),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => Err(anyhow::anyhow!(
            "`cargo xtask {}` is not a command; these are:\n{USAGE}",
            words.join(" ")
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Not `{:?}`, which would add a backtrace: the sentence is for the person who typed the command.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn with_project(command: impl FnOnce(&Project) -> Result<()>) -> Result<()> {
    let project = Project::find()?;
    project.claim_target()?;
    command(&project)
}

/// Installs what building needs, and what only the tests need.
fn setup(project: &Project) -> Result<()> {
    let builder = site::Builder::set_up(project)?;
    gate::set_up(project, &builder.toolchain)?;
    process::say("setup: everything is there");
    Ok(())
}
