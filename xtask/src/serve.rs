//! `cargo xtask serve`: the page as soon as it can be used, and what is built later beside it.
//!
//! The bundle of the GPU takes as long as all the rest, and the page runs without it. So on a machine that has not built it
//! yet, trunk serves the site without it first, and again, whole, once it is there.

use std::{
    env,
    process::{Child, Command},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    bundle::{BUNDLES, Bundle, PENDING},
    process::{run, say},
    project::Project,
    site::Builder,
};

/// Where `serve` answers, as `Trunk.toml` says.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// Builds and serves the site until Ctrl+C.
pub fn serve(project: &Project) -> Result<()> {
    let builder = Builder::set_up(project)?;
    let mut late = Vec::new();
    for bundle in BUNDLES {
        if bundle.can_wait && !bundle.is_current(project, &builder.toolchain)? {
            late.push(bundle);
        } else {
            bundle.build(project, &builder.toolchain, &builder.bindgen)?;
        }
    }
    let desktop = has_desktop();
    let advice = if desktop {
        ""
    } else {
        "; there is no desktop here, so open it in a browser once trunk says success"
    };
    say(format!("serve: at {ADDRESS}/ until Ctrl+C{advice}"));
    let mut trunk = trunk(&builder, project, desktop);
    if late.is_empty() {
        return run(&mut trunk);
    }
    let names: Vec<_> = late.iter().map(|bundle| bundle.name).collect();
    let mut first = Serving(
        trunk
            .env(PENDING, names.join(" "))
            .spawn()
            .context("trunk could not be started")?,
    );
    finish(project, &builder, &late)?;
    first.check()?;
    drop(first);
    say("serve: whole now; reload the page for the GPU");
    run(&mut self::trunk(&builder, project, false))
}

/// Builds what the page that is being served lacks.
fn finish(project: &Project, builder: &Builder, late: &[Bundle]) -> Result<()> {
    // The page is what somebody waits for: what is left takes turns with it only after it has been assembled.
    while !project.dist().join("index.html").is_file() {
        thread::sleep(Duration::from_millis(500));
    }
    for bundle in late {
        say(format!(
            "serve: the page can be used; bundle {} is built beside it",
            bundle.name
        ));
        bundle.build(project, &builder.toolchain, &builder.bindgen)?;
    }
    Ok(())
}

fn trunk(builder: &Builder, project: &Project, open: bool) -> Command {
    let mut command = builder.trunk(project);
    command.arg("serve");
    if open {
        command.arg("--open");
    }
    command
}

/// A server that ends with this program, whatever ends it.
struct Serving(Child);

impl Serving {
    fn check(&mut self) -> Result<()> {
        match self.0.try_wait().context("lost trunk")? {
            Some(status) => bail!("trunk ended with {status}"),
            None => Ok(()),
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn has_desktop() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}
