//! Debian's packages, for machines where this program may install them.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{
    process::{output, run},
    project::Project,
};

/// Whether this is Debian or one of its kin and we are root.
pub fn can_install() -> bool {
    Path::new("/etc/debian_version").exists()
        && which::which("apt-get").is_ok()
        && output(std::process::Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0")
}

/// What somebody who is not root would type.
pub fn command(packages: &[&str]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install --no-install-recommends {}",
        packages.join(" ")
    )
}

/// Installs packages; [`can_install`] has to hold.
pub fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let failed = || format!("apt-get could not install {}", packages.join(", "));
    let apt = || {
        let mut apt = project.command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    // A new machine knows no package, or only those of an old list.
    run(apt().arg("update")).with_context(failed)?;
    run(apt()
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages)
        // The list of unpacked packages is hundreds of lines.
        .stdout(std::process::Stdio::null()))
    .with_context(failed)
}
