//! Trains, evaluates and exports the models of Unnoise, with the network that the page runs.

mod checkpoint;
mod cli;
mod data;
mod density;
mod device;
mod ema;
mod error;
mod evaluate;
mod folder;
mod frechet;
mod generate;
mod grid;
mod json;
mod judge;
mod kittens;
// burn calls this backend deprecated; why it is here nevertheless, `device` says.
#[cfg(feature = "tch")]
#[allow(deprecated)]
mod libtorch;
mod optimiser;
mod parallel;
mod ppca;
mod progress;
mod rate;
mod rounding;
mod settings;
#[cfg(test)]
mod tiny;
mod train;
mod update;

use clap::Parser;

fn main() -> std::process::ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trainer: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
