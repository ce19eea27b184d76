//! `cargo xtask fuzz`: the properties of the gate, over and over with seeds of chance, until the time is over or one fails.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};

use crate::{
    gate::{page_test_files, set_up},
    process::{run, say},
    project::Project,
    site::Builder,
};

const MINUTES: u64 = 30;

/// Inputs of each property in a round. A round is not broken off, so it is short beside the whole.
const CASES: u64 = 4_000;

/// Minutes may be given; the site in `dist/` is the one that is tried.
pub fn fuzz(project: &Project, given: &[&str]) -> Result<()> {
    let minutes = match given {
        [] => MINUTES,
        [text] => text
            .parse()
            .with_context(|| format!("expected minutes, found {text}"))?,
        _ => anyhow::bail!("expected minutes alone, found {}", given.join(" ")),
    };
    ensure!(
        project.dist().join("unnoise.js").exists(),
        "expected a site in dist/; run `cargo xtask build` first"
    );
    let builder = Builder::set_up(project)?;
    let (browser, _) = set_up(project, &builder.toolchain)?;
    let files = page_test_files(&project.root.join("tests/properties"))?;
    let end = Instant::now() + Duration::from_secs(60 * minutes);
    let mut round = 0;
    while Instant::now() < end {
        // Of the clock: what is wanted is another one each time, and one that can be given again.
        let seed = SystemTime::now()
            .duration_since(UNIX_EPOCH)?
            .subsec_nanos()
            .wrapping_add(round);
        round += 1;
        say(format!(
            "fuzz: round {round}, seed {seed}; again with UNNOISE_SEED={seed} UNNOISE_CASES={CASES}"
        ));
        let chance = |command: &mut std::process::Command| {
            run(command
                .env("UNNOISE_SEED", seed.to_string())
                .env("UNNOISE_CASES", CASES.to_string()))
        };
        chance(
            project
                .command("node")
                .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
                .args(&files)
                .env("UNNOISE_DIST", project.dist())
                .env("CHROMIUM", &browser.chromium),
        )?;
        chance(project.cargo().args([
            "test",
            "--locked",
            "--package=unnoise",
            "--test=network",
            "properties",
            "--",
            "--nocapture",
        ]))?;
    }
    say(format!(
        "fuzz: {round} rounds of {CASES} inputs for each property in {minutes} minutes, and no fault"
    ));
    Ok(())
}
